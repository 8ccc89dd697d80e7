/* Newness, popularity and origin settle what the words leave open, and nothing else. */
#include "support.h"

#include "search/votes.h"

#include <stdio.h>

#define FORUM "{\"kind\":\"community\",\"url\":\"https://forum.example/1\",\"date\":\"2026-10-03\",\"votes\":12}"

static void days_are_counted(void **state)
{
    (void)state;
    assert_int_equal(dct_votes_day("2026-11-02") - dct_votes_day("2026-11-01"), 1);
    assert_int_equal(dct_votes_day("2024-03-01") - dct_votes_day("2024-02-28"), 2);
    assert_int_equal(dct_votes_day("2025-03-01") - dct_votes_day("2025-02-28"), 1);
    assert_int_equal(dct_votes_day("2027-01-01") - dct_votes_day("2026-01-01"), 365);
    assert_int_equal(dct_votes_day("2025-01-01") - dct_votes_day("2024-01-01"), 366);
    static const char *const none[] = { "", "2026", "2026-13-01", "2026-00-01", "2026-01-32", "2026/01/01", "xxxx-xx-xx" };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(dct_votes_day(none[i]), 0);
}

static void age_halves_each_year(void **state)
{
    (void)state;
    int32_t newest = dct_votes_day("2026-11-01");
    static const struct { const char *date; int steps; } ages[] = {
        { "2026-11-01", 15 }, { "2025-11-01", 7 }, { "2024-11-01", 3 }, { "1990-11-01", 0 }, { "", 0 },
    };
    for (size_t i = 0; i < sizeof ages / sizeof *ages; i++)
        assert_int_equal(dct_votes_new(dct_votes_day(ages[i].date), newest), ages[i].steps);
    assert_int_equal(dct_votes_read(100), 15);
    assert_int_equal(dct_votes_read(1), 1);
    assert_int_equal(dct_votes_read(0), 0);
    for (int year = 2000; year < 2026; year++) { /* Never more for older. */
        char date[32], later[32];
        snprintf(date, sizeof date, "%d-06-15", year);
        snprintf(later, sizeof later, "%d-01-15", year + 1);
        assert_true(dct_votes_new(dct_votes_day(date), newest) <= dct_votes_new(dct_votes_day(later), newest));
    }
}

static const text alike[] = {
    { "old", "en", "Clean the lamp", "", "Wipe the lamp with a dry cloth." },
    { "new", "en", "Clean the lamp", "", "Wipe the lamp with a dry cloth." },
    { "undated", "en", "Clean the lamp", "", "Wipe the lamp with a dry cloth." },
    { "unread", "en", "Charge the robot", "", "Put the robot on its dock." },
    { "read", "en", "Charge the robot", "", "Put the robot on its dock." },
    { "theirs", "en", "Reset the kettle", "", "Hold the button of the kettle for ten seconds to reset it." },
    { "ours", "en", "The kettle", "", "To reset the kettle, hold its button for ten seconds." },
    { "tuner", "en", "Radio", "", "Find stations." },
};

static const char alike_sql[] =
    "UPDATE article SET updated = '2021-03-01' WHERE id = 'old';"
    "UPDATE article SET updated = '2026-03-01' WHERE id = 'new';"
    "UPDATE article SET popularity = 3 WHERE id = 'unread';"
    "UPDATE article SET popularity = 90 WHERE id = 'read';"
    "UPDATE article SET updated = '2026-03-01', popularity = 100, origin = '" FORUM "' WHERE id = 'theirs';"
    "UPDATE article SET origin = '" FORUM "' WHERE id = 'tuner';";

static void votes_settle_what_words_leave_open(void **state)
{
    (void)state;
    dct_searcher *s;
    docent_error err;
    sqlite3 *db = make_bundle_with(alike, sizeof alike / sizeof *alike, alike_sql);
    assert_int_equal(DOCENT_OK, dct_searcher_open(db, &dct_alloc_default, "en", &s, &err));
    assert_first(s, "clean lamp", "en", 0, "new");
    assert_first(s, "charge robot", "en", 0, "read");
    assert_first(s, "reset the kettle", "en", 0, "ours"); /* Although the other's title is equal, newer and read more. */
    assert_first(s, "radio stations", "en", 0, "tuner");  /* Nobody else answers. */
    docent_hits *hits = ask(s, "reset kettle", "en", 0);
    assert_int_equal(docent_hits_count(hits), 2);
    assert_string_equal(docent_hits_at(hits, 0)->origin, "");
    assert_string_equal(docent_hits_at(hits, 1)->origin, FORUM);
    assert_string_equal(docent_hits_at(hits, 1)->updated, "2026-03-01");
    docent_hits_free(hits);
    dct_searcher_close(s);
    sqlite3_close(db);
}

/* A vote never lifts an article above one that answers better. */
static const text better[] = {
    { "popular", "en", "Lamp", "", "About the lamp and its many colours." },
    { "answer", "en", "Clean the lamp", "", "Wipe the lamp with a dry cloth." },
};

static const char better_sql[] =
    "UPDATE article SET updated = '2026-11-01', popularity = 100 WHERE id = 'popular';"
    "UPDATE article SET updated = '2001-01-01' WHERE id = 'answer';";

static void words_decide(void **state)
{
    (void)state;
    dct_searcher *s;
    docent_error err;
    sqlite3 *db = make_bundle_with(better, sizeof better / sizeof *better, better_sql);
    assert_int_equal(DOCENT_OK, dct_searcher_open(db, &dct_alloc_default, "en", &s, &err));
    assert_first(s, "how do i clean the lamp", "en", 0, "answer");
    assert_first(s, "clean lamp", "en", DOCENT_QUERY_PREFIX, "answer");
    dct_searcher_close(s);
    sqlite3_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted),
        cmocka_unit_test(age_halves_each_year),
        cmocka_unit_test(votes_settle_what_words_leave_open),
        cmocka_unit_test(words_decide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
