/* What is set from afar: comes without a release, stays without the network, goes when it is withdrawn; and whatever is wrong
 * with it, content goes its way. A whole handle over a network and a clock of the test's own. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"
#include "support/bundle.h"
#include "support/fault_transport.h"
#include "support/tuf_client.h"
#include "support/tuf_repo.h"

#include "base/limits.h"
#include "sync/remote.h"

#include <docent/sync.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SET(inside) "{\"format\":1,\"settings\":{" inside "}}"

typedef struct place {
    repo            shops[2]; /* http://repo0/, http://repo1/ */
    fake_clock      time;
    fault_transport net;
    docent         *h;
    char            bundle[1024], folders[2][1024];
    uint32_t        config_served;
} place;

static place p;

static bool serve(void *ctx, const docent_request *request, const void *body, size_t body_size, bool again, fault_reply *reply)
{
    place *at = ctx;
    (void)body, (void)body_size, (void)again;
    size_t size = 0;
    int shop = request->url[strlen("http://repo")] - '0';
    const char *data = tuf_client_serve(&at->shops[shop], request->url + strlen("http://repo0/"), &size);
    at->config_served += strstr(request->url, "config.json") != NULL;
    if (data == NULL)
        reply->status = 404;
    reply->body = data;
    reply->body_size = data == NULL ? 0 : size;
    return true;
}

/* A release that no device takes before the day it names: the look succeeds, and there is nothing to install. */
static void set(int shop, const char *config, size_t size)
{
    static const char release[] =
        "{\"format\":1,\"release\":2,\"not_before\":\"2030-01-01T00:00:00Z\",\"packs\":[{\"sha256\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\",\"length\":9,\"full\":{\"path\":\"a\",\"length\":9}}]}";
    repo *r = &p.shops[shop];
    repo_add_target(r, "targets", "stable/release.json", release, sizeof release - 1);
    if (config != NULL)
        repo_add_target(r, "targets", "stable/config.json", config, size);
    else
        json_object_del(json_object_get(repo_role(r, "targets"), "targets"), "stable/config.json");
    repo_publish_all(r);
}

static void set_text(const char *config)
{
    set(0, config, strlen(config));
}

