#include "sql.h"

docent_status dct_sql_fail(sqlite3 *db, docent_error *err, int rc, const char *doing)
{
    docent_status status = DOCENT_ERR_IO;
    switch (rc & 0xFF) {
    case SQLITE_NOMEM: status = DOCENT_ERR_NOMEM; break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH: status = DOCENT_ERR_CORRUPT; break;
    case SQLITE_TOOBIG:
    case SQLITE_INTERRUPT: status = DOCENT_ERR_LIMIT; break;
    default: break;
    }
    return dct_fail(err, status, "search", rc, "%s: %s; pack the bundle again", doing, sqlite3_errmsg(db));
}

docent_status dct_sql_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **out, docent_error *err)
{
    int rc = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    return rc == SQLITE_OK ? DOCENT_OK : dct_sql_fail(db, err, rc, "the search index cannot be read");
}

const char *dct_sql_text(sqlite3_stmt *stmt, int column, size_t *size)
{
    const char *text = (const char *)sqlite3_column_text(stmt, column);
    if (size != NULL)
        *size = text == NULL ? 0 : (size_t)sqlite3_column_bytes(stmt, column);
    return text == NULL ? "" : text;
}
