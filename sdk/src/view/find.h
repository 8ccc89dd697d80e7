/* Find in page, and the selection: places in the selectable texts of a page, in reading order. */
#ifndef DCT_VIEW_FIND_H
#define DCT_VIEW_FIND_H

#include "box.h"
#include "state.h"

typedef struct dct_match { uint32_t order, from, to; } dct_match;

#define DCT_MAX_MATCHES 5000u

typedef struct dct_matches {
    dct_match *items; /* In the arena given. */
    uint32_t   count;
} dct_matches;

/* All places where `words` stands in the selectable texts under root, without regard to case and accents. */
void dct_find_all(dct_box *root, const char *words, dct_arena *arena, dct_matches *out);
/* The selectable text with that number, NULL if none. */
dct_box *dct_find_text(dct_box *root, uint32_t order);
/* The bytes of text `order` that lie between two places, in either order. False when none do. */
bool dct_find_overlap(dct_text_place a, dct_text_place b, uint32_t order, uint32_t size, uint32_t *from, uint32_t *to);
/* The selected text, a line feed between texts. Appends to `out`. */
void dct_find_copy(dct_box *root, dct_text_place a, dct_text_place b, dct_buf *out);

#endif
