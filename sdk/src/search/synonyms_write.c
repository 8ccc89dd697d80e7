/* The row of synonyms.h out of what was gathered, cut to what the bundle can use: of a group stays what is said in some
 * article and what leads to it. */
#include <string.h>

#include "rows.h"
#include "synonyms_write.h"
#include "synonyms.h"

typedef struct writer {
    const uint32_t  *items; /* Of the gathered groups. */
    size_t           count;
    dct_vocab       *v;
    const uint32_t  *spread; /* By final number. */
} writer;

static uint32_t term_of(const writer *w, uint32_t word)
{
    return w->v->number_of[w->v->term_of[word]];
}

static bool is_present(const writer *w, const uint32_t *way)
{
    for (uint32_t i = 0; i < way[0]; i++)
        if (w->spread[term_of(w, way[2 + i])] == 0)
            return false;
    return true;
}

static bool is_same(const writer *w, const uint32_t *a, const uint32_t *b)
{
    bool same = a[0] == b[0];
    for (uint32_t i = 0; same && i < a[0]; i++)
        same = term_of(w, a[2 + i]) == term_of(w, b[2 + i]);
    return same;
}

/* The ways of the group at `from`, without those that come to the same words; returns where the next group is. */
static size_t read_ways(const writer *w, size_t from, const uint32_t **ways, uint32_t *count)
{
    size_t at = from + 2;
    *count = 0;
    for (; at < w->count && w->items[at] != DCT_GATHER_MARK; at += 2 + w->items[at]) {
        bool twice = *count == DCT_MAX_SYNONYM_WAYS;
        for (uint32_t i = 0; i < *count && !twice; i++)
            twice = is_same(w, ways[i], &w->items[at]);
        if (!twice)
            ways[(*count)++] = &w->items[at];
    }
    return at;
}

static void write_group(const writer *w, uint32_t strength, const uint32_t *const *ways, uint32_t count, dct_buf *out)
{
    dct_buf_add_byte(out, (unsigned char)strength);
    dct_put_varint(out, count);
    for (uint32_t i = 0; i < count; i++) {
        dct_put_varint(out, ways[i][0]);
        dct_buf_add_byte(out, (unsigned char)(ways[i][1] | (is_present(w, ways[i]) ? DCT_SYNONYM_PRESENT : 0)));
        for (uint32_t k = 0; k < ways[i][0]; k++) {
            dct_put_varint(out, term_of(w, ways[i][2 + k]));
            w->v->wanted[ways[i][2 + k]] = 1;
        }
    }
}

void dct_synonyms_write(const dct_gather *g, dct_vocab *v, const uint32_t *spread, dct_buf *out)
{
    writer w = { (const uint32_t *)(const void *)g->synonyms.data, g->synonyms.size / sizeof(uint32_t), v, spread };
    const uint32_t *ways[DCT_MAX_SYNONYM_WAYS];
    dct_buf groups;
    uint32_t written = 0;
    dct_buf_init(&groups, v->alloc, 1u << 30);
    for (size_t at = 0, next; at < w.count; at = next) {
        uint32_t count, present = 0;
        next = read_ways(&w, at, ways, &count);
        for (uint32_t i = 0; i < count; i++)
            present += is_present(&w, ways[i]);
        if (present == 0 || count < 2)
            continue;
        write_group(&w, w.items[at + 1], ways, count, &groups);
        written++;
    }
    dct_put_varint(out, written);
    dct_buf_add(out, groups.data, groups.size);
    out->failed = out->failed || groups.failed;
    dct_buf_close(&groups);
}
