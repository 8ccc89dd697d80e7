/* The way to a collector: what leaves, what each answer means, and what a configuration may say. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "support/drive.h"
#include "support/fault_transport.h"
#include "support/ration.h"

static const char figures[] = "{\"resourceMetrics\":[]}";

/* A collector that says what the test wants, and keeps what it was told. */
typedef struct collector {
    int         status;
    const char *headers[4];
    uint32_t    header_count;
    const char *body;
    char        told[200], url[200], asked[400];
    uint32_t    requests;
} collector;

static bool serve(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    collector *c = ctx;
    (void)again;
    c->requests++;
    snprintf(c->told, sizeof c->told, "%.*s", (int)size, (const char *)body);
    snprintf(c->url, sizeof c->url, "%s %s", r->method, r->url);
    c->asked[0] = 0;
    for (uint32_t i = 0; i < r->header_count; i++)
        snprintf(c->asked + strlen(c->asked), sizeof c->asked - strlen(c->asked), "%s\n", r->headers[i]);
    reply->status = c->status;
    for (uint32_t i = 0; i < c->header_count; i++)
        reply->headers[reply->header_count++] = c->headers[i];
    reply->body = c->body;
    reply->body_size = strlen(c->body);
    return true;
}

typedef struct world {
    fake_clock      clock;
    fault_transport net;
    collector       c;
    test_drive      d;
    test_ration     ration;
} world;

static docent_status world_open(world *w, const char *public_json, const char *device_json)
{
    memset(w, 0, sizeof *w);
    w->c.status = 200;
    w->c.body = "{}";
    w->ration.fail_at = -1;
    fake_clock_init(&w->clock, 1);
    fault_init(&w->net, 1, &w->clock, serve, &w->c);
    docent_alloc alloc = test_ration_alloc(&w->ration);
    docent_transport transport = fault_transport_of(&w->net);
    docent_status status = test_drive_open_with(&w->d, &alloc, "otlp", public_json, device_json, &transport);
    w->d.clock = fake_clock_of(&w->clock);
    return status;
}

static void world_close(world *w)
{
    test_drive_close(&w->d);
    assert_true(fault_close(&w->net));
    assert_int_equal(w->ration.live, 0);
}

static dct_task *heartbeat(world *w)
{
    dct_letter l = test_drive_letter(&w->d, "telemetry", "", "");
    static dct_letter kept;
    kept = l;
    kept.diagnostics = figures;
    return test_drive_task(&w->d, DCT_OP_CREATE, &kept, "");
}

static void test_what_leaves(void **state)
{
    (void)state;
    world w;
    assert_int_equal(world_open(&w, "{\"url\":\"https://fleet.test:4318/\"}",
                                "{\"token\":\"s3cret\",\"headers\":{\"x-scope\":\"shop 17\"}}"), DOCENT_OK);
    assert_int_equal(test_drive_run(&w.d, heartbeat(&w), 60000), DCT_DONE);
    assert_string_equal(w.c.told, figures);
    assert_string_equal(w.c.url, "POST https://fleet.test:4318/v1/metrics");
    assert_string_equal(w.c.asked, "Content-Type: application/json\nAuthorization: Bearer s3cret\nx-scope: shop 17\n");
    world_close(&w);
    assert_int_equal(world_open(&w, "{\"url\":\"https://fleet.test/otlp/v1/metrics\"}", NULL), DOCENT_OK);
    assert_int_equal(test_drive_run(&w.d, heartbeat(&w), 60000), DCT_DONE);
    assert_string_equal(w.c.url, "POST https://fleet.test/otlp/v1/metrics");
    assert_string_equal(w.c.asked, "Content-Type: application/json\n");
    world_close(&w);
}

/* What a person wrote never goes this way, whoever configured it so. */
static void test_only_figures(void **state)
{
    (void)state;
    world w;
    static const dct_op ops[] = { DCT_OP_CREATE, DCT_OP_APPEND, DCT_OP_CLOSE, DCT_OP_POLL, DCT_OP_PROBE, DCT_OP_ENROL, DCT_OP_LOOKUP };
    assert_int_equal(world_open(&w, "{\"url\":\"https://fleet.test\"}", NULL), DOCENT_OK);
    dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
        assert_int_equal(test_drive_run(&w.d, test_drive_task(&w.d, ops[i], &l, ""), 60000), DCT_REFUSED);
    assert_int_equal(w.c.requests, 0);
    world_close(&w);
}

