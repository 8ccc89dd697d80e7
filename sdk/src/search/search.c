/* First version over FTS5 alone. */
#include "search.h"

#include <string.h>

#include "../base/buf.h"
#include "../base/limits.h"
#include "../store/hits.h"
#include "lang.h"
#include "sql.h"
#include "words.h"

struct dct_searcher {
    sqlite3            *db;
    const docent_alloc *alloc;
};

docent_status dct_searcher_open(sqlite3 *db, const docent_alloc *alloc, const char *default_locale, dct_searcher **out,
                                docent_error *err)
{
    (void)default_locale;
    *out = dct_new_zero(alloc, sizeof **out);
    if (*out == NULL)
        return dct_fail_memory(err, "search");
    (*out)->db = db;
    (*out)->alloc = alloc;
    return DOCENT_OK;
}

void dct_searcher_close(dct_searcher *s)
{
    if (s != NULL)
        dct_free(s->alloc, s, sizeof *s);
}

static void match_text(const docent_query *query, dct_buf *buf)
{
    dct_words words;
    dct_word word;
    unsigned count = 0;
    size_t size = strlen(query->text);
    dct_words_init(&words, query->text, size > DCT_MAX_QUERY_BYTES ? DCT_MAX_QUERY_BYTES : size, false);
    while (count < DCT_MAX_QUERY_WORDS && dct_words_next(&words, &word)) {
        dct_buf_add_format(buf, "%s\"%s\"", count++ == 0 ? "" : " OR ", word.text);
    }
    if (count > 0 && (query->flags & DOCENT_QUERY_PREFIX))
        dct_buf_add_text(buf, "*");
}

static docent_status collect(dct_searcher *s, sqlite3_stmt *stmt, dct_hit_list *list, dct_arena *arena, docent_error *err)
{
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        docent_hit *hit = dct_hit_add(list, arena);
        if (hit == NULL)
            return dct_fail_memory(err, "search");
        hit->kind = sqlite3_column_int(stmt, 1) == DOCENT_KIND_FIX ? DOCENT_KIND_FIX : DOCENT_KIND_ARTICLE;
        hit->id = dct_arena_format(arena, "%s", dct_sql_text(stmt, 0, NULL));
        hit->title = dct_arena_format(arena, "%s", dct_sql_text(stmt, 2, NULL));
        hit->summary = dct_arena_format(arena, "%s", dct_sql_text(stmt, 3, NULL));
        hit->locale = dct_arena_format(arena, "%s", dct_sql_text(stmt, 4, NULL));
        hit->step_count = (uint32_t)sqlite3_column_int(stmt, 5);
        hit->excerpt = dct_arena_format(arena, "%.*s", 160,
                dct_sql_text(stmt, 6, NULL));
        hit->score = 1000.0 - list->count;
    }
    list->total = list->count;
    return rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(s->db, err, rc, "the search failed");
}

docent_status dct_search_run(dct_searcher *s, const docent_query *query, docent_hits **out, docent_error *err)
{
    sqlite3_stmt *stmt = NULL;
    dct_hit_list list = { 0 };
    dct_arena arena;
    dct_buf match;
    dct_arena_init(&arena, s->alloc, DCT_MAX_ARENA_BYTES);
    dct_buf_init(&match, s->alloc, 16384);
    match_text(query, &match);
    docent_status status = DOCENT_OK;
    if (match.size > 0) {
        status = dct_sql_prepare(s->db, "SELECT a.id, kind, title, summary, lang, steps, body FROM (SELECT article, "
            "body, min(rank) AS best FROM (SELECT rowid AS r, rank FROM fts WHERE fts MATCH ?1 ORDER BY rank LIMIT 400) "
            "JOIN section ON section.id = r GROUP BY article) JOIN article a ON a.rowid = article ORDER BY best "
            "LIMIT ?2 OFFSET ?3", &stmt, err);
        if (status == DOCENT_OK) {
            sqlite3_bind_text(stmt, 1, dct_buf_text(&match), -1, SQLITE_TRANSIENT);
            sqlite3_bind_int64(stmt, 2, query->limit == 0 ? 20 : query->limit > 200 ? 200 : query->limit);
            sqlite3_bind_int64(stmt, 3, query->offset);
            status = collect(s, stmt, &list, &arena, err);
        }
    }
    sqlite3_finalize(stmt);
    *out = status == DOCENT_OK ? dct_hits_finish(&list, s->alloc) : NULL;
    if (status == DOCENT_OK && *out == NULL)
        status = dct_fail_memory(err, "search");
    dct_arena_close(&arena);
    dct_buf_close(&match);
    return status;
}
