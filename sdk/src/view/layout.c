/* Box layout: widths from above, heights from below, then places.
 *
 *   measure(box, w)   sets box->w, box->h for the width it is given; asks its children first
 *   place(box, x, y)  gives absolute places; in a right-to-left box x is mirrored inside it
 *
 * Every function is linear in its children; natural widths are cached, so the whole is linear in boxes. */
#include "box.h"

#include <math.h>

typedef struct pass {
    dct_arena *arena;
    bool       failed;
} pass;

static void measure(pass *p, dct_box *box, float width);

static float inner_pad_w(const dct_box *b)
{
    return b->pad.start + b->pad.end;
}

static float clampf(float v, float low, float high)
{
    return v < low ? low : v > high ? high : v;
}

/* ---- natural widths ---------------------------------------------------------- */

static float natural_children(dct_box *box)
{
    float sum = 0, widest = 0;
    uint32_t count = 0;
    for (dct_box *c = box->first; c != NULL; c = c->next, count++) {
        float w = dct_box_natural_width(c);
        sum += w;
        widest = fmaxf(widest, w);
    }
    bool beside = box->kind == DCT_BOX_ROW || box->kind == DCT_BOX_WRAP;
    return beside && count > 0 ? sum + box->gap * (float)(count - 1) : widest;
}

static float natural_table(dct_box *box);

float dct_box_natural_width(dct_box *box)
{
    if (box->natural >= 0)
        return box->natural;
    float w;
    if (box->want_w > 0)
        w = box->want_w;
    else if (box->kind == DCT_BOX_TEXT)
        w = (box->paragraph == NULL ? 0 : ceilf(dct_paragraph_max_width(box->paragraph) + 0.5f)) + inner_pad_w(box);
    else if (box->kind == DCT_BOX_TABLE)
        w = natural_table(box) + inner_pad_w(box);
    else
        w = natural_children(box) + inner_pad_w(box);
    w = fmaxf(w, box->min_w);
    if (box->max_w > 0)
        w = fminf(w, box->max_w);
    box->natural = w;
    return w;
}

/* The least width at which nothing is cut: of its widest unbreakable piece. */
static float least_width(dct_box *box)
{
    float w = 0;
    if (box->want_w > 0 && box->kind != DCT_BOX_PICTURE)
        w = box->want_w;
    else if (box->kind == DCT_BOX_TEXT && box->paragraph != NULL)
        w = ceilf(dct_paragraph_min_width(box->paragraph) + 0.5f) + inner_pad_w(box);
    else
        for (dct_box *c = box->first; c != NULL; c = c->next)
            w = fmaxf(w, least_width(c) + inner_pad_w(box));
    return fmaxf(w, box->min_w);
}

/* ---- leaves --------------------------------------------------------------------- */

static void measure_text(pass *p, dct_box *box, float width)
{
    float inner = fmaxf(1, width - inner_pad_w(box));
    box->w = width;
    box->h = box->pad.top + box->pad.bottom;
    if (box->paragraph == NULL)
        return;
    if ((box->flags & DCT_BOX_SCROLLED) != 0)
        inner = fmaxf(inner, dct_box_line_width(box));
    dct_text_align align = box->align_x;
    /* START is the page's side for what the interface says; a text's own direction is only for its order. */
    if (dct_paragraph_rtl(box->paragraph) != ((box->flags & DCT_BOX_RTL) != 0) && align != DCT_ALIGN_CENTER)
        align = align == DCT_ALIGN_START ? DCT_ALIGN_END : DCT_ALIGN_START;
    if (dct_paragraph_break(box->paragraph, p->arena, inner, align, box->line_height, box->max_lines,
                            &box->layout) != DOCENT_OK)
        p->failed = true;
    box->h += ceilf(box->layout.height);
}

static void measure_picture(dct_box *box, float width)
{
    float w = box->want_w > 0 ? fminf(box->want_w, width) : width;
    box->h = box->want_w > 0 ? roundf(box->want_h * w / box->want_w) : box->want_h;
    box->w = w;
}

/* ---- containers ------------------------------------------------------------------- */

