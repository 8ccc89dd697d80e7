/* One question to several bundles: a word that one of them does not know means there what it means to the others. */
#include "support.h"

#include "search/several.h"

#define BUNDLES 2u

static const text first[] = {
    { "keys", "de", "Die Verschlüsselung", "", "Eine Verschlüsselung hält Briefe geheim." },
    { "auto", "de", "AutoEingabe ausschalten", "", "Schalten Sie AutoEingabe aus. Die Autoeingabe stört. Auto an. Auto aus. Eingabe." },
    { "search", "de", "Die Suchleiste", "", "Die Suchleiste steht oben. Such und such in der Leiste. Eine Leiste." },
    { "views", "de", "Ein Bild", "", "Tabellenansichten gibt es viele." },
    { "net", "en", "Connect the printer", "", "Choose the network." },
};
static const text second[] = {
    { "mail", "de", "Briefe verschlüsseln", "", "Ihr Brief ist verschlüsselt." },
    { "type", "de", "Eingabe", "", "Auto und Eingabe: eine Eingabe, noch eine Eingabe, ein Auto, ein Auto." },
    { "table", "de", "Die Tabellenansicht", "", "Die Tabellenansicht zeigt Zeilen." },
    { "paper", "en", "The printer is out of paper", "", "The printer takes plain paper." },
    { "point", "en", "Pointer", "", "The painter has a pointer." },
};

static sqlite3 *db[BUNDLES];
static dct_searcher *searchers[BUNDLES];

static int open_all(void **state)
{
    docent_error err;
    (void)state;
    db[0] = make_bundle(first, sizeof first / sizeof *first);
    db[1] = make_bundle(second, sizeof second / sizeof *second);
    for (unsigned i = 0; i < BUNDLES; i++)
        assert_int_equal(DOCENT_OK, dct_searcher_open(db[i], &dct_alloc_default, "de", &searchers[i], &err));
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    for (unsigned i = 0; i < BUNDLES; i++) {
        dct_searcher_close(searchers[i]);
        sqlite3_close(db[i]);
    }
    return 0;
}

static docent_hits *ask_both(const char *words, const char *locale, uint32_t flags)
{
    docent_query query = query_of(words, locale, flags);
    docent_hits *hits = NULL;
    docent_error err;
    if (dct_search_several(searchers, BUNDLES, 1, &query, &hits, &err) != DOCENT_OK)
        fail_msg("%s: %s", words, err.message);
    return hits;
}

static uint32_t place_of(const docent_hits *hits, const char *id)
{
    for (uint32_t i = 0; i < docent_hits_count(hits); i++)
        if (strcmp(docent_hits_at(hits, i)->id, id) == 0)
            return i;
    return UINT32_MAX;
}

static void a_family_is_one_everywhere(void **state)
{
    (void)state;
    docent_hits *hits = ask_both("Verschlüsselung", "de", 0);
    assert_int_equal(place_of(hits, "keys"), 0);
    assert_int_equal(place_of(hits, "mail"), 1);
    assert_string_equal(docent_hits_corrected(hits), "");
    docent_hits_free(hits);
}

/* A word that is one in the first bundle is no two words in the second. */
static void a_known_word_is_not_split(void **state)
{
    (void)state;
    docent_hits *alone = ask(searchers[1], "autoeingabe", "de", 0);
    assert_int_equal(place_of(alone, "type"), 0); /* There alone it is. */
    docent_hits_free(alone);
    docent_hits *hits = ask_both("autoeingabe", "de", 0);
    assert_int_equal(place_of(hits, "auto"), 0);
    for (uint32_t i = 1; i < docent_hits_count(hits); i++)
        assert_true(docent_hits_at(hits, i)->score < docent_hits_at(hits, 0)->score * 0.5);
    docent_hits_free(hits);
}

static void two_words_are_one_everywhere(void **state)
{
    (void)state;
    docent_hits *hits = ask_both("tabellen ansichten", "de", 0);
    assert_int_equal(place_of(hits, "table"), 0); /* Its bundle has but the other form of the joined word. */
    docent_hits_free(hits);
}

/* The likeliest slip of all bundles is shown, though it is not the likeliest of each. */
static void bundles_agree_on_a_slip(void **state)
{
    (void)state;
    docent_hits *hits = ask_both("priinter", "en", 0);
    assert_string_equal(docent_hits_corrected(hits), "printer");
    assert_true(place_of(hits, "net") < docent_hits_count(hits));
    assert_true(place_of(hits, "paper") < docent_hits_count(hits));
    docent_hits_free(hits);
    hits = ask_both("netwrk", "en", 0); /* Nothing is near it in the second bundle. */
    assert_string_equal(docent_hits_corrected(hits), "network");
    docent_hits_free(hits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_family_is_one_everywhere),
        cmocka_unit_test(a_known_word_is_not_split),
        cmocka_unit_test(two_words_are_one_everywhere),
        cmocka_unit_test(bundles_agree_on_a_slip),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
