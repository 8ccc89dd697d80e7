/* Words as they are counted for the authors: folded, short, and never somebody's. */
#include "support/cmocka_all.h"

#include <string.h>

#include "search/countable.h"

static void is(const char *typed, const char *locale, const char *counted)
{
    char out[DCT_MAX_COUNTED_BYTES + 1];
    bool may = dct_countable(typed, locale, out);
    assert_string_equal(out, counted);
    assert_int_equal(may, *counted != 0);
}

static void never(const char *typed)
{
    char out[DCT_MAX_COUNTED_BYTES + 1];
    if (dct_countable(typed, "en", out))
        fail_msg("\"%s\" would be counted as \"%s\"", typed, out);
    assert_string_equal(out, "");
}

static void test_folded(void **state)
{
    (void)state;
    is("  How do I \t PAIR it\n", "en", "how do i pair it");
    is("\u3000\uFF37\uFF49\uFF26\uFF49\u3000\u00A0setup", "en", "wifi setup");
    is("GR\u00D6\u00DFE", "de", "gr\u00F6sse");
    is("\u0130STANBUL I", "tr", "istanbul \u0131");
    is("", "en", "");
    is(" \t\u2028\xC2\x85 ", "en", "");
}

static void test_short(void **state)
{
    (void)state;
    char typed[3001], out[DCT_MAX_COUNTED_BYTES + 1];
    memset(typed, 'x', 3000);
    typed[3000] = 0;
    assert_true(dct_countable(typed, "en", out));
    assert_int_equal(strlen(out), DCT_MAX_COUNTED_BYTES);
    for (size_t i = 0; i < 3000; i++)
        typed[i] = "\xE3\x81\x82"[i % 3]; /* 80 is in the middle of a letter. */
    assert_true(dct_countable(typed, "ja", out));
    assert_int_equal(strlen(out), 78);
    for (size_t i = 0; i < 3000; i++)
        typed[i] = i % 80 == 79 ? ' ' : 'x';
    assert_true(dct_countable(typed, "en", out));
    assert_int_equal(strlen(out), 79);
}

static void test_never_somebodys(void **state)
{
    (void)state;
    never("anna@mail.example");
    never("my mail is Anna @ mail.example");
    never("anna\uFF20mail.example");
    never("5551234");
    never("call +49 (30) 5550-1490");
    never("030/555 14 90");
    never("\u0660\u0661\u0662\u0663\u0664\u0665\u0666");
    never("\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17");
    never("https://example.com");
    never("look at WWW.example.com");
    never("example.com/me");
    never("m\u00FCller.de/anna error 4");
    char late[120];
    memset(late, 'x', sizeof late);
    strcpy(late + 90, " 555 1234 567"); /* Beyond what would be kept. */
    never(late);
}

static void test_but_searches_are(void **state)
{
    (void)state;
    is("Error E-104", "en", "error e-104");
    is("windows 10 32/64 bit", "en", "windows 10 32/64 bit");
    is("version 2.0/3.1", "en", "version 2.0/3.1");
    is("on/off", "en", "on/off");
    is("123456", "en", "123456");
    is("12345 and 67890", "en", "12345 and 67890");
    is("printer @", "en", "printer @");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folded),
        cmocka_unit_test(test_short),
        cmocka_unit_test(test_never_somebodys),
        cmocka_unit_test(test_but_searches_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
