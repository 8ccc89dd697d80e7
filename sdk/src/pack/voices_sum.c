/* Many devices' rows as one: the same place is one place, and an article is all places within it. */
#include "voices.h"

#include "../base/error.h"
#include "../contact/tally.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare(const char *a, const char *b, size_t a_size, size_t b_size)
{
    int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    return order != 0 ? order : (a_size > b_size) - (a_size < b_size);
}

/* Up to the '#' that names a place within it. */
static size_t stem(const char *address)
{
    return strcspn(address, "#");
}

static int by_stem(const char *a, const char *b)
{
    return compare(a, b, stem(a), stem(b));
}

/* ---- the same row of many devices ---- */

static int by_row(const void *a, const void *b)
{
    const dct_tally_row *x = a, *y = b;
    return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind) : strcmp(x->name, y->name);
}

static void merge(dct_voices *v)
{
    size_t kept = 0;
    if (v->row_count > 0)
        qsort(v->rows, v->row_count, sizeof *v->rows, by_row);
    for (size_t i = 0; i < v->row_count; i++)
        if (kept > 0 && by_row(&v->rows[kept - 1], &v->rows[i]) == 0)
            v->rows[kept - 1].count += v->rows[i].count;
        else
            v->rows[kept++] = v->rows[i];
    v->row_count = kept;
}

static const dct_tally_row *rows_of(const dct_voices *v, int kind, size_t *count)
{
    size_t from = 0;
    *count = 0;
    while (from < v->row_count && v->rows[from].kind < kind)
        from++;
    while (from + *count < v->row_count && v->rows[from + *count].kind == kind)
        ++*count;
    return *count == 0 ? NULL : &v->rows[from];
}

static uint64_t sum_of(const dct_voices *v, int kind)
{
    size_t count;
    uint64_t sum = 0;
    const dct_tally_row *rows = rows_of(v, kind, &count);
    for (size_t i = 0; i < count; i++)
        sum += rows[i].count;
    return sum;
}

/* ---- places ---- */

static bool has_place(const dct_tally_row *row)
{
    bool counted = row->kind == DCT_TALLY_ASKED || row->kind > DCT_TALLY_OPINION;
    return counted && *row->name != 0;
}

static int by_place(const void *a, const void *b)
{
    const dct_tally_row *x = *(const dct_tally_row *const *)a, *y = *(const dct_tally_row *const *)b;
    int order = by_stem(x->name, y->name);
    return order != 0 ? order : strcmp(x->name, y->name);
}

static bool is_against(int opinion)
{
    return opinion >= DOCENT_OPINION_NOT_HELPED && opinion <= DOCENT_OPINION_MISSING;
}

/* One row of an article; `here` is what was said against the same place within it so far. */
static void add_row(dct_voice *voice, const dct_tally_row *row, uint64_t *here)
{
    int opinion = row->kind - DCT_TALLY_OPINION;
    if (row->kind == DCT_TALLY_ASKED) {
        voice->asked += row->count;
        return;
    }
    voice->opinions[opinion] += row->count;
    if (!is_against(opinion))
        return;
    voice->against += row->count;
    *here += row->count;
    if (row->name[stem(row->name)] == '#' && *here > voice->worst_count) {
        voice->worst = row->name + stem(row->name);
        voice->worst_count = *here;
    }
}

static docent_status sum_places(dct_voices *v, const dct_tally_row **sorted, size_t count, docent_error *err)
{
    uint64_t here = 0;
    if (count > 0)
        qsort(sorted, count, sizeof *sorted, by_place);
    v->places = dct_new_zero(v->alloc, (count + 1) * sizeof *v->places);
    if (v->places == NULL)
        return dct_fail_memory(err, "pack");
    v->place_room = count + 1;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || by_stem(sorted[i]->name, sorted[i - 1]->name) != 0) {
            dct_voice *fresh = &v->places[v->place_count++];
            fresh->address = dct_arena_text(&v->arena, sorted[i]->name, stem(sorted[i]->name));
            fresh->worst = "";
            if (fresh->address == NULL)
                return dct_fail_memory(err, "pack");
        }
        if (i == 0 || strcmp(sorted[i]->name, sorted[i - 1]->name) != 0)
            here = 0;
        add_row(&v->places[v->place_count - 1], sorted[i], &here);
    }
    return DOCENT_OK;
}

