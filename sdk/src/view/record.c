/* Placed boxes -> draw list. What changes without a new layout is decided here: scroll, focus, hover, selection, marks. */
#include "view_impl.h"

#include <math.h>
#include <string.h>

typedef struct pen {
    docent_view *v;
    dct_list    *list;
    float        dy;      /* Added to every y: the place of the root on the screen. */
    docent_rect  visible; /* In the view's pixels: what is outside is not recorded. */
} pen;

static uint32_t colour(const pen *p, dct_token token)
{
    return p->v->theme.colour[token];
}

static docent_rect rect_of(float x, float y, float w, float h)
{
    float left = floorf(x + 0.5f), top = floorf(y + 0.5f);
    return (docent_rect){ (int32_t)left, (int32_t)top, (int32_t)(floorf(x + w + 0.5f) - left),
                          (int32_t)(floorf(y + h + 0.5f) - top) };
}

static docent_rect box_rect(const pen *p, const dct_box *b)
{
    return rect_of(b->x, b->y + p->dy, b->w, b->h);
}

static bool is_visible(const pen *p, docent_rect r)
{
    return r.x < p->visible.x + p->visible.w && r.x + r.w > p->visible.x && r.y < p->visible.y + p->visible.h &&
           r.y + r.h > p->visible.y;
}

/* ---- surfaces ------------------------------------------------------------------------ */

static void record_surface(pen *p, const dct_box *b, docent_rect r)
{
    const dct_state *s = &p->v->state;
    dct_token back = b->background;
    bool hot = b->key != 0 && b->hover != DCT_NO_COLOUR && (s->hover == b->key || s->pressed == b->key);
    if (hot)
        back = b->hover;
    if (b->note != NULL && strcmp(b->note, "veil") == 0) {
        dct_list_fill(p->list, r, 0, (colour(p, back) & 0xFFFFFFu) | 0xB8000000u);
        return;
    }
    if (b->shadow > 0)
        dct_list_shadow(p->list, r, b->radius, b->shadow, (colour(p, DCT_SHADOW) & 0xFFFFFFu) | 0x50000000u);
    if (back != DCT_NO_COLOUR)
        dct_list_fill(p->list, r, b->radius, colour(p, back));
    if (b->note != NULL && strcmp(b->note, "head") == 0) { /* Round above, square where the table goes on. */
        docent_rect lower = { r.x, r.y + r.h / 2, r.w, r.h - r.h / 2 };
        dct_list_fill(p->list, lower, 0, colour(p, back));
    }
    if (b->border != DCT_NO_COLOUR && b->border_width > 0)
        dct_list_stroke(p->list, r, b->radius, b->border_width, colour(p, b->border));
    if (b->note != NULL && strcmp(b->note, "rule") == 0)
        dct_list_fill(p->list, (docent_rect){ r.x, r.y, r.w, 1 }, 0, colour(p, DCT_BORDER));
}

/* Two lines, so that the ring is seen on any ground: the page's own colour inside, the focus colour around it. */
static void record_focus(pen *p, docent_rect r, float radius)
{
    float unit = p->v->build.m.scale;
    int32_t gap = (int32_t)lroundf(2 * unit), width = (int32_t)lroundf(3 * unit);
    if (width < 2)
        width = 2;
    docent_rect inner = { r.x - gap, r.y - gap, r.w + 2 * gap, r.h + 2 * gap };
    docent_rect outer = { inner.x - width, inner.y - width, inner.w + 2 * width, inner.h + 2 * width };
    dct_list_stroke(p->list, inner, radius > 0 ? radius + (float)gap : 0, (float)gap, colour(p, DCT_SURFACE));
    dct_list_stroke(p->list, outer, radius + (float)(gap + width), (float)width, colour(p, DCT_FOCUS));
}

/* ---- texts -------------------------------------------------------------------------------- */

enum { MAX_BOXES = 64 };

