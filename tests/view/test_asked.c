/* What the viewer counts for the authors: the words that stood there last, once, and whether they helped. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "store/state.h"
#include "support/viewer.h"

static char bundle[512], kept[512];

static int set_up(void **state)
{
    remove(kept);
    *state = test_viewer_open_kept(bundle, kept, 1000, 800, 0);
    return 0;
}

static int tear_down(void **state)
{
    test_viewer_close(*state);
    remove(kept);
    return 0;
}

/* "words>opened x count" of all that was counted, in the order of the words. */
static void expect(const char *expected)
{
    char line[512] = "";
    dct_arena arena;
    const dct_search_count *list;
    uint32_t n;
    docent_error err;
    dct_arena_init(&arena, &dct_alloc_default, 8 << 20);
    docent_status status = dct_state_read_counts(&dct_alloc_default, kept, &arena, &list, &n, &err);
    if (status != DOCENT_OK)
        fail_msg("%s", err.message);
    for (uint32_t i = 0; i < n; i++)
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s>%s x%u", i == 0 ? "" : ", ", list[i].words,
                 list[i].opened, (unsigned)list[i].count);
    dct_arena_close(&arena);
    assert_string_equal(line, expected);
}

static void search(test_viewer *t, const char *words, uint64_t ms)
{
    docent_view_go(t->view, "home");
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_FIELD, "What do you need help with?");
    test_viewer_type(t, words);
    test_viewer_pass(t, ms);
}

static void a_result_is_opened(void **state)
{
    test_viewer *t = *state;
    search(t, "or", 16); /* In two goes: what was typed on the way is not counted. */
    test_viewer_type(t, "bit");
    test_viewer_pass(t, 16);
    assert_string_equal(docent_view_address(t->view), "search?q=orbit");
    docent_view_go(t->view, "home");
    test_viewer_pass(t, 16);
    expect(""); /* Gone at once with answers on the page: a glance. */
    search(t, "Headset", 16);
    docent_view_go(t->view, "article/orbit-reset");
    test_viewer_pass(t, 16);
    expect("headset>orbit-reset x1");
    docent_view_go(t->view, "home"); /* From the article: nothing more. */
    test_viewer_pass(t, 16);
    expect("headset>orbit-reset x1");
}

static void left_without_opening(void **state)
{
    test_viewer *t = *state;
    search(t, "headset", 1500);
    docent_view_go(t->view, "contact");
    test_viewer_pass(t, 16);
    expect("headset> x1");
    search(t, "headset", 1500);
    assert_true(docent_view_command(t->view, "back"));
    expect("headset> x2");
    search(t, "headset", 1500);
    docent_view_go(t->view, "article/pebble-dock"); /* A page that was not among the answers: by the program. */
    expect("headset> x3");
    search(t, "headset", 1500);
    assert_int_equal(docent_view_reset(t->view), DOCENT_OK);
    expect("headset> x4");
}

static void nothing_found_counts_at_once(void **state)
{
    test_viewer *t = *state;
    search(t, "zzzzqqqq", 0);
    docent_view_go(t->view, "home");
    test_viewer_pass(t, 0);
    expect("zzzzqqqq> x1");
    search(t, "anna@zzzz.qqqq", 0);
    docent_view_go(t->view, "home");
    expect("zzzzqqqq> x1");
}

static void other_words_go_on(void **state)
{
    test_viewer *t = *state;
    search(t, "zzzzqqqq", 1500);
    docent_view_go(t->view, "search?q=headset");
    test_viewer_pass(t, 16);
    docent_view_go(t->view, "article/orbit-pair");
    expect("headset>orbit-pair x1");
}

static void coming_back_counts_no_second_time(void **state)
{
    test_viewer *t = *state;
    search(t, "headset", 1500);
    docent_view_go(t->view, "article/orbit-pair");
    test_viewer_pass(t, 16);
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 5000);
    assert_true(docent_view_command(t->view, "forward"));
    test_viewer_pass(t, 16);
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 5000);
    expect("headset>orbit-pair x1");
    docent_view_go(t->view, "article/orbit-reset");
    test_viewer_pass(t, 16);
    expect("headset>orbit-pair x1, headset>orbit-reset x1");
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 5000);
    docent_view_go(t->view, "home");
    expect("headset>orbit-pair x1, headset>orbit-reset x1");
}

static void an_address_that_leads_nowhere_counts_nothing(void **state)
{
    test_viewer *t = *state;
    search(t, "headset", 1500);
    assert_int_equal(docent_view_go(t->view, "article/gone"), DOCENT_ERR_MISSING);
    expect("");
}

static void closing_counts(void **state)
{
    test_viewer *t = *state;
    search(t, "zzzzqqqq", 0);
    test_viewer_close(t);
    expect("zzzzqqqq> x1");
    *state = test_viewer_open_kept(bundle, kept, 1000, 800, 0);
}

int main(void)
{
    snprintf(bundle, sizeof bundle, "%s", test_path("asked.docent"));
    snprintf(kept, sizeof kept, "%s", test_path("asked.db"));
    if (!test_viewer_bundle(bundle)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(a_result_is_opened),
        test(left_without_opening),
        test(nothing_found_counts_at_once),
        test(other_words_go_on),
        test(coming_back_counts_no_second_time),
        test(an_address_that_leads_nowhere_counts_nothing),
        test(closing_counts),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(bundle);
    return failed;
}
