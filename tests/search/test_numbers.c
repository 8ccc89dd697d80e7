/* What is in the bundle before and in this one has the same number and stands in the same row. */
#include "support.h"

#include "search/pieces.h"
#include "search/ranking.h"
#include "search/rows.h"

#include <stdio.h>

/* ---- pieces ---- */

static size_t cut(const uint32_t *sizes, uint32_t count, const uint32_t *before, size_t before_count, uint32_t *out)
{
    dct_buf begins;
    dct_buf_init(&begins, &dct_alloc_default, 65536);
    dct_pieces_cut(sizes, count, before, before_count, &begins);
    size_t pieces = begins.size / sizeof *out;
    memcpy(out, begins.data, begins.size);
    dct_buf_close(&begins);
    assert_true(pieces > 0 && out[0] == 0);
    for (size_t i = 0; i < pieces; i++) {
        uint32_t end = i + 1 < pieces ? out[i + 1] : count, size = 0;
        assert_true(out[i] < end);
        for (uint32_t k = out[i]; k < end; k++)
            size += sizes[k];
        assert_true(size <= DCT_PIECE_BYTES || end == out[i] + 1);
    }
    return pieces;
}

static void pieces_stay_where_they_begin(void **state)
{
    (void)state;
    uint32_t sizes[1000], first[1000], second[1000], third[1000];
    for (uint32_t i = 0; i < 1000; i++)
        sizes[i] = i == 5 ? 9000 : 20 + i % 7;
    size_t count = cut(sizes, 900, NULL, 0, first);
    for (uint32_t i = 0; i < 900; i += 90)
        sizes[i] += 2;
    assert_true(cut(sizes, 1000, first, count, second) >= count); /* What is new comes last. */
    assert_memory_equal(first, second, count * sizeof *first);
    sizes[300] += 700; /* One outgrows its page: the others do not move. */
    size_t after = cut(sizes, 900, first, count, third), kept = 0;
    assert_int_equal(after, count + 1);
    for (size_t i = 0; i < after; i++)
        for (size_t k = 0; k < count; k++)
            kept += third[i] == first[k];
    assert_int_equal(kept, count);
    for (uint32_t i = 100; i < 800; i++)
        sizes[i] = 1; /* What has become small is one piece again. */
    assert_true(cut(sizes, 900, third, after, second) < count / 2 + 3);
}

/* ---- terms and documents ---- */

static const text old_texts[] = {
    { "printer", "en", "Reset the printer", "", "Hold the power button until the light blinks." },
    { "battery", "en", "Change the battery", "", "Open the lid and take the battery out." },
    { "wifi", "en", "Connect to wireless", "", "Open the settings and choose a network." },
};

static const text new_texts[] = {
    { "printer", "en", "Reset the printer", "", "Hold the power button until the light blinks." },
    { "battery", "en", "Change the battery", "", "Zebras. Open the lid and take the battery out of the antique aardvark." },
    { "wifi", "en", "Connect to wireless", "", "Open the settings and choose a network." },
    { "zoo", "en", "Zebras and aardvarks", "", "Aardvarks aardvarks zebras zebras." },
};

static sqlite3 *make_after(const text *texts, size_t count, sqlite3 *previous, const char *sql)
{
    sqlite3 *db = make_bundle_with(texts, count, sql);
    docent_error err;
    run_sql(db, "DROP TABLE fts; DROP TABLE ranking");
#define MAKE(name, sql) run_sql(db, sql);
    DCT_INDEX_SCHEMA(MAKE)
#undef MAKE
    assert_int_equal(DOCENT_OK, dct_index_build_after(db, previous, &err));
    return db;
}

static uint32_t number_of(const dct_ranking *r, const char *term)
{
    dct_entry entry;
    assert_true(dct_lexicon_find(&r->lexicon, term, strlen(term), &entry));
    assert_true(entry.flags & DCT_LEXICON_SELF);
    return entry.terms[0];
}

