/* Text with real fonts: partial paints of scrolled text, ink where it is said to be, light and dark ink of equal weight. */
#include "random_page.h"

#include "paint/scene.h"
#include "text/system_fonts.h"

#include <math.h>

typedef struct fixture {
    dct_fonts    *fonts;
    dct_arena     arena;
    dct_glyph_run runs[64];
    uint32_t      count;
} fixture;

static void shape(fixture *f, const char *text, float size_px, uint32_t flags)
{
    dct_text_span span = { 0, (uint32_t)strlen(text), flags, size_px, 0, NULL };
    dct_paragraph *p = dct_paragraph_new(f->fonts, &f->arena, text, strlen(text), &span, 1, DCT_AUTO);
    dct_layout layout;
    assert_non_null(p);
    assert_int_equal(dct_paragraph_break(p, &f->arena, 180, DCT_ALIGN_START, 1.4f, 0, &layout), DOCENT_OK);
    for (uint32_t i = 0; i < layout.line_count; i++) {
        for (uint32_t k = 0; k < layout.lines[i].run_count && f->count < 64; k++)
            f->runs[f->count++] = layout.lines[i].runs[k];
    }
}

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    *state = f;
    if (f == NULL || !system_fonts_installed())
        return 0;
    f->fonts = system_fonts_open();
    dct_arena_init(&f->arena, &dct_alloc_default, (size_t)16 << 20);
    shape(f, "Turn the lamp off, wait, and turn it on again: fjord \xc3\x84\xcc\x81\xcc\x82", 17.5f, 0);
    shape(f, "Slanted and bold", 13, DCT_TEXT_BOLD | DCT_TEXT_ITALIC);
    shape(f, "\xd8\xa3\xd9\x88\xd9\x82\xd9\x81 \xd8\xa7\xd9\x84\xd8\xac\xd9\x87\xd8\xa7\xd8\xb2", 22, 0);
    shape(f, "\xf0\x9f\x94\x8b 100 % \xf0\x9f\x98\x80", 30, 0);
    shape(f, "W", 90, 0);
    shape(f, "\xe0\xa4\xaa\xe0\xa5\x8d\xe0\xa4\xb0\xe0\xa4\xbf\xe0\xa4\x82\xe0\xa4\x9f\xe0\xa4\xb0", 18, 0);
    return f->fonts == NULL;
}

static int teardown(void **state)
{
    fixture *f = *state;
    dct_fonts_close(f->fonts);
    dct_arena_close(&f->arena);
    free(f);
    return 0;
}

static fixture *fonts_or_skip(void **state)
{
    fixture *f = *state;
    if (f->fonts == NULL)
        skip();
    assert_true(f->count >= 7);
    return f;
}

static void run_page(fixture *f, uint64_t seed)
{
    random_page r;
    int32_t w = 60 + (int32_t)(seed * 37 % 200), h = 50 + (int32_t)(seed * 53 % 170);
    docent_format format = seed % 2 == 0 ? DOCENT_BGRA8 : DOCENT_RGBA8;
    buffer partial = make_buffer(w, h, 0, format), full = make_buffer(w, h, 5, format);
    dct_painter *painter = open_painter(f->fonts, NULL), *judge = open_painter(f->fonts, NULL);
    random_page_init(&r, seed, w, h);
    r.runs = f->runs;
    r.run_count = f->count;
    randomize_things(&r);
    for (int i = 0; i < 10; i++) {
        page p;
        open_page(&p, w, h);
        random_page_record(&r, &p.list);
        assert_int_equal(dct_painter_paint(painter, &p.list, &partial.surface, 0, NULL, NULL), DOCENT_OK);
        assert_int_equal(dct_painter_paint(judge, &p.list, &full.surface, DOCENT_PAINT_ALL, NULL, NULL), DOCENT_OK);
        for (int32_t y = 0; y < h; y++)
            assert_memory_equal(row_of(&partial, y), row_of(&full, y), (size_t)w * 4);
        close_page(&p);
        random_page_step(&r);
    }
    check_guards(&partial);
    dct_painter_close(painter);
    dct_painter_close(judge);
    free(partial.bytes);
    free(full.bytes);
}

static void partial_is_full(void **state)
{
    fixture *f = fonts_or_skip(state);
    for (uint64_t seed = 1; seed <= 200; seed++)
        run_page(f, seed);
}

/* The mark's area is the box of the pixels that the run changes: hardly wider, so that little
 * is repainted; no narrower. */
