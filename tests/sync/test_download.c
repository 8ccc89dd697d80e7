/* One signed file over a line that does what lines do: cut, forget, repeat, lie. In its place stands nothing or the right
 * bytes; what came so far is not asked for again. */
#define _POSIX_C_SOURCE 200809L

#include "support/tuf_pair.h"

#include "crypto/hash.h"
#include "net/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SIZE = 3000000 };
#define PATH "packs/big file.zst"

static char *big;

static int set_up(void **state)
{
    uint32_t x = 1;
    (void)state;
    big = malloc(SIZE);
    for (size_t i = 0; i < SIZE; i++) {
        x = x * 1664525u + 1013904223u;
        big[i] = (char)(x >> 24);
    }
    repo_init(&r);
    repo_add_target(&r, "targets", PATH, big, SIZE);
    repo_add_target(&r, "targets", "empty", "", 0);
    repo_publish_all(&r);
    tuf_client_open(&c, &r);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    assert_int_equal(tuf_client_find(&c, PATH), DCT_REASON_NONE);
    return 0;
}

static int tear_down(void **state)
{
    pair_close(state);
    free(big);
    return 0;
}

typedef struct bend {
    size_t      cut_after;
    bool        no_ranges, endless, no_length;
    int         status;
    const char *headers, *body;
} bend;

static void apply(void *ctx, const char *path, web_answer *a)
{
    const bend *b = ctx;
    (void)path;
    a->cut_after = b->cut_after > 0 ? b->cut_after : SIZE_MAX;
    a->ranges = !b->no_ranges;
    a->endless = b->endless;
    a->no_length = b->no_length;
    if (b->status != 0)
        a->status = b->status;
    if (b->headers != NULL)
        a->headers = b->headers;
    if (b->body != NULL) {
        a->body = b->body;
        a->size = strlen(b->body);
    }
}

static dct_reason get(bend b)
{
    c.bend = apply;
    c.bend_ctx = &b;
    dct_reason reason = tuf_client_download(&c, "big");
    c.bend = NULL;
    return reason;
}

static void is_there(void)
{
    is_file("big", big, SIZE);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    const dct_target *t = dct_updater_target(c.updater);
    assert_true(dct_download_is_there(c.folder, "big", (uint64_t)t->length, t->hashes));
}

static void test_whole(void **state)
{
    (void)state;
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
}

static void test_no_bytes_at_all(void **state)
{
    (void)state;
    assert_int_equal(tuf_client_find(&c, "empty"), DCT_REASON_NONE);
    assert_int_equal(tuf_client_download(&c, "empty"), DCT_REASON_NONE);
    assert_int_equal(size_of("empty"), 0);
}

static void test_cuts_are_resumed(void **state)
{
    uint64_t before = web_sent(c.web);
    int tries = 0;
    dct_reason reason;
    (void)state;
    while ((reason = get((bend){ .cut_after = 700001 })) == DCT_REASON_OFFLINE && tries < 20) {
        tries++;
        assert_int_equal(size_of("big.part"), 700001 * (size_t)tries);
        tuf_client_restart(&c);
        assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
        assert_int_equal(tuf_client_find(&c, PATH), DCT_REASON_NONE);
    }
    assert_int_equal(reason, DCT_REASON_NONE);
    assert_int_equal(tries, 4);
    is_there();
    assert_true(web_sent(c.web) - before < SIZE + 100000); /* Every byte once; the rest is timestamps and "404". */
}

static void test_server_without_ranges(void **state)
{
    (void)state;
    tuf_client_put(&c, "big.part", big, 1000);
    assert_int_equal(get((bend){ .no_ranges = true }), DCT_REASON_NONE);
    is_there();
}

static void test_part_that_is_complete(void **state)
{
    (void)state;
    tuf_client_put(&c, "big.part", big, SIZE);
    tuf_client_forget(&c);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    assert_int_equal(c.asked_count, 0);
    is_there();
}

static void test_part_that_is_too_long(void **state)
{
    (void)state;
    char *more = calloc(1, SIZE + 1);
    memcpy(more, big, SIZE);
    tuf_client_put(&c, "big.part", more, SIZE + 1);
    free(more);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
}

static void test_part_that_is_wrong(void **state)
{
    (void)state;
    tuf_client_put(&c, "big.part", "not the beginning of it", 23);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
    assert_int_equal(tuf_client_asked(&c, c.asked[c.asked_count - 1]), 2); /* Once for the rest, once for all of it. */
}

