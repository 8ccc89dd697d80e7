/* The small rules of text: canonical JSON, patterns of paths, dates, addresses, names of files. */
#include "support/cmocka_all.h"

#include "base/alloc.h"
#include "sync/canonical.h"
#include "sync/delegation.h"
#include "sync/place.h"

#include <stdlib.h>
#include <string.h>

static char *canonical(const char *text)
{
    dct_buf out;
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    assert_non_null(value);
    dct_buf_init(&out, &dct_alloc_default, 1 << 20);
    bool ok = dct_canonical(value, &out);
    char *copy = ok ? strcpy(malloc(out.size + 1), dct_buf_text(&out)) : NULL;
    dct_buf_close(&out);
    json_decref(value);
    return copy;
}

static void becomes(const char *text, const char *expected)
{
    char *is = canonical(text);
    if (expected == NULL)
        assert_null(is);
    else
        assert_string_equal(is, expected);
    free(is);
}

static void test_canonical_form(void **state)
{
    (void)state;
    becomes("{ \"b\" : [ 1, -2 , true,false, null ], \"a\":{} }", "{\"a\":{},\"b\":[1,-2,true,false,null]}");
    becomes("\"q\\\" b\\\\ s\\/ n\\n t\\t\"", "\"q\\\" b\\\\ s/ n\n t\t\"");
    becomes("\"\\u0001\\u007f\\u00e4\\ud83d\\ude00\"", "\"\x01\x7f\xc3\xa4\xf0\x9f\x98\x80\"");
    /* By code points, so that what UTF-16 would sort first (U+10000 before U+FF01) comes last. */
    becomes("{\"\xf0\x90\x80\x80\":1,\"\xef\xbc\x81\":2,\"Z\":3,\"a\":4,\"\":5}",
            "{\"\":5,\"Z\":3,\"a\":4,\"\xef\xbc\x81\":2,\"\xf0\x90\x80\x80\":1}");
    becomes("9223372036854775807", "9223372036854775807");
    becomes("1.5", NULL);
    becomes("{\"a\":[1e3]}", NULL);
}

static void test_canonical_depth_is_bounded(void **state)
{
    char text[2 * 70 + 1] = "";
    (void)state;
    for (int i = 0; i < 63; i++)
        strcat(text, "[");
    for (int i = 0; i < 63; i++)
        strcat(text, "]");
    becomes(text, text);
    memset(text, '[', 66);
    memset(text + 66, ']', 66);
    text[132] = 0;
    becomes(text, NULL);
}

