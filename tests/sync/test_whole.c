/* The last way to a pack: a neighbour's own, for a device that has nothing to apply a difference to. What the neighbour gives is
 * believed as little as anything: the signed release says how long it is and what its hash is. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"
#include "support/bundle.h"
#include "support/fault_transport.h"
#include "support/tuf_client.h"
#include "support/tuf_repo.h"

#include "crypto/hash.h"

#include <docent/sync.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct shop {
    repo            publisher;
    fake_clock      time;
    fault_transport net;
    docent         *h;
    char            bundle[1024], folder[1024], path[100]; /* path: packs/SHA256.docent */
    char           *pack;
    size_t          pack_size;
    const void     *given;      /* What the neighbour gives for it; NULL: 404. */
    size_t          given_size;
    uint32_t        asked;
    uint64_t        max_update_bytes;
} shop;

static shop s;

static bool serve(void *ctx, const docent_request *request, const void *body, size_t body_size, bool again, fault_reply *reply)
{
    size_t size = s.given_size;
    const char *path = request->url + strlen("http://shop/"), *data = s.given;
    (void)ctx, (void)body, (void)body_size, (void)again;
    if (strcmp(path, s.path) == 0)
        s.asked++;
    else
        data = tuf_client_serve(&s.publisher, path, &size);
    fault_give(reply, request, data, size);
    return true;
}

/* Its full file is listed and gone, as where a neighbour had only got a difference. */
static void publish(void)
{
    char sha256[65], text[600];
    assert_true(dct_sha256_hex(s.pack, s.pack_size, sha256));
    snprintf(s.path, sizeof s.path, "packs/%s.docent", sha256);
    int size = snprintf(text, sizeof text,
                        "{\"format\":1,\"release\":7,\"published\":\"2027-01-10T00:00:00Z\",\"packs\":[{\"name\":\"core\",\"sha256\":\"%s\","
                        "\"length\":%zu,\"full\":{\"path\":\"packs/core-7.zst\",\"length\":5}}]}",
                        sha256, s.pack_size);
    repo_add_target(&s.publisher, "targets", "stable/release.json", text, (size_t)size);
    repo_add_target(&s.publisher, "targets", "packs/core-7.zst", "12345", 5);
    repo_publish_all(&s.publisher);
    for (int i = 0; i < s.publisher.file_count; i++)
        if (strstr(s.publisher.files[i].name, "core-7.zst") != NULL)
            repo_drop(&s.publisher, s.publisher.files[i].name);
}

static void read_pack(void)
{
    FILE *f = fopen(s.bundle, "rb");
    assert_non_null(f);
    s.pack = malloc(4 << 20);
    s.pack_size = fread(s.pack, 1, 4 << 20, f);
    fclose(f);
}

static int begin(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    snprintf(s.bundle, sizeof s.bundle, "%s", test_path("whole.docent"));
    snprintf(s.folder, sizeof s.folder, "%s", test_path("whole"));
    test_bundle_sample(s.bundle);
    read_pack();
    repo_init(&s.publisher);
    publish();
    fake_clock_init(&s.time, 3);
    s.time.unix_ms = (int64_t)REPO_NOW * 1000;
    fault_init(&s.net, 3, &s.time, serve, NULL);
    return 0;
}

