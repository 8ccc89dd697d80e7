/* Opening a bundle, what it says of itself, and every file that is not one. */
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <docent/docent.h>

#include "store/schema.h"
#include "support/bundle.h"

static char path[1024];

static docent *open_locale(const char *locale)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    config.bundle_path = path;
    config.locale = locale;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return h;
}

static int make(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s", test_path("open.docent"));
    test_bundle_sample(path);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    remove(path);
    return 0;
}

static void test_info(void **state)
{
    (void)state;
    docent *h = open_locale(NULL);
    const docent_info *info = docent_info_of(h);
    assert_string_equal(info->product, "Harbour");
    assert_string_equal(info->content_version, "2026.11");
    assert_string_equal(info->start, "home");
    assert_string_equal(info->default_locale, "en");
    assert_int_equal(info->article_count, 5);
    assert_int_equal(docent_version(), DOCENT_VERSION);
    assert_non_null(docent_alloc_of(h)->resize);
    assert_int_equal(docent_last_error(h)->status, DOCENT_OK);
    docent_close(h);
}

static void test_languages(void **state)
{
    (void)state;
    docent *h = open_locale("de-AT");
    assert_string_equal(docent_language_at(h, 0)->tag, "en");
    assert_string_equal(docent_language_at(h, 2)->name, "العربية");
    assert_true(docent_language_at(h, 2)->rtl);
    assert_null(docent_language_at(h, 3));
    assert_string_equal(docent_locale(h)->tag, "de");
    assert_int_equal(docent_set_locale(h, "ar-EG"), DOCENT_OK);
    assert_string_equal(docent_locale(h)->tag, "ar");
    assert_int_equal(docent_set_locale(h, "fr"), DOCENT_OK);
    assert_string_equal(docent_locale(h)->tag, "en");
    assert_int_equal(docent_set_locale(h, NULL), DOCENT_OK);
    assert_string_equal(docent_locale(h)->tag, "en");
    docent_close(h);
}

static void test_strings(void **state)
{
    (void)state;
    docent *h = open_locale("de");
    assert_string_equal(docent_string(h, "Search"), "Suchen");
    assert_string_equal(docent_string(h, "Home"), "Start");
    assert_string_equal(docent_string(h, "Back"), "Back"); /* Empty: not translated. */
    assert_string_equal(docent_string(h, "Never heard of"), "Never heard of");
    docent_set_locale(h, "en");
    assert_string_equal(docent_string(h, "Search"), "Search");
    docent_set_locale(h, "de");
    assert_string_equal(docent_string(h, "Search"), "Suchen");
    docent_close(h);
}

static void test_fonts(void **state)
{
    (void)state;
    docent *h = open_locale(NULL);
    const docent_font *f = docent_font_at(h, 0);
    assert_string_equal(f->name, "sans");
    assert_int_equal(f->role, DOCENT_FONT_SANS);
    assert_int_equal(f->range_count, 2);
    assert_int_equal(f->ranges[2], 0xA0);
    assert_int_equal(f->ranges[3], 0x17F);
    assert_null(docent_font_at(h, 1));
    docent_close(h);
}

static void test_two_handles(void **state)
{
    (void)state;
    docent *a = open_locale("de"), *b = open_locale("ar");
    assert_string_equal(docent_string(a, "Search"), "Suchen");
    assert_string_equal(docent_locale(b)->tag, "ar");
    docent_close(a);
    assert_string_equal(docent_string(b, "Search"), "Search");
    docent_close(b);
}

static void test_verify(void **state)
{
    (void)state;
    docent *h = open_locale(NULL);
    if (docent_verify(h) != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
    docent_close(h);
}

/* ---- names of files ---- */

static void test_odd_names(void **state)
{
    (void)state;
    static const char *const names[] = { "a b?mode=rw&x=%41#y.docent", "ümläut :memory: 100%.docent", "file:x.docent" };
    docent_config config = DOCENT_CONFIG_INIT;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        docent *h;
        docent_error err;
        char name[1200];
        snprintf(name, sizeof name, "%s", test_path(names[i]));
        assert_int_equal(rename(path, name), 0);
        config.bundle_path = name;
        docent_status status = docent_open(&config, &h, &err);
        assert_int_equal(rename(name, path), 0);
        if (status != DOCENT_OK)
            fail_msg("%s", err.message);
        docent_close(h);
    }
}

/* ---- what is no bundle ---- */

static void refuse(docent_status status, const char *words)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h = (docent *)1;
    config.bundle_path = path;
    docent_status got = docent_open(&config, &h, &err);
    assert_null(h);
    if (got != status || err.status != status || strstr(err.message, words) == NULL)
        fail_msg("%d: \"%s\" instead of %d: \"%s\"", got, err.message, status, words);
}

