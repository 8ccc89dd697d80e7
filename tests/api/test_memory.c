/* Every allocation of level 1, ours and SQLite's, fails once, and from then on: nothing crashes, nothing leaks, and afterwards
 * everything works. SQLite's are thousands: the everyday run fails every 3rd; DOCENT_EVERY=1 fails each. */
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <docent/article.h>

#include "support/bundle.h"
#include "support/ration.h"

static char path[1024];

/* ---- SQLite's memory, rationed: only a test may call sqlite3_config() ---- */

static test_ration theirs = { .fail_at = -1 };

typedef struct head {
    _Alignas(16) size_t size;
} head;

static void *their_malloc(int size)
{
    long n = theirs.asked++;
    bool refused = theirs.fail_at >= 0 && (theirs.for_ever ? n >= theirs.fail_at : n == theirs.fail_at);
    head *h = refused ? NULL : malloc(sizeof *h + (size_t)size);
    if (h == NULL)
        return NULL;
    h->size = (size_t)size;
    theirs.live++;
    return h + 1;
}

static void their_free(void *p)
{
    if (p == NULL)
        return;
    theirs.live--;
    free((head *)p - 1);
}

static int their_size(void *p)
{
    return p == NULL ? 0 : (int)((head *)p - 1)->size;
}

static void *their_realloc(void *old, int size)
{
    void *p = their_malloc(size);
    if (p == NULL)
        return NULL;
    memcpy(p, old, (size_t)(their_size(old) < size ? their_size(old) : size));
    their_free(old);
    return p;
}

static int their_round(int size)
{
    return (size + 7) & ~7;
}

static int their_init(void *ctx)
{
    (void)ctx;
    return SQLITE_OK;
}

static void their_shutdown(void *ctx)
{
    (void)ctx;
}

static void ration_sqlite(void)
{
    static const sqlite3_mem_methods methods = { their_malloc, their_free, their_realloc,  their_size,
                                                 their_round,  their_init, their_shutdown, NULL };
    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
}

static int make(void **state)
{
    (void)state;
    ration_sqlite();
    snprintf(path, sizeof path, "%s", test_path("memory.docent"));
    test_bundle_sample(path);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    return remove(path);
}

static void expect(docent_status status)
{
    if (status != DOCENT_OK && status != DOCENT_ERR_NOMEM)
        fail_msg("status %d, SQLite's allocation %ld", status, theirs.fail_at);
}

static void use_lists(docent *h)
{
    docent_hits *hits;
    expect(docent_list(h, "orbit", &hits));
    docent_hits_free(hits);
    expect(docent_top(h, &hits));
    docent_hits_free(hits);
    expect(docent_bookmark_set(h, "article/orbit-pair", true));
    (void)docent_bookmark_get(h, "article/orbit-pair");
    expect(docent_bookmarks(h, &hits));
    docent_hits_free(hits);
}

static void use_search(docent *h)
{
    static const char *const texts[] = { "pair headset", "hedset", "sou" };
    docent_query q = DOCENT_QUERY_INIT;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        docent_hits *hits;
        q.text = texts[i];
        q.flags = i == 2 ? DOCENT_QUERY_PREFIX : 0;
        expect(docent_search(h, &q, &hits));
        docent_hits_free(hits);
    }
}

static void use_article(docent *h)
{
    docent_article *a;
    docent_hits *hits;
    const char *text;
    expect(docent_article_open(h, "orbit-pair", &a));
    if (a != NULL) {
        expect(docent_article_plain(a, &text, NULL));
        expect(docent_article_related(a, &hits));
        docent_hits_free(hits);
    }
    docent_article_close(a);
    expect(docent_article_by_code(h, "e 104", &a));
    docent_article_close(a);
}

static void use_the_rest(docent *h)
{
    docent_asset *asset;
    docent_contact *contact;
    const char *string = docent_string(h, "Search");
    assert_true(strcmp(string, "Suchen") == 0 || strcmp(string, "Search") == 0);
    expect(docent_asset_open(h, "picture", "power.webp", &asset));
    docent_asset_close(asset);
    (void)docent_asset_name(h, "theme", 1);
    expect(docent_contact_open(h, 1800000000, &contact));
    docent_contact_close(contact);
    expect(docent_forget(h));
}

static void use(docent *h)
{
    use_lists(h);
    use_search(h);
    use_article(h);
    use_the_rest(h);
}

/* What must be true once memory is there again. */
static void works(docent *h)
{
    docent_article *a;
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    assert_int_equal(docent_article_open(h, "orbit-pair", &a), DOCENT_OK);
    assert_string_equal(docent_article_title(a), "Orbit-Kopfhörer koppeln");
    docent_article_close(a);
    assert_string_equal(docent_string(h, "Search"), "Suchen");
    q.text = "reset";
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->id, "orbit-reset");
    docent_hits_free(hits);
}

/* Opens and uses everything with the n-th allocation failing. Returns how many were asked for. */
static long run(long n, bool for_ever)
{
    test_ration r = { .fail_at = n, .for_ever = for_ever };
    docent_alloc alloc = test_ration_alloc(&r);
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    config.bundle_path = path;
    config.locale = "de";
    config.alloc = &alloc;
    docent_status status = docent_open(&config, &h, &err);
    expect(status);
    assert_true((status == DOCENT_OK) == (h != NULL));
    if (h != NULL)
        use(h);
    long asked = r.asked;
    r.fail_at = -1;
    if (h != NULL)
        works(h);
    docent_close(h);
    assert_int_equal(r.live, 0);
    assert_int_equal(r.bytes, 0);
    assert_false(r.wrong_size);
    return asked;
}

static void test_each_fails_once(void **state)
{
    (void)state;
    long points = run(-1, false);
    print_message("allocations: %ld\n", points);
    assert_true(points > 50);
    for (long n = 0; n < points; n++)
        run(n, false);
}

static void test_each_and_all_after_it(void **state)
{
    (void)state;
    long points = run(-1, false);
    for (long n = 0; n < points; n++)
        run(n, true);
}

/* ---- SQLite's ---- */

static long run_theirs(long n, bool for_ever)
{
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
    theirs.fail_at = n;
    theirs.for_ever = for_ever;
    theirs.asked = 0;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    config.bundle_path = path;
    config.locale = "de";
    docent_status status = docent_open(&config, &h, &err);
    expect(status);
    if (h != NULL)
        use(h);
    long asked = theirs.asked;
    theirs.fail_at = -1;
    if (h != NULL)
        works(h);
    docent_close(h);
    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(theirs.live, 0);
    return asked;
}

static long every(void)
{
    const char *text = getenv("DOCENT_EVERY");
    return text == NULL ? 3 : strtol(text, NULL, 10);
}

static void test_each_of_sqlites_fails_once(void **state)
{
    (void)state;
    long points = run_theirs(-1, false);
    print_message("SQLite's allocations: %ld\n", points);
    assert_true(points > 1000);
    for (long n = 0; n < points; n += every())
        run_theirs(n, false);
}

static void test_each_of_sqlites_and_all_after_it(void **state)
{
    (void)state;
    long points = run_theirs(-1, false);
    for (long n = 0; n < points; n += every())
        run_theirs(n, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_of_sqlites_fails_once),
        cmocka_unit_test(test_each_of_sqlites_and_all_after_it),
        cmocka_unit_test(test_each_fails_once),
        cmocka_unit_test(test_each_and_all_after_it),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