/* Fills the boxes that cover bytes from..to of a text. */
static void fill_bytes(pen *p, const dct_box *b, uint32_t from, uint32_t to, float grow, float radius, uint32_t argb)
{
    dct_text_box boxes[MAX_BOXES];
    uint32_t n = dct_layout_boxes(b->paragraph, &b->layout, from, to, boxes, MAX_BOXES);
    for (uint32_t i = 0; i < n && i < MAX_BOXES; i++) {
        docent_rect r = rect_of(b->x + b->pad.start + boxes[i].x - grow, b->y + b->pad.top + p->dy + boxes[i].y,
                                boxes[i].w + 2 * grow, boxes[i].h);
        if (is_visible(p, r))
            dct_list_fill(p->list, r, radius, argb);
    }
}

static void record_chips(pen *p, const dct_box *b)
{
    float unit = p->v->build.m.scale;
    for (uint32_t l = 0; l < b->layout.line_count; l++) {
        const dct_line *line = &b->layout.lines[l];
        for (uint32_t i = 0; i < line->run_count; i++) {
            const dct_glyph_run *run = &line->runs[i];
            const dct_paint_style *style = &b->styles[run->style];
            if (style->back == DCT_NO_COLOUR)
                continue;
            float size = run->size_px, top = b->y + b->pad.top + p->dy + line->baseline - size * 1.02f;
            docent_rect r = rect_of(b->x + b->pad.start + run->x - 2 * unit, top, run->width + 4 * unit, size * 1.34f);
            if (!is_visible(p, r))
                continue;
            dct_list_fill(p->list, r, 4 * unit, colour(p, style->back));
            if (style->edge != DCT_NO_COLOUR)
                dct_list_stroke(p->list, r, 4 * unit, fmaxf(1, roundf(unit)), colour(p, style->edge));
        }
    }
}

static void record_marks(pen *p, const dct_box *b)
{
    docent_view *v = p->v;
    uint32_t from, to;
    for (uint32_t i = 0; i < v->matches.count && (b->flags & DCT_BOX_SELECTABLE) != 0; i++)
        if (v->matches.items[i].order == b->order)
            fill_bytes(p, b, v->matches.items[i].from, v->matches.items[i].to, 1, 3,
                       colour(p, i == v->state.find_at ? DCT_MARK_STRONG : DCT_MARK));
    if ((b->flags & DCT_BOX_SELECTABLE) != 0 &&
        dct_find_overlap(v->state.selection_from, v->state.selection_to, b->order, b->text_size, &from, &to))
        fill_bytes(p, b, from, to, 0, 0, colour(p, DCT_SELECTION));
}

static void record_underline(pen *p, const dct_box *b, const dct_line *line, const dct_glyph_run *run,
                             const dct_paint_style *style)
{
    float thick = fmaxf(1, roundf(run->size_px / 15)), base = b->y + b->pad.top + p->dy + line->baseline;
    /* Not under the space that hangs at the end of a line. */
    float left = fmaxf(run->x, line->x), right = fminf(run->x + run->width, line->x + line->width);
    float width = fmaxf(0, right - left);
    float x = b->x + b->pad.start + left;
    if (style->underline)
        dct_list_fill(p->list, rect_of(x, roundf(base + run->size_px * 0.14f), width, thick), 0,
                      colour(p, style->colour));
    if (style->strike)
        dct_list_fill(p->list, rect_of(x, roundf(base - run->size_px * 0.3f), width, thick), 0,
                      colour(p, style->colour));
}

static void record_lines(pen *p, const dct_box *b)
{
    for (uint32_t l = 0; l < b->layout.line_count; l++) {
        const dct_line *line = &b->layout.lines[l];
        float top = b->y + b->pad.top + p->dy + line->top;
        if (top > (float)(p->visible.y + p->visible.h) || top + line->height < (float)p->visible.y)
            continue;
        for (uint32_t i = 0; i < line->run_count; i++) {
            const dct_glyph_run *run = &line->runs[i];
            const dct_paint_style *style = &b->styles[run->style];
            dct_list_glyphs(p->list, run, b->x + b->pad.start, b->y + b->pad.top + p->dy + line->baseline,
                            colour(p, style->colour));
            if (style->underline || style->strike)
                record_underline(p, b, line, run, style);
        }
    }
}

