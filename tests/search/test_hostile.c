/* Queries that nobody means, and index rows that nobody made. DOCENT_QUERIES=1000000 runs the long version. */
#include "support.h"

#include "search/lexicon.h"

#include <stdio.h>

static const text texts[] = {
    { "a", "en", "Reset the printer", "", "Hold the power button for ten seconds until the light blinks." },
    { "b", "de", "Speicherplatz freigeben", "", "Löschen Sie Dateien im Speicher." },
    { "c", "zh", "连接打印机", "", "打开打印机的电源，然后选择无线网络。" },
    { "d", "th", "เชื่อมต่อเครื่องพิมพ์", "", "เปิดเครื่องพิมพ์แล้วเลือกเครือข่าย" },
};

static uint32_t chance(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static size_t hostile_text(uint32_t *seed, char *out, size_t room)
{
    static const char *const pieces[] = { "print", "NEAR(", "\"", "*", "OR", "AND", "NOT", "打印", "-", "'", ";--", "(",
                                          ")", "^", ":", "\xFF", "\xC0\x80", "\xED\xA0\x80", "ที่", "\xCC\x81", "%00",
                                          "{", "}", "speicherplatz", "e104", "\n", "\t", "\xF0\x9F\x98\x80" };
    size_t size = 0, count = chance(seed) % 40;
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[chance(seed) % (sizeof pieces / sizeof *pieces)];
        size_t length = strlen(piece);
        if (size + length + 2 >= room)
            break;
        memcpy(out + size, piece, length);
        size += length;
        if (chance(seed) % 3 == 0)
            out[size++] = (char)(1 + chance(seed) % 255);
        if (chance(seed) % 2 == 0)
            out[size++] = ' ';
    }
    out[size] = '\0';
    return size;
}

static void run_any(dct_searcher *s, const char *words, uint32_t flags)
{
    docent_hits *hits = ask(s, words, "en", flags);
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        for (uint32_t k = 0; k < hit->mark_count; k++)
            assert_true(hit->marks[k].from < hit->marks[k].to && hit->marks[k].to <= strlen(hit->excerpt));
    }
    docent_hits_free(hits);
}

static dct_searcher *open_on(sqlite3 *db)
{
    dct_searcher *s;
    docent_error err;
    assert_int_equal(DOCENT_OK, dct_searcher_open(db, &dct_alloc_default, "en", &s, &err));
    return s;
}

static void random_queries_are_answered(void **state)
{
    const char *wanted = getenv("DOCENT_QUERIES");
    long count = wanted == NULL ? 3000 : atol(wanted);
    sqlite3 *db = make_bundle(texts, sizeof texts / sizeof *texts);
    dct_searcher *s = open_on(db);
    uint32_t seed = 1;
    (void)state;
    for (long i = 0; i < count; i++) {
        char words[512];
        hostile_text(&seed, words, sizeof words);
        run_any(s, words, chance(&seed) % 8);
    }
    dct_searcher_close(s);
    sqlite3_close(db);
}

static void huge_queries_are_answered(void **state)
{
    sqlite3 *db = make_bundle(texts, sizeof texts / sizeof *texts);
    dct_searcher *s = open_on(db);
    size_t size = 1u << 20;
    char *words = malloc(size + 1);
    (void)state;
    assert_non_null(words);
    words[size] = '\0';
    memset(words, 'x', size);
    run_any(s, words, DOCENT_QUERY_PREFIX);
    for (size_t i = 0; i < size; i++)
        words[i] = i % 8 == 7 ? ' ' : "printer"[i % 8];
    run_any(s, words, DOCENT_QUERY_PREFIX | DOCENT_QUERY_EXPLAIN);
    for (size_t i = 0; i + 3 <= size; i += 3)
        memcpy(words + i, "打", 3);
    run_any(s, words, DOCENT_QUERY_PREFIX);
    memset(words, '"', size);
    run_any(s, words, 0);
    free(words);
    dct_searcher_close(s);
    sqlite3_close(db);
}

/* Any answer or any error, but nothing else. */
static void search_damaged(sqlite3 *db)
{
    static const char *const typed[] = { "printer", "pritner speicher", "打印机", "li" };
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        dct_searcher *s = open_on(db);
        docent_query query = DOCENT_QUERY_INIT;
        docent_hits *hits = NULL;
        docent_error err;
        query.text = typed[i];
        query.locale = "en";
        query.flags = i & 1;
        (void)dct_search_run(s, &query, &hits, &err);
        docent_hits_free(hits);
        dct_searcher_close(s);
    }
}

