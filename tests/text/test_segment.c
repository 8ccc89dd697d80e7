/* Graphemes and words. */
#include "text/text.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void graphemes(const char *text, const uint32_t *ends, uint32_t count)
{
    uint32_t size = (uint32_t)strlen(text), at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t next = dct_text_next_grapheme(text, size, at);
        assert_int_equal(next, ends[i]);
        assert_int_equal(dct_text_previous_grapheme(text, size, next), at);
        at = next;
    }
    assert_int_equal(at, size);
    assert_int_equal(dct_text_next_grapheme(text, size, size), size);
    assert_int_equal(dct_text_previous_grapheme(text, size, 0), 0);
}

static void test_graphemes(void **state)
{
    (void)state;
    static const uint32_t plain[] = { 1, 2, 3 };
    graphemes("abc", plain, 3);
    static const uint32_t accents[] = { 3, 4 };
    graphemes("e\u0301x", accents, 2);
    static const uint32_t flags[] = { 8, 16 };
    graphemes("\U0001F1E9\U0001F1EA\U0001F1EF\U0001F1F5", flags, 2);
    static const uint32_t family[] = { 18, 19 };
    graphemes("\U0001F469\u200D\U0001F469\u200D\U0001F467" "a", family, 2);
    static const uint32_t lines[] = { 1, 3, 4 };
    graphemes("a\r\nb", lines, 3);
}

static void word(const char *text, uint32_t at, const char *expected)
{
    uint32_t from, to;
    dct_text_word_at(text, (uint32_t)strlen(text), at, &from, &to);
    char found[128] = "";
    assert_true(to - from < sizeof found && to <= strlen(text));
    memcpy(found, text + from, to - from);
    assert_string_equal(found, expected);
}

static void test_words(void **state)
{
    (void)state;
    word("Touch the screen.", 7, "the");
    word("Touch the screen.", 9, " ");
    word("Touch the screen.", 16, ".");
    word("don't stop", 2, "don't");
    word("don't stop", 3, "don't");
    word("version 2.1 of E-104", 8, "2.1");
    word("version 2.1 of E-104", 16, "E-104");
    word("caf\u00E9 e\u0301te\u0301", 7, "e\u0301te\u0301");
    word("\u30AA\u30FC\u30D7\u30F3\u3057\u3066", 3, "\u30AA\u30FC\u30D7\u30F3");
    word("\u0627\u0644\u0634\u0627\u0634\u0629 \u0645", 4, "\u0627\u0644\u0634\u0627\u0634\u0629");
    word("\u0E41\u0E15\u0E30\u200B\u0E08\u0E2D", 0, "\u0E41\u0E15\u0E30");
    word("end", 3, "end");
    word("", 0, "");
}

static void test_any_bytes(void **state)
{
    (void)state;
    char     text[64];
    uint32_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        uint32_t size = 0, count = seed >> 28;
        for (uint32_t i = 0; i < count && size < 56; i++) {
            static const char *const parts[] = { "a", "\u0301", "\u200D", "\U0001F469", "\U0001F1E9", "\xFF", "\xE0\xB8",
                                                 "\r", "\n", "\u0628", " ", "\uAC00", "\u11A8", "'", "1", "." };
            seed = seed * 1664525u + 1013904223u;
            const char *part = parts[seed >> 28];
            memcpy(text + size, part, strlen(part));
            size += (uint32_t)strlen(part);
        }
        seed = seed * 1664525u + 1013904223u;
        for (uint32_t at = 0; at < size;) {
            uint32_t from, to, next = dct_text_next_grapheme(text, size, at);
            assert_true(next > at && next <= size);
            assert_int_equal(dct_text_previous_grapheme(text, size, next), at);
            dct_text_word_at(text, size, at, &from, &to);
            assert_true(from <= at && to > at && to <= size);
            at = next;
        }
    }
}

static void test_long_grapheme(void **state)
{
    (void)state;
    uint32_t size = 1u << 20;
    char    *text = malloc(size);
    assert_non_null(text);
    for (uint32_t i = 0; i < size; i++)
        text[i] = i % 2 == 0 ? '\xCC' : '\x81'; /* One letter's worth of accents: a megabyte. */
    assert_int_equal(dct_text_next_grapheme(text, size, 0), size);
    assert_true(dct_text_previous_grapheme(text, size, size) < size);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_graphemes),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_any_bytes),
        cmocka_unit_test(test_long_grapheme),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
