/* The index stage of packing alone, beside plain FTS5 on the same text.
 *
 *   bench_index BUNDLE TIMES
 *
 * Makes the index of a copy in memory anew and a table of plain FTS5 (porter, a row an article) from the same rows, turn by
 * turn. Prints one line, the least CPU seconds of each and what they hold: `ours_s theirs_s ours_bytes theirs_bytes`. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sqlite3.h>

#include "search/index.h"

#define TEXT "coalesce((SELECT group_concat(heading || ' ' || body, ' ') FROM section WHERE section.article = article.rowid), '')"

static void run(sqlite3 *db, const char *sql)
{
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK) {
        fprintf(stderr, "bench_index: %s\n", message);
        exit(1);
    }
}

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static double bytes_of(sqlite3 *db, const char *names)
{
    char *sql = sqlite3_mprintf("SELECT sum(pgsize) FROM dbstat WHERE name GLOB %Q OR name = 'ranking' AND %Q = 'fts*'", names,
                                names);
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
        exit(1);
    double bytes = sqlite3_column_double(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    return bytes;
}

static sqlite3 *copy(const char *path)
{
    sqlite3 *file, *db;
    docent_error err;
    if (sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || sqlite3_open(":memory:", &db) != SQLITE_OK) {
        fprintf(stderr, "bench_index: %s cannot be opened\n", path);
        exit(1);
    }
    sqlite3_backup *backup = sqlite3_backup_init(db, "main", file, "main");
    if (backup == NULL || sqlite3_backup_step(backup, -1) != SQLITE_DONE || sqlite3_backup_finish(backup) != SQLITE_OK ||
        dct_index_register(db, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_index: %s cannot be copied\n", path);
        exit(1);
    }
    sqlite3_close(file);
    return db;
}

static double ours(sqlite3 *db)
{
    docent_error err;
    run(db, "DROP TABLE fts; DROP TABLE ranking");
#define MAKE(name, sql) run(db, sql);
    DCT_INDEX_SCHEMA(MAKE)
#undef MAKE
    double from = seconds();
    run(db, "BEGIN");
    if (dct_index_build(db, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_index: %s\n", err.message);
        exit(1);
    }
    run(db, "COMMIT");
    return seconds() - from;
}

static double theirs(sqlite3 *db)
{
    run(db, "DROP TABLE IF EXISTS plain; CREATE VIRTUAL TABLE plain USING fts5(title, body, content='', tokenize='porter')");
    double from = seconds();
    run(db, "BEGIN; INSERT INTO plain(rowid, title, body) SELECT rowid, title, " TEXT " FROM article; COMMIT");
    return seconds() - from;
}

int main(int argc, char **argv)
{
    int times = argc == 3 ? atoi(argv[2]) : 0;
    if (times < 1) {
        fprintf(stderr, "usage: bench_index BUNDLE TIMES\n");
        return 2;
    }
    sqlite3 *db = copy(argv[1]);
    double best = 0, other = 0;
    for (int i = 0; i < times; i++) {
        double t = theirs(db), o = ours(db);
        best = i == 0 || o < best ? o : best;
        other = i == 0 || t < other ? t : other;
    }
    printf("%.4f %.4f %.0f %.0f\n", best, other, bytes_of(db, "fts*"), bytes_of(db, "plain*"));
    sqlite3_close(db);
    return 0;
}
