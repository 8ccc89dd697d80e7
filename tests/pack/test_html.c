/* The HTML that help centres' exports hold: its meaning is kept, its look is not, and no tag is ever shown. */
#include "support/project.h"

#include <string.h>

static const struct {
    const char *name, *markdown, *blocks;
} cases[] = {
    { "styles within a line", "<b>a</b> <i>b</i> <code>c</code> <kbd>Ctrl</kbd>+<kbd>C</kbd> <u>d</u> I<sup>2</sup>C m<sub>x</sub>\n",
      "paragraph \"a b c Ctrl+C d I\xC2\xB2""C mx\" [strong \"a\"] [em \"b\"] [code \"c\"] [key \"Ctrl\"] [key \"C\"]\n" },
    { "line breaks, comments, rules", "a<br>b <!-- not said --> c\n\n<!-- nor this -->\n\n<hr>\n\nd\n",
      "paragraph \"a\\nb c\"\n"
      "rule\n"
      "paragraph \"d\"\n" },
    { "a style that is not ended ends with its paragraph", "a <b>b\n\nc\n",
      "paragraph \"a b\" [strong \"b\"]\n"
      "paragraph \"c\"\n" },
    { "links and anchors", "<a id=\"top\"></a>\n\n## Head\n\nSee <a class=\"x\" href=\"#top\">there</a> &amp; <a href='https://x.example/?a=1&amp;b=2'>out</a>.\n",
      "heading level=2 #top \"Head\"\n"
      "paragraph \"See there & out.\" [link \"there\" article/a#top] [link \"out\" https://x.example/?a=1&b=2]\n" },
    { "a table", "<table>\n<tr><th>A<th>B</tr>\n<tr><td>1 &lt; 2</td><td><ul><li>x</li><li>y</li></ul></td><td>z</td></tr>\n</table>\n",
      "table number=3\n"
      "  row flags=1\n"
      "    cell \"A\"\n"
      "    cell \"B\"\n"
      "    cell\n"
      "  row\n"
      "    cell \"1 < 2\"\n"
      "    cell \"\xE2\x80\xA2 x\\n\xE2\x80\xA2 y\"\n"
      "    cell \"z\"\n" },
    { "cells over several rows and columns", "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td colspan=2>d</td></tr></table>\n",
      "table number=2\n"
      "  row\n"
      "    cell \"a\"\n"
      "    cell \"b\"\n"
      "  row\n"
      "    cell \"a\"\n"
      "    cell \"c\"\n"
      "  row\n"
      "    cell \"d\"\n"
      "    cell\n" },
    { "a table that is a layout", "<table><tr><td>Windows</td><td><ol><li>Open</li><li>Close</li></ol></td></tr></table>\n",
      "paragraph \"Windows\" [strong \"Windows\"]\n"
      "list number=1\n"
      "  item number=1\n"
      "    paragraph \"Open\"\n"
      "  item number=2\n"
      "    paragraph \"Close\"\n" },
    { "blocks", "<div>\n<h3>Head</h3>\n<p>One\n  two</p><p>Three\n<blockquote>Four</blockquote>\n<pre>a &gt; b\n  c</pre>\n</div>\n",
      "heading level=3 #head \"Head\"\n"
      "paragraph \"One two\"\n"
      "paragraph \"Three\"\n"
      "quote\n"
      "  paragraph \"Four\"\n"
      "code \"a > b\\n  c\"\n" },
    { "an ordered list is steps", "<ol><li>One<li>Two</ol>\n",
      "steps\n"
      "  step number=1\n"
      "    paragraph \"One\"\n"
      "  step number=2\n"
      "    paragraph \"Two\"\n" },
    { "pictures with words below them", "<figure><img src=\"p.svg\" alt=\"A &amp; B\"><figcaption>Below</figcaption></figure>\n",
      "picture 40x20 ->p.svg \"A & B\"\n"
      "paragraph \"Below\" [em \"Below\"]\n" },
    { "a picture's size is a bound", "<img src=p.svg alt=x width=20px>\n\n<img src=p.svg alt=x style=\"max-width: 3px; height:5px\">\n\n<img src=p.svg alt=x width=50% height=\"400\">\n",
      "picture 20x10 ->p.svg \"x\"\n"
      "picture 10x5 ->p.svg \"x\"\n"
      "picture 40x20 ->p.svg \"x\"\n" },
    { "a picture on the web is its words", "<img src=\"https://x.example/a.png\" alt=\"A cat\">\n\n<img src=\"https://x.example/b.png\" alt=\"\">\n",
      "paragraph \"A cat\"\n" },
    { "what is no HTML is text", "Use `<a>`: cd <folder name> or <PID>, <port>.\n",
      "paragraph \"Use <a>: cd <folder name> or <PID>, <port>.\" [code \"<a>\"]\n" },
    { "scripts, forms and hidden texts", "a\n\n<script>alert(1)</script>\n\n<p style=\"display: none;\">\n  Tags: hush\n</p>\n\n<form><input value=\"x\">y</form>\n\nb\n",
      "paragraph \"a\"\n"
      "paragraph \"b\"\n" },
    { "frames are links", "<iframe src=\"https://video.example/watch?v=1\">no</iframe>\n",
      "paragraph \"video.example\" [link \"video.example\" https://video.example/watch?v=1]\n" },
    { "menus of links are one a line", "<div><a href=\"https://x.example\">One</a>\n<a href=\"https://y.example\">Two</a></div>\n",
      "paragraph \"One\\nTwo\" [link \"One\" https://x.example] [link \"Two\" https://y.example]\n" },
    { "spaces within a link or a style are its own", "<a href=\"https://x.example\">One\n two</a> <b>three four</b> *five\nsix*\n",
      "paragraph \"One two three four five six\" [link \"One two\" https://x.example] [strong \"three four\"] [em \"five six\"]\n" },
    { "end tags without a start, and the other way", "</td></table></b><li>a</li>\n\n<table><td>b\n\nc\n",
      "list\n"
      "  item\n"
      "    paragraph \"a\"\n"
      "table number=1\n"
      "  row\n"
      "    cell \"b\\nc\"\n" },
};

static void test_blocks(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "p.svg", DRAWING);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
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

static void test_hidden_words_are_found(void **state)
{
    (void)state;
    fixture f;
    docent_hits *hits;
    docent_query query = DOCENT_QUERY_INIT;
    fixture_open(&f);
    fixture_put(&f, "a.md", "Visible.\n\n<p style=\"display:none\">Tags: zirkulation</p>\n");
    fixture_pack(&f);
    query.text = "zirkulation";
    assert_int_equal(docent_search(f.help, &query, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 1);
    assert_string_equal(docent_hits_at(hits, 0)->id, "a");
    docent_hits_free(hits);
    fixture_close(&f);
}

/* Each tag is told once, where it first stands, with what to write instead. */
static void test_messages(void **state)
{
    (void)state;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "a.md", "Press <kbd>A</kbd> and <kbd>B</kbd>.\n\n<div>\n<hr>\n</div>\n");
    fixture_pack(&f);
    fixture_expect(&f, "a.md:1:7: warning: raw HTML <kbd>: its text is kept, its look is not; write ++Key++\n"
                       "a.md:3:1: warning: raw HTML <div>: its text is kept, its look is not\n"
                       "a.md:4:1: warning: raw HTML <hr>: its text is kept, its look is not; write ---\n");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_hidden_words_are_found),
        cmocka_unit_test(test_messages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