static void open_device(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_source source = DOCENT_SOURCE_INIT;
    docent_clock clock = fake_clock_of(&s.time);
    docent_transport transport = fault_transport_of(&s.net);
    docent_error err;
    const char *url = "http://shop";
    config.bundle_path = s.bundle;
    s.net.closed = false;
    if (docent_open(&config, &s.h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    assert_int_equal(docent_use_clock(s.h, &clock), DOCENT_OK);
    assert_int_equal(docent_use_transport(s.h, &transport), DOCENT_OK);
    source.id = "shop";
    source.folder = s.folder;
    source.urls = &url;
    source.url_count = 1;
    source.flags = DOCENT_SOURCE_KEEP | DOCENT_SOURCE_CONFIRM;
    source.max_update_bytes = s.max_update_bytes;
    source.root = repo_find(&s.publisher, "metadata/1.root.json", &source.root_size);
    if (docent_sync_add(s.h, &source) != DOCENT_OK)
        fail_msg("%s", docent_last_error(s.h)->message);
}

static int end(void **state)
{
    char command[3200];
    (void)state;
    docent_close(s.h);
    free(s.pack);
    repo_close(&s.publisher);
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", s.folder, s.bundle);
    return system(command);
}

/* One look, to its end: in force, or why not. */
static docent_sync_look look(void)
{
    docent_sync_look at;
    uint32_t next_ms;
    assert_int_equal(docent_sync_now(s.h, "shop"), DOCENT_OK);
    int steps = 0;
    do {
        assert_int_equal(docent_step(s.h, 50, &next_ms), DOCENT_OK);
        assert_int_equal(docent_sync_status(s.h, "shop", &at), DOCENT_OK);
        assert_true(at.bytes_done <= at.bytes_total);
        assert_true(++steps < 4000);
    } while (at.state != DOCENT_SYNC_IDLE || (strcmp(at.reason, "OK") == 0 && at.last_check == 0));
    return at;
}

static void expect_none(const char *reason)
{
    docent_sync_look at = look();
    if (at.release != 0 || strcmp(at.reason, reason) != 0)
        fail_msg("release %" PRId64 ", %s: %s; expected %s", at.release, at.reason, at.message, reason);
}

static void test_a_neighbours_pack(void **state)
{
    (void)state;
    open_device();
    s.given = s.pack;
    s.given_size = s.pack_size;
    docent_sync_look at = look();
    if (at.release != 7)
        fail_msg("%s: %s", at.reason, at.message);
    assert_int_equal(s.asked, 1);
    assert_true(at.bytes_total >= s.pack_size);
    docent_article *a;
    assert_int_equal(docent_article_open(s.h, "orbit-pair", &a), DOCENT_OK);
    docent_article_close(a);
}

/* What a publisher's server says of it is no news: the reason is that of the file that was promised. */
static void test_nobody_has_it(void **state)
{
    (void)state;
    open_device();
    expect_none("SERVER");
    assert_int_equal(s.asked, 1);
    expect_none("SERVER");
    assert_int_equal(s.asked, 2); /* Once a look. */
}

static void test_other_bytes(void **state)
{
    (void)state;
    char *wrong = malloc(2 * s.pack_size);
    open_device();
    memset(wrong, 'x', 2 * s.pack_size);
    s.given = wrong;
    s.given_size = 2 * s.pack_size; /* Too long, */
    expect_none("SERVER");
    memcpy(wrong, s.pack, s.pack_size);
    wrong[s.pack_size / 3] ^= 1;
    s.given_size = s.pack_size; /* another byte, */
    expect_none("SERVER");
    wrong[s.pack_size / 3] ^= 1;
    s.given_size = s.pack_size / 2; /* too short, */
    expect_none("SERVER");
    s.given_size = s.pack_size; /* and right in the end. */
    docent_sync_look at = look();
    if (at.release != 7)
        fail_msg("%s: %s", at.reason, at.message);
    free(wrong);
}

static void test_a_bound_of_bytes(void **state)
{
    (void)state;
    s.max_update_bytes = s.pack_size - 1;
    s.given = s.pack;
    s.given_size = s.pack_size;
    open_device();
    expect_none("SERVER");
    assert_int_equal(s.asked, 0);
}

static void test_a_line_that_is_cut(void **state)
{
    (void)state;
    open_device();
    s.given = s.pack;
    s.given_size = s.pack_size;
    s.net.percent = 60;
    s.net.kinds = 1u << FAULT_CUT_ANSWER | 1u << FAULT_LOST_ANSWER | 1u << FAULT_CUT_REQUEST;
    docent_sync_look at;
    int tries = 0;
    do
        at = look();
    while (at.release == 0 && ++tries < 200);
    assert_int_equal(at.release, 7);
    assert_true(tries > 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = { TEST(test_a_neighbours_pack), TEST(test_nobody_has_it), TEST(test_other_bytes),
                                        TEST(test_a_bound_of_bytes), TEST(test_a_line_that_is_cut) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
