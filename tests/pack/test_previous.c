/* Release after release out of the one before: it is searched as one packed afresh, it does not grow, little of it moves,
 * and nothing of what was taken back is left in it. */
#include "support/project.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARTICLES 160u
#define PAGE 4096u

typedef struct shelf {
    fixture f;
    char    lines[300], path[2][340]; /* The bundles by turns. */
} shelf;

static uint32_t chance(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A word of a language with common and rare ones. */
static void put_word(FILE *out, uint32_t *seed, uint32_t words)
{
    static const char *const starts[] = { "ba", "ke", "lor", "mi", "nu", "pra", "sti", "to", "ven", "zel" };
    uint32_t a = chance(seed) % words, b = chance(seed) % words, number = a < b ? a : b;
    fprintf(out, " %s%s%s", starts[number % 10], starts[number / 10 % 10], number >= 100 ? starts[number / 100 % 10] : "");
}

static void put_article(FILE *out, const char *id, uint32_t seed, uint32_t words, const char *extra)
{
    fprintf(out, "{\"id\": \"%s\", \"title\": \"", id);
    for (int i = 0; i < 4; i++)
        put_word(out, &seed, words);
    fprintf(out, "\", \"body\": \"%s", extra);
    for (int i = 0; i < 150; i++)
        put_word(out, &seed, words);
    fprintf(out, "\"}\n");
}

/* In release r every article of the kind i % 10 == r is another, i % 13 == r is new, and i % 17 == r is gone for good. */
static void write_release(const shelf *s, uint32_t r)
{
    FILE *out = fopen(s->lines, "wb");
    assert_non_null(out);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        char id[16];
        uint32_t last = i % 10 <= r && i % 10 != 0 ? i % 10 : 0;
        snprintf(id, sizeof id, "a%u", (i * 37) % ARTICLES);
        if (i % 13 <= r && (i % 17 > r || i % 17 == 0))
            put_article(out, id, i * 1000 + last, 1000, "");
    }
    fclose(out);
}

static void shelf_open(shelf *s)
{
    fixture_open(&s->f);
    snprintf(s->lines, sizeof s->lines, "%s/lines", s->f.dir);
    for (int i = 0; i < 2; i++)
        snprintf(s->path[i], sizeof s->path[i], "%s/%d.docent", s->f.dir, i);
}

static void pack(const shelf *s, const char *out, const char *previous)
{
    dct_diag diag;
    dct_pack_result result;
    docent_error err = { .status = DOCENT_OK };
    dct_pack_job job = { NULL, s->lines, out, previous };
    dct_diag_init(&diag, &dct_alloc_default);
    docent_status status = dct_pack_run(&dct_alloc_default, &job, &diag, &result, &err);
    if (status != DOCENT_OK)
        print_error("%s\n", err.message);
    assert_int_equal(status, DOCENT_OK);
    assert_int_equal(diag.errors, 0);
    dct_diag_close(&diag);
}

static docent *open_bundle(const char *path)
{
    docent *h;
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = path;
    assert_int_equal(docent_open(&config, &h, &err), DOCENT_OK);
    return h;
}

static unsigned char *load(const char *path, size_t *size)
{
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    fseek(in, 0, SEEK_END);
    *size = (size_t)ftell(in);
    rewind(in);
    unsigned char *bytes = malloc(*size);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, in), *size);
    fclose(in);
    return bytes;
}

static size_t size_of(const char *path)
{
    size_t size;
    free(load(path, &size));
    return size;
}

static bool same_bytes(const char *a, const char *b)
{
    size_t a_size, b_size;
    unsigned char *x = load(a, &a_size), *y = load(b, &b_size);
    bool same = a_size == b_size && memcmp(x, y, a_size) == 0;
    free(x);
    free(y);
    return same;
}

static bool contains(const char *path, const char *text)
{
    size_t size, length = strlen(text);
    unsigned char *bytes = load(path, &size);
    bool found = false;
    for (size_t i = 0; i + length <= size && !found; i++)
        found = memcmp(bytes + i, text, length) == 0;
    free(bytes);
    return found;
}

/* ---- answers ---- */

static bool has_id(const docent_hits *hits, const char *id)
{
    for (uint32_t i = 0; i < docent_hits_count(hits); i++)
        if (strcmp(docent_hits_at(hits, i)->id, id) == 0)
            return true;
    return false;
}

/* Equal scores may stand in either order: the rest is the same to the last answer. */
static void expect_same_answers(docent *x, docent *y, const char *words, uint32_t flags)
{
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *a, *b;
    query.text = words;
    query.limit = 20;
    query.flags = flags;
    assert_int_equal(docent_search(x, &query, &a), DOCENT_OK);
    assert_int_equal(docent_search(y, &query, &b), DOCENT_OK);
    uint32_t count = docent_hits_count(a);
    assert_int_equal(count, docent_hits_count(b));
    assert_int_equal(docent_hits_total(a), docent_hits_total(b));
    double last = count == 0 ? 0 : docent_hits_at(a, count - 1)->score;
    for (uint32_t i = 0; i < count; i++) {
        const docent_hit *mine = docent_hits_at(a, i), *theirs = docent_hits_at(b, i);
        assert_true(fabs(mine->score - theirs->score) <= 1e-4 * mine->score);
        assert_true(mine->score <= last * (1 + 1e-4) || has_id(b, mine->id));
    }
    docent_hits_free(a);
    docent_hits_free(b);
}

