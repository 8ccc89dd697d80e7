/* A neighbour's server from end to end: a device follows a publisher through three roots and a delegated role; then the publisher
 * is gone, and another device that knows the first root alone gets all of it from this one. Real sockets, a process of its own. */
#define _POSIX_C_SOURCE 200809L
#include "support/cmocka_all.h"
#include "support/bundle.h"
#include "support/fault_transport.h"
#include "support/tuf_client.h"
#include "support/tuf_repo.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "sync/roots.h"

#include <docent/sync.h>

#include "serve.h"
#include "serve_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define ROLE "books & more"
#define HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static repo publisher;

/* ---- two devices ---- */

static bool serve(void *ctx, const docent_request *request, const void *body, size_t body_size, bool again, fault_reply *reply)
{
    size_t size = 0;
    const char *data = tuf_client_serve(&publisher, request->url + strlen("http://repo/"), &size);
    (void)ctx, (void)body, (void)body_size, (void)again;
    reply->status = data == NULL ? 404 : 200;
    reply->body = data;
    reply->body_size = data == NULL ? 0 : size;
    return true;
}

static uint64_t real_ms(void *ctx)
{
    struct timespec t;
    (void)ctx;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static int64_t then_ms(void *ctx)
{
    (void)ctx;
    return (int64_t)REPO_NOW * 1000;
}

static bool entropy(void *ctx, void *out, size_t size)
{
    static uint64_t state = 5;
    (void)ctx;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)out)[i] = (unsigned char)fake_random(&state);
    return true;
}

static docent *open_device(const char *bundle, const docent_transport *transport)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_clock clock = { sizeof clock, NULL, real_ms, then_ms, entropy };
    docent_error err;
    docent *h;
    config.bundle_path = bundle;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    assert_int_equal(docent_use_clock(h, &clock), DOCENT_OK);
    if (transport != NULL)
        assert_int_equal(docent_use_transport(h, transport), DOCENT_OK);
    return h;
}

static void follow(docent *h, const char *folder, const char *url, uint32_t flags)
{
    docent_source source = DOCENT_SOURCE_INIT;
    docent_sync_look at;
    uint32_t next_ms;
    const char *text;
    source.id = "shop";
    source.folder = folder;
    source.urls = &url;
    source.url_count = 1;
    source.flags = flags;
    source.root = repo_find(&publisher, "metadata/1.root.json", &source.root_size);
    assert_int_equal(docent_sync_add(h, &source), DOCENT_OK);
    assert_int_equal(docent_sync_now(h, "shop"), DOCENT_OK);
    uint64_t end = real_ms(NULL) + 20000;
    do {
        docent_step(h, 20, &next_ms);
        assert_int_equal(docent_sync_status(h, "shop", &at), DOCENT_OK);
    } while (at.last_check == 0 && strcmp(at.reason, "OK") == 0 && real_ms(NULL) < end);
    if (strcmp(at.reason, "OK") != 0 || at.last_check == 0 || *at.settings_message != 0)
        fail_msg("%s: %s: %s %s", url, at.reason, at.message, at.settings_message);
    assert_int_equal(docent_sync_setting(h, "shop", "banner", &text), DOCENT_OK);
    assert_string_equal(text, "Open");
}

/* A release that no device takes before the day it names, and settings, both in the delegated role. */
static void publish(void)
{
    static const char release[] = "{\"format\":1,\"release\":2,\"not_before\":\"2030-01-01T00:00:00Z\",\"packs\":[{\"sha256\":\"" HASH
                                  "\",\"length\":9,\"full\":{\"path\":\"a\",\"length\":9}}]}";
    static const char config[] = "{\"format\":1,\"settings\":{\"banner\":\"Open\"}}";
    repo_delegate(&publisher, "targets", ROLE, "stable/*", false);
    repo_add_target(&publisher, ROLE, "stable/release.json", release, sizeof release - 1);
    repo_add_target(&publisher, ROLE, "stable/config.json", config, sizeof config - 1);
    repo_publish(&publisher, ROLE);
    for (int i = 0; i < 2; i++) { /* The root's key is another each time. */
        int key = repo_new_key(&publisher, REPO_ED25519);
        repo_trust(&publisher, "root", "root", key);
        repo_publish(&publisher, "root");
    }
    repo_publish_all(&publisher);
}

static void test_the_whole_way(void **state)
{
    char bundle[1024], first[1024], second[1024], url[64], command[4096];
    fake_clock time;
    fault_transport net;
    kiosk_server server;
    char error[500] = "";
    (void)state;
    snprintf(bundle, sizeof bundle, "%s", test_path("serve.docent"));
    snprintf(first, sizeof first, "%s", test_path("serve-first"));
    snprintf(second, sizeof second, "%s", test_path("serve-second"));
    test_bundle_sample(bundle);
    repo_init(&publisher);
    publish();
    fake_clock_init(&time, 3);
    fault_init(&net, 3, &time, serve, NULL);
    docent_transport transport = fault_transport_of(&net);
    docent *h = open_device(bundle, &transport);
    follow(h, first, "http://repo", DOCENT_SOURCE_KEEP);
    docent_close(h); /* And no more of the publisher. */

    kiosk_served served[] = { { "", first }, { "store", second } };
    if (!kiosk_serve_open(&server, served, 2, 0, error, sizeof error))
        fail_msg("%s", error);
    h = open_device(bundle, NULL);
    snprintf(url, sizeof url, "http://127.0.0.1:%d", server.port);
    follow(h, second, url, DOCENT_SOURCE_KEEP);
    docent_close(h);
    /* And from that one on, in the same kiosk's other folder. */
    snprintf(command, sizeof command, "rm -rf '%s'", first);
    assert_int_equal(system(command), 0);
    h = open_device(bundle, NULL);
    strcat(url, "/store");
    follow(h, first, url, 0);
    docent_close(h);
    kiosk_serve_close(&server);
    repo_close(&publisher);
    snprintf(command, sizeof command, "rm -rf '%s' '%s' '%s'", first, second, bundle);
    assert_int_equal(system(command), 0);
}

