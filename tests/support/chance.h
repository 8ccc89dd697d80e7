/* Chance that is the same everywhere: xorshift64*, from a number that a test can say again. */
#ifndef TEST_CHANCE_H
#define TEST_CHANCE_H

#include <stddef.h>
#include <stdint.h>

typedef struct chance {
    uint64_t state; /* Never 0. */
} chance;

static inline uint64_t next(chance *c)
{
    c->state ^= c->state >> 12;
    c->state ^= c->state << 25;
    c->state ^= c->state >> 27;
    return c->state * 2685821657736338717ull;
}

static inline size_t below(chance *c, size_t n)
{
    return (size_t)(next(c) >> 11) % n;
}

/* Seeds that lie side by side begin far apart. */
static inline chance chance_of(uint64_t seed)
{
    chance c = { seed * 0x9E3779B97F4A7C15ull + 1 };
    next(&c);
    return c;
}

#endif
