/* Masks: the coverage of round boxes, borders, shadows and paths, made once and kept.
 *
 * Boxes of any size share a mask: only corners differ from box to box, so the mask is made of the smallest box that has
 * them, and its middle row and column are repeated.
 *
 *      mask   +-.-+      drawn   +-.....-+
 *             | . |              |  ...  |      the dots are the middle, as often as the box is wide
 *             +-.-+              +-.....-+
 */
#ifndef DCT_PAINT_MASK_H
#define DCT_PAINT_MASK_H

#include "cache.h"
#include "cover.h"

#include <docent/view.h>

typedef struct dct_mask {
    int32_t       w, h;
    unsigned char cover[];
} dct_mask;

/* A mask put somewhere: it fills x, y, w, h, stretched by its middle. mask NULL: nothing is to be drawn. */
typedef struct dct_placed {
    const dct_mask *mask;
    int32_t         x, y, w, h;
} dct_placed;

typedef struct dct_masks {
    const docent_alloc *alloc;
    dct_cache           masks;
    dct_outline         outline; /* Scratch. */
    dct_edge_list           edges;
    bool                failed;  /* Memory was short since the last look; the owner clears it. */
} dct_masks;

/* alloc is borrowed. */
void dct_masks_init(dct_masks *s, const docent_alloc *alloc);
void dct_masks_close(dct_masks *s);

/* Quarter pixels, between 0 and what the box can bear. */
int32_t dct_radius_quarters(docent_rect box, float radius);
/* By how much a shadow reaches beyond its box on each side, and how far below it lies. */
int32_t dct_shadow_reach(float blur);
int32_t dct_shadow_drop(float blur);
/* How far a border reaches into its box along its edges. */
int32_t dct_border_thickness(float width);
/* By how much a path may be drawn beyond its box: half its line. */
int32_t dct_path_reach(float width);

/* A box of at least one pixel. Borrowed until the cache is trimmed. */
dct_placed dct_mask_box(dct_masks *s, docent_rect box, float radius);
dct_placed dct_mask_border(dct_masks *s, docent_rect box, float radius, float width);
dct_placed dct_mask_shadow(dct_masks *s, docent_rect box, float radius, float blur);
dct_placed dct_mask_path(dct_masks *s, docent_rect box, const char *path, float width);

/* The row of the mask that is drawn at y, and the column drawn at x. */
static inline int32_t dct_stretched(int32_t at, int32_t drawn, int32_t kept)
{
    int32_t middle = kept / 2;
    return at <= middle ? at : at >= drawn - (kept - middle) ? at - (drawn - kept) : middle;
}

/* The coverage of pixels [from, to) of row y, which lie within the place. */
void dct_placed_row(const dct_placed *place, int32_t y, int32_t from, int32_t to, unsigned char *cover);

#endif
