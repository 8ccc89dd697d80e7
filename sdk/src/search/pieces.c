#include "pieces.h"

#include "rows.h"

#define FILL (DCT_PIECE_BYTES - DCT_PIECE_BYTES / 20) /* What is left is room to grow. */

typedef struct cutter {
    const uint32_t *sizes;
    dct_buf        *out;
    size_t          size; /* Of the last piece in `out`. */
} cutter;

static void begin(cutter *c, uint32_t item)
{
    dct_buf_add(c->out, &item, sizeof item);
    c->size = 0;
}

/* Items from..to were one piece before. */
static void add(cutter *c, uint32_t from, uint32_t to)
{
    size_t size = 0;
    for (uint32_t i = from; i < to; i++)
        size += c->sizes[i];
    if (from == 0 || c->size + size > FILL / 2)
        begin(c, from);
    size_t most = c->size + size > DCT_PIECE_BYTES ? FILL : DCT_PIECE_BYTES;
    for (uint32_t i = from; i < to; i++) {
        if (c->size > 0 && c->size + c->sizes[i] > most)
            begin(c, i);
        c->size += c->sizes[i];
    }
}

void dct_pieces_cut(const uint32_t *sizes, uint32_t count, const uint32_t *before, size_t before_count, dct_buf *out)
{
    cutter c = { sizes, out, 0 };
    uint32_t from = 0;
    for (size_t i = 0; i < before_count && before[i] < count; i++) {
        if (before[i] > from)
            add(&c, from, before[i]);
        from = before[i];
    }
    if (from < count)
        add(&c, from, count);
}
