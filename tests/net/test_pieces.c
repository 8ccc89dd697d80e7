/* Large answers come in pieces: no step takes much more than one, from a file and from a server; and all of it comes. */
#define _POSIX_C_SOURCE 200809L
#include "fetching.h"

#include "support/http_server_posix.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PIECE = 128 * 1024, STEP = 4 * PIECE, MOST = 5 * STEP };

typedef struct heap { size_t size, from, wrong, in_step, most_in_step; } heap;

static unsigned char byte_at(uint64_t at)
{
    return (unsigned char)((at * 2654435761u) >> 13);
}

static bool take(void *ctx, uint64_t offset, const void *data, size_t size)
{
    heap *h = ctx;
    for (size_t i = 0; i < size; i++)
        h->wrong += ((const unsigned char *)data)[i] != byte_at(offset + i);
    h->wrong += offset != h->from + h->size;
    h->size += size;
    h->in_step += size;
    return true;
}

static heap take_all(dct_net *net, const char *url, uint64_t from, uint32_t *steps)
{
    docent_error err = { 0 };
    heap h = { .from = (size_t)from };
    docent_request request = a_request("GET", url);
    request.resume_from = from;
    dct_fetch *f = dct_fetch_to(net, &request, MOST, take, &h, &err);
    assert_non_null(f);
    for (*steps = 0; !dct_fetch_done(f); ++*steps) {
        assert_true(*steps < 10000);
        h.in_step = 0;
        dct_net_step(net, 100);
        h.most_in_step = h.in_step > h.most_in_step ? h.in_step : h.most_in_step;
    }
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
    assert_int_equal(h.wrong, 0);
    dct_fetch_free(f);
    return h;
}

static void test_files(void **state)
{
    static const size_t sizes[] = { 0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * STEP, 3 * STEP + 77 };
    static unsigned char bytes[MOST];
    char path[] = "/tmp/docent-pieces.XXXXXX", url[64];
    uint32_t steps;
    (void)state;
    dct_net *net = open_net();
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    snprintf(url, sizeof url, "file://%s", path);
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = byte_at(i);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        assert_int_equal(ftruncate(fd, 0), 0);
        assert_int_equal(pwrite(fd, bytes, sizes[i], 0), (ssize_t)sizes[i]);
        for (size_t from = 0; from <= sizes[i]; from += sizes[i] / 3 + 1) {
            heap h = take_all(net, url, from, &steps);
            assert_int_equal(h.size, sizes[i] - from);
            assert_true(h.most_in_step <= STEP + PIECE);
        }
    }
    close(fd);
    unlink(path);
    dct_net_close(net);
}

static bool serve(void *ctx, http_conn *c)
{
    static unsigned char bytes[MOST];
    (void)ctx;
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = byte_at(i);
    return http_answer(c, "200 OK", bytes, MOST);
}

static void test_a_server(void **state)
{
    uint32_t steps;
    (void)state;
    http_server *server = http_server_start(serve, NULL, false);
    dct_net *net = open_net();
    heap h = take_all(net, http_server_url(server, "/"), 0, &steps);
    assert_int_equal(h.size, MOST);
    assert_true(h.most_in_step <= STEP + 65536);
    assert_true(steps >= MOST / STEP);
    dct_net_close(net);
    http_server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_files), cmocka_unit_test(test_a_server) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
