/* The button that a program places instead of the help itself: one node, one press, and rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/viewer.h"

static char bundle[512];

static void a_button_alone(void **state)
{
    (void)state;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = bundle;
    test_viewer *t = test_viewer_open_with(&config, 120, 48, DOCENT_VIEW_BUTTON | DOCENT_VIEW_STEP);
    assert_int_equal(docent_view_node_count(t->view), 1);
    const docent_node *button = docent_view_node_at(t->view, 0);
    assert_int_equal(button->role, DOCENT_ROLE_BUTTON);
    assert_string_equal(button->label, "Help");
    assert_int_equal(button->box.w, 120);
    docent_input in = { .kind = DOCENT_INPUT_DOWN, .x = 60, .y = 24, .clicks = 1, .time_ms = t->now_ms };
    docent_view_input(t->view, &in);
    in.kind = DOCENT_INPUT_UP;
    docent_view_input(t->view, &in);
    assert_int_equal(docent_view_update(t->view, t->now_ms, t->unix_s, &t->wants), DOCENT_OK);
    assert_true(t->wants.pressed);
    assert_int_equal(docent_view_update(t->view, t->now_ms, t->unix_s, &t->wants), DOCENT_OK);
    assert_false(t->wants.pressed);
    assert_true(t->wants.next_ms > t->now_ms + 60000); /* It steps the handle, and there is nothing to do. */
    test_viewer_close(t);
}

int main(void)
{
    snprintf(bundle, sizeof bundle, "%s", test_path("button.docent"));
    if (!test_viewer_bundle(bundle)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_button_alone) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
