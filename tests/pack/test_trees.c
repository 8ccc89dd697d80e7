/* Fix-it guides: screens and answers, parts that several guides share, and every way through them. */
#include "support/project.h"

#include <string.h>

#define GUIDE "---\nid: g\ntitle: G\nkind: fix\n---\n" /* Five lines. */
#define PART "---\nid: p\ntitle: P\nkind: part\n---\n"
#define YAML "languages: [en]\n"

static void test_screens(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", YAML);
    fixture_put(&f, "other.md", "# Other\n\n## There\n");
    fixture_put(&f, "g.md", GUIDE "Intro.[^n]\n\n## Is it *on*? {#on}\n\nLook.\n\n* a list\n* of words\n\n"
                                  "- [Yes](#two)\n- [No](other.md#there)\n\n"
                                  "## Do it {#two}\n\n1. Press.\n\n- [Works](solved)\n- [Call](contact)\n\n[^n]: Note.\n");
    fixture_pack(&f);
    fixture_expect(&f, "");
    assert_string_equal(fixture_dump(&f, "g"),
                        "paragraph \"Intro.[1]\" [note \"[1]\" #note-1]\n"
                        "screen #on \"Is it on?\" [em \"on\"]\n"
                        "  paragraph \"Look.\"\n"
                        "  list\n"
                        "    item\n"
                        "      paragraph \"a list\"\n"
                        "    item\n"
                        "      paragraph \"of words\"\n"
                        "  answer ->#two \"Yes\"\n"
                        "  answer ->article/other#there \"No\"\n"
                        "screen flags=2 #two \"Do it\"\n"
                        "  steps\n"
                        "    step number=1\n"
                        "      paragraph \"Press.\"\n"
                        "  answer ->solved \"Works\"\n"
                        "  answer ->contact \"Call\"\n"
                        "footnote number=1 #note-1\n"
                        "  paragraph \"Note.\"\n");
    fixture_close(&f);
}

/* A part is copied once for each place that it returns to. */
static void test_parts(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", YAML);
    fixture_put(&f, "shared/p.svg", DRAWING);
    fixture_put(&f, "shared/p.md", PART "## Charged? {#charged}\n\n![A light](p.svg)\n\n- [Yes](return)\n- [No](#other)\n\n"
                                        "## Other cable {#other}\n\n- [Now](return)\n- [Still not](contact)\n");
    fixture_put(&f, "g.md", GUIDE "## One\n\n- [a](shared/p.md \"then #two\")\n- [b](shared/p.md \"then #three\")\n- [c](#two)\n\n"
                                  "## Two\n\n- [ok](solved)\n- [no](#three)\n\n## Three\n\n- [ok](solved)\n- [no](contact)\n");
    fixture_pack(&f);
    fixture_expect(&f, "");
    assert_string_equal(fixture_dump(&f, "g"),
                        "screen #one \"One\"\n"
                        "  answer ->#p-charged \"a\"\n"
                        "  answer ->#p-2-charged \"b\"\n"
                        "  answer ->#two \"c\"\n"
                        "screen flags=2 #two \"Two\"\n"
                        "  answer ->solved \"ok\"\n"
                        "  answer ->#three \"no\"\n"
                        "screen flags=2 #three \"Three\"\n"
                        "  answer ->solved \"ok\"\n"
                        "  answer ->contact \"no\"\n"
                        "screen #p-charged \"Charged?\"\n"
                        "  picture 40x20 ->shared/p.svg \"A light\"\n"
                        "  answer ->#two \"Yes\"\n"
                        "  answer ->#p-other \"No\"\n"
                        "screen #p-other \"Other cable\"\n"
                        "  answer ->#two \"Now\"\n"
                        "  answer ->contact \"Still not\"\n"
                        "screen #p-2-charged \"Charged?\"\n"
                        "  picture 40x20 ->shared/p.svg \"A light\"\n"
                        "  answer ->#three \"Yes\"\n"
                        "  answer ->#p-2-other \"No\"\n"
                        "screen #p-2-other \"Other cable\"\n"
                        "  answer ->#three \"Now\"\n"
                        "  answer ->contact \"Still not\"\n");
    docent_article *a;
    assert_int_equal(docent_article_open(f.help, "p", &a), DOCENT_ERR_MISSING);
    assert_int_equal(docent_info_of(f.help)->article_count, 1);
    fixture_close(&f);
}

