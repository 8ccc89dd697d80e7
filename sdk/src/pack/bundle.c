#define _POSIX_C_SOURCE 200809L /* fsync, rename over what is there */

#include "bundle.h"

#include "../base/error.h"
#include "../search/index.h"
#include "../store/schema.h"
#include "graft.h"
#include "rowids.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    META, LANGUAGE, CATEGORY, CATEGORY_TEXT, ARTICLE, SECTION, ALIAS, TOP, SYNONYM, ASSET, FONT, STRING, CONTACT, HOURS,
    HOLIDAY, ZONE, STATEMENTS
};

static const char *const statements[STATEMENTS] = {
    [META] = "INSERT INTO meta VALUES(?1, ?2)",
    [LANGUAGE] = "INSERT INTO language VALUES(NULL, ?1, ?2, ?3)",
    [CATEGORY] = "INSERT INTO category VALUES(NULL, ?1, ?2, ?3)",
    [CATEGORY_TEXT] = "INSERT INTO category_text VALUES(?1, ?2, ?3, ?4)",
    [ARTICLE] = ("INSERT INTO article VALUES(?19, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
                 "?16, ?17, ?18)"),
    [SECTION] = "INSERT INTO section VALUES(?5, ?1, ?2, ?3, ?4)",
    [ALIAS] = "INSERT INTO alias VALUES(?1, ?2, ?3, ?4)",
    [TOP] = "INSERT INTO top VALUES(NULL, ?1)",
    [SYNONYM] = "INSERT INTO synonym VALUES(NULL, ?1, ?2)",
    [ASSET] = "INSERT INTO asset VALUES(?4, ?1, ?2, ?3)",
    [FONT] = "INSERT INTO font VALUES(NULL, ?1, ?2, ?3, ?4, ?5)",
    [STRING] = "INSERT INTO string VALUES(?1, ?2, ?3)",
    [CONTACT] = "INSERT INTO contact VALUES(?1, ?2, ?3)",
    [HOURS] = "INSERT INTO hours VALUES(?1, ?2, ?3)",
    [HOLIDAY] = "INSERT INTO holiday VALUES(?1, ?2, ?3)",
    [ZONE] = "INSERT INTO zone VALUES(?1, ?2)",
};

struct dct_bundle {
    const docent_alloc *alloc;
    dct_buf             path, temporary; /* Zero-terminated. */
    const char         *previous;        /* Path of `before`. */
    sqlite3            *db;
    sqlite3_stmt       *ready[STATEMENTS];
    docent_error        error; /* The first failure. */
    bool                exists; /* The temporary file. */
    dct_rowids         *before; /* NULL: rows are numbered as they come. */
};

/* ---- statements ------------------------------------------------------------------- */

static docent_status fail(dct_bundle *b, int rc, docent_error *err)
{
    return dct_fail(err, (rc & 0xFF) == SQLITE_NOMEM ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO, "pack", rc,
                    "cannot write %s: %s", dct_buf_text(&b->path), b->db == NULL ? sqlite3_errstr(rc) : sqlite3_errmsg(b->db));
}

