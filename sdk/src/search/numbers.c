#include "numbers.h"

#include <stdlib.h>
#include <string.h>

#include "rows.h"
#include "sql.h"

/* Which rows there are of postings and of the lexicon. */
static docent_status read_pieces(dct_numbers *n, sqlite3 *previous, docent_error *err)
{
    sqlite3_stmt *stmt = NULL;
    docent_status status = dct_sql_prepare(previous, "SELECT id FROM ranking WHERE id >= ?1 AND id NOT BETWEEN ?2 AND ?3 - 1 "
                                           "ORDER BY id", &stmt, err);
    if (status != DOCENT_OK)
        return status;
    sqlite3_bind_int64(stmt, 1, DCT_ROW_POSTINGS);
    sqlite3_bind_int64(stmt, 2, DCT_ROW_FORWARD);
    sqlite3_bind_int64(stmt, 3, DCT_ROW_LEXICON);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        int64_t id = sqlite3_column_int64(stmt, 0);
        uint32_t first = (uint32_t)(id - DCT_ROW_POSTINGS);
        if (id >= DCT_ROW_LEXICON)
            dct_buf_add(&n->words, &id, sizeof id);
        else
            dct_buf_add(&n->pieces, &first, sizeof first);
    }
    int rc = sqlite3_finalize(stmt);
    if (rc != SQLITE_OK)
        return dct_sql_fail(previous, err, rc, "the search index cannot be read");
    return n->pieces.failed || n->words.failed ? dct_fail_memory(err, "search") : DOCENT_OK;
}

docent_status dct_numbers_open(dct_numbers *n, const docent_alloc *alloc, sqlite3 *previous, docent_error *err)
{
    docent_error why;
    memset(n, 0, sizeof *n);
    n->alloc = alloc;
    dct_buf_init(&n->pieces, alloc, 1u << 30);
    dct_buf_init(&n->words, alloc, 1u << 30);
    if (previous == NULL)
        return DOCENT_OK;
    docent_status status = dct_ranking_open(&n->before, previous, alloc, &why);
    if (status == DOCENT_ERR_CORRUPT || status == DOCENT_ERR_MISSING || status == DOCENT_ERR_NEWER)
        return DOCENT_OK;
    n->kept = status == DOCENT_OK;
    if (n->kept)
        status = read_pieces(n, previous, &why);
    if (status != DOCENT_OK && err != NULL)
        *err = why;
    return status;
}

void dct_numbers_close(dct_numbers *n)
{
    if (n->kept)
        dct_ranking_close(&n->before);
    dct_buf_close(&n->pieces);
    dct_buf_close(&n->words);
    n->kept = false;
}

/* ---- giving them ---- */

typedef struct counted {
    uint32_t    term, uses;
    const char *text;
} counted;

static int by_use(const void *a, const void *b)
{
    const counted *x = a, *y = b;
    if (x->uses != y->uses)
        return x->uses < y->uses ? 1 : -1;
    return strcmp(x->text, y->text);
}

static counted *count_terms(const dct_vocab *v)
{
    counted *all = dct_new_zero(v->alloc, (v->terms.count + (size_t)1) * sizeof *all);
    for (uint32_t i = 0; all != NULL && i < v->terms.count; i++) {
        size_t size;
        all[i] = (counted){ i, 0, dct_names_at(&v->terms, i, &size) };
    }
    for (uint32_t i = 0; all != NULL && i < v->word_count; i++)
        if (v->uses[i] > 0)
            all[v->term_of[i]].uses += v->uses[i];
    if (all != NULL)
        qsort(all, v->terms.count, sizeof *all, by_use);
    return all;
}

static uint32_t number_before(const dct_ranking *before, const dct_vocab *v, uint32_t term)
{
    size_t size;
    dct_entry entry;
    const char *text = dct_names_at(&v->terms, term, &size);
    if (!dct_lexicon_find(&before->lexicon, text, size, &entry) || !(entry.flags & DCT_LEXICON_SELF) || entry.term_count == 0)
        return DCT_NO_NAME;
    return entry.terms[0];
}

/* Terms that were there before; how many. `taken` is by number. What nobody uses now is not kept. */
static uint32_t keep(const dct_ranking *before, dct_vocab *v, const counted *all, uint8_t *taken)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < v->terms.count; i++) {
        uint32_t number = number_before(before, v, all[i].term);
        bool ours = number != DCT_NO_NAME && taken[number] == 0;
        v->number_of[all[i].term] = ours ? number : DCT_NO_NAME;
        if (ours)
            taken[number] = 1;
        kept += ours;
    }
    return kept;
}

static void fill(dct_vocab *v, const counted *all, const uint8_t *taken, uint32_t taken_count)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < v->terms.count; i++) {
        if (v->number_of[all[i].term] != DCT_NO_NAME)
            continue;
        while (next < taken_count && taken[next] != 0)
            next++;
        v->number_of[all[i].term] = next++;
    }
    v->number_count = next > taken_count ? next : taken_count;
}

static bool give(dct_numbers *n, dct_vocab *v, const counted *all)
{
    uint32_t room = n->kept ? n->before.term_count : 0;
    uint8_t *taken = dct_new_zero(v->alloc, room + (size_t)1);
    if (taken == NULL)
        return false;
    if (n->kept)
        (void)keep(&n->before, v, all, taken);
    fill(v, all, taken, room);
    dct_free(v->alloc, taken, room + (size_t)1);
    return true;
}

void dct_numbers_give(dct_numbers *n, dct_vocab *v)
{
    counted *all = count_terms(v);
    size_t bytes = (v->terms.count + (size_t)1) * sizeof *v->number_of;
    v->number_of = dct_new(v->alloc, bytes);
    v->failed = all == NULL || v->number_of == NULL;
    if (!v->failed) {
        memset(v->number_of, 0xFF, bytes);
        v->failed = !give(n, v, all);
    }
    if (!v->failed && n->kept && v->number_count - v->terms.count > v->number_count / 5) {
        dct_numbers_close(n);
        memset(v->number_of, 0xFF, bytes);
        v->failed = !give(n, v, all);
    }
    dct_free(v->alloc, all, (v->terms.count + (size_t)1) * sizeof *all);
}
