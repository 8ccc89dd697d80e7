/* Glyph pictures: what they look like in numbers, the cache's bound, and faces that are missing, broken or lying. */
#include "no_fonts.h"
#include "system_fonts.h"

#include "base/limits.h"

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#define NOTO_SANS 0
#define NOTO_EMOJI 9

static dct_fonts *need_fonts(void)
{
    if (!system_fonts_installed()) {
        print_message("no Noto fonts (Debian's fonts-noto-core, -mono, -cjk, -color-emoji): skipped\n");
        skip();
    }
    dct_fonts *fonts = system_fonts_open();
    assert_non_null(fonts);
    return fonts;
}

/* The first glyph of a text: its face and number. */
static dct_glyph_run first_run(dct_fonts *fonts, dct_arena *arena, const char *text, float px, uint32_t flags)
{
    dct_text_span  span = { 0, (uint32_t)strlen(text), flags, px, 0, NULL };
    dct_layout     layout;
    dct_paragraph *p = dct_paragraph_new(fonts, arena, text, strlen(text), &span, 1, DCT_AUTO);
    assert_non_null(p);
    assert_int_equal(dct_paragraph_break(p, arena, 1.0e9f, DCT_ALIGN_START, 1.5f, 0, &layout), DOCENT_OK);
    return layout.lines[0].runs[0];
}

static uint64_t ink(const dct_glyph_image *image)
{
    uint64_t sum = 0;
    for (int32_t y = 0; y < image->height; y++)
        for (int32_t x = 0; x < image->width; x++)
            sum += image->pixels[y * image->stride + (image->colour ? 4 * x + 3 : x)];
    return sum;
}

static void test_outline(void **state)
{
    (void)state;
    dct_fonts *fonts = need_fonts();
    dct_arena  arena;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    dct_glyph_run   run = first_run(fonts, &arena, "H", 32.0f, 0);
    dct_glyph_image image, other;
    assert_true(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, 32.0f, 0, &image));
    assert_false(image.colour);
    assert_in_range(image.height, 21, 25); /* 0.714 em, on whole pixels */
    assert_int_equal(image.top, image.height);
    uint64_t upright = ink(&image);
    unsigned char edge = image.pixels[image.stride * (image.height / 2)];
    assert_true(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, 32.0f, 2, &other));
    assert_int_not_equal(other.pixels[other.stride * (other.height / 2)], edge); /* Half a pixel further. */
    assert_true(dct_glyph_image_of(fonts, run.face | DCT_FACE_BOLD, run.glyphs[0].glyph, 32.0f, 0, &other));
    assert_true(ink(&other) > upright * 11 / 10);
    assert_true(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, 32.0f, 0, &image));
    int32_t width = image.width;
    assert_true(dct_glyph_image_of(fonts, run.face | DCT_FACE_SLANT, run.glyphs[0].glyph, 32.0f, 0, &other));
    assert_true(other.width > width);
    assert_false(dct_glyph_image_of(fonts, run.face, 0xFFFFFF, 32.0f, 0, &image));
    assert_false(dct_glyph_image_of(fonts, 12345, 3, 32.0f, 0, &image));
    assert_false(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, NAN, 0, &image));
    assert_false(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, 1.0e9f, 0, &image));
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
}

static void test_space_has_no_picture(void **state)
{
    (void)state;
    dct_fonts *fonts = need_fonts();
    dct_arena  arena;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    dct_glyph_run   run = first_run(fonts, &arena, "\u00A0", 32.0f, 0);
    dct_glyph_image image;
    for (int i = 0; i < 2; i++)
        assert_false(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, 32.0f, 0, &image));
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
}

static void test_emoji(void **state)
{
    (void)state;
    dct_fonts *fonts = need_fonts();
    dct_arena  arena;
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    dct_glyph_run   run = first_run(fonts, &arena, "\U0001F50B", 20.0f, 0);
    dct_glyph_image image;
    assert_int_equal(run.face, NOTO_EMOJI);
    for (float px = 8.0f; px < 300.0f; px *= 1.7f) {
        assert_true(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, px, 1, &image));
        assert_true(image.colour);
        assert_true(fabsf((float)image.width - 1.245f * px) < 2.5f);
        assert_true(ink(&image) > 0);
        for (int32_t i = 0; i < image.height * image.width; i++) /* Premultiplied: no colour above its alpha. */
            for (int c = 0; c < 3; c++)
                assert_true(image.pixels[4 * i + c] <= image.pixels[4 * i + 3] + 1);
    }
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
}