static const struct {
    const char *name, *guide, *part, *messages;
} cases[] = {
    { "dead ends", GUIDE "## A\n\n- [x](#b)\n- [y](#nowhere)\n\n## B\n\nNo answers.\n\n## C\n\n- [a](solved)\n- not a link\n", NULL,
      "g.md:9:3: error: dead end: there is no screen #nowhere in g.md\n"
      "g.md:11:1: error: dead end: the screen \"B\" has no answers\n"
      "g.md:15:1: error: no answer leads to the screen \"C\"\n"
      "g.md:17:1: error: dead end: the answers of a screen are a list of links only\n" },
    { "loops", GUIDE "## A\n\n- [x](#b)\n- [y](contact)\n\n## B\n\n- [x](#c)\n- [y](solved)\n\n## C\n\n- [x](#a)\n- [y](#c)\n", NULL,
      "g.md:18:3: error: loop: this answer leads back to \"A\"\n"
      "g.md:19:3: error: loop: this answer leads back to \"C\"\n" },
    { "unreachable", GUIDE "## A\n\n- [x](solved)\n- [y](contact)\n\n## B\n\n- [x](solved)\n- [y](contact)\n", NULL,
      "g.md:11:1: error: no answer leads to the screen \"B\"\n" },
    { "two to five answers", GUIDE "## A\n\n- [x](#b)\n\n## B\n\n- [1](solved)\n- [2](contact)\n- [3](contact)\n- [4](contact)\n- [5](contact)\n- [6](contact)\n", NULL,
      "g.md:6:1: error: a screen has two to five answers; this one has 1\n"
      "g.md:10:1: error: a screen has two to five answers; this one has 6\n" },
    { "answers lead to what exists", GUIDE "## A\n\n- [x](https://x.example)\n- [y](gone.md)\n- [z](home)\n- [r](return)\n", NULL,
      "g.md:8:3: error: dead end: an answer leads to a screen, an article, a guide, `solved` or `contact`, not to https://x.example\n"
      "g.md:9:3: error: broken link: there is no gone.md\n"
      "g.md:10:3: error: dead end: an answer leads to a screen, an article, a guide, `solved` or `contact`, not to home\n"
      "g.md:11:3: error: dead end: only a part has somewhere to `return` to\n" },
    { "no screens", GUIDE "Text.\n", NULL, "g.md:1:1: error: a guide needs screens: headings that begin with ##\n" },
    { "a part needs a way on", GUIDE "## A\n\n- [x](p.md)\n- [y](p.md \"then #zz\")\n- [z](p.md \"go on\")\n- [k](contact)\n",
      PART "## P\n\n- [a](return)\n- [b](contact)\n",
      "g.md:9:3: error: there is no screen #zz in g.md\n"
      "g.md:10:3: error: the title of an answer says where to go on: \"then #screen\"\n"
      "p.md:8:3: error: dead end: g.md enters this part without saying where to go on; give its answer the title \"then #screen\"\n" },
    { "a part that enters itself", GUIDE "## A\n\n- [x](p.md \"then #b\")\n- [y](contact)\n\n## B\n\n- [a](solved)\n- [b](contact)\n",
      PART "## P\n\n- [a](p.md \"then #p\")\n- [b](return)\n",
      "p.md:8:3: error: loop: parts enter each other without end\n"
      "p.md:9:3: error: loop: this answer leads back to \"P\"\n" },
    { "a part that nobody enters", GUIDE "## A\n\n- [x](solved)\n- [y](contact)\n", PART "## P\n\n- [a](return)\n- [b](contact)\n",
      "p.md:1:1: warning: no guide enters this part\n" },
    { "a link to a part", GUIDE "## A\n\nSee [it](p.md).\n\n- [x](p.md \"then #b\")\n- [y](contact)\n\n## B\n\n- [x](solved)\n- [y](contact)\n",
      PART "## P\n\n- [a](return)\n- [b](contact)\n",
      "g.md:8:5: error: broken link: p.md is a part; only an answer of a guide can enter it\n" },
};

static void test_faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        fixture_open(&f);
        fixture_put(&f, "help.yaml", YAML);
        fixture_put(&f, "g.md", cases[i].guide);
        if (cases[i].part != NULL)
            fixture_put(&f, "p.md", cases[i].part);
        fixture_pack(&f);
        if (strcmp(f.messages, cases[i].messages) != 0)
            print_error("%s:\n", cases[i].name);
        fixture_expect(&f, cases[i].messages);
        fixture_close(&f);
    }
}

/* Without help.yaml the same faults are warnings, and the guide still packs. */
static void test_faults_are_warnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        fixture_open(&f);
        fixture_put(&f, "g.md", cases[i].guide);
        if (cases[i].part != NULL)
            fixture_put(&f, "p.md", cases[i].part);
        fixture_pack(&f);
        assert_int_equal(f.errors, 0);
        assert_true(f.warnings > 0);
        fixture_dump(&f, "g");
        fixture_close(&f);
    }
}

static void test_translation(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "help.yaml", "languages: [en, de]\n");
    fixture_put(&f, "g.md", GUIDE "## On? {#on}\n\n- [Yes](#two)\n- [No](p.md \"then #two\")\n\n## Do {#two}\n\n- [x](solved)\n- [y](contact)\n");
    fixture_put(&f, "g.de.md", "---\ntitle: G\n---\n## An?\n\n- [Ja](#two)\n- [Nein](p.md \"then #two\")\n\n## Tun\n\n- [x](solved)\n- [y](contact)\n");
    fixture_put(&f, "p.md", PART "## Part\n\n- [a](return)\n- [b](contact)\n");
    fixture_put(&f, "p.de.md", "---\ntitle: P\n---\n## Teil\n\n- [c](return)\n- [d](contact)\n");
    fixture_pack(&f);
    assert_int_equal(f.errors, 0);
    assert_int_equal(docent_set_locale(f.help, "de"), DOCENT_OK);
    assert_string_equal(fixture_dump(&f, "g"),
                        "screen #on \"An?\"\n"
                        "  answer ->#two \"Ja\"\n"
                        "  answer ->#p-part \"Nein\"\n"
                        "screen flags=2 #two \"Tun\"\n"
                        "  answer ->solved \"x\"\n"
                        "  answer ->contact \"y\"\n"
                        "screen #p-part \"Teil\"\n"
                        "  answer ->#two \"c\"\n"
                        "  answer ->contact \"d\"\n");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_screens),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_faults),
        cmocka_unit_test(test_faults_are_warnings),
        cmocka_unit_test(test_translation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
