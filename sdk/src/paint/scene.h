/* A draw list made ready: where each operation may draw, what clips it, and a hash of how it looks. It is what painting
 * walks over, and what is kept of a frame to tell how the next one differs. No pointer takes part in a hash. */
#ifndef DCT_SCENE_H
#define DCT_SCENE_H

#include "../base/buf.h"
#include "area.h"
#include "runs.h"
#include "list.h"

/* A clip with round corners, within its parents. */
typedef struct dct_round {
    dct_area box;
    int32_t  quarters; /* The radius, in quarter pixels. */
    uint32_t parent;   /* Number of the round clip around it, from 1; 0: none. */
} dct_round;

typedef struct dct_mark {
    const dct_op *op;   /* Of the list; not valid once the frame has become the last one. */
    dct_area      area; /* All it may draw, within its clips and the view. Never empty. */
    dct_area      hollow; /* Within it nothing is drawn: the inside of a border, the box of a shadow. May be empty. */
    docent_rect   box;  /* The operation's, within DCT_FAR. */
    int32_t       x, y; /* What it is placed by: hashes hold all else relative to this. */
    uint64_t      look; /* Hash of all but the place. */
    uint32_t      round;/* Number of the innermost round clip, from 1; 0: none. */
    bool          flat; /* One colour all over its area: its place does not show. */
    bool          opaque; /* flat, and hides what is beneath. */
} dct_mark;

typedef struct dct_layer {
    uint32_t id;
    dct_area area;
    int32_t  dy;
} dct_layer;

typedef struct dct_scene {
    int32_t  width, height;
    dct_buf  marks, rounds, layers;
} dct_scene;

/* alloc is borrowed. */
void dct_scene_init(dct_scene *scene, const docent_alloc *alloc);
void dct_scene_close(dct_scene *scene);
/* Forgets what it held. False when memory is short. */
bool dct_scene_build(dct_scene *scene, const dct_list *list, dct_inks *inks);

static inline const dct_mark *dct_scene_marks(const dct_scene *scene)
{
    return (const dct_mark *)(const void *)scene->marks.data;
}

static inline uint32_t dct_scene_count(const dct_scene *scene)
{
    return (uint32_t)(scene->marks.size / sizeof(dct_mark));
}

static inline const dct_round *dct_scene_round(const dct_scene *scene, uint32_t number)
{
    return (const dct_round *)(const void *)scene->rounds.data + (number - 1);
}

static inline const dct_layer *dct_scene_layers(const dct_scene *scene, uint32_t *count)
{
    *count = (uint32_t)(scene->layers.size / sizeof(dct_layer));
    return (const dct_layer *)(const void *)scene->layers.data;
}

/* True when one of the clip's corners lies in the area: only there does it do more than its box does. */
static inline bool dct_round_touches(const dct_round *round, dct_area area)
{
    int32_t corner = (round->quarters + 3) / 4;
    return (area.x0 < round->box.x0 + corner || area.x1 > round->box.x1 - corner) &&
           (area.y0 < round->box.y0 + corner || area.y1 > round->box.y1 - corner);
}

#endif
