/* What a person does in the viewer, one story a test, over a small bundle: pressed by name, never by coordinate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/viewer.h"

static const char *bundle;

static int set_up(void **state)
{
    *state = bundle == NULL ? NULL : test_viewer_open(bundle, 1000, 800, 0);
    return 0;
}

static int tear_down(void **state)
{
    if (*state != NULL)
        test_viewer_close(*state);
    return 0;
}

static void expect_at(test_viewer *t, const char *address)
{
    assert_string_equal(docent_view_address(t->view), address);
}

static void finding_by_typing(void **state)
{
    test_viewer *t = *state;
    test_viewer_press(t, DOCENT_ROLE_FIELD, "What do you need help with?");
    assert_true(t->wants.text_input);
    test_viewer_type(t, "pai");
    expect_at(t, "search?q=pai");
    test_viewer_type(t, "r");
    expect_at(t, "search?q=pair");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_LINK, "Pair the Orbit headset"));
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    assert_memory_equal(docent_view_address(t->view), "article/orbit-pair", 18);
    assert_true(docent_view_command(t->view, "back"));
    expect_at(t, "search?q=pair");
    test_viewer_pass(t, 16);
    assert_true(docent_view_command(t->view, "back"));
    expect_at(t, "home");
    assert_false(docent_view_command(t->view, "back"));
}

static void a_long_question_shows_its_end(void **state)
{
    test_viewer *t = *state;
    test_viewer_press(t, DOCENT_ROLE_FIELD, "What do you need help with?");
    for (int i = 0; i < 25; i++)
        test_viewer_type(t, "sound and ");
    int32_t end = t->wants.caret.x;
    assert_in_range(end, 500, 999);
    test_viewer_key(t, DOCENT_KEY_LEFT, 0);
    test_viewer_key(t, DOCENT_KEY_LEFT, 0);
    assert_true(t->wants.caret.x < end);
    test_viewer_key(t, DOCENT_KEY_HOME, 0);
    assert_in_range(t->wants.caret.x, 0, 500);
    test_viewer_key(t, DOCENT_KEY_RIGHT, 0);
    test_viewer_key(t, DOCENT_KEY_END, 0);
    assert_int_equal(t->wants.caret.x, end);
}

static void nothing_found_leads_on(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "search?q=zzzzqqqq"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Nothing found"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Talk to a person");
    expect_at(t, "contact");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_TEXT, "+49 30 5550 1490"));
}

static void one_passage_stands_on_top(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "search?q=phone%20number"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_REGION, "Answer"));
    assert_int_equal(docent_view_go(t->view, "search?q=E104"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_REGION, "Answer"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Open the page");
    expect_at(t, "article/orbit-reset");
    assert_int_equal(docent_view_go(t->view, "search?q=headset"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_REGION, "Answer"));
}

static void steps_are_ticked_off(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "article/orbit-pair"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_false(test_viewer_find(t, DOCENT_ROLE_CHECKBOX, "Step 1")->state & DOCENT_STATE_CHECKED);
    test_viewer_press(t, DOCENT_ROLE_CHECKBOX, "Step 1");
    assert_true(test_viewer_find(t, DOCENT_ROLE_CHECKBOX, "Step 1")->state & DOCENT_STATE_CHECKED);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Step by step");
    expect_at(t, "steps/orbit-pair#step-1");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Step 1 of 2"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Next step");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Step 2 of 2"));
    test_viewer_key(t, DOCENT_KEY_LEFT, 0);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Step 1 of 2"));
    test_viewer_key(t, DOCENT_KEY_RIGHT, 0);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Done");
    expect_at(t, "article/orbit-pair");
}

static void a_guide_keeps_its_answers(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "fix/no-sound"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Is the light on?"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Yes");
    expect_at(t, "fix/no-sound#volume");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_LINK, "Is the light on?"));
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 16);
    assert_true(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Yes")->state & DOCENT_STATE_CHECKED);
    assert_true(docent_view_command(t->view, "forward"));
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "I hear it");
    expect_at(t, "fix/no-sound#solved");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "Glad it works"));
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Still nothing");
    expect_at(t, "contact");
}

static void a_wrong_address_changes_nothing(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "nowhere"), DOCENT_ERR_SYNTAX);
    assert_int_equal(docent_view_go(t->view, "article/none"), DOCENT_ERR_MISSING);
    assert_int_equal(docent_view_go(t->view, "fix/orbit-pair"), DOCENT_ERR_MISSING);
    assert_int_equal(docent_view_go(t->view, "steps/orbit-pair#step-9"), DOCENT_ERR_MISSING);
    assert_int_equal(docent_view_go(t->view, "toc/none"), DOCENT_ERR_MISSING);
    expect_at(t, "home");
}

static void another_language_mirrors_the_page(void **state)
{
    test_viewer *t = *state;
    int32_t left = test_viewer_find(t, DOCENT_ROLE_BUTTON, "Home")->box.x;
    assert_true(left < 500);
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Settings");
    const char *arabic = "\xD8\xA7\xD9\x84\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\xA9";
    test_viewer_press(t, DOCENT_ROLE_RADIO, arabic);
    assert_string_equal(docent_locale(t->h)->tag, "ar");
    const docent_node *home = test_viewer_find(t, DOCENT_ROLE_BUTTON, "Home");
    assert_true(home->box.x > 500);
    assert_true(test_viewer_find(t, DOCENT_ROLE_RADIO, arabic)->state & DOCENT_STATE_CHECKED);
}

static void bookmarks_are_found_again(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "bookmarks"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_HEADING, "No bookmarks yet"));
    assert_int_equal(docent_view_go(t->view, "article/orbit-pair"), DOCENT_OK);
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_CHECKBOX, "Bookmark");
    assert_true(test_viewer_find(t, DOCENT_ROLE_CHECKBOX, "Bookmark")->state & DOCENT_STATE_CHECKED);
    assert_int_equal(docent_view_go(t->view, "bookmarks"), DOCENT_OK);
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_LINK, "Pair the Orbit headset");
    expect_at(t, "article/orbit-pair");
}

static void words_are_found_on_the_page(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "article/orbit-pair"), DOCENT_OK);
    test_viewer_pass(t, 16);
    test_viewer_key(t, 'f', DOCENT_MOD_CTRL);
    test_viewer_type(t, "DEVICES");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "1 of 2"));
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "2 of 2"));
    test_viewer_type(t, "x");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "No match"));
    test_viewer_key(t, DOCENT_KEY_ESCAPE, 0);
    assert_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "No match"));
}

static void text_is_selected_and_copied(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "article/loose"), DOCENT_OK);
    test_viewer_pass(t, 16);
    test_viewer_key(t, 'a', DOCENT_MOD_CTRL);
    docent_input in = { .kind = DOCENT_INPUT_KEY, .key = 'c', .mods = DOCENT_MOD_CTRL, .time_ms = t->now_ms };
    assert_true(docent_view_input(t->view, &in));
    assert_int_equal(docent_view_update(t->view, t->now_ms, t->unix_s, &t->wants), DOCENT_OK);
    assert_non_null(t->wants.clipboard);
    assert_string_equal(t->wants.clipboard, "About this help\nWritten in a hurry.");
    test_viewer_pass(t, 16);
    assert_null(t->wants.clipboard);
}

/* Every thing that can be pressed is reached with Tab, and Shift+Tab goes the same way back. */
static void the_keyboard_reaches_everything(void **state)
{
    test_viewer *t = *state;
    static const char *const pages[] = { "home", "article/orbit-pair", "fix/no-sound", "settings", "contact", "search?q=orbit" };
    for (size_t p = 0; p < sizeof pages / sizeof *pages; p++) {
        assert_int_equal(docent_view_go(t->view, pages[p]), DOCENT_OK);
        test_viewer_pass(t, 16);
        uint32_t pressable = 0, reached = 0, seen[256];
        for (uint32_t i = 0; i < docent_view_node_count(t->view); i++) {
            docent_role r = docent_view_node_at(t->view, i)->role;
            pressable += r == DOCENT_ROLE_LINK || r == DOCENT_ROLE_BUTTON || r == DOCENT_ROLE_FIELD || r == DOCENT_ROLE_CHECKBOX ||
                         r == DOCENT_ROLE_RADIO || r == DOCENT_ROLE_PICTURE;
        }
        for (uint32_t n = 0; n < 200; n++) {
            test_viewer_key(t, DOCENT_KEY_TAB, 0);
            uint32_t focused = 0;
            for (uint32_t i = 0; i < docent_view_node_count(t->view); i++)
                if (docent_view_node_at(t->view, i)->state & DOCENT_STATE_FOCUSED)
                    focused = docent_view_node_at(t->view, i)->id;
            assert_int_not_equal(focused, 0);
            if (reached > 0 && focused == seen[0])
                break;
            seen[reached++] = focused;
        }
        if (reached != pressable)
            fail_msg("%s: %u of %u reached", pages[p], (unsigned)reached, (unsigned)pressable);
    }
}

