#include "graft.h"

#include "../base/buf.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#define MAX_SQL_BYTES 65536u

typedef struct grafter {
    sqlite3    *db;
    const char *path;
    docent_error *err;
    docent_status status;
} grafter;

static void refuse(grafter *g)
{
    int rc = sqlite3_errcode(g->db);
    if (g->status == DOCENT_OK)
        g->status = dct_fail(g->err, (rc & 0xFF) == SQLITE_NOMEM ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO, "pack", rc,
                             "cannot write %.150s: %s", g->path, sqlite3_errmsg(g->db));
}

static void run(grafter *g, const char *sql)
{
    if (g->status == DOCENT_OK && sqlite3_exec(g->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        refuse(g);
}

static int64_t number(grafter *g, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int64_t value = 0;
    if (g->status != DOCENT_OK)
        return 0;
    if (sqlite3_prepare_v2(g->db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int64(stmt, 0);
    else
        refuse(g);
    sqlite3_finalize(stmt);
    return value;
}

static docent_status copy_file(const char *from, const char *to, docent_error *err)
{
    char block[65536];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    bool ok = in != NULL && out != NULL;
    for (size_t size; ok && (size = fread(block, 1, sizeof block, in)) > 0;)
        ok = fwrite(block, 1, size, out) == size;
    ok = ok && ferror(in) == 0;
    int why = errno;
    if (in != NULL)
        fclose(in);
    if (out != NULL)
        ok = fclose(out) == 0 && ok;
    return ok ? DOCENT_OK : dct_fail(err, DOCENT_ERR_IO, "pack", why, "cannot write %.150s: %s", to, strerror(why));
}

/* ---- one table ---- */

/* "n.a, n.b" of all columns, or "o.a = n.a AND ..." of those of the key. */
static void list_columns(grafter *g, const char *table, const char *prefix, dct_buf *out)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(g->db, "SELECT name FROM pragma_table_info(?1, 'main') ORDER BY cid", -1, &stmt, NULL) != SQLITE_OK)
        refuse(g);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    for (const char *between = ""; sqlite3_step(stmt) == SQLITE_ROW; between = ", ")
        dct_buf_add_format(out, "%s%s.\"%s\"", between, prefix, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
}

static void match_key(grafter *g, const char *table, dct_buf *out)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(g->db, "SELECT name FROM pragma_table_info(?1, 'main') WHERE pk > 0 ORDER BY pk", -1, &stmt,
                           NULL) != SQLITE_OK)
        refuse(g);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    for (const char *between = ""; sqlite3_step(stmt) == SQLITE_ROW; between = " AND ") {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        dct_buf_add_format(out, "%so.\"%s\" = n.\"%s\"", between, name, name);
    }
    sqlite3_finalize(stmt);
}

static void drop_rows(grafter *g, const char *table, dct_buf *sql)
{
    dct_buf_clear(sql);
    dct_buf_add_format(sql, "DELETE FROM main.\"%s\" AS o WHERE NOT EXISTS (SELECT 1 FROM fresh.\"%s\" AS n WHERE ", table,
                       table);
    match_key(g, table, sql);
    dct_buf_add_text(sql, ")");
    run(g, dct_buf_text(sql));
}

/* OR REPLACE also deletes what has another key and the same unique value: such a row is never one that stays. */
static void put_rows(grafter *g, const char *table, dct_buf *sql)
{
    dct_buf_clear(sql);
    dct_buf_add_format(sql, "INSERT OR REPLACE INTO main.\"%s\" SELECT n.* FROM fresh.\"%s\" AS n LEFT JOIN main.\"%s\" AS o ON ",
                       table, table, table);
    match_key(g, table, sql);
    dct_buf_add_text(sql, " WHERE (");
    list_columns(g, table, "o", sql);
    dct_buf_add_text(sql, ") IS NOT (");
    list_columns(g, table, "n", sql);
    dct_buf_add_text(sql, ")");
    run(g, dct_buf_text(sql));
}

/* The tables of FTS5 are tables like others here. */
static void for_each_table(grafter *g, void (*each)(grafter *, const char *, dct_buf *))
{
    sqlite3_stmt *stmt = NULL;
    dct_buf sql;
    if (g->status != DOCENT_OK)
        return;
    dct_buf_init(&sql, &dct_alloc_default, MAX_SQL_BYTES);
    if (sqlite3_prepare_v2(g->db, "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
                           "ORDER BY rowid", -1, &stmt, NULL) != SQLITE_OK)
        refuse(g);
    while (g->status == DOCENT_OK && sqlite3_step(stmt) == SQLITE_ROW) {
        each(g, (const char *)sqlite3_column_text(stmt, 0), &sql);
        if (sql.failed && g->status == DOCENT_OK)
            g->status = dct_fail_memory(g->err, "pack");
    }
    sqlite3_finalize(stmt);
    dct_buf_close(&sql);
}

/* ---- all of it ---- */

static bool same_schema(grafter *g)
{
    return number(g, "SELECT count(*) FROM (SELECT type, name, sql FROM main.sqlite_schema EXCEPT "
                     "SELECT type, name, sql FROM fresh.sqlite_schema)") == 0 &&
           number(g, "SELECT count(*) FROM main.sqlite_schema") == number(g, "SELECT count(*) FROM fresh.sqlite_schema");
}

static void attach(grafter *g, const char *fresh)
{
    char *sql = sqlite3_mprintf("ATTACH %Q AS fresh", fresh);
    if (sql == NULL)
        g->status = dct_fail_memory(g->err, "pack");
    else
        run(g, sql);
    sqlite3_free(sql);
}

static bool graft(grafter *g, const char *fresh)
{
    /* No journal: the file is thrown away when anything goes wrong. */
    run(g, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA secure_delete=ON");
    attach(g, fresh);
    if (!same_schema(g))
        return false;
    run(g, "BEGIN");
    for_each_table(g, drop_rows);
    for_each_table(g, put_rows);
    run(g, "COMMIT");
    int64_t pages = number(g, "PRAGMA main.page_count"), least = number(g, "PRAGMA fresh.page_count");
    return pages <= least + least / 5;
}

docent_status dct_graft(const char *fresh, const char *previous, const char *out, bool *worth, docent_error *err)
{
    grafter g = { .path = out, .err = err, .status = DOCENT_OK };
    *worth = false;
    (void)remove(out);
    docent_status status = copy_file(previous, out, err);
    if (status == DOCENT_OK && sqlite3_open_v2(out, &g.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
        refuse(&g);
    if (status == DOCENT_OK && g.status == DOCENT_OK)
        *worth = graft(&g, fresh) && g.status == DOCENT_OK;
    if (sqlite3_close(g.db) != SQLITE_OK)
        refuse(&g);
    status = status == DOCENT_OK ? g.status : status;
    if (status != DOCENT_OK || !*worth)
        (void)remove(out);
    return status;
}
