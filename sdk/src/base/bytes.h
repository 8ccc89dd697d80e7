/* Little-endian numbers at any address, and a 64-bit hash: file formats that hold on every machine. */
#ifndef DCT_BYTES_H
#define DCT_BYTES_H

#include <stddef.h>
#include <stdint.h>

static inline uint16_t dct_u16(const unsigned char *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t dct_u32(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

#define DCT_HASH_START 1469598103934665603ull

/* FNV-1a (Fowler, Noll, Vo): start with DCT_HASH_START. For tables and damage, never for trust. */
static inline uint64_t dct_hash(uint64_t hash, const void *data, size_t size)
{
    const unsigned char *p = data;
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ p[i]) * 1099511628211ull;
    return hash;
}

#endif
