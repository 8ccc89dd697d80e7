/* Bundles whose bytes were changed: an error or an answer, never a crash, a hang or unbounded memory.
 *
 * The everyday run tries a few hundred, always the same ones; DOCENT_MUTANTS=10000 tries more, DOCENT_SEED=n others,
 * DOCENT_BUNDLE=x.docent those of another file (up to 4 MB). A crash is repeated with the seed that was printed
 * (DOCENT_LOUD=1 prints each). Run it under ASan to see what a crash would not show, and under valgrind
 * (DOCENT_PATIENCE=50: it is slow) to see it inside SQLite. */
#define _POSIX_C_SOURCE 200809L
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <docent/article.h>

#include "base/limits.h"
#include "doc/writer.h"
#include "support/bundle.h"
#include "support/chance.h"
#include "support/ration.h"

static char           path[1024];
static unsigned char *whole;
static size_t         whole_size;
static double         slowest_s;
static long           opened, verified, refused;

static int make(void **state)
{
    (void)state;
    const char *other = getenv("DOCENT_BUNDLE");
    snprintf(path, sizeof path, "%s", test_path("hostile.docent"));
    test_bundle_sample(path);
    FILE *f = fopen(other == NULL ? path : other, "rb");
    whole = malloc(4 << 20);
    whole_size = f == NULL ? 0 : fread(whole, 1, 4 << 20, f);
    fclose(f);
    return whole_size == 0;
}

static int drop(void **state)
{
    (void)state;
    free(whole);
    return remove(path);
}

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

/* ---- using whatever opens ---- */

static void read_article(docent *h, const char *id)
{
    docent_article *a;
    docent_hits *hits;
    const char *text;
    size_t size;
    if (docent_article_open(h, id, &a) != DOCENT_OK)
        return;
    if (docent_article_plain(a, &text, &size) == DOCENT_OK)
        assert_int_equal(strlen(text), size);
    if (docent_article_related(a, &hits) == DOCENT_OK)
        docent_hits_free(hits);
    docent_article_close(a);
}

static void read_hits(docent *h, docent_status status, docent_hits *hits)
{
    if (status != DOCENT_OK)
        assert_null(hits);
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        size_t size = strlen(hit->excerpt), title = strlen(hit->title);
        for (uint32_t m = 0; m < hit->mark_count; m++)
            assert_true(hit->marks[m].from < hit->marks[m].to && hit->marks[m].to <= size);
        for (uint32_t m = 0; m < hit->title_mark_count; m++)
            assert_true(hit->title_marks[m].from < hit->title_marks[m].to && hit->title_marks[m].to <= title);
        read_article(h, hit->id);
    }
    docent_hits_free(hits);
}

static void search(docent *h, const char *text, uint32_t flags)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    q.text = text;
    q.flags = flags;
    docent_status status = docent_search(h, &q, &hits);
    read_hits(h, status, hits);
}

/* The first pictures and fonts by name: in another bundle they are real ones. */
static void read_assets(docent *h)
{
    static const char *const kinds[] = { "picture", "font", "theme", "keyboard", "licence" };
    docent_asset *asset;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        for (uint32_t n = 0; n < 3; n++) {
            char copy[256];
            const char *name = docent_asset_name(h, kinds[i], n);
            snprintf(copy, sizeof copy, "%s", name == NULL ? "" : name);
            if (docent_asset_open(h, kinds[i], copy, &asset) == DOCENT_OK)
                docent_asset_close(asset);
        }
}

static void use(docent *h)
{
    static const char *const categories[] = { "", "orbit", "home", "pebble", "orbit-headset" };
    docent_hits *hits;
    docent_contact *contact;
    docent_article *a;
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        docent_status status = docent_list(h, categories[i], &hits);
        read_hits(h, status, hits);
    }
    docent_status status = docent_top(h, &hits);
    read_hits(h, status, hits);
    search(h, "pair the headset", 0);
    search(h, "hedset rest", 0);
    search(h, "sou", DOCENT_QUERY_PREFIX);
    read_article(h, "orbit-pair");
    read_article(h, "no-sound");
    if (docent_article_by_context(h, "settings.sound", &a, NULL) == DOCENT_OK)
        docent_article_close(a);
    (void)docent_string(h, "Search");
    read_assets(h);
    if (docent_contact_open(h, 1800000000, &contact) == DOCENT_OK)
        docent_contact_close(contact);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Some 20 calls; each alone may take about a second, all of a small file may not even together. */
static void try_file(const char *what)
{
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    double start = seconds();
    config.bundle_path = path;
    config.locale = "de";
    config.alloc = &alloc;
    if (docent_open(&config, &h, &err) == DOCENT_OK) {
        opened++;
        use(h);
        verified += docent_verify(h) == DOCENT_OK;
        docent_close(h);
    } else {
        refused++;
        assert_true(err.message[0] != 0);
    }
    assert_int_equal(r.live, 0);
    double took = seconds() - start;
    if (took > slowest_s)
        slowest_s = took;
    if (took > 3.0 * (double)number_of("DOCENT_PATIENCE", 1))
        fail_msg("%s: %.1f s", what, took);
}