static void test_same_length_other_bytes(void **state)
{
    char name[300] = "";
    (void)state;
    for (int i = 0; i < r.file_count; i++)
        if (strstr(r.files[i].name, "big file") != NULL)
            strcpy(name, r.files[i].name);
    big[SIZE / 2] ^= 1;
    repo_put(&r, name, big, SIZE);
    big[SIZE / 2] ^= 1;
    assert_int_equal(get((bend){ 0 }), DCT_REASON_TAMPER);
    assert_int_equal(size_of("big"), SIZE_MAX);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    repo_put(&r, name, big, SIZE);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
}

static void test_shorter_and_longer(void **state)
{
    (void)state;
    assert_int_equal(get((bend){ .body = "short" }), DCT_REASON_TAMPER);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    assert_int_equal(get((bend){ .body = "short", .no_length = true }), DCT_REASON_OFFLINE); /* Perhaps it was cut. */
    assert_int_equal(size_of("big.part"), 5);
    uint64_t before = web_sent(c.web);
    assert_int_equal(get((bend){ .endless = true }), DCT_REASON_SERVER);
    assert_true(web_sent(c.web) - before < SIZE + (8u << 20));
    assert_int_equal(size_of("big"), SIZE_MAX);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
}

static void test_pages_instead(void **state)
{
    static const char html[] = "Content-Type: text/html\r\n";
    (void)state;
    assert_int_equal(get((bend){ .body = "<html>log in", .headers = html }), DCT_REASON_CAPTIVE);
    assert_int_equal(get((bend){ .body = "<html>log in", .headers = html, .status = 511 }), DCT_REASON_CAPTIVE);
    assert_int_equal(get((bend){ .body = "", .headers = "Location: http://login.example/\r\n", .status = 302 }), DCT_REASON_CAPTIVE);
    assert_int_equal(get((bend){ .body = "gone", .status = 404 }), DCT_REASON_SERVER);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
    tuf_client_put(&c, "big.part", big, 5000);
    assert_int_equal(get((bend){ .body = "gone", .status = 503 }), DCT_REASON_SERVER);
    assert_int_equal(size_of("big.part"), 5000); /* What is here is not the server's to take. */
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
}

/* Another range than the one asked for must not be appended. */
static void test_wrong_range(void **state)
{
    (void)state;
    tuf_client_put(&c, "big.part", big, 1000);
    dct_reason reason = get((bend){ .no_ranges = true, .status = 206, .headers = "Content-Range: bytes 7-2999999/3000000\r\n" });
    assert_true(reason == DCT_REASON_NONE || reason == DCT_REASON_SERVER || reason == DCT_REASON_TAMPER);
    if (reason == DCT_REASON_NONE)
        is_there();
    else
        assert_int_equal(size_of("big"), SIZE_MAX);
}

static void hashes_of(const char *path, json_t *hashes)
{
    json_t *targets = json_object_get(repo_role(&r, "targets"), "targets");
    json_object_set_new(json_object_get(targets, path), "hashes", hashes);
    repo_publish_all(&r);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    assert_int_equal(tuf_client_find(&c, path), DCT_REASON_NONE);
}

static void test_hashes_that_cannot_be_used(void **state)
{
    (void)state;
    hashes_of(PATH, json_pack("{ss}", "blake9", "00"));
    assert_int_equal(get((bend){ 0 }), DCT_REASON_TAMPER);
    hashes_of(PATH, json_pack("{ss}", "sha256", "00"));
    assert_int_equal(get((bend){ 0 }), DCT_REASON_TAMPER);
    assert_int_equal(size_of("big"), SIZE_MAX);
}

/* Each hash that is known must agree. */
static void test_both_hashes(void **state)
{
    char hash256[65], hash512[129];
    unsigned char raw[64];
    (void)state;
    dct_hash *h = dct_hash_new(512);
    dct_hash_add(h, big, SIZE);
    assert_true(dct_hash_end(h, raw) && dct_sha256_hex(big, SIZE, hash256));
    dct_hash_free(h);
    dct_hex(raw, sizeof raw, hash512);
    hashes_of(PATH, json_pack("{ssssss}", "sha256", hash256, "sha512", hash512, "blake9", "00"));
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
    assert_int_equal(dct_folder_remove(c.folder, "big", NULL), DOCENT_OK);
    hash512[5] = hash512[5] == '0' ? '1' : '0';
    hashes_of(PATH, json_pack("{ssss}", "sha256", hash256, "sha512", hash512));
    assert_int_equal(get((bend){ 0 }), DCT_REASON_TAMPER);
    assert_int_equal(size_of("big"), SIZE_MAX);
}

