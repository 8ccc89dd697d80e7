/* Every fault has its message, with file, line and column, and one bad file gives all of its own. */
#include "support/project.h"

#include <string.h>

#define YAML "languages: [en]\n"
#define HEAD "---\nid: a\ntitle: A\n---\n" /* Four lines. */

typedef struct file {
    const char *path, *text;
} file;

static const struct {
    const char *name;
    file        files[4];
    const char *messages;
} cases[] = {
    { "links", { { "help.yaml", YAML },
                 { "a.md", HEAD "See [b](b.md), [c](sub/c.md#nowhere),\n  [d](article:dd) and [here](#gone).\n\n"
                           "| x |\n|---|\n| [e](../e.md) |\n\nÄ [f](/f.md) [g](javascript:x) [h](notes.txt)\n" },
                 { "sub/c.md", "# C\n" }, { "notes.txt", "x" } },
      "a.md:5:5: error: broken link: there is no b.md\n"
      "a.md:5:16: error: broken link: there is no #nowhere in sub/c.md\n"
      "a.md:6:3: error: broken link: there is no article \"dd\"\n"
      "a.md:6:23: error: broken link: there is no #gone in a.md\n"
      "a.md:10:3: error: broken link: \"../e.md\" is not in the project\n"
      "a.md:12:3: error: broken link: \"/f.md\" is not in the project\n"
      "a.md:12:14: error: a help text cannot lead to \"javascript:x\"\n"
      "a.md:12:32: error: broken link: notes.txt is no article, and is not packed\n" },
    { "a file elsewhere", { { "help.yaml", YAML }, { "x/a.md", HEAD "[b](b.md)\n" }, { "y/b.md", "# B\n" } },
      "x/a.md:5:1: error: broken link: there is no x/b.md; did you mean y/b.md?\n" },
    { "pictures", { { "help.yaml", YAML },
                    { "a.md", HEAD "![](p.svg)\n\nText ![one](q.png)\n\n![two](../up.png) ![three](http://x.example/y.png)\n" },
                    { "p.svg", DRAWING } },
      "a.md:5:1: error: this picture has no alternative text; say in ![...] what it shows, or add \"decorative\"\n"
      "a.md:7:6: error: missing picture: there is no \"q.png\" in the project\n"
      "a.md:9:1: error: missing picture: there is no \"../up.png\" in the project\n"
      "a.md:9:19: warning: a picture on the web is not fetched; put it into the project: http://x.example/y.png\n" },
    { "a picture that is none", { { "help.yaml", YAML }, { "a.md", HEAD "![one](q.png)\n" }, { "q.png", "not a picture" } },
      NULL },
    { "ids", { { "help.yaml", YAML }, { "a.md", HEAD }, { "b.md", "---\ntitle: B\nid: a\n---\n" },
               { "c.md", "---\nid: has space\n---\n" } },
      "b.md:3:5: error: the id \"a\" is also that of a.md\n"
      "c.md:2:5: error: the id \"has space\" has white space in it\n" },
    { "front matter", { { "help.yaml", YAML },
                        { "a.md", "---\nid: a\ntitel: A\nkeywords: {a: b}\nposition: first\nkind: guide\nid: b\nrelated: [a, aa]\n---\n# A\n" } },
      "a.md:3:1: error: unknown key `titel` in the front matter; did you mean `title`?\n"
      "a.md:4:11: error: `keywords` must be a list, not a map\n"
      "a.md:5:11: error: `position` must be a whole number, not \"first\"\n"
      "a.md:6:7: error: `kind` is article, fix or part, not \"guide\"\n"
      "a.md:7:1: error: `id` is given twice; it was also on line 2\n"
      "a.md:8:14: error: `related`: there is no article \"aa\"; did you mean \"a\"?\n" },
    { "bad YAML", { { "help.yaml", "product: [a\nversion: 1\n" }, { "a.md", "---\ntitle: \"A\n---\n# A\n" },
                    { "b.md", "---\ntitle: B\n" }, { "c.md", "---\na: &x [1]\nb: *x\n---\n# C\n" } },
      "a.md:3:1: error: bad YAML: found unexpected end of stream, while scanning a quoted scalar (begun on line 2)\n"
      "b.md:1:1: error: the front matter has no second line of ---\n"
      "c.md:2:4: error: anchors and aliases (& and *) are not read here; quote the text\n"
      "help.yaml:2:8: error: bad YAML: did not find expected ',' or ']', while parsing a flow sequence (begun on line 1)\n" },
    { "help.yaml", { { "help.yaml", "produkt: X\nlanguages: [en, klingon-language]\nstart: article/zz\ntop: [a, b]\nlogo: no.svg\n"
                                    "categories:\n  - folder: x\n    icon: headphone\n  - title: T\n"
                                    "contexts: {main: zz, other: a#none, fine: a}\nterms: [a]\n" },
                     { "a.md", HEAD } },
      "help.yaml:1:1: error: unknown key `produkt` in help.yaml; did you mean `product`?\n"
      "help.yaml:2:17: error: `klingon-language` is not a language, like `de` or `pt-BR`\n"
      "help.yaml:3:8: error: `start`: there is no article \"zz\"\n"
      "help.yaml:4:10: error: `top`: there is no article \"b\"\n"
      "help.yaml:5:7: error: missing picture: there is no \"no.svg\" in the project\n"
      "help.yaml:7:5: warning: no article is in the folder \"x\"\n"
      "help.yaml:8:11: error: there is no icon `headphone`\n"
      "help.yaml:9:5: error: a category needs `folder`\n"
      "help.yaml:10:18: error: main: there is no article \"zz\"\n"
      "help.yaml:10:29: error: other: there is no #none in a.md\n"
      "help.yaml:11:8: error: `terms` must be a map, not a list\n" },
    { "contact", { { "help.yaml", "contact:\n  fax: 1\n  email: \"@x\"\n  url: javascript:x\n  hours:\n    time_zone: Europe/Berlin\n    mon: 9-18\n    tue: [09:00-12:00, 11:00-13:00]\n"
                                  "    wed: 18:00-09:00\n    holidays:\n      - {date: 2026-02-29}\n      - {date: 2026-05-01, open: never}\n"
                                  "      - {date: 2026-05-01}\n" },
                   { "a.md", HEAD } },
      "help.yaml:2:3: error: unknown key `fax` in `contact`\n"
      "help.yaml:3:10: error: `email` is written help@example.com, not \"@x\"\n"
      "help.yaml:4:8: error: `url` begins with https://, not \"javascript:x\"\n"
      "help.yaml:7:10: error: opening hours are written 09:00-18:00, not \"9-18\"\n"
      "help.yaml:8:24: error: 11:00-13:00 begins before the span before it ends\n"
      "help.yaml:9:10: error: opening hours are written 09:00-18:00, not \"18:00-09:00\"\n"
      "help.yaml:11:9: error: a holiday needs `date`, like 2026-12-25\n"
      "help.yaml:12:34: error: opening hours are written 09:00-18:00, not \"never\"\n"
      "help.yaml:13:9: error: 2026-05-01 is given twice; it was on line 12\n" },
    { "context ids and codes", { { "help.yaml", YAML "contexts: {main: a}\n" },
                                 { "a.md", "---\nid: a\ncodes: [E-104, '---']\n---\n# A\n" },
                                 { "b.md", "---\nid: b\ncontexts: [main]\ncodes: [e 104]\n---\n# B\n" } },
      "a.md:3:16: error: the error code \"---\" has no letters or digits, or too many\n"
      "b.md:3:12: error: the context id \"main\" leads to \"a\" already (help.yaml:2)\n"
      "b.md:4:9: error: the error code \"e 104\" leads to \"a\" already (a.md:3)\n" },
    { "translations", { { "help.yaml", "languages: [en, de]\n" }, { "a.md", HEAD }, { "b.fr.md", "# B\n" }, { "c.de.md", "# C\n" } },
      "a.md:1:1: warning: missing translation: de\n"
      "b.fr.md:1:1: error: the language `fr` is not among `languages` in help.yaml\n"
      "b.fr.md:1:1: error: this is a translation, but there is no b.md beside it\n"
      "b.fr.md:1:1: warning: missing translation: en, de\n"
      "c.de.md:1:1: error: this is a translation, but there is no c.md beside it\n"
      "c.de.md:1:1: warning: missing translation: en\n" },
    { "anchors, terms and alerts", { { "help.yaml", YAML "terms: {save: {en: Save}}\n" },
                                     { "a.md", HEAD "## X {#x}\n\n## Y {#x}\n\nÄ [[$sav]] and [[$save]].\n\n> [!HINT]\n> No.\n" } },
      "a.md:7:1: error: the anchor {#x} is given twice; it is also on line 5\n"
      "a.md:9:3: error: no term \"sav\" in help.yaml\n"
      "a.md:11:3: warning: no alert [!HINT]; there are NOTE, TIP, IMPORTANT, WARNING and CAUTION\n" },
    { "bytes that are no text", { { "help.yaml", YAML }, { "a.md", HEAD "x\xFFy\n\n\xC3\xA4\x80\n" } },
      "a.md:5:2: warning: the byte 0xFF is not UTF-8; U+FFFD is put in its place\n"
      "a.md:7:2: warning: the byte 0x80 is not UTF-8; U+FFFD is put in its place\n" },
    { "without help.yaml content faults are warnings",
      { { "a.md", "---\nfoo: 1\n---\n[x](x.md) ![](p.svg)\n" }, { "p.svg", DRAWING }, { "s/a.md", "# A\n" } },
      "a.md:2:1: warning: unknown key `foo` in the front matter\n"
      "a.md:4:1: warning: broken link: there is no x.md\n"
      "a.md:4:11: warning: this picture has no alternative text; say in ![...] what it shows, or add \"decorative\"\n"
      "s/a.md:1:1: warning: the id \"a\" is also that of a.md\n" },
    { "everything in one run",
      { { "help.yaml", YAML "accent: reddish\nlogo: p.svg\ncontact: {hours: {time_zone: Europe/Nowhere, mon: 09:00-17:00}}\n" },
        { "a.md", HEAD "[x](x.md)\n\n![y](p.svg)\n" }, { "p.svg", "drawing" }, { "strings/en.po", "bad\n" } },
      "a.md:5:1: error: broken link: there is no x.md\n"
      "a.md:7:1: error: p.svg: not a PNG, JPEG, WebP, GIF or SVG picture\n"
      "help.yaml:2:9: error: 'reddish' is no colour; write \"#rrggbb\"\n"
      "help.yaml:3:7: error: p.svg: not a PNG, JPEG, WebP, GIF or SVG picture\n"
      "help.yaml:4:30: error: unknown time zone 'Europe/Nowhere'; did you mean 'Europe/Athens'?\n"
      "strings/en.po:1:1: error: bad PO file: expected msgid, msgstr, a quoted text or a comment\n" },
    { "an empty folder", { { "help.yaml", YAML } }, NULL },
    { "PO files", { { "help.yaml", YAML }, { "a.md", HEAD }, { "strings/en.po", "msgid \"Back\"\nmsgstr \"Go\n\nbad\nmsgid \"Nobody says this\"\nmsgstr \"x\"\n" } },
      "strings/en.po:2:8: error: bad PO file: the quoted text has no end\n"
      "strings/en.po:4:1: error: bad PO file: expected msgid, msgstr, a quoted text or a comment\n"
      "strings/en.po:5:1: warning: the viewer has no string \"Nobody says this\"\n" },
};

