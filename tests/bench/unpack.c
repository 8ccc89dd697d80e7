/* The unpacker of updates alone, on files of any size.
 *
 *     bench_unpack apply OLD DELTA NEW LIKE     in slices of 5 ms, checked against LIKE; prints the most private kB, CPU ms and
 *                                               the longest slice in ms, without the time in which others had the processors
 *     bench_unpack make OUT MB N                MB megabytes that zstd cannot shrink, the Nth of a row that differ a little */
#define _POSIX_C_SOURCE 200809L

#include "base/alloc.h"
#include "net/clock.h"
#include "support/machine.h"
#include "sync/delta.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* So long this thread was ready and did not run; 0 where the system does not say. */
static uint64_t waited_ms(void)
{
    unsigned long long ran, waited = 0;
    FILE *f = fopen("/proc/thread-self/schedstat", "r");
    if (f != NULL && fscanf(f, "%llu %llu", &ran, &waited) != 2)
        waited = 0;
    if (f != NULL)
        fclose(f);
    return waited / 1000000;
}

/* What would be signed. */
static bool hash_file(const char *path, uint64_t *size, char out[DCT_HEX_SHA256])
{
    static unsigned char bytes[1 << 16];
    unsigned char hash[DCT_SHA256_BYTES];
    dct_hash *h = dct_hash_new(256);
    FILE *f = fopen(path, "rb");
    size_t n;
    *size = 0;
    while (f != NULL && (n = fread(bytes, 1, sizeof bytes, f)) > 0) {
        dct_hash_add(h, bytes, n);
        *size += n;
    }
    bool ok = f != NULL && dct_hash_end(h, hash);
    dct_hash_free(h);
    if (f != NULL)
        fclose(f);
    dct_hex(hash, sizeof hash, out);
    return ok;
}

static int apply(const char *old, const char *delta, const char *made, const char *like)
{
    dct_unpack_config config = { .alloc = &dct_alloc_default, .clock = &dct_clock_system, .old_path = old, .packed_path = delta,
                                 .new_path = made };
    dct_unpack *u;
    docent_error err;
    if (!hash_file(like, &config.length, config.sha256))
        return 1;
    long base = machine_private_kb(), most = base;
    uint64_t cpu = machine_ms(CLOCK_PROCESS_CPUTIME_ID), longest = 0;
    if (dct_unpack_open(&config, &u, &err) != DCT_REASON_NONE) {
        fprintf(stderr, "bench_unpack: %s\n", err.message);
        return 1;
    }
    dct_unpack_state state;
    do {
        uint64_t waited = waited_ms(), begun = machine_ms(CLOCK_MONOTONIC);
        state = dct_unpack_step(u, 5);
        uint64_t took = machine_ms(CLOCK_MONOTONIC) - begun;
        waited = waited_ms() - waited;
        took = took > waited ? took - waited : 0;
        long kb = machine_private_kb();
        longest = took > longest ? took : longest;
        most = kb > most ? kb : most;
    } while (state == DCT_UNPACK_BUSY);
    if (state == DCT_UNPACK_FAILED)
        fprintf(stderr, "bench_unpack: %s\n", dct_unpack_error(u)->message);
    dct_unpack_close(u);
    printf("%ld %llu %llu\n", most - base, (unsigned long long)(machine_ms(CLOCK_PROCESS_CPUTIME_ID) - cpu), (unsigned long long)longest);
    return state == DCT_UNPACK_DONE ? 0 : 1;
}

/* Bytes that zstd cannot shrink; every 64th block of 64 KB is another in each of the row. */
static int make(const char *out, long mb, unsigned nth)
{
    static unsigned char block[1 << 16];
    const uint64_t state = 88172645463325252ull;
    FILE *f = fopen(out, "wb");
    if (f == NULL)
        return 1;
    for (long i = 0; i < mb * 16; i++) {
        uint64_t s = state + (uint64_t)i * 0x9E3779B97F4A7C15ull + (i % 64 == 63 ? nth : 0);
        for (size_t k = 0; k < sizeof block; k += 8) {
            s ^= s << 13;
            s ^= s >> 7;
            s ^= s << 17;
            memcpy(block + k, &s, 8);
        }
        fwrite(block, 1, sizeof block, f);
    }
    return fclose(f) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 6 && strcmp(argv[1], "apply") == 0)
        return apply(argv[2], argv[3], argv[4], argv[5]);
    if (argc == 5 && strcmp(argv[1], "make") == 0)
        return make(argv[2], atol(argv[3]), (unsigned)atol(argv[4]));
    fprintf(stderr, "bench_unpack: apply OLD DELTA NEW LIKE, or make OUT MB N\n");
    return 2;
}
