/* Inside the text part: one line, from characters of a shaped paragraph to glyphs in visual order. */
#ifndef DCT_LINE_H
#define DCT_LINE_H

#include "paragraph.h"

/* What is shown after the text of a line though it is not in it. */
typedef enum dct_line_sign { DCT_SIGN_NONE = 0, DCT_SIGN_HYPHEN, DCT_SIGN_ELLIPSIS } dct_line_sign;

typedef struct dct_line_plan {
    uint32_t      from, end, to; /* Characters; end: where the trailing white space begins. */
    dct_line_sign sign;
} dct_line_plan;

typedef struct dct_line_part dct_line_part;

/* A line's parts in logical order, in the fonts' scratch arena until it is reset. */
typedef struct dct_line_parts {
    dct_line_part *at;
    uint32_t       count;
    float          ink, trailing; /* Widths. */
    float          largest_px;
} dct_line_parts;

/* False when memory is short. */
bool dct_line_measure(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *out);
/* Puts the parts in visual order and fills everything of *line but its place: x is where the ink begins. */
bool dct_line_set(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *parts, dct_arena *arena, float x,
                  dct_line *line);
/* Where the pen stands after character `at` when it stood at x, counted from the line's start in reading order. */
float dct_line_advance(const dct_paragraph *p, float x, uint32_t at);

#endif