static void ink_is_where_it_is_said_to_be(void **state)
{
    fixture *f = fonts_or_skip(state);
    buffer b = make_buffer(400, 200, 0, DOCENT_BGRA8);
    for (uint32_t i = 0; i < f->count; i++) {
        page p;
        dct_scene scene;
        dct_inks inks = { .alloc = &dct_alloc_default, .fonts = f->fonts };
        open_page(&p, 400, 200);
        dct_list_fill(&p.list, (docent_rect){ 0, 0, 400, 200 }, 0, 0xffffffff);
        dct_list_glyphs(&p.list, &f->runs[i], 60.3f, 120.7f, 0xff000000);
        paint_all(&p.list, &b, f->fonts, NULL);
        dct_scene_init(&scene, &dct_alloc_default);
        assert_true(dct_scene_build(&scene, &p.list, &inks));
        dct_area ink = { 400, 200, 0, 0 };
        for (int32_t y = 0; y < 200; y++) {
            for (int32_t x = 0; x < 400; x++) {
                if (pixel_at(&b, x, y) != 0xffffffff)
                    ink = dct_area_join(ink, (dct_area){ x, y, x + 1, y + 1 });
            }
        }
        if (dct_scene_count(&scene) == 1) { /* Spaces alone. */
            assert_true(dct_area_empty(ink));
        } else {
            dct_area said = dct_scene_marks(&scene)[1].area;
            assert_true(dct_area_holds(said, ink));
            int32_t margin = f->runs[i].size_px == 30 ? 40 : 2; /* Emoji have clear margins. */
            assert_true(said.x1 - said.x0 <= ink.x1 - ink.x0 + margin);
            assert_true(said.y1 - said.y0 <= ink.y1 - ink.y0 + margin);
        }
        dct_inks_forget(&inks);
        dct_scene_close(&scene);
        close_page(&p);
    }
    free(b.bytes);
}

/* How much of the way from ground to ink the text goes, on the mean, as the eye adds up light: values to the power of
 * 1.2, between lightness (1) and light (2.2). */
static double weight(fixture *f, uint32_t ground, uint32_t ink)
{
    buffer b = make_buffer(200, 40, 0, DOCENT_BGRA8);
    page p;
    double sum = 0, from = pow((ground & 255) / 255.0, 1.2), to = pow((ink & 255) / 255.0, 1.2);
    open_page(&p, 200, 40);
    dct_list_fill(&p.list, (docent_rect){ 0, 0, 200, 40 }, 0, ground);
    dct_list_glyphs(&p.list, &f->runs[0], 4, 26, ink);
    paint_all(&p.list, &b, f->fonts, NULL);
    for (int32_t y = 0; y < 40; y++) {
        for (int32_t x = 0; x < 200; x++)
            sum += (pow((pixel_at(&b, x, y) & 255) / 255.0, 1.2) - from) / (to - from);
    }
    close_page(&p);
    free(b.bytes);
    return sum;
}

static void light_and_dark_weigh_the_same(void **state)
{
    fixture *f = fonts_or_skip(state);
    double dark = weight(f, 0xffffffff, 0xff000000), light = weight(f, 0xff000000, 0xffffffff);
    print_message("weight: dark on light %.1f, light on dark %.1f\n", dark, light);
    assert_true(dark > 50);
    assert_true(fabs(light / dark - 1) < 0.03);
}

static void emoji_keep_their_colours_in_both_formats(void **state)
{
    fixture *f = fonts_or_skip(state);
    buffer a = make_buffer(300, 60, 0, DOCENT_BGRA8), b = make_buffer(300, 60, 1, DOCENT_RGBA8);
    page p;
    open_page(&p, 300, 60);
    dct_list_fill(&p.list, (docent_rect){ 0, 0, 300, 60 }, 0, 0xfff0e0d0);
    for (uint32_t i = 0; i < f->count; i++) {
        if (f->runs[i].size_px == 30) /* The line with the faces in it: over one another, whole and half clear. */
            dct_list_glyphs(&p.list, &f->runs[i], i % 4 == 1 ? 4 : 44, 40, i % 4 == 1 ? 0xff102030 : 0x80102030);
    }
    paint_all(&p.list, &a, f->fonts, NULL);
    paint_all(&p.list, &b, f->fonts, NULL);
    bool yellow = false;
    for (int32_t y = 0; y < 60; y++) {
        for (int32_t x = 0; x < 300; x++) {
            uint32_t pixel = pixel_at(&a, x, y);
            assert_int_equal(pixel, pixel_at(&b, x, y));
            yellow = yellow || ((pixel >> 16 & 255) > 200 && (pixel >> 8 & 255) > 150 && (pixel & 255) < 90);
        }
    }
    assert_true(yellow);
    close_page(&p);
    free(a.bytes);
    free(b.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partial_is_full),
        cmocka_unit_test(ink_is_where_it_is_said_to_be),
        cmocka_unit_test(light_and_dark_weigh_the_same),
        cmocka_unit_test(emoji_keep_their_colours_in_both_formats),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
