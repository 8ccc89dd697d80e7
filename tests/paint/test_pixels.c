/* The row functions against arithmetic written out: every alpha, every coverage, odd counts, odd addresses. */
#include "paint_test.h"

#include "paint/pixels.h"

static unsigned naive(unsigned over, unsigned under, unsigned alpha)
{
    return (over * alpha + under * (255 - alpha) + 127) / 255; /* Nearest; 255 is odd, so there are no halves. */
}

static void divides_like_arithmetic(void **state)
{
    (void)state;
    for (uint32_t v = 0; v <= 65025; v++)
        assert_int_equal(dct_div255(v), (v + 127) / 255);
}

static void bytes_have_the_formats_order(void **state)
{
    (void)state;
    unsigned char bytes[4];
    uint32_t pixel = dct_pixel(0x11223344, DOCENT_BGRA8);
    memcpy(bytes, &pixel, 4);
    assert_memory_equal(bytes, "\x44\x33\x22\xff", 4);
    pixel = dct_pixel(0x11223344, DOCENT_RGBA8);
    memcpy(bytes, &pixel, 4);
    assert_memory_equal(bytes, "\x22\x33\x44\xff", 4);
}

static void fills(void **state)
{
    (void)state;
    unsigned char row[4 * 80 + 3];
    uint32_t pixel = dct_pixel(0xff010203, DOCENT_BGRA8);
    for (size_t count = 0; count < 70; count++) {
        memset(row, GUARD, sizeof row);
        dct_span_fill(row + 3, count, pixel);
        for (size_t i = 0; i < count; i++)
            assert_memory_equal(row + 3 + 4 * i, &pixel, 4);
        assert_int_equal(row[2], GUARD);
        assert_int_equal(row[3 + 4 * count], GUARD);
    }
}

static void blends(void **state)
{
    (void)state;
    unsigned char row[4 * 37];
    for (unsigned alpha = 0; alpha < 256; alpha++) {
        for (size_t i = 0; i < sizeof row; i++)
            row[i] = (unsigned char)(i % 4 == 3 ? 255 : i * 89 + alpha);
        dct_span_blend(row, 37, dct_pixel(0xff00c8ff, DOCENT_BGRA8), alpha);
        const unsigned over[4] = { 0xff, 0xc8, 0x00, 0xff };
        for (size_t i = 0; i < sizeof row; i++) {
            unsigned under = i % 4 == 3 ? 255 : (unsigned char)(i * 89 + alpha);
            assert_int_equal(row[i], naive(over[i % 4], under, alpha));
        }
    }
}

static void covers(void **state)
{
    (void)state;
    unsigned char row[4 * 256], cover[256], table[256];
    for (unsigned alpha = 1; alpha < 256; alpha += 2) {
        dct_table_alpha(table, alpha);
        for (unsigned i = 0; i < 256; i++)
            cover[i] = (unsigned char)((i * 7) % 3 == 0 ? i : 0);
        memset(row, 90, sizeof row);
        dct_span_cover(row, 256, dct_pixel(0xff00c8ff, DOCENT_BGRA8), cover, table);
        for (unsigned i = 0; i < 256; i++)
            assert_int_equal(row[4 * i + 1], naive(0xc8, 90, (cover[i] * alpha + 127) / 255));
    }
}

static void pictures_are_premultiplied(void **state)
{
    (void)state;
    for (unsigned alpha = 0; alpha < 256; alpha++) {
        for (unsigned cover = 0; cover < 256; cover += 5) {
            unsigned char to[4] = { 40, 80, 120, 255 }, by = (unsigned char)cover;
            unsigned char from[4] = { (unsigned char)(alpha / 2), 0, (unsigned char)alpha, (unsigned char)alpha };
            dct_span_picture(to, 1, from, &by, DOCENT_RGBA8);
            unsigned covered = (alpha * cover + 127) / 255, under = 255 - covered;
            if (covered == 0) {
                assert_memory_equal(to, "\x28\x50\x78\xff", 4);
                continue;
            }
            assert_int_equal(to[0], covered == 255 ? alpha : (alpha * cover + 40 * under + 127) / 255); /* Red. */
            assert_int_equal(to[1], (80 * under + 127) / 255);
            assert_int_equal(to[2], covered == 255 ? alpha / 2 : (alpha / 2 * cover + 120 * under + 127) / 255);
            assert_int_equal(to[3], 255);
        }
    }
}

static void multiplies_coverage(void **state)
{
    (void)state;
    for (unsigned a = 0; a < 256; a++) {
        unsigned char cover[3] = { (unsigned char)a, 255, 0 }, by[3] = { 100, (unsigned char)a, (unsigned char)a };
        dct_cover_multiply(cover, by, 3);
        assert_int_equal(cover[0], (a * 100 + 127) / 255);
        assert_int_equal(cover[1], a);
        assert_int_equal(cover[2], 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(divides_like_arithmetic), cmocka_unit_test(bytes_have_the_formats_order),
        cmocka_unit_test(fills),                   cmocka_unit_test(blends),
        cmocka_unit_test(covers),                  cmocka_unit_test(pictures_are_premultiplied),
        cmocka_unit_test(multiplies_coverage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