/* ---- which file ---- */

static int asked(const char *path, kiosk_request *r)
{
    char text[1200];
    int size = snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path);
    return kiosk_request_read(text, (size_t)size, r);
}

static void assert_file(const char *path, const char *place, const char *file, long version)
{
    kiosk_request r;
    int status = asked(path, &r);
    if (status != 0 || strcmp(r.place, place) != 0 || strcmp(r.path, file) != 0 || r.version != version)
        fail_msg("%s: %d, \"%s\", \"%s\", version %ld", path, status, r.place, r.path, r.version);
}

static void test_names(void **state)
{
    kiosk_request r;
    (void)state;
    assert_file("/metadata/timestamp.json", "", "tuf/timestamp.json", 0);
    assert_file("/metadata/12.targets.json", "", "tuf/targets.json", 12);
    assert_file("/metadata/3.root.json", "", "roots/3.root.json", 3);
    assert_int_equal(asked("/metadata/3.root.json", &r), 0);
    assert_string_equal(r.other, "tuf/root.json");
    assert_file("/metadata/4.books%20%26%20more.json", "", "tuf/books%20%26%20more.json", 4);
    assert_file("/store-7/metadata/4.snapshot.json", "store-7", "tuf/snapshot.json", 4);
    assert_file("/targets/stable/" HASH ".release.json", "", "tuf/release.json", 0);
    assert_file("/store/targets/stable/" HASH ".config.json", "store", "config.json", 0);
    assert_file("/targets/delta/" HASH ".core-1-2.zd", "", "kept/" HASH ".zst", 0);
    assert_file("/packs/" HASH ".docent", "", "packs/" HASH ".docent", 0);
    static const char *const none[] = {
        "/", "/metadata/", "/metadata/root.json", "/metadata/1.", "/metadata/1..json", "/metadata/1.a/b.json", "/metadata/1.a/../b.json",
        "/metadata/../device", "/metadata/1.root.json.new", "/metadata/1234567890.root.json", "/metadata/1.x", "/metadata/1.\\.json",
        "/tuf/root.json", "/device", "/config.json", "/packs/x.docent", "/packs/" HASH ".new", "/packs/a/" HASH ".docent",
        "/store/store/metadata/timestamp.json", "//metadata/timestamp.json", "/../metadata/timestamp.json", "/Store/metadata/timestamp.json",
        "/.hidden/metadata/timestamp.json", "/targets/x", "/targets/" HASH, "/targets/" HASH ".",
    };
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        if (asked(none[i], &r) != 404)
            fail_msg("%s is \"%s\"", none[i], r.path);
    for (int i = 0; i < 20000; i++) { /* Whatever is asked for: a name in one of five folders, without a way out. */
        static uint64_t random = 9;
        static const char pool[] = "/metadata/targets/packs/store/0123456789abcdef.root.json.docent%2e~..\\\x80\n";
        char path[120];
        size_t size = 1 + fake_random(&random) % (sizeof path - 2);
        for (size_t k = 0; k < size; k++)
            path[k] = pool[fake_random(&random) % (sizeof pool - 1)];
        path[0] = '/';
        path[size] = '\0';
        if (asked(path, &r) == 0) {
            assert_null(strstr(r.path, "/../"));
            assert_null(strchr(strchr(r.path, '/') != NULL ? strchr(r.path, '/') + 1 : r.path, '/'));
        }
    }
}

static void test_roots_are_bounded(void **state)
{
    char path[1024], file[1100];
    dct_folder *folder;
    docent_error err;
    struct stat st;
    (void)state;
    snprintf(path, sizeof path, "%s", test_path("roots"));
    assert_int_equal(dct_folder_open(&dct_alloc_default, path, &folder, &err), DOCENT_OK);
    for (int i = 1; i <= 100; i++) {
        dct_roots_keep(folder, i, "root", 4);
        dct_roots_keep(folder, i, "other", 5); /* The first that was believed stays. */
    }
    dct_folder_close(folder);
    for (int i = 1; i <= 100; i++) {
        snprintf(file, sizeof file, "%s/%d.root.json", path, i);
        assert_int_equal(stat(file, &st) == 0, i > 100 - (int)DCT_MAX_KEPT_ROOTS);
        if (i > 100 - (int)DCT_MAX_KEPT_ROOTS)
            assert_true(st.st_size == 4 && remove(file) == 0);
    }
    assert_int_equal(remove(path), 0);
    dct_roots_keep(NULL, 1, "root", 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_the_whole_way), cmocka_unit_test(test_names),
                                        cmocka_unit_test(test_roots_are_bounded) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
