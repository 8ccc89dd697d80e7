/* Runs of glyphs: how they look and where their ink falls. */
#ifndef DCT_RUNS_H
#define DCT_RUNS_H

#include "area.h"
#include "list.h"

/* Ink boxes of runs that were seen, so that a frame that shows the same text asks for no glyph. */
#define DCT_INKS 2048u
typedef struct dct_ink {
    uint64_t look;
    dct_area area; /* From the run's whole-pixel origin. */
} dct_ink;

typedef struct dct_inks {
    const docent_alloc *alloc; /* Borrowed, as the fonts. */
    dct_fonts          *fonts;
    dct_ink            *kept;  /* DCT_INKS of them; NULL until the first is needed, or when memory is short. */
} dct_inks;

/* A glyph placed: the pixel its picture is drawn from, and which quarter of it. */
typedef struct dct_pen {
    int32_t  x, y;
    uint32_t quarter;
} dct_pen;

static inline dct_pen dct_pen_of(const dct_op *op, const dct_glyph *glyph)
{
    int32_t quarters = dct_quarters((double)op->x + glyph->x);
    return (dct_pen){ quarters >> 2, dct_whole((double)op->y + glyph->y), (uint32_t)quarters & 3 };
}

/* Where a run, and where one of its glyphs may draw at all: ink further away is cut. Cheap. */
dct_area dct_pen_reach(const dct_glyph_run *run, const dct_glyph *glyph, dct_pen pen);
dct_area dct_runs_reach(const dct_op *op);
/* Hash of glyphs, face and size as seen from the run's origin, without its colour. */
uint64_t dct_runs_look(const dct_op *op, dct_pen origin);
/* The pixels that the run's ink touches. */
dct_area dct_runs_ink(dct_inks *inks, const dct_op *op, dct_pen origin, uint64_t look);
void dct_inks_forget(dct_inks *inks);

#endif
