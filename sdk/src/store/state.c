#include "state.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "look.h"
#include "schema.h"
#include "state_file.h"

#include <string.h>

#define BUSY_MS 250 /* As long as a person would not notice: another process holds the file for one write at most. */

enum { INSERT, DELETE, COUNT, HAS, ALL, CLEAR, ADD_SEARCH, TRIM_SEARCHES, STATEMENTS };

/* `made` counts up: newest first needs no clock. */
static const char *const statements[STATEMENTS] = {
    [INSERT] = ("INSERT INTO bookmark(address, made) VALUES(?1, (SELECT ifnull(max(made), 0) + 1 FROM bookmark)) "
                "ON CONFLICT(address) DO UPDATE SET made = excluded.made"),
    [DELETE] = "DELETE FROM bookmark WHERE address = ?1",
    [COUNT] = "SELECT count(*) FROM bookmark WHERE address <> ?1",
    [HAS] = "SELECT 1 FROM bookmark WHERE address = ?1",
    [ALL] = "SELECT address FROM bookmark ORDER BY made DESC, address",
    [CLEAR] = "DELETE FROM bookmark",
    [ADD_SEARCH] = ("INSERT INTO search_count(words, lang, opened, found, count) VALUES(?1, ?2, ?3, ?4, 1) "
                    "ON CONFLICT(words, lang, opened) DO UPDATE SET found = excluded.found, "
                    "count = min(count + 1, 1000000000)"),
    /* The rarest go, but not the one that has just come; among equals chance decides, for no order is kept. */
    [TRIM_SEARCHES] = ("DELETE FROM search_count WHERE (words, lang, opened) IN (SELECT words, lang, opened "
                       "FROM search_count WHERE NOT (words = ?1 AND lang = ?2 AND opened = ?3) "
                       "ORDER BY count, random() LIMIT max(0, (SELECT count(*) FROM search_count) - ?4))"),
};

struct dct_state {
    const docent_alloc *alloc;
    dct_db              db;
    char               *path; /* NULL in memory. */
};

/* ---- opening ---- */