/* The width a child of a column gets. */
static float child_width(dct_box *parent, dct_box *c, float inner)
{
    float w = inner;
    bool fill = (c->flags & DCT_BOX_FILL) != 0 || (parent->align_x == DCT_ALIGN_START && c->want_w <= 0 &&
                (c->kind == DCT_BOX_COLUMN || c->kind == DCT_BOX_TEXT || c->kind == DCT_BOX_GRID ||
                 c->kind == DCT_BOX_TABLE || c->kind == DCT_BOX_WRAP));
    if (!fill)
        w = fminf(dct_box_natural_width(c), inner);
    if (c->max_w > 0)
        w = fminf(w, c->max_w);
    return fmaxf(w, fminf(c->min_w, inner));
}

static void measure_column(pass *p, dct_box *box, float width)
{
    float inner = fmaxf(1, width - inner_pad_w(box)), h = box->pad.top + box->pad.bottom;
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        measure(p, c, child_width(box, c, inner));
        h += c->h + (c->next != NULL ? box->gap : 0);
    }
    box->w = width;
    box->h = h;
}

/* Shares `inner` among a row's children: those that grow take what the others leave; too little room is taken from texts. */
static void row_widths(dct_box *box, float inner)
{
    float fixed = 0, grow = 0, soft = 0;
    uint32_t count = 0;
    for (dct_box *c = box->first; c != NULL; c = c->next, count++) {
        grow += c->grow;
        c->w = c->grow > 0 ? 0 : fminf(dct_box_natural_width(c), inner);
        fixed += c->w;
        if (c->grow <= 0 && c->want_w <= 0)
            soft += c->w;
    }
    float room = inner - fixed - (count > 1 ? box->gap * (float)(count - 1) : 0);
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        if (c->grow > 0)
            c->w = fmaxf(room * c->grow / grow, c->min_w);
        else if (room < 0 && c->want_w <= 0 && soft > 0)
            c->w = fmaxf(c->w + room * c->w / soft, fminf(c->w, least_width(c)));
        if (c->max_w > 0)
            c->w = fminf(c->w, c->max_w);
    }
}

static void measure_row(pass *p, dct_box *box, float width)
{
    float h = 0;
    row_widths(box, fmaxf(1, width - inner_pad_w(box)));
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        measure(p, c, fmaxf(1, c->w));
        h = fmaxf(h, c->h);
    }
    box->w = width;
    box->h = h + box->pad.top + box->pad.bottom;
}

static float line_gap(const dct_box *box)
{
    return box->line_gap > 0 ? box->line_gap : box->gap;
}

static void measure_wrap(pass *p, dct_box *box, float width)
{
    float inner = fmaxf(1, width - inner_pad_w(box)), x = 0, line = 0, h = 0;
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        measure(p, c, fminf(dct_box_natural_width(c), inner));
        if (x > 0 && x + c->w > inner + 0.5f) {
            h += line + line_gap(box);
            x = line = 0;
        }
        x += c->w + box->gap;
        line = fmaxf(line, c->h);
    }
    box->w = width;
    box->h = h + line + box->pad.top + box->pad.bottom;
}

static uint32_t grid_columns(const dct_box *box, float inner)
{
    float fit = floorf((inner + box->gap) / (fmaxf(1, box->column_min) + box->gap));
    uint32_t count = 0;
    for (const dct_box *c = box->first; c != NULL; c = c->next)
        count++;
    uint32_t columns = fit < 1 ? 1 : (uint32_t)fminf(fit, 64);
    if (box->column_max > 0 && columns > box->column_max)
        columns = box->column_max;
    return columns > count && count > 0 ? count : columns;
}

/* Rows of a grid are as high as their highest cell, and every cell of it is. */
static void measure_grid(pass *p, dct_box *box, float width)
{
    float inner = fmaxf(1, width - inner_pad_w(box)), h = 0;
    uint32_t columns = grid_columns(box, inner);
    float cell = floorf((inner - box->gap * (float)(columns - 1)) / (float)columns);
    for (dct_box *c = box->first; c != NULL;) {
        float highest = 0;
        dct_box *row = c;
        uint32_t n = 0;
        for (; c != NULL && n < columns; c = c->next, n++) {
            measure(p, c, fmaxf(1, cell));
            highest = fmaxf(highest, c->h);
        }
        for (; row != c; row = row->next)
            row->h = highest;
        h += highest + (c != NULL ? line_gap(box) : 0);
    }
    box->w = width;
    box->h = h + box->pad.top + box->pad.bottom;
}

