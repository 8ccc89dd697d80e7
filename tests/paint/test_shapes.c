/* Every primitive, black on white and so small that the picture can be read. A character is a pixel: " .:-=+*#%@" from
 * nothing to all of it. */
#include "paint_test.h"

#include "paint/mask.h"

static void check(page *p, int32_t w, int32_t h, const char *expected)
{
    buffer b = make_buffer(w, h, 0, DOCENT_BGRA8);
    char text[4096];
    paint_all(&p->list, &b, NULL, NULL);
    dump(&b, text);
    if (strcmp(text, expected) != 0)
        print_error("painted:\n%s", text);
    assert_string_equal(text, expected);
    check_guards(&b);
    free(b.bytes);
    close_page(p);
}

static void begin(page *p, int32_t w, int32_t h)
{
    open_page(p, w, h);
    dct_list_fill(&p->list, (docent_rect){ 0, 0, w, h }, 0, 0xffffffff);
}

static void fills_whole_pixels(void **state)
{
    (void)state;
    page p;
    begin(&p, 6, 3);
    dct_list_fill(&p.list, (docent_rect){ 1, 1, 3, 1 }, 0, 0xff000000);
    dct_list_fill(&p.list, (docent_rect){ 4, 1, 9, 9 }, 0, 0x80000000);
    check(&p, 6, 3, "      \n"
                    " @@@++\n"
                    "    ++\n");
}

static void rounds_corners(void **state)
{
    (void)state;
    page p;
    begin(&p, 12, 8);
    dct_list_fill(&p.list, (docent_rect){ 1, 0, 10, 8 }, 4, 0xff000000);
    check(&p, 12, 8, "  .*@@@@*.  \n"
                     " .%@@@@@@%. \n"
                     " *@@@@@@@@* \n"
                     " @@@@@@@@@@ \n"
                     " @@@@@@@@@@ \n"
                     " *@@@@@@@@* \n"
                     " .%@@@@@@%. \n"
                     "  .*@@@@*.  \n");
}

static void draws_a_disc_of_odd_size(void **state)
{
    (void)state;
    page p;
    begin(&p, 7, 7);
    dct_list_fill(&p.list, (docent_rect){ 1, 1, 5, 5 }, 99, 0xff000000);
    check(&p, 7, 7, "       \n"
                    " .#@#. \n"
                    " #@@@# \n"
                    " @@@@@ \n"
                    " #@@@# \n"
                    " .#@#. \n"
                    "       \n");
}

static void strokes_inside_the_box(void **state)
{
    (void)state;
    page p;
    begin(&p, 12, 8);
    dct_list_stroke(&p.list, (docent_rect){ 0, 0, 12, 8 }, 3, 1, 0xff000000);
    dct_list_stroke(&p.list, (docent_rect){ 4, 3, 4, 2 }, 0, 0.5f, 0xff000000);
    check(&p, 12, 8, " +%@@@@@@%+ \n"
                     "+*.      .*+\n"
                     "%.        .%\n"
                     "@   #++#   @\n"
                     "@   #++#   @\n"
                     "%.        .%\n"
                     "+*.      .*+\n"
                     " +%@@@@@@%+ \n");
}

static void shadow_stays_outside(void **state)
{
    (void)state;
    page p;
    begin(&p, 20, 14);
    dct_list_shadow(&p.list, (docent_rect){ 6, 4, 8, 5 }, 2, 4, 0xff000000);
    check(&p, 20, 14, "                    \n"
                      "        ....        \n"
                      "     ..........     \n"
                      "    ...::::::...    \n"
                      "    ..:-    -:..    \n"
                      "   ..:--    --:..   \n"
                      "   ..:        :..   \n"
                      "   ..:-=    =-:..   \n"
                      "   ..:-=    =-:..   \n"
                      "   ..:--====--:..   \n"
                      "    ..:------:..    \n"
                      "    ...::::::...    \n"
                      "     ..........     \n"
                      "        ....        \n");
}