static docent_status add_places(dct_voices *v, docent_error *err)
{
    size_t count = 0, room = (v->row_count + 1) * sizeof(dct_tally_row *);
    const dct_tally_row **sorted = dct_new(v->alloc, room);
    if (sorted == NULL)
        return dct_fail_memory(err, "pack");
    for (size_t i = 0; i < v->row_count; i++)
        if (has_place(&v->rows[i]))
            sorted[count++] = &v->rows[i];
    docent_status status = sum_places(v, sorted, count, err);
    dct_free(v->alloc, sorted, room);
    return status;
}

/* ---- reasons ---- */

static int by_reason(const void *a, const void *b)
{
    const dct_reason *x = a, *y = b;
    int order = by_stem(x->place, y->place);
    if (order == 0)
        order = strcmp(x->text, y->text);
    if (order == 0)
        order = (int)x->opinion - (int)y->opinion;
    return order != 0 ? order : strcmp(x->place, y->place);
}

static void merge_reasons(dct_voices *v)
{
    size_t kept = 0;
    qsort(v->reasons, v->reason_count, sizeof *v->reasons, by_reason);
    for (size_t i = 0; i < v->reason_count; i++)
        if (kept > 0 && by_reason(&v->reasons[kept - 1], &v->reasons[i]) == 0)
            v->reasons[kept - 1].count++;
        else
            v->reasons[kept++] = v->reasons[i];
    v->reason_count = kept;
}

static void add_reasons(dct_voices *v)
{
    size_t at = 0;
    if (v->reason_count == 0)
        return;
    merge_reasons(v);
    for (size_t i = 0; i < v->place_count; i++) {
        dct_voice *voice = &v->places[i];
        while (at < v->reason_count && by_stem(v->reasons[at].place, voice->address) < 0)
            at++;
        voice->reasons = &v->reasons[at];
        while (at < v->reason_count && by_stem(v->reasons[at].place, voice->address) == 0)
            at++, voice->reason_count++;
    }
}

/* ---- promises ---- */

const char *const dct_took_names[DCT_TOOK_BINS] = { "within an hour", "1 to 4 hours", "4 to 24 hours", "1 to 3 days",
                                                    "3 to 7 days", "longer" };

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void add_answers(dct_voices *v)
{
    static const uint32_t ends[DCT_TOOK_BINS] = { 3600, 4 * 3600, 86400, 3 * 86400, 7 * 86400, UINT32_MAX };
    if (v->took_count == 0)
        return;
    qsort(v->took, v->took_count, sizeof *v->took, by_number);
    v->median_s = v->took[(v->took_count - 1) / 2];
    for (size_t i = 0; i < v->took_count; i++) {
        int bin = 0;
        while (v->took[i] > ends[bin])
            bin++;
        v->took_bins[bin]++;
    }
}

docent_status dct_voices_add_up(dct_voices *v, docent_error *err)
{
    merge(v);
    v->kept = sum_of(v, DCT_TALLY_KEPT);
    v->broken = sum_of(v, DCT_TALLY_BROKEN);
    v->requests = sum_of(v, DCT_TALLY_REQUESTS);
    v->satisfied = sum_of(v, DCT_TALLY_OPINION + DOCENT_OPINION_SATISFIED);
    v->not_satisfied = sum_of(v, DCT_TALLY_OPINION + DOCENT_OPINION_NOT_SATISFIED);
    v->exits = rows_of(v, DCT_TALLY_EXIT, &v->exit_count);
    v->kinds = rows_of(v, DCT_TALLY_REQUESTS, &v->kind_count);
    add_answers(v);
    docent_status status = add_places(v, err);
    if (status == DOCENT_OK)
        add_reasons(v);
    return status;
}

uint32_t dct_voice_against(const dct_voice *voice)
{
    double n = (double)(voice->against + voice->opinions[DOCENT_OPINION_HELPED]), z = 1.2816;
    if (n <= 0)
        return 0;
    double p = (double)voice->against / n;
    double low = (p + z * z / (2 * n) - z * sqrt((p * (1 - p) + z * z / (4 * n)) / n)) / (1 + z * z / n);
    return low <= 0 ? 0 : (uint32_t)(low * 1000 + 0.5);
}