static void test_answers(void **state)
{
    (void)state;
    static const char partial[] = "{\"partialSuccess\":{\"rejectedDataPoints\":\"3\",\"errorMessage\":\"too old\"}}";
    static const struct {
        int         status;
        const char *header, *body;
        dct_verdict verdict;
        uint32_t    later_s;
        const char *why; /* NULL: any. */
    } answers[] = {
        { 200, NULL, "{}", DCT_DONE, 0, "" },
        { 200, NULL, "", DCT_DONE, 0, "" },
        { 200, NULL, "{\"partialSuccess\":{}}", DCT_DONE, 0, "" },
        { 200, NULL, partial, DCT_DONE, 0, "the collector rejected 3 figures: too old" },
        { 200, NULL, "{\"partialSuccess\":{\"errorMessage\":\"old names\"}}", DCT_DONE, 0, "old names" },
        { 200, NULL, "{\"partialSuccess\":[1]}", DCT_DONE, 0, "" },
        { 200, NULL, "not JSON", DCT_DONE, 0, "" },
        { 200, "Content-Type: text/html; charset=utf-8", "<h1>Welcome to our WLAN</h1>", DCT_NOT_SENT, 0, NULL },
        { 200, "content-type: TEXT/HTML", "<h1>Hotel</h1>", DCT_NOT_SENT, 0, NULL },
        { 204, NULL, "", DCT_DONE, 0, "" },
        { 302, "Location: http://portal.test/", "", DCT_NOT_SENT, 0, NULL },
        { 400, NULL, "{\"message\":\"bad\"}", DCT_REFUSED, 0, NULL },
        { 401, NULL, "", DCT_REFUSED, 0, NULL },
        { 403, NULL, "", DCT_REFUSED, 0, NULL },
        { 404, NULL, "", DCT_REFUSED, 0, NULL },
        { 407, NULL, "", DCT_NOT_SENT, 0, NULL },
        { 408, NULL, "", DCT_REFUSED, 0, NULL },
        { 413, NULL, "", DCT_REFUSED, 0, NULL },
        { 429, "Retry-After: 17", "", DCT_LATER, 17, NULL },
        { 429, NULL, "", DCT_LATER, 0, NULL },
        { 500, NULL, "", DCT_REFUSED, 0, NULL },
        { 501, NULL, "", DCT_REFUSED, 0, NULL },
        { 502, "Retry-After: 5", "", DCT_LATER, 5, NULL },
        { 503, "Retry-After: Tue, 03 Nov 2026 10:01:00 GMT", "", DCT_LATER, 60, NULL },
        { 503, "Retry-After: 99999999", "", DCT_LATER, 3600, NULL },
        { 504, NULL, "", DCT_LATER, 0, NULL },
        { 511, NULL, "", DCT_NOT_SENT, 0, NULL },
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        world w;
        assert_int_equal(world_open(&w, "{\"url\":\"https://fleet.test\"}", NULL), DOCENT_OK);
        w.c.status = answers[i].status;
        w.c.body = answers[i].body;
        w.c.headers[0] = answers[i].header;
        w.c.header_count = answers[i].header != NULL;
        dct_task *t = heartbeat(&w);
        dct_verdict v = test_drive_run(&w.d, t, 120000);
        if (v != answers[i].verdict || t->later_s != answers[i].later_s)
            fail_msg("%d (%zu): %s, %us", answers[i].status, i, dct_verdict_name(v), (unsigned)t->later_s);
        if (answers[i].why != NULL)
            assert_string_equal(t->why, answers[i].why);
        world_close(&w);
    }
}

