/* Reads what a device counted out of its state file, for `docent report`. The file may come from any device on any stick:
 * it is opened for reading only, and no row of it is believed. It never makes, repairs or raises a file. */
#include "state.h"

#include "../base/buf.h"
#include "../base/error.h"
#include "../base/limits.h"
#include "db.h"
#include "schema.h"

#include <string.h>

#define MAX_ROWS (2 * DCT_MAX_SEARCH_COUNTS) /* Twice what we write: a file with more is not ours. */
#define MAX_COUNT 1000000000

enum { ALL, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [ALL] = "SELECT words, lang, opened, found, count FROM search_count",
};

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
    return status;
}

static bool all_fit(const dct_search_count *c)
{
    return *c->words != 0 && strlen(c->words) <= DCT_MAX_COUNTED_BYTES && strlen(c->lang) <= DCT_MAX_ID_BYTES &&
           strlen(c->opened) <= DCT_MAX_ID_BYTES;
}

static docent_status read_all(dct_db *db, dct_arena *arena, const dct_search_count **out, uint32_t *count,
                              docent_error *err)
{
    dct_search_count *list = dct_arena_array(arena, MAX_ROWS, sizeof *list);
    if (list == NULL)
        return dct_db_fail_arena(db, arena, err);
    *out = list;
    dct_rows r = dct_rows_begin(db, ALL, arena, err);
    while (dct_rows_next(&r)) {
        if (*count == MAX_ROWS) {
            dct_rows_refuse(&r, "more searches than are ever counted");
            break;
        }
        dct_search_count *c = &list[(*count)++];
        c->words = dct_rows_text(&r, 0);
        c->lang = dct_rows_text(&r, 1);
        c->opened = dct_rows_text(&r, 2);
        c->found = (uint32_t)dct_rows_int(&r, 3, 0, UINT32_MAX);
        c->count = (uint64_t)dct_rows_int(&r, 4, 1, MAX_COUNT);
        if (!all_fit(c))
            dct_rows_refuse(&r, "a counted search");
    }
    return dct_rows_end(&r);
}

/* A log beside the file means that a program has it open, or died: what was counted last stands there. Without one,
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

docent_status dct_state_read_counts(const docent_alloc *alloc, const char *path, dct_arena *arena,
                                    const dct_search_count **out, uint32_t *count, docent_error *err)
{
    dct_db db;
    int64_t version = 0;
    *out = NULL;
    *count = 0;
    docent_status status =
        dct_db_open(&db, alloc, "state", path, way_to_read(alloc, path), SQLITE_OPEN_READONLY, err);
    if (status != DOCENT_OK)
        return status;
    db.sql = statements;
    db.count = STATEMENTS;
    sqlite3_db_config(db.handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db.handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db.handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    status = look(&db, path, &version, err);
    if (status == DOCENT_OK && version >= 2)
        status = read_all(&db, arena, out, count, err);
    dct_db_close(&db);
    return status;
}