static void write_bytes(const void *bytes, size_t size)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

static void poke(long at, const void *bytes, size_t size)
{
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, at, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
}

static void test_no_bundles(void **state)
{
    (void)state;
    static const char text[400] = "Just a letter.";
    remove(path);
    refuse(DOCENT_ERR_MISSING, "no such file");
    write_bytes("", 0);
    refuse(DOCENT_ERR_CORRUPT, "empty");
    write_bytes(text, 50);
    refuse(DOCENT_ERR_CORRUPT, "too short");
    write_bytes(text, sizeof text);
    refuse(DOCENT_ERR_CORRUPT, "no SQLite file");
}

static void run(const char *sql)
{
    sqlite3 *db;
    char *said = NULL;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
        fail_msg("%s: %s", sql, said);
    sqlite3_close(db);
}

static void test_other_databases(void **state)
{
    (void)state;
    remove(path);
    run("CREATE TABLE t(x)");
    refuse(DOCENT_ERR_CORRUPT, "another program's");
    run("PRAGMA application_id=1148150644"); /* DCT_BUNDLE_APPLICATION_ID */
    assert_int_equal(DCT_BUNDLE_APPLICATION_ID, 1148150644);
    refuse(DOCENT_ERR_CORRUPT, "never finished");
    run("PRAGMA user_version=1");
    refuse(DOCENT_ERR_CORRUPT, "`t`");
    run("PRAGMA journal_mode=WAL");
    refuse(DOCENT_ERR_CORRUPT, "changed after packing");
}

static void test_newer(void **state)
{
    (void)state;
    const unsigned char nine[4] = { 0, 0, 0, 9 };
    poke(60, nine, 4);
    refuse(DOCENT_ERR_NEWER, "version 9, this library reads up to version 1");
}

static void test_cut_off(void **state)
{
    (void)state;
    static unsigned char bytes[1 << 20];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t size = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    write_bytes(bytes, size - 1);
    refuse(DOCENT_ERR_CORRUPT, "cut off");
    write_bytes(bytes, 4096);
    refuse(DOCENT_ERR_CORRUPT, "cut off");
    write_bytes(bytes, size + 7);
    refuse(DOCENT_ERR_CORRUPT, "7 bytes too many");
}

/* ---- schemas that are not ours ---- */

static void test_smuggled_schemas(void **state)
{
    (void)state;
    static const char *const tricks[] = {
        "CREATE VIEW spy AS SELECT 1",
        "CREATE TRIGGER spy AFTER INSERT ON top BEGIN SELECT 1; END",
        "CREATE TABLE spy(x)",
        "CREATE INDEX spy ON article(title)",
        "ALTER TABLE article ADD COLUMN spy TEXT",
        "DROP TABLE contact",
        "DROP TABLE top; CREATE VIEW top AS SELECT 1 AS position, 'x' AS id",
        "DROP TABLE top; CREATE TABLE top(position INTEGER PRIMARY KEY, id TEXT NOT NULL AS (hex(1)))",
        "CREATE VIRTUAL TABLE spy USING rtree(id, a, b)",
        "CREATE TABLE fts_spy(x)",
        "ANALYZE",
    };
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        test_bundle_sample(path);
        run(tricks[i]);
        refuse(DOCENT_ERR_CORRUPT, "pack it again");
    }
}

/* The same, written into the schema behind SQLite's back. */
static void test_forged_schema(void **state)
{
    (void)state;
    static const char *const tricks[] = {
        ("UPDATE sqlite_schema "
         "SET sql = 'CREATE TABLE top(position INTEGER PRIMARY KEY, id TEXT NOT NULL DEFAULT (1)) STRICT' "
         "WHERE name = 'top'"),
        "UPDATE sqlite_schema SET name = 'article', tbl_name = 'article' WHERE name = 'top'",
        "UPDATE sqlite_schema SET sql = NULL WHERE name = 'fts'",
        "UPDATE sqlite_schema SET type = 'view' WHERE name = 'meta'",
        "UPDATE sqlite_schema SET sql = replace(sql, 'docent', 'unicode61') WHERE name = 'fts'",
        "INSERT INTO sqlite_schema SELECT * FROM sqlite_schema WHERE name = 'top'",
        "DELETE FROM sqlite_schema WHERE name = 'alias'",
    };
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        char sql[512];
        docent *h;
        docent_config config = DOCENT_CONFIG_INIT;
        test_bundle_sample(path);
        snprintf(sql, sizeof sql, "PRAGMA writable_schema=ON; %s", tricks[i]);
        run(sql);
        config.bundle_path = path;
        docent_status status = docent_open(&config, &h, NULL);
        if (status != DOCENT_ERR_CORRUPT)
            fail_msg("%s: %d", tricks[i], status);
    }
}

