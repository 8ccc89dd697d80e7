/* Pictures: every kind that comes in is decoded right, what is chosen is crisp where it must be. */
#include "picture_make.h"

#include "base/limits.h"
#include "pack/picture.h"
#include "pack/picture_image.h"
#include "pack/picture_measure.h"
#include "pack/picture_palette.h"

#include <webp/decode.h>

static const docent_alloc *const alloc = &dct_alloc_default;

static dct_image decode(const made *m)
{
    dct_image image;
    docent_error err = { .message = "" };
    if (dct_image_decode(alloc, dct_picture_kind_of(m->data, m->size), m->data, m->size, &image, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return image;
}

static const uint8_t *at(const dct_image *image, uint32_t x, uint32_t y)
{
    assert_true(x < image->width && y < image->height);
    return image->rgba + ((size_t)y * image->width + x) * 4;
}

static void expect_near(const dct_image *image, uint32_t x, uint32_t y, int r, int g, int b, int a, int slack)
{
    const uint8_t *p = at(image, x, y);
    int wanted[4] = { r, g, b, a };
    for (int i = 0; i < 4; i++)
        if (abs(p[i] - wanted[i]) > slack)
            fail_msg("(%u,%u) is %d %d %d %d, not %d %d %d %d", x, y, p[0], p[1], p[2], p[3], r, g, b, a);
}

/* ---- PNG ---- */

static void png_of_every_depth(void **state)
{
    (void)state;
    static const png_color palette[3] = { { 10, 20, 30 }, { 200, 100, 50 }, { 0, 255, 0 } };
    raw grey16 = { 4, { 0x80, 0x00, 0xFF, 0xFF, 0x00, 0x00, 0x12, 0x34 } };
    made m = make_png(2, 2, 16, PNG_COLOR_TYPE_GRAY, 0, NULL, 0, raw_row, &grey16);
    dct_image image = decode(&m);
    expect_near(&image, 1, 0, 255, 255, 255, 255, 0);
    expect_near(&image, 0, 1, 0, 0, 0, 255, 0);
    assert_int_equal(at(&image, 0, 0)[0], at(&image, 0, 0)[1]);
    dct_image_free(alloc, &image);
    made_free(&m);
    raw indexed = { 1, { 0x18, 0x60 } }; /* Two bits each: 0 1 2 0 / 1 2 0 0. */
    m = make_png(4, 2, 2, PNG_COLOR_TYPE_PALETTE, 1, palette, 3, raw_row, &indexed);
    image = decode(&m);
    expect_near(&image, 0, 0, 10, 20, 30, 255, 0);
    expect_near(&image, 1, 0, 200, 100, 50, 255, 0);
    expect_near(&image, 1, 1, 0, 255, 0, 255, 0);
    dct_image_free(alloc, &image);
    made_free(&m);
    raw grey_alpha = { 2, { 77, 128 } };
    m = make_png(1, 1, 8, PNG_COLOR_TYPE_GRAY_ALPHA, 0, NULL, 0, raw_row, &grey_alpha);
    image = decode(&m);
    expect_near(&image, 0, 0, 77, 77, 77, 128, 0);
    dct_image_free(alloc, &image);
    made_free(&m);
}

static void png_interlaced_is_the_same(void **state)
{
    (void)state;
    pixels p = new_pixels(19, 13);
    for (uint32_t i = 0; i < 19 * 13; i++)
        set_pixel(&p, i % 19, i / 19, i, i * 7 & 255, i * 13 & 255, i % 5 == 0 ? 100 : 255);
    made m = make_png(19, 13, 8, PNG_COLOR_TYPE_RGBA, 1, NULL, 0, pixel_row, &p);
    dct_image image = decode(&m);
    assert_memory_equal(image.rgba, p.rgba, 19 * 13 * 4);
    dct_image_free(alloc, &image);
    made_free(&m);
    free(p.rgba);
}

/* ---- JPEG ---- */

static void jpeg_of_every_colour_space(void **state)
{
    (void)state;
    made m = half_and_half(3, 0, NULL, 0);
    dct_image image = decode(&m);
    expect_near(&image, 2, 4, 255, 0, 0, 255, 6);
    expect_near(&image, 13, 4, 0, 0, 255, 255, 6);
    dct_image_free(alloc, &image);
    made_free(&m);
    m = half_and_half(1, 1, NULL, 0);
    image = decode(&m);
    expect_near(&image, 2, 4, 40, 40, 40, 255, 4);
    expect_near(&image, 13, 4, 200, 200, 200, 255, 4);
    dct_image_free(alloc, &image);
    made_free(&m);
    m = half_and_half(4, 0, NULL, 0); /* No cyan, full magenta and yellow, no black; the other half as dark. */
    image = decode(&m);
    expect_near(&image, 2, 4, 255, 0, 0, 255, 8);
    expect_near(&image, 13, 4, 0, 0, 128, 255, 8);
    dct_image_free(alloc, &image);
    made_free(&m);
}

/* Red was on the left: where is it now? */
static void jpeg_stands_upright(void **state)
{
    (void)state;
    static const char red_at[9] = " LRRLTTBB";
    for (int o = 1; o <= 8; o++) {
        made m = oriented(o, o % 2 == 0);
        dct_image image = decode(&m);
        uint32_t w = image.width, h = image.height;
        assert_int_equal(w, o >= 5 ? 8 : 16);
        uint32_t x = red_at[o] == 'L' ? 1 : red_at[o] == 'R' ? w - 2 : w / 2;
        uint32_t y = red_at[o] == 'T' ? 1 : red_at[o] == 'B' ? h - 2 : h / 2;
        expect_near(&image, x, y, 255, 0, 0, 255, 8);
        expect_near(&image, w - 1 - x, h - 1 - y, 0, 0, 255, 255, 8);
        dct_image_free(alloc, &image);
        made_free(&m);
    }
}

/* Each orientation tells apart from its mirror: quadrants of four colours. */
static void orientations_are_all_different(void **state)
{
    (void)state;
    uint8_t first[9][4]; /* Which of the four corners' colours come in reading order. */
    for (int o = 1; o <= 8; o++) {
        dct_image image;
        assert_int_equal(dct_image_new(alloc, 2, 2, &image, NULL), DOCENT_OK);
        for (uint8_t i = 0; i < 4; i++)
            image.rgba[i * 4] = i;
        assert_int_equal(dct_image_orient(alloc, &image, o, NULL), DOCENT_OK);
        for (int i = 0; i < 4; i++)
            first[o][i] = image.rgba[i * 4];
        dct_image_free(alloc, &image);
    }
    static const uint8_t wanted[9][4] = { { 0 }, { 0, 1, 2, 3 }, { 1, 0, 3, 2 }, { 3, 2, 1, 0 }, { 2, 3, 0, 1 },
                                          { 0, 2, 1, 3 }, { 2, 0, 3, 1 }, { 3, 1, 2, 0 }, { 1, 3, 0, 2 } };
    for (int o = 1; o <= 8; o++)
        assert_memory_equal(first[o], wanted[o], 4);
}

static void large_jpegs_are_decoded_small(void **state)
{
    (void)state;
    uint8_t *samples = calloc(6400 * 3300, 1);
    assert_non_null(samples);
    made m = make_jpeg(6400, 3300, 1, 0, 50, samples, NULL, 0); /* 21 million pixels: more than may be held. */
    dct_image image = decode(&m);
    assert_int_equal(image.width, 3200);
    assert_int_equal(image.height, 1650);
    dct_image_free(alloc, &image);
    made_free(&m);
    free(samples);
}

/* ---- GIF and WebP ---- */

static void gif_gives_its_first_frame(void **state)
{
    (void)state;
    GifByteType frame[6 * 10];
    for (int i = 0; i < 60; i++)
        frame[i] = (GifByteType)(i / 6 % 3); /* Rows of red, green, blue. */
    for (int interlace = 0; interlace < 2; interlace++) {
        made m = make_gif((gif_shape){ 8, 12, 1, 2, 6, 10, interlace != 0, 1 }, frame);
        dct_image image = decode(&m);
        assert_int_equal(image.width, 8);
        expect_near(&image, 0, 0, 0, 0, 0, 0, 0);      /* Outside the frame. */
        expect_near(&image, 1, 2, 255, 0, 0, 255, 0);
        expect_near(&image, 6, 4, 0, 0, 255, 255, 0);
        expect_near(&image, 3, 3, 0, 0, 0, 0, 0);      /* Green is the clear colour. */
        expect_near(&image, 3, 11, 255, 0, 0, 255, 0); /* Row 9 of the frame. */
        dct_image_free(alloc, &image);
        made_free(&m);
    }
}

static void animated_webp_gives_its_first_frame(void **state)
{
    (void)state;
    pixels frames[2] = { new_pixels(4, 4), new_pixels(4, 4) };
    for (uint32_t i = 0; i < 16; i++) {
        set_pixel(&frames[0], i % 4, i / 4, 1, 2, 3, 255);
        set_pixel(&frames[1], i % 4, i / 4, 9, 9, 9, 255);
    }
    made m = make_animated_webp(10, 8, 2, 4, frames, 2);
    dct_image image = decode(&m);
    assert_int_equal(image.width, 10);
    expect_near(&image, 1, 1, 0, 0, 0, 0, 0);
    expect_near(&image, 2, 4, 1, 2, 3, 255, 0);
    expect_near(&image, 5, 7, 1, 2, 3, 255, 0);
    dct_image_free(alloc, &image);
    for (size_t cut = 0; cut < m.size; cut++)
        if (dct_image_decode(alloc, DCT_PICTURE_WEBP, m.data, cut, &image, NULL) == DOCENT_OK)
            dct_image_free(alloc, &image);
    made_free(&m);
    free(frames[0].rgba);
    free(frames[1].rgba);
}

static void webp_is_kept_as_it_is(void **state)
{
    (void)state;
    pixels p = new_pixels(30, 20);
    for (uint32_t i = 0; i < 600; i++)
        set_pixel(&p, i % 30, i / 30, i & 255, 20, 30, 255);
    for (int lossless = 0; lossless < 2; lossless++) {
        made m = make_webp(&p, lossless != 0);
        size_t size = m.size;
        made_add(&m, "trailing", 8);
        dct_picture picture;
        assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, NULL), DOCENT_OK);
        assert_int_equal(picture.size, size);
        assert_memory_equal(picture.data, m.data, size);
        assert_int_equal(picture.width, 30);
        dct_picture_free(alloc, &picture);
        made_free(&m);
    }
    free(p.rgba);
}

