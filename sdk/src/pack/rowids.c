#include "rowids.h"

#include "../base/error.h"

#include <sqlite3.h>
#include <string.h>

enum { ARTICLE, SECTION, ASSET, TABLES };

static const char *const lookups[TABLES] = {
    [ARTICLE] = "SELECT rowid FROM article WHERE id = ?1 AND lang = ?2",
    [SECTION] = "SELECT id FROM section WHERE article = ?1 ORDER BY id",
    [ASSET] = "SELECT id FROM asset WHERE kind = ?1 AND name = ?2",
};
static const char *const lasts[TABLES] = { "SELECT max(rowid) FROM article",
                                           "SELECT max(id) FROM section", "SELECT max(id) FROM asset" };

struct dct_rowids {
    const docent_alloc *alloc;
    sqlite3            *db;
    sqlite3_stmt       *lookup[TABLES];
    int64_t             last[TABLES];
    sqlite3_stmt       *taken;   /* Whether an article has this number. */
    int64_t             free;    /* Below this one are no free numbers of articles. */
    int64_t             article; /* Whose sections are being read. */
    bool                afresh;  /* Articles and sections. */
};

static bool read_last(dct_rowids *r, int table)
{
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_prepare_v2(r->db, lasts[table], -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW;
    if (ok)
        r->last[table] = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return ok && sqlite3_prepare_v2(r->db, lookups[table], -1, &r->lookup[table], NULL) == SQLITE_OK;
}

static bool read_gaps(dct_rowids *r)
{
    sqlite3_stmt *s = NULL;
    bool ok = sqlite3_prepare_v2(r->db, "SELECT count(*) FROM article", -1, &s, NULL) == SQLITE_OK &&
              sqlite3_step(s) == SQLITE_ROW;
    if (ok)
        r->afresh = (r->last[ARTICLE] - sqlite3_column_int64(s, 0)) * 5 > r->last[ARTICLE];
    sqlite3_finalize(s);
    return ok && sqlite3_prepare_v2(r->db, "SELECT 1 FROM article WHERE rowid = ?1", -1, &r->taken, NULL) == SQLITE_OK;
}

/* Opened as any device would first: what is no bundle is told as that. */
static docent_status check(const docent_alloc *alloc, const char *path, docent_error *err)
{
    docent *h;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = path;
    config.alloc = alloc;
    docent_status status = docent_open(&config, &h, err);
    if (status == DOCENT_OK)
        docent_close(h);
    return status;
}

docent_status dct_rowids_open(const docent_alloc *alloc, const char *path, dct_rowids **out, docent_error *err)
{
    *out = NULL;
    docent_status status = check(alloc, path, err);
    if (status != DOCENT_OK)
        return status;
    dct_rowids *r = dct_new_zero(alloc, sizeof *r);
    if (r == NULL)
        return dct_fail_memory(err, "pack");
    r->alloc = alloc;
    bool ok = sqlite3_open_v2(path, &r->db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    for (int i = 0; ok && i < TABLES; i++)
        ok = read_last(r, i);
    if (ok && read_gaps(r)) {
        *out = r;
        return DOCENT_OK;
    }
    status = dct_fail(err, DOCENT_ERR_CORRUPT, "pack", sqlite3_errcode(r->db), "%.150s: cannot be read: %s", path,
                      sqlite3_errmsg(r->db));
    dct_rowids_close(r);
    return status;
}

void dct_rowids_close(dct_rowids *r)
{
    if (r == NULL)
        return;
    for (int i = 0; i < TABLES; i++)
        sqlite3_finalize(r->lookup[i]);
    sqlite3_finalize(r->taken);
    sqlite3_close(r->db);
    dct_free(r->alloc, r, sizeof *r);
}

sqlite3 *dct_rowids_db(const dct_rowids *r)
{
    return r == NULL ? NULL : r->db;
}

static int64_t next_article(dct_rowids *r)
{
    while (++r->free <= r->last[ARTICLE]) {
        sqlite3_bind_int64(r->taken, 1, r->free);
        bool taken = sqlite3_step(r->taken) == SQLITE_ROW;
        sqlite3_reset(r->taken);
        if (!taken)
            return r->free;
    }
    return r->free;
}

static int64_t by_name(dct_rowids *r, int table, const char *a, const char *b)
{
    sqlite3_stmt *s = r->lookup[table];
    sqlite3_bind_text(s, 1, a, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 2, b, -1, SQLITE_STATIC);
    int64_t found = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;
    sqlite3_reset(s);
    return found > 0 ? found : table == ARTICLE ? next_article(r) : ++r->last[table];
}

int64_t dct_rowids_article(dct_rowids *r, const char *id, const char *lang)
{
    return r == NULL || r->afresh ? 0 : by_name(r, ARTICLE, id, lang);
}

int64_t dct_rowids_asset(dct_rowids *r, const char *kind, const char *name)
{
    return r == NULL ? 0 : by_name(r, ASSET, kind, name);
}

int64_t dct_rowids_section(dct_rowids *r, int64_t article)
{
    if (r == NULL || r->afresh)
        return 0;
    if (r->article != article) {
        sqlite3_reset(r->lookup[SECTION]);
        sqlite3_bind_int64(r->lookup[SECTION], 1, article);
        r->article = article;
    } else if (sqlite3_stmt_busy(r->lookup[SECTION]) == 0) { /* Its old sections are used up. */
        return ++r->last[SECTION];
    }
    return sqlite3_step(r->lookup[SECTION]) == SQLITE_ROW ? sqlite3_column_int64(r->lookup[SECTION], 0) : ++r->last[SECTION];
}
