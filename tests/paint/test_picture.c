/* Pictures: exact pixels at their own size, area and linear scaling against sums written out, a bounded cache, and bytes
 * that an attacker chose. */
#include "paint_test.h"

#include <webp/encode.h>

#include "base/limits.h"
#include "paint/picture.h"

typedef struct shelf {
    unsigned char *data;
    size_t         size;
    int            loads, held;
} shelf;

static bool load(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    shelf *s = ctx;
    (void)name;
    s->loads++;
    s->held++;
    *data = s->data;
    *size = s->size;
    *token = s;
    return s->data != NULL;
}

static void release(void *ctx, void *token)
{
    shelf *s = ctx;
    assert_ptr_equal(token, s);
    s->held--;
}

static shelf encode(const unsigned char *bgra, int w, int h)
{
    shelf s = { 0 };
    s.size = WebPEncodeLosslessBGRA(bgra, w, h, w * 4, &s.data);
    assert_true(s.size != 0);
    return s;
}

static void paint_picture(shelf *s, docent_rect box, buffer *b, uint32_t ground)
{
    dct_picture_source source = { s, load, release };
    page p;
    open_page(&p, b->surface.width, b->surface.height);
    dct_list_fill(&p.list, (docent_rect){ 0, 0, b->surface.width, b->surface.height }, 0, ground);
    dct_list_picture(&p.list, box, 0, "a");
    paint_all(&p.list, b, NULL, &source);
    close_page(&p);
    assert_int_equal(s->held, 0);
}

static void own_size_is_exact(void **state)
{
    (void)state;
    unsigned char pixels[6 * 5 * 4];
    uint64_t seed = 9;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)(i % 4 == 3 ? 255 : chance(&seed));
    shelf s = encode(pixels, 6, 5);
    for (int format = DOCENT_BGRA8; format <= DOCENT_RGBA8; format++) {
        buffer b = make_buffer(9, 9, 3, (docent_format)format);
        paint_picture(&s, (docent_rect){ 2, 1, 6, 5 }, &b, 0xffffffff);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 6; x++) {
                const unsigned char *p = pixels + (y * 6 + x) * 4;
                assert_int_equal(pixel_at(&b, x + 2, y + 1), 0xff000000u | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0]);
            }
        }
        assert_int_equal(pixel_at(&b, 1, 1), 0xffffffff);
        assert_int_equal(pixel_at(&b, 8, 1), 0xffffffff);
        check_guards(&b);
        free(b.bytes);
    }
    WebPFree(s.data);
}

/* Each target pixel is the mean of what it covers: sums over parts of pixels, in units of 1 / (w * h). */
static void shrinks_by_area(void **state)
{
    (void)state;
    enum { W = 13, H = 11 };
    unsigned char pixels[W * H * 4];
    uint64_t seed = 4;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)(i % 4 == 3 ? 255 : chance(&seed));
    shelf s = encode(pixels, W, H);
    const int sizes[][2] = { { 1, 1 }, { 5, 4 }, { 12, 10 }, { 6, 11 }, { 13, 3 } };
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        int w = sizes[k][0], h = sizes[k][1];
        buffer b = make_buffer(w, h, 0, DOCENT_BGRA8);
        paint_picture(&s, (docent_rect){ 0, 0, w, h }, &b, 0xffffffff);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                double sum = 0, all = 0;
                for (int sy = 0; sy < H * h; sy++) { /* 1 / h of a source row at a time; the same across. */
                    for (int sx = 0; sx < W * w; sx++) {
                        if (sx / W != x || sy / H != y)
                            continue;
                        sum += pixels[(sy / h * W + sx / w) * 4];
                        all++;
                    }
                }
                int got = (int)(pixel_at(&b, x, y) & 255), mean = (int)(sum / all + 0.5);
                assert_true(got - mean <= 1 && mean - got <= 1);
            }
        }
        free(b.bytes);
    }
    WebPFree(s.data);
}

static void grows_linearly(void **state)
{
    (void)state;
    const unsigned char pixels[8] = { 0, 0, 0, 255, 200, 200, 200, 255 };
    shelf s = encode(pixels, 2, 1);
    buffer b = make_buffer(8, 3, 0, DOCENT_BGRA8);
    paint_picture(&s, (docent_rect){ 0, 0, 8, 3 }, &b, 0xffffffff);
    const unsigned expected[8] = { 0, 0, 25, 75, 125, 175, 200, 200 };
    for (int x = 0; x < 8; x++)
        assert_int_equal(pixel_at(&b, x, 2) & 255, expected[x]);
    free(b.bytes);
    WebPFree(s.data);
}

