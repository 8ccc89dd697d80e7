/* Line breaks: Unicode's own test file, whole, where Debian's unicode-data is installed; and the everyday rules,
 * always. */
#include "text/linebreak.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define TEST_FILE "/usr/share/unicode/auxiliary/LineBreakTest.txt"
#define ROOM 256

/* One line of the file, "× 0023 × 0020 ÷ 0023 ÷ # ...": code points, and whether a break is before each. */
static size_t parse(const char *line, uint32_t *points, bool *breaks, size_t room)
{
    size_t count = 0;
    bool   may = false;
    for (const char *p = line; *p != '\0' && *p != '#' && count < room;) {
        if (strncmp(p, "\xC3\xB7", 2) == 0 || strncmp(p, "\xC3\x97", 2) == 0) {
            may = p[1] == '\xB7';
            p += 2;
        } else if ((*p >= '0' && *p <= '9') || (*p >= 'A' && *p <= 'F')) {
            char *end;
            breaks[count] = may;
            points[count++] = (uint32_t)strtoul(p, &end, 16);
            p = end;
        } else {
            p++;
        }
    }
    return count;
}

static bool agrees(const char *line)
{
    uint32_t points[ROOM];
    bool     expected[ROOM];
    uint8_t  classes[ROOM] = { 0 }, found[ROOM];
    size_t   count = parse(line, points, expected, ROOM);
    for (size_t i = 0; i < count; i++)
        classes[i] = dct_char(points[i]) & DCT_CHAR_CLASS;
    dct_line_breaks(classes, count, found);
    for (size_t i = 1; i < count; i++)
        if ((found[i] != DCT_BREAK_NONE) != expected[i])
            return false;
    return true;
}

static void test_unicode_file(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_FILE, "r");
    if (file == NULL) {
        print_message("no %s (Debian's unicode-data): skipped\n", TEST_FILE);
        skip();
    }
    char   line[8192];
    size_t cases = 0, wrong = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '#')
            continue;
        cases++;
        if (!agrees(line)) {
            wrong++;
            print_message("%s", line);
        }
    }
    fclose(file);
    assert_true(cases > 7000);
    assert_int_equal(wrong, 0);
}

/* Breaks shown in the text: '|' where a line may end, '!' where it must. */
static void check(const char *marked)
{
    char    text[ROOM], shown[2 * ROOM];
    size_t  size = 0, count = 0, starts[ROOM];
    uint8_t classes[ROOM] = { 0 }, found[ROOM];
    for (const char *p = marked; *p != '\0'; p++)
        if (*p != '|' && *p != '!')
            text[size++] = *p;
    for (size_t at = 0; at < size;) {
        starts[count] = at;
        classes[count++] = dct_char(dct_utf8_next(text, size, &at)) & DCT_CHAR_CLASS;
    }
    dct_line_breaks(classes, count, found);
    size_t out = 0;
    for (size_t i = 0; i < count; i++) {
        size_t end = i + 1 < count ? starts[i + 1] : size;
        if (found[i] != DCT_BREAK_NONE)
            shown[out++] = found[i] == DCT_BREAK_MAY ? '|' : '!';
        memcpy(shown + out, text + starts[i], end - starts[i]);
        out += end - starts[i];
    }
    shown[out] = '\0';
    assert_string_equal(shown, marked);
}

static void test_everyday(void **state)
{
    (void)state;
    check("Touch |the |screen");
    check("Touch |the |screen |(model |OX-200), |at |75%.");
    check("It |costs |$5.20 |or |(5) |or |-3 |\xE2\x82\xAC");
    check("well-|known");
    check("one\n!two\r\n!three");
    check("http://|example.com/|a/|b");
    check("\xE7\x94\xBB|\xE9\x9D\xA2|\xE3\x81\xAB\xE3\x80\x82|\xE3\x80\x8C\xE9\x9F\xB3\xE3\x80\x8D|\xE3\x81\xA7"); /* kinsoku */
    check("\xE3\x81\xA1\xE3\x82\x87\xE3\x81\xA3|\xE3\x81\xA8"); /* small kana do not begin a line */
    check("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA|\xF0\x9F\x87\xAF\xF0\x9F\x87\xB5"); /* two flags */
    check("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB|\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD"); /* joined; skin tone */
    check("a\xC2\xA0" "b |c");
    check("soft\xC2\xAD|hyphen");
}

static void test_everyday_catches(void **state)
{
    (void)state;
    assert_false(agrees("\xC3\x97 0061 \xC3\xB7 0062 \xC3\xB7"));
    assert_true(agrees("\xC3\x97 0061 \xC3\x97 0062 \xC3\xB7"));
}

static void test_long(void **state)
{
    (void)state;
    size_t   count = 1 << 20;
    uint8_t *classes = malloc(count), *breaks = malloc(count);
    assert_non_null(classes);
    assert_non_null(breaks);
    uint32_t seed = 7;
    for (size_t i = 0; i < count; i++) {
        seed = seed * 1664525u + 1013904223u;
        classes[i] = (uint8_t)((seed >> 16) % (DCT_BREAK_H3 + 1));
    }
    dct_line_breaks(classes, count, breaks);
    for (size_t i = 1; i < count; i++)
        if (classes[i - 1] == DCT_BREAK_BK)
            assert_int_equal(breaks[i], DCT_BREAK_MUST);
    memset(classes, DCT_BREAK_PR, count); /* The look-ahead must not be quadratic. */
    memset(classes + 1, DCT_BREAK_CM, count - 1);
    dct_line_breaks(classes, count, breaks);
    free(classes);
    free(breaks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unicode_file),
        cmocka_unit_test(test_everyday),
        cmocka_unit_test(test_everyday_catches),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
