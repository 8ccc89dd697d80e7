/* Keyboards: known keys at known places, the format held for every language of the table, and what cannot be had. */
#include "base/utf8.h"
#include "pack/keyboard.h"
#include "pack/keyboard_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const docent_alloc *const alloc = &dct_alloc_default;

static void make(const char *tag, dct_buf *out)
{
    docent_error err = { .message = "" };
    dct_buf_init(out, alloc, 65536);
    if (dct_keyboard_make(alloc, tag, out, &err) != DOCENT_OK)
        fail_msg("%s: %s", tag, err.message);
}

static void expect(const char *tag, const char *part)
{
    dct_buf out;
    make(tag, &out);
    if (strstr(dct_buf_text(&out), part) == NULL)
        fail_msg("%s lacks '%s':\n%s", tag, part, dct_buf_text(&out));
    dct_buf_close(&out);
}

static void the_five_languages_have_their_letters(void **state)
{
    (void)state;
    expect("en", "layout en English (US)\nrow\n1\x1F!\t2\x1F@\t");
    expect("en", "row\nq\x1FQ\tw\x1FW\te\x1F" "E\t");
    expect("en", "row\na\x1F" "A\ts\x1FS\td\x1F" "D\tf\x1F" "F\tg\x1FG\th\x1FH\tj\x1FJ\tk\x1FK\tl\x1FL\n");
    expect("de", "\xC3\xB6\x1F\xC3\x96\t\xC3\xA4\x1F\xC3\x84\n");  /* ö Ö, ä Ä */
    expect("de", "q\x1FQ\tw\x1FW\te\x1F" "E\tr\x1FR\tt\x1FT\tz\x1FZ");
    expect("ar", "\xD8\xB6\x1F");                                  /* ض */
    expect("ar", "\xD9\x84\xD8\xA7\x1F\xD9\x84\xD8\xA2");          /* لا and لآ as two letters each */
    expect("ja", "row\n\xE3\x81\xAC\t\xE3\x81\xB5\t\xE3\x81\x82\x1F\xE3\x81\x81\t"); /* ぬ ふ あ/ぁ */
    expect("ja", "\t\xE3\x82\x99\t");                              /* U+3099: composes with what is before it */
    expect("hi", "\xE0\xA4\x95\x1F\xE0\xA4\x96");                  /* क ख */
}

static void dead_keys_are_a_mark_on_a_circle(void **state)
{
    (void)state;
    expect("es", "\t\xE2\x97\x8C\xCC\x81\x1F\xE2\x97\x8C\xCC\x88\t"); /* U+25CC U+0301, with Shift U+25CC U+0308 */
    expect("el", "\xE2\x97\x8C\xCC\x81");
}

static void regions_come_before_languages(void **state)
{
    (void)state;
    expect("de-CH", "layout de-CH German (Switzerland)\n");
    expect("de-LU", "layout de-LU German\n");
    expect("sr-Latn-RS", "layout sr-Latn-RS Serbian (Latin)\n");
    expect("PT_br", "Portuguese (Brazil)\n");
    assert_null(dct_keyboard_find("x"));
    assert_null(dct_keyboard_find(""));
    assert_string_equal(dct_keyboard_find("en-US")->layout, "us");
}

static void unknown_languages_are_missing(void **state)
{
    (void)state;
    dct_buf out;
    docent_error err;
    dct_buf_init(&out, alloc, 65536);
    assert_int_equal(dct_keyboard_make(alloc, "tlh", &out, &err), DOCENT_ERR_MISSING);
    assert_non_null(strstr(err.message, "tlh"));
    assert_int_equal(out.size, 0);
    dct_buf_close(&out);
}

/* One line of keys: every level is one to four code points, none of them a control character. */
static unsigned check_keys(const char *line, size_t size)
{
    unsigned keys = 1, in_level = 0;
    assert_true(dct_utf8_valid(line, size));
    for (size_t at = 0; at < size;) {
        uint32_t c = dct_utf8_next(line, size, &at);
        if (c == '\t' || c == 0x1F) {
            assert_in_range(in_level, 1, 4);
            keys += c == '\t';
            in_level = 0;
        } else {
            assert_true(c > ' ' && c != 0x7F && c != 0xFFFD);
            in_level++;
        }
    }
    assert_in_range(in_level, 1, 4);
    return keys;
}

static void check_format(const char *text)
{
    assert_memory_equal(text, "layout ", 7);
    const char *line = strchr(text, '\n') + 1;
    for (int row = 0; row < 4; row++) {
        assert_memory_equal(line, "row\n", 4);
        line += 4;
        const char *end = strchr(line, '\n');
        assert_non_null(end);
        assert_in_range(check_keys(line, (size_t)(end - line)), 8, 16);
        line = end + 1;
    }
    assert_int_equal(*line, 0);
}

static void every_language_keeps_the_format(void **state)
{
    (void)state;
    static const char *const tags[] = {
        "af",    "am", "ar-MA", "as",    "az", "be",     "bg", "bn",    "bs", "ca",  "cs", "cy", "da",    "de-AT",
        "dv",    "dz", "el",    "en-GB", "eo", "es-419", "et", "fa",    "fi", "fil", "fo", "fr", "fr-BE", "fr-CA",
        "fr-CH", "ga", "gu",    "he",    "hr", "hu",     "hy", "id",    "is", "it",  "ka", "kk", "km",    "kn",
        "ko",    "ky", "lo",    "lt",    "lv", "mi",     "mk", "ml",    "mn", "mr",  "ms", "mt", "my",    "nb",
        "ne",    "nl", "or",    "pa",    "pl", "ps",     "pt", "pt-BR", "ro", "ru",  "si", "sk", "sl",    "sq",
        "sr",    "sv", "sw",    "ta",    "te", "tg",     "th", "tk",    "tr", "uk",  "ur", "uz", "vi",    "zh"
    };
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
        dct_buf out;
        make(tags[i], &out);
        check_format(dct_buf_text(&out));
        dct_buf_close(&out);
    }
}

static void the_signs_keep_the_format(void **state)
{
    (void)state;
    dct_buf out;
    dct_buf_init(&out, alloc, 65536);
    assert_int_equal(dct_keyboard_make_symbols(alloc, &out, NULL), DOCENT_OK);
    check_format(dct_buf_text(&out));
    for (const char *c = "@#%&*()-+=/:;'\"<>.,?!_~^|{}[]\\$`"; *c != 0; c++)
        assert_non_null(strchr(dct_buf_text(&out), *c));
    dct_buf_close(&out);
}

static void the_same_twice_gives_the_same_bytes(void **state)
{
    (void)state;
    dct_buf a, b;
    make("ar", &a);
    make("ar", &b);
    assert_int_equal(a.size, b.size);
    assert_memory_equal(a.data, b.data, a.size);
    dct_buf_close(&a);
    dct_buf_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_five_languages_have_their_letters), cmocka_unit_test(dead_keys_are_a_mark_on_a_circle),
        cmocka_unit_test(regions_come_before_languages),         cmocka_unit_test(unknown_languages_are_missing),
        cmocka_unit_test(every_language_keeps_the_format),       cmocka_unit_test(the_signs_keep_the_format),
        cmocka_unit_test(the_same_twice_gives_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