/* ---- tables -------------------------------------------------------------------------- */

enum { MAX_COLUMNS = 32 };

typedef struct column_set {
    float    least[MAX_COLUMNS], natural[MAX_COLUMNS], width[MAX_COLUMNS];
    uint32_t count;
} column_set;

static void table_columns(dct_box *box, column_set *out)
{
    *out = (column_set){ .count = box->column_max < MAX_COLUMNS ? box->column_max : MAX_COLUMNS };
    for (dct_box *row = box->first; row != NULL; row = row->next) {
        uint32_t i = 0;
        for (dct_box *c = row->first; c != NULL && i < out->count; c = c->next, i++) {
            out->natural[i] = fmaxf(out->natural[i], dct_box_natural_width(c));
            out->least[i] = fmaxf(out->least[i], least_width(c));
        }
    }
}

static float natural_table(dct_box *box)
{
    column_set c;
    float sum = 0;
    table_columns(box, &c);
    for (uint32_t i = 0; i < c.count; i++)
        sum += c.natural[i];
    return sum;
}

/* CSS 2.2, 17.5.2.2: each column between its least and its natural width, in proportion to what it would like. */
static void share_columns(column_set *c, float inner)
{
    float least = 0, natural = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        least += c->least[i];
        natural += c->natural[i];
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (natural <= inner)
            c->width[i] = c->natural[i] + (inner - natural) * (natural > 0 ? c->natural[i] / natural : 1);
        else if (least >= inner || natural <= least)
            c->width[i] = least > 0 ? inner * c->least[i] / least : inner / (float)c->count;
        else
            c->width[i] = c->least[i] + (inner - least) * (c->natural[i] - c->least[i]) / (natural - least);
    }
}

static void measure_table_row(pass *p, dct_box *row, const column_set *c)
{
    float h = 0, w = 0;
    uint32_t i = 0;
    for (dct_box *cell = row->first; cell != NULL && i < c->count; cell = cell->next, i++) {
        measure(p, cell, fmaxf(1, c->width[i]));
        h = fmaxf(h, cell->h);
        w += c->width[i];
    }
    for (dct_box *cell = row->first; cell != NULL; cell = cell->next)
        cell->h = h;
    row->w = w;
    row->h = h;
}

static void measure_table(pass *p, dct_box *box, float width)
{
    column_set c;
    table_columns(box, &c);
    share_columns(&c, fmaxf(1, width - inner_pad_w(box)));
    float h = box->pad.top + box->pad.bottom;
    for (dct_box *row = box->first; row != NULL; row = row->next) {
        measure_table_row(p, row, &c);
        h += row->h;
    }
    box->w = width;
    box->h = h;
}

static void measure(pass *p, dct_box *box, float width)
{
    switch (box->kind) {
    case DCT_BOX_TEXT: measure_text(p, box, width); break;
    case DCT_BOX_PICTURE: measure_picture(box, width); break;
    case DCT_BOX_CODE:
    case DCT_BOX_ICON:
        box->w = box->want_w;
        box->h = box->want_h;
        break;
    case DCT_BOX_ROW: measure_row(p, box, width); break;
    case DCT_BOX_WRAP: measure_wrap(p, box, width); break;
    case DCT_BOX_GRID: measure_grid(p, box, width); break;
    case DCT_BOX_TABLE: measure_table(p, box, width); break;
    case DCT_BOX_COLUMN: measure_column(p, box, width); break;
    }
    if (box->kind != DCT_BOX_PICTURE && box->kind != DCT_BOX_ICON && box->kind != DCT_BOX_CODE)
        box->h = fmaxf(box->h, fmaxf(box->min_h, box->want_h));
}

/* ---- places ---------------------------------------------------------------------------- */

static void place(dct_box *box, float x, float y);

