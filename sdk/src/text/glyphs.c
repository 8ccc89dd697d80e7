/* Pictures of glyphs, made once and kept while there is room: a hash table whose entries also hang in a list, the one
 * used last in front; the one at the end goes first when the bound is reached.
 *
 *   bucket -> entry -> entry            newest <-> entry <-> ... <-> oldest
 *
 * How a picture is drawn is in raster.c. A glyph without a picture is kept too, so that nobody asks FreeType twice. */
#include "raster.h"

#include "../base/bytes.h"
#include "../base/limits.h"

#include <string.h>

#define BUCKETS 2048u

typedef struct entry entry;
struct entry {
    entry         *next;           /* In its bucket. */
    entry         *newer, *older;
    dct_glyph_key  key;
    size_t         size;           /* Of the whole allocation. */
    dct_glyph_image image;         /* pixels: NULL when there is no picture. */
};

struct dct_glyph_cache {
    const docent_alloc *alloc;
    entry              *newest, *oldest;
    size_t              total;
    entry              *buckets[BUCKETS];
};

dct_glyph_cache *dct_glyph_cache_open(const docent_alloc *alloc)
{
    dct_glyph_cache *cache = dct_new_zero(alloc, sizeof *cache);
    if (cache != NULL)
        cache->alloc = alloc;
    return cache;
}

static uint32_t bucket_of(const dct_glyph_key *key)
{
    uint32_t words[4] = { key->face, key->glyph, (uint32_t)key->size_64ths, key->quarter };
    uint64_t hash = dct_hash(DCT_HASH_START, words, sizeof words);
    return (uint32_t)((hash ^ hash >> 32) % BUCKETS);
}

static bool same_key(const dct_glyph_key *a, const dct_glyph_key *b)
{
    return a->glyph == b->glyph && a->face == b->face && a->size_64ths == b->size_64ths && a->quarter == b->quarter;
}

static void unlink_entry(dct_glyph_cache *cache, entry *e)
{
    *(e->newer != NULL ? &e->newer->older : &cache->newest) = e->older;
    *(e->older != NULL ? &e->older->newer : &cache->oldest) = e->newer;
}

static void link_newest(dct_glyph_cache *cache, entry *e)
{
    e->newer = NULL;
    e->older = cache->newest;
    *(cache->newest != NULL ? &cache->newest->newer : &cache->oldest) = e;
    cache->newest = e;
}

static void drop_oldest(dct_glyph_cache *cache)
{
    entry  *e = cache->oldest;
    entry **at = &cache->buckets[bucket_of(&e->key)];
    while (*at != e)
        at = &(*at)->next;
    *at = e->next;
    unlink_entry(cache, e);
    cache->total -= e->size;
    dct_free(cache->alloc, e, e->size);
}

void dct_glyph_cache_clear(dct_glyph_cache *cache)
{
    while (cache->oldest != NULL) {
        /* What somebody read must not stay in memory. */
        memset(cache->oldest + 1, 0, cache->oldest->size - sizeof *cache->oldest);
        drop_oldest(cache);
    }
}

void dct_glyph_cache_close(dct_glyph_cache *cache)
{
    if (cache == NULL)
        return;
    dct_glyph_cache_clear(cache);
    dct_free(cache->alloc, cache, sizeof *cache);
}

static entry *find(dct_glyph_cache *cache, const dct_glyph_key *key)
{
    for (entry *e = cache->buckets[bucket_of(key)]; e != NULL; e = e->next)
        if (same_key(&e->key, key))
            return e;
    return NULL;
}

/* A copy of `image` in the cache; NULL when memory is short. */
static entry *keep(dct_glyph_cache *cache, const dct_glyph_key *key, const dct_glyph_image *image)
{
    size_t pixels = image->pixels == NULL ? 0 : (size_t)image->stride * (size_t)image->height;
    size_t size = sizeof(entry) + pixels;
    while (cache->oldest != NULL && cache->total + size > DCT_MAX_GLYPH_CACHE_BYTES)
        drop_oldest(cache);
    entry *e = dct_new(cache->alloc, size);
    if (e == NULL)
        return NULL;
    memset(e, 0, sizeof *e);
    e->key = *key;
    e->size = size;
    e->image = *image;
    if (pixels != 0)
        e->image.pixels = memcpy(e + 1, image->pixels, pixels);
    entry **bucket = &cache->buckets[bucket_of(key)];
    e->next = *bucket;
    *bucket = e;
    link_newest(cache, e);
    cache->total += size;
    return e;
}

bool dct_glyph_image_of(dct_fonts *fonts, uint32_t face, uint32_t glyph, float size_px, uint32_t quarter,
                        dct_glyph_image *out)
{
    memset(out, 0, sizeof *out);
    if (!(size_px >= 1.0f) || size_px > DCT_MAX_GLYPH_PX)
        return false;
    dct_glyph_key key = { face, glyph, (int32_t)(size_px * 64.0f + 0.5f), quarter & 3u };
    if (dct_raster_ignores_quarter(fonts, face))
        key.quarter = 0;
    entry *e = find(fonts->cache, &key);
    if (e == NULL) {
        dct_glyph_image image = { 0 };
        void           *memory = NULL;
        size_t          size = 0;
        if (!dct_raster(fonts, &key, &image, &memory, &size))
            return false; /* Memory was short: perhaps there is more next time. */
        e = keep(fonts->cache, &key, &image);
        dct_free(&fonts->alloc, memory, size);
        if (e == NULL)
            return false;
    } else if (e != fonts->cache->newest) {
        unlink_entry(fonts->cache, e);
        link_newest(fonts->cache, e);
    }
    *out = e->image;
    return e->image.pixels != NULL;
}