static void damaged_rows_do_no_harm(void **state)
{
    const char *wanted = getenv("DOCENT_QUERIES");
    long count = wanted == NULL ? 600 : atol(wanted) / 10;
    sqlite3 *db = make_bundle(texts, sizeof texts / sizeof *texts);
    sqlite3_stmt *read, *write;
    uint32_t seed = 2;
    (void)state;
    run_sql(db, "CREATE TEMP TABLE good AS SELECT id, data FROM ranking");
    sqlite3_prepare_v2(db, "SELECT id, data FROM good ORDER BY random() LIMIT 1", -1, &read, NULL);
    sqlite3_prepare_v2(db, "UPDATE ranking SET data = ?2 WHERE id = ?1", -1, &write, NULL);
    for (long i = 0; i < count; i++) {
        unsigned char bytes[8192];
        assert_int_equal(SQLITE_ROW, sqlite3_step(read));
        int64_t id = sqlite3_column_int64(read, 0);
        int size = sqlite3_column_bytes(read, 1);
        assert_true(size > 0 && (size_t)size <= sizeof bytes);
        memcpy(bytes, sqlite3_column_blob(read, 1), (size_t)size);
        sqlite3_reset(read);
        for (uint32_t k = chance(&seed) % 4 + 1; k > 0; k--)
            bytes[chance(&seed) % (uint32_t)size] = (unsigned char)chance(&seed);
        if (chance(&seed) % 4 == 0)
            size = (int)(chance(&seed) % (uint32_t)size);
        sqlite3_bind_int64(write, 1, id);
        sqlite3_bind_blob(write, 2, bytes, size, SQLITE_STATIC);
        assert_int_equal(SQLITE_DONE, sqlite3_step(write));
        sqlite3_reset(write);
        search_damaged(db);
        run_sql(db, "INSERT OR REPLACE INTO ranking SELECT id, data FROM good");
    }
    sqlite3_finalize(read);
    sqlite3_finalize(write);
    sqlite3_close(db);
}

static void without_its_rows_fts5_answers(void **state)
{
    sqlite3 *db = make_bundle(texts, sizeof texts / sizeof *texts);
    dct_searcher *s = open_on(db);
    (void)state;
    run_sql(db, "DELETE FROM ranking WHERE id = 1");
    docent_hits *hits = ask(s, "pwoer button", "en", 0);
    assert_string_equal(docent_hits_corrected(hits), ""); /* Nobody who can spell answers. */
    assert_non_null(strstr(docent_hits_explained(hits), "not whole; pack the bundle again"));
    docent_hits_free(hits);
    assert_first(s, "power button", "en", 0, "a");
    assert_first(s, "\" OR *", "en", 0, "");
    assert_first(s, "无线网络", "zh", 0, "c");
    assert_first(s, "无", "zh", 0, "c");
    assert_first(s, "เครื่องพิมพ์", "th", DOCENT_QUERY_PREFIX, "d");
    assert_first(s, "light seconds speicher", "en", 0, "a");
    assert_first(s, "dateien im speicher", "de", 0, "b"); /* All words before some. */
    dct_searcher_close(s);
    sqlite3_close(db);
}

/* An index that another docent made is told from one that is damaged, and both by who asks. */
static void other_versions_are_named(void **state)
{
    static const struct {
        const char   *version, *said;
        docent_status status;
    } all[] = { { "x'01000000'", "older docent; pack the bundle again", DOCENT_ERR_MISSING },
                { "x'FF000000'", "newer docent; update this program", DOCENT_ERR_NEWER },
                { "x'02000000'", NULL, DOCENT_OK } };
    sqlite3 *db = make_bundle(texts, sizeof texts / sizeof *texts);
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        char sql[200];
        docent_error err = { .status = DOCENT_OK };
        snprintf(sql, sizeof sql, "UPDATE ranking SET data = CAST(substr(data, 1, 4) || %s || substr(data, 9) AS BLOB) WHERE id = 1",
                 all[i].version);
        run_sql(db, sql);
        dct_searcher *s = open_on(db);
        assert_int_equal(dct_search_check(s, &err), all[i].status);
        docent_hits *hits = ask(s, "power button", "en", 0);
        assert_int_not_equal(docent_hits_count(hits), 0);
        if (all[i].said != NULL)
            assert_non_null(strstr(docent_hits_explained(hits), all[i].said));
        else
            assert_string_equal(docent_hits_explained(hits), "");
        docent_hits_free(hits);
        dct_searcher_close(s);
    }
    sqlite3_close(db);
}

/* The lexicon's first words, written by hand: none leads nowhere, and a block ends. */
static void lexicon_is_checked_as_it_is_opened(void **state)
{
    static const unsigned char whole[] = { 0, 1, 'a', 1, 1, 0 }, nowhere[] = { 0, 1, 'a', 1, 0 };
    dct_lexicon lexicon;
    (void)state;
    for (int endless = 0; endless <= 1; endless++) {
        unsigned char *bytes = malloc(6 * (DCT_LEXICON_MAX_BLOCK + 1) + 1);
        assert_non_null(bytes);
        memcpy(bytes, whole, 6);
        for (size_t i = 1; i < DCT_LEXICON_MAX_BLOCK + 1; i++)
            memcpy(bytes + 6 * i, (const unsigned char[]){ (unsigned char)endless, 1, 'a', 1, 1, 0 }, 6);
        assert_int_equal(dct_lexicon_open(&lexicon, &dct_alloc_default, bytes, 6 * (DCT_LEXICON_MAX_BLOCK + 1), 1),
                         endless ? DOCENT_ERR_CORRUPT : DOCENT_OK);
        dct_lexicon_close(&lexicon);
    }
    unsigned char *bytes = malloc(sizeof nowhere + 1);
    assert_non_null(bytes);
    memcpy(bytes, nowhere, sizeof nowhere);
    assert_int_equal(dct_lexicon_open(&lexicon, &dct_alloc_default, bytes, sizeof nowhere, 1), DOCENT_ERR_CORRUPT);
    dct_lexicon_close(&lexicon);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_queries_are_answered),
        cmocka_unit_test(huge_queries_are_answered),
        cmocka_unit_test(damaged_rows_do_no_harm),
        cmocka_unit_test(without_its_rows_fts5_answers),
        cmocka_unit_test(other_versions_are_named),
        cmocka_unit_test(lexicon_is_checked_as_it_is_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
