/* The system's clocks on Windows. */
#if defined(_WIN32)
#include "clock.h"

#include "../crypto/random.h"

#include <windows.h>

static uint64_t monotonic_ms(void *ctx)
{
    (void)ctx;
    return GetTickCount64();
}

static int64_t unix_ms(void *ctx)
{
    FILETIME t;
    (void)ctx;
    GetSystemTimeAsFileTime(&t);
    /* Tenths of microseconds since 1601. */
    return (int64_t)(((uint64_t)t.dwHighDateTime << 32 | t.dwLowDateTime) / 10000) - INT64_C(11644473600000);
}

static bool entropy(void *ctx, void *out, size_t size)
{
    (void)ctx;
    return dct_random(out, size);
}

const docent_clock dct_clock_system = { (uint32_t)sizeof dct_clock_system, NULL, monotonic_ms, unix_ms, entropy };
#else
typedef int dct_clock_windows_is_empty; /* A file must not be empty in ISO C. */
#endif
