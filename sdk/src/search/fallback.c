/* See fallback.h. Words are cut and quoted before FTS5 sees them: what was typed is never its syntax. */
#include "fallback.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "lang.h"
#include "sql.h"
#include "tokenizer.h"
#include "words.h"

#define MAX_MATCH_BYTES 16384u

/* One character of a script without spaces: it begins what the index has. */
static bool is_beginning(const dct_word *word)
{
    return word->kind == DCT_WORD_GRAM && word->to - word->from <= 4 && !word->tail;
}

/* "wi" OR "fi" OR "setup"*: words hold letters and digits alone, so that no quote can stand in them. */
static void write_match(const docent_query *query, const char *between, dct_buf *out)
{
    dct_words words;
    dct_word word;
    uint32_t count = 0;
    size_t size = strlen(query->text);
    dct_words_init(&words, query->text, size > DCT_MAX_QUERY_BYTES ? DCT_MAX_QUERY_BYTES : size, false);
    while (count < DCT_MAX_QUERY_WORDS && dct_words_next(&words, &word))
        if (word.kind == DCT_WORD_PLAIN || word.kind == DCT_WORD_GRAM)
            dct_buf_add_format(out, "%s\"%s\"%s", count++ == 0 ? "" : between, word.text, is_beginning(&word) ? "*" : "");
    if (count > 0 && (query->flags & DOCENT_QUERY_PREFIX) && out->data[out->size - 1] != '*')
        dct_buf_add_byte(out, '*');
}

static const char *copy(dct_arena *arena, sqlite3_stmt *stmt, int column)
{
    size_t size;
    const char *text = dct_sql_text(stmt, column, &size);
    return dct_arena_text(arena, text, size);
}

static docent_status collect(sqlite3 *db, sqlite3_stmt *stmt, dct_arena *arena, dct_hit_list *list, docent_error *err)
{
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        docent_hit *hit = dct_hit_add(list, arena);
        if (hit == NULL)
            return dct_fail_memory(err, "search");
        hit->id = copy(arena, stmt, 0);
        hit->kind = sqlite3_column_int(stmt, 1) == DOCENT_KIND_FIX ? DOCENT_KIND_FIX : DOCENT_KIND_ARTICLE;
        hit->title = copy(arena, stmt, 2);
        hit->summary = copy(arena, stmt, 3);
        hit->locale = copy(arena, stmt, 4);
        hit->step_count = (uint32_t)sqlite3_column_int(stmt, 5);
        hit->updated = copy(arena, stmt, 6);
        hit->origin = copy(arena, stmt, 7);
        hit->score = 1.0 / list->count;
    }
    list->total = list->count;
    return rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(db, err, rc, "the search index cannot be read");
}

docent_status dct_fallback(sqlite3 *db, const docent_query *query, dct_arena *arena, dct_hit_list *list, docent_error *err)
{
    sqlite3_stmt *stmt = NULL;
    dct_buf match, all;
    dct_buf_init(&match, arena->alloc, MAX_MATCH_BYTES);
    dct_buf_init(&all, arena->alloc, MAX_MATCH_BYTES);
    write_match(query, " OR ", &match);
    write_match(query, " AND ", &all);
    docent_status status = match.failed || all.failed ? dct_fail_memory(err, "search") : DOCENT_OK;
    (void)dct_tokenizer_speak(db, dct_lang_of(query->locale), NULL);
    if (status == DOCENT_OK && match.size > 0) {
        status = dct_sql_prepare(db, "SELECT id, kind, title, summary, lang, steps, updated, origin FROM (SELECT hit, "
            "min(place) AS best FROM (SELECT rowid AS hit, 0 AS place FROM fts WHERE fts MATCH ?4 UNION ALL "
            "SELECT rowid, 1 FROM fts WHERE fts MATCH ?1 LIMIT 2000) GROUP BY hit) "
            "JOIN article ON article.rowid = hit ORDER BY best, hit LIMIT ?2 OFFSET ?3", &stmt, err);
        if (status == DOCENT_OK) {
            uint32_t limit = query->limit == 0 ? 20 : query->limit > DCT_MAX_HITS ? DCT_MAX_HITS : query->limit;
            sqlite3_bind_text(stmt, 1, dct_buf_text(&match), -1, SQLITE_STATIC);
            sqlite3_bind_text(stmt, 4, dct_buf_text(&all), -1, SQLITE_STATIC);
            sqlite3_bind_int64(stmt, 2, limit);
            sqlite3_bind_int64(stmt, 3, query->offset);
            status = collect(db, stmt, arena, list, err);
        }
        sqlite3_finalize(stmt);
    }
    dct_buf_close(&match);
    dct_buf_close(&all);
    return status;
}
