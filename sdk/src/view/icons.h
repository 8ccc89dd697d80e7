/* The interface's own icons, by name: SVG path data on a grid of 24 x 24, made for DCT_OP_PATH.
 *
 * Two kinds, told apart by dct_icon_filled(): lines to be stroked (DCT_ICON_STROKE of the grid, round caps and joins)
 * and shapes to be filled. They hold no text, so that they need no translation; `back`, `forward` and the like point as
 * they do in left-to-right pages: the viewer mirrors by choosing the other name. */
#ifndef DCT_ICONS_H
#define DCT_ICONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The one weight of every line, in units of the grid: multiply by (box width / 24) for pixels. */
#define DCT_ICON_STROKE 1.75f

/* Static; NULL when there is no such icon. */
const char *dct_icon_path(const char *name);
/* True when the path is to be filled (width 0) instead of stroked. */
bool dct_icon_filled(const char *name);
/* The index-th name, in the order of the alphabet; NULL past the end. */
const char *dct_icon_name(uint32_t index);

#endif
