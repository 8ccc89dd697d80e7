/* Every call to the disk fails once, and from then on. Nothing crashes or leaks; a status says what happened; and what was
 * acknowledged before is there when the disk is well again. */
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include <docent/article.h>

#include "support/bundle.h"
#include "support/faulty.h"
#include "support/ration.h"
#include "support/state_file.h"

static char bundle[1024], state_path[1024];

static int make(void **state)
{
    (void)state;
    snprintf(bundle, sizeof bundle, "%s", test_path("disk.docent"));
    snprintf(state_path, sizeof state_path, "%s", test_path("disk.db"));
    test_bundle_sample(bundle);
    test_faulty_install();
    return 0;
}

static int drop(void **state)
{
    (void)state;
    test_state_remove(state_path);
    return remove(bundle);
}

static docent_status open_with(const docent_alloc *alloc, docent **h)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    config.bundle_path = bundle;
    config.state_path = state_path;
    config.alloc = alloc;
    docent_status status = docent_open(&config, h, &err);
    assert_true((status == DOCENT_OK) == (*h != NULL));
    assert_true(status == DOCENT_OK || err.message[0] != 0);
    return status;
}

static void read_things(docent *h)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    docent_article *a;
    docent_asset *asset;
    q.text = "headset";
    if (docent_search(h, &q, &hits) == DOCENT_OK)
        assert_true(docent_hits_count(hits) > 0);
    docent_hits_free(hits);
    if (docent_list(h, "orbit", &hits) == DOCENT_OK)
        assert_int_equal(docent_hits_count(hits), 3);
    docent_hits_free(hits);
    if (docent_article_open(h, "orbit-pair", &a) == DOCENT_OK)
        assert_string_equal(docent_article_title(a), "Pair the Orbit headset");
    docent_article_close(a);
    if (docent_asset_open(h, "picture", "power.webp", &asset) == DOCENT_OK)
        assert_int_equal(asset->size, 20);
    docent_asset_close(asset);
}

static const char *const places[] = { "article/orbit-pair", "article/orbit-reset", "fix/no-sound" };
enum { PLACES = sizeof places / sizeof *places };

/* Sets bookmarks and notes which were acknowledged. */
static void write_things(docent *h, bool kept[PLACES])
{
    for (int i = 0; i < PLACES; i++)
        kept[i] = docent_bookmark_set(h, places[i], true) == DOCENT_OK;
}

static void check_kept(const bool kept[PLACES], long n)
{
    docent *h;
    if (open_with(NULL, &h) != DOCENT_OK)
        fail_msg("does not open after call %ld failed", n);
    for (int i = 0; i < PLACES; i++)
        if (kept[i] && !docent_bookmark_get(h, places[i]))
            fail_msg("lost %s after call %ld failed", places[i], n);
    assert_int_equal(docent_bookmark_set(h, "article/loose", true), DOCENT_OK);
    docent_close(h);
}

static long run(long n, bool for_ever, bool full)
{
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    bool kept[PLACES] = { false };
    docent *h;
    test_state_remove(state_path);
    test_disk = (test_faulty){ .fail_at = n, .for_ever = for_ever, .full = full };
    if (open_with(&alloc, &h) == DOCENT_OK) {
        write_things(h, kept);
        read_things(h);
    }
    docent_close(h);
    long asked = test_disk.asked;
    test_disk = (test_faulty){ .fail_at = -1 };
    assert_int_equal(r.live, 0);
    check_kept(kept, n);
    return asked;
}

static void fail_each(bool for_ever, bool full)
{
    long calls = run(-1, for_ever, full);
    print_message("calls to the disk: %ld\n", calls);
    assert_true(calls > 50);
    for (long n = 0; n < calls; n++)
        run(n, for_ever, full);
}

static void test_each_call_fails_once(void **state)
{
    (void)state;
    fail_each(false, false);
}

static void test_the_medium_is_pulled(void **state)
{
    (void)state;
    fail_each(true, false);
}

static void test_the_disk_is_full(void **state)
{
    (void)state;
    fail_each(true, true);
}

/* Forgetting that fails says so, and can be tried again. */
static void test_forgetting_on_a_bad_disk(void **state)
{
    (void)state;
    docent *h;
    test_state_remove(state_path);
    assert_int_equal(open_with(NULL, &h), DOCENT_OK);
    for (long n = 0; n < 40; n++) {
        test_disk = (test_faulty){ .fail_at = -1 };
        assert_int_equal(docent_bookmark_set(h, places[0], true), DOCENT_OK);
        test_disk = (test_faulty){ .fail_at = n };
        docent_status status = docent_forget(h);
        test_disk = (test_faulty){ .fail_at = -1 };
        if (status == DOCENT_OK)
            assert_false(docent_bookmark_get(h, places[0]));
        assert_int_equal(docent_forget(h), DOCENT_OK);
        assert_false(docent_bookmark_get(h, places[0]));
    }
    docent_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_call_fails_once),
        cmocka_unit_test(test_the_medium_is_pulled),
        cmocka_unit_test(test_the_disk_is_full),
        cmocka_unit_test(test_forgetting_on_a_bad_disk),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
