#include "cache.h"

#include <string.h>

/*   buckets[hash] -> entry -> entry          by key, through `chain`
 *   newest <-> entry <-> entry <-> oldest    by use */
struct dct_cache_entry {
    dct_cache_key    key;
    dct_cache_entry *chain, *newer, *older;
    size_t           size; /* Of data. */
    _Alignas(16) unsigned char data[];
};

void dct_cache_init(dct_cache *cache, const docent_alloc *alloc, size_t max_bytes)
{
    memset(cache, 0, sizeof *cache);
    cache->alloc = alloc;
    cache->max = max_bytes;
}

static bool same_key(const dct_cache_key *a, const dct_cache_key *b)
{
    return a->hash == b->hash && memcmp(a->numbers, b->numbers, sizeof a->numbers) == 0;
}

static dct_cache_entry **bucket_of(dct_cache *cache, const dct_cache_key *key)
{
    uint64_t hash = key->hash;
    for (int i = 0; i < 4; i++)
        hash = (hash ^ (uint32_t)key->numbers[i]) * 0x9e3779b97f4a7c15ull;
    return &cache->buckets[hash >> 56 & (DCT_CACHE_BUCKETS - 1)];
}

static void unlink_use(dct_cache *cache, dct_cache_entry *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void link_newest(dct_cache *cache, dct_cache_entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    *(cache->newest != NULL ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

static dct_cache_entry *entry_of(dct_cache *cache, const dct_cache_key *key)
{
    dct_cache_entry *entry = *bucket_of(cache, key);
    while (entry != NULL && !same_key(&entry->key, key))
        entry = entry->chain;
    return entry;
}

void *dct_cache_find(dct_cache *cache, const dct_cache_key *key)
{
    dct_cache_entry *entry = entry_of(cache, key);
    if (entry == NULL)
        return NULL;
    unlink_use(cache, entry);
    link_newest(cache, entry);
    return entry->data;
}

void *dct_cache_add(dct_cache *cache, const dct_cache_key *key, size_t size)
{
    dct_cache_entry *entry = size > SIZE_MAX - sizeof *entry ? NULL : dct_new_zero(cache->alloc, sizeof *entry + size);
    if (entry == NULL)
        return NULL;
    dct_cache_entry **bucket = bucket_of(cache, key);
    entry->key = *key;
    entry->size = size;
    entry->chain = *bucket;
    *bucket = entry;
    link_newest(cache, entry);
    cache->used += sizeof *entry + size;
    return entry->data;
}

static void drop(dct_cache *cache, dct_cache_entry *entry)
{
    dct_cache_entry **at = bucket_of(cache, &entry->key);
    while (*at != entry)
        at = &(*at)->chain;
    *at = entry->chain;
    unlink_use(cache, entry);
    cache->used -= sizeof *entry + entry->size;
    dct_free(cache->alloc, entry, sizeof *entry + entry->size);
}

void dct_cache_remove(dct_cache *cache, const dct_cache_key *key)
{
    dct_cache_entry *entry = entry_of(cache, key);
    if (entry != NULL)
        drop(cache, entry);
}

void dct_cache_trim(dct_cache *cache)
{
    while (cache->used > cache->max && cache->oldest != cache->newest)
        drop(cache, cache->oldest);
}

void dct_cache_clear(dct_cache *cache)
{
    while (cache->oldest != NULL) {
        memset(cache->oldest->data, 0, cache->oldest->size);
        drop(cache, cache->oldest);
    }
}