static void open_handle(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_clock clock = fake_clock_of(&p.time);
    docent_transport transport = fault_transport_of(&p.net);
    docent_error err;
    config.bundle_path = p.bundle;
    if (docent_open(&config, &p.h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    assert_int_equal(docent_use_clock(p.h, &clock), DOCENT_OK);
    assert_int_equal(docent_use_transport(p.h, &transport), DOCENT_OK);
}

static void add_source(int shop)
{
    docent_source source = DOCENT_SOURCE_INIT;
    char url[32], id[8];
    const char *urls[] = { url };
    snprintf(url, sizeof url, "http://repo%d", shop);
    snprintf(id, sizeof id, "shop%d", shop);
    source.id = id;
    source.folder = p.folders[shop];
    source.urls = urls;
    source.url_count = 1;
    source.root = repo_find(&p.shops[shop], "metadata/1.root.json", &source.root_size);
    source.flags = shop == 0 ? 0 : DOCENT_SOURCE_BESIDE;
    if (docent_sync_add(p.h, &source) != DOCENT_OK)
        fail_msg("%s", docent_last_error(p.h)->message);
}

static int begin(void **state)
{
    (void)state;
    memset(&p, 0, sizeof p);
    snprintf(p.bundle, sizeof p.bundle, "%s", test_path("remote.docent"));
    test_bundle_sample(p.bundle);
    fake_clock_init(&p.time, 7);
    p.time.unix_ms = (int64_t)REPO_NOW * 1000;
    fault_init(&p.net, 7, &p.time, serve, &p);
    for (int i = 0; i < 2; i++) {
        char name[40];
        snprintf(name, sizeof name, "remote-%d", i);
        snprintf(p.folders[i], sizeof *p.folders, "%s", test_path(name));
        repo_init(&p.shops[i]);
        set(i, NULL, 0);
    }
    open_handle();
    add_source(0);
    return 0;
}

static void close_handle(void)
{
    docent_close(p.h);
    p.h = NULL;
}

static int end(void **state)
{
    char command[3200];
    (void)state;
    if (p.h != NULL)
        close_handle();
    repo_close(&p.shops[0]);
    repo_close(&p.shops[1]);
    snprintf(command, sizeof command, "rm -rf '%s' '%s' '%s'", p.folders[0], p.folders[1], p.bundle);
    return system(command);
}

static void start_again(void)
{
    close_handle();
    p.net.closed = false;
    open_handle();
    add_source(0);
}

/* One look. True: it succeeded, whatever becomes of the settings. */
static bool look(const char *id, docent_sync_look *out)
{
    uint32_t next_ms;
    assert_int_equal(docent_sync_now(p.h, id), DOCENT_OK);
    int steps = 0;
    do {
        assert_int_equal(docent_step(p.h, 50, &next_ms), DOCENT_OK);
        assert_int_equal(docent_sync_status(p.h, id, out), DOCENT_OK);
        assert_true(++steps < 4000);
        assert_true(out->state == DOCENT_SYNC_IDLE || next_ms != UINT32_MAX); /* A host that sleeps so long would sleep for ever. */
    } while (out->state != DOCENT_SYNC_IDLE);
    return strcmp(out->reason, "OK") == 0;
}

static const char *setting(const char *id, const char *name)
{
    const char *text = NULL;
    docent_status status = docent_sync_setting(p.h, id, name, &text);
    assert_true(status == DOCENT_OK || (status == DOCENT_ERR_MISSING && *text == 0));
    return status == DOCENT_OK ? text : "(none)";
}

static uint32_t count_events(docent_event_kind kind)
{
    docent_event event;
    uint32_t count = 0;
    while (docent_poll(p.h, &event))
        count += event.kind == kind;
    return count;
}

static void looks_fine(void)
{
    docent_sync_look at;
    if (!look("shop0", &at))
        fail_msg("%s: %s", at.reason, at.message);
}

/* ---- what it is for ---- */

static void test_comes_stays_changes_goes(void **state)
{
    (void)state;
    docent_sync_look at;
    assert_true(look("shop0", &at));
    assert_int_equal(at.settings_set, 0);
    assert_string_equal(setting("shop0", "banner"), "(none)");
    count_events(DOCENT_EVENT_SETTINGS);

    set_text(SET("\"banner\":\"Back on Monday\",\"n\":90,\"x\":0.5,\"on\":true"));
    assert_true(look("shop0", &at));
    assert_int_equal(count_events(DOCENT_EVENT_SETTINGS), 1);
    assert_int_equal(at.settings_set, 1);
    assert_string_equal(at.settings_message, "");
    assert_string_equal(setting("shop0", "banner"), "Back on Monday");
    assert_string_equal(setting("shop0", "n"), "90");
    assert_string_equal(setting("shop0", "x"), "0.5");
    assert_string_equal(setting("shop0", "on"), "true");
    assert_string_equal(setting(NULL, "n"), "90");

    assert_true(look("shop0", &at)); /* The same once more is no news, and is not fetched. */
    assert_int_equal(at.settings_set, 1);
    assert_int_equal(count_events(DOCENT_EVENT_SETTINGS), 0);
    assert_int_equal(p.config_served, 1);

    p.net.offline = true;
    start_again();
    assert_int_equal(count_events(DOCENT_EVENT_SETTINGS), 1);
    assert_string_equal(setting("shop0", "banner"), "Back on Monday");
    assert_false(look("shop0", &at));
    assert_string_equal(setting("shop0", "n"), "90");
    p.net.offline = false;

    set_text(SET("\"banner\":\"Open\""));
    looks_fine();
    assert_string_equal(setting("shop0", "banner"), "Open");
    assert_string_equal(setting("shop0", "n"), "(none)");

    set(0, NULL, 0);
    count_events(DOCENT_EVENT_SETTINGS);
    looks_fine();
    assert_int_equal(count_events(DOCENT_EVENT_SETTINGS), 1);
    assert_string_equal(setting("shop0", "banner"), "(none)");
    start_again();
    assert_string_equal(setting("shop0", "banner"), "(none)");
}

static void test_listed_in_order(void **state)
{
    (void)state;
    const char *name, *text;
    set_text(SET("\"z\":\"1\",\"a\":\"2\",\"m.n_o-p\":\"3\""));
    looks_fine();
    assert_int_equal(docent_sync_setting_at(p.h, "shop0", 0, &name, &text), DOCENT_OK);
    assert_string_equal(name, "z");
    assert_int_equal(docent_sync_setting_at(p.h, "shop0", 2, &name, &text), DOCENT_OK);
    assert_string_equal(name, "m.n_o-p");
    assert_string_equal(text, "3");
    assert_int_equal(docent_sync_setting_at(p.h, "shop0", 3, &name, &text), DOCENT_ERR_MISSING);
    assert_string_equal(name, "");
    assert_int_equal(docent_sync_setting_at(p.h, "nobody", 0, &name, &text), DOCENT_ERR_MISSING);
    assert_int_equal(docent_sync_setting_at(p.h, "shop0", 0, NULL, &text), DOCENT_ERR_ARG);
    assert_int_equal(docent_sync_setting(p.h, "shop0", "z", NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_sync_setting(p.h, "shop0", NULL, &text), DOCENT_ERR_ARG);
    assert_int_equal(docent_sync_setting(NULL, "shop0", "z", &text), DOCENT_ERR_ARG);
}

static void test_each_source_has_its_own(void **state)
{
    (void)state;
    docent_sync_look at;
    add_source(1);
    set(0, SET("\"a\":\"vendor\""), strlen(SET("\"a\":\"vendor\"")));
    set(1, SET("\"a\":\"store\""), strlen(SET("\"a\":\"store\"")));
    assert_true(look("shop0", &at));
    assert_true(look("shop1", &at));
    assert_string_equal(setting("shop0", "a"), "vendor");
    assert_string_equal(setting("shop1", "a"), "store");
    assert_int_equal(docent_sync_remove(p.h, "shop0"), DOCENT_OK);
    assert_string_equal(setting("shop1", "a"), "store");
    assert_string_equal(setting("shop0", "a"), "(none)");
}

static void test_interval(void **state)
{
    (void)state;
    docent_sync_look at;
    assert_true(look("shop0", &at));
    assert_true(at.next_check > REPO_NOW + 2 * 3600);
    assert_int_equal(docent_sync_interval(p.h, "shop0", 9), DOCENT_ERR_ARG);
    assert_int_equal(docent_sync_interval(p.h, "nobody", 60), DOCENT_ERR_MISSING);
    assert_int_equal(docent_sync_interval(p.h, "shop0", 60), DOCENT_OK);
    assert_int_equal(docent_sync_status(p.h, "shop0", &at), DOCENT_OK);
    assert_true(at.next_check <= REPO_NOW + 120);
    assert_int_equal(docent_sync_interval(p.h, "shop0", 0), DOCENT_OK);
    assert_true(look("shop0", &at));
    assert_true(at.next_check > REPO_NOW + 2 * 3600);
}

/* ---- what may be wrong with it ---- */

static void refused(const char *config, size_t size, const char *message)
{
    docent_sync_look at;
    set(0, config, size);
    uint32_t served = p.config_served;
    for (int i = 0; i < 2; i++) {
        if (!look("shop0", &at))
            fail_msg("%.60s stops content: %s: %s", config, at.reason, at.message);
        assert_string_equal(setting("shop0", "good"), "yes");
        if (strstr(at.settings_message, message) == NULL)
            fail_msg("%.60s says \"%s\", not \"%s\"", config, at.settings_message, message);
    }
    if (p.config_served > served + 1)
        fail_msg("%.60s is fetched again", config);
}

static void refused_text(const char *config, const char *message)
{
    refused(config, strlen(config), message);
}

static void test_wrong_ones_leave_what_was(void **state)
{
    (void)state;
    static char big[DCT_MAX_REMOTE_BYTES + 100];
    docent_sync_look at;
    set_text(SET("\"good\":\"yes\""));
    looks_fine();
    refused_text("{\"format\":2,\"settings\":{\"good\":\"no\"}}", "format 2");
    refused_text("{\"settings\":{\"good\":\"no\"}}", "format 0");
    refused_text("{\"format\":1}", "must be an object");
    refused_text("{\"format\":1,\"settings\":[]}", "must be an object");
    refused_text(SET("\"good\":\"no\",\"Bad\":\"1\""), "Bad");
    refused_text(SET("\"good\":\"no\",\"\":\"1\""), "is no setting");
    refused_text(SET("\"good\":\"no\",\"a\":[1]"), "a: is no setting");
    refused_text(SET("\"good\":\"no\",\"a\":{\"b\":1}"), "a: is no setting");
    refused_text(SET("\"good\":\"no\",\"a\":null"), "a: is no setting");
    refused_text(SET("\"good\":\"no\",\"good\":\"twice\""), "publish again");
    refused_text(SET("\"good\":\"a\\u0000b\""), "publish again");
    refused_text("[]", "no object");
    refused_text("<html>", "no JSON");
    refused("\xff\xfe\0x", 4, "no JSON");
    memset(big, ' ', sizeof big);
    memcpy(big, SET("\"good\":\"no\""), strlen(SET("\"good\":\"no\"")));
    refused(big, sizeof big, "at most 65536");
    memset(big, 'x', sizeof big);
    memcpy(big, "{\"format\":1,\"settings\":{\"good\":\"", 32);
    memcpy(big + 32 + DCT_MAX_SETTING_BYTES + 1, "\"}}", 3);
    refused(big, 32 + DCT_MAX_SETTING_BYTES + 4, "is no setting");
    size_t used = (size_t)snprintf(big, sizeof big, "{\"format\":1,\"settings\":{\"good\":\"no\"");
    for (unsigned i = 0; i < DCT_MAX_SETTINGS; i++)
        used += (size_t)snprintf(big + used, sizeof big - used, ",\"k%u\":1", i);
    memcpy(big + used, "}}", 2);
    refused(big, used + 2, "at most 256");
    set_text(SET("\"good\":\"yes\"")); /* The same mistake once more is told once more. */
    looks_fine();
    refused(big, used + 2, "at most 256");
    start_again(); /* And still. */
    assert_string_equal(setting("shop0", "good"), "yes");
    set_text(SET("\"good\":\"better\""));
    assert_true(look("shop0", &at));
    assert_string_equal(setting("shop0", "good"), "better");
    assert_string_equal(at.settings_message, "");
}

static void test_other_bytes_than_signed(void **state)
{
    (void)state;
    docent_sync_look at;
    set_text(SET("\"good\":\"yes\""));
    looks_fine();
    const char *config = SET("\"good\":\"no!\"");
    set_text(config);
    size_t size, hash_at = 0;
    for (int i = 0; i < p.shops[0].file_count; i++) /* The newest of them. */
        if (strstr(p.shops[0].files[i].name, ".config.json") != NULL)
            hash_at = (size_t)i;
    char name[300];
    snprintf(name, sizeof name, "%s", p.shops[0].files[hash_at].name);
    assert_non_null(repo_find(&p.shops[0], name, &size));
    repo_put(&p.shops[0], name, SET("\"good\":\"bad\""), size);
    assert_true(look("shop0", &at));
    assert_string_equal(setting("shop0", "good"), "yes");
    assert_string_not_equal(at.settings_message, "");
    repo_drop(&p.shops[0], name); /* 404 */
    assert_true(look("shop0", &at));
    assert_string_equal(setting("shop0", "good"), "yes");
    repo_put(&p.shops[0], name, config, size);
    assert_true(look("shop0", &at)); /* A server that was wrong for a moment is asked again. */
    assert_string_equal(setting("shop0", "good"), "no!");
    assert_string_equal(at.settings_message, "");
}

/* Older lists are refused as for any file: nobody brings back what was set last year. */
static void test_no_way_back(void **state)
{
    (void)state;
    docent_sync_look at;
    size_t size;
    set_text(SET("\"good\":\"old\""));
    const char *then = repo_find(&p.shops[0], "metadata/timestamp.json", &size);
    char *old = malloc(size);
    size_t old_size = size;
    memcpy(old, then, size);
    set_text(SET("\"good\":\"new\""));
    looks_fine();
    repo_put(&p.shops[0], "metadata/timestamp.json", old, old_size);
    assert_false(look("shop0", &at));
    assert_string_equal(at.reason, "OLDER");
    assert_string_equal(setting("shop0", "good"), "new");
    free(old);
}

static void test_a_disk_that_refuses(void **state)
{
    (void)state;
    docent_sync_look at;
    char path[1100], inside[1200];
    looks_fine();
    snprintf(path, sizeof path, "%s/config.json", p.folders[0]);
    snprintf(inside, sizeof inside, "%s/x", path);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_int_equal(mkdir(inside, 0700), 0);
    set_text(SET("\"good\":\"yes\""));
    assert_true(look("shop0", &at));
    assert_string_equal(setting("shop0", "good"), "(none)"); /* The next start would not know it. */
    assert_string_not_equal(at.settings_message, "");
    assert_int_equal(rmdir(inside), 0);
    assert_int_equal(rmdir(path), 0);
    assert_true(look("shop0", &at));
    assert_string_equal(setting("shop0", "good"), "yes");
}

static void test_a_network_that_fails(void **state)
{
    (void)state;
    docent_sync_look at;
    char text[64];
    int seen = 0;
    for (int run = 0; run < 100; run++) {
        snprintf(text, sizeof text, "{\"format\":1,\"settings\":{\"n\":\"%d\"}}", run);
        set_text(text);
        p.net.percent = 25;
        look("shop0", &at);
        int n = atoi(setting("shop0", "n"));
        assert_true(n <= run); /* None yet is 0, too. */
        seen += n == run;
        p.net.percent = 0;
        looks_fine();
        assert_int_equal(atoi(setting("shop0", "n")), run);
        p.time.unix_ms = (int64_t)REPO_NOW * 1000;
    }
    assert_true(seen > 5 && seen < 95);
}

static void test_any_bytes(void **state)
{
    (void)state;
    static const char sample[] = SET("\"kiosk.theme\":\"dark\",\"n\":90,\"x\":1e300,\"on\":true,\"t\":\"\\u00fc\\\"\"");
    uint64_t random = 42;
    int good = 0;
    for (int run = 0; run < 20000; run++) {
        char text[sizeof sample];
        docent_error err = { .status = DOCENT_OK };
        json_t *settings;
        size_t size = sizeof sample - 1 - (fake_random(&random) % 4 == 0 ? fake_random(&random) % (sizeof sample - 1) : 0);
        memcpy(text, sample, sizeof sample);
        for (uint64_t i = fake_random(&random) % 4; i > 0; i--)
            text[fake_random(&random) % (sizeof sample - 1)] = (char)fake_random(&random);
        dct_reason reason = dct_remote_parse(&settings, text, size, &err);
        assert_true((reason == DCT_REASON_NONE) == (settings != NULL));
        assert_true(reason == DCT_REASON_NONE || err.message[0] != 0);
        good += settings != NULL;
        json_decref(settings);
    }
    assert_true(good > 100 && good < 19900);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(test_comes_stays_changes_goes), TEST(test_listed_in_order), TEST(test_each_source_has_its_own), TEST(test_interval),
        TEST(test_wrong_ones_leave_what_was), TEST(test_other_bytes_than_signed), TEST(test_no_way_back),
        TEST(test_a_disk_that_refuses), TEST(test_a_network_that_fails), cmocka_unit_test(test_any_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
