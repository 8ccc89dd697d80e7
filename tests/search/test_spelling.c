/* "Showing results for": corrected words as the pages spell them. */
#include "support.h"

static const text texts[] = {
    { "open", "de", "Deckel öffnen", "", "Öffnen Sie den Deckel. Die iPhone-App und das Überwachungskabel brauchen Sie nicht." },
    { "which", "ru", "Какой кабель нужен", "", "Выберите, какой кабель подходит. Шотландских кабелей нет." },
    { "usb", "en", "Plug the USB cable in", "", "Then restart the résumé viewer. Transparencies are printed twice." },
};

static dct_searcher *searcher;
static sqlite3 *db;

static int open_all(void **state)
{
    docent_error err;
    (void)state;
    db = make_bundle(texts, sizeof texts / sizeof *texts);
    return dct_searcher_open(db, &dct_alloc_default, "en", &searcher, &err);
}

static int close_all(void **state)
{
    (void)state;
    dct_searcher_close(searcher);
    sqlite3_close(db);
    return 0;
}

static void accents_are_the_pages_own(void **state)
{
    static const struct {
        const char *words, *locale, *corrected;
    } cases[] = {
        { "deckel ofnen", "de", "deckel öffnen" },
        { "Deckel Ofnen", "de", "Deckel öffnen" },
        { "какои кабелл", "ru", "какои кабель" },
        { "resumme viewer", "en", "résumé viewer" },
        { "iphnoe", "de", "iPhone" },
        { "offnen", "de", "" }, /* Accents left out are no slip. */
        { "cable restartt", "en", "cable restart" },
        { "when cable", "en", "" }, /* "then" was not meant: a small word that no page has stays what it is. */
        { "", "en", "" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        docent_hits *hits = ask(searcher, cases[i].words, cases[i].locale, 0);
        assert_string_equal(docent_hits_corrected(hits), cases[i].corrected);
        docent_hits_free(hits);
    }
}

/* A slip in a form of the word that no page has: found by its stem, shown as a form that a page has. */
static void other_forms_are_found(void **state)
{
    (void)state;
    assert_first(searcher, "шоаландская", "ru", 0, "which");
    docent_hits *hits = ask(searcher, "шоаландская", "ru", 0);
    assert_string_equal(docent_hits_corrected(hits), "шотландских");
    docent_hits_free(hits);
    assert_first(searcher, "transparancy", "en", 0, "usb");
    assert_first(searcher, "prnt", "en", 0, "usb"); /* What was typed has no ending: the page has "printed". */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accents_are_the_pages_own),
        cmocka_unit_test(other_forms_are_found),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
