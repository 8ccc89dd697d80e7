#include "find.h"

#include "../text/match.h"

#include <string.h>

dct_box *dct_find_text(dct_box *root, uint32_t order)
{
    for (dct_box *b = root; b != NULL; b = dct_box_next(root, b))
        if ((b->flags & DCT_BOX_SELECTABLE) != 0 && b->order == order)
            return b;
    return NULL;
}

static void add_match(dct_matches *out, dct_arena *arena, dct_match match)
{
    if (out->count == DCT_MAX_MATCHES)
        return;
    if ((out->count & (out->count - 1)) == 0) { /* Powers of two: grow by doubling; the arena keeps the old ones. */
        dct_match *grown = dct_arena_array(arena, out->count == 0 ? 1 : (size_t)out->count * 2, sizeof *grown);
        if (grown == NULL)
            return;
        if (out->count > 0)
            memcpy(grown, out->items, out->count * sizeof *grown);
        out->items = grown;
    }
    out->items[out->count++] = match;
}

void dct_find_all(dct_box *root, const char *words, dct_arena *arena, dct_matches *out)
{
    *out = (dct_matches){ NULL, 0 };
    uint32_t word_size = (uint32_t)strlen(words), from, to;
    for (dct_box *b = root; b != NULL && word_size > 0; b = dct_box_next(root, b)) {
        if ((b->flags & DCT_BOX_SELECTABLE) == 0)
            continue;
        for (uint32_t at = 0; dct_text_match(b->text, b->text_size, words, word_size, at, &from, &to); at = to)
            add_match(out, arena, (dct_match){ b->order, from, to });
    }
}

static bool before(dct_text_place a, dct_text_place b)
{
    return a.order < b.order || (a.order == b.order && a.offset < b.offset);
}

bool dct_find_overlap(dct_text_place a, dct_text_place b, uint32_t order, uint32_t size, uint32_t *from, uint32_t *to)
{
    if (before(b, a)) {
        dct_text_place swap = a;
        a = b;
        b = swap;
    }
    if (order < a.order || order > b.order)
        return false;
    *from = order == a.order ? a.offset : 0;
    *to = order == b.order ? b.offset : size;
    if (*to > size)
        *to = size;
    return *from < *to;
}

void dct_find_copy(dct_box *root, dct_text_place a, dct_text_place b, dct_buf *out)
{
    uint32_t from, to;
    for (dct_box *box = root; box != NULL; box = dct_box_next(root, box)) {
        if ((box->flags & DCT_BOX_SELECTABLE) == 0 ||
            !dct_find_overlap(a, b, box->order, box->text_size, &from, &to))
            continue;
        if (out->size > 0)
            dct_buf_add_byte(out, '\n');
        dct_buf_add(out, box->text + from, to - from);
    }
}