static void write_bytes(const unsigned char *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

/* ---- mutants ---- */

static unsigned char odd_value(chance *c, unsigned char was)
{
    static const unsigned char values[] = { 0, 1, 0x7F, 0x80, 0xFF };
    switch (below(c, 3)) {
    case 0: return values[below(c, sizeof values)];
    case 1: return (unsigned char)(was ^ 1u << below(c, 8));
    default: return (unsigned char)next(c);
    }
}

/* Within one page, so that it is worth more than the header: an eighth of them near the page's start, where its tree is. */
static size_t odd_place(chance *c)
{
    size_t page = below(c, whole_size / 4096) * 4096;
    size_t at = page + (below(c, 2) == 0 ? below(c, 64) : below(c, 4096));
    return at < 100 && below(c, 4) != 0 ? at + 100 : at;
}

static void mutate(unsigned char *bytes, uint64_t seed)
{
    chance c = { seed * 0x9E3779B97F4A7C15ull + 1 };
    memcpy(bytes, whole, whole_size);
    size_t kind = below(&c, 4);
    for (size_t i = kind == 0 ? 1 : 1 + below(&c, 12); i > 0; i--) {
        size_t at = odd_place(&c);
        bytes[at] = odd_value(&c, bytes[at]);
    }
    if (kind == 3) { /* One page in the place of another: trees that meet and rings. */
        size_t pages = whole_size / 4096, from = below(&c, pages), to = 1 + below(&c, pages - 1);
        memcpy(bytes + to * 4096, whole + from * 4096, 4096);
    }
}

static void test_mutants(void **state)
{
    (void)state;
    unsigned char *bytes = malloc(whole_size);
    long count = number_of("DOCENT_MUTANTS", 300), first = number_of("DOCENT_SEED", 1);
    for (long seed = first; seed < first + count; seed++) {
        char what[64];
        snprintf(what, sizeof what, "DOCENT_SEED=%ld DOCENT_MUTANTS=1", seed);
        mutate(bytes, (uint64_t)seed);
        write_bytes(bytes, whole_size);
        if (getenv("DOCENT_LOUD") != NULL)
            fprintf(stderr, "%s\n", what);
        try_file(what);
    }
    free(bytes);
    print_message("%ld mutants: %ld refused at once, %ld opened, %ld of them verified; slowest %.0f ms\n", count, refused,
                  opened, verified, slowest_s * 1000);
    assert_true(opened > 0 && refused > 0);
}

static void test_truncations(void **state)
{
    (void)state;
    for (size_t size = 0; size < whole_size; size += size < 200 ? 7 : 3001) {
        write_bytes(whole, size);
        long before = opened;
        try_file("truncated");
        assert_int_equal(opened, before);
    }
}

/* Cut at a page, with a header that says so: SQLite finds pages missing. */
static void test_truncations_that_hide(void **state)
{
    (void)state;
    unsigned char *bytes = malloc(whole_size);
    memcpy(bytes, whole, whole_size);
    for (size_t pages = 1; pages < whole_size / 4096; pages++) {
        bytes[28] = bytes[29] = 0;
        bytes[30] = (unsigned char)(pages >> 8);
        bytes[31] = (unsigned char)pages;
        write_bytes(bytes, pages * 4096);
        try_file("truncated, with a header that hides it");
    }
    free(bytes);
}

/* ---- an endless tree ----
 *
 *   an index -> page a => page b => ... => page i       every page has 20 children, all of them the same next page:
 *                                                       20^9 rows in 40 KB */

#define PAGE 4096u
#define CHILDREN 20u
#define LEVELS 9u

static void put(unsigned char *p, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (unsigned char)(value >> 8 * (bytes - 1 - i));
}

typedef struct entry {
    const char *index; /* Which index, and one entry of it that is true. */
    size_t      size;
    const char *bytes;
} entry;

static const entry by_category = { "article_by_category", 22, "\x05\x17\x09\x23\x01" "orbit" "orbit-reset" "\x03" };
static const entry by_id = { "sqlite_autoindex_article_1", 18, "\x04\x23\x11\x01" "orbit-reset" "en" "\x03" };

/* Behind room for a child's number; returns its size with that. */
static uint32_t put_cell(unsigned char *p, const entry *e, uint32_t child)
{
    put(p, child, 4);
    p[4] = (unsigned char)e->size;
    memcpy(p + 5, e->bytes, e->size);
    return 5 + (uint32_t)e->size;
}

/* child 0: a leaf, with entries only. */
static void put_page(unsigned char *page, const entry *e, uint32_t child)
{
    uint32_t head = child == 0 ? 8 : 12, at = PAGE;
    memset(page, 0, PAGE);
    page[0] = child == 0 ? 10 : 2;
    put(page + 3, CHILDREN, 2);
    if (child != 0)
        put(page + 8, child, 4);
    for (uint32_t i = 0; i < CHILDREN; i++) {
        unsigned char cell[64];
        uint32_t size = put_cell(cell, e, child), skip = child == 0 ? 4 : 0;
        at -= size - skip;
        memcpy(page + at, cell + skip, size - skip);
        put(page + head + 2 * i, at, 2);
    }
    put(page + 5, at, 2);
}

static uint32_t root_of(const char *name)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = ?1", -1, &stmt, NULL), 0);
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    uint32_t root = (uint32_t)sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return root;
}