/* Where corners meet in the middle of a small odd box no pixel may be drawn twice: what is drawn is what the mask says. */
static void small_shadows_are_drawn_once(void **state)
{
    (void)state;
    dct_masks masks;
    dct_masks_init(&masks, &dct_alloc_default);
    for (int32_t side = 1; side < 12; side++) {
        docent_rect box = { 12, 12, side, side + side % 3 };
        dct_placed mask = dct_mask_shadow(&masks, box, 99, 5);
        buffer b = make_buffer(40, 40, 0, DOCENT_BGRA8);
        page p;
        begin(&p, 40, 40);
        dct_list_shadow(&p.list, box, 99, 5, 0x80000000);
        paint_all(&p.list, &b, NULL, NULL);
        for (int32_t y = mask.y; y < mask.y + mask.h; y++) {
            unsigned char cover[64];
            dct_placed_row(&mask, y, mask.x, mask.x + mask.w, cover);
            for (int32_t x = 0; x < mask.w; x++) {
                uint32_t got = pixel_at(&b, mask.x + x, y) & 255, alpha = (cover[x] * 128u + 127) / 255;
                bool inside = mask.x + x >= 12 && mask.x + x < 12 + side && y >= 12 && y < 12 + box.h;
                assert_true(got == 255 - alpha || (inside && got == 255));
            }
        }
        close_page(&p);
        free(b.bytes);
    }
    dct_masks_close(&masks);
}

static void clips_to_round_corners(void **state)
{
    (void)state;
    page p;
    begin(&p, 12, 8);
    dct_list_clip(&p.list, (docent_rect){ 0, 0, 12, 8 }, 4);
    dct_list_clip(&p.list, (docent_rect){ 2, 0, 20, 20 }, 0);
    dct_list_fill(&p.list, (docent_rect){ -5, -5, 40, 40 }, 0, 0xff000000);
    dct_list_unclip(&p.list);
    dct_list_unclip(&p.list);
    dct_list_fill(&p.list, (docent_rect){ 0, 0, 1, 1 }, 0, 0xff000000);
    check(&p, 12, 8, "@ *@@@@@@*. \n"
                     "  @@@@@@@@%.\n"
                     "  @@@@@@@@@*\n"
                     "  @@@@@@@@@@\n"
                     "  @@@@@@@@@@\n"
                     "  @@@@@@@@@*\n"
                     "  @@@@@@@@%.\n"
                     "  *@@@@@@*. \n");
}

static void fills_and_strokes_paths(void **state)
{
    (void)state;
    page p;
    begin(&p, 26, 12);
    dct_list_path(&p.list, (docent_rect){ 0, 0, 12, 12 }, "M2 2h20v20H2zM8 8v8h8V8z", 0, 0xff000000); /* A hole. */
    dct_list_path(&p.list, (docent_rect){ 13, 0, 12, 12 }, "M4 20 12 4 20 20", 2, 0xff000000);
    check(&p, 26, 12, "                          \n"
                      " @@@@@@@@@@       ##      \n"
                      " @@@@@@@@@@      -@@-     \n"
                      " @@@@@@@@@@      %@@%     \n"
                      " @@@    @@@     -@%%@-    \n"
                      " @@@    @@@     %@--@%    \n"
                      " @@@    @@@    -@%  %@-   \n"
                      " @@@    @@@    %@-  -@%   \n"
                      " @@@@@@@@@@   -@%    %@-  \n"
                      " @@@@@@@@@@   %@-    -@%  \n"
                      " @@@@@@@@@@   ##      ##  \n"
                      "                          \n");
}

static void overlaps_count_once(void **state)
{
    (void)state;
    page p;
    begin(&p, 12, 12);
    /* Half-covered rows where two strokes lie on one another: still half. */
    dct_list_path(&p.list, (docent_rect){ 0, 0, 12, 12 }, "M4 12h16M4 12h16M20 12H4", 3, 0xff000000);
    check(&p, 12, 12, "            \n"
                      "            \n"
                      "            \n"
                      "            \n"
                      " -++++++++- \n"
                      "-@@@@@@@@@@-\n"
                      "-@@@@@@@@@@-\n"
                      " -++++++++- \n"
                      "            \n"
                      "            \n"
                      "            \n"
                      "            \n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_whole_pixels),
        cmocka_unit_test(rounds_corners),
        cmocka_unit_test(draws_a_disc_of_odd_size),
        cmocka_unit_test(strokes_inside_the_box),
        cmocka_unit_test(shadow_stays_outside),
        cmocka_unit_test(small_shadows_are_drawn_once),
        cmocka_unit_test(clips_to_round_corners),
        cmocka_unit_test(fills_and_strokes_paths),
        cmocka_unit_test(overlaps_count_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
