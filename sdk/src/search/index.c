/* Builds the index in one pass over the articles: every section goes to FTS5 as it is read, and its words are gathered
 * for `ranking`, which is then computed in memory. */
#include "index.h"

#include <string.h>

#include "../base/limits.h"

#include "emit.h"
#include "lang.h"
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
    sqlite3_stmt *articles, *sections, *insert;
    int32_t       newest; /* Day of the article that was updated last. */
    dct_gather    gather;
} builder;

enum { COLUMN_ROWID, COLUMN_ID, COLUMN_LANG, COLUMN_TITLE, COLUMN_KEYWORDS, COLUMN_KIND, COLUMN_TOP,
       COLUMN_UPDATED, COLUMN_POPULARITY, COLUMN_ORIGIN };

static docent_status prepare(builder *b, docent_error *err)
{
    docent_status status = dct_sql_prepare(b->db, "SELECT rowid, id, lang, title, keywords, kind, "
            "id IN (SELECT id FROM top), updated, popularity, origin FROM article ORDER BY rowid", &b->articles, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(b->db, "SELECT id, heading, body FROM section WHERE article = ?1 ORDER BY id",
                &b->sections, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(b->db,
                "INSERT INTO fts(rowid, title, keywords, heading, body) VALUES(?1, ?2, ?3, ?4, ?5)", &b->insert, err);
    return status;
}

static void gather_column(builder *b, uint32_t mark, sqlite3_stmt *stmt, int column)
{
    size_t size;
    const char *text = dct_sql_text(stmt, column, &size);
    dct_gather_text(&b->gather, mark, text, size);
}

/* The article's title and keywords stand with its first section only: FTS5's index stays small. */
static docent_status add_section(builder *b, bool first, docent_error *err)
{
    sqlite3_bind_value(b->insert, 1, sqlite3_column_value(b->sections, 0));
    sqlite3_bind_text(b->insert, 2, first ? dct_sql_text(b->articles, COLUMN_TITLE, NULL) : "", -1, SQLITE_STATIC);
    sqlite3_bind_text(b->insert, 3, first ? dct_sql_text(b->articles, COLUMN_KEYWORDS, NULL) : "", -1, SQLITE_STATIC);
    sqlite3_bind_value(b->insert, 4, sqlite3_column_value(b->sections, 1));
    sqlite3_bind_value(b->insert, 5, sqlite3_column_value(b->sections, 2));
    (void)sqlite3_step(b->insert);
    int rc = sqlite3_reset(b->insert);
    if (rc != SQLITE_OK)
        return dct_sql_fail(b->db, err, rc, "the search index cannot be written");
    gather_column(b, DCT_FORWARD_SECTION, b->sections, 1);
    gather_column(b, DCT_FORWARD_BODY, b->sections, 2);
    return DOCENT_OK;
}

static docent_status add_sections(builder *b, docent_error *err)
{
    docent_status status = DOCENT_OK;
    bool first = true;
    sqlite3_bind_value(b->sections, 1, sqlite3_column_value(b->articles, COLUMN_ROWID));
    while (status == DOCENT_OK && sqlite3_step(b->sections) == SQLITE_ROW) {
        status = add_section(b, first, err);
        first = false;
    }
    int rc = sqlite3_reset(b->sections);
    return status == DOCENT_OK && rc != SQLITE_OK ? dct_sql_fail(b->db, err, rc, "sections cannot be read") : status;
}

static docent_status add_article(builder *b, docent_error *err)
{
    uint8_t lang = dct_lang_of(dct_sql_text(b->articles, COLUMN_LANG, NULL));
    uint8_t votes = dct_votes_of(dct_sql_text(b->articles, COLUMN_UPDATED, NULL), b->newest,
                                 sqlite3_column_int(b->articles, COLUMN_POPULARITY));
    uint8_t flags = sqlite3_column_int(b->articles, COLUMN_KIND) == DOCENT_KIND_FIX ? DCT_DOCUMENT_FIX : 0;
    flags |= sqlite3_column_int(b->articles, COLUMN_TOP) ? DCT_DOCUMENT_TOP : 0;
    flags |= *dct_sql_text(b->articles, COLUMN_ORIGIN, NULL) != 0 ? DCT_DOCUMENT_COMMUNITY : 0;
    docent_status status = dct_tokenizer_speak(b->db, lang, err);
    if (status != DOCENT_OK)
        return status;
    dct_gather_begin(&b->gather, sqlite3_column_int64(b->articles, COLUMN_ROWID),
                     dct_sql_text(b->articles, COLUMN_ID, NULL), lang, flags, votes);
    gather_column(b, DCT_FORWARD_TITLE, b->articles, COLUMN_TITLE);
    gather_column(b, DCT_FORWARD_KEYWORDS, b->articles, COLUMN_KEYWORDS);
    status = add_sections(b, err);
    dct_gather_end(&b->gather);
    return status == DOCENT_OK && dct_gather_failed(&b->gather) ? dct_fail_memory(err, "search") : status;
}

static docent_status add_articles(builder *b, docent_error *err)
{
    docent_status status = DOCENT_OK;
    int rc = SQLITE_DONE;
    while (status == DOCENT_OK && (rc = sqlite3_step(b->articles)) == SQLITE_ROW)
        status = add_article(b, err);
    return status == DOCENT_OK && rc != SQLITE_DONE ? dct_sql_fail(b->db, err, rc, "articles cannot be read") : status;
}

/* The newest article is what newness is measured against: no clock goes into a bundle. */
static docent_status find_newest(builder *b, docent_error *err)
{
    sqlite3_stmt *stmt;
    docent_status status = dct_sql_prepare(b->db, "SELECT max(updated) FROM article", &stmt, err);
    if (status == DOCENT_OK && sqlite3_step(stmt) == SQLITE_ROW)
        b->newest = dct_votes_day(dct_sql_text(stmt, 0, NULL));
    sqlite3_finalize(stmt);
    return status;
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
    docent_status status = dct_sql_prepare(b->db, "SELECT lang FROM article GROUP BY lang ORDER BY min(rowid)", &stmt, err);
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
    docent_status status = vocab.failed ? dct_fail_memory(err, "search") : dct_emit(b->db, &b->gather, &vocab, err);
    dct_vocab_close(&vocab);
    return status;
}

docent_status dct_index_build(sqlite3 *db, docent_error *err)
{
    builder b;
    memset(&b, 0, sizeof b);
    b.db = db;
    dct_gather_init(&b.gather, &dct_alloc_default);
    docent_status status = prepare(&b, err);
    if (status == DOCENT_OK)
        status = find_newest(&b, err);
    if (status == DOCENT_OK)
        status = add_articles(&b, err);
    if (status == DOCENT_OK)
        status = add_synonyms(&b, err);
    if (status == DOCENT_OK)
        status = write_ranking(&b, err);
    sqlite3_finalize(b.articles);
    sqlite3_finalize(b.sections);
    sqlite3_finalize(b.insert);
    dct_gather_close(&b.gather);
    return status;
}
