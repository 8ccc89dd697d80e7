/* Pictures of the screen, read back by libpng: every pixel as it was, and black where a mask lay. */
#include "support/cmocka_all.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "contact/png.h"
#include "support/fake_clock.h"

static uint32_t *make(int32_t width, int32_t height, uint64_t seed, bool noise)
{
    uint32_t *pixels = malloc((size_t)width * (size_t)height * 4);
    assert_non_null(pixels);
    for (int32_t i = 0; i < width * height; i++)
        pixels[i] = noise ? (uint32_t)fake_random(&seed) | 0xFF000000 : 0xFF000000 | (uint32_t)(i / width / 8 * 0x010203) | (i % 97 == 0 ? 0xFF : 0);
    return pixels;
}

static size_t check(const docent_screen *s)
{
    dct_buf out;
    png_image image = { .version = PNG_IMAGE_VERSION };
    docent_error err;
    dct_buf_init(&out, &dct_alloc_default, 64u << 20);
    if (dct_png_write(s, &out, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    assert_true(png_image_begin_read_from_memory(&image, out.data, out.size));
    assert_int_equal(image.width, s->width);
    assert_int_equal(image.height, s->height);
    image.format = PNG_FORMAT_RGB;
    unsigned char *rows = malloc(PNG_IMAGE_SIZE(image)), *p = rows;
    assert_non_null(rows);
    if (!png_image_finish_read(&image, NULL, rows, 0, NULL))
        fail_msg("%s", image.message);
    for (int32_t y = 0; y < s->height; y++) {
        for (int32_t x = 0; x < s->width; x++, p += 3) {
            uint32_t want = s->pixels[y * s->stride + x] & 0xFFFFFF, have = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
            for (uint32_t m = 0; m < s->mask_count; m++)
                if (x >= s->masks[m][0] && x < s->masks[m][0] + s->masks[m][2] && y >= s->masks[m][1] && y < s->masks[m][1] + s->masks[m][3])
                    want = 0;
            if (want != have)
                fail_msg("%d, %d: %06x is %06x", (int)x, (int)y, (unsigned)want, (unsigned)have);
        }
    }
    free(rows);
    size_t size = out.size;
    dct_buf_close(&out);
    return size;
}

static void test_every_pixel(void **state)
{
    (void)state;
    static const int32_t sizes[][2] = { { 1, 1 }, { 3, 2 }, { 1, 700 }, { 900, 1 }, { 257, 63 }, { 640, 480 } };
    for (size_t i = 0; i < 2 * sizeof sizes / sizeof *sizes; i++) {
        const int32_t *size = sizes[i / 2];
        uint32_t *pixels = make(size[0], size[1], i, i % 2 == 1);
        docent_screen s = { pixels, size[0], size[1], size[0], NULL, 0 };
        check(&s);
        free(pixels);
    }
}

static void test_masks(void **state)
{
    (void)state;
    static const int32_t masks[][4] = { { 10, 10, 50, 20 }, { -5, -5, 8, 8 }, { 190, 90, INT32_MAX, INT32_MAX }, { 3, 3, -4, 9 } };
    uint32_t *pixels = make(200, 100, 9, true);
    docent_screen s = { pixels, 180, 100, 200, masks, 2 };
    check(&s);
    free(pixels);
}

/* A page of text is mostly one colour. */
static void test_a_page_becomes_small(void **state)
{
    (void)state;
    uint32_t *pixels = make(1280, 720, 1, false);
    docent_screen s = { pixels, 1280, 720, 1280, NULL, 0 };
    assert_true(check(&s) < 1280u * 720 * 3 / 20);
    free(pixels);
}

static void test_what_is_no_screen(void **state)
{
    (void)state;
    uint32_t pixel = 0;
    dct_buf out;
    dct_buf_init(&out, &dct_alloc_default, 1 << 20);
    docent_screen bad[] = { { NULL, 1, 1, 1, NULL, 0 }, { &pixel, 0, 1, 1, NULL, 0 }, { &pixel, 1, -1, 1, NULL, 0 },
                            { &pixel, 2, 1, 1, NULL, 0 }, { &pixel, 1, 1, 1, NULL, 3 } };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(dct_png_write(&bad[i], &out, NULL), DOCENT_ERR_ARG);
    docent_screen large = { &pixel, 16384, 16384, 16384, NULL, 0 };
    assert_int_equal(dct_png_write(&large, &out, NULL), DOCENT_ERR_LIMIT);
    dct_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_pixel), cmocka_unit_test(test_masks), cmocka_unit_test(test_a_page_becomes_small),
        cmocka_unit_test(test_what_is_no_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
