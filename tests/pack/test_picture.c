/* Pictures: every kind that comes in is decoded right, what is chosen is crisp where it must be, hostile files fail. */
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

typedef struct raw {
    size_t  row_bytes;
    uint8_t bytes[256];
} raw;

static png_bytep raw_row(void *ctx, uint32_t y)
{
    raw *r = ctx;
    return r->bytes + y * r->row_bytes;
}

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

/* 16 x 8: the left half red, the right half blue, as 1, 3 or 4 components. */
static made half_and_half(int components, int progressive, const uint8_t *exif, unsigned exif_size)
{
    static const uint8_t colours[5][2][4] = { { { 0 } },
                                              { { 40 }, { 200 } },
                                              { { 0 } },
                                              { { 255, 0, 0 }, { 0, 0, 255 } },
                                              { { 255, 0, 0, 255 }, { 0, 0, 255, 128 } } };
    uint8_t samples[16 * 8 * 4];
    for (int i = 0; i < 16 * 8; i++)
        memcpy(samples + i * components, colours[components][i % 16 >= 8], (size_t)components);
    return make_jpeg(16, 8, components, progressive, 95, samples, exif, exif_size);
}

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

static made oriented(int orientation, bool big)
{
    uint8_t exif[6 + 8 + 2 + 12 + 4] = "Exif";
    uint8_t *tiff = exif + 6, *entry = tiff + 10;
    memcpy(tiff, big ? "MM\0*\0\0\0\x08\0\x01" : "II*\0\x08\0\0\0\x01\0", 10);
    memcpy(entry, big ? "\x01\x12\0\x03\0\0\0\x01\0\0\0\0" : "\x12\x01\x03\0\x01\0\0\0\0\0\0\0", 12);
    entry[big ? 9 : 8] = (uint8_t)orientation;
    return half_and_half(3, 0, exif, sizeof exif);
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

/* Ten times what `from` draws: seven of these in a row are ten million rectangles in a kilobyte. */
#define USE(from) "<use href='#" from "'/>"
#define FIVE(from) USE(from) USE(from) USE(from) USE(from) USE(from)
#define USES(id, from) "<g id='" id "'>" FIVE(from) FIVE(from) "</g>"

static void bad_drawings_fail(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "<svg xmlns='http://www.w3.org/2000/svg'><rect width='8' height='8'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='5'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect",
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><g id='a'><rect width='1' height='1'/></g>"
        USES("b", "a") USES("c", "b") USES("d", "c") USES("e", "d") USES("f", "e") USES("g", "f") USES("h", "g")
        "</svg>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dct_picture picture;
        docent_error err = { .message = "" };
        if (pack_svg(cases[i], &picture, &err) == DOCENT_OK)
            fail_msg("was packed: %s", cases[i]);
        assert_null(picture.data);
        assert_true(err.message[0] != 0);
    }
}

/* ---- what is chosen ---- */

