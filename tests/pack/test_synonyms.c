/* `synonyms` in help.yaml: from the author's list to what a search finds. */
#include "support/project.h"

#include <string.h>

static void put_shop(fixture *f, const char *synonyms)
{
    char yaml[1024];
    snprintf(yaml, sizeof yaml, "languages: [en, de]\nsynonyms:\n%s", synonyms);
    fixture_put(f, "help.yaml", yaml);
    fixture_put(f, "kettle.md", "# Descale the kettle\n\nUse vinegar.\n");
    fixture_put(f, "kettle.de.md", "# Den Wasserkocher entkalken\n\nMit Essig.\n");
    fixture_put(f, "lamp.md", "# Change the bulb\n\nTurn it to the left.\n");
}

static void expect_first(fixture *f, const char *words, const char *locale, const char *id)
{
    docent_hits *hits;
    docent_query query = DOCENT_QUERY_INIT;
    query.text = words;
    query.locale = locale;
    assert_int_equal(docent_search(f->help, &query, &hits), DOCENT_OK);
    const docent_hit *first = docent_hits_at(hits, 0);
    assert_string_equal(first == NULL ? "" : first->id, id);
    docent_hits_free(hits);
}

static void test_found(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    put_shop(&f, "  - [bulb, 'electric pear']\n  - {en: [kettle, brewer], de: [Wasserkocher, Teekessel]}\n");
    fixture_put(&f, "queries.yaml", "- {words: brewer, expect: kettle, top: 1}\n"
                                    "- {words: Teekessel entkalken, lang: de, expect: kettle, top: 1}\n"
                                    "- {words: my electric pear is dead, expect: lamp, top: 1}\n");
    fixture_pack(&f);
    assert_int_equal(f.errors, 0);
    expect_first(&f, "brewers", "en", "kettle");
    expect_first(&f, "Teekessel", "de", "kettle");
    expect_first(&f, "electric pear", "en", "lamp");
    assert_int_equal(docent_verify(f.help), DOCENT_OK);
    fixture_close(&f);
}

/* Without the list the same questions find nothing: it is the list that answers them. */
static void test_not_found_without(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    put_shop(&f, "  []\n");
    fixture_pack(&f);
    assert_int_equal(f.errors, 0);
    expect_first(&f, "brewers", "en", "");
    expect_first(&f, "Teekessel", "de", "");
    fixture_close(&f);
}

static void test_faults(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    put_shop(&f, "  - [lonely]\n  - bulb\n  - {english!: [a, b], fr: [bouilloire, théière]}\n  - [kettle, '']\n");
    fixture_pack(&f);
    fixture_expect(&f, "help.yaml:3:6: error: \"lonely\" stands alone; a group of synonyms has two words at least\n"
                       "help.yaml:4:5: error: this must be a list, not a text\n"
                       "help.yaml:5:6: error: `english!` is not a language, like `de` or `pt-BR`\n"
                       "help.yaml:5:29: warning: synonyms in `fr`, which is not one of the content's languages\n"
                       "help.yaml:6:6: error: \"kettle\" stands alone; a group of synonyms has two words at least\n"
                       "help.yaml:6:14: error: a synonym is a word or a short phrase, not \"\"\n"
                       "lamp.md:1:1: warning: missing translation: de\n");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_not_found_without),
        cmocka_unit_test(test_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
