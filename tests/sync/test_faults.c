/* Hundreds of updates over a network that fails in every way it can (fault_transport.h), each from a seed: never a file that
 * was not signed, always a reason, and without faults the next one succeeds. */
#include "support/cmocka_all.h"
#include "support/tuf_device.h"

#include <stdlib.h>
#include <string.h>

enum { RUNS = 300, SIZE = 40000 };

static void test_faults(void **state)
{
    static repo r;
    static tuf_device d;
    static char data[SIZE];
    int seen[DCT_REASON_COUNT_] = { 0 };
    (void)state;
    for (int i = 0; i < SIZE; i++)
        data[i] = (char)(i * 31 + i / 255);
    repo_init(&r);
    repo_delegate(&r, "targets", "packs", "packs/*", false);
    repo_add_target(&r, "packs", "packs/a", data, SIZE);
    repo_publish(&r, "packs");
    repo_publish(&r, "root");
    repo_publish_all(&r);
    tuf_device_init(&d, &r, 1);
    for (uint64_t seed = 0; seed < RUNS; seed++) {
        tuf_device_reset(&d);
        d.net.random = seed * 0x9E3779B97F4A7C15u + 1;
        d.net.percent = 30;
        int tries = 0;
        dct_reason reason;
        do {
            reason = tuf_device_update(&d, "packs/a");
            seen[reason]++;
            if (reason == DCT_REASON_STORAGE || reason == DCT_REASON_MEMORY || reason == DCT_REASON_MISSING)
                fail_msg("seed %d: %s: %s", (int)seed, dct_reason_name(reason), d.err.message);
            if (!tuf_device_whole(&d, data, SIZE))
                fail_msg("seed %d", (int)seed);
        } while (reason != DCT_REASON_NONE && ++tries < 6);
        d.net.percent = 0;
        if (tuf_device_update(&d, "packs/a") != DCT_REASON_NONE || !tuf_device_has(&d, "got", data, SIZE))
            fail_msg("seed %d: %s", (int)seed, d.err.message);
    }
    for (int i = 0; i < DCT_REASON_COUNT_; i++)
        if (seen[i] > 0)
            print_message("%-14s %d\n", dct_reason_name((dct_reason)i), seen[i]);
    assert_true(seen[DCT_REASON_OFFLINE] > 100 && seen[DCT_REASON_SERVER] > 10 && seen[DCT_REASON_CAPTIVE] > 10);
    assert_true(tuf_device_close(&d));
    repo_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_faults) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
