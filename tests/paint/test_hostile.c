/* Lists that no viewer should make: boxes of any numbers, floats that are none, clips that never end. Painting them ends,
 * stays within the rows, and a partial paint is still a full one. */
#include "paint_test.h"

#include <math.h>

static int32_t any_int(uint64_t *s)
{
    static const int32_t odd[] = { INT32_MIN, INT32_MIN + 1, INT32_MAX, INT32_MAX - 1, -1, 0, 1, 1 << 24, -(1 << 24), 65536 };
    uint32_t what = chance(s) % 4;
    return what == 0 ? odd[chance(s) % 10] : what == 1 ? (int32_t)chance(s) : between(s, -80, 160);
}

static float any_float(uint64_t *s)
{
    static const float odd[] = { NAN, INFINITY, -INFINITY, 3e38f, -3e38f, 1e-38f, -0.0f, 0.5f, 1e7f, -7 };
    return chance(s) % 2 == 0 ? odd[chance(s) % 10] : (float)between(s, -40, 400) / 8;
}

static docent_rect any_box(uint64_t *s)
{
    return (docent_rect){ any_int(s), any_int(s), any_int(s), any_int(s) };
}

static void any_op(uint64_t *s, const dct_glyph_run *run, dct_list *list)
{
    static const char *const paths[] = { "M0 0L24 24", "M12 3a9 9 0 1 0 .01 0z", "M-1e9 3L1e9 9 3 3", "", "x" };
    uint32_t colour = chance(s);
    switch (chance(s) % 11) {
    case 0: dct_list_clip(list, any_box(s), any_float(s)); break;
    case 1: dct_list_unclip(list); break;
    case 2: dct_list_fill(list, any_box(s), any_float(s), colour); break;
    case 3: dct_list_stroke(list, any_box(s), any_float(s), any_float(s), colour); break;
    case 4: dct_list_shadow(list, any_box(s), any_float(s), any_float(s), colour); break;
    case 5: dct_list_glyphs(list, run, any_float(s), any_float(s), colour); break;
    case 6: dct_list_picture(list, any_box(s), any_float(s), "none"); break;
    case 7: dct_list_path(list, any_box(s), paths[chance(s) % 5], any_float(s), colour); break;
    case 8: dct_list_scroll(list, any_box(s), chance(s) % 3, any_int(s)); break;
    case 9: dct_list_end_scroll(list); break;
    default: dct_list_fill(list, (docent_rect){ between(s, 0, 90), between(s, 0, 60), 20, 20 }, 3, colour); break;
    }
}

static void any_list_is_painted(void **state)
{
    (void)state;
    buffer partial = make_buffer(101, 67, 2, DOCENT_BGRA8), full = make_buffer(101, 67, 0, DOCENT_BGRA8);
    dct_painter *painter = open_painter(NULL, NULL), *judge = open_painter(NULL, NULL);
    for (uint64_t seed = 1; seed <= 1500; seed++) {
        uint64_t s = seed * 104729;
        dct_glyph glyphs[3] = { { 1, any_float(&s), any_float(&s), any_float(&s), 0 }, { 2, any_float(&s), 0, 0, 0 } };
        dct_glyph_run run = { .size_px = any_float(&s), .glyphs = glyphs, .count = 3 };
        page p;
        open_page(&p, 101, 67);
        for (int i = between(&s, 1, 40); i > 0; i--)
            any_op(&s, &run, &p.list);
        docent_rect dirty[2];
        uint32_t count = 2;
        assert_int_equal(dct_painter_paint(painter, &p.list, &partial.surface, 0, dirty, &count), DOCENT_OK);
        assert_int_equal(dct_painter_paint(judge, &p.list, &full.surface, DOCENT_PAINT_ALL, NULL, NULL), DOCENT_OK);
        for (int32_t y = 0; y < 67; y++)
            assert_memory_equal(row_of(&partial, y), row_of(&full, y), 101 * 4);
        close_page(&p);
    }
    check_guards(&partial);
    dct_painter_close(painter);
    dct_painter_close(judge);
    free(partial.bytes);
    free(full.bytes);
}

static void deep_clips_and_many_layers(void **state)
{
    (void)state;
    buffer b = make_buffer(50, 50, 0, DOCENT_BGRA8);
    dct_painter *painter = open_painter(NULL, NULL);
    for (int frame = 0; frame < 3; frame++) {
        page p;
        open_page(&p, 50, 50);
        for (int i = 0; i < 3000; i++) {
            dct_list_scroll(&p.list, (docent_rect){ i % 7 * 7, i % 5 * 9, 9, 9 }, (uint32_t)i, frame * 3);
            dct_list_fill(&p.list, (docent_rect){ i % 50, i % 49 - frame * 3, 5, 5 }, 0, 0xff000000u + (uint32_t)i);
            dct_list_end_scroll(&p.list);
        }
        for (int i = 0; i < 5000; i++)
            dct_list_clip(&p.list, (docent_rect){ 0, 0, 50, 50 }, 8);
        dct_list_fill(&p.list, (docent_rect){ 0, 0, 50, 50 }, 0, 0xffffffff);
        for (int i = 0; i < 5000; i++)
            dct_list_unclip(&p.list);
        dct_list_fill(&p.list, (docent_rect){ 0, 0, 1, 1 }, 0, 0xff00ff00);
        assert_int_equal(dct_painter_paint(painter, &p.list, &b.surface, 0, NULL, NULL), DOCENT_OK);
        assert_int_equal(pixel_at(&b, 0, 0), 0xff00ff00);
        close_page(&p);
    }
    dct_painter_close(painter);
    free(b.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_list_is_painted),
        cmocka_unit_test(deep_clips_and_many_layers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
