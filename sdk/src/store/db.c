#include "db.h"

#include "../base/buf.h"
#include "../base/error.h"
#include "../base/utf8.h"

#include <errno.h>
#include <string.h>

#define MAX_URI_BYTES (64u << 10) /* Longer than any path an operating system takes. */

/* ---- opening ---- */

static bool plain_in_uri(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' ||
           c == '-' || c == '_' || c == '~';
}

/* A path is bytes: none of them may be read as a part of the URI. An absolute one gets an empty authority, so that
 * "//x" names no host; a relative one "./", so that ":memory:" is a file. */
static void add_path(dct_buf *uri, const char *path)
{
    dct_buf_add_text(uri, "file:");
#ifdef _WIN32
    if (path[0] != 0 && path[1] == ':')
        dct_buf_add_text(uri, "///");
    else
#endif
        dct_buf_add_text(uri, path[0] == '/' ? "//" : "./");
    for (const unsigned char *p = (const unsigned char *)path; *p != 0; p++) {
        unsigned char c = *p;
#ifdef _WIN32
        if (c == '\\')
            c = '/';
#endif
        if (plain_in_uri(c))
            dct_buf_add_byte(uri, c);
        else
            dct_buf_add_format(uri, "%%%02X", c);
    }
}

static docent_status cannot_open(dct_db *db, int code, const char *path, docent_error *err)
{
    int reason = db->handle == NULL ? 0 : sqlite3_system_errno(db->handle);
    if ((code & 0xFF) == SQLITE_NOMEM)
        return dct_fail_memory(err, "store");
    if ((code & 0xFF) == SQLITE_CANTOPEN && reason == ENOENT)
        return dct_fail(err, DOCENT_ERR_MISSING, "store", code, "%s %s: no such file", db->noun, path);
    return dct_fail(err, DOCENT_ERR_IO, "store", reason != 0 ? reason : code, "%s %s: cannot be opened: %s", db->noun,
                    path, reason != 0 ? strerror(reason) : sqlite3_errstr(code));
}

docent_status dct_db_open(dct_db *db, const docent_alloc *alloc, const char *noun, const char *path,
                          const char *query, int flags, docent_error *err)
{
    dct_buf uri;
    memset(db, 0, sizeof *db);
    db->alloc = alloc;
    db->noun = noun;
    dct_buf_init(&uri, alloc, MAX_URI_BYTES);
    if (path == NULL)
        dct_buf_add_text(&uri, "file::memory:");
    else
        add_path(&uri, path);
    dct_buf_add_format(&uri, "?%s", query);
    const char *text = dct_buf_text(&uri);
    int code = uri.failed ? SQLITE_NOMEM
                          : sqlite3_open_v2(text, &db->handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    dct_buf_close(&uri);
    if (code == SQLITE_OK) {
        sqlite3_extended_result_codes(db->handle, 1);
        return DOCENT_OK;
    }
    docent_status status = cannot_open(db, code, path == NULL ? "in memory" : path, err);
    dct_db_close(db);
    return status;
}

void dct_db_unshare(dct_db *db)
{
    for (int i = 0; i < db->count; i++) {
        sqlite3_finalize(db->ready[i]);
        db->ready[i] = NULL;
    }
    db->handle = NULL;
}

void dct_db_close(dct_db *db)
{
    sqlite3 *handle = db->handle;
    dct_db_unshare(db);
    sqlite3_close(handle);
}

void dct_db_share(dct_db *db, const dct_db *of, const char *const *sql, int count)
{
    memset(db, 0, sizeof *db);
    db->alloc = of->alloc;
    db->handle = of->handle;
    db->noun = of->noun;
    db->sql = sql;
    db->count = count;
}

/* ---- errors ---- */

static docent_status status_of(int code)
{
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return DOCENT_ERR_NOMEM;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL: return DOCENT_ERR_BUSY;
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN: return DOCENT_ERR_IO;
    case SQLITE_INTERRUPT:
    case SQLITE_TOOBIG: return DOCENT_ERR_LIMIT;
    default: return DOCENT_ERR_CORRUPT; /* Our SQL is right: what it cannot run on is not what pack made. */
    }
}

static const char *advice(docent_status status)
{
    switch (status) {
    case DOCENT_ERR_BUSY: return "another process is using it; try again";
    case DOCENT_ERR_IO: return "check the disk and its permissions";
    case DOCENT_ERR_LIMIT: return "it asks for more than is allowed";
    default: return "the file is damaged";
    }
}

docent_status dct_db_fail(dct_db *db, int code, const char *doing, docent_error *err)
{
    docent_status status = status_of(code);
    if (status == DOCENT_ERR_NOMEM)
        return dct_fail_memory(err, "store");
    const char *said = db->handle != NULL && sqlite3_extended_errcode(db->handle) == code ? sqlite3_errmsg(db->handle)
                                                                                         : sqlite3_errstr(code);
    return dct_fail(err, status, "store", code, "%s: %s: %s (%s)", db->noun, doing, advice(status), said);
}

docent_status dct_db_fail_arena(const dct_db *db, const dct_arena *arena, docent_error *err)
{
    if (dct_arena_status(arena) == DOCENT_ERR_NOMEM)
        return dct_fail_memory(err, "store");
    return dct_fail(err, DOCENT_ERR_LIMIT, "store", 0, "%s: more in one list than is allowed", db->noun);
}

docent_status dct_db_run(dct_db *db, const char *sql, docent_error *err)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? DOCENT_OK : dct_db_fail(db, code, sql, err);
}

