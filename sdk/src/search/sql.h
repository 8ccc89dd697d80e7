/* Small help with SQLite's calls, so that each use reads as one line. */
#ifndef DCT_SEARCH_SQL_H
#define DCT_SEARCH_SQL_H

#include <sqlite3.h>

#include "../base/error.h"

/* A failure of SQLite on this connection, told as ours. */
docent_status dct_sql_fail(sqlite3 *db, docent_error *err, int rc, const char *doing);
docent_status dct_sql_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out, docent_error *err);
/* Never NULL. Borrowed until the next step. *size may be NULL. */
const char *dct_sql_text(sqlite3_stmt *stmt, int column, size_t *size);

#endif