/* Caret and selection of the field that is typed into. */
static void record_field(pen *p, const dct_box *b)
{
    const dct_state *s = &p->v->state;
    if (b->field == 0 || (int32_t)s->field != b->field)
        return;
    uint32_t from, to;
    if (dct_edit_selection(&s->fields[b->field], &from, &to))
        fill_bytes(p, b, from, to, 0, 0, colour(p, DCT_SELECTION));
    dct_caret caret = dct_field_caret(p->v, b);
    float width = fmaxf(2, roundf(2 * p->v->build.m.scale));
    dct_list_fill(p->list, rect_of(b->x + b->pad.start + caret.x, b->y + b->pad.top + p->dy + caret.top, width, caret.height),
                  0, colour(p, DCT_ACCENT));
}

static void record_link_focus(pen *p, const dct_box *b)
{
    for (uint32_t i = 0; i < b->link_count; i++) {
        if (b->links[i].key != p->v->state.focus || !p->v->state.focus_seen)
            continue;
        dct_text_box boxes[MAX_BOXES];
        uint32_t n = dct_layout_boxes(b->paragraph, &b->layout, b->links[i].from, b->links[i].to, boxes, MAX_BOXES);
        for (uint32_t k = 0; k < n && k < MAX_BOXES; k++)
            record_focus(p, rect_of(b->x + b->pad.start + boxes[k].x, b->y + b->pad.top + p->dy + boxes[k].y, boxes[k].w,
                                    boxes[k].h), 3);
    }
}

static void record_text(pen *p, const dct_box *b)
{
    if (b->paragraph == NULL || b->styles == NULL)
        return;
    bool scrolled = (b->flags & DCT_BOX_SCROLLED) != 0;
    if (scrolled)
        dct_list_clip(p->list, box_rect(p, b), 0);
    record_chips(p, b);
    record_marks(p, b);
    record_field(p, b);
    record_lines(p, b);
    record_link_focus(p, b);
    if (scrolled)
        dct_list_unclip(p->list);
}

/* ---- all ----------------------------------------------------------------------------------------- */

static float within(float v, float most)
{
    return fminf(most, fmaxf(-most, v));
}

/* A picture larger than its window: moved no further than its edges. */
static void record_zoomed(pen *p, const dct_box *b, docent_rect r)
{
    const dct_state *s = &p->v->state;
    float w = b->fit_w * s->zoom, h = b->fit_h * s->zoom;
    float x = (float)r.x + ((float)r.w - w) / 2 + within(s->pan_x, fmaxf(0, (w - (float)r.w) / 2));
    float y = (float)r.y + ((float)r.h - h) / 2 + within(s->pan_y, fmaxf(0, (h - (float)r.h) / 2));
    dct_list_clip(p->list, r, b->radius);
    dct_list_picture(p->list, rect_of(x, y, w, h), 0, b->name);
    dct_list_unclip(p->list);
}

/* Dark on white whatever the theme, with the quiet ground of four modules that readers ask for; neighbours in a row are one box. */
static void record_code(pen *p, const dct_box *b, docent_rect r)
{
    int32_t whole = (int32_t)b->side + 8, unit = r.w / whole, x0 = r.x + (r.w - unit * (int32_t)b->side) / 2;
    int32_t y0 = r.y + (r.h - unit * (int32_t)b->side) / 2;
    dct_list_fill(p->list, r, b->radius, 0xFFFFFFFFu);
    for (uint32_t y = 0; y < b->side; y++)
        for (uint32_t x = 0, run; x < b->side; x += run) {
            const unsigned char *row = b->modules + (size_t)y * b->side;
            for (run = 1; x + run < b->side && row[x + run] == row[x]; run++) {}
            docent_rect dark = { x0 + (int32_t)x * unit, y0 + (int32_t)y * unit, (int32_t)run * unit, unit };
            if (row[x] != 0)
                dct_list_fill(p->list, dark, 0, 0xFF000000u);
        }
}