/* Puts `c` at `offset` from the start side of `box`'s inside. */
static void place_at(dct_box *box, dct_box *c, float offset, float y)
{
    bool rtl = (box->flags & DCT_BOX_RTL) != 0;
    float x = rtl ? box->x + box->w - box->pad.start - offset - c->w : box->x + box->pad.start + offset;
    place(c, roundf(x), roundf(y));
}

static float aligned(dct_text_align align, float room)
{
    return align == DCT_ALIGN_CENTER ? room / 2 : align == DCT_ALIGN_END ? room : 0;
}

static float children_height(const dct_box *box)
{
    float h = 0;
    for (const dct_box *c = box->first; c != NULL; c = c->next)
        h += c->h + (c->next != NULL ? box->gap : 0);
    return h;
}

static void place_column(dct_box *box)
{
    float inner = box->w - inner_pad_w(box);
    float spare = box->h - box->pad.top - box->pad.bottom - children_height(box);
    float y = box->y + box->pad.top + aligned(box->align_y, fmaxf(0, spare));
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        place_at(box, c, aligned(box->align_x, inner - c->w), y);
        y += c->h + box->gap;
    }
}

static void place_row(dct_box *box)
{
    float used = 0;
    uint32_t count = 0;
    for (dct_box *c = box->first; c != NULL; c = c->next, count++)
        used += c->w;
    float spare = box->w - inner_pad_w(box) - used - (count > 1 ? box->gap * (float)(count - 1) : 0);
    float x = aligned(box->align_x, fmaxf(0, spare));
    float h = box->h - box->pad.top - box->pad.bottom;
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        place_at(box, c, x, box->y + box->pad.top + aligned(box->align_y, h - c->h));
        x += c->w + box->gap;
    }
}

/* Line by line: what fits beside the first of it, then where that begins. */
static void place_wrap(dct_box *box)
{
    float inner = box->w - inner_pad_w(box), y = box->y + box->pad.top;
    for (dct_box *c = box->first, *end; c != NULL; y += line_gap(box)) {
        float used = c->w, height = c->h;
        for (end = c->next; end != NULL && used + box->gap + end->w <= inner + 0.5f; end = end->next) {
            used += box->gap + end->w;
            height = fmaxf(height, end->h);
        }
        float x = aligned(box->align_x, fmaxf(0, inner - used));
        for (; c != end; x += c->w + box->gap, c = c->next)
            place_at(box, c, x, y);
        y += height;
    }
}

static void place_grid(dct_box *box)
{
    uint32_t columns = grid_columns(box, fmaxf(1, box->w - inner_pad_w(box))), n = 0;
    float y = box->y + box->pad.top;
    for (dct_box *c = box->first; c != NULL; c = c->next) {
        place_at(box, c, (float)n * (c->w + box->gap), y);
        if (++n == columns) {
            n = 0;
            y += c->h + line_gap(box);
        }
    }
}

static void place_cells(dct_box *row)
{
    float x = 0;
    for (dct_box *c = row->first; c != NULL; c = c->next) {
        place_at(row, c, x, row->y);
        x += c->w;
    }
}

static void place_table(dct_box *box)
{
    float y = box->y + box->pad.top;
    for (dct_box *row = box->first; row != NULL; row = row->next) {
        bool rtl = (box->flags & DCT_BOX_RTL) != 0;
        row->x = rtl ? box->x + box->w - box->pad.start - row->w : box->x + box->pad.start;
        row->y = y;
        place_cells(row);
        y += row->h;
    }
}

static void place(dct_box *box, float x, float y)
{
    box->x = x;
    box->y = y;
    switch (box->kind) {
    case DCT_BOX_COLUMN: place_column(box); break;
    case DCT_BOX_ROW: place_row(box); break;
    case DCT_BOX_WRAP: place_wrap(box); break;
    case DCT_BOX_GRID: place_grid(box); break;
    case DCT_BOX_TABLE: place_table(box); break;
    default: break;
    }
}

bool dct_box_layout(dct_box *root, dct_arena *arena, float x, float y, float width, float min_h)
{
    pass p = { arena, false };
    measure(&p, root, clampf(width, 1, 65536));
    root->h = fmaxf(root->h, min_h);
    place(root, x, y);
    return !p.failed && !dct_arena_failed(arena);
}
