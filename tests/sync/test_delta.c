/* A pack out of a delta: whole and right, or not there; whatever the bytes are. The files are made by zstd itself, as the
 * publisher makes them. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"

#include "base/alloc.h"
#include "net/clock.h"
#include "sync/delta.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

enum { SIZE = 700 * 1024 };

static char folder[64];
static unsigned char old[SIZE], wanted[SIZE], packed[2 * SIZE];

static const char *path(const char *name)
{
    static char paths[4][128];
    static int next;
    char *p = paths[next++ % 4];
    snprintf(p, sizeof paths[0], "%s/%s", folder, name);
    return p;
}

static void put(const char *name, const void *data, size_t size)
{
    FILE *f = fopen(path(name), "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(data, 1, size, f), size);
    assert_int_equal(fclose(f), 0);
}

static size_t pack(bool delta)
{
    ZSTD_CCtx *z = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(z, ZSTD_c_windowLog, 21);
    if (delta)
        ZSTD_CCtx_refPrefix(z, old, sizeof old);
    size_t size = ZSTD_compress2(z, packed, sizeof packed, wanted, sizeof wanted);
    ZSTD_freeCCtx(z);
    assert_false(ZSTD_isError(size));
    return size;
}

static int set_up_all(void **state)
{
    (void)state;
    uint32_t s = 7;
    strcpy(folder, "/tmp/docent-delta.XXXXXX");
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < SIZE; i++) {
        s = s * 1664525u + 1013904223u;
        old[i] = (unsigned char)(s >> 24);
    }
    memcpy(wanted, old + 1000, SIZE - 1000); /* The same, moved, with something in its middle. */
    memset(wanted + SIZE / 2, 'x', 5000);
    put("old", old, sizeof old);
    return 0;
}

static int tear_down_all(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

static dct_reason unpack(bool delta, uint64_t length, uint32_t budget_ms, int *steps)
{
    dct_unpack_config config = { .alloc = &dct_alloc_default, .clock = &dct_clock_system, .old_path = delta ? path("old") : NULL,
                                 .packed_path = path("packed"), .new_path = path("new"), .length = length };
    dct_unpack *u;
    assert_true(dct_sha256_hex(wanted, sizeof wanted, config.sha256));
    dct_reason reason = dct_unpack_open(&config, &u, NULL);
    if (reason != DCT_REASON_NONE)
        return reason;
    dct_unpack_state state;
    int n = 0;
    while ((state = dct_unpack_step(u, budget_ms)) == DCT_UNPACK_BUSY)
        n++;
    reason = dct_unpack_reason(u);
    assert_int_equal(state == DCT_UNPACK_DONE, reason == DCT_REASON_NONE);
    dct_unpack_close(u);
    if (steps != NULL)
        *steps = n;
    return reason;
}

static void both_ways_make_the_same_file(void **state)
{
    (void)state;
    static unsigned char is[SIZE + 1];
    for (int delta = 0; delta < 2; delta++) {
        int steps = 0;
        size_t size = pack(delta == 1);
        assert_true(delta == 0 ? size > SIZE / 2 : size < 10000);
        put("packed", packed, size);
        assert_int_equal(unpack(delta == 1, SIZE, 0, &steps), DCT_REASON_NONE);
        assert_true(steps > 5); /* A budget of nothing does one block at a time. */
        FILE *f = fopen(path("new"), "rb");
        assert_int_equal(fread(is, 1, sizeof is, f), SIZE);
        fclose(f);
        assert_memory_equal(is, wanted, SIZE);
    }
}

static void the_wrong_old_file_is_found_out(void **state)
{
    (void)state;
    put("packed", packed, pack(true));
    old[5000] ^= 1;
    put("old", old, sizeof old);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_TAMPER);
    put("old", old, 1000);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_TAMPER);
    assert_int_equal(unlink(path("old")), 0);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_TAMPER);
    old[5000] ^= 1;
    put("old", old, sizeof old);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_NONE);
}

