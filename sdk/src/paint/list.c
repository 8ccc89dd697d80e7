/* Recording: every call appends one operation. The list never shrinks and never draws; when the arena is short, what
 * comes later is left out and dct_arena_failed() says so. */
#include "list.h"

#include <string.h>

#define FIRST_ROOM 128u

void dct_list_init(dct_list *list, dct_arena *arena, int32_t width, int32_t height)
{
    memset(list, 0, sizeof *list);
    list->arena = arena;
    list->width = width;
    list->height = height;
}

/* An arena cannot resize: the old block stays behind until the frame is dropped, at most as much again. */
static bool grow(dct_list *list)
{
    if (list->room > UINT32_MAX / 2)
        return false;
    uint32_t room = list->room == 0 ? FIRST_ROOM : list->room * 2;
    dct_op *ops = dct_arena_array(list->arena, room, sizeof *ops);
    if (ops == NULL)
        return false;
    if (list->count != 0)
        memcpy(ops, list->ops, list->count * sizeof *ops);
    list->ops = ops;
    list->room = room;
    return true;
}

static dct_op *add(dct_list *list, dct_op_kind kind)
{
    if (list->count == list->room && !grow(list))
        return NULL;
    dct_op *op = &list->ops[list->count++];
    memset(op, 0, sizeof *op);
    op->kind = kind;
    return op;
}

static dct_op *add_box(dct_list *list, dct_op_kind kind, docent_rect box, float radius, uint32_t colour)
{
    dct_op *op = add(list, kind);
    if (op == NULL)
        return NULL;
    op->box = box;
    op->radius = radius;
    op->colour = colour;
    return op;
}

void dct_list_clip(dct_list *list, docent_rect box, float radius)
{
    add_box(list, DCT_OP_CLIP, box, radius, 0);
}

void dct_list_unclip(dct_list *list)
{
    add(list, DCT_OP_UNCLIP);
}

void dct_list_fill(dct_list *list, docent_rect box, float radius, uint32_t colour)
{
    add_box(list, DCT_OP_FILL, box, radius, colour);
}

void dct_list_stroke(dct_list *list, docent_rect box, float radius, float width, uint32_t colour)
{
    dct_op *op = add_box(list, DCT_OP_STROKE, box, radius, colour);
    if (op != NULL)
        op->width = width;
}

void dct_list_shadow(dct_list *list, docent_rect box, float radius, float blur, uint32_t colour)
{
    dct_op *op = add_box(list, DCT_OP_SHADOW, box, radius, colour);
    if (op != NULL)
        op->width = blur;
}

void dct_list_glyphs(dct_list *list, const dct_glyph_run *run, float x, float y, uint32_t colour)
{
    dct_op *op = run == NULL ? NULL : add(list, DCT_OP_GLYPHS);
    if (op == NULL)
        return;
    op->run = run;
    op->x = x;
    op->y = y;
    op->colour = colour;
}

void dct_list_picture(dct_list *list, docent_rect box, float radius, const char *name)
{
    dct_op *op = name == NULL ? NULL : add_box(list, DCT_OP_PICTURE, box, radius, 0);
    if (op != NULL)
        op->name = name;
}

void dct_list_path(dct_list *list, docent_rect box, const char *path, float width, uint32_t colour)
{
    dct_op *op = path == NULL ? NULL : add_box(list, DCT_OP_PATH, box, 0, colour);
    if (op == NULL)
        return;
    op->name = path;
    op->width = width;
}

void dct_list_scroll(dct_list *list, docent_rect box, uint32_t layer, int32_t dy)
{
    dct_op *op = add_box(list, DCT_OP_SCROLL, box, 0, 0);
    if (op == NULL)
        return;
    op->layer = layer;
    op->dy = dy;
}

void dct_list_end_scroll(dct_list *list)
{
    add(list, DCT_OP_END_SCROLL);
}