docent_status dct_db_number(dct_db *db, const char *sql, int64_t *out, docent_error *err)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(stmt);
    *out = code == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return code == SQLITE_ROW ? DOCENT_OK : dct_db_fail(db, code, sql, err);
}

docent_status dct_db_begin(dct_db *db, docent_error *err)
{
    return dct_db_run(db, "BEGIN IMMEDIATE", err);
}

/* A commit that fails may leave the transaction open, or not: some errors of the disk end it. */
docent_status dct_db_end(dct_db *db, docent_status status, docent_error *err)
{
    if (status == DOCENT_OK)
        status = dct_db_run(db, "COMMIT", err);
    if (status != DOCENT_OK && !sqlite3_get_autocommit(db->handle))
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

/* ---- rows ---- */

static void failed(dct_rows *r, int code)
{
    if (r->status == DOCENT_OK)
        r->status = dct_db_fail(r->db, code, r->stmt == NULL ? "preparing" : sqlite3_sql(r->stmt), r->err);
}

dct_rows dct_rows_begin(dct_db *db, int statement, dct_arena *arena, docent_error *err)
{
    dct_rows r = { db, arena, db->ready[statement], err, DOCENT_OK };
    if (r.stmt != NULL)
        return r;
    int code = sqlite3_prepare_v3(db->handle, db->sql[statement], -1, SQLITE_PREPARE_PERSISTENT, &r.stmt, NULL);
    db->ready[statement] = r.stmt;
    if (code != SQLITE_OK)
        failed(&r, code);
    return r;
}

void dct_rows_bind_text(dct_rows *r, int index, const char *text)
{
    int code = r->status != DOCENT_OK ? SQLITE_OK : sqlite3_bind_text(r->stmt, index, text, -1, SQLITE_STATIC);
    if (code != SQLITE_OK)
        failed(r, code);
}

void dct_rows_bind_int(dct_rows *r, int index, int64_t value)
{
    int code = r->status != DOCENT_OK ? SQLITE_OK : sqlite3_bind_int64(r->stmt, index, value);
    if (code != SQLITE_OK)
        failed(r, code);
}

/* An empty blob is not NULL: those are two things to a table that is STRICT. */
void dct_rows_bind_blob(dct_rows *r, int index, const void *data, size_t size)
{
    int code = r->status != DOCENT_OK ? SQLITE_OK
                                      : sqlite3_bind_blob64(r->stmt, index, size == 0 ? "" : data, size, SQLITE_STATIC);
    if (code != SQLITE_OK)
        failed(r, code);
}

bool dct_rows_next(dct_rows *r)
{
    if (r->status != DOCENT_OK)
        return false;
    int code = sqlite3_step(r->stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        failed(r, code);
    return code == SQLITE_ROW;
}

void dct_rows_refuse(dct_rows *r, const char *what)
{
    if (r->status == DOCENT_OK)
        r->status = dct_fail(r->err, DOCENT_ERR_CORRUPT, "store", 0, "%s: %s: the file is damaged; get it again",
                             r->db->noun, what);
}

static const char *peek(dct_rows *r, int column, size_t *size)
{
    const char *text = r->status != DOCENT_OK ? NULL : (const char *)sqlite3_column_text(r->stmt, column);
    *size = text == NULL ? 0 : (size_t)sqlite3_column_bytes(r->stmt, column);
    if (text == NULL) {
        if (r->status == DOCENT_OK && sqlite3_errcode(r->db->handle) == SQLITE_NOMEM)
            failed(r, SQLITE_NOMEM);
        dct_rows_refuse(r, "a text is missing");
        return "";
    }
    if (memchr(text, 0, *size) != NULL || !dct_utf8_valid(text, *size)) {
        dct_rows_refuse(r, "a text is no UTF-8");
        *size = 0;
        return "";
    }
    return text;
}

const char *dct_rows_peek(dct_rows *r, int column)
{
    size_t size;
    return peek(r, column, &size);
}

const char *dct_rows_text(dct_rows *r, int column)
{
    size_t size;
    const char *text = peek(r, column, &size);
    if (size == 0)
        return "";
    const char *copy = dct_arena_text(r->arena, text, size);
    if (copy != NULL)
        return copy;
    if (r->status == DOCENT_OK)
        r->status = dct_db_fail_arena(r->db, r->arena, r->err);
    return "";
}

int64_t dct_rows_int(dct_rows *r, int column, int64_t min, int64_t max)
{
    int64_t value = r->status != DOCENT_OK ? min : sqlite3_column_int64(r->stmt, column);
    if (value >= min && value <= max)
        return value;
    dct_rows_refuse(r, "a number is out of range");
    return min;
}

const void *dct_rows_blob(dct_rows *r, int column, size_t *size)
{
    const void *data = r->status != DOCENT_OK ? NULL : sqlite3_column_blob(r->stmt, column);
    *size = data == NULL ? 0 : (size_t)sqlite3_column_bytes(r->stmt, column);
    if (data == NULL && r->status == DOCENT_OK && sqlite3_errcode(r->db->handle) == SQLITE_NOMEM)
        failed(r, SQLITE_NOMEM);
    return data == NULL ? "" : data;
}

docent_status dct_rows_end(dct_rows *r)
{
    if (r->stmt != NULL) {
        sqlite3_reset(r->stmt);
        sqlite3_clear_bindings(r->stmt);
    }
    return r->status;
}

docent_status dct_rows_run(dct_rows *r)
{
    while (dct_rows_next(r))
        continue;
    return dct_rows_end(r);
}
