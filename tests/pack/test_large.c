#define _POSIX_C_SOURCE 200809L

/* What is large or goes round in circles outside of an article's text: settings, strings, exports, folders, parts of guides,
 * pictures. Packing ends soon, in bounded memory, with an answer or an error. Articles are in test_hostile.c. */
#include "support/project.h"

#include "base/alloc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MEGABYTE ((size_t)1 << 20)
#define PATIENCE_S 10 /* A second on an idle machine; sanitizers and a busy one take more. */

#if defined(__SANITIZE_ADDRESS__)
/* libxml2 2.9.14 (Debian 12) loses the value of an entity that is declared badly: 100 bytes each time, not ours. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:xmlParseEntityValue\n";
}
#endif

static char *repeat(const char *before, const char *unit, size_t size)
{
    size_t start = strlen(before), length = strlen(unit);
    char *text = malloc(start + size + 1);
    assert_non_null(text);
    memcpy(text, before, start);
    for (size_t i = 0; i < size; i++)
        text[start + i] = unit[i % length];
    text[start + size] = 0;
    return text;
}

static double start_s;

static void begin(void)
{
    start_s = (double)clock() / CLOCKS_PER_SEC;
}

static void end(const char *what, const fixture *f)
{
    double took = (double)clock() / CLOCKS_PER_SEC - start_s;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    if (took > PATIENCE_S)
        print_error("%.40s: %.1f s, %.300s\n", what, took, f->messages);
    if (getenv("DOCENT_LOUD") != NULL)
        fprintf(stderr, "%6.0f ms %6ld MB  %.40s: %zu errors, %zu warnings\n", took * 1000, usage.ru_maxrss / 1024, what,
                f->errors, f->warnings);
    assert_true(took < PATIENCE_S);
    assert_true(usage.ru_maxrss < 2 * 1024 * 1024); /* KB. */
}

static void test_settings(void **state)
{
    static const char *const units[] = { "[", "{", "- ", "? ", "? - ", "a: ", "a: b\n", "\"", "\t", "&a ", "!!a ", "*a\n", "x", "\\", "'", "|\n ",
                                         "---\n", "%YAML 1.1\n---\n", "- [a, b]\n", "{a: b, ", "\xC2\x85", "#\n", "? |\n" };
    (void)state;
    for (size_t i = 0; i < 2 * sizeof units / sizeof *units; i++) {
        fixture f;
        fixture_open(&f);
        char *text = repeat(i % 2 == 0 ? "" : "product: x\ntop: ", units[i / 2], MEGABYTE - 16);
        fixture_put(&f, "help.yaml", text);
        fixture_put(&f, "a.md", "# A\n");
        begin();
        fixture_check(&f);
        end(units[i / 2], &f);
        free(text);
        fixture_close(&f);
    }
}

/* Many of each thing that settings may have. # is the number. */
static const struct {
    const char *head, *row;
} many[] = {
    { "top:\n", "  - a#\n" },
    { "languages:\n", "  - a#\n" },
    { "categories:\n", "  - {folder: f#, title: T}\n" },
    { "terms:\n", "  t#: {en: x}\n" },
    { "contexts:\n", "  c#: a#x\n" },
    { "contact:\n  hours:\n    holidays:\n", "      - {date: 2027-01-#, name: x}\n" },
};

static void add_row(char *text, const char *row, int number)
{
    size_t mark = strcspn(row, "#");
    snprintf(text, 80, "%.*s%d%s", (int)mark, row, number, row + mark + 1);
}

static void test_settings_with_much(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof many / sizeof *many; i++) {
        fixture f;
        fixture_open(&f);
        char *text = malloc(MEGABYTE);
        assert_non_null(text);
        size_t used = (size_t)snprintf(text, MEGABYTE, "product: x\n%s", many[i].head);
        for (int n = 0; used < MEGABYTE - 100 && n < 20000; n++) {
            add_row(text + used, many[i].row, n);
            used += strlen(text + used);
        }
        fixture_put(&f, "help.yaml", text);
        fixture_put(&f, "a.md", "# A\n\n[[$t1]] [[$t19999]]\n");
        begin();
        fixture_check(&f);
        end(many[i].head, &f);
        free(text);
        fixture_close(&f);
    }
}

static void test_strings(void **state)
{
    static const char *const units[] = { "#,\n", "#, fuzz\n", "msgid \"", "msgid \"a\"\nmsgstr \"b\"\n", "\"\n", "\\", "msgid \"a\"\n\"b\"\n", "x\n", "msgctxt \"\"\n" };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        fixture f;
        fixture_open(&f);
        char *text = repeat("", units[i], 4 * MEGABYTE - 1);
        fixture_put(&f, "help.yaml", "product: x\nlanguages: [en, de]\n");
        fixture_put(&f, "a.md", "# A\n");
        fixture_put(&f, "strings/de.po", text);
        begin();
        fixture_pack(&f);
        end(units[i], &f);
        free(text);
        fixture_close(&f);
    }
}

