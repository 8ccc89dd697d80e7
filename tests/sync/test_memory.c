/* Each allocation of an update fails in turn: a reason, no leak, nothing half-written, and the next update succeeds. jansson's
 * too; it takes a text for broken when it has no memory for it, so there the reason may be another. */
#include "support/cmocka_all.h"
#include "support/ration.h"
#include "support/tuf_device.h"

#include <stdlib.h>
#include <string.h>

static docent_alloc rationed; /* jansson's functions take no context. */

typedef struct head {
    _Alignas(16) size_t size;
} head;

static void *json_new(size_t size)
{
    head *h = rationed.resize(rationed.ctx, NULL, 0, sizeof *h + size);
    if (h == NULL)
        return NULL;
    h->size = size;
    return h + 1;
}

static void json_drop(void *p)
{
    head *h = p;
    if (h != NULL)
        rationed.resize(rationed.ctx, h - 1, sizeof *h + h[-1].size, 0);
}

static void *plain_new(size_t size)
{
    return malloc(size);
}

static void make(repo *r)
{
    repo_init(r);
    repo_delegate(r, "targets", "packs", "packs/*", false);
    repo_add_target(r, "packs", "packs/a", "content", 7);
    repo_publish(r, "packs");
    repo_publish(r, "root");
    repo_publish_all(r);
}

static long run(tuf_device *d, test_ration *x, long fail_at, bool for_ever, bool json, dct_reason *reason)
{
    *x = (test_ration){ .fail_at = fail_at, .for_ever = for_ever };
    rationed = test_ration_alloc(x);
    d->alloc = rationed;
    if (json)
        json_set_alloc_funcs(json_new, json_drop);
    *reason = tuf_device_update(d, "packs/a");
    json_set_alloc_funcs(plain_new, free);
    if (x->live != 0 || x->wrong_size)
        fail_msg("allocation %ld: %ld blocks are left", fail_at, x->live);
    return x->asked;
}

static void fail_all(tuf_device *d, bool for_ever, bool json, long stride)
{
    test_ration x;
    dct_reason reason;
    long failures = 0;
    tuf_device_reset(d);
    long count = run(d, &x, -1, false, json, &reason);
    assert_int_equal(reason, DCT_REASON_NONE);
    assert_true(count > 100);
    for (long at = 0; at < count; at += stride) {
        tuf_device_reset(d);
        run(d, &x, at, for_ever, json, &reason);
        if (reason != DCT_REASON_NONE && reason != DCT_REASON_MEMORY && !json)
            fail_msg("allocation %ld: %s: %s", at, dct_reason_name(reason), d->err.message);
        failures += reason != DCT_REASON_NONE;
        assert_true(tuf_device_whole(d, "content", 7));
        run(d, &x, -1, false, json, &reason);
        assert_int_equal(reason, DCT_REASON_NONE);
        assert_true(tuf_device_has(d, "got", "content", 7));
    }
    print_message("%ld allocations, %ld of them end the update\n", count, failures);
    assert_true(failures > 0);
}

static void test_each_allocation(void **state)
{
    static repo r;
    static tuf_device d;
    (void)state;
    make(&r);
    tuf_device_init(&d, &r, 7);
    fail_all(&d, false, false, 1);
    fail_all(&d, true, false, 1);
    fail_all(&d, false, true, 2);
    fail_all(&d, true, true, 5);
    assert_true(tuf_device_close(&d));
    repo_close(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_each_allocation) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