static void clear_pixels_show_the_ground(void **state)
{
    (void)state;
    const unsigned char pixels[8] = { 0, 0, 0, 0, 255, 255, 255, 128 };
    shelf s = encode(pixels, 2, 1);
    buffer b = make_buffer(2, 1, 0, DOCENT_RGBA8);
    paint_picture(&s, (docent_rect){ 0, 0, 2, 1 }, &b, 0xff204060);
    assert_int_equal(pixel_at(&b, 0, 0), 0xff204060);
    assert_int_equal(pixel_at(&b, 1, 0), 0xff90a0b0);
    free(b.bytes);
    WebPFree(s.data);
}

static void scaled_pictures_are_kept(void **state)
{
    (void)state;
    unsigned char pixels[64 * 64 * 4];
    memset(pixels, 255, sizeof pixels);
    shelf s = encode(pixels, 64, 64);
    dct_picture_source source = { &s, load, release };
    dct_painter *painter = open_painter(NULL, &source);
    buffer b = make_buffer(100, 100, 0, DOCENT_BGRA8);
    for (int i = 0; i < 4; i++) {
        page p;
        open_page(&p, 100, 100);
        dct_list_picture(&p.list, (docent_rect){ i, 0, 40, 40 }, 4, "a");
        dct_list_picture(&p.list, (docent_rect){ i, 50, 64, 64 }, 4, "a");
        assert_int_equal(dct_painter_paint(painter, &p.list, &b.surface, 0, NULL, NULL), DOCENT_OK);
        close_page(&p);
        if (i == 2)
            dct_painter_forget(painter);
    }
    assert_int_equal(s.loads, 4); /* Two sizes, twice: before and after they were forgotten. */
    dct_painter_close(painter);
    free(b.bytes);
    WebPFree(s.data);
}

static void the_cache_is_bounded(void **state)
{
    (void)state;
    unsigned char pixels[8 * 8 * 4];
    memset(pixels, 128, sizeof pixels);
    shelf s = encode(pixels, 8, 8);
    dct_pictures pictures;
    dct_picture_source source = { &s, load, release };
    dct_pictures_init(&pictures, &dct_alloc_default, &source);
    for (int i = 0; i < 40; i++) {
        char name[8];
        snprintf(name, sizeof name, "%d", i);
        const dct_bitmap *bitmap = dct_picture_of(&pictures, name, 900, 900);
        assert_non_null(bitmap);
        assert_int_equal(bitmap->w, 900);
        dct_cache_trim(&pictures.bitmaps);
        assert_true(pictures.bitmaps.used <= DCT_MAX_PICTURE_CACHE_BYTES);
    }
    /* Far larger than what is kept: drawn from the original, row by row. */
    const dct_bitmap *huge = dct_picture_of(&pictures, "0", 1 << 20, 1 << 20);
    assert_int_equal(huge->w, 8);
    unsigned char scratch[16];
    const unsigned char *row = dct_picture_row(&pictures, huge, 1 << 20, 1 << 20, 77777, 1000, 1004, scratch);
    assert_non_null(row);
    assert_int_equal(row[3], 128);
    dct_pictures_close(&pictures);
    WebPFree(s.data);
}

static void broken_pictures_are_quiet(void **state)
{
    (void)state;
    shelf none = { 0 };
    buffer b = make_buffer(80, 60, 0, DOCENT_BGRA8);
    dct_picture_source source = { &none, load, release };
    page p;
    open_page(&p, 80, 60);
    dct_list_fill(&p.list, (docent_rect){ 0, 0, 80, 60 }, 0, 0xffffffff);
    dct_list_picture(&p.list, (docent_rect){ 0, 0, 80, 60 }, 8, "none");
    paint_all(&p.list, &b, NULL, &source);
    assert_int_equal(pixel_at(&b, 0, 0), 0xffffffff);   /* Outside the round corner. */
    assert_int_equal(pixel_at(&b, 6, 30), 0xffefefef);  /* A little darker than the ground. */
    bool lines = false;
    for (int x = 0; x < 80; x++)
        lines = lines || (pixel_at(&b, x, 30) & 255) < 0xc0;
    assert_true(lines);
    close_page(&p);
    free(b.bytes);
}

static uint32_t paint_bytes(const unsigned char *bytes, size_t size)
{
    shelf s = { (unsigned char *)(uintptr_t)bytes, size, 0, 0 };
    buffer b = make_buffer(30, 20, 0, DOCENT_BGRA8);
    paint_picture(&s, (docent_rect){ 1, 1, 28, 18 }, &b, 0xffffffff);
    check_guards(&b);
    uint32_t sum = 0;
    for (int y = 0; y < 20; y++) {
        for (int x = 0; x < 30; x++) {
            sum += pixel_at(&b, x, y);
            assert_int_equal(pixel_at(&b, x, y) >> 24, 255);
        }
    }
    free(b.bytes);
    return sum;
}

