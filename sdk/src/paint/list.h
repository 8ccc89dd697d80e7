/* A frame as a list of drawing operations: recorded once; painted, hashed for damage, or traced as text.
 *
 *   view records -> list -> painter (pixels, only where it differs from the last list) | trace (text)
 *
 * Colours are 0xAARRGGBB, not premultiplied. Coordinates and widths are pixels of the view; y down; boxes are whole
 * pixels. Operations are clipped by every clip around them. Runs, names and paths are borrowed: they must live as long
 * as the list, in its arena or elsewhere. Not a number, infinite or huge values are allowed and draw something or nothing.
 *
 * A scrolled layer clips to its box. What is recorded in it is placed as it shall appear, already moved by -dy: dy only
 * tells the painter how far the layer stands from its top, so that pixels can be moved instead of painted again. */
#ifndef DCT_PAINT_LIST_H
#define DCT_PAINT_LIST_H

#include "../text/text.h"

#include <docent/view.h>

typedef enum dct_op_kind {
    DCT_OP_CLIP = 1, /* box; radius. Until its UNCLIP; they nest. */
    DCT_OP_UNCLIP,
    DCT_OP_FILL,     /* box, radius, colour */
    DCT_OP_STROKE,   /* box, radius, width (drawn inside the box), colour */
    DCT_OP_SHADOW,   /* box, radius, width (blur), colour: soft, around and below, not under the box itself */
    DCT_OP_GLYPHS,   /* run, x, y (the line's origin: left of the paragraph, baseline), colour */
    DCT_OP_PICTURE,  /* box (drawn scaled to it), radius, name */
    DCT_OP_PATH,     /* box, path (of a 24 x 24 grid, scaled to box), width (pixels; 0: filled), colour */
    DCT_OP_SCROLL    /* box: what follows up to END_SCROLL is a scrolled layer; dy, layer */
    , DCT_OP_END_SCROLL
} dct_op_kind;

typedef struct dct_op {
    dct_op_kind          kind;
    docent_rect          box;
    float                radius, width;
    uint32_t             colour;
    float                x, y;
    const dct_glyph_run *run;
    const char          *name; /* PICTURE: the asset. PATH: SVG path data (M L H V C S Q T A Z, absolute and relative). */
    int32_t              dy;   /* SCROLL: how far the layer has been scrolled, whole pixels. */
    uint32_t             layer;/* SCROLL: which layer, the same from frame to frame. */
} dct_op;

typedef struct dct_list {
    dct_arena *arena;
    dct_op    *ops;
    uint32_t   count, room;
    int32_t    width, height;
} dct_list;

void dct_list_init(dct_list *list, dct_arena *arena, int32_t width, int32_t height);
void dct_list_clip(dct_list *list, docent_rect box, float radius);
void dct_list_unclip(dct_list *list);
void dct_list_fill(dct_list *list, docent_rect box, float radius, uint32_t colour);
void dct_list_stroke(dct_list *list, docent_rect box, float radius, float width, uint32_t colour);
void dct_list_shadow(dct_list *list, docent_rect box, float radius, float blur, uint32_t colour);
void dct_list_glyphs(dct_list *list, const dct_glyph_run *run, float x, float y, uint32_t colour);
void dct_list_picture(dct_list *list, docent_rect box, float radius, const char *name);
void dct_list_path(dct_list *list, docent_rect box, const char *path, float width, uint32_t colour);
void dct_list_scroll(dct_list *list, docent_rect box, uint32_t layer, int32_t dy);
void dct_list_end_scroll(dct_list *list);
/* One operation a line, stable from run to run and machine to machine. */
docent_status dct_list_trace(const dct_list *list, bool (*write)(void *, const char *, size_t), void *ctx);

#endif
