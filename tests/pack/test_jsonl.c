/* Exports of other systems: one JSON object a line. */
#include "support/project.h"

#include "base/alloc.h"

#include <string.h>

static void pack(fixture *f, const char *lines)
{
    fixture_pack_lines(f, lines, strlen(lines));
}

/* Messages begin with the path of the lines: the test compares what follows. */
static void expect(fixture *f, const char *messages)
{
    char expected[4096] = "";
    for (const char *line = messages; *line != 0;) {
        size_t size = strcspn(line, "\n") + 1, used = strlen(expected);
        snprintf(expected + used, sizeof expected - used, "%s/lines%.*s", f->dir, (int)size, line);
        line += size;
    }
    fixture_expect(f, expected);
}

static void test_lines(void **state)
{
    (void)state;
    fixture f;
    docent_article *a;
    fixture_open(&f);
    pack(&f, "{\"id\":\"a/1#x\",\"title\":\"One\",\"body\":\"First *line*\\nsecond.\\n\\nNext.\"}\n"
             "\n"
             "{\"id\":\"b\",\"title\":\"\",\"body\":\"## Head\\n\\n1. **Do** [x](y.md) ![p](q.png)\",\"format\":\"markdown\",\"lang\":\"de\"}\r\n"
             "{\"id\":\"d\",\"title\":\"English\",\"body\":\"<kbd>A</kbd> text\",\"format\":\"markdown\",\"lang\":\"en\",\"other\":[1,{}]}\n"
             "{\"id\":\"c\",\"body\":\"\\u4e2d\\u6587\\u0000x\",\"lang\":\"zh_cn\"}");
    expect(&f, ":5:1: warning: \"body\" holds bytes that are no text; U+FFFD is put in their place\n");
    assert_int_equal(f.result.articles, 4);
    assert_int_equal(f.result.texts, 4);
    assert_int_equal(docent_info_of(f.help)->article_count, 4);
    assert_string_equal(docent_info_of(f.help)->default_locale, "en");
    assert_string_equal(docent_language_at(f.help, 1)->tag, "de");
    assert_string_equal(docent_language_at(f.help, 2)->tag, "zh-CN");
    assert_string_equal(fixture_dump(&f, "a/1#x"), "paragraph \"First *line*\\nsecond.\"\nparagraph \"Next.\"\n");
    assert_int_equal(docent_article_open(f.help, "a/1#x", &a), DOCENT_OK);
    assert_string_equal(docent_article_id(a), "a/1#x");
    assert_string_equal(docent_article_title(a), "One");
    docent_article_close(a);
    assert_string_equal(fixture_dump(&f, "d"), "paragraph \"A text\" [key \"A\"]\n");
    docent_set_locale(f.help, "de");
    assert_string_equal(fixture_dump(&f, "b"), "steps\n  step number=1\n    paragraph \"Do x\" [strong \"Do\"]\n    paragraph \"p\"\n");
    assert_int_equal(docent_article_open(f.help, "b", &a), DOCENT_OK);
    assert_string_equal(docent_article_title(a), "Head");
    docent_article_close(a);
    assert_null(docent_font_at(f.help, 0));
    assert_int_equal(docent_verify(f.help), DOCENT_OK);
    fixture_close(&f);
}

static void test_found(void **state)
{
    (void)state;
    fixture f;
    docent_hits *hits;
    docent_query query = DOCENT_QUERY_INIT;
    fixture_open(&f);
    pack(&f, "{\"id\":\"1\",\"title\":\"\",\"body\":\"the printer is jammed\"}\n"
             "{\"id\":\"2\",\"title\":\"Ink\",\"body\":\"change the cartridge\"}\n");
    query.text = "jammed printer";
    assert_int_equal(docent_search(f.help, &query, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->id, "1");
    docent_hits_free(hits);
    fixture_close(&f);
}

static const struct {
    const char *lines, *messages;
} cases[] = {
    { "{\"id\":\"a\",\"body\":\"x\"}\n{\"id\":\"a\",\"body\":\"y\"}\n{\"id\":\"a\",\"body\":\"z\",\"lang\":\"de\"}\n",
      ":2:1: error: the id \"a\" was on line 1 already\n"
      ":3:1: error: the id \"a\" was on line 1 already\n" },
    { "{\"id\":\"a b\",\"body\":\"x\"}\n{\"id\":\"\",\"body\":\"x\"}\n",
      ":1:1: error: an id has at least one character, and no white space: \"a b\"\n"
      ":2:1: error: an id has at least one character, and no white space: \"\"\n" },
    { "{\"id\":\"a\"}\n{\"body\":\"x\"}\n{\"id\":1,\"body\":\"x\"}\n{\"id\":\"d\",\"body\":[]}\n[1]\n\"x\"\n",
      ":1:1: error: this line has no \"body\"\n"
      ":2:1: error: this line has no \"id\"\n"
      ":3:1: error: \"id\" must be a text\n"
      ":4:1: error: \"body\" must be a text\n"
      ":5:1: error: a line must be an object: {\"id\": ..., \"body\": ...}\n"
      ":6:1: error: bad JSON: '[' or '{' expected near '\"x\"'\n" },
    { "{\"id\":\"a\",\"body\":\"x\",\"format\":\"html\"}\n{\"id\":\"b\",\"body\":\"x\",\"lang\":\"not a tag\"}\n",
      ":1:1: error: \"format\" is plain or markdown, not \"html\"\n"
      ":2:1: error: \"not a tag\" is not a language, like \"de\" or \"pt-BR\"\n" },
};

static void test_bad_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        fixture_open(&f);
        pack(&f, cases[i].lines);
        /* jansson counts columns its own way: its message is enough. */
        char *column = strstr(f.messages, "bad JSON");
        if (column == NULL)
            expect(&f, cases[i].messages);
        assert_true(f.errors > 0);
        assert_null(f.help);
        fixture_close(&f);
    }
}

static void test_bad_json_has_its_line(void **state)
{
    (void)state;
    fixture f;
    char prefix[320];
    fixture_open(&f);
    pack(&f, "{\"id\":\"a\",\"body\":\"x\"}\n{\"id\":\"b\",\"body\n\xFF\n");
    assert_int_equal(f.errors, 2);
    snprintf(prefix, sizeof prefix, "%s/lines:2:", f.dir);
    assert_memory_equal(f.messages, prefix, strlen(prefix));
    fixture_close(&f);
}

static void test_no_file(void **state)
{
    (void)state;
    dct_diag diag;
    dct_pack_result result;
    docent_error error;
    dct_pack_job job = { NULL, "/nonexistent/lines", "/tmp/never.docent", NULL };
    dct_diag_init(&diag, &dct_alloc_default);
    assert_int_equal(dct_pack_run(&dct_alloc_default, &job, &diag, &result, &error), DOCENT_ERR_MISSING);
    assert_string_equal(error.message, "cannot open /nonexistent/lines: No such file or directory");
    job = (dct_pack_job){ "/nonexistent/folder", NULL, "/tmp/never.docent", NULL };
    assert_int_equal(dct_pack_run(&dct_alloc_default, &job, &diag, &result, &error), DOCENT_ERR_MISSING);
    assert_string_equal(error.message, "there is no folder /nonexistent/folder");
    dct_diag_close(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_bad_lines),
        cmocka_unit_test(test_bad_json_has_its_line),
        cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
