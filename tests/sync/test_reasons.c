/* What stands between a device and its server, each told as what it is: a login page is no attack, a slow line no fault of
 * the server. And whatever it was, the next cycle without it succeeds. */
#include "support/tuf_pair.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct bend {
    const char *path; /* Part of it. */
    web_answer  answer;
} bend;

static void apply(void *ctx, const char *path, web_answer *a)
{
    const bend *b = ctx;
    if (strstr(path, b->path) != NULL)
        *a = b->answer;
}

static web_answer answer(int status, const char *headers, const char *body)
{
    return (web_answer){ .status = status, .headers = headers, .body = body, .size = strlen(body), .cut_after = SIZE_MAX };
}

static void expect(const char *path, web_answer a, dct_reason why)
{
    bend b = { path, a };
    c.bend = apply;
    c.bend_ctx = &b;
    assert_string_equal(dct_reason_name(tuf_client_refresh(&c, REPO_NOW)), dct_reason_name(why));
    assert_true(dct_updater_error(c.updater)->message[0] != 0);
    c.bend = NULL;
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    repo_publish_all(&r); /* So that there is something to fetch for the next one. */
}

#define PAGE "<!DOCTYPE html><title>Hotel</title>Please log in"
#define HTML "Content-Type: text/html; charset=utf-8\r\n"

static void test_captive_portals(void **state)
{
    static const char *const files[] = { "root.json", "timestamp.json", "snapshot.json", "targets.json" };
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        expect(files[i], answer(511, HTML, PAGE), DCT_REASON_CAPTIVE);
        expect(files[i], answer(200, HTML, PAGE), DCT_REASON_CAPTIVE);
        expect(files[i], answer(200, "", "OK"), DCT_REASON_CAPTIVE);
        expect(files[i], answer(200, "", ""), DCT_REASON_CAPTIVE);
        expect(files[i], answer(302, "Location: http://login.example/\r\n", ""), DCT_REASON_CAPTIVE);
        expect(files[i], answer(307, "Location: https://127.0.0.2/x\r\n", ""), DCT_REASON_CAPTIVE);
        expect(files[i], answer(302, "", PAGE), DCT_REASON_CAPTIVE);
    }
    web_answer endless = answer(200, HTML, PAGE);
    endless.endless = true;
    expect("timestamp.json", endless, DCT_REASON_CAPTIVE);
}

static void test_servers_that_fail(void **state)
{
    (void)state;
    expect("root.json", answer(500, "", "oops"), DCT_REASON_SERVER);
    expect("timestamp.json", answer(404, "", "none"), DCT_REASON_SERVER);
    expect("timestamp.json", answer(403, "", "none"), DCT_REASON_SERVER);
    expect("snapshot.json", answer(404, "", "none"), DCT_REASON_SERVER);
    expect("targets.json", answer(502, HTML, PAGE), DCT_REASON_SERVER);
    expect("timestamp.json", answer(200, "", "{\"error\": \"busy\"}"), DCT_REASON_SERVER);
    expect("timestamp.json", answer(200, "", "{\"signed\": {"), DCT_REASON_SERVER);
    expect("timestamp.json", answer(407, "Proxy-Authenticate: Basic realm=\"x\"\r\n", ""), DCT_REASON_SETUP);
}

static void test_asked_to_wait(void **state)
{
    bend b = { "timestamp.json", answer(503, "Retry-After: 77\r\n", "busy") };
    (void)state;
    c.bend = apply;
    c.bend_ctx = &b;
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_SERVER);
    assert_int_equal(dct_updater_later_s(c.updater), 77);
    b.answer = answer(503, "Retry-After: 999999\r\n", "busy");
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_SERVER);
    assert_int_equal(dct_updater_later_s(c.updater), 3600);
    c.bend = NULL;
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
    assert_int_equal(dct_updater_later_s(c.updater), 0);
}

static void test_cut_and_slow_lines(void **state)
{
    size_t size;
    (void)state;
    web_answer a = answer(200, "", "");
    a.body = repo_find(&r, "metadata/timestamp.json", &size);
    a.size = size;
    a.cut_after = size / 2;
    expect("timestamp.json", a, DCT_REASON_OFFLINE);
    a.body = repo_find(&r, "metadata/timestamp.json", &size);
    a.no_length = true; /* The end of the connection ends it; the part has a brace at its end. */
    for (a.cut_after = size - 2; a.cut_after > 0 && ((const char *)a.body)[a.cut_after - 1] != '}';)
        a.cut_after--;
    a.size = size;
    expect("timestamp.json", a, DCT_REASON_OFFLINE);
    a.no_length = false;
    tuf_client_close(&c);
    tuf_client_open(&c, &r);
    c.request.slow_bytes_s = 1000000;
    c.request.slow_s = 1;
    tuf_client_restart(&c);
    a.body = repo_find(&r, "metadata/timestamp.json", &a.size); /* Published anew by expect(). */
    a.cut_after = SIZE_MAX;
    a.drip = a.endless = true;
    expect("timestamp.json", a, DCT_REASON_OFFLINE);
}

static void test_no_connection(void **state)
{
    (void)state;
    web_stop(c.web);
    char url[64];
    snprintf(url, sizeof url, "%s", c.metadata_url);
    c.web = web_start(NULL, NULL); /* At another port; nobody listens at the first. */
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_OFFLINE);
    assert_string_equal(url, c.metadata_url);
}

/* The same host may send us on: http to a moved folder. */
static void test_redirect_on_the_same_host(void **state)
{
    char line[200];
    (void)state;
    snprintf(line, sizeof line, "Location: http://127.0.0.1:%d/metadata/timestamp.json\r\n", web_port(c.web));
    bend b = { "moved/timestamp.json", answer(301, line, "") };
    c.bend = apply;
    c.bend_ctx = &b;
    snprintf(c.metadata_url, sizeof c.metadata_url, "http://127.0.0.1:%d/moved", web_port(c.web));
    tuf_client_restart(&c);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_SERVER); /* The snapshot is not there, but it came so far. */
    assert_int_equal(tuf_client_version(&c, "timestamp"), 1);
}

/* A clock before the build's own time is known to be wrong: that time counts, so nothing that expired before it is taken. */
static void test_clock_of_1970(void **state)
{
    (void)state;
    c.not_before_s = REPO_NOW;
    tuf_client_restart(&c);
    repo_set_text(repo_role(&r, "timestamp"), "expires", REPO_PAST);
    repo_publish(&r, "timestamp");
    assert_int_equal(tuf_client_refresh(&c, 86400), DCT_REASON_STALE);
    repo_set_text(repo_role(&r, "timestamp"), "expires", REPO_EXPIRES);
    repo_publish(&r, "timestamp");
    assert_int_equal(tuf_client_refresh(&c, 86400), DCT_REASON_NONE);
}

static void test_proxy_that_is_not_there(void **state)
{
    (void)state;
    c.request.proxy = "http://127.0.0.1:9";
    tuf_client_restart(&c);
    assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_OFFLINE);
    assert_int_equal(c.asked_count, 0);
}

#define each(name) cmocka_unit_test_setup_teardown(name, pair_open, pair_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_captive_portals),       each(test_servers_that_fail), each(test_asked_to_wait),
        each(test_cut_and_slow_lines),    each(test_no_connection),     each(test_redirect_on_the_same_host),
        each(test_clock_of_1970),         each(test_proxy_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
