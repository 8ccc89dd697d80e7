/* The connection to a bundle can read its tables, and nothing else. */
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "search/index.h"
#include "store/store.h"
#include "support/bundle.h"

#define SHAPE(name, sql) { name, sql },
static const dct_shape index_tables[] = { DCT_INDEX_SCHEMA(SHAPE) };

static char       path[1024];
static dct_store *store;

static int make(void **state)
{
    (void)state;
    docent_error err;
    snprintf(path, sizeof path, "%s", test_path("guard.docent"));
    test_bundle_sample(path);
    if (dct_store_open(&dct_alloc_default, path, index_tables, sizeof index_tables / sizeof *index_tables, &store, &err) !=
        DOCENT_OK)
        fail_msg("%s", err.message);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    dct_store_close(store);
    return remove(path);
}

/* The first code that is neither OK, ROW nor DONE. */
static int run(const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(dct_store_db(store), sql, -1, &stmt, NULL);
    while (code == SQLITE_OK || code == SQLITE_ROW)
        code = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    return code == SQLITE_DONE ? SQLITE_OK : code & 0xFF;
}

static void test_reading_is_allowed(void **state)
{
    (void)state;
    assert_int_equal(run("SELECT count(*), max(title), length(doc) FROM article"), SQLITE_OK);
    assert_int_equal(run("SELECT id FROM section WHERE article = 1 ORDER BY id"), SQLITE_OK);
    assert_int_equal(dct_index_register(dct_store_db(store), NULL), DOCENT_OK);
    assert_int_equal(run("SELECT rowid, bm25(fts) FROM fts WHERE fts MATCH 'headset'"), SQLITE_OK);
}

static void test_all_else_is_not(void **state)
{
    (void)state;
    static const char *const tricks[] = {
        "INSERT INTO top VALUES(9, 'x')",
        "UPDATE article SET title = ''",
        "DELETE FROM article",
        "UPDATE sqlite_schema SET sql = ''",
        "CREATE TABLE spy(x)",
        "CREATE TEMP TABLE spy(x)",
        "CREATE VIEW spy AS SELECT 1",
        "CREATE TEMP TRIGGER spy AFTER INSERT ON top BEGIN SELECT 1; END",
        "DROP TABLE article",
        "ATTACH '/tmp/spy.db' AS spy",
        "VACUUM INTO '/tmp/spy.db'",
        "PRAGMA journal_mode=WAL",
        "PRAGMA writable_schema=ON",
        "PRAGMA mmap_size=1",
        "PRAGMA integrity_check", /* Only while verifying. */
        "REINDEX",
        "ANALYZE",
        "BEGIN",
        "SAVEPOINT spy",
        "SELECT load_extension('x')",
        "SELECT zeroblob(1000000)",
        "SELECT randomblob(10)",
        "SELECT sqlite_version()",
        "SELECT name FROM pragma_table_info('article')",
        "SELECT * FROM sqlite_temp_schema",
        "INSERT INTO fts(fts) VALUES('rebuild')",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
    };
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++)
        if (run(tricks[i]) == SQLITE_OK)
            fail_msg("allowed: %s", tricks[i]);
}

static void test_a_call_has_a_budget(void **state)
{
    (void)state;
    const char *endless = "SELECT count(*) FROM section a, section b, section c, section d, section e, section f, section g, "
                          "section h, section i WHERE a.id + b.id + c.id + d.id + e.id + f.id + g.id + h.id + i.id < 0";
    dct_store_begin(store);
    assert_int_equal(run(endless), SQLITE_INTERRUPT);
    /* What was spent stays spent, until the next call. Short statements are not even looked at. */
    assert_int_equal(run(endless), SQLITE_INTERRUPT);
    dct_store_begin(store);
    assert_int_equal(run("SELECT count(*) FROM section a, section b, section c"), SQLITE_OK);
}

static void test_the_files_name_is_not_sql_nor_uri(void **state)
{
    (void)state;
    dct_store *other;
    docent_error err;
    static const char *const names[] = { ":memory:", "file::memory:?cache=shared", "", "?mode=memory",
                                         "x?vfs=memdb", "//localhost/tmp/x", "x\x01y%00z" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        docent_status status = dct_store_open(&dct_alloc_default, names[i], index_tables,
                                              sizeof index_tables / sizeof *index_tables, &other, &err);
        assert_int_not_equal(status, DOCENT_OK);
        assert_null(other);
        assert_null(strchr(err.message, '\x01'));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_is_allowed),
        cmocka_unit_test(test_all_else_is_not),
        cmocka_unit_test(test_a_call_has_a_budget),
        cmocka_unit_test(test_the_files_name_is_not_sql_nor_uri),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
