#include "plan.h"

#include "../base/limits.h"
#include "../crypto/hash.h"

#include <string.h>

uint64_t dct_plan_first_ms(const char *device, uint32_t interval_s)
{
    unsigned char hash[DCT_SHA256_BYTES];
    uint64_t n = 0;
    if (!dct_sha256(device, strlen(device), hash))
        return interval_s * 500ull;
    for (int i = 0; i < 7; i++)
        n = n << 8 | hash[i];
    return n % (interval_s * 1000ull);
}

/* Without entropy, the middle: a clock that has none is a test's. */
static uint64_t between(const docent_clock *clock, uint64_t from, uint64_t to)
{
    uint64_t n;
    if (to <= from || !clock->entropy(clock->ctx, &n, sizeof n))
        return from + (to > from ? (to - from) / 2 : 0);
    return from + n % (to - from + 1);
}

uint64_t dct_plan_next_ms(const docent_clock *clock, uint32_t interval_s)
{
    uint64_t ms = interval_s * 1000ull;
    return between(clock, ms - ms / 20, ms + ms / 20);
}

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* The bound is on what chance may choose, not on what it chose: else most of a fleet would wait for just as long. */
static uint64_t grown(const docent_clock *clock, uint64_t last_ms, uint32_t interval_s)
{
    const uint64_t least = DCT_SYNC_AGAIN_MIN_S * 1000ull;
    uint64_t most = larger(least, smaller(interval_s, DCT_SYNC_AGAIN_MAX_S) * 1000ull);
    return between(clock, least, smaller(larger(last_ms, least) * 3, most));
}

/* A server that is busy may name a date, the same for all: whoever was sent away within the hour before would be back in
 * that second. As long again as it asked for, and a part of the interval for those who were told last, brings them back
 * at about their usual rate. */
static uint64_t after_all(const docent_clock *clock, uint32_t server_s, uint32_t interval_s)
{
    uint64_t asked = smaller(server_s, DCT_SYNC_LATER_MAX_S) * 1000ull;
    uint64_t part = larger(DCT_SYNC_AGAIN_MIN_S * 1000ull, interval_s * 1000ull / DCT_SYNC_LATER_PART);
    return asked + between(clock, 0, asked + part);
}

uint64_t dct_plan_again_ms(const docent_clock *clock, uint64_t last_ms, uint32_t server_s, uint32_t interval_s)
{
    uint64_t ms = grown(clock, last_ms, interval_s);
    return server_s == 0 ? ms : larger(ms, after_all(clock, server_s, interval_s));
}
