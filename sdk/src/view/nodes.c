/* Placed boxes -> semantic tree: what a screen reader, a test or a key press finds. In the same walk as drawing goes.
 *
 * A box with a role is a node. What can be pressed takes the texts inside as its label, and they are no nodes then, so
 * that each text of the screen is said once. While a dialog is open only the dialog is there. */
#include "view_impl.h"

#include <math.h>
#include <string.h>

static bool grow(docent_view *v)
{
    dct_nodes *n = &v->nodes;
    if (n->count < n->room)
        return true;
    uint32_t room = n->room == 0 ? 128 : n->room * 2;
    docent_node *items = dct_arena_array(&v->frame_arena, room, sizeof *items);
    const dct_box **boxes = dct_arena_array(&v->frame_arena, room, sizeof *boxes);
    int32_t *links = dct_arena_array(&v->frame_arena, room, sizeof *links);
    if (items == NULL || boxes == NULL || links == NULL)
        return false;
    if (n->count > 0) {
        memcpy(items, n->items, n->count * sizeof *items);
        memcpy(boxes, n->boxes, n->count * sizeof *boxes);
        memcpy(links, n->links, n->count * sizeof *links);
    }
    *n = (dct_nodes){ items, boxes, links, n->count, room };
    return true;
}

static docent_node *add(docent_view *v, const dct_box *box, int32_t link, uint32_t parent)
{
    if (!grow(v))
        return NULL;
    dct_nodes *n = &v->nodes;
    n->boxes[n->count] = box;
    n->links[n->count] = link;
    docent_node *node = &n->items[n->count++];
    *node = (docent_node){ .id = box->key, .parent = parent, .role = box->role, .level = box->level, .value = "",
                           .label = "", .locale = box->locale == NULL ? "" : box->locale };
    return node;
}

/* ---- labels ------------------------------------------------------------------------------ */

/* A pause for the voice, where the text has none of its own. */
static bool ends_a_sentence(const dct_buf *buf)
{
    return buf->size > 0 && strchr(".!?:", (char)buf->data[buf->size - 1]) != NULL;
}

static const char *texts_inside(docent_view *v, const dct_box *box)
{
    dct_buf buf;
    dct_buf_init(&buf, v->alloc, 65536);
    for (const dct_box *b = box; b != NULL; b = dct_box_next(box, b)) {
        if (b->kind != DCT_BOX_TEXT || (b->flags & DCT_BOX_SILENT) != 0 || b->text_size == 0)
            continue;
        if (buf.size > 0)
            dct_buf_add_text(&buf, ends_a_sentence(&buf) ? " " : ". ");
        dct_buf_add(&buf, b->text, b->text_size);
    }
    const char *text = dct_arena_text(&v->frame_arena, (const char *)buf.data, buf.size);
    dct_buf_close(&buf);
    return text == NULL ? "" : text;
}

static const char *label_of(docent_view *v, const dct_box *b)
{
    if (b->label != NULL)
        return b->label;
    if (b->kind == DCT_BOX_TEXT)
        return b->text;
    return (b->flags & DCT_BOX_LEAF_LABEL) != 0 ? texts_inside(v, b) : "";
}

/* ---- places and states ------------------------------------------------------------------------ */

static docent_rect screen_rect(const docent_view *v, const dct_box *root, float x, float y, float w, float h)
{
    float top = y + (float)dct_frame_offset(v, root);
    return (docent_rect){ (int32_t)floorf(x), (int32_t)floorf(top), (int32_t)ceilf(w), (int32_t)ceilf(h) };
}

static uint32_t state_of(const docent_view *v, const dct_box *root, const dct_box *b, uint32_t key, docent_rect r)
{
    uint32_t state = 0;
    if (key == v->state.focus)
        state |= DOCENT_STATE_FOCUSED;
    if (b->flags & DCT_BOX_DISABLED)
        state |= DOCENT_STATE_DISABLED;
    if (b->flags & DCT_BOX_CHECKED)
        state |= DOCENT_STATE_CHECKED;
    if (b->flags & DCT_BOX_ASSERTIVE)
        state |= DOCENT_STATE_ASSERTIVE;
    const docent_rect *a = &v->main_area;
    if (root == v->screen.main && (r.y + r.h <= a->y || r.y >= a->y + a->h))
        state |= DOCENT_STATE_OFFSCREEN;
    return state;
}

/* An inline link covers several boxes when it is broken over lines: its node's box is around all of them. */
static docent_rect link_rect(const docent_view *v, const dct_box *root, const dct_box *b, const dct_text_link *link)
{
    dct_text_box boxes[8];
    uint32_t n = dct_layout_boxes(b->paragraph, &b->layout, link->from, link->to, boxes, 8);
    if (n == 0)
        return screen_rect(v, root, b->x, b->y, 0, 0);
    float left = boxes[0].x, top = boxes[0].y, right = left + boxes[0].w, bottom = top + boxes[0].h;
    for (uint32_t i = 1; i < n && i < 8; i++) {
        left = fminf(left, boxes[i].x);
        top = fminf(top, boxes[i].y);
        right = fmaxf(right, boxes[i].x + boxes[i].w);
        bottom = fmaxf(bottom, boxes[i].y + boxes[i].h);
    }
    return screen_rect(v, root, b->x + b->pad.start + left, b->y + b->pad.top + top, right - left, bottom - top);
}

/* ---- the walk ------------------------------------------------------------------------------------ */

static void add_links(docent_view *v, const dct_box *root, const dct_box *b)
{
    for (uint32_t i = 0; i < b->link_count; i++) {
        const dct_text_link *link = &b->links[i];
        docent_node *node = add(v, b, (int32_t)i, b->key);
        if (node == NULL)
            return;
        const char *label = dct_arena_text(&v->frame_arena, b->text + link->from, link->to - link->from);
        node->id = link->key;
        node->role = DOCENT_ROLE_LINK;
        node->label = label == NULL ? "" : label;
        node->box = link_rect(v, root, b, link);
        node->state = state_of(v, root, b, link->key, node->box) & ~(uint32_t)DOCENT_STATE_CHECKED;
    }
}

static bool is_node(const dct_box *b)
{
    return b->role != 0 && !(b->kind == DCT_BOX_TEXT && b->text_size == 0);
}

static void add_box(docent_view *v, const dct_box *root, const dct_box *b, uint32_t parent)
{
    if (b->flags & DCT_BOX_SILENT)
        return;
    if (is_node(b)) {
        docent_node *node = add(v, b, -1, parent);
        if (node == NULL)
            return;
        node->label = label_of(v, b);
        node->value = b->value == NULL ? "" : b->value;
        node->box = screen_rect(v, root, b->x, b->y, b->w, b->h);
        node->state = state_of(v, root, b, b->key, node->box);
        parent = b->key;
        add_links(v, root, b);
    }
    if (b->flags & DCT_BOX_LEAF_LABEL)
        return;
    for (const dct_box *c = b->first; c != NULL; c = c->next)
        add_box(v, root, c, parent);
}

bool dct_nodes_make(docent_view *v)
{
    v->nodes = (dct_nodes){ NULL, NULL, NULL, 0, 0 };
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(v, roots);
    for (uint32_t i = 0; i < DCT_ROOT_COUNT; i++)
        if (roots[i] != NULL)
            add_box(v, roots[i], roots[i], 0);
    return !dct_arena_failed(&v->frame_arena);
}
