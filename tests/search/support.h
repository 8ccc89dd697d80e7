/* A bundle in memory out of a few lines: enough for everything that search reads. */
#ifndef DOCENT_TEST_SEARCH_SUPPORT_H
#define DOCENT_TEST_SEARCH_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/alloc.h"
#include "search/index.h"
#include "search/search.h"
#include "store/schema.h"

typedef struct text {
    const char *id, *lang, *title, *keywords, *body;
} text;

static inline void run_sql(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
}

static inline void put_text(sqlite3 *db, int number, const text *t)
{
    sqlite3_stmt *stmt;
    assert_int_equal(SQLITE_OK, sqlite3_prepare_v2(db, "INSERT INTO article VALUES(?1, ?2, ?3, 1, 1, '', 0, ?4, '', ?5, "
            "'', '', '', '', 0, x'', '', 0, '')", -1, &stmt, NULL));
    sqlite3_bind_int(stmt, 1, number);
    sqlite3_bind_text(stmt, 2, t->id, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, t->lang, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 4, t->title, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 5, t->keywords, -1, SQLITE_STATIC);
    assert_int_equal(SQLITE_DONE, sqlite3_step(stmt));
    sqlite3_finalize(stmt);
    assert_int_equal(SQLITE_OK,
        sqlite3_prepare_v2(db, "INSERT INTO section VALUES(?1, ?1, 'start', '', ?2)", -1, &stmt, NULL));
    sqlite3_bind_int(stmt, 1, number);
    sqlite3_bind_text(stmt, 2, t->body, -1, SQLITE_STATIC);
    assert_int_equal(SQLITE_DONE, sqlite3_step(stmt));
    sqlite3_finalize(stmt);
}

/* `sql` runs before the index is built. */
static inline sqlite3 *make_bundle_with(const text *texts, size_t count, const char *sql)
{
    sqlite3 *db;
    docent_error err;
    assert_int_equal(SQLITE_OK, sqlite3_open(":memory:", &db));
    assert_int_equal(DOCENT_OK, dct_index_register(db, &err));
#define MAKE(name, sql) run_sql(db, sql);
    DCT_BUNDLE_SCHEMA(MAKE)
    DCT_INDEX_SCHEMA(MAKE)
#undef MAKE
    for (size_t i = 0; i < count; i++)
        put_text(db, (int)i + 1, &texts[i]);
    run_sql(db, sql);
    assert_int_equal(DOCENT_OK, dct_index_build(db, &err));
    return db;
}

static inline sqlite3 *make_bundle(const text *texts, size_t count)
{
    return make_bundle_with(texts, count, "");
}

static inline docent_query query_of(const char *words, const char *locale, uint32_t flags)
{
    docent_query query = DOCENT_QUERY_INIT;
    query.text = words;
    query.locale = locale;
    query.flags = flags;
    return query;
}

static inline docent_hits *ask(dct_searcher *s, const char *words, const char *locale, uint32_t flags)
{
    docent_query query = query_of(words, locale, flags);
    docent_hits *hits = NULL;
    docent_error err;
    if (dct_search_run(s, &query, &hits, &err) != DOCENT_OK)
        fail_msg("%s: %s", words, err.message);
    return hits;
}

/* The id that stands first, "" when nothing is found. */
static inline void assert_first(dct_searcher *s, const char *words, const char *locale, uint32_t flags, const char *id)
{
    docent_hits *hits = ask(s, words, locale, flags);
    const docent_hit *first = docent_hits_at(hits, 0);
    if (strcmp(first == NULL ? "" : first->id, id) != 0)
        fail_msg("\"%s\" finds \"%s\", not \"%s\"", words, first == NULL ? "" : first->id, id);
    docent_hits_free(hits);
}

#endif
