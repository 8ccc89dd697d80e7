/* Nothing found is no dead end: what was meant, the nearest section, everything, a person. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "support/viewer.h"

static char bundle[512];

static int set_up(void **state)
{
    *state = test_viewer_open(bundle, 1000, 800, 0);
    return 0;
}

static int tear_down(void **state)
{
    test_viewer_close(*state);
    return 0;
}

static void search(test_viewer *t, const char *words)
{
    docent_view_go(t->view, "home");
    test_viewer_pass(t, 16);
    test_viewer_type(t, words);
    test_viewer_pass(t, 16);
}

static void what_was_meant_is_a_press_away(void **state)
{
    test_viewer *t = *state;
    search(t, "hezdsxt");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nothing found for"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_TEXT, "Did you mean:"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nearest to it"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_LIST, ""));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "headset");
    test_viewer_pass(t, 16);
    assert_string_equal(docent_view_address(t->view), "search?q=headset");
    assert_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nothing found for"));
}

static void the_nearest_section_everything_and_a_person(void **state)
{
    test_viewer *t = *state;
    search(t, "hezdsxt");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Talk to a person"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Contents"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "All pages of");
    test_viewer_pass(t, 16);
    assert_memory_equal(docent_view_address(t->view), "toc/", 4);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_LINK, ""));
}

static void where_nothing_is_near_all_sections_are_there(void **state)
{
    test_viewer *t = *state;
    search(t, "qzxqzx");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nothing found for"));
    assert_null(test_viewer_find(t, 0, "Did you mean:"));
    assert_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nearest to it"));
    const docent_node *list = test_viewer_find(t, DOCENT_ROLE_LIST, "");
    const docent_node *section = test_viewer_find(t, DOCENT_ROLE_LINK, "");
    assert_non_null(list);
    assert_non_null(section);
    assert_int_equal(section->parent, list->id);
    assert_true(docent_view_activate(t->view, section->id));
    test_viewer_pass(t, 16);
    assert_memory_equal(docent_view_address(t->view), "toc/", 4);
}

/* Who asks for a person is answered, whether pages hold the words or not. */
static void asking_for_a_person_is_no_search_for_nothing(void **state)
{
    test_viewer *t = *state;
    search(t, "helpline?");
    assert_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nothing found for"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Answers for"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_REGION, "Answer"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Contact"));
}

/* Words of every length and script, halved where a letter ends, and ends of the room for a query. */
static void any_words_lead_on(void **state)
{
    test_viewer *t = *state;
    static const char *const words[] = { "ж", "жж", "жжжжжжжжжжжжжжжж", "😀😀😀😀😀😀", "ẍ̍̎̏x̑x̒x̓", "- - - -", "\"*)(",
                                         "zzq zzq zzq zzq zzq zzq zzq", "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81qzx", "、。、。" };
    char long_word[513];
    memset(long_word, 'q', sizeof long_word - 1);
    long_word[sizeof long_word - 1] = 0;
    for (size_t i = 0; i <= sizeof words / sizeof *words; i++) {
        char address[2200] = "search?q=";
        size_t at = strlen(address);
        for (const char *p = i < sizeof words / sizeof *words ? words[i] : long_word; *p != 0; p++)
            at += (size_t)snprintf(address + at, sizeof address - at, "%%%02X", (unsigned char)*p);
        assert_int_equal(docent_view_go(t->view, address), DOCENT_OK);
        test_viewer_pass(t, 16);
        assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nothing found for"));
        assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Contents"));
    }
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(what_was_meant_is_a_press_away),
        test(the_nearest_section_everything_and_a_person),
        test(where_nothing_is_near_all_sections_are_there),
        test(asking_for_a_person_is_no_search_for_nothing),
        test(any_words_lead_on),
    };
    snprintf(bundle, sizeof bundle, "%s", test_path("nearby.docent"));
    if (!test_viewer_bundle(bundle)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(bundle);
    return failed;
}