static void another_length_is_refused(void **state)
{
    (void)state;
    size_t size = pack(true);
    put("packed", packed, size);
    assert_int_equal(unpack(true, SIZE - 1, 100, NULL), DCT_REASON_TAMPER);
    assert_int_equal(unpack(true, SIZE + 1, 100, NULL), DCT_REASON_TAMPER);
    assert_int_equal(unpack(true, 0, 100, NULL), DCT_REASON_INCOMPATIBLE);
    assert_int_equal(unpack(true, 1ull << 40, 100, NULL), DCT_REASON_INCOMPATIBLE);
    put("packed", packed, size - 1);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_TAMPER);
    packed[size] = 0;
    put("packed", packed, size + 1);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_TAMPER);
    put("packed", packed, 0);
    assert_int_equal(unpack(true, SIZE, 100, NULL), DCT_REASON_TAMPER);
}

/* Its hash was right when it came; the disk may still say something else. */
static void any_flipped_byte_is_found_out(void **state)
{
    (void)state;
    size_t size = pack(true);
    for (size_t i = 0; i < size; i += 1 + size / 150) {
        packed[i] ^= 0x41;
        put("packed", packed, size);
        dct_reason reason = unpack(true, SIZE, 100, NULL);
        assert_true(reason == DCT_REASON_TAMPER || reason == DCT_REASON_MEMORY || i < 6); /* Some header bits say nothing. */
        packed[i] ^= 0x41;
    }
}

/* A frame of blocks of one byte each, repeated: four bytes of it become 128 KB, so that a whole one is shorter than a header
 * may be, and any number of them goes through the window. `cut`: so many bytes less of the last block. */
static size_t frame_of_runs(size_t blocks, size_t cut)
{
    size_t at = 0;
    static const unsigned char head[] = { 0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x58 };
    memcpy(packed, head, sizeof head);
    at = sizeof head;
    for (size_t i = 0; i < blocks; i++) {
        size_t run = 128 * 1024 - (i + 1 == blocks ? cut : 0);
        uint32_t block = (uint32_t)run << 3 | 1u << 1 | (i + 1 == blocks);
        packed[at++] = (unsigned char)block;
        packed[at++] = (unsigned char)(block >> 8);
        packed[at++] = (unsigned char)(block >> 16);
        packed[at++] = (unsigned char)('a' + i % 26);
    }
    return at;
}

static void runs_go_through_the_window(void **state)
{
    (void)state;
    static const size_t counts[] = { 1, 2, 3, 17, 100 };
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (size_t cut = 0; cut < 2; cut++) {
            size_t n = counts[c], length = n * 128 * 1024 - cut * 1000;
            unsigned char *bytes = malloc(n * 128 * 1024);
            dct_unpack_config config = { .alloc = &dct_alloc_default, .clock = &dct_clock_system, .packed_path = path("packed"),
                                         .new_path = path("new"), .length = length };
            dct_unpack *u;
            assert_non_null(bytes);
            for (size_t i = 0; i < n; i++)
                memset(bytes + i * 128 * 1024, 'a' + (int)(i % 26), 128 * 1024);
            assert_true(dct_sha256_hex(bytes, length, config.sha256));
            free(bytes);
            put("packed", packed, frame_of_runs(n, cut * 1000));
            assert_int_equal(dct_unpack_open(&config, &u, NULL), DCT_REASON_NONE);
            dct_unpack_state now;
            while ((now = dct_unpack_step(u, 0)) == DCT_UNPACK_BUSY)
                continue;
            assert_int_equal(now, DCT_UNPACK_DONE);
            dct_unpack_close(u);
            config.length = length > 300000 ? length - 300000 : 1; /* It says less than comes. */
            config.packed_path = path("packed");
            config.new_path = path("new");
            assert_int_equal(dct_unpack_open(&config, &u, NULL), DCT_REASON_NONE);
            while ((now = dct_unpack_step(u, 0)) == DCT_UNPACK_BUSY)
                continue;
            assert_int_equal(dct_unpack_reason(u), DCT_REASON_TAMPER);
            dct_unpack_close(u);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_make_the_same_file),
        cmocka_unit_test(the_wrong_old_file_is_found_out),
        cmocka_unit_test(another_length_is_refused),
        cmocka_unit_test(any_flipped_byte_is_found_out),
        cmocka_unit_test(runs_go_through_the_window),
    };
    return cmocka_run_group_tests(tests, set_up_all, tear_down_all);
}