static void remove_all(fixture *f)
{
    fixture_close(f);
    fixture_open(f);
}

static void test_messages(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t n = 0; n < 4 && cases[i].files[n].path != NULL; n++)
            fixture_put(&f, cases[i].files[n].path, cases[i].files[n].text);
        fixture_pack(&f);
        assert_int_equal(f.status, DOCENT_OK);
        if (cases[i].messages == NULL)
            assert_int_equal(f.errors, 1);
        else if (strcmp(f.messages, cases[i].messages) != 0)
            print_error("%s:\n", cases[i].name);
        if (cases[i].messages != NULL)
            assert_string_equal(f.messages, cases[i].messages);
        fixture_check(&f); /* Finds what pack finds. */
        if (cases[i].messages != NULL)
            assert_string_equal(f.messages, cases[i].messages);
        remove_all(&f);
    }
    fixture_close(&f);
}

/* Nothing is written when there is an error, and what was there stays. */
static void test_old_bundle_stays(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", YAML);
    fixture_put(&f, "a.md", HEAD "One.\n");
    fixture_pack(&f);
    assert_non_null(f.help);
    fixture_put(&f, "a.md", HEAD "[x](x.md)\n");
    fixture_pack(&f);
    assert_int_equal(f.errors, 1);
    fixture_put(&f, "a.md", HEAD "Two.\n");
    fixture_check(&f);
    assert_int_equal(f.errors, 0);
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = f.bundle;
    assert_int_equal(docent_open(&config, &f.help, NULL), DOCENT_OK);
    assert_string_equal(fixture_dump(&f, "a"), "paragraph \"One.\"\n");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_old_bundle_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
