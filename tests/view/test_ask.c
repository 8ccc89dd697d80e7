/* The conversation with the help, pressed by name: what is answered, where it comes from, and what a person gets of it. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    if (*state != NULL)
        test_viewer_close(*state);
    remove(kept);
    return 0;
}

static void open_page(test_viewer *t)
{
    assert_true(docent_view_command(t->view, "ask"));
    test_viewer_pass(t, 16);
    assert_string_equal(docent_view_address(t->view), "ask");
}

static void ask(test_viewer *t, const char *words)
{
    test_viewer_type(t, words);
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    test_viewer_pass(t, 400);
}

static const docent_node *see(test_viewer *t, docent_role role, const char *label)
{
    const docent_node *node = test_viewer_find(t, role, label);
    if (node == NULL)
        fail_msg("no %s \"%s\"", docent_role_name(role), label);
    return node;
}

static void press(test_viewer *t, docent_role role, const char *label)
{
    test_viewer_press(t, role, label);
    test_viewer_pass(t, 400);
}

static const char *field_value(test_viewer *t, const char *label)
{
    return see(t, DOCENT_ROLE_FIELD, label)->value;
}

/* ---- the conversation ------------------------------------------------------------------ */

static void it_begins_with_examples(void **state)
{
    test_viewer *t = *state;
    press(t, DOCENT_ROLE_BUTTON, "Ask a question");
    assert_string_equal(docent_view_address(t->view), "ask");
    assert_true(see(t, DOCENT_ROLE_FIELD, "Ask in your own words")->state & DOCENT_STATE_FOCUSED);
    assert_true(t->wants.text_input);
    press(t, DOCENT_ROLE_BUTTON, "Reset the headset");
    see(t, DOCENT_ROLE_TEXT, "Reset the headset");
    see(t, DOCENT_ROLE_LINK, "From: Reset the headset");
    assert_true(docent_view_command(t->view, "back")); /* One page, however often one asks. */
    assert_string_equal(docent_view_address(t->view), "home");
}

static void answers_are_quoted_with_their_page(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "reset the headset");
    assert_string_equal(field_value(t, "Ask in your own words"), "");
    assert_true(see(t, DOCENT_ROLE_FIELD, "Ask in your own words")->state & DOCENT_STATE_FOCUSED);
    const docent_node *said = see(t, DOCENT_ROLE_STATUS, "Hold both buttons for ten seconds.");
    assert_non_null(strstr(said->label, "From: Reset the headset")); /* Spoken with where it comes from. */
    press(t, DOCENT_ROLE_CHECKBOX, "Step 1");
    assert_true(see(t, DOCENT_ROLE_CHECKBOX, "Step 1")->state & DOCENT_STATE_CHECKED);
    press(t, DOCENT_ROLE_LINK, "From: Reset the headset");
    assert_memory_equal(docent_view_address(t->view), "article/orbit-reset", 19);
    assert_true(see(t, DOCENT_ROLE_CHECKBOX, "Step 1")->state & DOCENT_STATE_CHECKED);
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 16);
    press(t, DOCENT_ROLE_BUTTON, "That helped");
    see(t, DOCENT_ROLE_STATUS, "I am glad.");
    assert_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "That helped"));
}

static void not_this_goes_on(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "orbit headset");
    for (int i = 0; i < 10 && test_viewer_find(t, DOCENT_ROLE_STATUS, "I did not find") == NULL; i++) {
        bool which = test_viewer_find(t, DOCENT_ROLE_BUTTON, "None of these") != NULL;
        bool guide = !which && test_viewer_find(t, DOCENT_ROLE_BUTTON, "Not what I meant") == NULL;
        press(t, DOCENT_ROLE_BUTTON, which ? "None of these" : guide ? "No" : "Not what I meant");
    }
    see(t, DOCENT_ROLE_STATUS, "I did not find");
    ask(t, "zzzz qqqq");
    see(t, DOCENT_ROLE_STATUS, "A person can take it from here.");
}

static void a_guide_runs_inside(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "the headset makes no sound");
    see(t, DOCENT_ROLE_HEADING, "Is the light on?");
    see(t, DOCENT_ROLE_TEXT, "Look at the left cup.");
    press(t, DOCENT_ROLE_BUTTON, "Yes");
    see(t, DOCENT_ROLE_HEADING, "Turn it up");
    see(t, DOCENT_ROLE_TEXT, "Yes");
    assert_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "No"));
    press(t, DOCENT_ROLE_BUTTON, "Still nothing");
    see(t, DOCENT_ROLE_STATUS, "A person can take it from here.");
    see(t, DOCENT_ROLE_TEXT, "+49 30 5550 1490");
}