static void expect_same_search(const char *left, const char *right)
{
    docent *a = open_bundle(left), *b = open_bundle(right);
    assert_int_equal(docent_verify(a), DOCENT_OK);
    uint32_t found = 0;
    for (uint32_t seed = 1; seed <= 80; seed++) {
        char words[200];
        uint32_t chosen = seed;
        FILE *out = fmemopen(words, sizeof words, "w");
        assert_non_null(out);
        for (uint32_t i = 0; i < 1 + seed % 4; i++)
            put_word(out, &chosen, 1000);
        fclose(out);
        if (seed % 5 == 0)
            words[3] = 'q'; /* A slip. */
        expect_same_answers(a, b, words, seed % 3 == 0 ? DOCENT_QUERY_PREFIX : 0);
        found++;
    }
    assert_int_equal(found, 80);
    docent_close(a);
    docent_close(b);
}

/* ---- tests ---- */

static void ten_releases_are_as_one(void **state)
{
    (void)state;
    shelf s;
    char fresh[340], again[340];
    shelf_open(&s);
    snprintf(fresh, sizeof fresh, "%s/fresh.docent", s.f.dir);
    snprintf(again, sizeof again, "%s/again.docent", s.f.dir);
    for (uint32_t r = 0; r < 10; r++) {
        write_release(&s, r);
        pack(&s, s.path[r % 2], r == 0 ? NULL : s.path[(r + 1) % 2]);
        pack(&s, fresh, NULL);
        assert_true(size_of(s.path[r % 2]) * 4 <= size_of(fresh) * 5);
        if (r % 3 == 0)
            expect_same_search(s.path[r % 2], fresh);
    }
    assert_false(same_bytes(s.path[1], fresh));
    pack(&s, again, s.path[0]);
    assert_true(same_bytes(s.path[1], again));
    pack(&s, again, NULL);
    assert_true(same_bytes(fresh, again));
    fixture_close(&s.f);
}

/* Every word and article is another each time: numbers are used again, or begin afresh. */
static void all_new_content_does_not_grow(void **state)
{
    (void)state;
    shelf s;
    size_t first = 0;
    shelf_open(&s);
    for (uint32_t r = 0; r < 12; r++) {
        FILE *out = fopen(s.lines, "wb");
        assert_non_null(out);
        for (uint32_t i = 0; i < 40; i++) {
            char id[24];
            snprintf(id, sizeof id, "r%u-%u", r, i);
            put_article(out, id, r * 100 + i, 100 + 90 * r, "");
        }
        fclose(out);
        pack(&s, s.path[r % 2], r == 0 ? NULL : s.path[(r + 1) % 2]);
        first = r == 0 ? size_of(s.path[0]) : first;
        assert_true(size_of(s.path[r % 2]) < first * 3 / 2);
    }
    fixture_close(&s.f);
}

static void one_edit_leaves_the_rest_where_it_is(void **state)
{
    (void)state;
    shelf s;
    shelf_open(&s);
    for (uint32_t r = 0; r < 2; r++) {
        FILE *out = fopen(s.lines, "wb");
        assert_non_null(out);
        for (uint32_t i = 0; i < 400; i++) {
            char id[16];
            snprintf(id, sizeof id, "a%u", i);
            put_article(out, id, i, 1000, i == 200 && r == 1 ? "Turn the brass handle." : "");
        }
        fclose(out);
        pack(&s, s.path[r], r == 0 ? NULL : s.path[0]);
    }
    size_t before, after;
    uint32_t other = 0;
    unsigned char *x = load(s.path[0], &before), *y = load(s.path[1], &after);
    assert_true(after / PAGE <= before / PAGE + 8);
    for (size_t at = 0; at < before && at < after; at += PAGE)
        other += memcmp(x + at, y + at, PAGE) != 0;
    assert_true(before / PAGE > 300);
    if (other > 40)
        fail_msg("%u of %u pages are other ones", other, (unsigned)(before / PAGE));
    free(x);
    free(y);
    fixture_close(&s.f);
}

static void what_was_taken_back_is_gone(void **state)
{
    (void)state;
    static const char secret[] = "The master code is 7714 hummingbird.";
    shelf s;
    shelf_open(&s);
    for (uint32_t r = 0; r < 2; r++) {
        FILE *out = fopen(s.lines, "wb");
        assert_non_null(out);
        for (uint32_t i = 0; i < 60; i++) {
            char id[16];
            snprintf(id, sizeof id, "a%u", i);
            put_article(out, id, i, 500, r == 0 && i % 20 == 7 ? secret : "");
        }
        fclose(out);
        pack(&s, s.path[r], r == 0 ? NULL : s.path[0]);
    }
    assert_true(contains(s.path[0], secret));
    assert_true(contains(s.path[0], "hummingbird"));
    assert_false(contains(s.path[1], "hummingbird"));
    assert_false(contains(s.path[1], "7714"));
    fixture_close(&s.f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_releases_are_as_one),
        cmocka_unit_test(all_new_content_does_not_grow),
        cmocka_unit_test(one_edit_leaves_the_rest_where_it_is),
        cmocka_unit_test(what_was_taken_back_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
