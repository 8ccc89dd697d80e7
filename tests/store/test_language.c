/* Which of a bundle's languages is nearest, and the one form of error codes. */
#include "support/cmocka_all.h"

#include <string.h>

#include "store/code.h"
#include "store/language.h"

/* The nearest of `have`, NULL when none is. */
static const char *nearest(const char *want, const char *const *have)
{
    const char *best = NULL;
    int nearness = 0;
    for (; *have != NULL; have++)
        if (dct_language_nearness(want, *have) > nearness) {
            nearness = dct_language_nearness(want, *have);
            best = *have;
        }
    return best;
}

static void check(const char *want, const char *const *have, const char *expected)
{
    const char *got = nearest(want, have);
    if (expected == NULL ? got != NULL : got == NULL || strcmp(got, expected) != 0)
        fail_msg("%s: got %s, wanted %s", want, got == NULL ? "none" : got, expected == NULL ? "none" : expected);
}

static void test_regions(void **state)
{
    (void)state;
    const char *const have[] = { "en", "de", "de-CH", "pt-BR", "pt", "fil", NULL };
    check("de-AT", have, "de");
    check("de-CH", have, "de-CH");
    check("DE_ch", have, "de-CH");
    check("de_DE.UTF-8", have, "de");
    check("de@euro", have, "de");
    check("pt-PT", have, "pt");
    check("pt-BR", have, "pt-BR");
    check("en-US-u-ca-buddhist", have, "en");
    check("tl", have, "fil");
    check("fr", have, NULL);
    check("C", have, NULL);
    check("", have, NULL);
    check("deutsch-und-noch-mehr", have, NULL);
}

static void test_scripts(void **state)
{
    (void)state;
    const char *const both[] = { "zh-Hans", "zh-Hant", "sr-Latn", "sr", NULL };
    check("zh-TW", both, "zh-Hant");
    check("zh-HK", both, "zh-Hant");
    check("zh", both, "zh-Hans");
    check("zh-CN", both, "zh-Hans");
    check("zh-Hant-CN", both, "zh-Hant");
    check("cmn-TW", both, "zh-Hant");
    check("sr-RS", both, "sr");
    check("sr-ME", both, "sr-Latn");
    const char *const simplified[] = { "en", "zh-CN", NULL };
    check("zh-TW", simplified, "zh-CN"); /* Better than English. */
    const char *const taiwan[] = { "zh-CN", "zh-TW", NULL };
    check("zh-Hant", taiwan, "zh-TW");
    check("zh-HK", taiwan, "zh-TW");
}

static void test_only_a_region_there(void **state)
{
    (void)state;
    const char *const have[] = { "en-GB", "en-US", "pt-BR", NULL };
    check("en", have, "en-GB"); /* The author's order decides. */
    check("en-US", have, "en-US");
    check("pt", have, "pt-BR");
}

static void check_code(const char *code, const char *expected)
{
    char key[16];
    assert_int_equal(dct_code_key(code, key, sizeof key), strlen(expected));
    assert_string_equal(key, expected);
}

static void test_codes(void **state)
{
    (void)state;
    check_code("E-104", "E104");
    check_code("e 104", "E104");
    check_code("  e.1_0/4 ", "E104");
    check_code("é-7", "é7");
    check_code("- -", "");
    check_code("", "");
    check_code("123456789012345", "123456789012345");
    check_code("1234567890123456", ""); /* Does not fit: no code. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_only_a_region_there),
        cmocka_unit_test(test_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
