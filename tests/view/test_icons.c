/* The table of icons: found by name, well-formed, within the grid, and all of one weight of ink. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "paint/mask.h"
#include "paint/path.h"
#include "view/icons.h"

static void every_icon_that_is_asked_for_is_there(void **state)
{
    (void)state;
    static const char *const names[] = {
        "battery", "bluetooth", "book", "box", "camera", "card", "chat", "clock", "cloud", "coffee", "gear", "globe",
        "headset", "home", "key", "lamp", "laptop", "lock", "mail", "network", "person", "phone", "picture", "plug",
        "printer", "question", "robot", "screen", "search", "shield", "shop", "sound", "star", "star-filled", "tablet",
        "tool", "truck", "warning", "watch", "wifi", "back", "forward", "close", "menu", "check", "check-circle",
        "circle", "info", "tip", "important", "caution", "plus", "minus", "zoom", "copy", "up", "down", "keyboard",
        "backspace", "shift", "enter", "language", "text-size", "moon", "sun", "contrast", "bookmark",
        "bookmark-filled", "steps", "fix", "list", "external", "refresh", "thumb-up", "thumb-down",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (dct_icon_path(names[i]) == NULL)
            fail_msg("no icon \"%s\"", names[i]);
        assert_int_equal(dct_icon_filled(names[i]), strstr(names[i], "-filled") != NULL);
    }
}

static void names_are_sorted_and_found(void **state)
{
    (void)state;
    uint32_t count = 0;
    for (; dct_icon_name(count) != NULL; count++) {
        assert_non_null(dct_icon_path(dct_icon_name(count)));
        assert_true(count == 0 || strcmp(dct_icon_name(count - 1), dct_icon_name(count)) < 0);
    }
    assert_true(count >= 75);
    assert_null(dct_icon_name(UINT32_MAX));
    assert_null(dct_icon_path("unicorn"));
    assert_null(dct_icon_path(""));
    assert_null(dct_icon_path(NULL));
    assert_false(dct_icon_filled(NULL));
}

static void paths_are_whole_and_within_the_grid(void **state)
{
    (void)state;
    for (uint32_t i = 0; dct_icon_name(i) != NULL; i++) {
        dct_outline o;
        dct_outline_init(&o, &dct_alloc_default);
        if (!dct_path_parse(dct_icon_path(dct_icon_name(i)), 0, 0, 1, 1, &o))
            fail_msg("icon \"%s\" has a mistake in its path", dct_icon_name(i));
        size_t count = o.points.size / sizeof(dct_point);
        double ink = dct_icon_filled(dct_icon_name(i)) ? 0 : DCT_ICON_STROKE / 2;
        for (size_t k = 0; k < count; k++) {
            dct_point p = dct_outline_points(&o)[k];
            if (p.x - ink < 1 || p.y - ink < 1 || p.x + ink > 23 || p.y + ink > 23)
                fail_msg("icon \"%s\" comes too near the edge: %.2f, %.2f", dct_icon_name(i), p.x, p.y);
        }
        dct_outline_close(&o);
    }
}

/* Drawn at 48 pixels, each covers some of the grid, and none is a blot. */
static void each_has_ink(void **state)
{
    (void)state;
    dct_masks masks;
    dct_masks_init(&masks, &dct_alloc_default);
    for (uint32_t i = 0; dct_icon_name(i) != NULL; i++) {
        bool filled = dct_icon_filled(dct_icon_name(i));
        dct_placed p = dct_mask_path(&masks, (docent_rect){ 0, 0, 48, 48 }, dct_icon_path(dct_icon_name(i)),
                                     filled ? 0 : DCT_ICON_STROKE * 2);
        assert_non_null(p.mask);
        uint64_t sum = 0;
        for (int32_t k = 0; k < p.mask->w * p.mask->h; k++)
            sum += p.mask->cover[k];
        double share = (double)sum / 255 / (48 * 48);
        if (share < 0.04 || share > (filled ? 0.5 : 0.4))
            fail_msg("icon \"%s\" covers %.0f %% of its grid", dct_icon_name(i), share * 100);
    }
    dct_masks_close(&masks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_icon_that_is_asked_for_is_there),
        cmocka_unit_test(names_are_sorted_and_found),
        cmocka_unit_test(paths_are_whole_and_within_the_grid),
        cmocka_unit_test(each_has_ink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
