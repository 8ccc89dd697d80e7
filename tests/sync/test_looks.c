/* When a device looks, and what its looks cost and count: a whole handle over a network and a clock of the test's own. */
#define _POSIX_C_SOURCE 200809L

#include "support/bundle.h"
#include "support/cmocka_all.h"
#include "support/fault_transport.h"
#include "support/tuf_client.h"
#include "support/tuf_repo.h"

#include <docent/sync.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FLEET = 36, HOUR_S = 3600 };

typedef struct place {
    repo            shop; /* http://repo/, http://mirror/ */
    fake_clock      time;
    fault_transport net;
    docent         *h;
    char            bundle[1024], folder[1024], etag[40], header[60];
    uint64_t        bodies; /* Bytes that were served. */
    int             named, whole, same; /* timestamp.json: asked by its name, sent, not sent. */
    bool            busy;   /* 503. */
} place;

static place p;

static void serve_timestamp(const docent_request *request, fault_reply *reply)
{
    const char *name = request->header_count > 0 ? strstr(request->headers[0], "If-None-Match: ") : NULL;
    snprintf(p.header, sizeof p.header, "ETag: %s", p.etag);
    reply->headers[reply->header_count++] = p.header;
    p.named += name != NULL;
    if (name != NULL && strcmp(name + strlen("If-None-Match: "), p.etag) == 0) {
        reply->status = 304;
        reply->body_size = 0;
        p.same++;
    } else {
        p.whole++;
    }
}

static bool serve(void *ctx, const docent_request *request, const void *body, size_t body_size, bool again, fault_reply *reply)
{
    const char *path = strchr(request->url + strlen("http://"), '/') + 1;
    (void)ctx, (void)body, (void)body_size, (void)again;
    reply->body = p.busy ? NULL : tuf_client_serve(&p.shop, path, &reply->body_size);
    if (reply->body == NULL)
        reply->status = p.busy ? 503 : 404;
    else if (strcmp(path, "metadata/timestamp.json") == 0)
        serve_timestamp(request, reply);
    p.bodies += reply->body_size;
    return true;
}

/* A release that no device takes before the day it names: looks succeed, and there is nothing to install. */
static void publish(const char *etag)
{
    static const char release[] =
        "{\"format\":1,\"release\":2,\"not_before\":\"2030-01-01T00:00:00Z\",\"packs\":[{\"sha256\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"length\":9,\"full\":{\"path\":\"a\",\"length\":9}}]}";
    repo_add_target(&p.shop, "targets", "stable/release.json", release, sizeof release - 1);
    repo_publish_all(&p.shop);
    snprintf(p.etag, sizeof p.etag, "%s", etag);
}

