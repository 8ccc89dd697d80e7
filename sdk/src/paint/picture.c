/* Scaling is by area where a picture shrinks (each source pixel counts by what the target pixel covers of it) and
 * linear where it grows, in whole numbers, so that the same picture has the same pixels on every machine:
 *
 *   source rows --- weights of row y ---> sums (one row, as wide as the source) --- weights of each x ---> pixels
 *
 * The bytes are an author's: sizes are bounded before anything is decoded, and what cannot be decoded is "broken". */
#include "picture.h"

#include "../base/bytes.h"
#include "../base/limits.h"

#include <string.h>
#include <webp/decode.h>

#define DIRECT_BYTES (24u << 20) /* A scaled picture larger than this is not kept when its original is smaller. */

void dct_pictures_init(dct_pictures *p, const docent_alloc *alloc, const dct_picture_source *source)
{
    memset(p, 0, sizeof *p);
    p->alloc = alloc;
    if (source != NULL)
        p->source = *source;
    dct_cache_init(&p->bitmaps, alloc, DCT_MAX_PICTURE_CACHE_BYTES);
}

static void drop_sums(dct_pictures *p)
{
    if (p->sums != NULL)
        memset(p->sums, 0, p->sums_bytes);
    dct_free(p->alloc, p->sums, p->sums_bytes);
    p->sums = NULL;
    p->sums_bytes = 0;
}

void dct_pictures_forget(dct_pictures *p)
{
    dct_cache_clear(&p->bitmaps);
    drop_sums(p);
}

void dct_pictures_renew(dct_pictures *p)
{
    p->turn++;
}

void dct_pictures_close(dct_pictures *p)
{
    dct_pictures_forget(p);
}

/* ---- scaling -------------------------------------------------------------------- */

/* Which source pixels make target pixel i, and how much of each: weight(first), weight(first + 1)... */
typedef struct taps {
    int32_t  first, count;
    uint32_t head, body, tail; /* Weights of the first, those between, and the last. */
} taps;

/* What all weights of a target pixel come to. */
static uint32_t weight_of_all(int32_t source, int32_t target)
{
    return target < source ? (uint32_t)source : 256;
}

static taps area_taps(int32_t i, int32_t source, int32_t target)
{
    int64_t from = (int64_t)i * source, to = from + source; /* In units of 1 / target of a source pixel. */
    int32_t first = (int32_t)(from / target), last = (int32_t)((to - 1) / target);
    taps t = { first, last - first + 1, 0, (uint32_t)target, 0 };
    t.head = (uint32_t)((t.count == 1 ? to : (int64_t)(first + 1) * target) - from);
    t.tail = (uint32_t)(to - (int64_t)last * target);
    return t;
}

static taps linear_taps(int32_t i, int32_t source, int32_t target)
{
    /* Middle of the target pixel, in 1 / 256 of a source pixel, from the middle of source pixel 0. */
    int64_t at = ((int64_t)(2 * i + 1) * source * 128) / target - 128;
    if (at < 0)
        at = 0;
    if (at > (int64_t)(source - 1) * 256)
        at = (int64_t)(source - 1) * 256;
    uint32_t part = (uint32_t)(at & 255);
    return (taps){ (int32_t)(at >> 8), part == 0 ? 1 : 2, 256 - part, 0, part };
}

static taps taps_of(int32_t i, int32_t source, int32_t target)
{
    return target < source ? area_taps(i, source, target) : linear_taps(i, source, target);
}

static uint32_t tap_weight(const taps *t, int32_t k)
{
    return k == 0 ? t->head : k == t->count - 1 ? t->tail : t->body;
}

static bool make_sums(dct_pictures *p, int32_t source_w)
{
    size_t bytes = (size_t)source_w * 4 * sizeof *p->sums;
    if (bytes <= p->sums_bytes)
        return true;
    drop_sums(p);
    p->sums = dct_new(p->alloc, bytes);
    p->sums_bytes = p->sums == NULL ? 0 : bytes;
    p->failed = p->failed || p->sums == NULL;
    return p->sums != NULL;
}