/* Whatever breaks: the same again, or not at all; never in doubt, for in doubt nothing makes room. */
static void test_faults(void **state)
{
    (void)state;
    for (int kind = FAULT_OFFLINE; kind < FAULT_KINDS; kind++) {
        world w;
        assert_int_equal(world_open(&w, "{\"url\":\"https://fleet.test\"}", NULL), DOCENT_OK);
        w.net.next = kind;
        dct_verdict v = test_drive_run(&w.d, heartbeat(&w), 3600000);
        dct_verdict want = kind == FAULT_BUSY ? DCT_LATER : kind == FAULT_ERROR ? DCT_REFUSED : kind == FAULT_GARBAGE ? DCT_DONE : DCT_NOT_SENT;
        if (v != want)
            fail_msg("%s: %s", fault_name((fault_kind)kind), dct_verdict_name(v));
        world_close(&w);
    }
}

static void test_configurations(void **state)
{
    (void)state;
    static const struct {
        const char *public_json, *device_json, *part; /* part: of the message; NULL: it is good. */
    } tries[] = {
        { "{}", "{\"url\":\"https://fleet.test\"}", NULL },
        { "{\"url\":\"http://127.0.0.1:4318\"}", NULL, NULL },
        { "{\"url\":\"http://10.0.0.5:4318\",\"allow_plain\":true}", NULL, NULL },
        { "{\"url\":\"http://10.0.0.5:4318\"}", NULL, "without TLS" },
        { "{\"url\":\"ftp://fleet.test\"}", NULL, "no address" },
        { "{\"url\":\"https://me:pw@fleet.test\"}", NULL, "user's name" },
        { "{}", NULL, "is not set" },
        { "{\"url\":\"https://fleet.test\",\"token\":\"x\"}", NULL, "device's file" },
        { "{\"url\":\"https://fleet.test\",\"headers\":{\"a\":\"b\"}}", NULL, "secrets" },
        { "{\"url\":\"https://fleet.test\"}", "{\"headers\":{\"a b\":\"c\"}}", "no header has" },
        { "{\"url\":\"https://fleet.test\"}", "{\"headers\":{\"a\":\"b\\nc\"}}", "control character" },
        { "{\"url\":\"https://fleet.test\"}", "{\"headers\":{\"a\":7}}", "no text" },
        { "{\"url\":\"https://fleet.test\"}", "{\"token\":\"x\\r\\ny\"}", "control character" },
        { "{\"url\":\"https://fleet.test\"}", "{\"interval_minutes\":0}", "range" },
        { "{\"url\":\"https://fleet.test\"}", "{\"instance\":17}", "no text" },
        { "{\"url\":\"https://fleet.test\"}",
          "{\"headers\":{\"a\":\"1\",\"b\":\"1\",\"c\":\"1\",\"d\":\"1\",\"e\":\"1\",\"f\":\"1\",\"g\":\"1\",\"h\":\"1\",\"i\":\"1\",\"j\":\"1\"}}",
          "more than eight" },
    };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        world w;
        docent_status status = world_open(&w, tries[i].public_json, tries[i].device_json);
        if ((status == DOCENT_OK) != (tries[i].part == NULL))
            fail_msg("%s %s: %s", tries[i].public_json, tries[i].device_json, status == DOCENT_OK ? "taken" : w.d.err.message);
        if (tries[i].part != NULL && strstr(w.d.err.message, tries[i].part) == NULL)
            fail_msg("%s", w.d.err.message);
        world_close(&w);
    }
}

static void test_memory(void **state)
{
    (void)state;
    bool whole = false;
    for (long n = 0; !whole; n++) {
        world w;
        assert_int_equal(world_open(&w, "{\"url\":\"https://fleet.test\"}", "{\"token\":\"s3cret\"}"), DOCENT_OK);
        w.ration.asked = 0;
        w.ration.fail_at = n;
        dct_verdict v = test_drive_run(&w.d, heartbeat(&w), 60000);
        whole = w.ration.asked <= n;
        if (v != DCT_DONE && v != DCT_NOT_SENT)
            fail_msg("allocation %ld: %s", n, dct_verdict_name(v));
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_leaves), cmocka_unit_test(test_only_figures),   cmocka_unit_test(test_answers),
        cmocka_unit_test(test_faults),      cmocka_unit_test(test_configurations), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
