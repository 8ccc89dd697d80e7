#include "mask.h"

#include "../base/bytes.h"
#include "../base/limits.h"
#include "number.h"
#include "path.h"

#include <string.h>

typedef enum kind { BOX = 1, BORDER, SHADOW } kind;

void dct_masks_init(dct_masks *s, const docent_alloc *alloc)
{
    memset(s, 0, sizeof *s);
    s->alloc = alloc;
    dct_cache_init(&s->masks, alloc, DCT_MAX_MASK_CACHE_BYTES);
    dct_outline_init(&s->outline, alloc);
    dct_edges_init(&s->edges, alloc);
}

void dct_masks_close(dct_masks *s)
{
    dct_cache_clear(&s->masks);
    dct_outline_close(&s->outline);
    dct_edges_close(&s->edges);
}

static int32_t smaller(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

int32_t dct_radius_quarters(docent_rect box, float radius)
{
    int32_t most = smaller(smaller(box.w, box.h), DCT_MAX_RADIUS * 2) * 2; /* Half a side, in quarters. */
    return dct_clamp_i32(dct_quarters(radius), 0, most);
}

static int32_t blur_of(float blur)
{
    return dct_clamp_i32(dct_whole(blur), 0, DCT_MAX_BLUR);
}

/* Three passes of a running mean of 2 k + 1 pixels come close to a bell of deviation sqrt(k (k + 1)): k is half of
 * what CSS calls the blur radius. */
static int32_t blur_step(float blur)
{
    return (blur_of(blur) + 1) / 2;
}

int32_t dct_shadow_reach(float blur)
{
    return 3 * blur_step(blur);
}

int32_t dct_shadow_drop(float blur)
{
    return (blur_of(blur) + 1) / 3;
}

/* Sixteenths of a pixel. */
static int32_t width_of(float width)
{
    return dct_clamp_i32(dct_parts(width, 16), 0, DCT_MAX_RADIUS * 16);
}

int32_t dct_border_thickness(float width)
{
    return (width_of(width) + 15) / 16;
}

int32_t dct_path_reach(float width)
{
    int32_t sixteenths = width_of(width);
    return sixteenths == 0 ? 0 : sixteenths / 32 + 2;
}

static dct_mask *new_mask(dct_masks *s, const dct_cache_key *key, int32_t w, int32_t h)
{
    dct_mask *mask = dct_cache_add(&s->masks, key, sizeof *mask + (size_t)w * (size_t)h);
    if (mask == NULL) {
        s->failed = true;
        return NULL;
    }
    mask->w = w;
    mask->h = h;
    return mask;
}

/* What the edges bound. */
static bool fill_mask(dct_masks *s, dct_mask *mask)
{
    bool filled = !dct_outline_failed(&s->outline) &&
                  dct_cover_edges(s->alloc, &s->edges, mask->cover, mask->w, mask->h);
    dct_edges_clear(&s->edges);
    dct_outline_clear(&s->outline);
    return filled;
}

/* The finished mask, or NULL and no trace of it. */
static const dct_mask *keep_mask(dct_masks *s, const dct_cache_key *key, const dct_mask *mask, bool finished)
{
    if (finished)
        return mask;
    dct_cache_remove(&s->masks, key);
    s->failed = true;
    return NULL;
}

/* One pass along rows or columns: each value becomes the mean of the 2 step + 1 around it; outside there is nothing. */
static void blur_line(const uint16_t *from, uint16_t *to, int32_t count, int32_t stride, int32_t step)
{
    uint32_t sum = 0, parts = (uint32_t)(2 * step + 1);
    for (int32_t i = 0; i < step && i < count; i++)
        sum += from[(size_t)i * (size_t)stride];
    for (int32_t i = 0; i < count; i++) {
        if (i + step < count)
            sum += from[(size_t)(i + step) * (size_t)stride];
        if (i - step - 1 >= 0)
            sum -= from[(size_t)(i - step - 1) * (size_t)stride];
        to[(size_t)i * (size_t)stride] = (uint16_t)((sum + parts / 2) / parts);
    }
}

static bool blur_mask(dct_masks *s, dct_mask *mask, int32_t step)
{
    size_t count = (size_t)mask->w * (size_t)mask->h, bytes = 2 * count * sizeof(uint16_t);
    uint16_t *a = dct_new(s->alloc, bytes), *b = a + count;
    if (a == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        a[i] = (uint16_t)(mask->cover[i] * 256);
    for (int pass = 0; pass < 3; pass++) {
        for (int32_t y = 0; y < mask->h; y++)
            blur_line(a + (size_t)y * (size_t)mask->w, b + (size_t)y * (size_t)mask->w, mask->w, 1, step);
        for (int32_t x = 0; x < mask->w; x++)
            blur_line(b + x, a + x, mask->h, mask->w, step);
    }
    for (size_t i = 0; i < count; i++)
        mask->cover[i] = (unsigned char)((a[i] + 128) / 256);
    dct_free(s->alloc, a, bytes);
    return true;
}

static void outline_box(dct_masks *s, kind what, int32_t w, int32_t h, double radius, double extra)
{
    double inset = what == SHADOW ? 3 * extra : 0;
    dct_outline_box(&s->outline, inset, inset, w, h, radius, false);
    double in = what == BORDER ? extra : 0;
    if (in > 0 && w > 2 * in && h > 2 * in)
        dct_outline_box(&s->outline, in, in, w - 2 * in, h - 2 * in, radius > in ? radius - in : 0, true);
    dct_edges_fill(&s->edges, &s->outline);
}

/* The mask of the smallest box that looks like w x h. radius in quarters; extra: sixteenths of a border, steps of a
 * blur. margin: pixels around the box; corner: how far from an edge something happens. */
static const dct_mask *box_mask(dct_masks *s, kind what, docent_rect box, int32_t radius, int32_t extra,
                                int32_t margin, int32_t corner)
{
    int32_t w = smaller(box.w, 2 * corner + 1), h = smaller(box.h, 2 * corner + 1);
    dct_cache_key key = { what, { w, h, radius, extra } };
    dct_mask *mask = dct_cache_find(&s->masks, &key);
    if (mask != NULL)
        return mask;
    mask = new_mask(s, &key, w + 2 * margin, h + 2 * margin);
    if (mask == NULL)
        return NULL;
    outline_box(s, what, w, h, radius / 4.0, what == BORDER ? extra / 16.0 : extra);
    bool finished = fill_mask(s, mask) && (what != SHADOW || extra == 0 || blur_mask(s, mask, extra));
    return keep_mask(s, &key, mask, finished);
}

static dct_placed place(const dct_mask *mask, docent_rect box, int32_t margin, int32_t drop)
{
    return (dct_placed){ mask, box.x - margin, box.y - margin + drop, box.w + 2 * margin, box.h + 2 * margin };
}

dct_placed dct_mask_box(dct_masks *s, docent_rect box, float radius)
{
    int32_t quarters = dct_radius_quarters(box, radius);
    return place(box_mask(s, BOX, box, quarters, 0, 0, (quarters + 3) / 4), box, 0, 0);
}

dct_placed dct_mask_border(dct_masks *s, docent_rect box, float radius, float width)
{
    int32_t quarters = dct_radius_quarters(box, radius), sixteenths = width_of(width);
    int32_t round = (quarters + 3) / 4, thick = dct_border_thickness(width);
    if (sixteenths == 0)
        return (dct_placed){ 0 };
    return place(box_mask(s, BORDER, box, quarters, sixteenths, 0, round > thick ? round : thick), box, 0, 0);
}

dct_placed dct_mask_shadow(dct_masks *s, docent_rect box, float radius, float blur)
{
    int32_t quarters = dct_radius_quarters(box, radius), step = blur_step(blur), reach = dct_shadow_reach(blur);
    const dct_mask *mask = box_mask(s, SHADOW, box, quarters, step, reach, (quarters + 3) / 4 + reach);
    return place(mask, box, reach, dct_shadow_drop(blur));
}

static const dct_mask *path_mask(dct_masks *s, docent_rect box, const char *path, int32_t sixteenths, int32_t reach)
{
    dct_cache_key key = { dct_hash(DCT_HASH_START, path, strlen(path)), { box.w, box.h, sixteenths, 1 } };
    dct_mask *mask = dct_cache_find(&s->masks, &key);
    if (mask != NULL)
        return mask;
    mask = new_mask(s, &key, box.w + 2 * reach, box.h + 2 * reach);
    if (mask == NULL)
        return NULL;
    dct_path_parse(path, reach, reach, box.w / 24.0, box.h / 24.0, &s->outline);
    if (sixteenths != 0)
        dct_edges_stroke(&s->edges, &s->outline, sixteenths / 16.0);
    else
        dct_edges_fill(&s->edges, &s->outline);
    /* A path of too many points is drawn as far as it goes; only memory makes it fail. */
    return keep_mask(s, &key, mask, fill_mask(s, mask));
}

dct_placed dct_mask_path(dct_masks *s, docent_rect box, const char *path, float width)
{
    int32_t sixteenths = width_of(width), reach = dct_path_reach(width);
    if (box.w > DCT_MAX_MASK_SIDE || box.h > DCT_MAX_MASK_SIDE)
        return (dct_placed){ 0 };
    return place(path_mask(s, box, path, sixteenths, reach), box, reach, 0);
}

void dct_placed_row(const dct_placed *p, int32_t y, int32_t from, int32_t to, unsigned char *cover)
{
    const dct_mask *mask = p->mask;
    const unsigned char *row = mask->cover + (size_t)dct_stretched(y - p->y, p->h, mask->h) * (size_t)mask->w;
    int32_t middle = mask->w / 2, more = p->w - mask->w, x = from - p->x, end = to - p->x;
    for (; x < end && x < middle; x++)
        *cover++ = row[x];
    for (; x < end && x <= middle + more; x++)
        *cover++ = row[middle];
    for (; x < end; x++)
        *cover++ = row[x - more];
}