/* The source's rows that make target row y, weighted and added up: at most 255 * 8192. */
static void sum_rows(uint32_t *sums, const dct_bitmap *from, const taps *t)
{
    size_t count = (size_t)from->w * 4;
    for (int32_t k = 0; k < t->count; k++) {
        const unsigned char *row = from->pixels + (size_t)(t->first + k) * count;
        uint32_t weight = tap_weight(t, k);
        for (size_t i = 0; i < count; i++)
            sums[i] = (k == 0 ? 0 : sums[i]) + row[i] * weight;
    }
}

static void make_pixel(unsigned char *out, const uint32_t *sums, const taps *t, double share)
{
    uint64_t sum[4] = { 0, 0, 0, 0 };
    for (int32_t k = 0; k < t->count; k++) {
        const uint32_t *at = sums + (size_t)(t->first + k) * 4;
        uint64_t weight = tap_weight(t, k);
        for (int c = 0; c < 4; c++)
            sum[c] += at[c] * weight;
    }
    for (int c = 0; c < 4; c++)
        out[c] = (unsigned char)((double)sum[c] * share + 0.5);
}

/* Needs make_sums(). */
static void scale_row(const dct_pictures *p, const dct_bitmap *bitmap, int32_t w, int32_t h, int32_t y, int32_t from,
                      int32_t to, unsigned char *out)
{
    taps rows = taps_of(y, bitmap->h, h);
    sum_rows(p->sums, bitmap, &rows);
    double share = 1.0 / ((double)weight_of_all(bitmap->w, w) * weight_of_all(bitmap->h, h));
    for (int32_t x = from; x < to; x++, out += 4) {
        taps columns = taps_of(x, bitmap->w, w);
        make_pixel(out, p->sums, &columns, share);
    }
}

const unsigned char *dct_picture_row(dct_pictures *p, const dct_bitmap *bitmap, int32_t w, int32_t h, int32_t y,
                                     int32_t from, int32_t to, unsigned char *scratch)
{
    if (bitmap->w == w && bitmap->h == h)
        return bitmap->pixels + ((size_t)y * (size_t)w + (size_t)from) * 4;
    if (!make_sums(p, bitmap->w))
        return NULL;
    scale_row(p, bitmap, w, h, y, from, to, scratch);
    return scratch;
}

/* ---- decoding --------------------------------------------------------------------- */

static dct_bitmap *add_bitmap(dct_pictures *p, const dct_cache_key *key, int32_t w, int32_t h)
{
    dct_bitmap *bitmap = dct_cache_add(&p->bitmaps, key, sizeof *bitmap + (size_t)w * (size_t)h * 4);
    if (bitmap == NULL) {
        p->failed = true;
        return NULL;
    }
    bitmap->w = w;
    bitmap->h = h;
    bitmap->turn = p->turn;
    return bitmap;
}

static bool good_size(const WebPBitstreamFeatures *f)
{
    return !f->has_animation && f->width > 0 && f->height > 0 && f->width <= DCT_MAX_PICTURE_SIDE &&
           f->height <= DCT_MAX_PICTURE_SIDE &&
           (uint64_t)f->width * (uint64_t)f->height <= (uint64_t)DCT_MAX_PICTURE_PIXELS;
}

/* A bitmap of the picture's own size under `key`; one of width 0 when it is broken; NULL when memory is short. */
static dct_bitmap *decode(dct_pictures *p, const dct_cache_key *key, const void *data, size_t size)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config) || size > DCT_MAX_ASSET_BYTES ||
        WebPGetFeatures(data, size, &config.input) != VP8_STATUS_OK || !good_size(&config.input))
        return add_bitmap(p, key, 0, 0);
    int32_t w = config.input.width, h = config.input.height;
    dct_bitmap *bitmap = add_bitmap(p, key, w, h);
    if (bitmap == NULL)
        return NULL;
    bitmap->opaque = !config.input.has_alpha;
    config.output.colorspace = MODE_bgrA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = bitmap->pixels;
    config.output.u.RGBA.stride = w * 4;
    config.output.u.RGBA.size = (size_t)w * (size_t)h * 4;
    VP8StatusCode status = WebPDecode(data, size, &config);
    WebPFreeDecBuffer(&config.output);
    if (status == VP8_STATUS_OK)
        return bitmap;
    dct_cache_remove(&p->bitmaps, key);
    if (status != VP8_STATUS_OUT_OF_MEMORY)
        return add_bitmap(p, key, 0, 0);
    p->failed = true;
    return NULL;
}