static void keys_alone_are_enough(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "the headset makes no sound");
    for (int i = 0; i < 3; i++) /* From the field back over "Talk to a person" and "No" to "Yes". */
        test_viewer_key(t, DOCENT_KEY_TAB, DOCENT_MOD_SHIFT);
    assert_true(see(t, DOCENT_ROLE_BUTTON, "Yes")->state & DOCENT_STATE_FOCUSED);
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    test_viewer_pass(t, 400);
    assert_true(see(t, DOCENT_ROLE_BUTTON, "I hear it")->state & DOCENT_STATE_FOCUSED);
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    test_viewer_pass(t, 400);
    see(t, DOCENT_ROLE_STATUS, "I am glad.");
    ask(t, "reset the headset"); /* Typing needs no way back to the field. */
    see(t, DOCENT_ROLE_LINK, "From: Reset the headset");
}

static void words_for_a_person_come_first(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "I want to talk to a human");
    see(t, DOCENT_ROLE_STATUS, "A person can take it from here.");
    see(t, DOCENT_ROLE_TEXT, "+49 30 5550 1490");
}

static void the_newest_is_in_sight(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    for (int i = 0; i < 6; i++)
        ask(t, i % 2 == 0 ? "reset the headset" : "pair the headset with bluetooth");
    assert_false(see(t, DOCENT_ROLE_BUTTON, "Talk to a person")->state & DOCENT_STATE_OFFSCREEN);
    const docent_node *last = NULL;
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++)
        if (docent_view_node_at(t->view, i)->role == DOCENT_ROLE_STATUS && strstr(docent_view_node_at(t->view, i)->label, "From:"))
            last = docent_view_node_at(t->view, i);
    assert_non_null(last); /* Only the newest is spoken. */
    assert_false(last->state & DOCENT_STATE_OFFSCREEN);
}

static void bounds(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    for (int i = 0; i < 110; i++)
        ask(t, i % 2 == 0 ? "reset the headset" : "dock");
    see(t, DOCENT_ROLE_ALERT, "This conversation is long enough.");
    assert_string_not_equal(field_value(t, "Ask in your own words"), ""); /* What was typed stays. */
    press(t, DOCENT_ROLE_BUTTON, "New conversation");
    assert_null(test_viewer_find(t, DOCENT_ROLE_ALERT, "This conversation"));
    assert_null(test_viewer_find(t, DOCENT_ROLE_LINK, "From:"));
    see(t, DOCENT_ROLE_HEADING, "For example");
    ask(t, "   ");
    see(t, DOCENT_ROLE_HEADING, "For example");
}

static void a_session_that_ends_takes_it_along(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "reset the headset");
    assert_int_equal(docent_view_reset(t->view), DOCENT_OK);
    test_viewer_pass(t, 16);
    open_page(t);
    assert_null(test_viewer_find(t, DOCENT_ROLE_LINK, "From:"));
    see(t, DOCENT_ROLE_HEADING, "For example");
}

static void answers_of_others_are_marked(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "place the dock");
    see(t, DOCENT_ROLE_LINK, "From: Place the dock");
    see(t, DOCENT_ROLE_TEXT, "From the community, 3 October 2026, 12 votes");
    ask(t, "reset the headset");
    uint32_t marked = 0;
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++)
        marked += strstr(docent_view_node_at(t->view, i)->label, "From the community") != NULL;
    assert_int_equal(marked, 1);
}

static void pictures_are_seen_large(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "pair the headset with bluetooth");
    press(t, DOCENT_ROLE_PICTURE, "A hand on the left ear cup");
    see(t, DOCENT_ROLE_DIALOG, "Picture");
    press(t, DOCENT_ROLE_BUTTON, "Close picture");
    see(t, DOCENT_ROLE_LINK, "From: Pair the Orbit headset");
}

static void a_search_leads_on(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_go(t->view, "search?q=reset"), DOCENT_OK);
    test_viewer_pass(t, 16);
    press(t, DOCENT_ROLE_LINK, "Ask a question");
    assert_string_equal(docent_view_address(t->view), "ask");
    see(t, DOCENT_ROLE_TEXT, "reset");
    assert_int_equal(docent_view_go(t->view, "search?q=zzzzqqqq"), DOCENT_OK);
    test_viewer_pass(t, 16);
    press(t, DOCENT_ROLE_BUTTON, "Ask a question");
    assert_string_equal(docent_view_address(t->view), "ask");
    assert_int_equal(docent_view_go(t->view, "contact"), DOCENT_OK);
    test_viewer_pass(t, 16);
    press(t, DOCENT_ROLE_BUTTON, "Ask a question");
    assert_string_equal(docent_view_address(t->view), "ask");
}

static void another_language_is_quoted_next(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "pair the headset with bluetooth");
    see(t, DOCENT_ROLE_LINK, "From: Pair the Orbit headset");
    assert_int_equal(docent_view_set_locale(t->view, "de"), DOCENT_OK);
    ask(t, "orbit koppeln");
    see(t, DOCENT_ROLE_LINK, "Orbit-Kopfhörer koppeln");
    see(t, DOCENT_ROLE_LINK, "Pair the Orbit headset"); /* What was said stays said. */
}

/* ---- to a person ------------------------------------------------------------------------- */

