/* Rectangles by their edges, half open: what painting and damage reckon with. Empty when x0 >= x1 or y0 >= y1. */
#ifndef DCT_PAINT_AREA_H
#define DCT_PAINT_AREA_H

#include "number.h"

#include <docent/view.h>

typedef struct dct_area { int32_t x0, y0, x1, y1; } dct_area;

static inline bool dct_area_empty(dct_area a)
{
    return a.x0 >= a.x1 || a.y0 >= a.y1;
}

static inline dct_area dct_area_meet(dct_area a, dct_area b)
{
    return (dct_area){ a.x0 > b.x0 ? a.x0 : b.x0, a.y0 > b.y0 ? a.y0 : b.y0, a.x1 < b.x1 ? a.x1 : b.x1,
                       a.y1 < b.y1 ? a.y1 : b.y1 };
}

static inline bool dct_area_touches(dct_area a, dct_area b)
{
    return !dct_area_empty(dct_area_meet(a, b));
}

static inline bool dct_area_holds(dct_area outer, dct_area inner)
{
    return outer.x0 <= inner.x0 && outer.y0 <= inner.y0 && outer.x1 >= inner.x1 && outer.y1 >= inner.y1;
}

static inline dct_area dct_area_join(dct_area a, dct_area b)
{
    return (dct_area){ a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1,
                       a.y1 > b.y1 ? a.y1 : b.y1 };
}

static inline bool dct_area_same(dct_area a, dct_area b)
{
    return a.x0 == b.x0 && a.y0 == b.y0 && a.x1 == b.x1 && a.y1 == b.y1;
}

static inline int64_t dct_area_size(dct_area a)
{
    return dct_area_empty(a) ? 0 : (int64_t)(a.x1 - a.x0) * (a.y1 - a.y0);
}

/* Of a box of any numbers: edges stay within DCT_FAR. */
static inline dct_area dct_area_of(docent_rect box)
{
    return (dct_area){ dct_clamp_i32(box.x, -DCT_FAR, DCT_FAR), dct_clamp_i32(box.y, -DCT_FAR, DCT_FAR),
                       dct_clamp_i32((int64_t)box.x + box.w, -DCT_FAR, DCT_FAR),
                       dct_clamp_i32((int64_t)box.y + box.h, -DCT_FAR, DCT_FAR) };
}

static inline dct_area dct_area_grown(dct_area a, int32_t by, int32_t down)
{
    return (dct_area){ a.x0 - by, a.y0 - by + down, a.x1 + by, a.y1 + by + down };
}

static inline docent_rect dct_area_box(dct_area a)
{
    return (docent_rect){ a.x0, a.y0, a.x1 - a.x0, a.y1 - a.y0 };
}

#endif
