/* Small bundles for tests, made with the schema through SQLite directly: no packer, no Markdown.
 *
 *     test_bundle *b = test_bundle_new("/tmp/x.docent");
 *     test_bundle_language(b, "en", "English", false);
 *     test_bundle_article(b, &(test_article){ .id = "pair", .title = "Pair it", .body = "# Start {start}\n1. Press.\n" });
 *     test_bundle_finish(b);
 *
 * A body is lines: "# heading {anchor}", "1. a step", "- an item", "! name alternative text" (a picture), "? question
 * {anchor}" (a screen of a guide), "> target answer", anything else is a paragraph. Whatever fails ends the test. */
#ifndef TEST_BUNDLE_H
#define TEST_BUNDLE_H

#include <docent/docent.h>

struct sqlite3;

typedef struct test_bundle test_bundle;

typedef struct test_article {
    const char *id, *title, *body; /* Needed. */
    const char *lang;              /* NULL: "en". */
    const char *summary, *keywords, *category, *related;
    docent_kind kind;              /* 0: an article. */
    bool        translated;        /* Not the source. */
    int         position;
} test_article;

/* A new file; what was there is gone. */
test_bundle *test_bundle_new(const char *path);
struct sqlite3 *test_bundle_db(test_bundle *b);
void test_bundle_language(test_bundle *b, const char *tag, const char *name, bool rtl);
/* title is in English. */
void test_bundle_category(test_bundle *b, const char *id, const char *parent, const char *icon, const char *title);
void test_bundle_article(test_bundle *b, const test_article *a);
void test_bundle_asset(test_bundle *b, const char *kind, const char *name, const void *data, size_t size);
/* ranges: pairs of little-endian u32. */
void test_bundle_font(test_bundle *b, const char *name, docent_font_role role, const void *ranges, size_t size);
/* Any SQL, for the tables that need no help. */
void test_bundle_run(test_bundle *b, const char *sql);
/* Makes the index, sets the marks, closes. */
void test_bundle_finish(test_bundle *b);

/* One bundle with a bit of everything; the tests of several parts use it. Ids: orbit-pair (en, de), orbit-reset,
 * pebble-dock (a category within another), no-sound (a guide), loose (in no category). */
void test_bundle_sample(const char *path);
/* The same without themes and fonts, and not finished: for tests that bring real ones. */
test_bundle *test_bundle_sample_open(const char *path);
/* A path of its own in the folder for temporary files; the same text until the next call. */
const char *test_path(const char *name);

#endif