static int64_t changed_rows(sqlite3 *db, sqlite3 *other)
{
    sqlite3_stmt *mine, *theirs;
    int64_t changed = 0;
    sqlite3_prepare_v2(db, "SELECT id, data FROM ranking WHERE id >= 4294967296 AND id < 4294967296 * 2", -1, &mine, NULL);
    sqlite3_prepare_v2(other, "SELECT data FROM ranking WHERE id = ?1", -1, &theirs, NULL);
    while (sqlite3_step(mine) == SQLITE_ROW) {
        sqlite3_bind_value(theirs, 1, sqlite3_column_value(mine, 0));
        int size = sqlite3_column_bytes(mine, 1);
        changed += sqlite3_step(theirs) != SQLITE_ROW || sqlite3_column_bytes(theirs, 0) != size ||
                   memcmp(sqlite3_column_blob(mine, 1), sqlite3_column_blob(theirs, 0), (size_t)size) != 0;
        sqlite3_reset(theirs);
    }
    sqlite3_finalize(mine);
    sqlite3_finalize(theirs);
    return changed;
}

static void terms_keep_their_numbers(void **state)
{
    (void)state;
    static const char *const both[] = { "printer", "batteri", "button", "light", "network", "the" };
    sqlite3 *old = make_bundle(old_texts, 3), *fresh = make_bundle(new_texts, 4), *after = make_after(new_texts, 4, old, "");
    dct_ranking r[2];
    docent_error err;
    assert_int_equal(DOCENT_OK, dct_ranking_open(&r[0], old, &dct_alloc_default, &err));
    assert_int_equal(DOCENT_OK, dct_ranking_open(&r[1], after, &dct_alloc_default, &err));
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        assert_int_equal(number_of(&r[0], both[i]), number_of(&r[1], both[i]));
        assert_int_not_equal(number_of(&r[1], "zebra"), number_of(&r[1], both[i]));
    }
    assert_int_equal(changed_rows(old, after), 1);
    assert_true(changed_rows(old, fresh) > 1); /* So this is what it is good for. */
    dct_ranking_close(&r[0]);
    dct_ranking_close(&r[1]);
    sqlite3_close(old);
    sqlite3_close(fresh);
    sqlite3_close(after);
}

static void what_is_gone_leaves_a_gap(void **state)
{
    (void)state;
    sqlite3 *old = make_bundle(new_texts, 4);
    sqlite3 *after = make_after(new_texts, 4, old, "DELETE FROM article WHERE id = 'battery'; DELETE FROM section WHERE id = 2");
    dct_ranking r;
    docent_error err;
    uint32_t document;
    assert_int_equal(DOCENT_OK, dct_ranking_open(&r, after, &dct_alloc_default, &err));
    assert_int_equal(r.slot_count, 4);
    assert_int_equal(r.document_count, 3);
    assert_int_equal(r.group_count, 3);
    assert_false(dct_ranking_find(&r, 2, &document));
    assert_true(dct_ranking_find(&r, 3, &document) && document == 2);
    assert_false(dct_ranking_find(&r, 0, &document) || dct_ranking_find(&r, 5, &document) || dct_ranking_find(&r, -1, &document));
    dct_ranking_close(&r);
    sqlite3_close(old);
    sqlite3_close(after);
}

/* An index that cannot be read is no reason not to pack. */
static void a_damaged_bundle_before_counts_as_none(void **state)
{
    (void)state;
    sqlite3 *old = make_bundle(old_texts, 3);
    run_sql(old, "UPDATE ranking SET data = x'00' WHERE id = 1");
    sqlite3 *after = make_after(new_texts, 4, old, ""), *fresh = make_bundle(new_texts, 4);
    assert_int_equal(changed_rows(after, fresh), 0);
    sqlite3_close(old);
    sqlite3_close(after);
    sqlite3_close(fresh);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_stay_where_they_begin),
        cmocka_unit_test(terms_keep_their_numbers),
        cmocka_unit_test(what_is_gone_leaves_a_gap),
        cmocka_unit_test(a_damaged_bundle_before_counts_as_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
