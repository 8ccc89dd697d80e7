/* Two lists of ids in the same order are walked side by side:
 *
 *   above     bluetooth            reset   wifi-setup
 *   below     battery   bluetooth          wifi-setup      ->  bluetooth and wifi-setup of below are hidden
 *
 * which costs one step an article, not one look-up. */
#include "shadow.h"

#include <string.h>

#include "sql.h"

/* Moves the list whose id is lower; both when they are equal. */
static void walk(const dct_ranking *r, sqlite3_stmt *below, sqlite3_stmt *above, uint8_t *hidden, int *rc_below, int *rc_above)
{
    uint32_t document;
    *rc_below = sqlite3_step(below);
    *rc_above = sqlite3_step(above);
    while (*rc_below == SQLITE_ROW && *rc_above == SQLITE_ROW) {
        int order = strcmp(dct_sql_text(below, 0, NULL), dct_sql_text(above, 0, NULL));
        if (order == 0 && dct_ranking_find(r, sqlite3_column_int64(below, 1), &document))
            hidden[document] = 1;
        if (order <= 0)
            *rc_below = sqlite3_step(below);
        else
            *rc_above = sqlite3_step(above);
    }
}

docent_status dct_shadow_mark(const dct_ranking *r, sqlite3 *above, uint8_t *hidden, docent_error *err)
{
    static const char sql[] = "SELECT id, rowid FROM article ORDER BY id";
    sqlite3_stmt *mine = NULL, *theirs = NULL;
    int rc_below = SQLITE_DONE, rc_above = SQLITE_DONE;
    docent_status status = dct_sql_prepare(r->db, sql, &mine, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(above, sql, &theirs, err);
    if (status == DOCENT_OK)
        walk(r, mine, theirs, hidden, &rc_below, &rc_above);
    if (status == DOCENT_OK && rc_below != SQLITE_ROW && rc_below != SQLITE_DONE)
        status = dct_sql_fail(r->db, err, rc_below, "articles cannot be read");
    if (status == DOCENT_OK && rc_above != SQLITE_ROW && rc_above != SQLITE_DONE)
        status = dct_sql_fail(above, err, rc_above, "articles cannot be read");
    sqlite3_finalize(mine);
    sqlite3_finalize(theirs);
    return status;
}

bool dct_shadow_has(sqlite3 *above, const char *id)
{
    sqlite3_stmt *stmt = NULL;
    docent_error ignored;
    bool has = false;
    if (dct_sql_prepare(above, "SELECT 1 FROM article WHERE id = ?1", &stmt, &ignored) == DOCENT_OK) {
        sqlite3_bind_text(stmt, 1, id, -1, SQLITE_STATIC);
        has = sqlite3_step(stmt) == SQLITE_ROW;
    }
    sqlite3_finalize(stmt);
    return has;
}
