/* Pages made by chance, and chance changes to them: scrolled layers, overlays, round clips, boxes of any kind. What is
 * recorded from a page is what a viewer would record: things of a layer stand where its scroll position puts them. */
#ifndef RANDOM_PAGE_H
#define RANDOM_PAGE_H

#include "paint_test.h"

#define THINGS 28
#define LAYERS 3

typedef struct thing {
    bool        shown;
    int         kind;  /* 0 fill, 1 stroke, 2 shadow, 3 path, 4 picture, 5 run, 6 round clip around a fill */
    int         layer; /* -1: beneath all, 0..LAYERS-1, LAYERS: above all */
    docent_rect box;
    float       radius, width;
    uint32_t    colour;
    int         choice;
} thing;

typedef struct random_page {
    uint64_t    seed;
    int32_t     w, h;
    uint32_t    ground; /* 0: none. */
    docent_rect layer_boxes[LAYERS];
    uint32_t    layer_grounds[LAYERS];
    int32_t     dy[LAYERS];
    bool        nested; /* Layer 1 lies within layer 0. */
    float       frame_radius; /* A round clip around everything. */
    thing       things[THINGS];
    const dct_glyph_run *runs;
    uint32_t    run_count;
} random_page;

static const char *const random_paths[] = {
    "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM12 7v5l3 2", "M2 2l20 20M22 2 2 22", "M4 4h16v16H4zM8 8v8h8V8z",
    "M12 3c5 0 9 4 9 9s-4 9-9 9", "M12 12h.01",
};
static const char *const random_pictures[] = { "opaque", "clear", "broken", "missing" };

static inline uint32_t random_colour(uint64_t *seed)
{
    static const uint32_t alphas[4] = { 255, 255, 128, 7 };
    return alphas[chance(seed) % 4] << 24 | (chance(seed) & 0xffffff);
}

static inline docent_rect random_box(uint64_t *seed, int32_t w, int32_t h)
{
    docent_rect box = { between(seed, -30, w), between(seed, -30, h * 2), between(seed, 0, w), between(seed, 0, 90) };
    if (chance(seed) % 3 == 0)
        box.w = between(seed, 1, 40), box.h = between(seed, 1, 40);
    return box;
}

static inline void randomize_thing(random_page *p, thing *t)
{
    uint64_t *s = &p->seed;
    t->shown = chance(s) % 4 != 0;
    t->kind = (int)(chance(s) % (p->run_count == 0 ? 5 : 6));
    if (chance(s) % 8 == 0)
        t->kind = 6;
    t->layer = between(s, -1, LAYERS);
    t->box = random_box(s, p->w, p->h);
    t->radius = (float)between(s, 0, 60) / 4;
    t->width = (float)between(s, 0, 40) / 4;
    t->colour = random_colour(s);
    t->choice = (int)(chance(s) % 64);
}

static inline void random_page_init(random_page *p, uint64_t seed, int32_t w, int32_t h)
{
    memset(p, 0, sizeof *p);
    p->seed = seed * 7919 + 1;
    p->w = w;
    p->h = h;
    uint64_t *s = &p->seed;
    p->ground = chance(s) % 4 == 0 ? 0 : random_colour(s) | 0xff000000;
    p->nested = chance(s) % 4 == 0;
    p->frame_radius = chance(s) % 4 == 0 ? 24 : 0;
    for (int i = 0; i < LAYERS; i++) {
        p->layer_boxes[i] = (docent_rect){ between(s, -10, w / 2), between(s, -10, h / 2), between(s, 20, w),
                                           between(s, 20, h) };
        p->layer_grounds[i] = chance(s) % 2 == 0 ? 0 : random_colour(s);
    }
}

static inline void randomize_things(random_page *p)
{
    for (int i = 0; i < THINGS; i++)
        randomize_thing(p, &p->things[i]);
}

static inline void record_thing(const random_page *p, const thing *t, int32_t dy, dct_list *list)
{
    docent_rect box = t->box;
    box.y -= dy;
    switch (t->kind) {
    case 0: dct_list_fill(list, box, chance(&(uint64_t){ (uint64_t)t->choice + 1 }) % 2 ? t->radius : 0, t->colour); break;
    case 1: dct_list_stroke(list, box, t->radius, t->width / 2, t->colour); break;
    case 2: dct_list_shadow(list, box, t->radius, t->width * 2, t->colour); break;
    case 3: dct_list_path(list, box, random_paths[t->choice % 5], t->width / 2, t->colour); break;
    case 4: dct_list_picture(list, box, t->radius, random_pictures[t->choice % 4]); break;
    case 5:
        dct_list_glyphs(list, &p->runs[(uint32_t)t->choice % p->run_count], (float)box.x + t->width / 7, (float)box.y,
                        t->colour);
        break;
    default:
        dct_list_clip(list, box, t->radius);
        dct_list_fill(list, (docent_rect){ box.x - 5, box.y + 3, box.w, box.h }, 0, t->colour);
        dct_list_unclip(list);
        break;
    }
}

static inline void record_layer(const random_page *p, int layer, dct_list *list)
{
    int32_t dy = layer < 0 || layer >= LAYERS ? 0 : p->dy[layer];
    bool scrolled = layer >= 0 && layer < LAYERS;
    if (scrolled)
        dct_list_scroll(list, p->layer_boxes[layer], (uint32_t)layer + 10, dy);
    if (scrolled && p->layer_grounds[layer] != 0)
        dct_list_fill(list, p->layer_boxes[layer], 0, p->layer_grounds[layer]);
    for (int i = 0; i < THINGS; i++) {
        if (p->things[i].shown && p->things[i].layer == layer)
            record_thing(p, &p->things[i], dy, list);
    }
    if (layer == 0 && p->nested)
        record_layer(p, 1, list);
    if (scrolled)
        dct_list_end_scroll(list);
}

static inline void random_page_record(const random_page *p, dct_list *list)
{
    if (p->ground != 0)
        dct_list_fill(list, (docent_rect){ 0, 0, p->w, p->h }, 0, p->ground);
    if (p->frame_radius > 0)
        dct_list_clip(list, (docent_rect){ 2, 2, p->w - 4, p->h - 4 }, p->frame_radius);
    for (int layer = -1; layer <= LAYERS; layer++) {
        if (layer != 1 || !p->nested)
            record_layer(p, layer, list);
    }
    if (p->frame_radius > 0)
        dct_list_unclip(list);
}

/* One step of a person or an animation: mostly a scroll, sometimes something changes as well, or instead. */
static inline void random_page_step(random_page *p)
{
    uint64_t *s = &p->seed;
    uint32_t what = chance(s) % 8;
    if (what < 5)
        p->dy[chance(s) % LAYERS] += between(s, -70, 70);
    for (int i = 0; what == 3 && i < LAYERS; i++) /* All at once: those that overlap must not be moved both. */
        p->dy[i] += between(s, -20, 20);
    if (what == 4 || what == 5)
        randomize_thing(p, &p->things[chance(s) % THINGS]);
    if (what == 6)
        p->things[chance(s) % THINGS].colour ^= 0x00202020;
    if (what == 7 && chance(s) % 4 == 0)
        p->layer_boxes[chance(s) % LAYERS].h += between(s, -3, 3);
}

#endif
