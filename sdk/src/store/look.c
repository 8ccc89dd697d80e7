#include "look.h"

#include "../base/buf.h"
#include "../base/error.h"
#include "guard.h"
#include "schema.h"

#define TABLE_1(name, sql) { 1, name, sql },
#define TABLE_2(name, sql) { 2, name, sql },
#define TABLE_3(name, sql) { 3, name, sql },
const dct_state_table dct_state_tables[] = { DCT_STATE_SCHEMA_1(TABLE_1) DCT_STATE_SCHEMA_2(TABLE_2) DCT_STATE_SCHEMA_3(TABLE_3) };
const size_t dct_state_table_count = sizeof dct_state_tables / sizeof *dct_state_tables;

docent_status dct_state_damaged(const char *path, int code, docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, "store", code,
                    "state %s: damaged or no state at all; nothing was changed: move it away to start anew", path);
}

docent_status dct_state_check_tables(dct_db *db, const char *path, int64_t version, docent_error *err)
{
    for (size_t i = 0; i < dct_state_table_count && dct_state_tables[i].since <= version; i++) {
        sqlite3_stmt *stmt = NULL;
        int code = sqlite3_prepare_v2(db->handle, "SELECT 1 FROM sqlite_schema WHERE name = ?1 AND sql = ?2", -1, &stmt, NULL);
        if (code == SQLITE_OK && sqlite3_bind_text(stmt, 1, dct_state_tables[i].name, -1, SQLITE_STATIC) == SQLITE_OK &&
            sqlite3_bind_text(stmt, 2, dct_state_tables[i].sql, -1, SQLITE_STATIC) == SQLITE_OK)
            code = sqlite3_step(stmt);
        sqlite3_finalize(stmt);
        if (code == SQLITE_DONE)
            return dct_state_damaged(path, 0, err);
        if (code != SQLITE_ROW)
            return dct_db_fail(db, code, "reading its schema", err);
    }
    return DOCENT_OK;
}

static docent_status look(dct_db *db, const char *path, int64_t *version, docent_error *err)
{
    int64_t id;
    docent_status status = dct_db_number(db, "PRAGMA application_id", &id, err);
    if (status == DOCENT_OK)
        status = dct_db_number(db, "PRAGMA user_version", version, err);
    if (status == DOCENT_ERR_CORRUPT || (status == DOCENT_OK && (id != DCT_STATE_APPLICATION_ID || *version < 1)))
        return dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0, "state %s: is not the state of a device with help", path);
    if (status == DOCENT_OK && *version > DCT_STATE_VERSION)
        return dct_fail(err, DOCENT_ERR_NEWER, "store", 0,
                        "state %s: of version %lld, this program reads up to version %d; update it", path,
                        (long long)*version, DCT_STATE_VERSION);
    return status == DOCENT_OK ? dct_state_check_tables(db, path, *version, err) : status;
}

/* A log beside the file means that a program has it open, or died: what was written last stands there. Without one,
 * "immutable" keeps SQLite from leaving files of its own there, and reads from a stick that is write-protected. */
static const char *way_to_read(const docent_alloc *alloc, const char *path)
{
    dct_buf log;
    int there = 1;
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    dct_buf_init(&log, alloc, 65536);
    dct_buf_add_text(&log, path);
    dct_buf_add_text(&log, "-wal");
    const char *name = dct_buf_text(&log);
    if (vfs != NULL && !log.failed && vfs->xAccess(vfs, name, SQLITE_ACCESS_EXISTS, &there) != SQLITE_OK)
        there = 1;
    dct_buf_close(&log);
    return there ? "mode=ro" : "mode=ro&immutable=1";
}

docent_status dct_state_look(dct_db *db, const docent_alloc *alloc, const char *path, const char *const *sql, int count,
                             int64_t *version, docent_error *err)
{
    docent_status status = dct_db_open(db, alloc, "state", path, way_to_read(alloc, path), SQLITE_OPEN_READONLY, err);
    if (status != DOCENT_OK)
        return status;
    db->sql = sql;
    db->count = count;
    *version = 0;
    status = dct_guard(db, err);
    if (status == DOCENT_ERR_CORRUPT)
        status = dct_fail(err, status, "store", 0, "state %s: is not the state of a device with help", path);
    if (status == DOCENT_OK)
        status = look(db, path, version, err);
    if (status == DOCENT_OK)
        dct_guard_shut(db);
    else
        dct_db_close(db);
    return status;
}