static void start(uint32_t interval_s)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_source source = DOCENT_SOURCE_INIT;
    docent_clock clock = fake_clock_of(&p.time);
    docent_transport transport = fault_transport_of(&p.net);
    const char *urls[] = { "http://repo" };
    docent_error err;
    p.net.closed = false;
    config.bundle_path = p.bundle;
    if (docent_open(&config, &p.h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    source.id = "shop";
    source.folder = p.folder;
    source.urls = urls;
    source.url_count = 1;
    source.interval_s = interval_s;
    source.root = repo_find(&p.shop, "metadata/1.root.json", &source.root_size);
    if (docent_use_clock(p.h, &clock) != DOCENT_OK || docent_use_transport(p.h, &transport) != DOCENT_OK ||
        docent_sync_add(p.h, &source) != DOCENT_OK)
        fail_msg("%s", docent_last_error(p.h)->message);
}

static void stop(void)
{
    docent_close(p.h);
    p.h = NULL;
}

static void remove_folder(void)
{
    char command[1100];
    snprintf(command, sizeof command, "rm -rf '%s'", p.folder);
    assert_int_equal(system(command), 0);
}

static int begin(void **state)
{
    (void)state;
    memset(&p, 0, sizeof p);
    snprintf(p.bundle, sizeof p.bundle, "%s", test_path("looks.docent"));
    snprintf(p.folder, sizeof p.folder, "%s", test_path("looks"));
    test_bundle_sample(p.bundle);
    fake_clock_init(&p.time, 7);
    p.time.unix_ms = (int64_t)REPO_NOW * 1000;
    fault_init(&p.net, 7, &p.time, serve, &p);
    repo_init(&p.shop);
    publish("\"one\"");
    return 0;
}

static int end(void **state)
{
    (void)state;
    if (p.h != NULL)
        stop();
    repo_close(&p.shop);
    remove_folder();
    return remove(p.bundle);
}

static docent_sync_look how(void)
{
    docent_sync_look at;
    assert_int_equal(docent_sync_status(p.h, NULL, &at), DOCENT_OK);
    return at;
}

/* One look to its end. */
static docent_sync_look finish(void)
{
    docent_sync_look at;
    int steps = 0;
    do {
        assert_int_equal(docent_step(p.h, 50, NULL), DOCENT_OK);
        assert_true(++steps < 4000);
        at = how();
    } while (at.state != DOCENT_SYNC_IDLE);
    return at;
}

static docent_sync_look look(void)
{
    assert_int_equal(docent_sync_now(p.h, NULL), DOCENT_OK);
    return finish();
}

static void looks_fine(void)
{
    docent_sync_look at = look();
    if (strcmp(at.reason, "OK") != 0)
        fail_msg("%s: %s", at.reason, at.message);
}

/* ---- what it costs ---- */

static void what_is_here_is_not_sent_again(void **state)
{
    (void)state;
    start(0);
    looks_fine();
    assert_int_equal(p.whole, 1);
    for (int i = 1; i <= 3; i++) {
        uint32_t begun = p.net.begun;
        looks_fine();
        assert_int_equal(p.same, i);
        assert_int_equal(p.net.begun - begun, 2); /* The next root, and that. */
    }
    publish("\"two\"");
    looks_fine();
    looks_fine();
    assert_int_equal(p.whole, 2);
    assert_int_equal(p.same, 4);
}

/* Another server, or what was here before: its name says nothing then. */
static void a_name_is_good_for_one_place(void **state)
{
    (void)state;
    start(0);
    looks_fine();
    assert_int_equal(docent_sync_import(p.h, "shop", "http://mirror"), DOCENT_OK);
    assert_string_equal(finish().reason, "OK");
    looks_fine();
    p.busy = true;
    assert_string_equal(look().reason, "SERVER");
    p.busy = false;
    looks_fine();
    assert_int_equal(p.named, 0);
    stop();
    start(0);
    looks_fine();
    assert_int_equal(p.named, 0);
    assert_int_equal(p.whole, 5);
}

/* For an import, what is under way is broken off: nothing was found out. */
static void what_is_broken_off_was_no_look(void **state)
{
    uint32_t next_ms = 0;
    (void)state;
    start(0);
    assert_int_equal(docent_sync_now(p.h, NULL), DOCENT_OK);
    assert_int_equal(docent_step(p.h, 0, &next_ms), DOCENT_OK);
    assert_int_equal(how().state, DOCENT_SYNC_CHECKING);
    assert_int_equal(docent_sync_import(p.h, "shop", "http://mirror"), DOCENT_OK);
    assert_int_equal(how().last_check, 0);
    assert_string_equal(finish().reason, "OK");
    assert_int_not_equal(how().last_check, 0);
}

static void a_day_counts_all_that_came(void **state)
{
    (void)state;
    start(0);
    looks_fine();
    assert_int_equal(how().day_bytes, p.bodies);
    publish("\"two\"");
    looks_fine();
    assert_int_equal(how().day_bytes, p.bodies);
    assert_int_equal(docent_sync_import(p.h, "shop", "http://mirror"), DOCENT_OK);
    uint64_t over_the_network = p.bodies;
    finish();
    assert_int_equal(how().day_bytes, over_the_network);
    fake_clock_advance(&p.time, 24 * HOUR_S * 1000);
    assert_int_equal(how().day_bytes, 0);
}

/* ---- when ---- */

static int64_t in_seconds(void)
{
    return how().next_check - p.time.unix_ms / 1000;
}

/* A fleet that starts at once, and is told another interval a moment later. */
static void told_together_they_look_apart(void **state)
{
    const uint32_t from_file[] = { HOUR_S, 24 * HOUR_S }, from_afar = 6 * HOUR_S;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        int slots[6] = { 0 };
        for (int device = 0; device < FLEET; device++) {
            start(from_file[i]);
            assert_int_equal(docent_sync_interval(p.h, "shop", from_afar), DOCENT_OK);
            int64_t due = in_seconds();
            assert_in_range(due, 0, from_afar);
            slots[due / HOUR_S % 6]++;
            stop();
            remove_folder(); /* With its number: the next one is another. */
        }
        for (int hour = 0; hour < 6; hour++) /* Of 6; more than 24 by chance in none. */
            assert_in_range(slots[hour], 0, 24);
    }
}

static void the_same_told_again_puts_nothing_off(void **state)
{
    (void)state;
    start(HOUR_S);
    docent_sync_interval(p.h, "shop", 2 * HOUR_S);
    int64_t due = how().next_check;
    for (int i = 0; i < 5; i++) {
        fake_clock_advance(&p.time, 1000);
        docent_sync_interval(p.h, "shop", 2 * HOUR_S);
        assert_in_range(how().next_check, due - 1, due + 1);
    }
    docent_sync_now(p.h, NULL); /* Nor does another, when somebody is waiting. */
    docent_sync_interval(p.h, "shop", HOUR_S);
    assert_true(in_seconds() <= 0);
    looks_fine();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_here_is_not_sent_again, begin, end),
        cmocka_unit_test_setup_teardown(a_name_is_good_for_one_place, begin, end),
        cmocka_unit_test_setup_teardown(what_is_broken_off_was_no_look, begin, end),
        cmocka_unit_test_setup_teardown(a_day_counts_all_that_came, begin, end),
        cmocka_unit_test_setup_teardown(told_together_they_look_apart, begin, end),
        cmocka_unit_test_setup_teardown(the_same_told_again_puts_nothing_off, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
