/* Edges of a drawing are blends of two flat colours: hundreds of shades that cost most of the bytes and that nobody
 * tells apart. Steps:
 *
 *   count colours  ->  flat ones (in 2 x 2 squares) first  ->  the shade that is worst served, again and again
 *                  ->  each shade's entry moves to the mean of those it serves  ->  repaint
 *
 * Whole numbers throughout, ties by the colour's value: the same everywhere. */
#include "picture_palette.h"

#include "../base/error.h"

#include <stdlib.h>
#include <string.h>

#define SLOTS 32768u                  /* Of the hash table; a flat drawing has hundreds of shades, at most thousands. */
#define MAX_SHADES (SLOTS / 2)
#define FLAT_PIXELS 24u               /* An area of fewer pixels may share a shade. */
#define ROUNDS 3

typedef struct shade {
    uint32_t colour; /* As in memory. */
    uint32_t count, flat;
    int32_t  v[4];   /* Premultiplied red, green, blue; alpha. */
    uint32_t entry;  /* Of the palette. */
} shade;

typedef struct palette {
    shade    *shades;
    uint32_t *slots;  /* 1 + index of a shade; 0: free. */
    uint32_t  shade_count;
    int32_t   entry[DCT_PALETTE_MAX][4];
    uint32_t  count, flat_count;
} palette;

static uint32_t load(const uint8_t *p)
{
    uint32_t colour;
    memcpy(&colour, p, 4);
    return colour;
}

static void spread(shade *s, const uint8_t *p)
{
    for (int i = 0; i < 3; i++)
        s->v[i] = p[i] * p[3] / 255;
    s->v[3] = p[3];
}

/* The slot of a colour, or the free one where it belongs. */
static uint32_t slot_of(const palette *p, uint32_t colour)
{
    uint32_t slot = (colour * 2654435761u) >> 17;
    while (p->slots[slot] != 0 && p->shades[p->slots[slot] - 1].colour != colour)
        slot = (slot + 1) % SLOTS;
    return slot;
}

/* NULL when there are too many. */
static shade *shade_of(palette *p, const uint8_t *pixel)
{
    uint32_t colour = load(pixel), slot = slot_of(p, colour);
    if (p->slots[slot] == 0) {
        if (p->shade_count == MAX_SHADES)
            return NULL;
        shade *s = &p->shades[p->shade_count++];
        memset(s, 0, sizeof *s);
        s->colour = colour;
        spread(s, pixel);
        p->slots[slot] = p->shade_count;
    }
    return &p->shades[p->slots[slot] - 1];
}

/* Clear pixels are one colour, whatever lies under them. */
static void clean(dct_image *image)
{
    size_t count = (size_t)image->width * image->height;
    for (size_t i = 0; i < count; i++)
        if (image->rgba[i * 4 + 3] == 0)
            memset(image->rgba + i * 4, 0, 4);
}

static bool count_shades(palette *p, const dct_image *image)
{
    uint32_t w = image->width, h = image->height;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            const uint8_t *at = image->rgba + ((size_t)y * w + x) * 4;
            shade *s = shade_of(p, at);
            if (s == NULL)
                return false;
            s->count++;
            if (x + 1 < w && y + 1 < h && load(at + 4) == s->colour && load(at + (size_t)w * 4) == s->colour &&
                load(at + (size_t)w * 4 + 4) == s->colour)
                s->flat++;
        }
    return true;
}

static int by_flat(const void *a, const void *b)
{
    const shade *s = a, *t = b;
    if (s->flat != t->flat)
        return s->flat < t->flat ? 1 : -1;
    for (int i = 0; i < 4; i++)
        if (s->v[i] != t->v[i])
            return s->v[i] < t->v[i] ? -1 : 1;
    return s->colour < t->colour ? -1 : s->colour > t->colour;
}

static uint32_t distance(const int32_t a[4], const int32_t b[4])
{
    uint32_t sum = 0;
    for (int i = 0; i < 4; i++)
        sum += (uint32_t)((a[i] - b[i]) * (a[i] - b[i]));
    return sum;
}

static void serve(palette *p, shade *s)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t d = distance(s->v, p->entry[i]);
        if (d < best) {
            best = d;
            s->entry = i;
        }
    }
}

static void add_entry(palette *p, const shade *s)
{
    memcpy(p->entry[p->count++], s->v, sizeof s->v);
}