static void test_lines(void **state)
{
    static const char *const units[] = { "[", "{\"a\":", "{}\n", "\n", "{\"id\":\"a\",\"body\":\"\"}\n", "\"", "\x00\n", "\xFF" };
    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        fixture f;
        fixture_open(&f);
        char *text = repeat("", *units[i] == 0 ? " " : units[i], 8 * MEGABYTE);
        begin();
        fixture_pack_lines(&f, text, 8 * MEGABYTE);
        end(units[i], &f);
        free(text);
        fixture_close(&f);
    }
}

/* A paragraph of 10 MB comes out, and opens. */
static void test_a_long_line(void **state)
{
    static const char head[] = "{\"id\":\"a\",\"title\":\"A\",\"body\":\"", tail[] = "\"}\n";
    (void)state;
    fixture f;
    fixture_open(&f);
    char *text = repeat(head, "words without an end ", 10 * MEGABYTE), *line = malloc(11 * MEGABYTE);
    assert_non_null(line);
    int size = snprintf(line, 11 * MEGABYTE, "%s%s", text, tail);
    begin();
    fixture_pack_lines(&f, line, (size_t)size);
    end("a line of 10 MB", &f);
    assert_int_equal(f.result.articles, 1);
    docent_article *a;
    assert_int_equal(docent_article_open(f.help, "a", &a), DOCENT_OK);
    docent_article_close(a);
    free(text);
    free(line);
    fixture_close(&f);
}

/* ---- folders ---- */

static void link_to(const fixture *f, const char *target, const char *name)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    assert_int_equal(symlink(target, path), 0);
}

static void test_folders(void **state)
{
    (void)state;
    fixture f;
    char path[400];
    fixture_open(&f);
    fixture_put(&f, "a.md", "# A\n\n![x](loop.png) ![y](pipe.png) ![z](folder.png)\n");
    fixture_put(&f, "folder.png/x.txt", "x");
    link_to(&f, "loop.png", "loop.png");
    link_to(&f, ".", "here");
    link_to(&f, "..", "up");
    link_to(&f, "two.md", "one.md");
    link_to(&f, "one.md", "two.md");
    link_to(&f, "/dev/zero", "endless.md");
    snprintf(path, sizeof path, "%s/pipe.png", f.dir);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/pipe.md", f.dir);
    assert_int_equal(mkfifo(path, 0600), 0); /* Whoever opened it would wait for ever. */
    begin();
    fixture_pack(&f);
    end("links in circles, pipes", &f);
    assert_int_equal(f.status, DOCENT_OK);
    assert_int_equal(f.result.articles, 1);
    fixture_close(&f);
}

static void test_deep_folders(void **state)
{
    (void)state;
    fixture f;
    char path[400] = "";
    fixture_open(&f);
    fixture_put(&f, "a.md", "# A\n");
    for (int i = 0; i < 30; i++)
        strcat(path, "d/");
    strcat(path, "b.md");
    fixture_put(&f, path, "# B\n");
    begin();
    fixture_pack(&f);
    end("deep folders", &f);
    assert_int_equal(f.result.articles, 1);
    assert_int_equal(f.warnings > 0, 1);
    fixture_close(&f);
}

static void test_unreadable(void **state)
{
    (void)state;
    fixture f;
    char path[400];
    fixture_open(&f);
    fixture_put(&f, "a.md", "# A\n");
    fixture_put(&f, "b.md", "# B\n");
    snprintf(path, sizeof path, "%s/b.md", f.dir);
    assert_int_equal(chmod(path, 0), 0);
    if (access(path, R_OK) == 0) { /* Root may read everything. */
        fixture_close(&f);
        skip();
    }
    fixture_pack(&f);
    assert_true(f.status == DOCENT_ERR_IO || f.errors == 1);
    assert_null(f.help);
    fixture_close(&f);
}

/* ---- parts of guides ---- */

static const char guide[] = "---\nid: g\nkind: fix\n---\n## Start {#s}\n- [A](p0.md \"then #s\")\n- [B](contact)\n";

static void test_circular_parts(void **state)
{
    (void)state;
    fixture f;
    char name[16], text[400];
    fixture_open(&f);
    fixture_put(&f, "g.md", guide);
    for (int i = 0; i < 3; i++) {
        snprintf(name, sizeof name, "p%d.md", i);
        snprintf(text, sizeof text, "---\nkind: part\n---\n## Q%d\n- [A](p%d.md \"then #q%d\")\n- [B](return)\n", i, (i + 1) % 3, i);
        fixture_put(&f, name, text);
    }
    begin();
    fixture_pack(&f);
    end("parts in a circle", &f);
    assert_int_equal(f.status, DOCENT_OK);
    fixture_close(&f);
}