/* ---- SVG ---- */

static docent_status pack_svg(const char *svg, dct_picture *out, docent_error *err)
{
    return dct_picture_pack(alloc, svg, strlen(svg), out, err);
}

static void drawings_have_their_own_size(void **state)
{
    (void)state;
    static const struct { const char *head; uint32_t w, h, pixels_x; } cases[] = {
        { "width='300' height='200'", 300, 200, 600 },          { "viewBox='0 0 720 420'", 720, 420, 1440 },
        { "width='2in' height='1in'", 192, 96, 384 },           { "viewBox='0 0 3000 100'", 3000, 100, 1600 },
        { "width='100%' height='100%' viewBox='0 0 40 30'", 40, 30, 80 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char svg[256];
        dct_picture picture;
        docent_error err = { .message = "" };
        snprintf(svg, sizeof svg, "<?xml version='1.0'?><!-- a --><svg xmlns='http://www.w3.org/2000/svg' %s>"
                                  "<rect width='30' height='20' fill='#0a0'/></svg>", cases[i].head);
        if (pack_svg(svg, &picture, &err) != DOCENT_OK)
            fail_msg("%s: %s", cases[i].head, err.message);
        assert_int_equal(picture.width, cases[i].w);
        assert_int_equal(picture.height, cases[i].h);
        assert_int_equal(picture.pixels_x, cases[i].pixels_x);
        dct_picture_free(alloc, &picture);
    }
}

static bool is_drawn(const char *body)
{
    char svg[2048];
    dct_picture picture;
    docent_error err = { .message = "" };
    snprintf(svg, sizeof svg,
             "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='8' height='8'>"
             "%s</svg>",
             body);
    if (pack_svg(svg, &picture, &err) != DOCENT_OK)
        fail_msg("%s: %s", body, err.message);
    int w, h;
    uint8_t *rgba = WebPDecodeRGBA(picture.data, picture.size, &w, &h);
    assert_non_null(rgba);
    bool drawn = rgba[(size_t)(h / 2 * w + w / 2) * 4 + 3] != 0;
    WebPFree(rgba);
    dct_picture_free(alloc, &picture);
    return drawn;
}

static void drawings_reach_nothing_outside(void **state)
{
    (void)state;
    char body[1024];
    const char *path = DOCENT_BINARY_DIR "/test_picture_outside.png";
    pixels p = new_pixels(8, 8);
    for (uint32_t i = 0; i < 64; i++)
        set_pixel(&p, i % 8, i / 8, 255, 0, 0, 255);
    made m = make_rgba_png(&p);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(m.data, 1, m.size, file), m.size);
    fclose(file);
    assert_true(is_drawn("<rect width='8' height='8'/>"));
    snprintf(body, sizeof body, "<image width='8' height='8' xlink:href='file://%s'/>", path);
    assert_false(is_drawn(body));
    snprintf(body, sizeof body, "<image width='8' height='8' href='%s'/>", path);
    assert_false(is_drawn(body));
    assert_false(is_drawn("<use href='/etc/passwd#a'/>"));
    remove(path);
    made_free(&m);
    free(p.rgba);
}

