/* Where the person is, as chips above the results: they lift what fits, hide nothing, and can be taken away. */
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

static void search(test_viewer *t, const char *address)
{
    assert_int_equal(docent_view_go(t->view, address), DOCENT_OK);
    test_viewer_pass(t, 16);
}

/* The titles of the results, in order, each cut at its first word: "Place Reset". */
static const char *results(test_viewer *t)
{
    static char line[256];
    uint32_t list = 0;
    line[0] = 0;
    for (uint32_t i = 0; i < docent_view_node_count(t->view); i++) {
        const docent_node *n = docent_view_node_at(t->view, i);
        if (n->role == DOCENT_ROLE_LIST)
            list = n->id;
        if (n->role == DOCENT_ROLE_LINK && n->parent == list && list != 0)
            snprintf(line + strlen(line), sizeof line - strlen(line), "%s%.*s", line[0] == 0 ? "" : " ",
                     (int)strcspn(n->label, " "), n->label);
    }
    return line;
}

static void what_fits_stands_higher_until_it_is_taken_away(void **state)
{
    test_viewer *t = *state;
    char before[256];
    search(t, "search?q=headset");
    snprintf(before, sizeof before, "%s", results(t));
    assert_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "none is hidden"));
    assert_int_equal(docent_view_set_context(t->view, "Orbit", "2.1", NULL, "settings.sound"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_string_not_equal(results(t), before);
    assert_int_equal(strlen(results(t)), strlen(before)); /* Nothing is hidden. */
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages that fit stand higher, none is hidden"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Version 2.1: pages that fit"));
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "This screen: pages that fit");
    test_viewer_pass(t, 16);
    assert_string_equal(results(t), before);
    assert_string_equal(docent_view_address(t->view), "search?q=headset");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "This screen: does not count now");
    test_viewer_pass(t, 16);
    assert_string_not_equal(results(t), before);
}

static void it_stays_taken_away_for_other_words_and_ends_with_the_visit(void **state)
{
    test_viewer *t = *state;
    assert_int_equal(docent_view_set_context(t->view, "Orbit", NULL, "dealers", NULL), DOCENT_OK);
    search(t, "search?q=orbit");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Orbit: pages");
    search(t, "search?q=headset");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: does not count"));
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "dealers: pages that fit"));
    assert_int_equal(docent_view_reset(t->view), DOCENT_OK);
    search(t, "search?q=headset");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages that fit"));
    assert_int_equal(docent_view_set_context(t->view, NULL, NULL, NULL, NULL), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit"));
}

static void keys_and_fingers_reach_it(void **state)
{
    test_viewer *t = *state;
    docent_view_set_context(t->view, "Orbit", NULL, NULL, NULL);
    search(t, "search?q=orbit");
    const docent_node *chip = test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages");
    assert_non_null(chip);
    assert_true(chip->box.h >= 44 && chip->box.w >= 44);
    for (int i = 0; i < 40 && (chip->state & DOCENT_STATE_FOCUSED) == 0; i++) {
        test_viewer_key(t, DOCENT_KEY_TAB, 0);
        test_viewer_pass(t, 16);
        chip = test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages");
        assert_non_null(chip);
    }
    test_viewer_key(t, DOCENT_KEY_ENTER, 0);
    test_viewer_pass(t, 16);
    chip = test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: does not count");
    assert_non_null(chip);
    assert_true(chip->state & DOCENT_STATE_FOCUSED); /* It has not gone from under the hand. */
    test_viewer_touch(t, chip, 1);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages that fit"));
}

static void a_kiosk_and_large_text_have_room(void **state)
{
    (void)state;
    test_viewer *t = test_viewer_open(bundle, 360, 640, DOCENT_VIEW_KIOSK);
    docent_view_set_context(t->view, "Orbit", "2.1", "customer", "settings.sound");
    docent_view_set_text_percent(t->view, 200);
    search(t, "search?q=orbit");
    const docent_node *list = test_viewer_find(t, DOCENT_ROLE_LIST, "");
    const docent_node *chip = test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages");
    assert_non_null(list);
    assert_non_null(chip);
    assert_true(chip->box.h >= 60);
    assert_true(chip->box.x >= 0 && chip->box.x + chip->box.w <= 360);
    assert_true(chip->box.y > list->box.y); /* Answers first. */
    test_viewer_close(t);
}

static void what_no_article_can_name_is_refused(void **state)
{
    test_viewer *t = *state;
    char long_name[400];
    memset(long_name, 'x', sizeof long_name);
    long_name[sizeof long_name - 1] = 0;
    assert_int_equal(docent_view_set_context(t->view, "Orbit", NULL, NULL, NULL), DOCENT_OK);
    assert_int_equal(docent_view_set_context(t->view, NULL, long_name, NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_view_set_context(t->view, NULL, NULL, "\xFF", NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_view_set_context(NULL, NULL, NULL, NULL, NULL), DOCENT_ERR_ARG);
    search(t, "search?q=orbit");
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit: pages"));
}

/* A program says it when it opens; one that was built before there was anything to say opens as ever. */
static void a_config_says_it_old_ones_do_not(void **state)
{
    test_viewer *t = *state;
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    docent_view *view;
    docent_view_wants wants;
    docent_error err;
    config.width = 800;
    config.height = 600;
    config.start = "search?q=orbit";
    config.product = "Orbit";
    for (int old = 0; old < 2; old++) {
        if (old)
            config.struct_size = (uint32_t)offsetof(docent_view_config, product);
        assert_int_equal(docent_view_open(t->h, &config, &view, &err), DOCENT_OK);
        assert_int_equal(docent_view_update(view, 16, 0, &wants), DOCENT_OK);
        bool found = false;
        for (uint32_t i = 0; i < docent_view_node_count(view); i++)
            found = found || strncmp(docent_view_node_at(view, i)->label, "Orbit: pages", 12) == 0;
        assert_int_equal(found, !old);
        docent_view_close(view);
    }
    config.struct_size = 8;
    assert_int_equal(docent_view_open(t->h, &config, &view, &err), DOCENT_ERR_ARG);
    config.struct_size = (uint32_t)sizeof config;
    config.product = "\xC0";
    assert_int_equal(docent_view_open(t->h, &config, &view, &err), DOCENT_ERR_ARG);
    assert_non_null(strstr(err.message, "product"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_fits_stands_higher_until_it_is_taken_away, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_stays_taken_away_for_other_words_and_ends_with_the_visit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_and_fingers_reach_it, set_up, tear_down),
        cmocka_unit_test(a_kiosk_and_large_text_have_room),
        cmocka_unit_test_setup_teardown(what_no_article_can_name_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_config_says_it_old_ones_do_not, set_up, tear_down),
    };
    snprintf(bundle, sizeof bundle, "%s", test_path("chips.docent"));
    if (!test_viewer_bundle(bundle)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(bundle);
    return failed;
}