/* Each part is entered from two places of the one before it: 2^40 screens if each way had its own. */
static void test_doubling_parts(void **state)
{
    (void)state;
    fixture f;
    char name[16], text[600];
    fixture_open(&f);
    fixture_put(&f, "g.md", guide);
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "p%d.md", i);
        snprintf(text, sizeof text, "---\nkind: part\n---\n## Q%d {#q}\n- [A](p%d.md \"then #r\")\n- [B](p%d.md \"then #t\")\n\n"
                 "## R%d {#r}\n- [A](solved)\n- [B](return)\n\n## T%d {#t}\n- [A](solved)\n- [B](return)\n", i, i + 1, i + 1, i, i);
        fixture_put(&f, name, text);
    }
    fixture_put(&f, "p40.md", "---\nkind: part\n---\n## Q\n- [A](solved)\n- [B](return)\n");
    begin();
    fixture_pack(&f);
    end("parts that double", &f);
    assert_int_equal(f.status, DOCENT_OK);
    fixture_close(&f);
}

/* ---- drawings ---- */

static void pack_drawing(const char *what, const char *svg)
{
    fixture f;
    fixture_open(&f);
    fixture_put(&f, "a.md", "# A\n\n![a drawing](p.svg)\n");
    fixture_put(&f, "p.svg", svg);
    begin();
    fixture_pack(&f);
    end(what, &f);
    assert_int_equal(f.status, DOCENT_OK);
    fixture_close(&f);
}

#define SVG_HEAD "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" width=\"40\" height=\"20\">"

static void test_drawings(void **state)
{
    (void)state;
    char laughs[8192];
    char *opened = repeat(SVG_HEAD, "<g>", 3 * 100000), *deep = repeat(opened, "</g>", 4 * 100000 + 6);
    char *path = repeat(SVG_HEAD "<path d=\"M0 0", "l1 1", 4 * MEGABYTE + 9);
    memcpy(strrchr(deep, 0) - 6, "</svg>", 6);
    memcpy(strrchr(path, 0) - 9, "\"/></svg>", 9);
    size_t used = (size_t)snprintf(laughs, sizeof laughs, "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a0 \"<rect width='9' height='9'/>\">");
    for (int i = 1; i < 12; i++) {
        used += (size_t)snprintf(laughs + used, sizeof laughs - used, "<!ENTITY a%d \"", i);
        for (int n = 0; n < 10; n++)
            used += (size_t)snprintf(laughs + used, sizeof laughs - used, "&a%d;", i - 1);
        used += (size_t)snprintf(laughs + used, sizeof laughs - used, "\">");
    }
    snprintf(laughs + used, sizeof laughs - used, "]>" SVG_HEAD "&a11;</svg>");
    pack_drawing("elements 100,000 deep", deep);
    pack_drawing("a path of 4 MB", path);
    pack_drawing("entities that multiply", laughs);
    used = (size_t)snprintf(laughs, sizeof laughs, SVG_HEAD "<g id=\"a0\"><rect width=\"9\" height=\"9\"/></g>");
    for (int i = 1; i < 12; i++) {
        used += (size_t)snprintf(laughs + used, sizeof laughs - used, "<g id=\"a%d\">", i);
        for (int n = 0; n < 10; n++)
            used += (size_t)snprintf(laughs + used, sizeof laughs - used, "<use xlink:href=\"#a%d\"/>", i - 1);
        used += (size_t)snprintf(laughs + used, sizeof laughs - used, "</g>");
    }
    snprintf(laughs + used, sizeof laughs - used, "</svg>");
    pack_drawing("uses that multiply", laughs);
    pack_drawing("a use of itself", SVG_HEAD "<g id=\"a\"><use xlink:href=\"#a\"/><use xlink:href=\"#a\"/></g></svg>");
    pack_drawing("a tiny pattern", SVG_HEAD "<pattern id=\"p\" width=\"1e-6\" height=\"1e-6\" patternUnits=\"userSpaceOnUse\">"
                 "<rect width=\"1\" height=\"1\"/></pattern><rect width=\"40\" height=\"20\" fill=\"url(#p)\"/></svg>");
    pack_drawing("dashes", SVG_HEAD "<path d=\"M0 0H40\" stroke=\"red\" stroke-dasharray=\"1e-9\"/></svg>");
    pack_drawing("a wide blur", SVG_HEAD "<filter id=\"f\" x=\"-9e9\" width=\"9e99\" height=\"9e99\"><feGaussianBlur stdDeviation=\"1e9\"/>"
                 "<feTurbulence numOctaves=\"1000000\" baseFrequency=\"9\"/><feMorphology radius=\"100000\"/></filter><rect width=\"9\" height=\"9\" filter=\"url(#f)\"/></svg>");
    free(opened);
    free(deep);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),      cmocka_unit_test(test_settings_with_much), cmocka_unit_test(test_strings),
        cmocka_unit_test(test_lines),         cmocka_unit_test(test_a_long_line),        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_deep_folders),  cmocka_unit_test(test_unreadable),         cmocka_unit_test(test_circular_parts),
        cmocka_unit_test(test_doubling_parts), cmocka_unit_test(test_drawings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
