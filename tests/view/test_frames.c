/* Frames: whatever is done, painting only what changed leaves the same bytes as painting everything, and time alone
 * decides what moves. */
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
static uint32_t seed;

static uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

static void random_key(docent_input *in)
{
    static const uint32_t keys[] = { DOCENT_KEY_TAB, DOCENT_KEY_ENTER, DOCENT_KEY_ESCAPE, DOCENT_KEY_DOWN, DOCENT_KEY_UP,
                                     DOCENT_KEY_PAGE_DOWN, DOCENT_KEY_PAGE_UP, DOCENT_KEY_HOME, DOCENT_KEY_END,
                                     DOCENT_KEY_BACKSPACE, DOCENT_KEY_LEFT, DOCENT_KEY_RIGHT, '/', 'f', 'a', 'd', '+', '-', 'g' };
    in->kind = DOCENT_INPUT_KEY;
    in->key = keys[roll(sizeof keys / sizeof *keys)];
    in->mods = roll(4) == 0 ? roll(8) : in->key > 32 && in->key < 127 ? DOCENT_MOD_CTRL : 0;
}

static void random_pointer(docent_input *in, int width, int height)
{
    static const docent_input_kind kinds[] = { DOCENT_INPUT_DOWN, DOCENT_INPUT_MOVE, DOCENT_INPUT_UP, DOCENT_INPUT_WHEEL };
    in->kind = kinds[roll(4)];
    in->pointer = roll(2);
    in->clicks = roll(4);
    in->x = (float)roll((uint32_t)width);
    in->y = in->kind == DOCENT_INPUT_WHEEL ? (float)roll(7) - 3 : (float)roll((uint32_t)height);
}

static void random_input(test_viewer *t, int width, int height)
{
    static const char *const texts[] = { "orbit", " ", "s", "\xD8\xB3", "light", "\xFF" };
    docent_input in = { .time_ms = t->now_ms };
    if (roll(3) == 0)
        random_key(&in);
    else if (roll(4) == 0) {
        in.kind = DOCENT_INPUT_TEXT;
        in.text = texts[roll(6)];
    } else
        random_pointer(&in, width, height);
    docent_view_input(t->view, &in);
}

static void random_setting(test_viewer *t)
{
    static const char *const places[] = { "home", "toc", "article/orbit-pair", "steps/orbit-pair#step-2", "fix/no-sound",
                                          "fix/no-sound#volume", "contact", "settings", "bookmarks", "search?q=headset",
                                          "ask?q=headset",
                                          "contact/chat" };
    switch (roll(8)) {
    case 0: docent_view_set_theme(t->view, roll(2) ? "dark" : "contrast"); break;
    case 1: docent_view_set_locale(t->view, roll(2) ? "ar" : "en"); break;
    case 2: docent_view_set_text_percent(t->view, 100 + 25 * roll(5)); break;
    case 3: docent_view_warn(t->view, roll(3)); break;
    case 4: t->unix_s += 3600; break;
    default: docent_view_go(t->view, places[roll(sizeof places / sizeof *places)]); break;
    }
}

static void compare(const test_viewer *t, const unsigned char *whole, int step)
{
    size_t bytes = t->surface.stride * (size_t)t->surface.height;
    if (memcmp(t->surface.pixels, whole, bytes) != 0)
        fail_msg("after %d steps at %s a partial paint differs from a full one", step, docent_view_address(t->view));
}

static void partial_equals_full(int width, int height, uint32_t flags, uint32_t first, int steps)
{
    test_viewer *t = test_viewer_open(bundle, width, height, flags);
    unsigned char *whole = malloc((size_t)width * (size_t)height * 4);
    assert_non_null(whole);
    seed = first;
    for (int i = 0; i < steps; i++) {
        if (roll(6) == 0)
            random_setting(t);
        else
            random_input(t, width, height);
        test_viewer_pass(t, roll(40));
        /* What partial paints left, kept; then the same surface painted whole. */
        if (i % 3 == 0) {
            docent_surface copy = t->surface;
            memcpy(whole, t->surface.pixels, (size_t)width * (size_t)height * 4);
            docent_rect dirty[4];
            uint32_t count = 4;
            assert_int_equal(docent_view_paint(t->view, &copy, DOCENT_PAINT_ALL, dirty, &count), DOCENT_OK);
            compare(t, whole, i);
        }
    }
    free(whole);
    test_viewer_close(t);
}

static void random_use_of_a_window(void **state)
{
    (void)state;
    partial_equals_full(700, 500, 0, 1, 600);
}

static void random_use_of_a_panel(void **state)
{
    (void)state;
    partial_equals_full(360, 480, DOCENT_VIEW_PANEL, 2, 600);
}

static void random_use_of_a_kiosk(void **state)
{
    (void)state;
    partial_equals_full(540, 960, DOCENT_VIEW_KIOSK | DOCENT_VIEW_KEYBOARD, 3, 500);
}

static void at_rest_nothing_is_wanted(void **state)
{
    (void)state;
    test_viewer *t = test_viewer_open(bundle, 800, 600, 0);
    test_viewer_pass(t, 1000);
    assert_false(t->wants.paint);
    assert_true(t->wants.next_ms > t->now_ms + 60000); /* Only the shop's next opening is waited for. */
    test_viewer_close(t);
}

static void the_same_input_gives_the_same_pixels(void **state)
{
    (void)state;
    unsigned char *first = NULL;
    for (int round = 0; round < 2; round++) {
        test_viewer *t = test_viewer_open(bundle, 640, 480, 0);
        seed = 99;
        for (int i = 0; i < 60; i++) {
            random_input(t, 640, 480);
            test_viewer_pass(t, 16);
        }
        if (round == 0) {
            first = malloc(640 * 480 * 4);
            assert_non_null(first);
            memcpy(first, t->surface.pixels, 640 * 480 * 4);
        } else {
            assert_memory_equal(first, t->surface.pixels, 640 * 480 * 4);
        }
        test_viewer_close(t);
    }
    free(first);
}

int main(void)
{
    static char path[512];
    snprintf(path, sizeof path, "%s", test_path("frames.docent"));
    if (!test_viewer_bundle(path)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    bundle = path;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_use_of_a_window), cmocka_unit_test(random_use_of_a_panel),
        cmocka_unit_test(random_use_of_a_kiosk),  cmocka_unit_test(at_rest_nothing_is_wanted),
        cmocka_unit_test(the_same_input_gives_the_same_pixels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
