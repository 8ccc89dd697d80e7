/* What an author writes and what is made of it: Markdown on the left, blocks on the right. */
#include "support/project.h"

#include <string.h>

static const struct {
    const char *name, *markdown, *blocks;
} cases[] = {
    { "paragraphs and line ends", "One\ntwo.\n\nThree\\\nfour.\n",
      "paragraph \"One two.\"\n"
      "paragraph \"Three\\nfour.\"\n" },
    { "no space is made between characters of scripts without spaces", "日本\n語\n", "paragraph \"日本語\"\n" },
    { "styles may nest", "A **b *c* d** `e` ~~f~~.\n",
      "paragraph \"A b c d e f.\" [strong \"b \"] [em+strong \"c\"] [strong \" d\"] [code \"e\"] [strike \"f\"]\n" },
    { "names on screens, keys", "Open [[Settings > Sound]], press ++Ctrl+F++ or +++++. C++ and [x] stay.\n",
      "paragraph \"Open Settings > Sound, press Ctrl+F or +. C++ and [x] stay.\" [ui \"Settings > Sound\"] [key \"Ctrl\"] "
      "[key \"F\"] [key \"+\"]\n" },
    { "an ordered list at the outer level is steps, with all that is inside",
      "1. Hold\n\n   ![A hand](p.svg)\n\n2. Press\n\n   ```sh\n   ls -l\n   ```\n\n   1. a\n   2. b\n\nText\n\n1. Again\n",
      "steps\n"
      "  step number=1\n"
      "    paragraph \"Hold\"\n"
      "    picture 40x20 ->p.svg \"A hand\"\n"
      "  step number=2\n"
      "    paragraph \"Press\"\n"
      "    code ->sh \"ls -l\"\n"
      "    list number=1\n"
      "      item number=1\n"
      "        paragraph \"a\"\n"
      "      item number=2\n"
      "        paragraph \"b\"\n"
      "paragraph \"Text\"\n"
      "steps\n"
      "  step number=3\n"
      "    paragraph \"Again\"\n" },
    { "lists, tasks, numbers from three", "- a\n  - b\n- [x] c\n- [ ] d\n\n> 3. e\n> 4. f\n",
      "list\n"
      "  item\n"
      "    paragraph \"a\"\n"
      "    list\n"
      "      item\n"
      "        paragraph \"b\"\n"
      "  item flags=12\n"
      "    paragraph \"c\"\n"
      "  item flags=4\n"
      "    paragraph \"d\"\n"
      "quote\n"
      "  list number=3\n"
      "    item number=3\n"
      "      paragraph \"e\"\n"
      "    item number=4\n"
      "      paragraph \"f\"\n" },
    { "alerts, and what was written before there were any",
      "> [!WARNING]\n> Hot.\n\n> [!tip] Short.\n\n> **Note:** Old.\n\n> Caution: Older.\n\n> Said.\n",
      "alert level=4\n"
      "  paragraph \"Hot.\"\n"
      "alert level=2\n"
      "  paragraph \"Short.\"\n"
      "alert level=1\n"
      "  paragraph \"Old.\"\n"
      "alert level=5\n"
      "  paragraph \"Older.\"\n"
      "quote\n"
      "  paragraph \"Said.\"\n" },
    { "headings have addresses", "## A *b* {#own}\n\n## Can't connect?\n\n## Can't connect?\n\n#### Deep {.class}\n\n## Ärger\n",
      "heading level=2 #own \"A b\" [em \"b\"]\n"
      "heading level=2 #cant-connect \"Can't connect?\"\n"
      "heading level=2 #cant-connect-1 \"Can't connect?\"\n"
      "heading level=4 #deep \"Deep\"\n"
      "heading level=2 #ärger \"Ärger\"\n" },
    { "tables", "| a | b |\n|:-:|--:|\n| *c* | ![d](p.svg) |\n| e |\n",
      "table number=2\n"
      "  row flags=1\n"
      "    cell level=1 \"a\"\n"
      "    cell level=2 \"b\"\n"
      "  row\n"
      "    cell level=1 \"c\" [em \"c\"]\n"
      "    cell level=2\n"
      "      picture 40x20 ->p.svg \"d\"\n"
      "  row\n"
      "    cell level=1 \"e\"\n"
      "    cell level=2\n" },
    { "a picture splits its paragraph; one within a line does not",
      "Look\n![A hand](p.svg)\nhere.\n\nPress ![Wheel](p.svg) twice.\n\n![](p.svg \"decorative\")\n",
      "paragraph \"Look\"\n"
      "picture 40x20 ->p.svg \"A hand\"\n"
      "paragraph \"here.\"\n"
      "paragraph \"Press Wheel twice.\" [ui \"Wheel\"]\n"
      "picture 40x20 ->p.svg\n"
      "picture 40x20 ->p.svg\n" },
    { "footnotes stand last", "A[^x].\n\n[^x]: Why *so*.\n\nB.\n",
      "paragraph \"A[1].\" [note \"[1]\" #note-1]\n"
      "paragraph \"B.\"\n"
      "footnote number=1 #note-1\n"
      "  paragraph \"Why so.\" [em \"so\"]\n" },
    { "links out, in and within",
      "[web](https://x.example/a?b#c), [mail](mailto:a@b.example), [**here**](#h), [other](other.md#there), "
      "[id](article:o%20id), [step](other.md#step-1), [talk](contact), https://y.example.\n\n## H\n",
      "paragraph \"web, mail, here, other, id, step, talk, https://y.example.\" [link \"web\" https://x.example/a?b#c] "
      "[link \"mail\" mailto:a@b.example] [strong+link \"here\" article/a#h] [link \"other\" article/other#there] "
      "[link \"step\" article/other#step-1] [link \"talk\" contact] [link \"https://y.example\" https://y.example]\n"
      "heading level=2 #h \"H\"\n" },
    { "a linked picture keeps its link as words", "[![A hand](p.svg)](https://x.example)\n",
      "paragraph \"A hand\" [ui+link \"A hand\" https://x.example]\n"
      "picture 40x20 ->p.svg\n" },
    { "code and rules", "    indented\n\n---\n\n```\na\tb\n\n c\n```\n",
      "code \"indented\"\n"
      "rule\n"
      "code \"a\tb\\n\\n c\"\n" },
    { "a class after a link is no text", "[Go](https://x.example){.link-external}, then.\n",
      "paragraph \"Go, then.\" [link \"Go\" https://x.example]\n" },
    { "entities, and control characters that come as such", "&lt;a&gt; &#7;b &nbsp;c\n", "paragraph \"<a> b \xC2\xA0""c\"\n" },
};

