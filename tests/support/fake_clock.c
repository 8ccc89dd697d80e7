#include "fake_clock.h"

#include <string.h>

uint64_t fake_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static uint64_t monotonic_ms(void *ctx)
{
    return ((fake_clock *)ctx)->monotonic_ms;
}

static int64_t unix_ms(void *ctx)
{
    return ((fake_clock *)ctx)->unix_ms;
}

static bool entropy(void *ctx, void *out, size_t size)
{
    fake_clock *clock = ctx;
    unsigned char *p = out;
    for (size_t i = 0; i < size; i++)
        p[i] = (unsigned char)(fake_random(&clock->random) >> 32);
    return !clock->no_entropy;
}

void fake_clock_init(fake_clock *clock, uint64_t seed)
{
    memset(clock, 0, sizeof *clock);
    clock->monotonic_ms = 1000;
    clock->unix_ms = INT64_C(1793700000000);
    clock->random = seed;
}

docent_clock fake_clock_of(fake_clock *clock)
{
    return (docent_clock){ (uint32_t)sizeof(docent_clock), clock, monotonic_ms, unix_ms, entropy };
}

void fake_clock_advance(fake_clock *clock, uint64_t ms)
{
    clock->monotonic_ms += ms;
    clock->unix_ms += (int64_t)ms;
}
