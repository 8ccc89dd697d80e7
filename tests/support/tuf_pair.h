/* A repository and a client of it, for a program of tests where each test has a new one of both: what most of the updater's tests
 * begin and end with, and what they all ask.
 *
 *     cmocka_unit_test_setup_teardown(test_rotation, pair_open, pair_close)
 *
 *     refreshes();                            the client finds all well
 *     fails(DCT_REASON_TAMPER);               it does not, and says why
 *     versions(1, 2, 2, 1);                   what it keeps of root, timestamp, snapshot, targets
 *     is_file("big", bytes, size);            what it downloaded */
#ifndef TEST_TUF_PAIR_H
#define TEST_TUF_PAIR_H

#include "cmocka_all.h"
#include "tuf_client.h"

#include <stdlib.h>

static repo r;
static tuf_client c;

static inline int pair_open(void **state)
{
    (void)state;
    repo_init(&r);
    tuf_client_open(&c, &r);
    return 0;
}

static inline int pair_close(void **state)
{
    (void)state;
    tuf_client_close(&c);
    repo_close(&r);
    return 0;
}

#define refreshes() \
    do { \
        dct_reason reason_ = tuf_client_refresh(&c, REPO_NOW); \
        if (reason_ != DCT_REASON_NONE) \
            print_error("%s: %s\n", dct_reason_name(reason_), dct_updater_error(c.updater)->message); \
        assert_int_equal(reason_, DCT_REASON_NONE); \
    } while (0)

#define fails(why) \
    do { \
        assert_string_equal(dct_reason_name(tuf_client_refresh(&c, REPO_NOW)), dct_reason_name(why)); \
        assert_true(dct_updater_error(c.updater)->message[0] != 0); \
    } while (0)

static inline void versions(int root, int timestamp, int snapshot, int targets)
{
    assert_int_equal(tuf_client_version(&c, "root"), root);
    assert_int_equal(tuf_client_version(&c, "timestamp"), timestamp);
    assert_int_equal(tuf_client_version(&c, "snapshot"), snapshot);
    assert_int_equal(tuf_client_version(&c, "targets"), targets);
}

/* Of a file in the client's folder; SIZE_MAX: there is none. */
static inline size_t size_of(const char *name)
{
    size_t size = 0;
    char *data = tuf_client_file(&c, name, &size);
    bool there = data != NULL;
    free(data);
    return there ? size : SIZE_MAX;
}

static inline void is_file(const char *name, const void *bytes, size_t size)
{
    size_t kept_size;
    char *kept = tuf_client_file(&c, name, &kept_size);
    assert_non_null(kept);
    assert_int_equal(kept_size, size);
    assert_memory_equal(kept, bytes, size);
    free(kept);
}

#endif