/* Version 0: nothing in it yet. */
static docent_status look(dct_state *s, const char *path, int64_t *version, docent_error *err)
{
    int64_t id, tables;
    docent_status status = dct_db_number(&s->db, "PRAGMA application_id", &id, err);
    if (status == DOCENT_OK)
        status = dct_db_number(&s->db, "PRAGMA user_version", version, err);
    if (status == DOCENT_OK)
        status = dct_db_number(&s->db, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (status != DOCENT_OK || (id == 0 && *version == 0 && tables == 0))
        return status;
    if (id != DCT_STATE_APPLICATION_ID)
        return dct_fail(err, DOCENT_ERR_CORRUPT, "store", 0,
                        "state %s: is another program's file; give a path of its own", path);
    if (*version > DCT_STATE_VERSION)
        return dct_fail(err, DOCENT_ERR_NEWER, "store", 0,
                        "state %s: of version %lld, this library reads up to version %d; update the program", path,
                        (long long)*version, DCT_STATE_VERSION);
    return *version < 1 ? dct_state_damaged(path, 0, err) : DOCENT_OK;
}

/* Makes what a file of this version lacks; nothing that is in it is touched. */
static docent_status bring_up(dct_state *s, int64_t version, docent_error *err)
{
    char marks[96];
    docent_status status = DOCENT_OK;
    for (size_t i = 0; i < dct_state_table_count && status == DOCENT_OK; i++)
        if (dct_state_tables[i].since > version)
            status = dct_db_run(&s->db, dct_state_tables[i].sql, err);
    sqlite3_snprintf((int)sizeof marks, marks, "PRAGMA application_id=%d; PRAGMA user_version=%d;",
                     DCT_STATE_APPLICATION_ID, DCT_STATE_VERSION);
    return status == DOCENT_OK ? dct_db_run(&s->db, marks, err) : status;
}

/* One writer makes the tables; a second process that comes at the same moment waits and finds them. */
static docent_status settle(dct_state *s, const char *path, docent_error *err)
{
    int64_t version = 0;
    docent_status status = look(s, path, &version, err);
    if (status == DOCENT_OK)
        status = dct_state_check_tables(&s->db, path, version, err);
    if (status != DOCENT_OK || version == DCT_STATE_VERSION)
        return status;
    status = dct_db_run(&s->db, "BEGIN IMMEDIATE", err);
    if (status != DOCENT_OK)
        return status;
    status = look(s, path, &version, err);
    if (status == DOCENT_OK && version < DCT_STATE_VERSION)
        status = bring_up(s, version, err);
    if (status == DOCENT_OK)
        status = dct_db_run(&s->db, "COMMIT", err);
    if (status != DOCENT_OK)
        sqlite3_exec(s->db.handle, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static const char *const pragmas[] = {
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",   /* Acknowledged means on the disk. */
    "PRAGMA secure_delete=ON",   /* What is forgotten is gone. */
    "PRAGMA cell_size_check=ON",
    "PRAGMA temp_store=MEMORY",
};

static docent_status prepare(dct_state *s, const char *path, docent_error *err)
{
    docent_status status = DOCENT_OK;
    sqlite3_db_config(s->db.handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db.handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(s->db.handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    sqlite3_db_config(s->db.handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    sqlite3_busy_timeout(s->db.handle, BUSY_MS);
    status = settle(s, path, err); /* Before anything is written into a file that may not be ours. */
    if (status == DOCENT_ERR_CORRUPT && sqlite3_errcode(s->db.handle) != SQLITE_OK)
        return dct_state_damaged(path, sqlite3_errcode(s->db.handle), err);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas && status == DOCENT_OK; i++)
        status = dct_db_run(&s->db, pragmas[i], err);
    return status;
}

static docent_status keep_path(dct_state *s, const char *path, docent_error *err)
{
    size_t size = strlen(path) + 1;
    s->path = dct_new(s->alloc, size);
    if (s->path == NULL)
        return dct_fail_memory(err, "store");
    memcpy(s->path, path, size);
    return DOCENT_OK;
}

docent_status dct_state_open(const docent_alloc *alloc, const char *path, dct_state **out, docent_error *err)
{
    *out = NULL;
    dct_state *s = dct_new_zero(alloc, sizeof *s);
    if (s == NULL)
        return dct_fail_memory(err, "store");
    s->alloc = alloc;
    docent_status status = path == NULL ? DOCENT_OK : keep_path(s, path, err);
    if (status == DOCENT_OK && path != NULL)
        status = dct_state_file_make(path, err);
    if (status == DOCENT_OK)
        status = dct_db_open(&s->db, alloc, "state", path, path == NULL ? "mode=memory" : "mode=rwc",
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    if (status == DOCENT_OK) {
        s->db.sql = statements;
        s->db.count = STATEMENTS;
        status = prepare(s, path == NULL ? "in memory" : path, err);
    }
    if (status == DOCENT_OK)
        *out = s;
    else
        dct_state_close(s);
    return status;
}

void dct_state_close(dct_state *s)
{
    if (s == NULL)
        return;
    dct_db_close(&s->db);
    if (s->path != NULL)
        dct_free(s->alloc, s->path, strlen(s->path) + 1);
    dct_free(s->alloc, s, sizeof *s);
}

dct_db *dct_state_db(dct_state *s)
{
    return &s->db;
}

const char *dct_state_path(const dct_state *s)
{
    return s->path;
}

/* ---- bookmarks ---- */

static docent_status run(dct_state *s, int statement, const char *address, docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, statement, NULL, err);
    if (address != NULL)
        dct_rows_bind_text(&r, 1, address);
    while (dct_rows_next(&r))
        continue;
    return dct_rows_end(&r);
}

static docent_status room_for(dct_state *s, const char *address, docent_error *err)
{
    int64_t others = 0;
    dct_rows r = dct_rows_begin(&s->db, COUNT, NULL, err);
    dct_rows_bind_text(&r, 1, address);
    if (dct_rows_next(&r))
        others = dct_rows_int(&r, 0, 0, INT64_MAX);
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && others >= DCT_MAX_BOOKMARKS)
        return dct_fail(err, DOCENT_ERR_LIMIT, "store", 0, "%u bookmarks are kept; remove one first",
                        DCT_MAX_BOOKMARKS);
    return status;
}

docent_status dct_state_set_bookmark(dct_state *s, const char *address, bool on, docent_error *err)
{
    docent_status status = on ? room_for(s, address, err) : DOCENT_OK;
    return status == DOCENT_OK ? run(s, on ? INSERT : DELETE, address, err) : status;
}

docent_status dct_state_has_bookmark(dct_state *s, const char *address, bool *out, docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, HAS, NULL, err);
    dct_rows_bind_text(&r, 1, address);
    *out = dct_rows_next(&r);
    return dct_rows_end(&r);
}

docent_status dct_state_bookmarks(dct_state *s, dct_arena *arena, const char *const **out, uint32_t *count,
                                  docent_error *err)
{
    const char **list = dct_arena_array(arena, DCT_MAX_BOOKMARKS, sizeof *list);
    *count = 0;
    *out = list;
    if (list == NULL)
        return dct_fail_memory(err, "store");
    dct_rows r = dct_rows_begin(&s->db, ALL, arena, err);
    while (*count < DCT_MAX_BOOKMARKS && dct_rows_next(&r))
        list[(*count)++] = dct_rows_text(&r, 0);
    return dct_rows_end(&r);
}

/* ---- what was asked ---- */

static docent_status change_search(dct_state *s, int statement, const dct_search_count *c, int64_t number,
                                   docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, statement, NULL, err);
    dct_rows_bind_text(&r, 1, c->words);
    dct_rows_bind_text(&r, 2, c->lang);
    dct_rows_bind_text(&r, 3, c->opened);
    dct_rows_bind_int(&r, 4, number);
    while (dct_rows_next(&r))
        continue;
    return dct_rows_end(&r);
}

/* Nobody waits for a count: it is written without waiting for the disk, and a power cut may take the last ones. Between
 * the two statements a row more than the bound may stand; the next count puts that right. */
docent_status dct_state_count_search(dct_state *s, const dct_search_count *c, docent_error *err)
{
    docent_status status = dct_db_run(&s->db, "PRAGMA synchronous=NORMAL", err);
    if (status == DOCENT_OK)
        status = change_search(s, ADD_SEARCH, c, c->found, err);
    if (status == DOCENT_OK)
        status = change_search(s, TRIM_SEARCHES, c, DCT_MAX_SEARCH_COUNTS, err);
    docent_status full = dct_db_run(&s->db, "PRAGMA synchronous=FULL", status == DOCENT_OK ? err : NULL);
    return status == DOCENT_OK ? full : status;
}

/* ---- forgetting ---- */

docent_status dct_state_forget(dct_state *s, docent_error *err)
{
    int64_t busy = 0;
    docent_status status = run(s, CLEAR, NULL, err);
    if (status == DOCENT_OK && s->path != NULL) /* The WAL still holds the pages as they were. */
        status = dct_db_number(&s->db, "PRAGMA wal_checkpoint(TRUNCATE)", &busy, err);
    if (busy != 0)
        status = dct_db_fail(&s->db, SQLITE_BUSY, "forgetting", err);
    return status;
}
