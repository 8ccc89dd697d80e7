/* Seeds out of a bundle that was just packed: its assets and compiled articles, one file each.
 *
 *   seeds BUNDLE FOLDER  ->  FOLDER/font/NAME, FOLDER/picture/NAME, FOLDER/theme/..., FOLDER/keyboard/..., FOLDER/article/ID.LANG
 *
 * They are made rather than kept: their formats change with the packer. */
#include "fuzz.h"

#include <sqlite3.h>
#include <string.h>

static void write_rows(sqlite3 *db, const char *sql, const char *folder)
{
    sqlite3_stmt *rows;
    fuzz_check(sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK);
    while (sqlite3_step(rows) == SQLITE_ROW) {
        char path[1200];
        snprintf(path, sizeof path, "%s/%s", folder, (const char *)sqlite3_column_text(rows, 0));
        fuzz_write(path, sqlite3_column_blob(rows, 1), (size_t)sqlite3_column_bytes(rows, 1));
    }
    sqlite3_finalize(rows);
}

int main(int argc, char **argv)
{
    sqlite3 *db;
    fuzz_check(argc == 3);
    fuzz_check(sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK);
    write_rows(db, "SELECT kind || '/' || name, data FROM asset WHERE kind IN ('font', 'picture', 'theme', 'keyboard')",
               argv[2]);
    write_rows(db, "SELECT 'article/' || id || '.' || lang, doc FROM article", argv[2]);
    sqlite3_close(db);
    return 0;
}
