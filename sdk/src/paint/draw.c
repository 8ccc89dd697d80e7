/* Drawing a mark is filling rows. Most rows are not touched by a round clip and go straight to the buffer; the few that
 * are take a detour over a row of coverage, which the clips multiply:
 *
 *   solid, cover, picture  ->  no corner here  ->  pixels
 *                          ->  corners         ->  cover x corner x corner -> pixels
 */
#include "draw.h"

#include <string.h>

#define BAND 64 /* Rows painted at once, so that they stay in the processor's cache. */

/* ---- rows ----------------------------------------------------------------------- */

static bool in_corner_rows(const dct_placed *round, int32_t y)
{
    int32_t corner = (round->mask->h + 1) / 2;
    return y < round->y + corner || y >= round->y + round->h - corner;
}

static bool row_is_cut(const dct_stencil *s, int32_t y)
{
    for (uint32_t i = 0; i < s->round_count; i++) {
        if (in_corner_rows(&s->rounds[i], y))
            return true;
    }
    return false;
}

/* brush->cover times the clips. */
static void cut_row(dct_stencil *s, int32_t y, int32_t from, int32_t to)
{
    for (uint32_t i = 0; i < s->round_count; i++) {
        if (!in_corner_rows(&s->rounds[i], y))
            continue;
        dct_placed_row(&s->rounds[i], y, from, to, s->brush->other);
        dct_cover_multiply(s->brush->cover, s->brush->other, (size_t)(to - from));
    }
}

void dct_stencil_solid(dct_stencil *s, int32_t y, int32_t from, int32_t to, uint32_t pixel, uint32_t alpha)
{
    unsigned char *at = dct_canvas_at(&s->brush->canvas, from, y);
    size_t count = (size_t)(to - from);
    if (from >= to || alpha == 0)
        return;
    if (row_is_cut(s, y)) {
        unsigned char table[256];
        dct_table_alpha(table, alpha);
        memset(s->brush->cover, 255, count);
        cut_row(s, y, from, to);
        dct_span_cover(at, count, pixel, s->brush->cover, table);
    } else if (alpha == 255) {
        dct_span_fill(at, count, pixel);
    } else {
        dct_span_blend(at, count, pixel, alpha);
    }
}

void dct_stencil_cover(dct_stencil *s, int32_t y, int32_t from, int32_t to, uint32_t pixel, const unsigned char *cover,
                       const unsigned char table[256])
{
    if (from >= to)
        return;
    if (row_is_cut(s, y)) {
        if (cover != s->brush->cover)
            memcpy(s->brush->cover, cover, (size_t)(to - from));
        cut_row(s, y, from, to);
        cover = s->brush->cover;
    }
    dct_span_cover(dct_canvas_at(&s->brush->canvas, from, y), (size_t)(to - from), pixel, cover, table);
}

void dct_stencil_picture(dct_stencil *s, int32_t y, int32_t from, int32_t to, const unsigned char *pixels, bool opaque,
                         uint32_t alpha)
{
    unsigned char *at = dct_canvas_at(&s->brush->canvas, from, y);
    size_t count = (size_t)(to - from);
    if (from >= to)
        return;
    if (row_is_cut(s, y) || alpha != 255) {
        memset(s->brush->cover, (int)alpha, count);
        cut_row(s, y, from, to);
        dct_span_picture(at, count, pixels, s->brush->cover, s->brush->canvas.format);
    } else if (opaque && s->brush->canvas.format == DOCENT_BGRA8) {
        memcpy(at, pixels, count * 4);
    } else {
        dct_span_picture(at, count, pixels, NULL, s->brush->canvas.format);
    }
}

/* ---- shapes ------------------------------------------------------------------------ */

/* A colour, ready to be laid on by coverage. */
typedef struct tint {
    uint32_t      pixel, alpha;
    unsigned char table[256];
} tint;

static void make_tint(tint *t, const dct_stencil *s, uint32_t colour)
{
    t->pixel = dct_pixel(colour, s->brush->canvas.format);
    t->alpha = colour >> 24;
    dct_table_alpha(t->table, t->alpha);
}

/* One row of a mask: what is left of its middle, the middle in one stroke, what is right of it. */
static void draw_mask_row(dct_stencil *s, const dct_placed *p, int32_t y, int32_t from, int32_t to, const tint *t)
{
    const dct_mask *mask = p->mask;
    int32_t row = dct_stretched(y - p->y, p->h, mask->h), middle = mask->w / 2, more = p->w - mask->w;
    const unsigned char *cover = mask->cover + (size_t)row * (size_t)mask->w;
    int32_t left = p->x + middle, right = left + more + 1;
    left = left < from ? from : left > to ? to : left;
    right = right < left ? left : right > to ? to : right;
    if (from < left)
        dct_stencil_cover(s, y, from, left, t->pixel, cover + (from - p->x), t->table);
    dct_stencil_solid(s, y, left, right, t->pixel, t->table[cover[middle]]);
    if (right < to)
        dct_stencil_cover(s, y, right, to, t->pixel, cover + (right - p->x - more), t->table);
}

static void draw_mask_part(dct_stencil *s, const dct_placed *p, const tint *t, dct_area part)
{
    dct_area area = dct_area_meet(part, (dct_area){ p->x, p->y, p->x + p->w, p->y + p->h });
    for (int32_t y = area.y0; y < area.y1 && area.x0 < area.x1; y++)
        draw_mask_row(s, p, y, area.x0, area.x1, t);
}

static void draw_mask(dct_stencil *s, dct_placed p, uint32_t colour)
{
    tint t;
    if (p.mask == NULL)
        return;
    make_tint(&t, s, colour);
    draw_mask_part(s, &p, &t, s->area);
}