/* ---- what is chosen ---- */

/* Thin red letters (they lose their colour in a lossy encoding) on white. */
static pixels screenshot(uint32_t w, uint32_t h)
{
    pixels p = new_pixels(w, h);
    uint32_t seed = 7;
    memset(p.rgba, 255, (size_t)w * h * 4);
    for (uint32_t y = 10; y + 12 < h; y += 24)
        for (uint32_t x = 10; x + 10 < w; x += 9)
            for (uint32_t i = 0; i < 20; i++)
                set_pixel(&p, x + noise(&seed) % 6, y + noise(&seed) % 9, 200, 30, 30, 255);
    return p;
}

static void screenshots_stay_exact(void **state)
{
    (void)state;
    pixels p = screenshot(640, 400);
    made m = make_rgba_png(&p);
    dct_picture picture;
    assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, NULL), DOCENT_OK);
    int w, h;
    uint8_t *rgba = WebPDecodeRGBA(picture.data, picture.size, &w, &h);
    assert_non_null(rgba);
    assert_int_equal(w, 640);
    assert_memory_equal(rgba, p.rgba, 640 * 400 * 4);
    assert_true(picture.size < m.size);
    WebPFree(rgba);
    dct_picture_free(alloc, &picture);
    made_free(&m);
    free(p.rgba);
}

