/* What is at a point: the innermost box that can be pressed, an inline link, a byte of a text. */
#include "view_impl.h"

#include <math.h>

static bool inside(const dct_box *b, float x, float y)
{
    return x >= b->x && x < b->x + b->w && y >= b->y && y < b->y + b->h;
}

/* The part of the screen under a point; topmost first. */
static dct_box *root_at(docent_view *v, float x, float y)
{
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(v, roots);
    for (int i = DCT_ROOT_COUNT - 1; i >= 0; i--) {
        const docent_rect *a = &v->main_area;
        bool in_page = y >= (float)a->y && y < (float)(a->y + a->h);
        if (roots[i] == NULL || (roots[i] == v->screen.main && !in_page))
            continue;
        if (inside(roots[i], x, y - (float)dct_frame_offset(v, roots[i])))
            return roots[i];
    }
    return NULL;
}

static uint32_t byte_at(const dct_box *b, float x, float y)
{
    if (b->paragraph == NULL || b->layout.line_count == 0)
        return 0;
    return dct_layout_offset_at(b->paragraph, &b->layout, x - b->x - b->pad.start, y - b->y - b->pad.top);
}

static const dct_text_link *link_at(const dct_box *b, float x, float y)
{
    dct_text_box boxes[8];
    float lx = x - b->x - b->pad.start, ly = y - b->y - b->pad.top;
    for (uint32_t i = 0; i < b->link_count; i++) {
        uint32_t n = dct_layout_boxes(b->paragraph, &b->layout, b->links[i].from, b->links[i].to, boxes, 8);
        for (uint32_t k = 0; k < n && k < 8; k++)
            if (lx >= boxes[k].x - 2 && lx < boxes[k].x + boxes[k].w + 2 && ly >= boxes[k].y && ly < boxes[k].y + boxes[k].h)
                return &b->links[i];
    }
    return NULL;
}

static void note_box(dct_hit *hit, const dct_box *b, float x, float y)
{
    if (b->press.what != DCT_DO_NOTHING && (b->flags & DCT_BOX_DISABLED) == 0) {
        hit->box = b;
        hit->key = b->key;
        hit->link = NULL;
    }
    if (b->kind != DCT_BOX_TEXT || b->paragraph == NULL)
        return;
    if ((b->flags & DCT_BOX_SELECTABLE) != 0 || b->field != 0) {
        hit->text = b;
        hit->offset = byte_at(b, x, y);
    }
    const dct_text_link *link = link_at(b, x, y);
    if (link != NULL) {
        hit->box = b;
        hit->link = link;
        hit->key = link->key;
    }
}

dct_hit dct_hit_at(docent_view *v, float x, float y)
{
    dct_hit hit = { 0 };
    dct_box *root = v->built ? root_at(v, x, y) : NULL;
    if (root == NULL)
        return hit;
    float ly = y - (float)dct_frame_offset(v, root);
    for (const dct_box *b = root; b != NULL;) {
        if (!inside(b, x, ly)) {
            b = dct_box_skip(root, b);
            continue;
        }
        note_box(&hit, b, x, ly);
        b = dct_box_next(root, b);
    }
    return hit;
}

uint32_t dct_hit_offset(docent_view *v, const dct_box *text, float x, float y)
{
    bool in_page = (text->flags & DCT_BOX_SELECTABLE) != 0;
    return byte_at(text, x, in_page ? y - (float)dct_frame_offset(v, v->screen.main) : y);
}

const dct_box *dct_hit_nearest_text(docent_view *v, float x, float y)
{
    const dct_box *best = NULL;
    float ly = y - (float)dct_frame_offset(v, v->screen.main), nearest = 1e9f;
    for (const dct_box *b = v->screen.main; b != NULL; b = dct_box_next(v->screen.main, b)) {
        if ((b->flags & DCT_BOX_SELECTABLE) == 0)
            continue;
        float dy = ly < b->y ? b->y - ly : ly > b->y + b->h ? ly - b->y - b->h : 0;
        float dx = x < b->x ? b->x - x : x > b->x + b->w ? x - b->x - b->w : 0;
        if (dy * 4 + dx < nearest) {
            nearest = dy * 4 + dx;
            best = b;
        }
    }
    return best;
}
