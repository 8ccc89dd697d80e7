/* One pass over the list with a stack of clips: each drawing operation gets the area that is left of it. What is left of
 * nothing is dropped here, so that painting and damage never meet it. */
#include "scene.h"

#include "../base/bytes.h"
#include "../base/limits.h"
#include "mask.h"
#include "mix.h"

#include <string.h>

#define MAX_MARKS_BYTES ((size_t)64 << 20)

/* What CLIP and SCROLL changed, to be undone. */
typedef struct state {
    dct_area area;
    uint32_t round;
} state;

typedef struct builder {
    dct_scene *scene;
    dct_inks  *inks;
    state      stack[DCT_MAX_CLIPS], now;
    uint32_t   depth;
    uint32_t   beyond; /* Clips deeper than the stack: nothing is drawn within. */
} builder;

void dct_scene_init(dct_scene *scene, const docent_alloc *alloc)
{
    memset(scene, 0, sizeof *scene);
    dct_buf_init(&scene->marks, alloc, MAX_MARKS_BYTES);
    dct_buf_init(&scene->rounds, alloc, MAX_MARKS_BYTES);
    dct_buf_init(&scene->layers, alloc, MAX_MARKS_BYTES);
}

void dct_scene_close(dct_scene *scene)
{
    dct_buf_close(&scene->marks);
    dct_buf_close(&scene->rounds);
    dct_buf_close(&scene->layers);
}

static void push(builder *b, dct_area area)
{
    if (b->depth == DCT_MAX_CLIPS) {
        b->beyond++;
        return;
    }
    b->stack[b->depth++] = b->now;
    b->now.area = dct_area_meet(b->now.area, area);
}

static void pop(builder *b)
{
    if (b->beyond != 0)
        b->beyond--;
    else if (b->depth != 0)
        b->now = b->stack[--b->depth];
}

static void push_clip(builder *b, const dct_op *op)
{
    push(b, dct_area_of(op->box));
    docent_rect box = dct_area_box(dct_area_of(op->box));
    int32_t quarters = box.w > 0 && box.h > 0 ? dct_radius_quarters(box, op->radius) : 0;
    if (quarters == 0 || b->beyond != 0)
        return;
    dct_round round = { dct_area_of(op->box), quarters, b->now.round };
    dct_buf_add(&b->scene->rounds, &round, sizeof round);
    b->now.round = (uint32_t)(b->scene->rounds.size / sizeof round);
}

static void push_layer(builder *b, const dct_op *op)
{
    push(b, dct_area_of(op->box));
    dct_layer layer = { op->layer, b->now.area, op->dy };
    if (b->beyond == 0 && !dct_area_empty(layer.area))
        dct_buf_add(&b->scene->layers, &layer, sizeof layer);
}

static uint64_t mix_float(uint64_t hash, float value, int32_t parts)
{
    return dct_mix(hash, (uint32_t)dct_parts(value, parts));
}

/* All but the place: kind, size, radius, width, colour, name. */
static uint64_t look_of(const dct_op *op, const dct_mark *mark)
{
    uint64_t hash = dct_mix_pair(op->kind, mark->box.w, mark->box.h);
    hash = mix_float(mix_float(hash, op->radius, 4), op->width, 16);
    hash = dct_mix(hash, op->colour);
    return op->name == NULL ? hash : dct_mix(hash, dct_hash(DCT_HASH_START, op->name, strlen(op->name)));
}

static dct_area area_of_box(const dct_op *op, dct_area box)
{
    if (op->kind == DCT_OP_SHADOW)
        return dct_area_grown(box, dct_shadow_reach(op->width), dct_shadow_drop(op->width));
    if (op->kind == DCT_OP_PATH)
        return dct_area_grown(box, dct_path_reach(op->width), 0);
    return box;
}

/* The inside of a border: its inner corners keep within 0.3 of the radius. The box of a shadow, but for its corners. */
static dct_area hollow_of(const dct_op *op, const dct_mark *mark, dct_area box)
{
    int32_t corner = (dct_radius_quarters(mark->box, op->radius) + 3) / 4;
    if (op->kind == DCT_OP_SHADOW)
        return (dct_area){ box.x0, box.y0 + corner, box.x1, box.y1 - corner };
    if (op->kind == DCT_OP_STROKE)
        return dct_area_grown(box, -(dct_border_thickness(op->width) + corner / 3 + 1), 0);
    return (dct_area){ 0, 0, 0, 0 };
}

static bool make_box_mark(const builder *b, const dct_op *op, dct_mark *mark)
{
    dct_area box = dct_area_of(op->box);
    if (dct_area_empty(box))
        return false;
    mark->box = dct_area_box(box);
    mark->area = dct_area_meet(area_of_box(op, box), b->now.area);
    mark->hollow = hollow_of(op, mark, box);
    mark->x = box.x0;
    mark->y = box.y0;
    mark->flat = op->kind == DCT_OP_FILL && dct_radius_quarters(mark->box, op->radius) == 0;
    mark->opaque = mark->flat && op->colour >> 24 == 255;
    if (dct_area_empty(mark->area))
        return false;
    /* A flat colour looks the same whatever its box. */
    mark->look = mark->flat ? dct_mix(DCT_OP_FILL, op->colour) : look_of(op, mark);
    return true;
}

static bool make_run_mark(const builder *b, const dct_op *op, dct_mark *mark)
{
    dct_area reach = dct_area_meet(dct_runs_reach(op), b->now.area);
    if (op->run->count == 0 || dct_area_empty(reach))
        return false;
    dct_pen origin = { dct_whole(op->x), dct_whole(op->y), 0 };
    uint64_t look = dct_runs_look(op, origin);
    mark->x = origin.x;
    mark->y = origin.y;
    mark->area = dct_area_meet(reach, dct_runs_ink(b->inks, op, origin, look));
    mark->look = dct_mix(look, op->colour);
    return !dct_area_empty(mark->area);
}

static void add_mark(builder *b, const dct_op *op)
{
    dct_mark mark = { .op = op, .round = b->now.round };
    if (b->beyond != 0 || dct_area_empty(b->now.area) || (op->kind != DCT_OP_PICTURE && op->colour >> 24 == 0))
        return;
    if (op->kind == DCT_OP_GLYPHS ? make_run_mark(b, op, &mark) : make_box_mark(b, op, &mark))
        dct_buf_add(&b->scene->marks, &mark, sizeof mark);
}

bool dct_scene_build(dct_scene *scene, const dct_list *list, dct_inks *inks)
{
    builder b = { .scene = scene, .inks = inks };
    b.now.area = (dct_area){ 0, 0, list->width, list->height };
    scene->width = list->width;
    scene->height = list->height;
    dct_buf_clear(&scene->marks);
    dct_buf_clear(&scene->rounds);
    dct_buf_clear(&scene->layers);
    for (uint32_t i = 0; i < list->count; i++) {
        const dct_op *op = &list->ops[i];
        if (op->kind == DCT_OP_CLIP)
            push_clip(&b, op);
        else if (op->kind == DCT_OP_SCROLL)
            push_layer(&b, op);
        else if (op->kind == DCT_OP_UNCLIP || op->kind == DCT_OP_END_SCROLL)
            pop(&b);
        else
            add_mark(&b, op);
    }
    return !scene->marks.failed && !scene->rounds.failed && !scene->layers.failed;
}
