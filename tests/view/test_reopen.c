/* Other settings for a view that is open: all of them, or none. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "support/viewer.h"

static char bundle[512];

static docent_view_config other(void)
{
    docent_view_config c = DOCENT_VIEW_CONFIG_INIT;
    c.start = "toc";
    c.theme = "dark";
    c.text_percent = 150;
    c.flags = DOCENT_VIEW_STILL | DOCENT_VIEW_BUTTON; /* Of the flags only STILL counts. */
    c.product = "Orbit";
    return c;
}

static bool is_checked(test_viewer *t, const char *label)
{
    const docent_node *n = test_viewer_find(t, DOCENT_ROLE_RADIO, label);
    assert_non_null(n);
    return (n->state & DOCENT_STATE_CHECKED) != 0;
}

static void expect(test_viewer *t, const char *start, const char *theme, const char *percent)
{
    assert_string_equal(docent_view_address(t->view), start);
    assert_int_equal(docent_view_go(t->view, "settings"), DOCENT_OK);
    test_viewer_pass(t, 300);
    assert_true(is_checked(t, theme));
    assert_true(is_checked(t, percent));
}

static void takes_all_and_keeps_it(void **state)
{
    (void)state;
    test_viewer *t = test_viewer_open(bundle, 900, 1400, DOCENT_VIEW_KIOSK);
    docent_view_config c = other();
    assert_int_equal(docent_view_go(t->view, "article/orbit-pair"), DOCENT_OK);
    assert_int_equal(docent_set_locale(t->h, "de"), DOCENT_OK);
    assert_int_equal(docent_view_reopen(t->view, &c), DOCENT_OK);
    test_viewer_pass(t, 300);
    expect(t, "toc", "Dark", "150 %");
    assert_false(docent_view_command(t->view, "forward"));
    assert_int_equal(docent_view_go(t->view, "search?q=pair"), DOCENT_OK);
    test_viewer_pass(t, 300);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_BUTTON, "Orbit"));
    /* What a person changes goes with them; what it was reopened with stays, the language, too. */
    assert_int_equal(docent_view_set_theme(t->view, "light"), DOCENT_OK);
    assert_int_equal(docent_view_set_text_percent(t->view, 200), DOCENT_OK);
    assert_int_equal(docent_view_set_locale(t->view, "en"), DOCENT_OK);
    assert_int_equal(docent_view_reset(t->view), DOCENT_OK);
    assert_string_equal(docent_locale(t->h)->tag, "de");
    test_viewer_pass(t, 300);
    expect(t, "toc", "Dark", "150 %");
    c = (docent_view_config)DOCENT_VIEW_CONFIG_INIT; /* And back to what nobody said. */
    assert_int_equal(docent_view_reopen(t->view, &c), DOCENT_OK);
    test_viewer_pass(t, 300);
    expect(t, "home", "Light", "100 %");
    test_viewer_close(t);
}

static void wrong_ones_change_nothing(void **state)
{
    (void)state;
    char longer[300];
    test_viewer *t = test_viewer_open(bundle, 900, 1400, DOCENT_VIEW_KIOSK);
    docent_view_config c = other();
    assert_int_equal(docent_view_reopen(t->view, &c), DOCENT_OK);
    docent_view_config wrong = other();
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    wrong.theme = "light";
    wrong.start = "article/none";
    assert_int_equal(docent_view_reopen(t->view, &wrong), DOCENT_ERR_MISSING);
    wrong.start = "no such:thing";
    assert_int_not_equal(docent_view_reopen(t->view, &wrong), DOCENT_OK);
    wrong.start = "home";
    wrong.theme = "pink";
    assert_int_equal(docent_view_reopen(t->view, &wrong), DOCENT_ERR_MISSING);
    wrong.theme = "a theme with a name that is too long for any";
    assert_int_equal(docent_view_reopen(t->view, &wrong), DOCENT_ERR_MISSING);
    wrong.theme = "light";
    wrong.product = longer;
    assert_int_equal(docent_view_reopen(t->view, &wrong), DOCENT_ERR_ARG);
    wrong.product = "\xff";
    assert_int_equal(docent_view_reopen(t->view, &wrong), DOCENT_ERR_ARG);
    wrong.struct_size = 3;
    assert_int_equal(docent_view_reopen(t->view, &wrong), DOCENT_ERR_ARG);
    assert_int_equal(docent_view_reopen(NULL, &c), DOCENT_ERR_ARG);
    test_viewer_pass(t, 300);
    expect(t, "toc", "Dark", "150 %");
    test_viewer_close(t);
}

int main(void)
{
    snprintf(bundle, sizeof bundle, "%s", test_path("reopen.docent"));
    if (!test_viewer_bundle(bundle)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    const struct CMUnitTest tests[] = { cmocka_unit_test(takes_all_and_keeps_it), cmocka_unit_test(wrong_ones_change_nothing) };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(bundle);
    return failed;
}
