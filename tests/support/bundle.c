#define _POSIX_C_SOURCE 200809L

#include "bundle.h"

#include "base/limits.h"
#include "doc/reader.h"
#include "doc/writer.h"
#include "search/index.h"
#include "store/schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct test_bundle {
    sqlite3 *db;
    int      languages, categories, sections;
    dct_buf  doc, plain; /* Of the article that is being added. */
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "test bundle: %s: %s\n", what, why);
    exit(99);
}

static void check(test_bundle *b, int code, const char *what)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        die(what, sqlite3_errmsg(b->db));
}

void test_bundle_run(test_bundle *b, const char *sql)
{
    check(b, sqlite3_exec(b->db, sql, NULL, NULL, NULL), sql);
}

#define STATEMENT(name, sql) sql ";"

test_bundle *test_bundle_new(const char *path)
{
    test_bundle *b = calloc(1, sizeof *b);
    remove(path);
    check(b, sqlite3_open(path, &b->db), path);
    dct_buf_init(&b->doc, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    dct_buf_init(&b->plain, &dct_alloc_default, DCT_MAX_DOC_BYTES);
    docent_error err;
    if (dct_index_register(b->db, &err) != DOCENT_OK)
        die("tokenizer", err.message);
    test_bundle_run(b, "BEGIN");
    test_bundle_run(b, DCT_BUNDLE_SCHEMA(STATEMENT) DCT_INDEX_SCHEMA(STATEMENT));
    return b;
}

sqlite3 *test_bundle_db(test_bundle *b)
{
    return b->db;
}

static void run_format(test_bundle *b, char *sql)
{
    test_bundle_run(b, sql);
    sqlite3_free(sql);
}

void test_bundle_language(test_bundle *b, const char *tag, const char *name, bool rtl)
{
    run_format(b, sqlite3_mprintf("INSERT INTO language VALUES(%d, %Q, %Q, %d)", b->languages++, tag, name, rtl));
}

void test_bundle_category(test_bundle *b, const char *id, const char *parent, const char *icon, const char *title)
{
    run_format(b, sqlite3_mprintf("INSERT INTO category VALUES(%d, %Q, %Q, %Q)", b->categories++, id, parent, icon));
    run_format(b, sqlite3_mprintf("INSERT INTO category_text VALUES(%Q, 'en', %Q, '')", id, title));
}

void test_bundle_asset(test_bundle *b, const char *kind, const char *name, const void *data, size_t size)
{
    sqlite3_stmt *stmt;
    check(b, sqlite3_prepare_v2(b->db, "INSERT INTO asset(kind, name, data) VALUES(?1, ?2, ?3)", -1, &stmt, NULL), "asset");
    sqlite3_bind_text(stmt, 1, kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, name, -1, SQLITE_STATIC);
    sqlite3_bind_blob(stmt, 3, size == 0 ? "" : data, (int)size, SQLITE_STATIC);
    check(b, sqlite3_step(stmt), "asset");
    sqlite3_finalize(stmt);
}

void test_bundle_font(test_bundle *b, const char *name, docent_font_role role, const void *ranges, size_t size)
{
    sqlite3_stmt *stmt;
    check(b, sqlite3_prepare_v2(b->db, "INSERT INTO font(name, role, weight, languages, ranges) VALUES(?1, ?2, 400, '', ?3)",
                                -1, &stmt, NULL), "font");
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int(stmt, 2, (int)role);
    sqlite3_bind_blob(stmt, 3, ranges, (int)size, SQLITE_STATIC);
    check(b, sqlite3_step(stmt), "font");
    sqlite3_finalize(stmt);
}

/* ---- bodies ---- */

typedef struct composer {
    dct_doc_writer *w;
    int             list; /* The list that is open, or 0. */
    bool            screen;
    char            text[1024], anchor[128];
} composer;

static void close_list(composer *c)
{
    if (c->list != 0)
        dct_doc_end(c->w);
    c->list = 0;
}

/* Takes "words {anchor}" apart. */
static void split(composer *c, const char *line, size_t size)
{
    if (size >= sizeof c->text)
        die("body", "line too long");
    memcpy(c->text, line, size);
    c->text[size] = 0;
    c->anchor[0] = 0;
    char *brace = strrchr(c->text, '{');
    if (brace == NULL || c->text[size - 1] != '}')
        return;
    snprintf(c->anchor, sizeof c->anchor, "%.*s", (int)(strlen(brace) - 2), brace + 1);
    while (brace > c->text && brace[-1] == ' ')
        brace--;
    *brace = 0;
}

static void leaf(composer *c, docent_block_kind kind, uint32_t level)
{
    dct_doc_open(c->w, kind);
    dct_doc_set(c->w, level, 0, 0);
    dct_doc_text(c->w, c->text, strlen(c->text));
    dct_doc_anchor(c->w, c->anchor);
    dct_doc_end(c->w);
}

static void in_list(composer *c, docent_block_kind list, docent_block_kind item)
{
    if (c->list != (int)list) {
        close_list(c);
        dct_doc_open(c->w, list);
        c->list = (int)list;
    }
    dct_doc_open(c->w, item);
    leaf(c, DOCENT_BLOCK_PARAGRAPH, 0);
    dct_doc_end(c->w);
}

/* "name words" */
static void targeted(composer *c, docent_block_kind kind)
{
    char *space = strchr(c->text, ' ');
    dct_doc_open(c->w, kind);
    dct_doc_text(c->w, space == NULL ? "" : space + 1, space == NULL ? 0 : strlen(space + 1));
    if (space != NULL)
        *space = 0;
    dct_doc_target(c->w, c->text);
    if (kind == DOCENT_BLOCK_PICTURE)
        dct_doc_size(c->w, 320, 200);
    dct_doc_end(c->w);
}

static void open_screen(composer *c)
{
    if (c->screen)
        dct_doc_end(c->w);
    c->screen = true;
    dct_doc_open(c->w, DOCENT_BLOCK_SCREEN);
    dct_doc_text(c->w, c->text, strlen(c->text));
    dct_doc_anchor(c->w, c->anchor);
}

static void compose_line(composer *c, const char *line, size_t size)
{
    char mark = line[0];
    bool list = (mark == '1' && line[1] == '.') || (mark == '-' && line[1] == ' ');
    size_t skip = mark == '1' && list ? 3 : strchr("#-!?>", mark) != NULL ? 2 : 0;
    split(c, line + skip, size - skip);
    if (!list)
        close_list(c);
    if (mark == '#')
        leaf(c, DOCENT_BLOCK_HEADING, 2);
    else if (list)
        in_list(c, mark == '1' ? DOCENT_BLOCK_STEPS : DOCENT_BLOCK_LIST,
                mark == '1' ? DOCENT_BLOCK_STEP : DOCENT_BLOCK_ITEM);
    else if (mark == '!' || mark == '>')
        targeted(c, mark == '!' ? DOCENT_BLOCK_PICTURE : DOCENT_BLOCK_ANSWER);
    else if (mark == '?')
        open_screen(c);
    else
        leaf(c, DOCENT_BLOCK_PARAGRAPH, 0);
}

static void compose(test_bundle *b, const char *body)
{
    composer c = { .w = dct_doc_new(&dct_alloc_default) };
    while (*body != 0) {
        size_t size = strcspn(body, "\n");
        if (size > 0)
            compose_line(&c, body, size);
        body += size + (body[size] == '\n');
    }
    close_list(&c);
    if (c.screen)
        dct_doc_end(c.w);
    dct_buf_clear(&b->doc);
    if (dct_doc_finish(c.w, &b->doc) != DOCENT_OK)
        die("body", dct_doc_error(c.w)->message);
    dct_doc_free(c.w);
}

/* ---- articles ---- */

static void bind_text(sqlite3_stmt *stmt, int index, const char *text)
{
    sqlite3_bind_text(stmt, index, text == NULL ? "" : text, -1, SQLITE_STATIC);
}

static int64_t insert_article(test_bundle *b, const test_article *a, uint32_t steps)
{
    sqlite3_stmt *stmt;
    check(b, sqlite3_prepare_v2(b->db, "INSERT INTO article(id, lang, source, kind, category, position, title, summary, "
                                       "keywords, audience, product, versions, related, steps, doc, updated, popularity, "
                                       "origin) "
                                       "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '', '', '', ?10, ?11, ?12, '', 0, '')",
                                -1, &stmt, NULL), "article");
    bind_text(stmt, 1, a->id);
    bind_text(stmt, 2, a->lang == NULL ? "en" : a->lang);
    sqlite3_bind_int(stmt, 3, !a->translated);
    sqlite3_bind_int(stmt, 4, a->kind == 0 ? DOCENT_KIND_ARTICLE : (int)a->kind);
    bind_text(stmt, 5, a->category);
    sqlite3_bind_int(stmt, 6, a->position);
    bind_text(stmt, 7, a->title);
    bind_text(stmt, 8, a->summary);
    bind_text(stmt, 9, a->keywords);
    bind_text(stmt, 10, a->related);
    sqlite3_bind_int(stmt, 11, (int)steps);
    sqlite3_bind_blob(stmt, 12, b->doc.data, (int)b->doc.size, SQLITE_STATIC);
    check(b, sqlite3_step(stmt), a->id);
    sqlite3_finalize(stmt);
    return sqlite3_last_insert_rowid(b->db);
}

static void insert_section(test_bundle *b, int64_t article, const dct_doc *doc, uint32_t first, uint32_t end)
{
    const docent_block *head = first < end && *doc->blocks[first].anchor != 0 ? &doc->blocks[first] : NULL;
    dct_buf_clear(&b->plain);
    dct_doc_plain(doc, first, end, &b->plain);
    run_format(b, sqlite3_mprintf("INSERT INTO section VALUES(%d, %lld, %Q, %Q, %Q)", ++b->sections, (long long)article,
                                  head == NULL ? "" : head->anchor, head == NULL ? "" : head->text,
                                  dct_buf_text(&b->plain)));
}

/* A section begins at the start and at every block at the top with an anchor. */
static void insert_sections(test_bundle *b, int64_t article, const dct_doc *doc)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < doc->block_count; i = doc->blocks[i].end)
        if (i > 0 && *doc->blocks[i].anchor != 0) {
            insert_section(b, article, doc, first, i);
            first = i;
        }
    insert_section(b, article, doc, first, doc->block_count);
}

void test_bundle_article(test_bundle *b, const test_article *a)
{
    dct_doc doc;
    docent_error err;
    uint32_t steps = 0;
    compose(b, a->body);
    if (dct_doc_read(&dct_alloc_default, b->doc.data, b->doc.size, &doc, &err) != DOCENT_OK)
        die(a->id, err.message);
    for (uint32_t i = 0; i < doc.block_count; i++)
        steps += doc.blocks[i].kind == DOCENT_BLOCK_STEP;
    insert_sections(b, insert_article(b, a, steps), &doc);
    dct_doc_close(&dct_alloc_default, &doc);
}

void test_bundle_finish(test_bundle *b)
{
    docent_error err;
    if (dct_index_build(b->db, &err) != DOCENT_OK)
        die("index", err.message);
    run_format(b, sqlite3_mprintf("PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT", DCT_BUNDLE_APPLICATION_ID,
                                  DCT_BUNDLE_VERSION));
    check(b, sqlite3_close(b->db), "close");
    dct_buf_close(&b->doc);
    dct_buf_close(&b->plain);
    free(b);
}

const char *test_path(const char *name)
{
    static char path[1024];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/docent-test-%ld-%s", folder == NULL ? "/tmp" : folder, (long)getpid(), name);
    return path;
}
