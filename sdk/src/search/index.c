/* Builds the index in two passes over the articles: in the order of their numbers they go to FTS5, which likes them so;
 * in the order of their ids their words are gathered for `ranking`, which is then computed in memory: so it comes out the
 * same whatever numbers the articles have. */
#include "index.h"

#include <string.h>

#include "../base/limits.h"

#include "emit.h"
#include "lang.h"
#include "numbers.h"
#include "rows.h"
#include "sql.h"
#include "synonyms.h"
#include "tokenizer.h"
#include "trouble.h"
#include "votes.h"

docent_status dct_index_register(sqlite3 *db, docent_error *err)
{
    return dct_tokenizer_register(db, err);
}

typedef struct builder {
    sqlite3      *db;
    sqlite3_stmt *articles, *by_id, *sections, *insert;
    dct_buf       heading, body; /* Of an article's sections. */
    dct_gather    gather;
    dct_numbers   numbers;
} builder;

enum { COLUMN_ROWID, COLUMN_ID, COLUMN_LANG, COLUMN_TITLE, COLUMN_KEYWORDS, COLUMN_KIND, COLUMN_TOP,
       COLUMN_UPDATED, COLUMN_POPULARITY, COLUMN_ORIGIN };

#define COLUMNS "SELECT rowid, id, lang, title, keywords, kind, id IN (SELECT id FROM top), updated, popularity, origin " \
                "FROM article "

