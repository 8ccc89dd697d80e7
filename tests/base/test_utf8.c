/* UTF-8 against a slow second opinion, and messages that stay one line. */
#include "support/cmocka_all.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"

/* Table 3-7 of the Unicode Standard, row by row. */
static const struct {
    unsigned char from[4], to[4];
    size_t        size;
} table[] = {
    { { 0x00 }, { 0x7F }, 1 },
    { { 0xC2, 0x80 }, { 0xDF, 0xBF }, 2 },
    { { 0xE0, 0xA0, 0x80 }, { 0xE0, 0xBF, 0xBF }, 3 },
    { { 0xE1, 0x80, 0x80 }, { 0xEC, 0xBF, 0xBF }, 3 },
    { { 0xED, 0x80, 0x80 }, { 0xED, 0x9F, 0xBF }, 3 },
    { { 0xEE, 0x80, 0x80 }, { 0xEF, 0xBF, 0xBF }, 3 },
    { { 0xF0, 0x90, 0x80, 0x80 }, { 0xF0, 0xBF, 0xBF, 0xBF }, 4 },
    { { 0xF1, 0x80, 0x80, 0x80 }, { 0xF3, 0xBF, 0xBF, 0xBF }, 4 },
    { { 0xF4, 0x80, 0x80, 0x80 }, { 0xF4, 0x8F, 0xBF, 0xBF }, 4 },
};

static bool matches(const unsigned char *p, size_t size, size_t row)
{
    for (size_t i = 0; i < table[row].size; i++)
        if (i >= size || p[i] < table[row].from[i] || p[i] > table[row].to[i])
            return false;
    return true;
}

static bool valid(const unsigned char *p, size_t size)
{
    for (size_t at = 0; at < size;) {
        size_t row = 0, rows = sizeof table / sizeof *table;
        while (row < rows && !matches(p + at, size - at, row))
            row++;
        if (row == rows)
            return false;
        at += table[row].size;
    }
    return true;
}

/* All strings of up to four bytes out of those that decide anything. */
static void test_validity(void **state)
{
    (void)state;
    static const unsigned char bytes[] = { 0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF,
                                           0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF };
    const size_t n = sizeof bytes;
    for (size_t i = 0; i < n * n * n * n; i++) {
        const unsigned char p[4] = { bytes[i % n], bytes[i / n % n], bytes[i / n / n % n], bytes[i / n / n / n] };
        for (size_t size = 1; size <= 4; size++)
            if (dct_utf8_valid((const char *)p, size) != valid(p, size))
                fail_msg("%02X %02X %02X %02X, %zu bytes", p[0], p[1], p[2], p[3], size);
    }
}

static void test_every_code_point_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char text[5] = "";
        size_t at = 0, size = dct_utf8_encode(c, text);
        uint32_t back = dct_utf8_next(text, size, &at);
        uint32_t want = c >= 0xD800 && c <= 0xDFFF ? 0xFFFD : c;
        if (back != want || at != size || !dct_utf8_valid(text, size) || dct_utf8_previous(text, size) != 0)
            fail_msg("U+%04X", (unsigned)c);
    }
    char text[4];
    assert_int_equal(dct_utf8_encode(0x110000, text), 3);
}

static void test_ill_formed_bytes_are_replaced_one_by_one(void **state)
{
    (void)state;
    const char text[] = "a\xE2\x82z\xFF";
    size_t at = 0;
    assert_int_equal(dct_utf8_next(text, 5, &at), 'a');
    assert_int_equal(dct_utf8_next(text, 5, &at), 0xFFFD);
    assert_int_equal(at, 2);
    assert_int_equal(dct_utf8_next(text, 5, &at), 0xFFFD);
    assert_int_equal(dct_utf8_next(text, 5, &at), 'z');
    assert_int_equal(dct_utf8_next(text, 5, &at), 0xFFFD);
    assert_int_equal(at, 5);
}

static void test_cutting(void **state)
{
    (void)state;
    const char text[] = "aé€😀";
    static const size_t want[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10 };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(dct_utf8_cut(text, i), want[i]);
    char short_text[sizeof text];
    for (size_t i = 0; i < sizeof text; i++) { /* The bytes behind it are gone already. */
        memcpy(short_text, text, i);
        short_text[i] = 0;
        assert_int_equal(dct_utf8_cut(short_text, i), want[i]);
    }
    assert_int_equal(dct_utf8_previous(text, 10), 6);
    assert_int_equal(dct_utf8_previous(text, 6), 3);
    assert_int_equal(dct_utf8_previous(text, 1), 0);
    assert_int_equal(dct_utf8_previous(text, 0), 0);
}

/* ---- errors ---- */

static void test_messages_are_one_line(void **state)
{
    (void)state;
    docent_error err;
    char long_text[600];
    assert_int_equal(dct_fail(&err, DOCENT_ERR_IO, "store", 5, "a\nb\tc\x7F%s", "d"), DOCENT_ERR_IO);
    assert_string_equal(err.message, "a b c d");
    assert_int_equal(err.native, 5);
    memset(long_text, 0, sizeof long_text);
    for (size_t i = 0; i + 4 < sizeof long_text; i += 4)
        memcpy(long_text + i, "😀", 4);
    for (size_t i = 0; i < 4; i++) { /* One of them ends at every byte of a code point. */
        (void)dct_fail(&err, DOCENT_ERR_IO, "store", 0, "%.*s%s", (int)i, "xxxx", long_text);
        assert_in_range(strlen(err.message), sizeof err.message - 4, sizeof err.message - 1);
        assert_true(dct_utf8_valid(err.message, strlen(err.message)));
    }
    assert_int_equal(dct_fail(NULL, DOCENT_ERR_LIMIT, "store", 0, "nobody listens"), DOCENT_ERR_LIMIT);
    dct_error_clear(&err);
    assert_int_equal(err.status, DOCENT_OK);
    assert_string_equal(err.where, "");
}

static void test_status_names(void **state)
{
    (void)state;
    assert_string_equal(docent_status_name(DOCENT_OK), "ok");
    assert_string_equal(docent_status_name(DOCENT_ERR_LIMIT), "limit reached");
    assert_string_equal(docent_status_name((docent_status)7), "unknown");
    assert_string_equal(docent_status_name((docent_status)-99), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_validity),
        cmocka_unit_test(test_every_code_point_comes_back),
        cmocka_unit_test(test_ill_formed_bytes_are_replaced_one_by_one),
        cmocka_unit_test(test_cutting),
        cmocka_unit_test(test_messages_are_one_line),
        cmocka_unit_test(test_status_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
