/* The system's clocks on POSIX. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "clock.h"

#include "../crypto/random.h"

#include <time.h>

static uint64_t monotonic_ms(void *ctx)
{
    (void)ctx;
    struct timespec t = { 0, 0 };
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static int64_t unix_ms(void *ctx)
{
    (void)ctx;
    struct timespec t = { 0, 0 };
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool entropy(void *ctx, void *out, size_t size)
{
    (void)ctx;
    return dct_random(out, size);
}

const docent_clock dct_clock_system = { (uint32_t)sizeof dct_clock_system, NULL, monotonic_ms, unix_ms, entropy };
#endif
