/* Bundles that are sound but absurd: rows as long as they may be, articles of very many blocks. Every page is shown in a
 * moment or says that it cannot be. Bundles that are not sound are in tests/fuzz. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/viewer.h"

#define PATIENCE_S 10.0 /* A second on an idle machine; sanitizers and a busy one take more. */

static char path[512];

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void visit(const char *what)
{
    static const char *const pages[] = { "home", "toc", "contact", "settings", "search?q=headset", "bookmarks", "article/orbit-pair",
                                         "ask?q=headset", "contact/ticket", "contact/callback", "contact/chat", "contact/requests",
                                         "article/absurd", "steps/absurd#step-1", "fix/no-sound" };
    test_viewer *t = test_viewer_open(path, 480, 640, DOCENT_VIEW_KEYBOARD);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        double start = seconds();
        if (docent_view_go(t->view, pages[i]) == DOCENT_OK)
            test_viewer_pass(t, 100);
        test_viewer_key(t, DOCENT_KEY_END, 0);
        double took = seconds() - start;
        if (getenv("DOCENT_LOUD") != NULL)
            fprintf(stderr, "%6.0f ms %s: %s\n", took * 1000, what, pages[i]);
        if (took > PATIENCE_S)
            print_error("%s: %s: %.1f s\n", what, pages[i], took);
        assert_true(took < PATIENCE_S);
    }
    test_viewer_close(t);
}

/* ---- rows ---- */

static void rows_as_long_as_they_may_be(void **state)
{
    static const char *const statements[] = {
        "UPDATE contact SET value = replace(hex(zeroblob(20000)), '0', char(0x0E01))", /* A time zone of 120 KB, in a sentence. */
        "UPDATE contact SET value = replace(hex(zeroblob(4096)), '0', 'a')",           /* As long as what it is put into. */
        "INSERT INTO contact VALUES('desk', '', '{\"callback\":true,\"chat\":true,\"problems\":[{\"id\":\"a\",\"title\":{\"en\":\"' || "
        "replace(hex(zeroblob(20000)), '0', char(0x0E01)) || '\"}}],\"consent\":{\"en\":\"' || replace(hex(zeroblob(20000)), '0', ')(') || "
        "'\"},\"channels\":[{\"id\":\"c\",\"name\":\"' || replace(hex(zeroblob(9000)), '0', 'a') || '\",\"url\":\"https://a.test/\"}]}')",
        "UPDATE meta SET value = replace(hex(zeroblob(50000)), '00', 'x') WHERE key <> 'article_count'",
        "UPDATE article SET title = replace(hex(zeroblob(40000)), '0', char(0x202E, 0x0301, 0x34)), summary = title",
        "UPDATE article SET title = replace(hex(zeroblob(40000)), '0', ')(')",
        "UPDATE category_text SET title = replace(hex(zeroblob(40000)), '0', char(0x1F469, 0x200D)), summary = title",
        "UPDATE language SET name = replace(hex(zeroblob(40000)), '0', char(0x0301))",
        "UPDATE string SET msgstr = replace(hex(zeroblob(4000)), '00', '{0}')",
        "UPDATE asset SET data = CAST('row' || char(10) || replace(hex(zeroblob(40000)), '0', 'a' || char(9)) AS BLOB) WHERE kind = 'keyboard'",
    };
    (void)state;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        test_bundle *b = test_bundle_sample_open(path);
        test_viewer_assets(b);
        test_bundle_asset(b, "keyboard", "en", "row\nq\tw\n", 8);
        test_bundle_run(b, statements[i]);
        test_bundle_finish(b);
        visit(statements[i]);
    }
}

/* ---- articles ---- */

static void show_article(const char *what, const char *line, size_t count)
{
    size_t size = strlen(line);
    char *body = malloc(size * count + 1);
    assert_non_null(body);
    for (size_t i = 0; i < count; i++)
        memcpy(body + i * size, line, size);
    body[size * count] = 0;
    test_bundle *b = test_bundle_sample_open(path);
    test_viewer_assets(b);
    test_bundle_article(b, &(test_article){ .id = "absurd", .title = "Absurd", .body = body });
    test_bundle_finish(b);
    visit(what);
    free(body);
}

static void articles_of_very_many_blocks(void **state)
{
    (void)state;
    show_article("paragraphs", "Some words about nothing much.\n", 20000);
    show_article("steps", "1. Press it.\n", 20000);
    show_article("headings", "# Head {h}\n", 20000);
    show_article("items", "- an item\n", 20000);
    show_article("pictures", "! none.webp a picture that is not there\n", 20000);
}

int main(void)
{
    snprintf(path, sizeof path, "%s", test_path("absurd.docent"));
    if (!test_viewer_bundle(path)) {
        puts("skipped: Noto Sans is not installed (package fonts-noto-core)");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_as_long_as_they_may_be),
        cmocka_unit_test(articles_of_very_many_blocks),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    remove(path);
    return failed;
}
