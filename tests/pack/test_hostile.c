#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700

/* Whatever an author's file holds, packing ends soon with an answer or an error. */
#include "support/project.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define MEGABYTE ((size_t)1 << 20)

/* `size` bytes of `unit` again and again. */
static char *repeat(const char *unit, size_t size)
{
    char *text = malloc(size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % strlen(unit)];
    text[size] = 0;
    return text;
}

/* The unit, how much of it, and whether an article comes out. */
static const struct {
    const char *before, *unit;
    size_t      size;
    bool        packs;
} cases[] = {
    { "", "> ", 20000, true },                        /* 10,000 deep. */
    { "", "- ", 20000, true },
    { "", "<div>", 50000, true },
    { "", "<table><tr><td>", 150000, true },
    { "", "<ul><li>", 80000, true },
    { "", "</li></ul></td></table></b>", 100000, true },
    { "", "[", 100000, true },
    { "", "*a **b ", 100000, true },
    { "", "`a ``b ", 100000, true },
    { "", "words that go on and on ", 10 * MEGABYTE, true },
    { "", "a", 10 * MEGABYTE, true },
    { "", "[", 10 * MEGABYTE, false },
    { "", "*a ", 10 * MEGABYTE, false },
    { "", "<", 10 * MEGABYTE, false },
    { "", "a@", MEGABYTE, false },
    { "", "[^a]", MEGABYTE, false },
    { "", "|", MEGABYTE, false },
    { "a|b\n-|-\n", "c|d\n", MEGABYTE, false },
    { "|a|a|a|a|a|a|a|a|a|a\n|-|-|-|-|-|-|-|-|-|-\n", "b\n", MEGABYTE, false },
    { "", "[a](b.md) ", MEGABYTE / 2, true },
    { "", "# a\n\n", MEGABYTE / 4, true },
    { "", "- a\n", MEGABYTE / 4, true },
    { "<table>", "<tr><td rowspan=9999 colspan=9999>x", MEGABYTE / 4, true },
    { "", "++", MEGABYTE, true },
    { "", "[[", MEGABYTE / 8, true },
    { "---\n", "a: [", 100000, true },
    { "---\ntitle: |\n", " x\n", 12 * MEGABYTE, false },
    { "---\n", "a: b\n", MEGABYTE / 2, true },
    { "", "\x80", MEGABYTE, true },
    { "", "<p style=display:none>a ", MEGABYTE / 8, true },
    { "", "&#0;&#1;&#xD800;&lt;", MEGABYTE / 8, true },
};

static double cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void test_big_and_deep(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture f;
        fixture_open(&f);
        size_t before = strlen(cases[i].before);
        char *text = repeat(cases[i].unit, cases[i].size), *whole = malloc(before + cases[i].size);
        assert_non_null(whole);
        memcpy(whole, cases[i].before, before);
        memcpy(whole + before, text, cases[i].size);
        fixture_put_bytes(&f, "a.md", whole, before + cases[i].size);
        double start = cpu_seconds();
        fixture_check(&f);
        double took = cpu_seconds() - start;
        if (took > 10 || f.status != DOCENT_OK || (f.errors == 0) != cases[i].packs)
            print_error("case %zu (%s): %.1f s, %.300s\n", i, cases[i].unit, took, f.messages);
        assert_int_equal(f.status, DOCENT_OK);
        assert_int_equal(f.errors == 0, cases[i].packs);
        assert_true(took < 10); /* One second on an idle machine; sanitizers and a busy one take more. */
        free(text);
        free(whole);
        fixture_close(&f);
    }
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    assert_true(usage.ru_maxrss < 2 * 1024 * 1024); /* KB. */
}