static void hostile_bytes(void **state)
{
    (void)state;
    unsigned char pixels[24 * 18 * 4];
    uint64_t seed = 21;
    for (size_t i = 0; i < sizeof pixels; i++)
        pixels[i] = (unsigned char)chance(&seed);
    for (int kind = 0; kind < 2; kind++) { /* VP8L and VP8 with an alpha plane. */
        unsigned char *data;
        size_t size = kind == 0 ? WebPEncodeLosslessBGRA(pixels, 24, 18, 24 * 4, &data)
                                : WebPEncodeBGRA(pixels, 24, 18, 24 * 4, 60, &data);
        unsigned char *copy = malloc(size);
        uint32_t good = paint_bytes(data, size);
        assert_int_not_equal(good, paint_bytes(data, 0)); /* An empty one is broken: the test can tell them apart. */
        for (size_t cut = 0; cut < size; cut += size / 150 + 1)
            paint_bytes(data, cut);
        for (int i = 0; i < 700; i++) {
            memcpy(copy, data, size);
            for (int k = between(&seed, 1, 6); k > 0; k--)
                copy[chance(&seed) % (i % 2 == 0 ? 40 : size)] = (unsigned char)chance(&seed);
            paint_bytes(copy, size);
        }
        free(copy);
        WebPFree(data);
    }
}

/* A header that promises more pixels than are allowed is refused before anything is decoded. */
static void huge_headers_are_refused(void **state)
{
    (void)state;
    const unsigned char vp8l[] = "RIFF\x20\0\0\0WEBPVP8L\x14\0\0\0\x2f\xff\xff\xff\x0f\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    shelf s = { (unsigned char *)(uintptr_t)vp8l, sizeof vp8l - 1, 0, 0 };
    dct_pictures pictures;
    dct_picture_source source = { &s, load, release };
    dct_pictures_init(&pictures, &dct_alloc_default, &source);
    assert_null(dct_picture_of(&pictures, "x", 10, 10));
    assert_true(pictures.bitmaps.used < 1000);
    assert_null(dct_picture_of(&pictures, "x", 10, 10));
    assert_int_equal(s.loads, 1); /* That it is broken is remembered. */
    dct_pictures_close(&pictures);
}

static uint32_t first_pixel(dct_pictures *pictures, int w, int h)
{
    const dct_bitmap *b = dct_picture_of(pictures, "x", w, h);
    return b == NULL ? 0 : (uint32_t)b->pixels[3] << 24 | (uint32_t)b->pixels[2] << 16 | (uint32_t)b->pixels[1] << 8 | b->pixels[0];
}

/* Other content is in force: the same picture is not decoded again, another by its name is; so is one that came, or went. */
static void renewed_pictures_are_looked_at(void **state)
{
    (void)state;
    unsigned char red[8 * 8 * 4], blue[8 * 8 * 4];
    for (size_t i = 0; i < sizeof red; i += 4) {
        memcpy(red + i, "\0\0\377\377", 4);
        memcpy(blue + i, "\377\0\0\377", 4);
    }
    for (int side = 4; side <= 8; side += 4) { /* Scaled, and as it is. */
        shelf one = encode(red, 8, 8), other = encode(blue, 8, 8), s = one;
        dct_pictures pictures;
        dct_picture_source source = { &s, load, release };
        dct_pictures_init(&pictures, &dct_alloc_default, &source);
        assert_int_equal(first_pixel(&pictures, side, side), 0xffff0000);
        const dct_bitmap *kept = dct_picture_of(&pictures, "x", side, side);
        assert_int_equal(s.loads, 1);
        dct_pictures_renew(&pictures);
        assert_ptr_equal(dct_picture_of(&pictures, "x", side, side), kept);
        assert_int_equal(s.loads, 2);
        assert_int_equal(first_pixel(&pictures, side, side), 0xffff0000); /* Looked at once. */
        assert_int_equal(s.loads, 2);
        s.data = other.data;
        s.size = other.size;
        assert_int_equal(first_pixel(&pictures, side, side), 0xffff0000);
        dct_pictures_renew(&pictures);
        assert_int_equal(first_pixel(&pictures, side, side), 0xff0000ff);
        s.data = NULL;
        dct_pictures_renew(&pictures);
        assert_int_equal(first_pixel(&pictures, side, side), 0);
        s.data = one.data;
        s.size = one.size;
        dct_pictures_renew(&pictures);
        assert_int_equal(first_pixel(&pictures, side, side), 0xffff0000);
        dct_pictures_close(&pictures);
        WebPFree(one.data);
        WebPFree(other.data);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(own_size_is_exact),        cmocka_unit_test(shrinks_by_area),
        cmocka_unit_test(grows_linearly),           cmocka_unit_test(clear_pixels_show_the_ground),
        cmocka_unit_test(scaled_pictures_are_kept), cmocka_unit_test(the_cache_is_bounded),
        cmocka_unit_test(broken_pictures_are_quiet),cmocka_unit_test(hostile_bytes),
        cmocka_unit_test(huge_headers_are_refused), cmocka_unit_test(renewed_pictures_are_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
