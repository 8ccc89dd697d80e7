#include "shape.h"

#include "../base/error.h"
#include "schema.h"

#include <stdio.h>
#include <string.h>

#define ROW(name, sql) { name, sql },
static const dct_shape bundle_tables[] = { DCT_BUNDLE_SCHEMA(ROW) };
#define BUNDLE_TABLES (sizeof bundle_tables / sizeof *bundle_tables)

/* What FTS5 creates for a table T: T_data and so on. Its text has been the same since FTS5 exists: it is a file format. */
static const dct_shape shadows[] = {
    { "_data", "(id INTEGER PRIMARY KEY, block BLOB)" },
    { "_idx", "(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID" },
    { "_docsize", "(id INTEGER PRIMARY KEY, sz BLOB)" },
    { "_config", "(k PRIMARY KEY, v) WITHOUT ROWID" },
};

static const dct_shape *find(const dct_shape *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i];
    return NULL;
}

static bool is_fts(const dct_shape *s)
{
    return strncmp(s->sql, "CREATE VIRTUAL TABLE ", 21) == 0 && strstr(s->sql, " USING fts5(") != NULL;
}

static bool is_shadow_of(const dct_shape *fts, const char *name, const char *sql)
{
    char want[256];
    size_t size = strlen(fts->name);
    if (!is_fts(fts) || strncmp(name, fts->name, size) != 0)
        return false;
    for (size_t i = 0; i < sizeof shadows / sizeof *shadows; i++) {
        snprintf(want, sizeof want, "CREATE TABLE '%s%s'%s", fts->name, shadows[i].name, shadows[i].sql);
        if (strcmp(name + size, shadows[i].name) == 0)
            return strcmp(sql, want) == 0;
    }
    return false;
}

/* Which of the expected statements this is: bundle tables first, then those of the index; -1 for none. */
static int expected(const dct_shape *index, size_t count, const char *name)
{
    const dct_shape *s = find(bundle_tables, BUNDLE_TABLES, name);
    if (s != NULL)
        return (int)(s - bundle_tables);
    s = find(index, count, name);
    return s == NULL ? -1 : (int)(BUNDLE_TABLES + (size_t)(s - index));
}

static docent_status wrong(const char *name, docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0,
                    "bundle: its table `%.60s` is not what this library makes; pack it again", name);
}

typedef struct check {
    const dct_shape *index;
    size_t           count;
    uint64_t         found; /* A bit for each expected statement. */
} check;

static bool check_statement(check *c, const char *name, const char *sql)
{
    int number = expected(c->index, c->count, name);
    if (number >= 0) {
        const char *want = number < (int)BUNDLE_TABLES ? bundle_tables[number].sql
                                                       : c->index[(size_t)number - BUNDLE_TABLES].sql;
        bool again = (c->found >> number & 1) != 0;
        c->found |= 1ull << number;
        return !again && strcmp(want, sql) == 0;
    }
    for (size_t i = 0; i < c->count; i++)
        if (is_shadow_of(&c->index[i], name, sql))
            return true;
    return false;
}

/* A row without SQL is an index that a PRIMARY KEY or UNIQUE of a known table implies. */
static docent_status check_row(check *c, sqlite3_stmt *stmt, docent_error *err)
{
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    const char *sql = (const char *)sqlite3_column_text(stmt, 1);
    bool good = name != NULL &&
                (sql == NULL ? strncmp(name, "sqlite_autoindex_", 17) == 0 : check_statement(c, name, sql));
    return good ? DOCENT_OK : wrong(name == NULL ? "?" : name, err);
}

docent_status dct_shape_check(dct_db *db, const dct_shape *index, size_t index_count, docent_error *err)
{
    check c = { index, index_count, 0 };
    sqlite3_stmt *stmt = NULL;
    docent_status status = DOCENT_OK;
    int code = sqlite3_prepare_v2(db->handle, "SELECT name, sql FROM sqlite_schema", -1, &stmt, NULL);
    while (code == SQLITE_OK && status == DOCENT_OK && (code = sqlite3_step(stmt)) == SQLITE_ROW) {
        status = check_row(&c, stmt, err);
        code = SQLITE_OK;
    }
    if (status == DOCENT_OK && code != SQLITE_DONE)
        status = dct_db_fail(db, code, "reading its schema", err);
    sqlite3_finalize(stmt);
    if (status == DOCENT_OK && c.found != (1ull << (BUNDLE_TABLES + index_count)) - 1)
        status = dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0, "bundle: tables are missing; pack it again");
    return status;
}
