/* The trace is a format: other goldens are made of it. */
#include "paint_test.h"

#include <math.h>

typedef struct text {
    char   bytes[4096];
    size_t size, calls;
} text;

static bool collect(void *ctx, const char *bytes, size_t size)
{
    text *t = ctx;
    t->calls++;
    if (t->size + size >= sizeof t->bytes)
        return false;
    memcpy(t->bytes + t->size, bytes, size);
    t->bytes[t->size += size] = '\0';
    return true;
}

static bool stop(void *ctx, const char *bytes, size_t size)
{
    (void)bytes, (void)size;
    ++*(int *)ctx;
    return false;
}

static void trace_says_everything(void **state)
{
    (void)state;
    const dct_glyph glyphs[3] = { { .glyph = 36, .x = 0.3f }, { .glyph = 72, .x = 8.55f }, { .glyph = 900, .x = 8.6f, .y = -5 } };
    const dct_glyph_run run = { .face = 2, .size_px = 18, .flags = DCT_TEXT_BOLD, .glyphs = glyphs, .count = 3 };
    page p;
    text t = { .size = 0 };
    open_page(&p, 800, 600);
    dct_list_fill(&p.list, (docent_rect){ 0, 0, 800, 600 }, 0, 0xfff8f6f2);
    dct_list_clip(&p.list, (docent_rect){ 24, 80, 752, 300 }, 12);
    dct_list_scroll(&p.list, (docent_rect){ 24, 90, 752, 290 }, 7, -3);
    dct_list_glyphs(&p.list, &run, 40, 112.3f, 0xff1c1b1a);
    dct_list_end_scroll(&p.list);
    dct_list_unclip(&p.list);
    dct_list_shadow(&p.list, (docent_rect){ -5, 1, 2, 3 }, 2, 8, 0x40000000);
    dct_list_stroke(&p.list, (docent_rect){ 1, 2, 3, 4 }, 0, 1.5f, 0xff000000);
    dct_list_picture(&p.list, (docent_rect){ 1, 2, 3, 4 }, 4, "img/\"a\n.webp");
    dct_list_path(&p.list, (docent_rect){ 1, 2, 24, 24 }, "M3 3h9", 0, 0xffaabbcc);
    assert_int_equal(dct_list_trace(&p.list, collect, &t), DOCENT_OK);
    assert_string_equal(t.bytes,
                        "view 800x600\n"
                        "fill 0,0 800x600 #fff8f6f2\n"
                        "clip 24,80 752x300 r12\n"
                        "  scroll 24,90 752x290 layer 7 dy -3\n"
                        "    glyphs 40.25,112.25 face 2 size 18 bold #ff1c1b1a ids 36 72+8.25 900+0^5\n"
                        "  end-scroll\n"
                        "unclip\n"
                        "shadow -5,1 2x3 r2 w8 #40000000\n"
                        "stroke 1,2 3x4 w1.5 #ff000000\n"
                        "picture 1,2 3x4 r4 \"img/?a?.webp\"\n"
                        "path 1,2 24x24 #ffaabbcc \"M3 3h9\"\n");
    close_page(&p);
}

static void trace_survives_numbers_that_are_none(void **state)
{
    (void)state;
    page p;
    text t = { .size = 0 };
    open_page(&p, 1, 1);
    dct_list_stroke(&p.list, (docent_rect){ INT32_MIN, INT32_MAX, -1, 0 }, NAN, INFINITY, 0);
    dct_list_unclip(&p.list); /* One too many. */
    assert_int_equal(dct_list_trace(&p.list, collect, &t), DOCENT_OK);
    assert_string_equal(t.bytes, "view 1x1\nstroke -2147483648,2147483647 -1x0 w16777216 #00000000\nunclip\n");
    close_page(&p);
}

static void trace_can_be_stopped(void **state)
{
    (void)state;
    page p;
    int calls = 0;
    open_page(&p, 1, 1);
    for (int i = 0; i < 50; i++)
        dct_list_fill(&p.list, (docent_rect){ 0, 0, 1, 1 }, 0, 0);
    dct_list_trace(&p.list, stop, &calls);
    assert_int_equal(calls, 1);
    close_page(&p);
}

static void recording_stops_when_the_arena_is_full(void **state)
{
    (void)state;
    dct_arena arena;
    dct_list list;
    dct_arena_init(&arena, &dct_alloc_default, (size_t)256 << 10);
    dct_list_init(&list, &arena, 10, 10);
    for (int i = 0; i < 100000; i++)
        dct_list_fill(&list, (docent_rect){ i, 0, 1, 1 }, 0, 0);
    assert_true(dct_arena_failed(&arena));
    assert_true(list.count > 100 && list.count < 100000);
    for (uint32_t i = 0; i < list.count; i++) /* What is there is whole. */
        assert_int_equal(list.ops[i].box.x, i);
    dct_arena_close(&arena);
}

static void nothing_is_recorded_of_nothing(void **state)
{
    (void)state;
    page p;
    open_page(&p, 1, 1);
    dct_list_glyphs(&p.list, NULL, 0, 0, 0);
    dct_list_picture(&p.list, (docent_rect){ 0, 0, 1, 1 }, 0, NULL);
    dct_list_path(&p.list, (docent_rect){ 0, 0, 1, 1 }, NULL, 0, 0);
    assert_int_equal(p.list.count, 0);
    close_page(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_says_everything),
        cmocka_unit_test(trace_survives_numbers_that_are_none),
        cmocka_unit_test(trace_can_be_stopped),
        cmocka_unit_test(recording_stops_when_the_arena_is_full),
        cmocka_unit_test(nothing_is_recorded_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