static void write_endless(const entry *e)
{
    uint32_t pages = (uint32_t)(whole_size / PAGE);
    unsigned char *bytes = calloc(1, whole_size + LEVELS * PAGE);
    write_bytes(whole, whole_size);
    memcpy(bytes, whole, whole_size);
    put(bytes + 28, pages + LEVELS, 4);
    put_page(bytes + (size_t)(root_of(e->index) - 1) * PAGE, e, pages + 1);
    for (uint32_t i = 0; i < LEVELS; i++)
        put_page(bytes + (size_t)(pages + i) * PAGE, e, i + 1 == LEVELS ? 0 : pages + i + 2);
    write_bytes(bytes, whole_size + LEVELS * PAGE);
    free(bytes);
}

static void test_an_endless_list(void **state)
{
    (void)state;
    if (getenv("DOCENT_BUNDLE") != NULL)
        skip(); /* Forged by hand for the sample. */
    docent_config config = DOCENT_CONFIG_INIT;
    docent_hits *hits;
    docent *h;
    write_endless(&by_category);
    config.bundle_path = path;
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_OK);
    double start = seconds();
    assert_int_equal(docent_list(h, "orbit", &hits), DOCENT_ERR_LIMIT);
    print_message("given up after %.0f ms\n", (seconds() - start) * 1000);
    read_article(h, "orbit-pair"); /* The handle lives on. */
    docent_close(h);
    try_file("an endless list");
}

static void test_an_endless_count(void **state)
{
    (void)state;
    if (getenv("DOCENT_BUNDLE") != NULL)
        skip(); /* Forged by hand for the sample. */
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h;
    sqlite3 *db;
    write_endless(&by_id);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DELETE FROM meta WHERE key = 'article_count'", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    config.bundle_path = path;
    double start = seconds();
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_ERR_LIMIT);
    print_message("given up after %.0f ms\n", (seconds() - start) * 1000);
    write_endless(&by_id);
    try_file("an endless index of ids");
}

/* ---- large, but true ---- */

static void set_doc(const void *doc, size_t size)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "UPDATE article SET doc = ?1 WHERE id = 'loose'", -1, &stmt, NULL), 0);
    sqlite3_bind_blob(stmt, 1, doc, (int)size, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

static docent *open_plainly(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h;
    config.bundle_path = path;
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_OK);
    return h;
}

static void test_a_paragraph_of_ten_megabytes(void **state)
{
    (void)state;
    const size_t size = 10u << 20;
    char *text = malloc(size);
    const char *plain;
    size_t plain_size;
    docent_article *a;
    dct_buf doc;
    memset(text, 'x', size);
    dct_buf_init(&doc, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    dct_doc_writer *w = dct_doc_new(&dct_alloc_default);
    dct_doc_open(w, DOCENT_BLOCK_PARAGRAPH);
    dct_doc_text(w, text, size);
    dct_doc_end(w);
    assert_int_equal(dct_doc_finish(w, &doc), DOCENT_OK);
    test_bundle_sample(path);
    set_doc(doc.data, doc.size);
    docent *h = open_plainly();
    double start = seconds();
    assert_int_equal(docent_article_open(h, "loose", &a), DOCENT_OK);
    assert_int_equal(docent_article_plain(a, &plain, &plain_size), DOCENT_OK);
    assert_int_equal(plain_size, size + 1);
    assert_true(seconds() - start < 1.0 * (double)number_of("DOCENT_PATIENCE", 1));
    docent_article_close(a);
    docent_close(h);
    dct_doc_free(w);
    dct_buf_close(&doc);
    free(text);
}

static void test_a_query_of_a_megabyte(void **state)
{
    (void)state;
    static const char *const words[] = { "headset ", "\xFF\xFE", "\"", "äöü", "the ", "😀", "* NEAR/", "漢" };
    const size_t size = 1u << 20;
    char *text = malloc(size + 16);
    chance c = { 7 };
    size_t used = 0;
    while (used < size) {
        const char *word = words[below(&c, sizeof words / sizeof *words)];
        memcpy(text + used, word, strlen(word) + 1);
        used += strlen(word);
    }
    test_bundle_sample(path);
    docent *h = open_plainly();
    double start = seconds();
    search(h, text, 0);
    search(h, text, DOCENT_QUERY_PREFIX);
    memset(text, 'x', size);
    search(h, text, 0);
    assert_true(seconds() - start < 1.0 * (double)number_of("DOCENT_PATIENCE", 1));
    docent_close(h);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_paragraph_of_ten_megabytes),
        cmocka_unit_test(test_a_query_of_a_megabyte),
        cmocka_unit_test(test_an_endless_list),
        cmocka_unit_test(test_an_endless_count),
        cmocka_unit_test(test_mutants),
        cmocka_unit_test(test_truncations),
        cmocka_unit_test(test_truncations_that_hide),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
