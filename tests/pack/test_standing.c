/* Of when an article is, how much it is read, whose it is: from front matter and from lines to what a program sees. */
#include "support/project.h"

#include "pack/standing.h"

#include <string.h>

static void test_dates(void **state)
{
    (void)state;
    static const char *const good[] = { "2026-11-01", "2024-02-29", "2000-02-29", "1999-12-31" };
    static const char *const bad[] = { "", "2026", "2026-11", "2026-11-1", "2026-13-01", "2026-00-10", "2026-04-31", "2025-02-29",
                                       "1900-02-29", "2026-11-01x", "2026/11/01", "20261101", "1066-10-14", "-026-11-01" };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(dct_is_date(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dct_is_date(bad[i]));
}

static void test_numbers(void **state)
{
    (void)state;
    uint32_t n;
    assert_true(dct_is_number("0", 100, &n) && n == 0);
    assert_true(dct_is_number("100", 100, &n) && n == 100);
    static const char *const bad[] = { "", "-1", "101", "1.5", " 1", "1 ", "99999999999999999999999" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(dct_is_number(bad[i], 100, &n));
}

static void expect_article(fixture *f, const char *id, const char *updated, const char *origin)
{
    docent_article *a;
    assert_int_equal(docent_article_open(f->help, id, &a), DOCENT_OK);
    assert_string_equal(docent_article_updated(a), updated);
    assert_string_equal(docent_article_origin(a), origin);
    docent_article_close(a);
}

#define ORIGIN "{\"kind\":\"community\",\"url\":\"https://forum.example/t/1?a=\\\"x\\\"\",\"date\":\"2026-10-03\",\"votes\":12}"

static void test_front_matter(void **state)
{
    (void)state;
    fixture f;
    docent_hits *hits;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "languages: [en, de]\ntop: [b]\n");
    fixture_put(&f, "a.md", "---\nupdated: 2026-11-01\npopularity: 70\n---\n# A\n");
    fixture_put(&f, "a.de.md", "# A\n");
    fixture_put(&f, "b.md", "---\ncommunity: {url: 'https://forum.example/t/1?a=\"x\"', date: 2026-10-03, votes: 12}\n---\n# B\n");
    fixture_put(&f, "b.de.md", "---\nupdated: 2026-11-02\n---\n# B\n");
    fixture_put(&f, "c.md", "# C\n");
    fixture_pack(&f);
    assert_int_equal(f.errors, 0);
    expect_article(&f, "a", "2026-11-01", "");
    expect_article(&f, "b", "", ORIGIN);
    expect_article(&f, "c", "", "");
    assert_int_equal(docent_top(f.help, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->origin, ORIGIN);
    docent_hits_free(hits);
    docent_set_locale(f.help, "de"); /* A translation has what its source has, and a day of its own. */
    expect_article(&f, "a", "2026-11-01", "");
    expect_article(&f, "b", "2026-11-02", ORIGIN);
    assert_int_equal(docent_verify(f.help), DOCENT_OK);
    fixture_close(&f);
}

static void test_faults(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "");
    fixture_put(&f, "a.md", "---\nupdated: yesterday\npopularity: 101\ncommunity: {url: 'javascript:x', votes: many, colour: red}\n---\n# A\n");
    fixture_put(&f, "b.md", "---\ncommunity: yes\n---\n# B\n");
    fixture_pack(&f);
    fixture_expect(&f, "a.md:2:10: error: `updated` must be a day like 2026-11-01, not \"yesterday\"\n"
                       "a.md:3:13: error: `popularity` must be a whole number from 0 to 100, not \"101\"\n"
                       "a.md:4:18: error: `url` must be an address of the web, not \"javascript:x\"\n"
                       "a.md:4:41: error: `votes` must be a whole number from 0 to 1000000000, not \"many\"\n"
                       "a.md:4:47: error: unknown key `colour` in `community`\n"
                       "b.md:2:12: error: `community` must be a map, not a text\n");
    fixture_close(&f);
}

static void test_lines(void **state)
{
    (void)state;
    static const char lines[] =
        "{\"id\":\"a\",\"title\":\"A\",\"body\":\"x\",\"updated\":\"2026-11-01\",\"popularity\":7}\n"
        "{\"id\":\"b\",\"title\":\"B\",\"body\":\"x\",\"community\":{\"votes\":12,\"url\":\"https://forum.example/t/1?a=\\\"x\\\"\",\"date\":\"2026-10-03\"}}\n"
        "{\"id\":\"c\",\"title\":\"C\",\"body\":\"x\",\"updated\":null,\"community\":null,\"popularity\":null}\n";
    static const char bad[] = "{\"id\":\"a\",\"body\":\"x\",\"updated\":\"2026-02-30\",\"popularity\":\"7\"}\n"
                              "{\"id\":\"b\",\"body\":\"x\",\"community\":[],\"popularity\":-1}\n"
                              "{\"id\":\"c\",\"body\":\"x\",\"community\":{\"url\":\"ftp://x\",\"votes\":1.5,\"date\":3}}\n";
    fixture f;
    fixture_open(&f);
    fixture_pack_lines(&f, lines, sizeof lines - 1);
    assert_int_equal(f.errors, 0);
    expect_article(&f, "a", "2026-11-01", "");
    expect_article(&f, "b", "", ORIGIN);
    expect_article(&f, "c", "", "");
    fixture_close(&f);
    fixture_open(&f);
    fixture_pack_lines(&f, bad, sizeof bad - 1);
    assert_int_equal(f.errors, 7);
    fixture_close(&f);
}

/* A folder of accepted answers is a collection like any other; ours stand above it, even one that says less. */
static void test_a_collection_of_the_community(void **state)
{
    (void)state;
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "categories:\n  - {folder: community, title: From our customers}\n");
    fixture_put(&f, "wifi/join.md", "---\ntitle: Wi-Fi on channel 36\n---\n\nOpen Settings, then choose channel 36.\n");
    fixture_put(&f, "community/old.md", "---\ntitle: Wi-Fi on channel 36\ncommunity: {url: https://forum.example/t/17, votes: 12}\n---\n\n"
                                        "Open Settings, then choose channel 36. Channel 36 is it.\n");
    fixture_pack(&f);
    assert_int_equal(f.errors + f.warnings, 0);
    q.text = "wi-fi channel 36";
    assert_int_equal(docent_search(f.help, &q, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 2);
    assert_string_equal(docent_hits_at(hits, 0)->id, "join");
    assert_string_equal(docent_hits_at(hits, 0)->origin, "");
    assert_string_equal(docent_hits_at(hits, 1)->id, "old");
    assert_non_null(strstr(docent_hits_at(hits, 1)->origin, "\"votes\":12"));
    docent_hits_free(hits);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_front_matter),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_a_collection_of_the_community),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