/* Counted by area and distance. NULL when every shade has an entry of its own. */
static const shade *worst_served(palette *p)
{
    uint64_t worst = 0;
    const shade *found = NULL;
    for (uint32_t i = 0; i < p->shade_count; i++) {
        shade *s = &p->shades[i];
        serve(p, s);
        uint64_t loss = (uint64_t)distance(s->v, p->entry[s->entry]) * s->count;
        if (loss > worst) {
            worst = loss;
            found = s;
        }
    }
    return found;
}

/* One round of k-means for the entries that are not flat colours. */
static void settle(palette *p)
{
    int64_t sum[DCT_PALETTE_MAX][4] = { { 0 } }, weight[DCT_PALETTE_MAX] = { 0 };
    for (uint32_t i = 0; i < p->shade_count; i++) {
        shade *s = &p->shades[i];
        serve(p, s);
        weight[s->entry] += s->count;
        for (int c = 0; c < 4; c++)
            sum[s->entry][c] += (int64_t)s->v[c] * s->count;
    }
    for (uint32_t e = p->flat_count; e < p->count; e++)
        for (int c = 0; c < 4 && weight[e] != 0; c++)
            p->entry[e][c] = (int32_t)((sum[e][c] + weight[e] / 2) / weight[e]);
}

static void choose(palette *p, uint32_t colours)
{
    qsort(p->shades, p->shade_count, sizeof *p->shades, by_flat);
    uint32_t room = colours - colours / 4; /* Some shades for edges always remain. */
    for (uint32_t i = 0; i < p->shade_count && p->count < room && p->shades[i].flat >= FLAT_PIXELS; i++)
        add_entry(p, &p->shades[i]);
    if (p->count == 0)
        add_entry(p, &p->shades[0]);
    p->flat_count = p->count;
    const shade *next;
    while (p->count < colours && (next = worst_served(p)) != NULL)
        add_entry(p, next);
    for (int round = 0; round < ROUNDS; round++)
        settle(p);
    for (uint32_t i = 0; i < p->shade_count; i++)
        serve(p, &p->shades[i]);
}

static void write_entry(const int32_t v[4], uint8_t out[4])
{
    for (int i = 0; i < 3; i++) {
        int32_t c = v[3] == 0 ? 0 : (v[i] * 255 + v[3] / 2) / v[3];
        out[i] = (uint8_t)(c > 255 ? 255 : c);
    }
    out[3] = (uint8_t)v[3];
}

/* The sort moved the shades: the table is filled anew. */
static void repaint(palette *p, dct_image *image)
{
    memset(p->slots, 0, SLOTS * sizeof *p->slots);
    for (uint32_t i = 0; i < p->shade_count; i++)
        p->slots[slot_of(p, p->shades[i].colour)] = i + 1;
    size_t count = (size_t)image->width * image->height;
    for (size_t i = 0; i < count; i++) {
        uint8_t *pixel = image->rgba + i * 4;
        const shade *s = &p->shades[p->slots[slot_of(p, load(pixel))] - 1];
        if (s->flat < FLAT_PIXELS || distance(s->v, p->entry[s->entry]) != 0)
            write_entry(p->entry[s->entry], pixel);
    }
}

docent_status dct_image_reduce(const docent_alloc *alloc, dct_image *image, uint32_t colours, bool *done,
                               docent_error *err)
{
    palette *p = dct_new_zero(alloc, sizeof *p);
    docent_status status = DOCENT_OK;
    *done = false;
    if (p != NULL) {
        p->shades = dct_new(alloc, MAX_SHADES * sizeof *p->shades);
        p->slots = dct_new_zero(alloc, SLOTS * sizeof *p->slots);
    }
    if (p == NULL || p->shades == NULL || p->slots == NULL) {
        status = dct_fail_memory(err, DCT_PICTURE_WHERE);
    } else {
        clean(image);
        *done = count_shades(p, image);
    }
    if (*done) {
        choose(p, colours);
        repaint(p, image);
    }
    if (p != NULL) {
        dct_free(alloc, p->shades, MAX_SHADES * sizeof *p->shades);
        dct_free(alloc, p->slots, SLOTS * sizeof *p->slots);
    }
    dct_free(alloc, p, sizeof *p);
    return status;
}
