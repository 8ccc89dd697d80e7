/* A picture of the program's screen goes with a request: shown first, with black where the program said that something private
 * stands, and not at all when the person strikes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <docent/contact.h>

#include "support/viewer.h"

enum { SIDE = 16 };
static const int32_t masks[][4] = { { 2, 2, 10, 4 } };

static void paint(uint32_t *pixels, bool masked)
{
    const int32_t *m = masks[0];
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            bool under = x >= m[0] && x < m[0] + m[2] && y >= m[1] && y < m[1] + m[3];
            pixels[y * SIDE + x] = masked && under ? 0xFF000000u : 0xFF00FF00u + (uint32_t)(y * SIDE + x);
        }
}

static bool look_at_screen(void *ctx, docent_screen *out)
{
    static uint32_t pixels[SIDE * SIDE];
    (void)ctx;
    paint(pixels, false);
    *out = (docent_screen){ pixels, SIDE, SIDE, SIDE, masks, 1 };
    return true;
}

static test_viewer *write_to_us(void)
{
    docent_contact_hook hook = { .struct_size = sizeof hook, .screen = look_at_screen };
    docent_config config = DOCENT_CONFIG_INIT;
    const char *path = test_path("screen.docent");
    test_bundle *b = test_bundle_sample_open(path);
    assert_true(test_viewer_assets(b));
    test_bundle_run(b, "INSERT INTO contact VALUES('desk', '', '{\"connectors\":[{\"id\":\"desk\",\"kind\":\"webhook\",\"url\":"
                       "\"https://desk.test/\"}]}')");
    test_bundle_finish(b);
    config.bundle_path = path;
    test_viewer *t = test_viewer_open_with(&config, 1000, 800, 0);
    assert_int_equal(docent_use_contact_hook(t->h, &hook), DOCENT_OK);
    assert_int_equal(docent_view_go(t->view, "contact/ticket"), DOCENT_OK);
    test_viewer_pass(t, 16);
    test_viewer_press(t, DOCENT_ROLE_FIELD, "What happened?");
    test_viewer_type(t, "It looks odd");
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "What is sent along");
    assert_non_null(test_viewer_find(t, 0, "screen.png"));
    return t;
}

static const docent_message *sent(test_viewer *t, docent_messages **list)
{
    docent_id id;
    test_viewer_press(t, DOCENT_ROLE_BUTTON, "Send");
    snprintf(id.text, sizeof id.text, "%s", strrchr(docent_view_address(t->view), '/') + 1);
    assert_int_equal(docent_messages_open(t->h, &id, list), DOCENT_OK);
    assert_int_equal(docent_messages_count(*list), 1);
    return docent_messages_at(*list, 0);
}

static void the_screen_goes_masked(void **state)
{
    (void)state;
    static uint32_t black[SIDE * SIDE];
    docent_screen wanted_screen = { black, SIDE, SIDE, SIDE, NULL, 0 };
    docent_asset *kept, *wanted;
    docent_messages *list;
    char name[257];
    test_viewer *t = write_to_us();
    const docent_message *m = sent(t, &list);
    assert_int_equal(m->attachment_count, 1);
    assert_int_equal(docent_attachment_open(t->h, &m->id, 0, name, &kept), DOCENT_OK);
    assert_string_equal(name, "screen.png");
    paint(black, true);
    assert_int_equal(docent_screen_attach(t->h, &wanted_screen, &wanted), DOCENT_OK);
    assert_int_equal(kept->size, wanted->size);
    assert_memory_equal(kept->data, wanted->data, wanted->size);
    docent_asset_close(kept);
    docent_asset_close(wanted);
    docent_messages_close(list);
    test_viewer_close(t);
}

static void it_stays_here_when_struck(void **state)
{
    (void)state;
    docent_messages *list;
    test_viewer *t = write_to_us();
    test_viewer_press(t, DOCENT_ROLE_CHECKBOX, "screen.png");
    assert_int_equal(sent(t, &list)->attachment_count, 0);
    docent_messages_close(list);
    test_viewer_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_screen_goes_masked),
        cmocka_unit_test(it_stays_here_when_struck),
    };
    return cmocka_run_group_tests_name("a picture of the screen", tests, NULL, NULL);
}