static void test_blocks(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "p.svg", DRAWING);
    fixture_put(&f, "other.md", "# Other\n\n## There\n\n1. Go\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture_put(&f, "a.md", cases[i].markdown);
        /* A title of its own: the first heading of a case stays where it is. */
        char text[4096];
        snprintf(text, sizeof text, "---\ntitle: A\n---\n%s", cases[i].markdown);
        fixture_put(&f, "a.md", text);
        fixture_pack(&f);
        const char *dump = fixture_dump(&f, "a");
        if (strcmp(dump, cases[i].blocks) != 0)
            print_error("%s:\n%s", cases[i].name, f.messages);
        assert_string_equal(dump, cases[i].blocks);
    }
    fixture_close(&f);
}

static const char *title_of(fixture *f, const char *id)
{
    static char title[200];
    docent_article *a;
    assert_int_equal(docent_article_open(f->help, id, &a), DOCENT_OK);
    snprintf(title, sizeof title, "%s|%s", docent_article_title(a), docent_article_summary(a));
    docent_article_close(a);
    return title;
}

static void test_titles(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "wifi-slow.md", "Text only.\n");
    fixture_put(&f, "Two words.md", "## Section\n\nMore.\n");
    fixture_put(&f, "heading.md", "# The *real*\n\nFirst sentence. Second.\n\n## Next\n");
    fixture_put(&f, "said.md", "---\ntitle: Said\nsummary: In short\n---\n\n# Said\n\nText.\n");
    fixture_put(&f, "other.md", "---\ntitle: Mine\n---\n\n# Another\n");
    fixture_put(&f, "command.md", "# zip\n\n> Packs files.\n> More.\n\n- Pack:\n\n`zip out.zip in`\n\n");
    fixture_put(&f, "code.md", "# pwd\n\n`pwd`\n\nPrints the folder.\n");
    fixture_put(&f, "code-only.md", "# ls\n\n`ls`\n");
    fixture_pack(&f);
    fixture_expect(&f, "");
    assert_string_equal(title_of(&f, "command"), "zip|Packs files. More.");
    assert_string_equal(title_of(&f, "code"), "pwd|Prints the folder.");
    assert_string_equal(title_of(&f, "code-only"), "ls|ls");
    assert_string_equal(title_of(&f, "wifi-slow"), "Wifi slow|Text only.");
    assert_string_equal(title_of(&f, "Two-words"), "Section|More.");
    assert_string_equal(title_of(&f, "heading"), "The real|First sentence. Second.");
    assert_string_equal(title_of(&f, "said"), "Said|In short");
    assert_string_equal(title_of(&f, "other"), "Mine|");
    assert_string_equal(fixture_dump(&f, "heading"),
                        "paragraph \"First sentence. Second.\"\nheading level=2 #next \"Next\"\n");
    assert_string_equal(fixture_dump(&f, "said"), "paragraph \"Text.\"\n");
    assert_string_equal(fixture_dump(&f, "other"), "heading level=2 #another \"Another\"\n");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_titles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
