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

uint64_t dct_plan_again_ms(const docent_clock *clock, uint64_t last_ms, uint32_t server_s)
{
    uint64_t least = DCT_SYNC_AGAIN_MIN_S * 1000ull, most = DCT_SYNC_AGAIN_MAX_S * 1000ull;
    uint64_t ms = between(clock, least, last_ms * 3 > least ? last_ms * 3 : least);
    uint64_t asked = (server_s < DCT_SYNC_LATER_MAX_S ? server_s : DCT_SYNC_LATER_MAX_S) * 1000ull;
    ms = ms < most ? ms : most;
    return ms > asked ? ms : asked + between(clock, 0, least);
}