static docent_status prepare(builder *b, docent_error *err)
{
    docent_status status = dct_sql_prepare(b->db, COLUMNS "ORDER BY rowid", &b->articles, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(b->db, COLUMNS "ORDER BY id, lang", &b->by_id, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(b->db, "SELECT id, heading, body FROM section WHERE article = ?1 ORDER BY id",
                &b->sections, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(b->db,
                "INSERT INTO fts(rowid, title, keywords, heading, body) VALUES(?1, ?2, ?3, ?4, ?5)", &b->insert, err);
    return status;
}

/* `each` gets every article of a statement, and every section of it. */
static docent_status walk_sections(builder *b, sqlite3_stmt *article, void (*each)(builder *), docent_error *err)
{
    sqlite3_bind_value(b->sections, 1, sqlite3_column_value(article, COLUMN_ROWID));
    while (sqlite3_step(b->sections) == SQLITE_ROW)
        each(b);
    int rc = sqlite3_reset(b->sections);
    return rc == SQLITE_OK ? DOCENT_OK : dct_sql_fail(b->db, err, rc, "sections cannot be read");
}

static docent_status walk_articles(builder *b, sqlite3_stmt *articles,
                                   docent_status (*each)(builder *, sqlite3_stmt *, docent_error *), docent_error *err)
{
    docent_status status = DOCENT_OK;
    int rc = SQLITE_DONE;
    while (status == DOCENT_OK && (rc = sqlite3_step(articles)) == SQLITE_ROW)
        status = each(b, articles, err);
    return status == DOCENT_OK && rc != SQLITE_DONE ? dct_sql_fail(b->db, err, rc, "articles cannot be read") : status;
}

/* ---- FTS5 -------------------------------------------------------------------------- */

static void join_section(builder *b)
{
    size_t size;
    const char *text = dct_sql_text(b->sections, 1, &size);
    dct_buf_add(&b->heading, text, size);
    dct_buf_add_byte(&b->heading, '\n');
    text = dct_sql_text(b->sections, 2, &size);
    dct_buf_add(&b->body, text, size);
    dct_buf_add_byte(&b->body, '\n');
}

static void bind_buf(sqlite3_stmt *stmt, int at, const dct_buf *text)
{
    sqlite3_bind_text64(stmt, at, text->size == 0 ? "" : (const char *)text->data, text->size, SQLITE_STATIC, SQLITE_UTF8);
}

static docent_status insert_article(builder *b, sqlite3_stmt *article, docent_error *err)
{
    dct_buf_clear(&b->heading);
    dct_buf_clear(&b->body);
    docent_status status = dct_tokenizer_speak(b->db, dct_lang_of(dct_sql_text(article, COLUMN_LANG, NULL)), err);
    if (status == DOCENT_OK)
        status = walk_sections(b, article, join_section, err);
    if (status != DOCENT_OK || b->heading.failed || b->body.failed)
        return status != DOCENT_OK ? status : dct_fail_memory(err, "search");
    sqlite3_bind_value(b->insert, 1, sqlite3_column_value(article, COLUMN_ROWID));
    sqlite3_bind_value(b->insert, 2, sqlite3_column_value(article, COLUMN_TITLE));
    sqlite3_bind_value(b->insert, 3, sqlite3_column_value(article, COLUMN_KEYWORDS));
    bind_buf(b->insert, 4, &b->heading);
    bind_buf(b->insert, 5, &b->body);
    (void)sqlite3_step(b->insert);
    int rc = sqlite3_reset(b->insert);
    return rc == SQLITE_OK ? DOCENT_OK : dct_sql_fail(b->db, err, rc, "the search index cannot be written");
}

/* ---- ranking ------------------------------------------------------------------------- */

static void gather_column(builder *b, uint32_t mark, sqlite3_stmt *stmt, int column)
{
    size_t size;
    const char *text = dct_sql_text(stmt, column, &size);
    dct_gather_text(&b->gather, mark, text, size);
}

static void gather_section(builder *b)
{
    gather_column(b, DCT_FORWARD_SECTION, b->sections, 1);
    gather_column(b, DCT_FORWARD_BODY, b->sections, 2);
}

static docent_status gather_article(builder *b, sqlite3_stmt *article, docent_error *err)
{
    dct_gathered_document d = { 0 };
    int64_t rowid = sqlite3_column_int64(article, COLUMN_ROWID);
    if (rowid < 1 || rowid > DCT_MAX_DOCUMENTS)
        return dct_fail(err, DOCENT_ERR_LIMIT, "search", 0, "article number %lld; at most %u are searched", (long long)rowid,
                        DCT_MAX_DOCUMENTS);
    d.number = (uint32_t)rowid - 1;
    d.lang = dct_lang_of(dct_sql_text(article, COLUMN_LANG, NULL));
    d.day = (uint32_t)dct_votes_day(dct_sql_text(article, COLUMN_UPDATED, NULL));
    d.read = dct_votes_read(sqlite3_column_int(article, COLUMN_POPULARITY));
    d.flags = sqlite3_column_int(article, COLUMN_KIND) == DOCENT_KIND_FIX ? DCT_DOCUMENT_FIX : 0;
    d.flags |= sqlite3_column_int(article, COLUMN_TOP) ? DCT_DOCUMENT_TOP : 0;
    d.flags |= *dct_sql_text(article, COLUMN_ORIGIN, NULL) != 0 ? DCT_DOCUMENT_COMMUNITY : 0;
    dct_gather_begin(&b->gather, dct_sql_text(article, COLUMN_ID, NULL), d);
    gather_column(b, DCT_FORWARD_TITLE, article, COLUMN_TITLE);
    gather_column(b, DCT_FORWARD_KEYWORDS, article, COLUMN_KEYWORDS);
    docent_status status = walk_sections(b, article, gather_section, err);
    dct_gather_end(&b->gather);
    return status == DOCENT_OK && dct_gather_failed(&b->gather) ? dct_fail_memory(err, "search") : status;
}

/* ---- words that mean the same ------------------------------------------------------- */

typedef struct languages {
    uint8_t  of[DCT_MAX_LANGUAGES];
    uint32_t count;
} languages;

static docent_status read_languages(builder *b, languages *out, docent_error *err)
{
    sqlite3_stmt *stmt;
    out->count = 0;
    docent_status status = dct_sql_prepare(b->db, "SELECT DISTINCT lang FROM article ORDER BY lang", &stmt, err);
    while (status == DOCENT_OK && out->count < DCT_MAX_LANGUAGES && sqlite3_step(stmt) == SQLITE_ROW)
        out->of[out->count++] = dct_lang_of(dct_sql_text(stmt, 0, NULL));
    sqlite3_finalize(stmt);
    return status;
}

static void gather_group(builder *b, uint32_t strength, uint8_t lang, const char *ways, char between)
{
    dct_gather_group(&b->gather, strength);
    for (;;) {
        const char *end = strchr(ways, between);
        dct_gather_way(&b->gather, lang, ways, end == NULL ? strlen(ways) : (size_t)(end - ways));
        if (end == NULL)
            return;
        ways = end + 1;
    }
}

static docent_status add_synonyms(builder *b, docent_error *err)
{
    languages spoken;
    sqlite3_stmt *stmt = NULL;
    docent_status status = read_languages(b, &spoken, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(b->db, "SELECT lang, words FROM synonym ORDER BY position", &stmt, err);
    while (status == DOCENT_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        const char *tag = dct_sql_text(stmt, 0, NULL), *words = dct_sql_text(stmt, 1, NULL);
        for (uint32_t i = 0; i < spoken.count; i++)
            if (*tag == 0 || dct_lang_of(tag) == spoken.of[i])
                gather_group(b, DCT_SYNONYM_AUTHORS, spoken.of[i], words, '\n');
    }
    sqlite3_finalize(stmt);
    for (uint32_t i = 0; status == DOCENT_OK && i < spoken.count; i++)
        for (uint32_t k = 0; dct_trouble_at(spoken.of[i], k) != NULL; k++)
            gather_group(b, DCT_SYNONYM_OURS, spoken.of[i], dct_trouble_at(spoken.of[i], k), '|');
    return status == DOCENT_OK && dct_gather_failed(&b->gather) ? dct_fail_memory(err, "search") : status;
}

static docent_status write_ranking(builder *b, docent_error *err)
{
    dct_vocab vocab;
    dct_vocab_init(&vocab, b->gather.words.alloc);
    dct_vocab_make(&vocab, &b->gather);
    if (!vocab.failed)
        dct_numbers_give(&b->numbers, &vocab);
    docent_status status = vocab.failed ? dct_fail_memory(err, "search")
                                        : dct_emit(b->db, &b->gather, &vocab, &b->numbers, err);
    dct_vocab_close(&vocab);
    return status;
}

static docent_status build(builder *b, docent_error *err)
{
    docent_status status = prepare(b, err);
    if (status == DOCENT_OK)
        status = walk_articles(b, b->articles, insert_article, err);
    if (status == DOCENT_OK)
        status = walk_articles(b, b->by_id, gather_article, err);
    if (status == DOCENT_OK)
        status = add_synonyms(b, err);
    return status == DOCENT_OK ? write_ranking(b, err) : status;
}

docent_status dct_index_build_after(sqlite3 *db, sqlite3 *previous, docent_error *err)
{
    builder b;
    memset(&b, 0, sizeof b);
    b.db = db;
    dct_buf_init(&b.heading, &dct_alloc_default, 0x7FFFFFFF);
    dct_buf_init(&b.body, &dct_alloc_default, 0x7FFFFFFF);
    dct_gather_init(&b.gather, &dct_alloc_default);
    docent_status status = dct_numbers_open(&b.numbers, &dct_alloc_default, previous, err);
    if (status == DOCENT_OK)
        status = build(&b, err);
    sqlite3_finalize(b.articles);
    sqlite3_finalize(b.by_id);
    sqlite3_finalize(b.sections);
    sqlite3_finalize(b.insert);
    dct_buf_close(&b.heading);
    dct_buf_close(&b.body);
    dct_numbers_close(&b.numbers);
    dct_gather_close(&b.gather);
    return status;
}

docent_status dct_index_build(sqlite3 *db, docent_error *err)
{
    return dct_index_build_after(db, NULL, err);
}
