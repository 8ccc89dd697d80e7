/* This device's file: what is acknowledged stays, what is forgotten is gone, and no file of somebody else is touched. */
#define _POSIX_C_SOURCE 200809L
#include "support/cmocka_all.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/state.h"
#include "support/bundle.h"
#include "support/ration.h"
#include "support/state_file.h"

static char path[1024];

static int begin(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s", test_path("state.db"));
    test_state_remove(path);
    return 0;
}

static int end(void **state)
{
    (void)state;
    test_state_remove(path);
    return 0;
}

static dct_state *open_or_fail(const char *where)
{
    dct_state *s;
    docent_error err;
    if (dct_state_open(&dct_alloc_default, where, &s, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return s;
}

static void set(dct_state *s, const char *address, bool on)
{
    docent_error err;
    if (dct_state_set_bookmark(s, address, on, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
}

static bool has(dct_state *s, const char *address)
{
    bool found;
    assert_int_equal(dct_state_has_bookmark(s, address, &found, NULL), DOCENT_OK);
    return found;
}

/* The bookmarks in one line, newest first. */
static const char *all(dct_state *s)
{
    static char line[256];
    dct_arena arena;
    const char *const *list;
    uint32_t count;
    dct_arena_init(&arena, &dct_alloc_default, 1 << 20);
    assert_int_equal(dct_state_bookmarks(s, &arena, &list, &count, NULL), DOCENT_OK);
    line[0] = 0;
    for (uint32_t i = 0; i < count; i++) {
        strcat(line, i == 0 ? "" : " ");
        strcat(line, list[i]);
    }
    dct_arena_close(&arena);
    return line;
}

static void test_set_and_ask(const char *where)
{
    dct_state *s = open_or_fail(where);
    set(s, "article/a", true);
    set(s, "article/b", true);
    set(s, "article/c", true);
    set(s, "article/a", true); /* Again: it is the newest now. */
    assert_string_equal(all(s), "article/a article/c article/b");
    set(s, "article/c", false);
    set(s, "article/never", false);
    assert_string_equal(all(s), "article/a article/b");
    assert_true(has(s, "article/a"));
    assert_false(has(s, "article/c"));
    dct_state_close(s);
}

static void test_on_disk(void **state)
{
    (void)state;
    test_set_and_ask(path);
    dct_state *s = open_or_fail(path);
    assert_string_equal(all(s), "article/a article/b");
    dct_state_close(s);
}

static void test_in_memory(void **state)
{
    (void)state;
    test_set_and_ask(NULL);
    dct_state *s = open_or_fail(NULL);
    assert_string_equal(all(s), "");
    dct_state_close(s);
}

static void test_two_handles_see_each_other(void **state)
{
    (void)state;
    dct_state *a = open_or_fail(path), *b = open_or_fail(path);
    set(a, "article/a", true);
    assert_true(has(b, "article/a"));
    set(b, "article/b", true);
    assert_string_equal(all(a), "article/b article/a");
    dct_state_close(a);
    set(b, "article/c", true);
    dct_state_close(b);
}

static void test_at_most_so_many(void **state)
{
    (void)state;
    char address[64];
    docent_error err;
    dct_state *s = open_or_fail(NULL);
    for (uint32_t i = 0; i < DCT_MAX_BOOKMARKS; i++) {
        snprintf(address, sizeof address, "article/%u", (unsigned)i);
        set(s, address, true);
    }
    assert_int_equal(dct_state_set_bookmark(s, "article/more", true, &err), DOCENT_ERR_LIMIT);
    set(s, "article/7", true); /* One that is there may be set again. */
    set(s, "article/7", false);
    set(s, "article/more", true);
    dct_state_close(s);
}

/* ---- the file ---- */

static void test_only_for_this_user(void **state)
{
    (void)state;
    static const char *const ends[] = { "", "-wal", "-shm" };
    char name[1100];
    struct stat st;
    dct_state *s = open_or_fail(path);
    set(s, "article/a", true);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        snprintf(name, sizeof name, "%s%s", path, ends[i]);
        assert_int_equal(stat(name, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    dct_state_close(s);
}

static void write_file(const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void must_refuse(docent_status status, const char *words)
{
    dct_state *s;
    docent_error err;
    assert_int_equal(dct_state_open(&dct_alloc_default, path, &s, &err), status);
    assert_null(s);
    if (strstr(err.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
}

static void test_a_file_of_no_database(void **state)
{
    (void)state;
    char back[64] = "";
    const char *letter = "Dear diary, this is no database, and it must stay as it is.";
    write_file(letter);
    must_refuse(DOCENT_ERR_CORRUPT, "nothing was changed");
    FILE *f = fopen(path, "rb");
    assert_int_equal(fread(back, 1, sizeof back - 1, f), strlen(letter));
    fclose(f);
    assert_string_equal(back, letter);
}

static void run(const char *sql)
{
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void test_another_programs_database(void **state)
{
    (void)state;
    run("CREATE TABLE photos(name)");
    must_refuse(DOCENT_ERR_CORRUPT, "another program's");
    test_state_remove(path);
    run("PRAGMA application_id=1234");
    must_refuse(DOCENT_ERR_CORRUPT, "another program's");
}

static void test_a_newer_one(void **state)
{
    (void)state;
    dct_state_close(open_or_fail(path));
    run("PRAGMA user_version=7");
    must_refuse(DOCENT_ERR_NEWER, "version 7");
}

static void test_another_shape(void **state)
{
    (void)state;
    dct_state_close(open_or_fail(path));
    run("DROP TABLE bookmark; CREATE TABLE bookmark(address, made)");
    must_refuse(DOCENT_ERR_CORRUPT, "move it away");
}

static void test_a_folder_and_a_link(void **state)
{
    (void)state;
    char link[1100];
    dct_state *s;
    docent_error err;
    assert_int_equal(mkdir(path, 0700), 0);
    must_refuse(DOCENT_ERR_IO, "no plain file");
    assert_int_equal(rmdir(path), 0);
    write_file("");
    snprintf(link, sizeof link, "%s-link", path);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(dct_state_open(&dct_alloc_default, link, &s, &err), DOCENT_ERR_IO);
    remove(link);
    snprintf(link, sizeof link, "%s/no/such/folder/x.db", path);
    assert_int_equal(dct_state_open(&dct_alloc_default, link, &s, &err), DOCENT_ERR_IO);
}

static void test_held_by_another(void **state)
{
    (void)state;
    sqlite3 *other;
    docent_error err;
    dct_state *s = open_or_fail(path);
    assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(dct_state_set_bookmark(s, "article/a", true, &err), DOCENT_ERR_BUSY);
    assert_non_null(strstr(err.message, "try again"));
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    set(s, "article/a", true);
    sqlite3_close(other);
    dct_state_close(s);
}

/* ---- forgetting ---- */

static bool file_holds(const char *end_of_name, const char *marker)
{
    char name[1100];
    bool found = false;
    snprintf(name, sizeof name, "%s%s", path, end_of_name);
    FILE *f = fopen(name, "rb");
    if (f == NULL)
        return false;
    char *bytes = calloc(1, 1 << 20);
    size_t size = fread(bytes, 1, 1 << 20, f), length = strlen(marker);
    for (size_t i = 0; i + length <= size && !found; i++)
        found = memcmp(bytes + i, marker, length) == 0;
    free(bytes);
    fclose(f);
    return found;
}

static void test_forgetting_leaves_no_byte(void **state)
{
    (void)state;
    dct_state *s = open_or_fail(path);
    set(s, "article/MARKER-ONE", true);
    set(s, "article/MARKER-TWO", true);
    set(s, "article/MARKER-ONE", false);
    assert_true(file_holds("-wal", "MARKER-ONE"));
    assert_int_equal(dct_state_forget(s, NULL), DOCENT_OK);
    assert_string_equal(all(s), "");
    assert_false(file_holds("-wal", "MARKER"));
    assert_false(file_holds("", "MARKER"));
    set(s, "article/new", true);
    dct_state_close(s);
    assert_false(file_holds("", "MARKER"));
}

/* ---- what was asked ---- */

static void count(dct_state *s, const char *words, const char *opened, uint32_t found)
{
    docent_error err;
    dct_search_count one = { words, "en", opened, found, 1 };
    if (dct_state_count_search(s, &one, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
}

/* "words>opened found x count" of all that is in the file, in the order of the words. */
static const char *counted(void)
{
    static char line[512];
    dct_arena arena;
    const dct_search_count *list;
    uint32_t n;
    docent_error err;
    dct_arena_init(&arena, &dct_alloc_default, 8 << 20);
    if (dct_state_read_counts(&dct_alloc_default, path, &arena, &list, &n, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    line[0] = 0;
    for (uint32_t i = 0; i < n && i < 8; i++)
        snprintf(line + strlen(line), sizeof line - strlen(line), "%s%s>%s %ux%u", i == 0 ? "" : ", ", list[i].words,
                 list[i].opened, (unsigned)list[i].found, (unsigned)list[i].count);
    dct_arena_close(&arena);
    return line;
}

static void test_counting(void **state)
{
    (void)state;
    dct_state *s = open_or_fail(path);
    count(s, "pair", "orbit-pair", 5);
    count(s, "pair", "orbit-pair", 7);
    count(s, "pair", "", 7);
    count(s, "buzzing", "", 0);
    assert_string_equal(counted(), "buzzing> 0x1, pair> 7x1, pair>orbit-pair 7x2"); /* While it is open. */
    dct_state_close(s);
    assert_string_equal(counted(), "buzzing> 0x1, pair> 7x1, pair>orbit-pair 7x2");
    char name[1100];
    snprintf(name, sizeof name, "%s-wal", path);
    assert_int_equal(access(name, F_OK), -1); /* Reading left nothing beside it. */
    s = open_or_fail(path);
    count(s, "buzzing", "", 3);
    dct_state_close(s);
    assert_string_equal(counted(), "buzzing> 3x2, pair> 7x1, pair>orbit-pair 7x2");
}

static int64_t number(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}

static void test_the_rarest_searches_go(void **state)
{
    (void)state;
    dct_state *s = open_or_fail(path);
    run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
        "INSERT INTO search_count SELECT 'word ' || i, 'en', '', 1, CASE WHEN i <= 3 THEN 1 ELSE 2 END FROM n");
    assert_int_equal(number("SELECT count(*) FROM search_count"), DCT_MAX_SEARCH_COUNTS);
    for (int i = 0; i < 3; i++) {
        char words[16];
        snprintf(words, sizeof words, "new %d", i);
        count(s, words, "", 0);
        count(s, words, "", 0); /* Twice: no longer among the rarest. */
    }
    assert_int_equal(number("SELECT count(*) FROM search_count"), DCT_MAX_SEARCH_COUNTS);
    assert_int_equal(number("SELECT count(*) FROM search_count WHERE count = 1"), 0);
    assert_int_equal(number("SELECT count(*) FROM search_count WHERE words LIKE 'new _'"), 3);
    count(s, "word 77", "", 1); /* One that is there drives nothing out. */
    assert_int_equal(number("SELECT count FROM search_count WHERE words = 'word 77'"), 3);
    assert_int_equal(number("SELECT count(*) FROM search_count"), DCT_MAX_SEARCH_COUNTS);
    dct_state_close(s);
}

/* Of all that the file holds, only counted searches are left when a person is forgotten. */
static void test_forgetting_keeps_only_counts(void **state)
{
    (void)state;
    dct_state *s = open_or_fail(path);
    set(s, "article/MARKER", true);
    count(s, "pair", "orbit-pair", 7);
    assert_int_equal(dct_state_forget(s, NULL), DOCENT_OK);
    assert_int_equal(number("SELECT count(*) FROM bookmark"), 0);
    assert_int_equal(number("SELECT (SELECT count(*) FROM conversation) + (SELECT count(*) FROM letter) + "
                            "(SELECT count(*) FROM message) + (SELECT count(*) FROM draft)"), 0);
    assert_int_equal(number("SELECT count(*) FROM pragma_table_info('search_count') "
                            "WHERE name NOT IN ('words', 'lang', 'opened', 'found', 'count')"), 0);
    assert_false(file_holds("-wal", "MARKER"));
    assert_false(file_holds("", "MARKER"));
    assert_string_equal(counted(), "pair>orbit-pair 7x1");
    dct_state_close(s);
}

#define VERSION_1 "CREATE TABLE bookmark(address TEXT PRIMARY KEY, made INTEGER NOT NULL) STRICT, WITHOUT ROWID; " \
                  "INSERT INTO bookmark VALUES('article/old', 1); " \
                  "PRAGMA application_id=1148150611; PRAGMA user_version=1"

static void test_a_file_of_version_1(void **state)
{
    (void)state;
    run(VERSION_1);
    assert_string_equal(counted(), ""); /* Only looked at: nothing is raised. */
    assert_int_equal(number("PRAGMA user_version"), 1);
    dct_state *s = open_or_fail(path);
    assert_true(has(s, "article/old"));
    count(s, "pair", "", 0);
    dct_state_close(s);
    assert_int_equal(number("PRAGMA user_version"), 3);
    s = open_or_fail(path);
    assert_string_equal(all(s), "article/old");
    dct_state_close(s);
    assert_string_equal(counted(), "pair> 0x1");
}

#define VERSION_2 "CREATE TABLE search_count(words TEXT NOT NULL, lang TEXT NOT NULL, opened TEXT NOT NULL, " \
                  "found INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(words, lang, opened)) STRICT, " \
                  "WITHOUT ROWID; INSERT INTO search_count VALUES('dock', 'en', 'pebble-dock', 3, 9); PRAGMA user_version=2"

static void test_a_file_of_version_2(void **state)
{
    (void)state;
    run(VERSION_1);
    run(VERSION_2);
    assert_string_equal(counted(), "dock>pebble-dock 3x9");
    dct_state *s = open_or_fail(path);
    assert_true(has(s, "article/old"));
    dct_state_close(s);
    assert_int_equal(number("PRAGMA user_version"), 3);
    assert_string_equal(counted(), "dock>pebble-dock 3x9");
    assert_int_equal(number("SELECT count(*) FROM letter"), 0);
    run("DROP INDEX letter_waiting"); /* A table that is not as it was made is not ours any more. */
    must_refuse(DOCENT_ERR_CORRUPT, "move it away");
}

static void test_version_1_of_another_shape(void **state)
{
    (void)state;
    run("CREATE TABLE bookmark(address, made); PRAGMA application_id=1148150611; PRAGMA user_version=1");
    must_refuse(DOCENT_ERR_CORRUPT, "move it away");
    assert_int_equal(number("PRAGMA user_version"), 1);
    assert_int_equal(number("SELECT count(*) FROM sqlite_schema WHERE name = 'search_count'"), 0);
}

static void must_not_read(docent_status status, const char *words)
{
    dct_arena arena;
    const dct_search_count *list;
    uint32_t n;
    docent_error err;
    dct_arena_init(&arena, &dct_alloc_default, 8 << 20);
    assert_int_equal(dct_state_read_counts(&dct_alloc_default, path, &arena, &list, &n, &err), status);
    if (strstr(err.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.message, words);
    dct_arena_close(&arena);
}

static void test_reading_counts_of_anybody(void **state)
{
    (void)state;
    must_not_read(DOCENT_ERR_MISSING, "no such file");
    write_file("Dear diary, this is no database.");
    must_not_read(DOCENT_ERR_CORRUPT, "is not the state");
    test_state_remove(path);
    run("CREATE TABLE photos(name)");
    must_not_read(DOCENT_ERR_CORRUPT, "is not the state");
    test_state_remove(path);
    dct_state_close(open_or_fail(path));
    run("INSERT INTO search_count VALUES('a', 'en', '', 0, -4)");
    must_not_read(DOCENT_ERR_CORRUPT, "out of range");
    run("UPDATE search_count SET count = 1, words = CAST(x'FF41' AS TEXT)");
    must_not_read(DOCENT_ERR_CORRUPT, "UTF-8");
    run("DROP TABLE search_count; CREATE VIEW search_count AS SELECT 'a' words, 'en' lang, '' opened, 0 found, 1 count");
    must_not_read(DOCENT_ERR_CORRUPT, "damaged");
    run("PRAGMA user_version=4");
    must_not_read(DOCENT_ERR_NEWER, "version 4");
}

/* ---- damage and memory ---- */

/* Every byte of the file in turn: an error or the truth, never a crash; and the file stays as it was. */
static void test_damaged_bytes(void **state)
{
    (void)state;
    dct_state *s = open_or_fail(path);
    set(s, "article/a", true);
    dct_state_close(s);
    for (long at = 0; at < 8192; at += at < 120 ? 1 : 37) {
        FILE *f = fopen(path, "r+b");
        assert_non_null(f);
        assert_int_equal(fseek(f, at, SEEK_SET), 0);
        int was = fgetc(f);
        if (was == EOF) {
            fclose(f);
            break;
        }
        fseek(f, at, SEEK_SET);
        fputc(was ^ 0x55, f);
        fclose(f);
        docent_error err;
        bool found;
        if (dct_state_open(&dct_alloc_default, path, &s, &err) == DOCENT_OK)
            (void)dct_state_has_bookmark(s, "article/a", &found, &err);
        dct_state_close(s);
        f = fopen(path, "r+b");
        fseek(f, at, SEEK_SET);
        fputc(was, f);
        fclose(f);
    }
}

static void test_every_allocation_may_fail(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        test_ration r = { .fail_at = n };
        docent_alloc alloc = test_ration_alloc(&r);
        dct_arena arena;
        const char *const *list;
        uint32_t count;
        dct_state *s;
        docent_status status = dct_state_open(&alloc, path, &s, NULL);
        dct_arena_init(&arena, &alloc, 1 << 20);
        if (status == DOCENT_OK)
            status = dct_state_set_bookmark(s, "article/a", true, NULL);
        if (status == DOCENT_OK)
            status = dct_state_bookmarks(s, &arena, &list, &count, NULL);
        if (status == DOCENT_OK)
            status = dct_state_count_search(s, &(dct_search_count){ "pair", "en", "", 0, 1 }, NULL);
        dct_arena_close(&arena);
        dct_state_close(s);
        assert_int_equal(r.live, 0);
        assert_false(r.wrong_size);
        assert_true(status == DOCENT_OK || status == DOCENT_ERR_NOMEM);
        if (r.asked <= n) {
            assert_int_equal(status, DOCENT_OK);
            assert_true(n >= 3);
            break;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_on_disk, begin, end),
        cmocka_unit_test_setup_teardown(test_in_memory, begin, end),
        cmocka_unit_test_setup_teardown(test_two_handles_see_each_other, begin, end),
        cmocka_unit_test_setup_teardown(test_at_most_so_many, begin, end),
        cmocka_unit_test_setup_teardown(test_only_for_this_user, begin, end),
        cmocka_unit_test_setup_teardown(test_a_file_of_no_database, begin, end),
        cmocka_unit_test_setup_teardown(test_another_programs_database, begin, end),
        cmocka_unit_test_setup_teardown(test_a_newer_one, begin, end),
        cmocka_unit_test_setup_teardown(test_another_shape, begin, end),
        cmocka_unit_test_setup_teardown(test_a_folder_and_a_link, begin, end),
        cmocka_unit_test_setup_teardown(test_held_by_another, begin, end),
        cmocka_unit_test_setup_teardown(test_forgetting_leaves_no_byte, begin, end),
        cmocka_unit_test_setup_teardown(test_counting, begin, end),
        cmocka_unit_test_setup_teardown(test_the_rarest_searches_go, begin, end),
        cmocka_unit_test_setup_teardown(test_forgetting_keeps_only_counts, begin, end),
        cmocka_unit_test_setup_teardown(test_a_file_of_version_1, begin, end),
        cmocka_unit_test_setup_teardown(test_a_file_of_version_2, begin, end),
        cmocka_unit_test_setup_teardown(test_version_1_of_another_shape, begin, end),
        cmocka_unit_test_setup_teardown(test_reading_counts_of_anybody, begin, end),
        cmocka_unit_test_setup_teardown(test_damaged_bytes, begin, end),
        cmocka_unit_test_setup_teardown(test_every_allocation_may_fail, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
