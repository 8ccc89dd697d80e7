/* A net and what a test asks of it, to the end. */
#ifndef TEST_FETCHING_H
#define TEST_FETCHING_H

#include "support/cmocka_all.h"

#include "net/clock.h"
#include "net/net.h"
#include "net/verdict.h"
#include "base/alloc.h"

#include <string.h>

static inline dct_net *open_net(void)
{
    dct_net *net;
    docent_error err;
    assert_int_equal(dct_net_open(&dct_alloc_default, &dct_clock_system, NULL, &net, &err), DOCENT_OK);
    return net;
}

static inline docent_request a_request(const char *method, const char *url)
{
    return (docent_request){ .struct_size = sizeof(docent_request), .url = url, .method = method };
}

/* Until it is done; a test that waits for more than 20 seconds has failed. */
static inline dct_fetch *finish_fetch(dct_net *net, dct_fetch *f)
{
    uint64_t from = dct_clock_system.monotonic_ms(NULL);
    assert_non_null(f);
    while (!dct_fetch_done(f)) {
        dct_net_step(net, 100);
        assert_true(dct_clock_system.monotonic_ms(NULL) - from < 20000);
    }
    return f;
}

static inline dct_fetch *fetch(dct_net *net, const docent_request *request, size_t max_bytes)
{
    docent_error err = { 0 };
    return finish_fetch(net, dct_fetch_new(net, request, max_bytes, &err));
}

static inline dct_fetch *get(dct_net *net, const char *url, size_t max_bytes)
{
    docent_request request = a_request("GET", url);
    return fetch(net, &request, max_bytes);
}

#endif