static void draw_flat(dct_stencil *s, uint32_t colour)
{
    uint32_t pixel = dct_pixel(colour, s->brush->canvas.format);
    for (int32_t y = s->area.y0; y < s->area.y1; y++)
        dct_stencil_solid(s, y, s->area.x0, s->area.x1, pixel, colour >> 24);
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

/* Not under the box: its rows and columns without the corners are left out.
 *
 *     #########
 *     ##     ##     corners are drawn whole, because the box does not hide them
 *     #       #
 *     ##     ##
 *     #########  */
static void draw_shadow(dct_stencil *s, const dct_mark *mark)
{
    const dct_op *op = mark->op;
    dct_placed p = dct_mask_shadow(s->brush->masks, mark->box, op->radius, op->width);
    int32_t corner = (dct_radius_quarters(mark->box, op->radius) + 3) / 4;
    int32_t x0 = mark->box.x, x1 = x0 + mark->box.w, y0 = mark->box.y, y1 = y0 + mark->box.h;
    int32_t left = x0 + smaller(corner, (x1 - x0 + 1) / 2), right = x1 - corner > left ? x1 - corner : left;
    int32_t top = y0 + smaller(corner, (y1 - y0 + 1) / 2), bottom = y1 - corner > top ? y1 - corner : top;
    dct_area a = s->area;
    dct_area parts[] = {
        { a.x0, a.y0, a.x1, y0 },                       /* above */
        { a.x0, y0, x0, y1 },                           /* left */
        { x0, y0, left, top },                          /* corners */
        { x0, bottom, left, y1 },
        { right, y0, x1, top },
        { right, bottom, x1, y1 },
        { x1, y0, a.x1, y1 },                           /* right */
        { a.x0, y1, a.x1, a.y1 },                       /* below */
    };
    tint t;
    if (p.mask == NULL)
        return;
    make_tint(&t, s, op->colour);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        draw_mask_part(s, &p, &t, dct_area_meet(parts[i], a));
}

static void draw_mark(dct_stencil *s, const dct_mark *mark)
{
    const dct_op *op = mark->op;
    switch (op->kind) {
    case DCT_OP_FILL:
        if (mark->flat)
            draw_flat(s, op->colour);
        else
            draw_mask(s, dct_mask_box(s->brush->masks, mark->box, op->radius), op->colour);
        break;
    case DCT_OP_STROKE:
        draw_mask(s, dct_mask_border(s->brush->masks, mark->box, op->radius, op->width), op->colour);
        break;
    case DCT_OP_SHADOW:
        draw_shadow(s, mark);
        break;
    case DCT_OP_PATH:
        draw_mask(s, dct_mask_path(s->brush->masks, mark->box, op->name, op->width), op->colour);
        break;
    case DCT_OP_GLYPHS:
        dct_draw_run(s, mark);
        break;
    case DCT_OP_PICTURE:
        dct_draw_picture(s, mark);
        break;
    default:
        break;
    }
}

/* ---- areas -------------------------------------------------------------------------- */

/* The round clips that cut this mark here. */
static void lay_stencil(dct_stencil *s, dct_brush *brush, const dct_mark *mark, dct_area area)
{
    s->brush = brush;
    s->area = area;
    s->round_count = 0;
    for (uint32_t number = mark->round; number != 0 && s->round_count < DCT_MAX_CLIPS;) {
        const dct_round *round = dct_scene_round(brush->scene, number);
        number = round->parent;
        if (!dct_round_touches(round, area))
            continue;
        dct_placed placed = dct_mask_box(brush->masks, dct_area_box(round->box), (float)round->quarters / 4);
        if (placed.mask != NULL)
            s->rounds[s->round_count++] = placed;
    }
}

static bool hides(const dct_brush *brush, const dct_mark *mark, dct_area area)
{
    if (!mark->opaque || !dct_area_holds(mark->area, area))
        return false;
    for (uint32_t number = mark->round; number != 0;) {
        const dct_round *round = dct_scene_round(brush->scene, number);
        if (dct_round_touches(round, area))
            return false;
        number = round->parent;
    }
    return true;
}

/* The last mark that hides all before it; if there is none, the area is made black. */
static uint32_t first_to_draw(dct_brush *brush, dct_area area)
{
    const dct_mark *marks = dct_scene_marks(brush->scene);
    for (uint32_t i = dct_scene_count(brush->scene); i-- != 0;) {
        if (hides(brush, &marks[i], area))
            return i;
    }
    for (int32_t y = area.y0; y < area.y1; y++)
        dct_span_fill(dct_canvas_at(&brush->canvas, area.x0, y), (size_t)(area.x1 - area.x0),
                      dct_pixel(0, brush->canvas.format));
    return 0;
}

static void draw_band(dct_brush *brush, dct_area area)
{
    const dct_mark *marks = dct_scene_marks(brush->scene);
    for (uint32_t i = first_to_draw(brush, area); i < dct_scene_count(brush->scene); i++) {
        dct_area part = dct_area_meet(marks[i].area, area);
        if (dct_area_empty(part))
            continue;
        dct_stencil stencil;
        lay_stencil(&stencil, brush, &marks[i], part);
        draw_mark(&stencil, &marks[i]);
        dct_cache_trim(&brush->masks->masks);
        dct_cache_trim(&brush->pictures->bitmaps);
    }
}

void dct_draw_area(dct_brush *brush, dct_area area)
{
    for (int32_t y = area.y0; y < area.y1; y += BAND - y % BAND) {
        int32_t end = y + BAND - y % BAND;
        draw_band(brush, (dct_area){ area.x0, y, area.x1, end < area.y1 ? end : area.y1 });
    }
    brush->failed = brush->failed || brush->masks->failed || brush->pictures->failed;
}