static void the_conversation_goes_along(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "the headset makes no sound");
    press(t, DOCENT_ROLE_BUTTON, "Yes");
    press(t, DOCENT_ROLE_BUTTON, "Still nothing");
    press(t, DOCENT_ROLE_BUTTON, "Write to us");
    assert_string_equal(docent_view_address(t->view), "contact/ticket");
    const char *letter = field_value(t, "What happened?");
    assert_non_null(strstr(letter, "> the headset makes no sound\n"));
    assert_non_null(strstr(letter, "The headset makes no sound (fix/no-sound#light): Is the light on?\n> Yes\n"));
    press(t, DOCENT_ROLE_BUTTON, "What is sent along");
    see(t, DOCENT_ROLE_CHECKBOX, "You asked: the headset makes no sound");
    see(t, DOCENT_ROLE_CHECKBOX, "You tried: The headset makes no sound: Is the light on? Yes; Turn it up Still nothing");
    assert_true(docent_view_command(t->view, "back"));
    test_viewer_pass(t, 16);
    ask(t, "dock");
    assert_true(docent_view_command(t->view, "ask-ticket"));
    test_viewer_pass(t, 16);
    letter = field_value(t, "What happened?");
    assert_non_null(strstr(letter, "> dock\n")); /* It has grown, and is there once. */
    assert_null(strstr(strstr(letter, "> the headset") + 1, "> the headset"));
}

static void the_keyboard_covers_nothing_new(void **state)
{
    (void)state;
    test_viewer *t = test_viewer_open(bundle, 600, 800, DOCENT_VIEW_KIOSK | DOCENT_VIEW_KEYBOARD);
    open_page(t);
    assert_null(test_viewer_find(t, DOCENT_ROLE_KEY, "")); /* It would cover the examples. */
    assert_false(t->wants.text_input);
    ask(t, "call");
    test_viewer_touch(t, see(t, DOCENT_ROLE_FIELD, "Ask in your own words"), 1);
    test_viewer_pass(t, 400);
    assert_true(t->wants.text_input);
    assert_false(see(t, DOCENT_ROLE_BUTTON, "Write to us")->state & DOCENT_STATE_OFFSCREEN);
    ask(t, "reset the headset");
    assert_false(t->wants.text_input); /* The answer has all the room. */
    test_viewer_close(t);
}

/* ---- for the authors --------------------------------------------------------------------------- */

static void expect_counts(const char *expected)
{
    char line[512] = "";
    dct_arena arena;
    const dct_search_count *list;
    uint32_t n;
    docent_error err;
    dct_arena_init(&arena, &dct_alloc_default, 8 << 20);
    if (dct_state_read_counts(&dct_alloc_default, kept, &arena, &list, &n, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    for (uint32_t i = 0; i < n; i++)
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s>%s x%u", i == 0 ? "" : ", ", list[i].words,
                 list[i].opened, (unsigned)list[i].count);
    dct_arena_close(&arena);
    assert_string_equal(line, expected);
}

static void questions_are_counted_once(void **state)
{
    test_viewer *t = *state;
    open_page(t);
    ask(t, "reset the headset");
    press(t, DOCENT_ROLE_BUTTON, "That helped");
    ask(t, "zzzz qqqq");
    ask(t, "dock");
    press(t, DOCENT_ROLE_BUTTON, "Talk to a person");
    ask(t, "phone number"); /* Asks for a person: no search. */
    test_viewer_close(t);
    *state = NULL;
    expect_counts("dock> x1, reset the headset>orbit-reset x1, zzzz qqqq> x1");
}

/* With a desk, so that there are ways to a person besides the phone. */
static bool make_bundle(void)
{
    test_bundle *b = test_bundle_sample_open(bundle);
    bool fonts = test_viewer_assets(b);
    test_bundle_run(b, "UPDATE article SET origin = '{\"kind\":\"community\",\"date\":\"2026-10-03\",\"votes\":12}' "
                       "WHERE id = 'pebble-dock'");
    test_bundle_run(b, "INSERT INTO contact VALUES('desk', '', '{\"callback\":true,\"chat\":true,\"connectors\":[]}')");
    test_bundle_finish(b);
    return fonts;
}

int main(void)
{
    snprintf(bundle, sizeof bundle, "%s", test_path("ask.docent"));
    snprintf(kept, sizeof kept, "%s", test_path("ask.db"));
    if (!make_bundle()) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(it_begins_with_examples), test(answers_are_quoted_with_their_page), test(not_this_goes_on),
        test(answers_of_others_are_marked), test(pictures_are_seen_large), test(a_search_leads_on),
        test(another_language_is_quoted_next),
        test(a_guide_runs_inside), test(keys_alone_are_enough), test(words_for_a_person_come_first),
        test(the_newest_is_in_sight), test(bounds), test(a_session_that_ends_takes_it_along),
        test(the_conversation_goes_along), test(the_keyboard_covers_nothing_new), test(questions_are_counted_once),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(bundle);
    return failed;
}