static void photographs_become_small(void **state)
{
    (void)state;
    for (unsigned alpha = 128; alpha < 256; alpha += 127) {
        pixels p = photograph(600, 400, alpha);
        made m = make_rgba_png(&p);
        dct_picture picture;
        assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, NULL), DOCENT_OK);
        assert_true(picture.size * 8 < m.size);
        made webp = { picture.data, picture.size, 0 };
        dct_image image = decode(&webp);
        for (uint32_t i = 0; i < 600 * 400; i += 997) /* Within the grain. */
            expect_near(&image, i % 600, i / 600, p.rgba[i * 4], p.rgba[i * 4 + 1], p.rgba[i * 4 + 2], (int)alpha, 24);
        dct_image_free(alloc, &image);
        dct_picture_free(alloc, &picture);
        made_free(&m);
        free(p.rgba);
    }
}

static void wide_pictures_are_stored_narrower(void **state)
{
    (void)state;
    pixels p = photograph(2000, 1001, 255);
    made m = make_rgba_png(&p);
    dct_picture picture;
    assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, NULL), DOCENT_OK);
    assert_int_equal(picture.pixels_x, DCT_PICTURE_MAX_WIDTH);
    assert_int_equal(picture.pixels_y, 801);
    dct_picture_free(alloc, &picture);
    made_free(&m);
    free(p.rgba);
}

