/* Things that are costly to make and cheap to lose: masks of shapes, scaled pictures. The least recently used goes first.
 *
 * An entry that was found or added stays until the next dct_cache_trim(): the painter trims between operations, so that
 * what one operation holds is never pulled away from under it. */
#ifndef DCT_PAINT_CACHE_H
#define DCT_PAINT_CACHE_H

#include "../base/alloc.h"

typedef struct dct_cache_key {
    uint64_t hash; /* Of a name or a path; kinds of things differ in it too. */
    int32_t  numbers[4];
} dct_cache_key;

typedef struct dct_cache_entry dct_cache_entry;

#define DCT_CACHE_BUCKETS 256u

typedef struct dct_cache {
    const docent_alloc *alloc;
    size_t              used, max; /* Bytes. */
    dct_cache_entry    *buckets[DCT_CACHE_BUCKETS];
    dct_cache_entry    *newest, *oldest;
} dct_cache;

/* alloc is borrowed. */
void dct_cache_init(dct_cache *cache, const docent_alloc *alloc, size_t max_bytes);
/* NULL when it is not there. */
void *dct_cache_find(dct_cache *cache, const dct_cache_key *key);
/* Zeroed bytes, aligned for anything; NULL when memory is short. The key must not be there yet. */
void *dct_cache_add(dct_cache *cache, const dct_cache_key *key, size_t size);
/* For what could not be finished. */
void dct_cache_remove(dct_cache *cache, const dct_cache_key *key);
/* Back under the bound, but for the newest: one thing larger than the bound is made once, not for every row. */
void dct_cache_trim(dct_cache *cache);
/* Empty; the bytes are overwritten first. */
void dct_cache_clear(dct_cache *cache);

#endif