static uint32_t noise(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

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

static pixels photograph(uint32_t w, uint32_t h, unsigned alpha)
{
    pixels p = new_pixels(w, h);
    uint32_t seed = 3;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            unsigned grain = noise(&seed) % 9;
            set_pixel(&p, x, y, x * 200 / w + grain, y * 200 / h + grain, (x + y) * 100 / (w + h) + grain, alpha);
        }
    return p;
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

/* ---- hostile ---- */

static void try_bytes(const unsigned char *data, size_t size)
{
    dct_picture picture;
    docent_error err = { .message = "" };
    unsigned char *exact = malloc(size + !size); /* So that a sanitizer sees a read past the end. */
    assert_non_null(exact);
    memcpy(exact, data, size);
    docent_status status = dct_picture_pack(alloc, exact, size, &picture, &err);
    assert_true((status == DOCENT_OK) == (picture.data != NULL));
    assert_true(status == DOCENT_OK || err.message[0] != 0);
    dct_picture_free(alloc, &picture);
    free(exact);
}

static void mutate(made *m)
{
    uint32_t seed = 11;
    for (size_t cut = 0; cut < m->size; cut += 1 + m->size / 60)
        try_bytes(m->data, cut);
    for (int i = 0; i < 150; i++) {
        size_t where = noise(&seed) % m->size;
        unsigned char before = m->data[where];
        m->data[where] = (unsigned char)(i % 3 == 0 ? 255u : before ^ (1u << (noise(&seed) % 8)));
        try_bytes(m->data, m->size);
        m->data[where] = before;
    }
    made_free(m);
}

static void damaged_files_do_no_harm(void **state)
{
    (void)state;
    GifByteType frame[60] = { 0, 1, 2, 1, 0 };
    pixels p = photograph(40, 30, 200);
    made files[] = {
        make_rgba_png(&p), half_and_half(3, 1, NULL, 0), oriented(6, true), half_and_half(4, 0, NULL, 0),
        make_gif((gif_shape){ 8, 12, 1, 2, 6, 10, true, 1 }, frame), make_webp(&p, true), make_webp(&p, false),
        make_animated_webp(40, 30, 0, 0, &p, 1),
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        mutate(&files[i]);
    made svg = { NULL, 0, 0 };
    const char *text = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g transform='scale(2)'><path "
                       "d='M0 0L5 5Z' stroke='#f00'/></g></svg>";
    made_add(&svg, text, strlen(text));
    mutate(&svg);
    free(p.rgba);
}

static void cut_files_are_errors(void **state)
{
    (void)state;
    pixels p = photograph(200, 200, 255);
    made files[] = { make_rgba_png(&p), make_webp(&p, true), half_and_half(3, 0, NULL, 0) };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        dct_picture picture;
        docent_error err;
        assert_int_equal(dct_picture_pack(alloc, files[i].data, files[i].size - files[i].size / 4, &picture, &err),
                         DOCENT_ERR_CORRUPT);
        made_free(&files[i]);
    }
    free(p.rgba);
}

/* A PNG of a few bytes that claims the size; its check sums are right. */
static made bomb(uint32_t w, uint32_t h)
{
    raw one = { 1, { 0 } };
    made m = make_png(1, 1, 8, PNG_COLOR_TYPE_GRAY, 0, NULL, 0, raw_row, &one);
    uint8_t *header = m.data + 16;
    for (int i = 0; i < 4; i++) {
        header[i] = (uint8_t)(w >> (24 - 8 * i));
        header[4 + i] = (uint8_t)(h >> (24 - 8 * i));
    }
    uint32_t crc = 0xFFFFFFFFu;
    for (int i = 0; i < 17; i++) {
        crc ^= m.data[12 + i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    for (int i = 0; i < 4; i++)
        m.data[29 + i] = (uint8_t)(~crc >> (24 - 8 * i));
    return m;
}

static void bombs_are_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = { { 9000, 10 }, { 10, 9000 }, { 8000, 8000 }, { 1000000, 1000000 } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        made m = bomb(sizes[i][0], sizes[i][1]);
        dct_picture picture;
        docent_error err;
        assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, &err), DOCENT_ERR_LIMIT);
        made_free(&m);
    }
    GifByteType frame[4] = { 0 };
    made m = make_gif((gif_shape){ 60000, 60000, 0, 0, 2, 2, false, -1 }, frame);
    dct_picture picture;
    assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, NULL), DOCENT_ERR_LIMIT);
    made_free(&m);
}

static void what_is_no_picture_is_told(void **state)
{
    (void)state;
    static const char *const cases[] = { "", "hello", "<html><svg", "%PDF-1.4", "<!-- no drawing -->", "BM......" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dct_picture picture;
        docent_error err;
        assert_int_equal(dct_picture_pack(alloc, cases[i], strlen(cases[i]), &picture, &err), DOCENT_ERR_CORRUPT);
    }
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
        cmocka_unit_test(bad_drawings_fail),
        cmocka_unit_test(screenshots_stay_exact),
        cmocka_unit_test(photographs_become_small),
        cmocka_unit_test(wide_pictures_are_stored_narrower),
        cmocka_unit_test(shrinking_weighs_by_alpha),
        cmocka_unit_test(few_colours_keep_the_areas),
        cmocka_unit_test(damaged_files_do_no_harm),
        cmocka_unit_test(cut_files_are_errors),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(what_is_no_picture_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
