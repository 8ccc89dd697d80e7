/* Pictures, and what stands in for one that cannot be shown: a quiet grey box with a drawing of a picture, which reads on
 * light and dark grounds alike. The text alternative beside it is the viewer's to show. */
#include "draw.h"

#define BROKEN_GROUND 0x20808080u
#define BROKEN_LINES 0xc0808080u
#define BROKEN_SIDE 48 /* Pixels of the drawing, at most. */

/* A frame, a sun and a hill, with a gap torn through. */
static const char broken_path[] =
    "M10 19H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2h6.5M15.5 5H19a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-4.5M13 5l-1.5 4 2.5 2.5-2 3.5"
    " 1.5 4M3.5 16.5 8 12M17 9.5h.01";

/* The mask's own row of coverage, blended in one colour. */
static void draw_broken_path(dct_stencil *s, docent_rect box)
{
    int32_t side = box.w < box.h ? box.w / 2 : box.h / 2;
    side = side > BROKEN_SIDE ? BROKEN_SIDE : side;
    if (side < 12)
        return;
    docent_rect at = { box.x + (box.w - side) / 2, box.y + (box.h - side) / 2, side, side };
    dct_placed p = dct_mask_path(s->brush->masks, at, broken_path, 1.5f * (float)side / 24);
    if (p.mask == NULL)
        return;
    dct_area area = dct_area_meet(s->area, (dct_area){ p.x, p.y, p.x + p.w, p.y + p.h });
    unsigned char table[256];
    dct_table_alpha(table, BROKEN_LINES >> 24);
    for (int32_t y = area.y0; y < area.y1; y++)
        dct_stencil_cover(s, y, area.x0, area.x1, dct_pixel(BROKEN_LINES, s->brush->canvas.format),
                          p.mask->cover + (size_t)(y - p.y) * (size_t)p.mask->w + (area.x0 - p.x), table);
}

static void draw_broken(dct_stencil *s, docent_rect box)
{
    uint32_t pixel = dct_pixel(BROKEN_GROUND, s->brush->canvas.format);
    for (int32_t y = s->area.y0; y < s->area.y1; y++)
        dct_stencil_solid(s, y, s->area.x0, s->area.x1, pixel, BROKEN_GROUND >> 24);
    draw_broken_path(s, box);
}

/* Round corners are one more clip. */
static void add_own_corners(dct_stencil *s, const dct_mark *mark)
{
    if (dct_radius_quarters(mark->box, mark->op->radius) == 0)
        return;
    dct_placed placed = dct_mask_box(s->brush->masks, mark->box, mark->op->radius);
    if (placed.mask != NULL)
        s->rounds[s->round_count++] = placed;
}

void dct_draw_picture(dct_stencil *s, const dct_mark *mark)
{
    docent_rect box = mark->box;
    add_own_corners(s, mark);
    const dct_bitmap *bitmap = dct_picture_of(s->brush->pictures, mark->op->name, box.w, box.h);
    if (bitmap == NULL) {
        draw_broken(s, box);
        return;
    }
    for (int32_t y = s->area.y0; y < s->area.y1; y++) {
        const unsigned char *pixels = dct_picture_row(s->brush->pictures, bitmap, box.w, box.h, y - box.y,
                                                      s->area.x0 - box.x, s->area.x1 - box.x, s->brush->row);
        if (pixels == NULL)
            break;
        dct_stencil_picture(s, y, s->area.x0, s->area.x1, pixels, bitmap->opaque, 255);
    }
}
