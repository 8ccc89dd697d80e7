/* Marks to pixels, within one area of the view. */
#ifndef DCT_DRAW_H
#define DCT_DRAW_H

#include "../base/limits.h"
#include "mask.h"
#include "picture.h"
#include "pixels.h"
#include "scene.h"

#define DCT_STENCIL_ROUNDS (DCT_MAX_CLIPS + 1u) /* A picture has round corners of its own. */

/* Coverage of text is bent by the lightness of its colour: see draw_text.c. */
#define DCT_TEXT_TONES 16u

typedef struct dct_brush {
    dct_canvas       canvas;
    const dct_scene *scene;
    dct_masks       *masks;
    dct_pictures    *pictures;
    dct_fonts       *fonts;
    unsigned char   *cover, *other; /* Scratch: one byte for each column of the view. */
    unsigned char   *row;           /* Scratch: four. */
    unsigned char  (*tones)[256];   /* DCT_TEXT_TONES of them. */
    bool             failed;        /* Memory was short: something is missing. */
} dct_brush;

/* Paints the area: every pixel of it, black where the scene has nothing. The same bytes whatever the area is a part of. */
void dct_draw_area(dct_brush *brush, dct_area area);

/* ---- for the files that draw ------------------------------------------------------ */

/* What one mark is drawn with: its area, and the round clips whose corners reach into it. */
typedef struct dct_stencil {
    dct_brush *brush;
    dct_area   area;
    dct_placed rounds[DCT_STENCIL_ROUNDS];
    uint32_t   round_count;
} dct_stencil;

/* Pixels [from, to) of row y, within the stencil's area, in one colour: with one alpha, or with coverage through a table. */
void dct_stencil_solid(dct_stencil *s, int32_t y, int32_t from, int32_t to, uint32_t pixel, uint32_t alpha);
void dct_stencil_cover(dct_stencil *s, int32_t y, int32_t from, int32_t to, uint32_t pixel, const unsigned char *cover,
                       const unsigned char table[256]);
/* pixels: BGRA premultiplied. */
void dct_stencil_picture(dct_stencil *s, int32_t y, int32_t from, int32_t to, const unsigned char *pixels, bool opaque,
                         uint32_t alpha);

void dct_draw_run(dct_stencil *s, const dct_mark *mark);
void dct_draw_picture(dct_stencil *s, const dct_mark *mark);
void dct_text_tones(unsigned char tones[DCT_TEXT_TONES][256]);

#endif