static void a_picture_is_enlarged(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "article/orbit-pair"), DOCENT_OK);
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_PICTURE, "A hand on the left ear cup");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, "Picture"));
    assert_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Home"));
    assert_true(docent_view_command(t->view, "zoom-in"));
    assert_true(docent_view_command(t->view, "zoom-out"));
    test_viewer_key(t, '+', 0);
    test_viewer_key(t, '+', 0);
    test_viewer_key(t, DOCENT_KEY_ESCAPE, 0);
    assert_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, ""));
    assert_false(docent_view_command(t->view, "zoom-in"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Home"));
}

static void the_warning_can_be_seen_and_goes(void **state)
{
    test_viewer *t = *state;
    docent_view_warn(t->view, 20);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_TEXT, "20 seconds"));
    test_viewer_key(t, DOCENT_KEY_TAB, 0);
    assert_null(test_viewer_find(t, DOCENT_ROLE_DIALOG, ""));
}

static void reset_forgets_the_visit(void **state)
{
    test_viewer *t = *state;
    test_viewer_press(t, DOCENT_ROLE_FIELD, "What do you need");
    test_viewer_type(t, "secret words");
    docent_view_set_theme(t->view, "dark");
    docent_view_set_text_percent(t->view, 200);
    docent_view_set_locale(t->view, "de");
    assert_int_equal(docent_view_reset(t->view), DOCENT_OK);
    test_viewer_pass(t, 16);
    expect_at(t, "home");
    assert_false(docent_view_command(t->view, "back"));
    assert_string_equal(docent_locale(t->h)->tag, "en");
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++) {
        assert_null(strstr(docent_view_node_at(t->view, i)->label, "secret"));
        assert_null(strstr(docent_view_node_at(t->view, i)->value, "secret"));
    }
}

static void opening_hours_follow_the_clock(void **state)
{
    test_viewer *t = *state;
    t->unix_s = 1795082400; /* Thursday 2026-11-19, 11:00 in Berlin. */
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Open now, until 20:00"));
    t->unix_s += 10 * 3600;
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_STATUS, "Closed now. Opens tomorrow at 9:00"));
}

int main(void)
{
    static char path[512];
    snprintf(path, sizeof path, "%s", test_path("stories.docent"));
    if (!test_viewer_bundle(path)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    bundle = path;
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(finding_by_typing),          test(nothing_found_leads_on),
        test(one_passage_stands_on_top),  test(a_long_question_shows_its_end),
        test(steps_are_ticked_off),       test(a_guide_keeps_its_answers),
        test(a_wrong_address_changes_nothing), test(another_language_mirrors_the_page),
        test(bookmarks_are_found_again),  test(words_are_found_on_the_page),
        test(text_is_selected_and_copied), test(the_keyboard_reaches_everything),
        test(a_picture_is_enlarged),      test(the_warning_can_be_seen_and_goes),
        test(reset_forgets_the_visit),    test(opening_hours_follow_the_clock),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