/* More than any disk has: said before a byte is asked for. */
static void test_no_room(void **state)
{
    (void)state;
    json_t *target = json_object_get(json_object_get(repo_role(&r, "targets"), "targets"), PATH);
    repo_set_int(target, "length", INT64_MAX);
    repo_publish_all(&r);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    assert_int_equal(tuf_client_find(&c, PATH), DCT_REASON_NONE);
    tuf_client_forget(&c);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NOSPACE);
    assert_int_equal(c.asked_count, 0);
    assert_int_equal(size_of("big.part"), SIZE_MAX);
}

/* A pipe where the part belongs must not make anybody wait. */
static void test_pipe_in_the_way(void **state)
{
    char path[100];
    (void)state;
    snprintf(path, sizeof path, "%s/big.part", c.path);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_STORAGE);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(get((bend){ 0 }), DCT_REASON_NONE);
    is_there();
}

static void test_asked_to_wait(void **state)
{
    (void)state;
    const dct_target *t = dct_updater_target(c.updater);
    bend b = { .status = 429, .headers = "Retry-After: 30\r\n", .body = "" };
    dct_download_config config = { &c.alloc, &dct_clock_system, c.net, c.request, t->url, (uint64_t)t->length, t->hashes,
                                   c.folder, c.folder, "big.part", "big" };
    dct_download *d;
    tuf_client_put(&c, "big.part", big, 4000);
    c.bend = apply;
    c.bend_ctx = &b;
    assert_int_equal(dct_download_open(&config, &d, NULL), DOCENT_OK);
    while (dct_download_step(d, 5) == DCT_DOWNLOAD_BUSY) {
        dct_net_step(c.net, 0);
        web_step(c.web);
    }
    assert_int_equal(dct_download_reason(d), DCT_REASON_SERVER);
    assert_int_equal(dct_download_later_s(d), 30);
    assert_int_equal(dct_download_here(d), 4000);
    assert_int_equal(dct_download_received(d), 0);
    dct_download_close(d);
}

/* A step works for its budget and no longer, however much of the file is here: a clock that jumps shows it. */
static uint64_t jump(void *ctx)
{
    return *(uint64_t *)ctx += 10;
}

static void test_part_is_hashed_in_slices(void **state)
{
    uint64_t now_ms = 0;
    int steps = 0;
    (void)state;
    const dct_target *t = dct_updater_target(c.updater);
    docent_clock clock = dct_clock_system;
    clock.ctx = &now_ms;
    clock.monotonic_ms = jump;
    dct_download_config config = { &c.alloc, &clock, c.net, c.request, t->url, (uint64_t)t->length, t->hashes,
                                   c.folder, c.folder, "big.part", "big" };
    dct_download *d;
    tuf_client_put(&c, "big.part", big, SIZE);
    assert_int_equal(dct_download_open(&config, &d, NULL), DOCENT_OK);
    for (uint64_t before = 0; dct_download_step(d, 5) == DCT_DOWNLOAD_BUSY; before = dct_download_here(d), steps++)
        assert_true(dct_download_here(d) - before <= 65536);
    assert_true(steps >= SIZE / 65536);
    assert_int_equal(dct_download_reason(d), DCT_REASON_NONE);
    dct_download_close(d);
    is_there();
}

static void test_is_there_looks_at_bytes(void **state)
{
    (void)state;
    const dct_target *t = dct_updater_target(c.updater);
    assert_false(dct_download_is_there(c.folder, "big", SIZE, t->hashes));
    big[0] ^= 1;
    tuf_client_put(&c, "big", big, SIZE);
    assert_false(dct_download_is_there(c.folder, "big", SIZE, t->hashes));
    big[0] ^= 1;
    tuf_client_put(&c, "big", big, SIZE);
    assert_true(dct_download_is_there(c.folder, "big", SIZE, t->hashes));
}

#define each(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_whole),
        each(test_no_bytes_at_all),
        each(test_cuts_are_resumed),
        each(test_server_without_ranges),
        each(test_part_that_is_complete),
        each(test_part_that_is_too_long),
        each(test_part_that_is_wrong),
        each(test_same_length_other_bytes),
        each(test_shorter_and_longer),
        each(test_pages_instead),
        each(test_wrong_range),
        each(test_hashes_that_cannot_be_used),
        each(test_both_hashes),
        each(test_no_room),
        each(test_pipe_in_the_way),
        each(test_asked_to_wait),
        each(test_part_is_hashed_in_slices),
        each(test_is_there_looks_at_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
