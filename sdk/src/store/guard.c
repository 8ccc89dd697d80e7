#include "guard.h"

#include "../base/limits.h"

#include <string.h>

#define OPERATIONS_BETWEEN_LOOKS 1000

/* Everything that could run something, write something or believe the file. */
static const struct {
    int option, value;
} switches[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
    { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
};

/* Down to what our SQL and FTS5's own need. */
static const struct {
    int id, value;
} limits[] = {
    { SQLITE_LIMIT_LENGTH, (int)DCT_MAX_ASSET_BYTES + 4096 }, /* A row is never larger than its largest column and a bit. */
    { SQLITE_LIMIT_SQL_LENGTH, 1 << 16 },
    { SQLITE_LIMIT_COLUMN, 64 },
    { SQLITE_LIMIT_EXPR_DEPTH, 64 },
    { SQLITE_LIMIT_COMPOUND_SELECT, 16 },
    { SQLITE_LIMIT_VDBE_OP, 25000 },
    { SQLITE_LIMIT_FUNCTION_ARG, 32 },
    { SQLITE_LIMIT_ATTACHED, 0 },
    { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256 },
    { SQLITE_LIMIT_VARIABLE_NUMBER, 256 },
    { SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
    { SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static const char *const pragmas[] = {
    "PRAGMA cell_size_check=ON", /* Looks at every cell of a page before it uses one. */
    "PRAGMA query_only=ON",
    "PRAGMA temp_store=MEMORY", /* No file beside those we were given. */
};

/* Functions our SQL may call. `fts5` hands out FTS5's interface to the tokenizer's registration. */
static const char *const functions[] = { "abs",    "bm25",  "coalesce", "count",    "fts5",   "group_concat",
                                         "hex",    "ifnull", "iif",     "instr",    "length", "lower",
                                         "max",    "min",   "nullif",   "replace",  "round",  "snippet",
                                         "substr", "sum",   "total",    "typeof",   "upper",  "highlight",
                                         "match",  "unicode" };
/* FTS5 asks for data_version itself. */
static const char *const verify_pragmas[] = { "integrity_check", "quick_check" };

static bool listed(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (name != NULL && sqlite3_stricmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool pragma_allowed(const dct_db *db, const char *name)
{
    return listed(name, (const char *const[]){ "data_version" }, 1) ||
           (db->verifying && listed(name, verify_pragmas, sizeof verify_pragmas / sizeof *verify_pragmas));
}

static int authorize(void *ctx, int action, const char *a, const char *b, const char *database, const char *from)
{
    const dct_db *db = ctx;
    (void)from;
    switch (action) {
    case SQLITE_SELECT: return SQLITE_OK;
    case SQLITE_READ: return database == NULL || strcmp(database, "main") == 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_FUNCTION: return listed(b, functions, sizeof functions / sizeof *functions) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_UPDATE: /* What SQLite asks when FTS5 declares its columns. A real one fails: writable_schema is off. */
        return a != NULL && strcmp(a, "sqlite_master") == 0 ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_PRAGMA: return pragma_allowed(db, a) ? SQLITE_OK : SQLITE_DENY;
    default: return SQLITE_DENY;
    }
}

static int look(void *ctx)
{
    dct_db *db = ctx;
    db->operations_left -= OPERATIONS_BETWEEN_LOOKS;
    return db->operations_left < 0 && !db->verifying;
}

docent_status dct_guard(dct_db *db, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
        int code = sqlite3_db_config(db->handle, switches[i].option, switches[i].value, NULL);
        if (code != SQLITE_OK)
            return dct_db_fail(db, code, "hardening the connection", err);
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db->handle, limits[i].id, limits[i].value);
    dct_guard_begin(db);
    sqlite3_progress_handler(db->handle, OPERATIONS_BETWEEN_LOOKS, look, db);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas && status == DOCENT_OK; i++)
        status = dct_db_run(db, pragmas[i], err);
    return status;
}

void dct_guard_shut(dct_db *db)
{
    sqlite3_set_authorizer(db->handle, authorize, db);
}

void dct_guard_begin(dct_db *db)
{
    db->operations_left = DCT_MAX_CALL_OPERATIONS;
}