static void test_patterns(void **state)
{
    static const struct {
        const char *pattern, *path;
        bool        matches;
    } cases[] = {
        { "targets/*.tgz", "targets/foo.tgz", true },
        { "targets/*.tgz", "targets/foo.txt", false },
        { "targets/*.tgz", "targets/a/foo.tgz", false },
        { "foo-version-?.tgz", "foo-version-2.tgz", true },
        { "foo-version-?.tgz", "foo-version-alpha.tgz", false },
        { "*.tgz", "foo.tgz", true },
        { "*.tgz", "targets/foo.tgz", false },
        { "foo.tgz", "foo.tgz", true },
        { "foo.tgz", "FOO.tgz", false },
        { "foo.tgz", "foo.tgz/", false },
        { "*", "", true },
        { "", "", true },
        { "", "a", false },
        { "*/*", "a/b", true },
        { "*/*", "a", false },
        { "*/*", "a/b/c", false },
        { "**", "a/b", false },
        { "a*b*c", "aXbYc", true },
        { "a*b*c", "acb", false },
        { "?", "\xc3\xa4", true },
        { "?", "ab", false },
        { "[a-c]x", "bx", true },
        { "[a-c]x", "dx", false },
        { "[!a-c]x", "dx", true },
        { "[!a-c]x", "ax", false },
        { "[]]", "]", true },
        { "[a-]", "-", true },
        { "[a", "[a", true },
        { "[a", "a", false },
        { "a[/]b", "a/b", false },
        { ".*", ".hidden", true },
        { "*", ".hidden", true },
        { "a?c", "a/c", false },
        { "a\\*", "a\\x", true }, /* A backslash is a letter. */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (dct_path_matches(cases[i].pattern, cases[i].path) != cases[i].matches)
            fail_msg("%s on %s", cases[i].pattern, cases[i].path);
}

/* A pattern that is made to be slow is not: its time is a product, not a power. */
static void test_patterns_end_soon(void **state)
{
    char pattern[1001], path[1002];
    (void)state;
    for (int i = 0; i < 1000; i++)
        pattern[i] = i % 2 == 0 ? '*' : 'a';
    pattern[1000] = 0;
    memset(path, 'a', 1000);
    strcpy(path + 1000, "b");
    assert_false(dct_path_matches(pattern, path));
}

static void test_dates(void **state)
{
    static const char *const wrong[] = { "", "2027-01-15", "2027-01-15T08:00:00", "2027-01-15T08:00:00+00:00", "2027-13-15T08:00:00Z",
                                         "2027-02-29T08:00:00Z", "2027-01-15T24:00:00Z", "2027-01-15t08:00:00Z", "2027-00-15T08:00:00Z",
                                         "2027-01-00T08:00:00Z", "0000-01-15T08:00:00Z", "2027-01-15T08:60:00Z",
                                         " 2027-01-15T08:00:00Z", "2027-01-15T08:00:00.Z", "2027-01-15T08:00:00.5",
                                         "2027-01-15T08:00:00.1234567890Z", "2027-01-15T08:00:00.5ZZ" };
    int64_t t;
    (void)state;
    assert_true(dct_metadata_time("1970-01-01T00:00:00Z", &t) && t == 0);
    assert_true(dct_metadata_time("1985-10-21T01:21:00Z", &t) && t == 498705660);
    assert_true(dct_metadata_time("2027-01-15T08:00:00Z", &t) && t == 1800000000);
    assert_true(dct_metadata_time("2000-02-29T23:59:59Z", &t) && t == 951868799);
    assert_true(dct_metadata_time("9999-12-31T23:59:59Z", &t) && t == 253402300799);
    assert_true(dct_metadata_time("2027-01-15T08:00:00.999Z", &t) && t == 1800000000);
    assert_true(dct_metadata_time("2027-01-15T08:00:00.123456789Z", &t) && t == 1800000000);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(dct_metadata_time(wrong[i], &t));
}

static void test_places(void **state)
{
    char url[DCT_MAX_SYNC_URL], file[DCT_ROLE_FILE_ROOM], name[256], longest[DCT_MAX_ROLE_NAME + 1], path[300];
    (void)state;
    assert_true(dct_place_metadata("https://h/m", 12, "root", url));
    assert_string_equal(url, "https://h/m/12.root.json");
    assert_true(dct_place_metadata("https://h/m/", 0, "../a b?#\xc3\xa4", url));
    assert_string_equal(url, "https://h/m/..%2Fa%20b%3F%23%C3%A4.json");
    assert_true(dct_place_target("file:///media/usb/t", "a b/c/d.txt", "00ff", url));
    assert_string_equal(url, "file:///media/usb/t/a%20b/c/00ff.d.txt");
    assert_true(dct_place_target("http://h", "d.txt", NULL, url));
    assert_string_equal(url, "http://h/d.txt");
    memset(longest, '/', DCT_MAX_ROLE_NAME);
    longest[DCT_MAX_ROLE_NAME] = 0;
    dct_place_role_file(longest, file);
    assert_int_equal(strlen(file), 3 * DCT_MAX_ROLE_NAME + 5);
    assert_true(dct_place_target_file("path/to/x", name));
    assert_string_equal(name, "path%2Fto%2Fx");
    assert_true(dct_place_target_file("..", name));
    assert_string_equal(name, "%2E%2E");
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = 0;
    assert_false(dct_place_target_file(path, name));
    assert_false(dct_place_target_file("", name));
}

static void test_reasons_have_words(void **state)
{
    (void)state;
    for (int i = 0; i < DCT_REASON_COUNT_; i++) {
        assert_true(strlen(dct_reason_name((dct_reason)i)) >= 2);
        assert_true(strlen(dct_reason_text((dct_reason)i)) > 20);
        assert_true((dct_reason_status((dct_reason)i) == DOCENT_OK) == (i == 0));
    }
    assert_string_equal(dct_reason_name((dct_reason)99), "SERVER");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canonical_form),
        cmocka_unit_test(test_canonical_depth_is_bounded),
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_patterns_end_soon),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_reasons_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