static void record_own(pen *p, const dct_box *b, docent_rect r)
{
    record_surface(p, b, r);
    if (b->kind == DCT_BOX_TEXT)
        record_text(p, b);
    else if (b->kind == DCT_BOX_PICTURE && b->fit_w > 0)
        record_zoomed(p, b, r);
    else if (b->kind == DCT_BOX_PICTURE)
        dct_list_picture(p->list, r, b->radius, b->name);
    else if (b->kind == DCT_BOX_CODE)
        record_code(p, b, r);
    else if (b->kind == DCT_BOX_ICON && b->name != NULL)
        dct_list_path(p->list, r, b->name, b->stroke, colour(p, b->colour));
}

static void record_tree(pen *p, const dct_box *root)
{
    const dct_box *focused = NULL;
    for (const dct_box *b = root; b != NULL;) {
        docent_rect r = box_rect(p, b);
        int32_t slack = (int32_t)(b->shadow + 8 * p->v->build.m.scale);
        docent_rect wide = { r.x - slack, r.y - slack, r.w + 2 * slack, r.h + 2 * slack };
        if (!is_visible(p, wide)) {
            b = dct_box_skip(root, b);
            continue;
        }
        record_own(p, b, r);
        if (b->key != 0 && b->key == p->v->state.focus && p->v->state.focus_seen && (b->flags & DCT_BOX_FOCUSABLE) != 0)
            focused = b;
        b = dct_box_next(root, b);
    }
    if (focused != NULL)
        record_focus(p, box_rect(p, focused), focused->radius);
}

static docent_rect whole(const docent_view *v)
{
    return (docent_rect){ 0, 0, v->config.width, v->config.height };
}

static void record_fixed(docent_view *v, const dct_box *root)
{
    if (root == NULL)
        return;
    pen p = { v, &v->list, 0, whole(v) };
    record_tree(&p, root);
}

/* A thin bar that shows how much there is and where one is. */
static void record_scroll_bar(docent_view *v)
{
    float max = dct_frame_scroll_max(v), unit = v->build.m.scale;
    if (max < 1 || v->page_height < 1)
        return;
    float height = (float)v->main_area.h, size = fmaxf(24 * unit, height * height / v->page_height);
    float y = (float)v->main_area.y + (height - size) * fminf(1, v->state.scroll.y / max);
    float width = roundf(5 * unit), x = v->build.rtl ? roundf(2 * unit) : (float)v->config.width - width - roundf(2 * unit);
    dct_list_fill(&v->list, rect_of(x, y, width, size), width / 2, v->theme.colour[DCT_CONTROL]);
}

void dct_record(docent_view *v)
{
    dct_list_init(&v->list, &v->frame_arena, v->config.width, v->config.height);
    dct_list_fill(&v->list, whole(v), 0, v->theme.colour[DCT_BACKGROUND]);
    pen page = { v, &v->list, (float)dct_frame_offset(v, v->screen.main), v->main_area };
    dct_list_scroll(&v->list, v->main_area, 1, dct_scroll_offset(&v->state.scroll));
    record_tree(&page, v->screen.main);
    dct_list_end_scroll(&v->list);
    record_scroll_bar(v);
    record_fixed(v, v->screen.header);
    record_fixed(v, v->screen.find);
    record_fixed(v, v->screen.compose);
    record_fixed(v, v->screen.footer);
    record_fixed(v, v->screen.keyboard);
    record_fixed(v, v->screen.dialog);
}