/* Transparent pixels must not bleed into what is averaged. */
static void shrinking_weighs_by_alpha(void **state)
{
    (void)state;
    dct_image image;
    assert_int_equal(dct_image_new(alloc, 64, 64, &image, NULL), DOCENT_OK);
    for (uint32_t i = 0; i < 64 * 64; i++)
        memcpy(image.rgba + i * 4, i % 64 < 33 ? "\xC8\x64\x32\xFF" : "\x00\x00\x00\x00", 4);
    assert_int_equal(dct_image_shrink(alloc, &image, 16, NULL), DOCENT_OK);
    assert_int_equal(image.height, 16);
    expect_near(&image, 3, 8, 200, 100, 50, 255, 1);
    const uint8_t *edge = at(&image, 8, 8);
    assert_in_range(edge[3], 40, 90); /* A quarter covered, */
    expect_near(&image, 8, 8, 200, 100, 50, edge[3], 6); /* in full colour. */
    dct_image_free(alloc, &image);
}

static void few_colours_keep_the_areas(void **state)
{
    (void)state;
    static const uint32_t areas[4] = { 0xFF3366CCu, 0xFFFFFFFFu, 0xFF102030u, 0xFF00AA55u };
    dct_image image;
    bool done;
    uint32_t seed = 5;
    assert_int_equal(dct_image_new(alloc, 64, 64, &image, NULL), DOCENT_OK);
    for (uint32_t i = 0; i < 64 * 64; i++) {
        uint32_t colour = areas[i % 64 / 16];
        if (i % 16 == 0) /* A column of blends at every edge. */
            colour = 0xFF000000u | (noise(&seed) & 255u) * 0x010101u;
        memcpy(image.rgba + i * 4, &colour, 4);
    }
    assert_int_equal(dct_image_reduce(alloc, &image, 8, &done, NULL), DOCENT_OK);
    assert_true(done);
    uint32_t seen[64], count = 0;
    for (uint32_t i = 0; i < 64 * 64; i++) {
        uint32_t colour, k = 0;
        memcpy(&colour, image.rgba + i * 4, 4);
        assert_true(i % 16 == 0 || colour == areas[i % 64 / 16]);
        while (k < count && seen[k] != colour)
            k++;
        if (k == count)
            seen[count++] = colour;
        assert_in_range(count, 1, 8);
    }
    dct_image_free(alloc, &image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(png_of_every_depth),
        cmocka_unit_test(png_interlaced_is_the_same),
        cmocka_unit_test(jpeg_of_every_colour_space),
        cmocka_unit_test(jpeg_stands_upright),
        cmocka_unit_test(orientations_are_all_different),
        cmocka_unit_test(large_jpegs_are_decoded_small),
        cmocka_unit_test(gif_gives_its_first_frame),
        cmocka_unit_test(animated_webp_gives_its_first_frame),
        cmocka_unit_test(webp_is_kept_as_it_is),
        cmocka_unit_test(drawings_have_their_own_size),
        cmocka_unit_test(drawings_reach_nothing_outside),
        cmocka_unit_test(screenshots_stay_exact),
        cmocka_unit_test(photographs_become_small),
        cmocka_unit_test(wide_pictures_are_stored_narrower),
        cmocka_unit_test(shrinking_weighs_by_alpha),
        cmocka_unit_test(few_colours_keep_the_areas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