static void test_box(void **state)
{
    (void)state;
    dct_fonts      *fonts = no_fonts_open();
    dct_glyph_image image;
    assert_true(dct_glyph_image_of(fonts, DCT_FACE_BOX, 0x12000, 20.0f, 3, &image));
    assert_true(image.width > 6 && image.height > 10 && image.pixels[0] == 255);
    assert_int_equal(image.pixels[image.stride * 5 + 5], 0); /* Empty inside. */
    assert_false(dct_glyph_image_of(fonts, DCT_FACE_BOX, ' ', 20.0f, 0, &image));
    dct_fonts_close(fonts);
}

/* ---- the cache ---- */

typedef struct counted {
    size_t bytes, most;
} counted;

static void *counted_resize(void *ctx, void *old, size_t old_size, size_t new_size)
{
    counted *c = ctx;
    c->bytes += new_size - old_size;
    if (c->bytes > c->most)
        c->most = c->bytes;
    return dct_alloc_default.resize(NULL, old, old_size, new_size);
}

static void test_cache_is_bounded(void **state)
{
    (void)state;
    counted         count = { 0, 0 };
    docent_alloc    alloc = { counted_resize, &count };
    dct_font_source source = { NULL, no_font_at, no_font_load, NULL };
    dct_fonts      *fonts;
    dct_glyph_image image;
    assert_int_equal(dct_fonts_open(&alloc, &source, &fonts, NULL), DOCENT_OK);
    for (uint32_t i = 0; i < 2000; i++)
        assert_true(dct_glyph_image_of(fonts, DCT_FACE_BOX, 0x100 + i, 120.0f, 0, &image));
    assert_true(count.most > DCT_MAX_GLYPH_CACHE_BYTES / 2); /* It was filled... */
    assert_true(count.most < DCT_MAX_GLYPH_CACHE_BYTES + (1u << 20));
    dct_fonts_forget(fonts);
    assert_true(count.bytes < 1u << 20);
    assert_true(dct_glyph_image_of(fonts, DCT_FACE_BOX, 0x100, 120.0f, 0, &image));
    dct_fonts_close(fonts);
    assert_int_equal(count.bytes, 0);
}

static bool failing;

static void *failing_resize(void *ctx, void *old, size_t old_size, size_t new_size)
{
    return failing && new_size != 0 ? NULL : dct_alloc_default.resize(ctx, old, old_size, new_size);
}

static void test_cache_without_memory(void **state)
{
    (void)state;
    docent_alloc    alloc = { failing_resize, NULL };
    dct_font_source source = { NULL, no_font_at, no_font_load, NULL };
    dct_fonts      *fonts;
    dct_glyph_image image;
    docent_error    err;
    failing = true;
    assert_int_equal(dct_fonts_open(&alloc, &source, &fonts, &err), DOCENT_ERR_NOMEM);
    failing = false;
    assert_int_equal(dct_fonts_open(&alloc, &source, &fonts, NULL), DOCENT_OK);
    failing = true;
    assert_false(dct_glyph_image_of(fonts, DCT_FACE_BOX, 0x100, 20.0f, 0, &image));
    failing = false;
    assert_true(dct_glyph_image_of(fonts, DCT_FACE_BOX, 0x100, 20.0f, 0, &image));
    dct_fonts_close(fonts);
}

/* ---- hostile faces ---- */

/* One face of bytes in memory that says it has everything. */
typedef struct one_face {
    unsigned char *bytes;
    size_t         size;
    docent_font    font;
    int            held;
} one_face;

static const docent_font *one_at(void *ctx, uint32_t index)
{
    return index == 0 ? &((one_face *)ctx)->font : NULL;
}

static bool one_load(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    one_face *one = ctx;
    (void)name;
    *data = one->bytes;
    *size = one->size;
    *token = one;
    one->held++;
    return true;
}

static void one_release(void *ctx, void *token)
{
    assert_ptr_equal(ctx, token);
    ((one_face *)ctx)->held--;
}

static void use(one_face *one)
{
    static const char text[] = "Touch e\u0301 \u0628\u0628 \u0915\u094D\u0937 \U0001F469\u200D\U0001F4BB 1\uFE0F\u20E3";
    dct_font_source   source = { one, one_at, one_load, one_release };
    dct_fonts        *fonts;
    dct_arena         arena;
    dct_layout        layout;
    assert_int_equal(dct_fonts_open(&dct_alloc_default, &source, &fonts, NULL), DOCENT_OK);
    dct_arena_init(&arena, &dct_alloc_default, 16u << 20);
    dct_paragraph *p = dct_paragraph_new(fonts, &arena, text, strlen(text), NULL, 0, DCT_AUTO);
    if (p != NULL && dct_paragraph_break(p, &arena, 60.0f, DCT_ALIGN_START, 1.5f, 0, &layout) == DOCENT_OK)
        for (uint32_t i = 0; i < layout.line_count; i++)
            for (uint32_t k = 0; k < layout.lines[i].run_count; k++)
                for (uint32_t g = 0; g < layout.lines[i].runs[k].count; g++) {
                    const dct_glyph_run *run = &layout.lines[i].runs[k];
                    dct_glyph_image      image;
                    if (dct_glyph_image_of(fonts, run->face, run->glyphs[g].glyph, run->size_px, g, &image))
                        assert_true(ink(&image) < UINT64_MAX);
                }
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
    assert_int_equal(one->held, 0);
}

