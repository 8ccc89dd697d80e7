/* Words that mean the same find each other, and never stand before what was typed. */
#include "support.h"

#define GROUP(lang, words) "INSERT INTO synonym(lang, words) VALUES('" lang "', '" words "');"

static const text texts[] = {
    { "display", "en", "The display does not turn on", "", "Hold the power button for ten seconds. Charge it for an hour." },
    { "mode", "en", "Dark mode", "", "Choose dark mode in the settings: the screen is dark and the text is light." },
    { "tv", "en", "Connect a TV", "", "Use the cable that came with it." },
    { "lid", "en", "Close the lid", "", "The cover keeps dust away." },
    { "kettle", "en", "Descale the kettle", "", "Use vinegar or citric acid." },
    { "zange", "de", "Die Greifzange", "", "Die Zange hält den Draht." },
    { "anzeige", "de", "Die Anzeige geht nicht an", "", "Halten Sie die Taste zehn Sekunden lang." },
};

static const char groups[] = GROUP("", "TV\ntelly\ngoggle box") GROUP("en", "kettle\nwater boiler") GROUP("de", "Greifzange\nPinzette")
    GROUP("en", "unicorn\nnarwhal");

static dct_searcher *searcher;
static sqlite3 *db;

static int open_all(void **state)
{
    docent_error err;
    (void)state;
    db = make_bundle_with(texts, sizeof texts / sizeof *texts, groups);
    return dct_searcher_open(db, &dct_alloc_default, "en", &searcher, &err);
}

static int close_all(void **state)
{
    (void)state;
    dct_searcher_close(searcher);
    sqlite3_close(db);
    return 0;
}

static void the_authors_synonyms_find(void **state)
{
    (void)state;
    assert_first(searcher, "telly", "en", 0, "tv");
    assert_first(searcher, "goggle box", "en", 0, "tv");
    assert_first(searcher, "my tellys cable", "en", 0, "tv");
    assert_first(searcher, "water boiler", "en", 0, "kettle");
    assert_first(searcher, "pinzette", "de", 0, "zange");
    assert_first(searcher, "Pinzetten", "de", 0, "zange");
}

static void trouble_is_understood(void **state)
{
    (void)state;
    assert_first(searcher, "monitor does not come on", "en", 0, "display");
    assert_first(searcher, "bildschirm schwarz", "de", 0, "anzeige"); /* In German, nobody says dark mode. */
    docent_hits *hits = ask(searcher, "screen is dark", "en", 0);
    assert_string_equal(docent_hits_at(hits, 0)->id, "mode"); /* It says just that. */
    assert_string_equal(docent_hits_at(hits, 1)->id, "display");
    docent_hits_free(hits);
}

/* As many words as a text may have, each with a phrase that means the same: what they gain has room. */
static void long_texts_gain_words(void **state)
{
    static const text page[] = { { "a", "ja", "\u97F3", "", "one two three four five six seven eight nine ten eleven twelve red blue" } };
    char words[1024] = "";
    sqlite3 *bundle = make_bundle_with(page, 1, GROUP("", "\u97F3\none two three four five six seven\neight nine ten eleven "
            "twelve red blue"));
    dct_searcher *s;
    docent_error err;
    (void)state;
    assert_int_equal(DOCENT_OK, dct_searcher_open(bundle, &dct_alloc_default, "ja", &s, &err));
    for (int i = 0; i < 100; i++)
        strcat(words, i == 0 ? "\u97F3 " : i % 2 ? "\u97F3" : "\u5C0F");
    docent_hits *hits = ask(s, words, "ja", 0);
    assert_int_equal(docent_hits_count(hits), 1);
    docent_hits_free(hits);
    dct_searcher_close(s);
    sqlite3_close(bundle);
}

/* Without an article that says the words themselves. */
static void a_dark_screen_is_a_display_that_does_not_turn_on(void **state)
{
    static const text alone[] = {
        { "display", "en", "The display does not turn on", "", "Hold the power button for ten seconds." },
        { "wifi", "en", "Turn on Wi-Fi", "", "Open the settings and turn Wi-Fi on." },
        { "lamp", "en", "Set the brightness of the lamp", "", "Turn the wheel." },
        { "dark", "en", "Take photos at night", "", "In the dark, keep the camera still." },
    };
    dct_searcher *s;
    docent_error err;
    sqlite3 *own = make_bundle(alone, sizeof alone / sizeof *alone);
    (void)state;
    assert_int_equal(DOCENT_OK, dct_searcher_open(own, &dct_alloc_default, "en", &s, &err));
    assert_first(s, "screen is dark", "en", 0, "display");
    assert_first(s, "the screen is black", "en", 0, "display");
    assert_first(s, "screen wont turn on", "en", DOCENT_QUERY_PREFIX, "display");
    assert_first(s, "dark", "en", 0, "dark"); /* The word itself comes first. */
    dct_searcher_close(s);
    sqlite3_close(own);
}

static void what_is_typed_stays_first(void **state)
{
    static const text pair[] = {
        { "exact", "en", "Notes", "", "Somewhere in a long text that speaks of many other things, of rain, of harbours and of "
                                      "ships, there is the word telly, once, in the middle of a sentence that goes on." },
        { "synonym", "en", "TV", "TV", "TV TV TV. The TV and the other TV." },
        { "both", "en", "Telly and TV", "", "A telly is a TV." },
    };
    dct_searcher *s;
    docent_error err;
    sqlite3 *own = make_bundle_with(pair, sizeof pair / sizeof *pair, groups);
    (void)state;
    assert_int_equal(DOCENT_OK, dct_searcher_open(own, &dct_alloc_default, "en", &s, &err));
    docent_hits *hits = ask(s, "telly", "en", 0);
    assert_int_equal(docent_hits_count(hits), 3);
    assert_string_equal(docent_hits_at(hits, 0)->id, "both");
    assert_string_equal(docent_hits_at(hits, 1)->id, "exact");
    assert_string_equal(docent_hits_at(hits, 2)->id, "synonym");
    assert_true(docent_hits_at(hits, 2)->title_mark_count == 1); /* And it is marked why. */
    docent_hits_free(hits);
    dct_searcher_close(s);
    sqlite3_close(own);
}

static void explanations_name_synonyms(void **state)
{
    (void)state;
    docent_hits *hits = ask(searcher, "telly", "en", DOCENT_QUERY_EXPLAIN);
    assert_non_null(strstr(docent_hits_explained(hits), "synonym"));
    docent_hits_free(hits);
}

/* A group of which the bundle says nothing leaves nothing in it: its words are not known, and corrected as any. */
static void what_the_bundle_never_says_is_left_out(void **state)
{
    (void)state;
    docent_hits *hits = ask(searcher, "narwhal", "en", DOCENT_QUERY_EXPLAIN);
    assert_int_equal(docent_hits_count(hits), 0);
    assert_non_null(strstr(docent_hits_explained(hits), "found nowhere"));
    docent_hits_free(hits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_authors_synonyms_find),
        cmocka_unit_test(trouble_is_understood),
        cmocka_unit_test(long_texts_gain_words),
        cmocka_unit_test(a_dark_screen_is_a_display_that_does_not_turn_on),
        cmocka_unit_test(what_is_typed_stays_first),
        cmocka_unit_test(explanations_name_synonyms),
        cmocka_unit_test(what_the_bundle_never_says_is_left_out),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