static void test_wrong_values(void **state)
{
    (void)state;
    static const char *const tricks[] = {
        "DELETE FROM language",
        "UPDATE language SET tag = '' WHERE position = 1",
        "UPDATE language SET name = CAST(x'FF41' AS TEXT)",
        "UPDATE meta SET value = CAST(x'410042' AS TEXT) WHERE key = 'product'",
        "UPDATE font SET ranges = x'00'",
        "UPDATE font SET ranges = x'7E00000020000000'",
        "UPDATE font SET ranges = x'20000000FFFF1100'",
        "UPDATE font SET role = 9",
    };
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        test_bundle_sample(path);
        run(tricks[i]);
        refuse(DOCENT_ERR_CORRUPT, "damaged");
    }
}

/* ---- verify finds what opening does not look for ---- */

static void test_verify_follows_references(void **state)
{
    (void)state;
    static const char *const tricks[] = {
        "UPDATE top SET id = 'gone'",
        "UPDATE alias SET id = 'gone' WHERE kind = 1",
        "UPDATE alias SET anchor = 'gone' WHERE kind = 1",
        "UPDATE article SET related = 'gone' WHERE id = 'orbit-pair'",
        "UPDATE article SET category = 'gone' WHERE id = 'loose'",
        "UPDATE article SET doc = x'00' WHERE id = 'loose'",
        "UPDATE article SET steps = 9 WHERE id = 'loose'",
        "UPDATE article SET lang = 'xx' WHERE id = 'loose'",
        "UPDATE article SET id = 'other' WHERE id = 'orbit-reset'",
        "DELETE FROM asset WHERE kind = 'picture'",
        "UPDATE category SET parent = 'gone' WHERE id = 'pebble'",
        "UPDATE category SET parent = 'pebble' WHERE id = 'home'",
        "DELETE FROM article WHERE id = 'loose'",
        "UPDATE article SET title = CAST(x'C3' AS TEXT) WHERE id = 'loose'",
        "UPDATE section SET body = CAST(x'C3' AS TEXT)",
        "UPDATE string SET lang = 'xx'",
        "UPDATE article SET source = 0 WHERE id = 'loose'",
        "UPDATE article SET source = 1",
        "UPDATE meta SET value = '6' WHERE key = 'article_count'",
        "UPDATE hours SET from_min = 5000 WHERE day = '0'",
    };
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        test_bundle_sample(path);
        run(tricks[i]);
        docent *h = open_locale(NULL);
        if (docent_verify(h) != DOCENT_ERR_CORRUPT)
            fail_msg("not noticed: %s (%s)", tricks[i], docent_last_error(h)->message);
        docent_close(h);
    }
}

static void test_verify_searches(void **state)
{
    (void)state;
    run("DELETE FROM ranking; DELETE FROM fts_data");
    docent *h = open_locale(NULL);
    assert_int_not_equal(docent_verify(h), DOCENT_OK);
    docent_close(h);
}

/* FTS5 answers in its place, so that nobody would notice. */
static void test_verify_reads_the_ranking(void **state)
{
    (void)state;
    run("UPDATE ranking SET data = CAST(substr(data, 1, 4) || x'01000000' || substr(data, 9) AS BLOB) WHERE id = 1");
    docent *h = open_locale(NULL);
    assert_int_equal(docent_verify(h), DOCENT_ERR_MISSING);
    assert_non_null(strstr(docent_last_error(h)->message, "older docent; pack the bundle again"));
    docent_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_info, make, drop),
        cmocka_unit_test_setup_teardown(test_languages, make, drop),
        cmocka_unit_test_setup_teardown(test_strings, make, drop),
        cmocka_unit_test_setup_teardown(test_fonts, make, drop),
        cmocka_unit_test_setup_teardown(test_two_handles, make, drop),
        cmocka_unit_test_setup_teardown(test_verify, make, drop),
        cmocka_unit_test_setup_teardown(test_odd_names, make, drop),
        cmocka_unit_test_setup_teardown(test_no_bundles, make, drop),
        cmocka_unit_test_setup_teardown(test_other_databases, make, drop),
        cmocka_unit_test_setup_teardown(test_newer, make, drop),
        cmocka_unit_test_setup_teardown(test_cut_off, make, drop),
        cmocka_unit_test_setup_teardown(test_smuggled_schemas, make, drop),
        cmocka_unit_test_setup_teardown(test_forged_schema, make, drop),
        cmocka_unit_test_setup_teardown(test_wrong_values, make, drop),
        cmocka_unit_test_setup_teardown(test_verify_follows_references, make, drop),
        cmocka_unit_test_setup_teardown(test_verify_searches, make, drop),
        cmocka_unit_test_setup_teardown(test_verify_reads_the_ranking, make, drop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