static void test_nonsense_for_a_font(void **state)
{
    (void)state;
    unsigned char bytes[512] = "no font at all";
    one_face one = { bytes, sizeof bytes, { "x", DOCENT_FONT_SANS, 400, "", system_font_everything, 1 }, 0 };
    use(&one);
    one.size = 0;
    use(&one);
    memcpy(bytes, "\0\1\0\0\0\4\0\100\0\2\0\0", 12); /* A table directory of nothing. */
    one.size = sizeof bytes;
    use(&one);
}

static void mutate(size_t index, int rounds, size_t limit)
{
    const void *data;
    void       *token;
    size_t      size;
    assert_true(system_font_load(NULL, system_fonts[index].name, &data, &size, &token));
    unsigned char *bytes = malloc(size);
    assert_non_null(bytes);
    one_face one = { bytes, size, system_fonts[index], 0 };
    uint32_t seed = 1;
    for (int i = 0; i < rounds; i++) {
        memcpy(bytes, data, size);
        for (int k = 0; k < 1 + i % 40; k++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 4) % (i % 3 == 0 ? 400 : limit < size ? limit : size);
            seed = seed * 1664525u + 1013904223u;
            bytes[at] = (unsigned char)(seed >> 24);
        }
        one.size = i % 5 == 4 ? seed % size : size;
        use(&one);
    }
    free(bytes);
    system_font_release(NULL, token);
}

static void test_mutated_fonts(void **state)
{
    (void)state;
    dct_fonts_close(need_fonts());
    mutate(NOTO_SANS, 300, SIZE_MAX);
    mutate(NOTO_SANS, 200, 40000);
    mutate(3, 200, SIZE_MAX);
    mutate(6, 200, SIZE_MAX);
    mutate(NOTO_EMOJI, 20, 200000);
}

static size_t big_endian(const unsigned char *p)
{
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

/* A face whose letters are broken, but not their widths: a box, not nothing. */
static void test_broken_outlines(void **state)
{
    (void)state;
    dct_fonts_close(need_fonts());
    const void *data;
    void       *token;
    size_t      size;
    assert_true(system_font_load(NULL, system_fonts[NOTO_SANS].name, &data, &size, &token));
    one_face one = { malloc(size), size, system_fonts[NOTO_SANS], 0 };
    assert_non_null(one.bytes);
    memcpy(one.bytes, data, size);
    for (size_t i = 12; i + 16 < 400; i += 16)
        if (memcmp(one.bytes + i, "glyf", 4) == 0)
            memset(one.bytes + big_endian(one.bytes + i + 8), 0x7F, big_endian(one.bytes + i + 12));
    dct_font_source source = { &one, one_at, one_load, one_release };
    dct_fonts      *fonts;
    dct_arena       arena;
    dct_glyph_image image;
    assert_int_equal(dct_fonts_open(&dct_alloc_default, &source, &fonts, NULL), DOCENT_OK);
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    dct_glyph_run run = first_run(fonts, &arena, "H", 32.0f, 0);
    assert_true(dct_glyph_image_of(fonts, run.face, run.glyphs[0].glyph, 32.0f, 0, &image));
    assert_int_equal(image.pixels[0], 255);
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
    free(one.bytes);
    system_font_release(NULL, token);
}

static void test_missing_fonts(void **state)
{
    (void)state;
    one_face one = { NULL, 0, { "missing", DOCENT_FONT_SANS, 400, "", system_font_everything, 1 }, 0 };
    dct_font_source source = { &one, one_at, no_font_load, NULL };
    dct_fonts      *fonts;
    dct_arena       arena;
    assert_int_equal(dct_fonts_open(&dct_alloc_default, &source, &fonts, NULL), DOCENT_OK);
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    assert_int_equal(first_run(fonts, &arena, "a", 16.0f, 0).face, DCT_FACE_BOX);
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outline),
        cmocka_unit_test(test_space_has_no_picture),
        cmocka_unit_test(test_emoji),
        cmocka_unit_test(test_box),
        cmocka_unit_test(test_cache_is_bounded),
        cmocka_unit_test(test_cache_without_memory),
        cmocka_unit_test(test_nonsense_for_a_font),
        cmocka_unit_test(test_mutated_fonts),
        cmocka_unit_test(test_broken_outlines),
        cmocka_unit_test(test_missing_fonts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
