/* What differs between two scenes: the areas to paint, and the layers whose pixels can be moved instead. */
#ifndef DCT_DAMAGE_H
#define DCT_DAMAGE_H

#include "tiles.h"

/* The pixels of `area` are those that stood `by` rows below (above when negative) in the frame before. */
typedef struct dct_move {
    dct_area area;
    int32_t  by;
} dct_move;

#define DCT_MAX_MOVES 8u

typedef struct dct_damage {
    dct_tiles tiles;
    dct_buf   areas; /* dct_area: to be painted. They do not overlap. */
    dct_move  moves[DCT_MAX_MOVES];
    dct_area  moved[DCT_MAX_MOVES]; /* All that a move changes: its area and the strip that appeared. */
    uint32_t  move_count;
    bool      failed; /* Memory was short: the areas are not all. */
} dct_damage;

/* alloc is borrowed. */
void dct_damage_init(dct_damage *damage, const docent_alloc *alloc);
void dct_damage_close(dct_damage *damage);
/* before NULL, or of another size: all of it. */
void dct_damage_find(dct_damage *damage, const dct_scene *before, const dct_scene *now);
/* The same question, when no pixels are to be moved: is there any? */
bool dct_damage_any(dct_damage *damage, const dct_scene *before, const dct_scene *now);

/* Writes what changed, moved layers included; *dirty_count is room in, used out. Uses the areas up. */
void dct_damage_report(dct_damage *damage, docent_rect *dirty, uint32_t *dirty_count);

static inline const dct_area *dct_damage_areas(const dct_damage *damage, uint32_t *count)
{
    *count = (uint32_t)(damage->areas.size / sizeof(dct_area));
    return (const dct_area *)(const void *)damage->areas.data;
}

#endif
