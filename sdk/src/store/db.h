/* One SQLite connection of ours: how it is named, what its statements are, how its rows are read and how its errors read.
 *
 * All SQL of a file stands in one table of its owner; a statement is prepared when it is first used, and all are finalised
 * in one loop. Rows are read through a cursor with a sticky status:
 *
 *     dct_rows r = dct_rows_begin(db, FIND_X, arena, err);
 *     dct_rows_bind_text(&r, 1, id);
 *     while (dct_rows_next(&r))
 *         x = dct_rows_text(&r, 0);          never NULL; copied into the arena
 *     return dct_rows_end(&r);               what went wrong, if anything */
#ifndef DCT_DB_H
#define DCT_DB_H

#include "../base/arena.h"

#include <sqlite3.h>

#define DCT_DB_STATEMENTS 64

typedef struct dct_db {
    const docent_alloc *alloc;
    sqlite3            *handle;
    const char         *noun; /* "bundle" or "state": for messages. */
    const char *const  *sql;
    int                 count;
    sqlite3_stmt       *ready[DCT_DB_STATEMENTS];
    int64_t             operations_left; /* See guard.h. */
    bool                verifying;
} dct_db;

/* Opens `path` as a file, whatever characters are in it; query is "mode=ro" and the like. path NULL is a database in
 * memory. On failure *err is filled and nothing needs closing. */
docent_status dct_db_open(dct_db *db, const docent_alloc *alloc, const char *noun, const char *path,
                          const char *query, int flags, docent_error *err);
void dct_db_close(dct_db *db);
/* The same connection with another table of statements: each file that reads a state has its own. Ends before `of` does. */
void dct_db_share(dct_db *db, const dct_db *of, const char *const *sql, int count);
void dct_db_unshare(dct_db *db);
/* One writer at a time: a second process waits. End with the status of what was done: DOCENT_OK commits, all else takes it
 * back. */
docent_status dct_db_begin(dct_db *db, docent_error *err);
docent_status dct_db_end(dct_db *db, docent_status status, docent_error *err);
/* Fills *err for a result code of SQLite; `doing` names what was tried: "reading article". */
docent_status dct_db_fail(dct_db *db, int code, const char *doing, docent_error *err);
/* Says why the arena failed. */
docent_status dct_db_fail_arena(const dct_db *db, const dct_arena *arena, docent_error *err);
/* Runs one statement that gives no rows: a pragma, a DDL statement. */
docent_status dct_db_run(dct_db *db, const char *sql, docent_error *err);
/* The one integer that `sql` gives. */
docent_status dct_db_number(dct_db *db, const char *sql, int64_t *out, docent_error *err);

typedef struct dct_rows {
    dct_db       *db;
    dct_arena    *arena;
    sqlite3_stmt *stmt;
    docent_error *err;
    docent_status status;
} dct_rows;

dct_rows dct_rows_begin(dct_db *db, int statement, dct_arena *arena, docent_error *err);
/* text is borrowed until dct_rows_end(). */
void dct_rows_bind_text(dct_rows *r, int index, const char *text);
void dct_rows_bind_int(dct_rows *r, int index, int64_t value);
/* data is borrowed until dct_rows_end(). */
void dct_rows_bind_blob(dct_rows *r, int index, const void *data, size_t size);
/* False at the end and on failure. */
bool dct_rows_next(dct_rows *r);
/* Valid UTF-8 without a zero inside, or the rows fail. */
const char *dct_rows_text(dct_rows *r, int column);
/* The same without a copy: borrowed until the next row. */
const char *dct_rows_peek(dct_rows *r, int column);
/* Within min..max, or the rows fail. */
int64_t dct_rows_int(dct_rows *r, int column, int64_t min, int64_t max);
/* Borrowed until the next row. */
const void *dct_rows_blob(dct_rows *r, int column, size_t *size);
/* Says that what was read makes no sense. */
void dct_rows_refuse(dct_rows *r, const char *what);
docent_status dct_rows_end(dct_rows *r);
/* Steps a statement that changes rows to its end, and ends it. */
docent_status dct_rows_run(dct_rows *r);

#endif
