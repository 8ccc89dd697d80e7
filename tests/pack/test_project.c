/* A whole project, looked at as an application sees it. */
#include "support/project.h"

#include <stdlib.h>
#include <string.h>

/* A shop with everything that help.yaml knows. */
static void open_shop(fixture *f)
{
    fixture_open(f);
    fixture_put(f, "help.yaml",
                "product: Shop\nversion: '2.10'\nlanguages: [en, pt_br, ar]\nstart: article/a#x\naccent: '#0b57d0'\nlogo: img/logo.svg\n"
                "categories:\n  - folder: b/\n    title: {en: Bees, pt-BR: Abelhas}\n    summary: Busy\n    icon: star\n"
                "top: [two, a]\ncontexts: {main: a, deep: 'a#x'}\n"
                "contact:\n  phone: '+49 1'\n  phone_note: {en: Free, pt-BR: Gr\xC3\xA1tis}\n  hours:\n    time_zone: Europe/Berlin\n"
                "    mon: [09:00-12:00, 13:00-17:00]\n    holidays: [{date: 2026-12-25, name: Christmas}]\n");
    fixture_put(f, "img/logo.svg", DRAWING);
    fixture_put(f, "a/a.md", "---\nid: a\ntitle: A\ncodes: [E-1]\nrelated: [two, one]\n---\n## X\n");
    fixture_put(f, "b/one.md", "---\nposition: 2\n---\n# One\n\n1. x\n");
    fixture_put(f, "b/two.md", "---\nposition: 1\n---\n# Two\n");
    fixture_put(f, "b/c/three.md", "# Three\n");
    fixture_put(f, "b/c/three.pt-BR.md", "# Tr\xC3\xAAs\n");
    fixture_pack(f);
    assert_int_equal(f->errors, 0);
}

static void test_info_and_languages(void **state)
{
    (void)state;
    fixture f;
    docent_article *a;
    open_shop(&f);
    const docent_info *info = docent_info_of(f.help);
    assert_string_equal(info->product, "Shop");
    assert_string_equal(info->content_version, "2.10");
    assert_string_equal(info->start, "article/a#x");
    assert_string_equal(info->default_locale, "en");
    assert_int_equal(info->article_count, 4);
    assert_string_equal(docent_language_at(f.help, 1)->tag, "pt-BR");
    assert_true(docent_language_at(f.help, 2)->rtl);
    assert_null(docent_language_at(f.help, 3));
    assert_int_equal(docent_set_locale(f.help, "pt-BR"), DOCENT_OK);
    assert_int_equal(docent_article_open(f.help, "three", &a), DOCENT_OK);
    assert_string_equal(docent_article_title(a), "Tr\xC3\xAAs");
    docent_article_close(a);
    assert_int_equal(docent_verify(f.help), DOCENT_OK);
    fixture_close(&f);
}