/* What comes out of a deep article is one that opens. */
static void test_flattened(void **state)
{
    static const char *const units[] = { "> ", "- ", "1. ", "<ul><li>", "<table><tr><td>", "<li>", "<td>", "<blockquote>", "> - <td>" };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        fixture f;
        fixture_open(&f);
        char *text = repeat(units[i], 10000 * strlen(units[i]) + 1);
        text[10000 * strlen(units[i])] = 'x';
        fixture_put(&f, "a.md", text);
        fixture_pack(&f);
        if (strstr(fixture_dump(&f, "a"), "\"x\"") == NULL)
            print_error("%s: %.2000s\n", units[i], fixture_dump(&f, "a"));
        assert_non_null(strstr(fixture_dump(&f, "a"), "\"x\""));
        assert_int_equal(docent_verify(f.help), DOCENT_OK);
        free(text);
        fixture_close(&f);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Marks of every kind in random order: the writer reads back all that it wrote, so a wrong tree is an error here. */
static void test_random_marks(void **state)
{
    static const char *const marks[] = {
        "\n", "\n\n", " ", "> ", "- ", "1. ", "# ", "## ", "**", "*", "`", "```\n", "[", "](a.md)", "](#x)", "![", "](p.svg)", "<b>", "</b>",
        "<table>", "</table>", "<tr>", "<td>", "</td>", "<ul>", "</ul>", "<li>", "<a href=\"#x\">", "</a>", "<a id=x></a>", "<br>", "<hr>",
        "<img src=p.svg alt=x>", "<pre>", "</pre>", "<h2>", "</h2>", "<p style=\"display:none\">", "</p>", "<div>", "</div>", "<sup>2</sup>",
        "[[", "]]", "++", "[^1]", "\n[^1]: ", "| a | b |\n|---|---|\n", "| c ", "{#x}", "{.y}", "> [!NOTE]\n", "    ", "---\n", "&amp;", "\\",
        "<!-- ", " -->", "text ", "\xC3\xA4", "\xE0\xB8\x81\xE0\xB8\xB2\xE0\xB8\xA3", "\xFF", "<iframe src=https://x.example>", "</iframe>", "<dl><dt>a<dd>b</dl>",
    };
    (void)state;
    uint32_t seed = 20261122;
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "p.svg", DRAWING);
    for (int round = 0; round < 60; round++) {
        for (int file = 0; file < 20; file++) {
            char text[8192], name[16];
            size_t used = 0;
            uint32_t count = next_random(&seed) % 400;
            used += (size_t)snprintf(text, sizeof text, "---\ntitle: A\nkind: %s\n---\n", file % 4 == 0 ? "fix" : file % 4 == 1 ? "part" : "article");
            for (uint32_t i = 0; i < count; i++)
                used += (size_t)snprintf(text + used, sizeof text - used, "%s",
                                         marks[next_random(&seed) % (sizeof marks / sizeof *marks)]);
            snprintf(name, sizeof name, "%c.md", 'a' + file);
            fixture_put_bytes(&f, name, text, used);
        }
        fixture_check(&f);
        if (f.errors > 0)
            print_error("round %d:\n%s\n", round, f.messages);
        assert_int_equal(f.errors, 0);
    }
    fixture_pack(&f);
    assert_int_equal(docent_verify(f.help), DOCENT_OK);
    fixture_close(&f);
}

/* Pictures, links and settings cannot reach outside of the project. */
static void test_nothing_from_outside(void **state)
{
    (void)state;
    fixture f, outside;
    fixture_open(&f);
    fixture_open(&outside);
    char link[300], target[300], text[1024];
    fixture_put(&outside, "secret.svg", DRAWING);
    fixture_put(&outside, "more/secret.md", "# Secret\n");
    snprintf(target, sizeof target, "%s/secret.svg", outside.dir);
    snprintf(link, sizeof link, "%s/linked.svg", f.dir);
    assert_int_equal(symlink(target, link), 0);
    snprintf(target, sizeof target, "%s/more", outside.dir);
    snprintf(link, sizeof link, "%s/linked", f.dir);
    assert_int_equal(symlink(target, link), 0);
    const char *folder = strrchr(outside.dir, '/') + 1;
    snprintf(text, sizeof text, "![a](linked.svg)\n\n![b](../%s/secret.svg)\n\n![c](%s/secret.svg)\n\n![d](%%2e%%2e/%s/secret.svg)\n\n"
             "![e](file://%s/secret.svg)\n", folder, outside.dir, folder, outside.dir);
    fixture_put(&f, "a.md", text);
    fixture_pack(&f);
    assert_int_equal(f.result.pictures, 0);
    assert_int_equal(f.result.articles, 1);
    assert_int_equal(f.warnings, 7); /* Five pictures, two links on disk. */
    assert_null(docent_asset_name(f.help, "picture", 0));
    fixture_close(&f);
    fixture_close(&outside);
}

/* The real help centre, when it is there. */
static void test_real_corpus(void **state)
{
    static const char path[] = DOCENT_SOURCE_DIR "/../shared/data/corpora/arduino/content";
    (void)state;
    dct_diag diag;
    dct_pack_result result;
    docent_error error;
    dct_pack_job job = { path, NULL, NULL, NULL };
    if (access(path, R_OK) != 0)
        skip();
    dct_diag_init(&diag, &dct_alloc_default);
    assert_int_equal(dct_pack_run(&dct_alloc_default, &job, &diag, &result, &error), DOCENT_OK);
    assert_int_equal(diag.errors, 0);
    assert_int_equal(result.articles, 414);
    dct_diag_close(&diag);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_big_and_deep),
        cmocka_unit_test(test_flattened),
        cmocka_unit_test(test_random_marks),
        cmocka_unit_test(test_nothing_from_outside),
        cmocka_unit_test(test_real_corpus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