static void run(dct_bundle *b, const char *sql)
{
    if (b->error.status != DOCENT_OK)
        return;
    int rc = sqlite3_exec(b->db, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        fail(b, rc, &b->error);
}

static sqlite3_stmt *statement(dct_bundle *b, int which)
{
    if (b == NULL || b->error.status != DOCENT_OK)
        return NULL;
    if (b->ready[which] == NULL) {
        int rc = sqlite3_prepare_v3(b->db, statements[which], -1, SQLITE_PREPARE_PERSISTENT, &b->ready[which], NULL);
        if (rc != SQLITE_OK)
            fail(b, rc, &b->error);
    }
    return b->ready[which];
}

/* Binds texts from parameter 1 on; NULL ends them. */
static sqlite3_stmt *bind_texts(dct_bundle *b, int which, const char *const *texts)
{
    sqlite3_stmt *s = statement(b, which);
    for (int i = 0; s != NULL && texts[i] != NULL; i++)
        sqlite3_bind_text(s, i + 1, texts[i], -1, SQLITE_STATIC);
    return s;
}

static int step(dct_bundle *b, sqlite3_stmt *s)
{
    if (s == NULL)
        return SQLITE_ERROR;
    sqlite3_step(s);
    int rc = sqlite3_reset(s);
    sqlite3_clear_bindings(s);
    if (rc != SQLITE_OK && (rc & 0xFF) != SQLITE_CONSTRAINT)
        fail(b, rc, &b->error);
    return rc;
}

/* Our own rows never break a constraint: what could is checked before. */
static void step_sure(dct_bundle *b, sqlite3_stmt *s)
{
    int rc = step(b, s);
    if (b != NULL && rc != SQLITE_OK && b->error.status == DOCENT_OK)
        fail(b, rc, &b->error);
}

/* ---- life ---------------------------------------------------------------------------- */

static void create_tables(dct_bundle *b)
{
    static const char *const tables[] = {
#define SQL(name, sql) sql,
        DCT_BUNDLE_SCHEMA(SQL) DCT_INDEX_SCHEMA(SQL)
#undef SQL
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        run(b, tables[i]);
}

static docent_status open_database(dct_bundle *b, docent_error *err)
{
    char pragma[160];
    const char *path = dct_buf_text(&b->temporary);
    (void)remove(path);
    int rc = sqlite3_open_v2(path, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc != SQLITE_OK)
        return fail(b, rc, err);
    b->exists = true;
    docent_status status = dct_index_register(b->db, err);
    if (status != DOCENT_OK)
        return status;
    /* No journal: the file is thrown away when anything goes wrong. */
    run(b, "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE");
    sqlite3_snprintf((int)sizeof pragma, pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d", DCT_BUNDLE_APPLICATION_ID,
                     DCT_BUNDLE_VERSION);
    run(b, pragma);
    run(b, "BEGIN");
    create_tables(b);
    if (b->error.status != DOCENT_OK && err != NULL)
        *err = b->error;
    return b->error.status;
}

docent_status dct_bundle_begin(const docent_alloc *alloc, const char *path, dct_bundle **out, docent_error *err)
{
    *out = NULL;
    dct_bundle *b = dct_new_zero(alloc, sizeof *b);
    if (b == NULL)
        return dct_fail_memory(err, "pack");
    b->alloc = alloc;
    dct_buf_init(&b->path, alloc, 65536);
    dct_buf_init(&b->temporary, alloc, 65536);
    dct_buf_add_text(&b->path, path);
    dct_buf_add_format(&b->temporary, "%s.%ld.part", path, (long)getpid());
    docent_status status = b->temporary.failed ? dct_fail_memory(err, "pack") : open_database(b, err);
    if (status == DOCENT_OK)
        *out = b;
    else
        dct_bundle_close(b);
    return status;
}

docent_status dct_bundle_previous(dct_bundle *b, const char *path, docent_error *err)
{
    b->previous = path;
    return dct_rowids_open(b->alloc, path, &b->before, err);
}

static void close_database(dct_bundle *b)
{
    for (int i = 0; i < STATEMENTS; i++) {
        sqlite3_finalize(b->ready[i]);
        b->ready[i] = NULL;
    }
    sqlite3_close(b->db);
    b->db = NULL;
}

/* The file before with what is new in it, in place of the new file, when that is smaller to send. */
static docent_status graft(dct_bundle *b, docent_error *err)
{
    const char *fresh = dct_buf_text(&b->temporary);
    bool worth = false;
    dct_buf path;
    if (b->before == NULL)
        return DOCENT_OK;
    dct_buf_init(&path, b->alloc, 65536);
    dct_buf_add_format(&path, "%s2", fresh);
    docent_status status = path.failed ? dct_fail_memory(err, "pack")
                                       : dct_graft(fresh, b->previous, dct_buf_text(&path), &worth, err);
    if (status == DOCENT_OK && worth && rename(dct_buf_text(&path), fresh) != 0) {
        status = dct_fail(err, DOCENT_ERR_IO, "pack", errno, "cannot write %s: %s", fresh, strerror(errno));
        (void)remove(dct_buf_text(&path));
    }
    dct_buf_close(&path);
    return status;
}

docent_status dct_bundle_finish(dct_bundle *b, docent_error *err)
{
    docent_status status = b->error.status;
    if (status == DOCENT_OK && (status = dct_index_build_after(b->db, dct_rowids_db(b->before), &b->error)) == DOCENT_OK) {
        run(b, "COMMIT");
        for (int i = 0; i < STATEMENTS; i++)
            sqlite3_reset(b->ready[i]);
        run(b, "VACUUM");
        status = b->error.status;
    }
    if (status != DOCENT_OK && err != NULL)
        *err = b->error;
    close_database(b);
    return status == DOCENT_OK ? graft(b, err) : status;
}

const char *dct_bundle_temporary(const dct_bundle *b)
{
    return (const char *)b->temporary.data;
}

/* On disk before it has its name. */
static int sync_file(const char *path)
{
    int fd = open(path, O_RDONLY), failed = 1;
    if (fd >= 0) {
        failed = fsync(fd);
        close(fd);
    }
    return failed;
}

docent_status dct_bundle_put(dct_bundle *b, docent_error *err)
{
    const char *from = dct_buf_text(&b->temporary), *to = dct_buf_text(&b->path);
    if (sync_file(from) != 0 || rename(from, to) != 0)
        return dct_fail(err, DOCENT_ERR_IO, "pack", errno, "cannot write %s: %s", to, strerror(errno));
    b->exists = false;
    return DOCENT_OK;
}

void dct_bundle_close(dct_bundle *b)
{
    if (b == NULL)
        return;
    close_database(b);
    if (b->exists)
        (void)remove(dct_buf_text(&b->temporary));
    dct_rowids_close(b->before);
    dct_buf_close(&b->path);
    dct_buf_close(&b->temporary);
    dct_free(b->alloc, b, sizeof *b);
}

/* ---- rows ------------------------------------------------------------------------------- */

#define TEXTS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void dct_bundle_meta(dct_bundle *b, const char *key, const char *value)
{
    step_sure(b, bind_texts(b, META, TEXTS(key, value)));
}

void dct_bundle_language(dct_bundle *b, const char *tag, const char *name, bool rtl)
{
    sqlite3_stmt *s = bind_texts(b, LANGUAGE, TEXTS(tag, name));
    sqlite3_bind_int(s, 3, rtl);
    step_sure(b, s);
}

void dct_bundle_category(dct_bundle *b, const char *id, const char *parent, const char *icon)
{
    step_sure(b, bind_texts(b, CATEGORY, TEXTS(id, parent, icon)));
}

void dct_bundle_category_text(dct_bundle *b, const char *id, const char *lang, const char *title, const char *summary)
{
    step_sure(b, bind_texts(b, CATEGORY_TEXT, TEXTS(id, lang, title, summary)));
}

/* 0 stays NULL: SQLite numbers the row. */
static void bind_number(sqlite3_stmt *s, int parameter, int64_t number)
{
    if (number > 0)
        sqlite3_bind_int64(s, parameter, number);
}

int64_t dct_bundle_add_article(dct_bundle *b, const dct_bundle_article *a, bool *duplicate)
{
    sqlite3_stmt *s = bind_texts(b, ARTICLE, TEXTS(a->id, a->lang));
    const char *const rest[] = { a->title, a->summary, a->keywords, a->audience, a->product, a->versions, a->related };
    *duplicate = false;
    if (s == NULL)
        return 0;
    sqlite3_bind_int(s, 3, a->source);
    sqlite3_bind_int(s, 4, a->kind);
    sqlite3_bind_text(s, 5, a->category, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 6, a->position);
    for (int i = 0; i < 7; i++)
        sqlite3_bind_text(s, 7 + i, rest[i], -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 14, a->steps);
    sqlite3_bind_blob64(s, 15, a->doc, a->doc_size, SQLITE_STATIC);
    sqlite3_bind_text(s, 16, a->updated, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 17, a->popularity);
    sqlite3_bind_text(s, 18, a->origin, -1, SQLITE_STATIC);
    bind_number(s, 19, dct_rowids_article(b->before, a->id, a->lang));
    int rc = step(b, s);
    *duplicate = (rc & 0xFF) == SQLITE_CONSTRAINT;
    return rc == SQLITE_OK ? sqlite3_last_insert_rowid(b->db) : 0;
}

void dct_bundle_section(dct_bundle *b, int64_t article, const char *anchor, const char *heading, const char *body,
                        size_t body_size)
{
    sqlite3_stmt *s = statement(b, SECTION);
    sqlite3_bind_int64(s, 1, article);
    sqlite3_bind_text(s, 2, anchor, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, heading, -1, SQLITE_STATIC);
    sqlite3_bind_text64(s, 4, body_size == 0 ? "" : body, body_size, SQLITE_STATIC, SQLITE_UTF8);
    bind_number(s, 5, b == NULL ? 0 : dct_rowids_section(b->before, article));
    step_sure(b, s);
}

void dct_bundle_alias(dct_bundle *b, int kind, const char *name, const char *id, const char *anchor)
{
    sqlite3_stmt *s = statement(b, ALIAS);
    sqlite3_bind_int(s, 1, kind);
    sqlite3_bind_text(s, 2, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, id, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 4, anchor, -1, SQLITE_STATIC);
    step_sure(b, s);
}

void dct_bundle_top(dct_bundle *b, const char *id)
{
    step_sure(b, bind_texts(b, TOP, TEXTS(id)));
}

void dct_bundle_synonym(dct_bundle *b, const char *lang, const char *words)
{
    step_sure(b, bind_texts(b, SYNONYM, TEXTS(lang, words)));
}

void dct_bundle_asset(dct_bundle *b, const char *kind, const char *name, const void *data, size_t size)
{
    sqlite3_stmt *s = bind_texts(b, ASSET, TEXTS(kind, name));
    sqlite3_bind_blob64(s, 3, size == 0 ? "" : data, size, SQLITE_STATIC);
    bind_number(s, 4, b == NULL ? 0 : dct_rowids_asset(b->before, kind, name));
    step_sure(b, s);
}

void dct_bundle_font(dct_bundle *b, const char *name, uint32_t role, uint32_t weight, const char *languages,
                     const uint32_t *ranges, uint32_t range_count)
{
    dct_buf bytes;
    dct_buf_init(&bytes, b->alloc, 1u << 24);
    for (uint32_t i = 0; i < 2 * range_count; i++)
        dct_buf_add_u32(&bytes, ranges[i]);
    sqlite3_stmt *s = bytes.failed ? NULL : statement(b, FONT);
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 2, role);
    sqlite3_bind_int64(s, 3, weight);
    sqlite3_bind_text(s, 4, languages, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(s, 5, bytes.size == 0 ? "" : (const void *)bytes.data, bytes.size, SQLITE_STATIC);
    step_sure(b, s);
    if (bytes.failed && b->error.status == DOCENT_OK)
        dct_fail_memory(&b->error, "pack");
    dct_buf_close(&bytes);
}

void dct_bundle_string(dct_bundle *b, const char *lang, const char *msgid, const char *msgstr)
{
    step_sure(b, bind_texts(b, STRING, TEXTS(lang, msgid, msgstr)));
}

void dct_bundle_contact(dct_bundle *b, const char *key, const char *lang, const char *value)
{
    step_sure(b, bind_texts(b, CONTACT, TEXTS(key, lang, value)));
}

void dct_bundle_hours(dct_bundle *b, const char *day, unsigned from_min, unsigned to_min)
{
    sqlite3_stmt *s = bind_texts(b, HOURS, TEXTS(day));
    sqlite3_bind_int64(s, 2, from_min);
    sqlite3_bind_int64(s, 3, to_min);
    step_sure(b, s);
}

void dct_bundle_holiday(dct_bundle *b, const char *day, const char *lang, const char *name)
{
    step_sure(b, bind_texts(b, HOLIDAY, TEXTS(day, lang, name)));
}

void dct_bundle_zone(dct_bundle *b, int64_t since, int32_t utc_offset_s)
{
    sqlite3_stmt *s = statement(b, ZONE);
    sqlite3_bind_int64(s, 1, since);
    sqlite3_bind_int(s, 2, utc_offset_s);
    step_sure(b, s);
}