/* Never 0. */
static uint64_t hash_of(const void *data, size_t size)
{
    uint64_t hash = dct_hash(DCT_HASH_START, data, size);
    return hash == 0 ? 1 : hash;
}

static bool is_same(dct_pictures *p, const dct_bitmap *bitmap, const char *name)
{
    const void *data = NULL;
    size_t size = 0;
    void *token = NULL;
    if (p->source.load == NULL || !p->source.load(p->source.ctx, name, &data, &size, &token))
        return bitmap->of == 0;
    bool same = bitmap->of == hash_of(data, size);
    p->source.release(p->source.ctx, token);
    return same;
}

/* What is kept, if it still is that picture: decoding costs a hundred times as much as looking. */
static dct_bitmap *find(dct_pictures *p, const dct_cache_key *key, const char *name)
{
    dct_bitmap *bitmap = dct_cache_find(&p->bitmaps, key);
    if (bitmap == NULL || bitmap->turn == p->turn)
        return bitmap;
    if (is_same(p, bitmap, name)) {
        bitmap->turn = p->turn;
        return bitmap;
    }
    dct_cache_remove(&p->bitmaps, key);
    return NULL;
}

/* The original, decoded if it is not kept. */
static dct_bitmap *original_of(dct_pictures *p, const dct_cache_key *key, const char *name)
{
    dct_bitmap *bitmap = find(p, key, name);
    if (bitmap != NULL)
        return bitmap;
    const void *data = NULL;
    size_t size = 0;
    void *token = NULL;
    if (p->source.load == NULL || !p->source.load(p->source.ctx, name, &data, &size, &token))
        return add_bitmap(p, key, 0, 0);
    bitmap = decode(p, key, data, size);
    if (bitmap != NULL)
        bitmap->of = hash_of(data, size);
    p->source.release(p->source.ctx, token);
    return bitmap;
}

/* Larger than is worth keeping, and made of less. */
static bool drawn_directly(const dct_bitmap *original, int32_t w, int32_t h)
{
    uint64_t wanted = (uint64_t)w * (uint64_t)h, has = (uint64_t)original->w * (uint64_t)original->h;
    return wanted * 4 > DIRECT_BYTES && wanted >= has;
}

const dct_bitmap *dct_picture_of(dct_pictures *p, const char *name, int32_t w, int32_t h)
{
    uint64_t hash = dct_hash(DCT_HASH_START, name, strlen(name));
    dct_cache_key original_key = { hash, { 0, 0, 0, 0 } }, key = { hash, { w, h, 1, 0 } };
    const dct_bitmap *kept = find(p, &key, name);
    if (kept != NULL)
        return kept;
    dct_bitmap *original = original_of(p, &original_key, name);
    if (original == NULL || original->w == 0)
        return NULL;
    if ((original->w == w && original->h == h) || drawn_directly(original, w, h))
        return original;
    dct_bitmap *scaled = make_sums(p, original->w) ? add_bitmap(p, &key, w, h) : NULL;
    if (scaled == NULL)
        return NULL;
    scaled->opaque = original->opaque;
    scaled->of = original->of;
    for (int32_t y = 0; y < h; y++)
        scale_row(p, original, w, h, y, 0, w, scaled->pixels + (size_t)y * (size_t)w * 4);
    dct_cache_remove(&p->bitmaps, &original_key); /* Only the drawn size is shown again. */
    return scaled;
}

bool dct_picture_size(dct_pictures *p, const char *name, int32_t *w, int32_t *h)
{
    const void *bytes = NULL;
    size_t size = 0;
    void *token = NULL;
    if (p->source.load == NULL || !p->source.load(p->source.ctx, name, &bytes, &size, &token))
        return false;
    bool ok = WebPGetInfo(bytes, size, w, h) != 0 && *w > 0 && *h > 0;
    p->source.release(p->source.ctx, token);
    return ok;
}
