/* A quick 64-bit hash of whole numbers, the same on every machine. */
#ifndef DCT_MIX_H
#define DCT_MIX_H

#include <stdint.h>
#include <string.h>

static inline uint64_t dct_mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * 0x9e3779b97f4a7c15ull;
    return hash ^ hash >> 29;
}

static inline uint64_t dct_mix_pair(uint64_t hash, int32_t a, int32_t b)
{
    return dct_mix(hash, (uint64_t)(uint32_t)a << 32 | (uint32_t)b);
}

#endif
