/* Where a person is moves articles up among those that answer, and never one out. */
#include "search/support.h"

#include <stdio.h>

#include "search/context.h"

static const text articles[] = {
    { "a", "en", "Charging in the car", "", "The lamp is red while the battery is empty." },
    { "b", "en", "Charging in the boat", "", "The lamp is red while the battery is empty." },
    { "c", "en", "Charging in the tent", "", "The lamp is red while the battery is empty." },
    { "d", "en", "Battery", "", "It lasts for years." },
    { "e", "en", "Red wine", "", "It stains." },
};
#define COUNT (sizeof articles / sizeof *articles)

typedef struct world {
    sqlite3      *db;
    dct_searcher *searcher;
} world;

static int set_up(void **state)
{
    static world w;
    w.db = make_bundle(articles, COUNT);
    run_sql(w.db, "UPDATE article SET product = 'Orbit', audience = 'customer', versions = '>=2.0 <4' WHERE id = 'b'");
    run_sql(w.db, "UPDATE article SET product = 'Pebble', audience = 'dealer', versions = '>=4' WHERE id = 'c'");
    run_sql(w.db, "UPDATE article SET product = 'Wine' WHERE id = 'e'");
    assert_int_equal(dct_searcher_open(w.db, &dct_alloc_default, "en", &w.searcher, NULL), DOCENT_OK);
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;
    dct_searcher_close(w->searcher);
    sqlite3_close(w->db);
    return 0;
}

/* Ids in order, for these words and this context. */
static const char *order(world *w, const char *words, const char *product, const char *audience, const char *version)
{
    static char line[64];
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *hits;
    docent_error err;
    query.text = words;
    query.locale = "en";
    query.product = product;
    query.audience = audience;
    query.version = version;
    if (dct_search_run(w->searcher, &query, &hits, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    line[0] = 0;
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        strcat(line, docent_hits_at(hits, i)->id);
        if (i > 0 && docent_hits_at(hits, i)->score >= docent_hits_at(hits, i - 1)->score)
            fail_msg("scores of \"%s\" do not fall", words);
    }
    docent_hits_free(hits);
    return line;
}

static void test_what_fits_stands_higher(void **state)
{
    world *w = *state;
    assert_string_equal(order(w, "charging lamp", NULL, NULL, NULL), "abc");
    assert_string_equal(order(w, "charging lamp", "orbit", NULL, NULL), "bac");
    assert_string_equal(order(w, "charging lamp", "PEBBLE", NULL, NULL), "cab");
    assert_string_equal(order(w, "charging lamp", NULL, "Dealer", NULL), "cab");
    assert_string_equal(order(w, "charging lamp", NULL, NULL, "3.1"), "bac");
    assert_string_equal(order(w, "charging lamp", NULL, NULL, "4.0"), "cab");
    assert_string_equal(order(w, "charging lamp", "Orbit", "dealer", NULL), "bca");
    assert_string_equal(order(w, "charging lamp", "Orbit", NULL, "4.1"), "bac"); /* c is for 4.1, but of another product. */
    assert_string_equal(order(w, "charging lamp", "Nothing of ours", "", "x"), "abc");
}

static void test_the_screen_stands_higher(void **state)
{
    world *w = *state;
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *hits;
    run_sql(w->db, "INSERT INTO alias VALUES (1, 'tent.charge', 'c', ''), (2, 'LAMP', 'b', '')");
    query.text = "charging lamp";
    query.locale = "en";
    for (int i = 0; i < 3; i++) {
        query.screen = (const char *const[]){ "tent.charge", "LAMP", "no.such" }[i]; /* The second is an error code. */
        assert_int_equal(dct_search_run(w->searcher, &query, &hits, NULL), DOCENT_OK);
        assert_int_equal(docent_hits_count(hits), 3);
        assert_string_equal(docent_hits_at(hits, 0)->id, i == 0 ? "c" : "a");
        docent_hits_free(hits);
    }
}

static void test_words_decide(void **state)
{
    world *w = *state;
    assert_string_equal(order(w, "zzzzqqqq", "Orbit", "customer", "3"), ""); /* Where nothing answers, nothing is lifted. */
    assert_string_equal(order(w, "battery", NULL, NULL, NULL), "dabc");
    assert_string_equal(order(w, "battery", "Orbit", "customer", "3"), "dbac"); /* An equal title stays first. */
    assert_string_equal(order(w, "red lamp charging", "Wine", NULL, NULL), "abce");
}

static void test_explained(void **state)
{
    world *w = *state;
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *hits;
    query.text = "charging lamp";
    query.locale = "en";
    query.flags = DOCENT_QUERY_EXPLAIN;
    assert_int_equal(dct_search_run(w->searcher, &query, &hits, NULL), DOCENT_OK);
    assert_null(strstr(docent_hits_explained(hits), "context"));
    docent_hits_free(hits);
    query.product = "Orbit";
    assert_int_equal(dct_search_run(w->searcher, &query, &hits, NULL), DOCENT_OK);
    const char *first = strstr(docent_hits_explained(hits), " 1. b ");
    assert_non_null(first);
    assert_non_null(strstr(first, " + context "));
    docent_hits_free(hits);
}

static void test_versions(void **state)
{
    (void)state;
    static const struct {
        const char *version, *ranges;
        bool        within;
    } cases[] = {
        { "2.0", ">=2.0 <4", true },     { "3.9.9", ">=2.0 <4", true },   { "4", ">=2.0 <4", false },
        { "4.0.0", ">=2.0 <4", false },  { "1.99", ">=2.0 <4", false },   { "2", ">=2.0 <4", true },
        { "v3", ">=2.0,<4", true },      { "3", ">= 2.0 < 4", true },     { "2.10", ">2.9", true },
        { "2.9", ">2.9", false },        { "2.9", "<=2.9.0", true },      { "2.1.7", "2.1", true },
        { "2.10", "2.1", false },        { "2.1", "=2.1.0", true },       { "2.1", "==2.1", true },
        { "3.0-beta.2", ">=3", true },   { "3.0", ">=3.0-rc1", true },    { "2026.11", ">=2026.2", true },
        { "99999999999999999999", ">5", true },
        { "", ">=1", false },            { "next", ">=1", false },        { "2", "", false },
        { "2", "all", false },           { "2", ">=", false },            { "2", ">=1 or so", false },
        { "1.2.3.4.5.6.7.8.9.10", ">=1", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (dct_version_within(cases[i].version, cases[i].ranges) != cases[i].within)
            fail_msg("%s within %s", cases[i].version, cases[i].ranges);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_fits_stands_higher, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_screen_stands_higher, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_words_decide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_explained, set_up, tear_down),
        cmocka_unit_test(test_versions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