static void test_lists(void **state)
{
    (void)state;
    fixture f;
    docent_hits *hits;
    open_shop(&f);
    assert_int_equal(docent_list(f.help, NULL, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 2);
    assert_string_equal(docent_hits_at(hits, 0)->title, "Bees");
    assert_string_equal(docent_hits_at(hits, 0)->summary, "Busy");
    assert_string_equal(docent_hits_at(hits, 0)->icon, "star");
    assert_string_equal(docent_hits_at(hits, 1)->title, "A");
    docent_hits_free(hits);
    assert_int_equal(docent_list(f.help, "b", &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 3);
    assert_string_equal(docent_hits_at(hits, 0)->id, "b/c");
    assert_string_equal(docent_hits_at(hits, 1)->id, "two");
    assert_string_equal(docent_hits_at(hits, 2)->id, "one");
    assert_int_equal(docent_hits_at(hits, 2)->step_count, 1);
    docent_hits_free(hits);
    assert_int_equal(docent_top(f.help, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->id, "two");
    docent_hits_free(hits);
    fixture_close(&f);
}

static void test_contexts_and_codes(void **state)
{
    (void)state;
    fixture f;
    docent_article *a;
    docent_hits *hits;
    const char *anchor;
    open_shop(&f);
    assert_int_equal(docent_article_by_context(f.help, "deep", &a, &anchor), DOCENT_OK);
    assert_string_equal(docent_article_id(a), "a");
    assert_string_equal(anchor, "x");
    assert_int_equal(docent_article_related(a, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 2);
    docent_hits_free(hits);
    docent_article_close(a);
    assert_int_equal(docent_article_by_code(f.help, "e 1", &a), DOCENT_OK);
    docent_article_close(a);
    fixture_close(&f);
}

static void test_contact(void **state)
{
    (void)state;
    fixture f;
    docent_contact *c;
    open_shop(&f);
    docent_set_locale(f.help, "pt-BR");
    assert_int_equal(docent_contact_open(f.help, 1798185600, &c), DOCENT_OK); /* 2026-12-25, 8:00 UTC. */
    assert_string_equal(c->phone_note, "Gr\xC3\xA1tis");
    assert_string_equal(c->days[0].holiday, "Christmas");
    assert_int_equal(c->days[3].span_count, 2);
    docent_contact_close(c);
    fixture_close(&f);
}

static void test_assets(void **state)
{
    static const char *const assets[][2] = { { "picture", "logo" }, { "theme", "dark" }, { "keyboard", "ar" }, { "keyboard", "symbols" } };
    (void)state;
    fixture f;
    docent_asset *asset;
    open_shop(&f);
    for (size_t i = 0; i < sizeof assets / sizeof *assets; i++) {
        assert_int_equal(docent_asset_open(f.help, assets[i][0], assets[i][1], &asset), DOCENT_OK);
        docent_asset_close(asset);
    }
    assert_non_null(docent_font_at(f.help, 0));
    assert_non_null(docent_asset_name(f.help, "licence", 0));
    fixture_close(&f);
}

static void *read_all(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = malloc(4u << 20);
    assert_non_null(bytes);
    *size = fread(bytes, 1, 4u << 20, file);
    fclose(file);
    return bytes;
}

/* The same input in another folder at another time gives the same bytes. */
static void test_same_bytes(void **state)
{
    (void)state;
    fixture a, b;
    fixture *both[] = { &a, &b };
    for (int i = 0; i < 2; i++) {
        fixture_open(both[i]);
        fixture_put(both[i], i == 0 ? "z/one.md" : "m/two.md", i == 0 ? "# One\n\n![p](../p.svg)\n" : "# Two\n\n1. `code`\n");
        fixture_put(both[i], i == 1 ? "z/one.md" : "m/two.md", i == 1 ? "# One\n\n![p](../p.svg)\n" : "# Two\n\n1. `code`\n");
        fixture_put(both[i], "p.svg", DRAWING);
        fixture_pack(both[i]);
        assert_non_null(both[i]->help);
    }
    size_t a_size, b_size;
    char *x = read_all(a.bundle, &a_size), *y = read_all(b.bundle, &b_size);
    assert_int_equal(a_size, b_size);
    assert_memory_equal(x, y, a_size);
    free(x);
    free(y);
    fixture_close(&a);
    fixture_close(&b);
}

/* Folders are categories, file names ids; the language is guessed. */
static void test_defaults(void **state)
{
    (void)state;
    fixture f;
    docent_hits *hits;
    fixture_open(&f);
    fixture_put(&f, "Second part/Über alles.md", "Wie man das Gerät einschaltet.\n");
    fixture_put(&f, "first-part/x.md", "x\n");
    fixture_put(&f, ".git/hidden.md", "x\n");
    fixture_pack(&f);
    fixture_expect(&f, "");
    assert_int_equal(docent_list(f.help, NULL, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->title, "Second part");
    assert_string_equal(docent_hits_at(hits, 1)->title, "First part");
    docent_hits_free(hits);
    fixture_dump(&f, "Über-alles");
    assert_int_equal(docent_info_of(f.help)->article_count, 2);
    fixture_close(&f);
}

static void test_languages_are_guessed(void **state)
{
    static const struct { const char *text, *tag; } cases[] = {
        { "Plain English.", "en" },
        { "これは日本語の文章です。漢字も少しあります。", "ja" },
        { "Это предложение написано по-русски.", "ru" },
        { "Це речення написане українською мовою, її знають.", "uk" },
        { "این جمله به زبان فارسی نوشته شده است و چند حرف دارد.", "fa" },
        { "ประโยคนี้เขียนเป็นภาษาไทยและยาวพอสมควร", "th" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        fixture_open(&f);
        fixture_put(&f, "a.md", cases[i].text);
        fixture_pack(&f);
        assert_string_equal(docent_info_of(f.help)->default_locale, cases[i].tag);
        fixture_close(&f);
    }
}

/* "de/a.md" beside "en/a.md", and "pages.de/a.md" beside "pages/a.md". */
static void test_folders_of_languages(void **state)
{
    static const char *const layouts[][2] = { { "en/x/a.md", "de/x/a.md" }, { "pages/x/a.md", "pages.de/x/a.md" } };
    (void)state;
    for (int i = 0; i < 2; i++) {
        fixture f;
        docent_article *a;
        fixture_open(&f);
        fixture_put(&f, layouts[i][0], "# English\n");
        fixture_put(&f, layouts[i][1], "# Deutsch\n");
        fixture_pack(&f);
        assert_int_equal(f.errors, 0);
        assert_int_equal(docent_info_of(f.help)->article_count, 1);
        assert_string_equal(docent_info_of(f.help)->default_locale, "en");
        docent_set_locale(f.help, "de");
        assert_int_equal(docent_article_open(f.help, "a", &a), DOCENT_OK);
        assert_string_equal(docent_article_title(a), "Deutsch");
        docent_article_close(a);
        fixture_close(&f);
    }
}

static void test_strings(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "languages: [en, fr]\n");
    fixture_put(&f, "a.md", "# A\n");
    fixture_put(&f, "a.fr.md", "# A\n");
    fixture_put(&f, "strings/fr.po", "# Ours\nmsgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"Back\"\nmsgstr \"\"\n\"Retour\"\n\n"
                                     "#, fuzzy\nmsgid \"Home\"\nmsgstr \"Maison\"\n");
    fixture_pack(&f);
    assert_int_equal(f.errors, 0);
    assert_int_equal(f.warnings, 1); /* All the other strings. */
    docent_set_locale(f.help, "fr");
    assert_string_equal(docent_string(f.help, "Back"), "Retour");
    assert_string_equal(docent_string(f.help, "Home"), "Home");
    fixture_close(&f);
}

/* The search must find what the author says it must. */
static void test_golden_queries(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "languages: [en]\n");
    fixture_put(&f, "a.md", "# Paper jam\n\nOpen the printer.\n");
    fixture_put(&f, "b.md", "# Ink\n\nChange the cartridge.\n");
    fixture_put(&f, "queries.yaml", "- words: paper jam\n  expect: a\n  top: 1\n- {words: cartridge, expect: b}\n");
    fixture_pack(&f);
    fixture_expect(&f, "");
    fixture_put(&f, "queries.yaml", "- {words: cartridge, expect: a}\n- {words: paper jam, expect: c}\n- {word: x}\n");
    fixture_pack(&f);
    fixture_expect_one(&f, "queries.yaml:1:3: error: \"cartridge\" does not find \"a\"; first is \"b\"");
    fixture_expect_one(&f, "queries.yaml:2:30: error: there is no article \"c\"");
    fixture_expect_one(&f, "queries.yaml:3:4: error: unknown key `word` in a query; did you mean `words`?");
    assert_null(f.help);
    fixture_close(&f);
}

static void test_identical_pictures_are_stored_once(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "a.md", "# A\n\n![x](p.svg)\n\n![y](q.svg)\n");
    fixture_put(&f, "p.svg", DRAWING);
    fixture_put(&f, "q.svg", DRAWING);
    fixture_put(&f, "not-shown.svg", DRAWING);
    fixture_pack(&f);
    assert_string_equal(fixture_dump(&f, "a"), "picture 40x20 ->p.svg \"x\"\npicture 40x20 ->p.svg \"y\"\n");
    assert_string_equal(docent_asset_name(f.help, "picture", 0), "p.svg");
    assert_null(docent_asset_name(f.help, "picture", 1));
    fixture_close(&f);
}

/* A help centre's own URLs lead to the articles that came with it. */
static void test_urls_of_a_help_centre(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "a.md", "---\nid: 360001\ntitle: A\n---\n[b](https://help.example/hc/en-us/articles/360002-The-other#part) "
                            "[c](https://help.example/hc/articles/99-Gone) [d](https://help.example/hc/sections/7-Uno-Boards)\n");
    fixture_put(&f, "UNO boards/b.md", "---\nid: 360002\ntitle: B\n---\n## Part\n");
    fixture_pack(&f);
    fixture_expect(&f, "");
    assert_string_equal(fixture_dump(&f, "360001"),
                        "paragraph \"b c d\" [link \"b\" article/360002#part] [link \"c\" https://help.example/hc/articles/99-Gone] "
                        "[link \"d\" toc/UNO%20boards]\n");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_info_and_languages),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_contexts_and_codes),
        cmocka_unit_test(test_contact),
        cmocka_unit_test(test_assets),
        cmocka_unit_test(test_same_bytes),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_languages_are_guessed),
        cmocka_unit_test(test_folders_of_languages),
        cmocka_unit_test(test_strings),
        cmocka_unit_test(test_golden_queries),
        cmocka_unit_test(test_identical_pictures_are_stored_once),
        cmocka_unit_test(test_urls_of_a_help_centre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
