/* The connectors for webhooks, mail and RT against models of their servers: what they send, what they make of every kind of fault, and
 * of every answer that is not what was agreed. Whole paths with the courier: test_seeds.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "support/drive.h"
#include "support/model.h"
#include "support/ration.h"

static const char *const kinds[] = { "webhook", "mail", "rt" };
#define KINDS (sizeof kinds / sizeof *kinds)

typedef struct world {
    fake_clock      clock;
    fault_transport net;
    model           m;
    test_drive      d;
    test_ration     ration;
} world;

static void world_open(world *w, const char *kind, uint64_t seed)
{
    memset(w, 0, sizeof *w);
    fake_clock_init(&w->clock, seed);
    model_open(&w->m, kind, &w->clock);
    fault_init(&w->net, seed, &w->clock, w->m.kind->serve, &w->m);
    w->ration.fail_at = -1;
    docent_alloc alloc = test_ration_alloc(&w->ration);
    docent_transport transport = fault_transport_of(&w->net);
    assert_int_equal(test_drive_open_with(&w->d, &alloc, kind, w->m.kind->public_json, w->m.kind->device_json, &transport), DOCENT_OK);
    w->d.clock = fake_clock_of(&w->clock);
}

static void world_close(world *w)
{
    if (w->m.broken != NULL)
        fail_msg("%s", w->m.broken);
    test_drive_close(&w->d);
    assert_true(fault_close(&w->net));
    model_close(&w->m);
    assert_int_equal(w->ration.live, 0);
}

static dct_verdict run(world *w, dct_op op, const dct_letter *l, const char *remote)
{
    return test_drive_run(&w->d, test_drive_task(&w->d, op, l, remote), 3600000);
}

static void test_there_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++) {
        world w;
        world_open(&w, kinds[i], 1);
        dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
        assert_int_equal(run(&w, DCT_OP_LOOKUP, &l, ""), DCT_ABSENT);
        assert_int_equal(run(&w, DCT_OP_CREATE, &l, ""), DCT_DONE);
        const char *remote = w.d.task.out_remote;
        assert_int_equal(model_count(&w.m, l.id), 1);
        assert_int_equal(run(&w, DCT_OP_LOOKUP, &l, ""), DCT_DONE);
        assert_string_equal(w.d.task.out_remote, remote);
        dct_letter more = test_drive_more(&w.d, &l, "And it smells.");
        assert_int_equal(run(&w, DCT_OP_LOOKUP_MESSAGE, &more, remote), DCT_ABSENT);
        assert_int_equal(run(&w, DCT_OP_APPEND, &more, remote), DCT_DONE);
        assert_int_equal(run(&w, DCT_OP_LOOKUP_MESSAGE, &more, remote), DCT_DONE);
        model_reply(&w.m, l.conversation, "Try another cable.");
        const char *all = (w.d.c.can & DCT_CAN_POLL_ALL) != 0 ? "" : remote;
        assert_true(test_drive_await(&w.d, all, 1, 60000));
        assert_string_equal(w.d.news[0].text, "Try another cable.");
        assert_int_equal(run(&w, DCT_OP_PROBE, NULL, ""), DCT_DONE);
        world_close(&w);
    }
}

/* After each fault: what is said of the letter must fit what the server has. */
static void test_each_fault(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++)
        for (int kind = FAULT_OFFLINE; kind < FAULT_KINDS; kind++)
            for (uint64_t seed = 1; seed <= 20; seed++) {
                world w;
                world_open(&w, kinds[i], seed);
                dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
                w.net.next = kind;
                dct_verdict v = run(&w, DCT_OP_CREATE, &l, "");
                uint32_t there = model_count(&w.m, l.id);
                if (v == DCT_PENDING || (v == DCT_DONE && there != 1) || ((v == DCT_NOT_SENT || v == DCT_LATER) && there != 0) ||
                    v == DCT_REFUSED || v == DCT_AUTH)
                    fail_msg("%s, %s, seed %u: %s, but it is there %u times", kinds[i], fault_name((fault_kind)kind),
                             (unsigned)seed, dct_verdict_name(v), there);
                w.net.next = kind; /* A look-up that goes wrong says nothing, never "absent" or "there". */
                v = run(&w, DCT_OP_LOOKUP, &l, "");
                if ((v == DCT_DONE && there != 1) || (v == DCT_ABSENT && there != 0) || v == DCT_DOUBT || v == DCT_PENDING)
                    fail_msg("%s, look-up, %s: %s, but it is there %u times", kinds[i], fault_name((fault_kind)kind),
                             dct_verdict_name(v), there);
                world_close(&w);
            }
}

/* A poll that goes wrong loses no answer: the next one brings it. */
static void test_polls_that_fail(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++)
        for (uint64_t seed = 1; seed <= 60; seed++) {
            world w;
            world_open(&w, kinds[i], seed);
            dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
            assert_int_equal(run(&w, DCT_OP_CREATE, &l, ""), DCT_DONE);
            const char *remote = (w.d.c.can & DCT_CAN_POLL_ALL) != 0 ? "" : w.d.task.out_remote, *cursor = "";
            w.net.percent = 50;
            bool first = false, second = false;
            for (int round = 0; round < 400 && !(first && second); round++) {
                if (round == 3)
                    model_reply(&w.m, l.conversation, "One.");
                if (round == 9)
                    model_reply(&w.m, l.conversation, "Two.");
                w.d.news_count = 0;
                dct_task *t = test_drive_task(&w.d, DCT_OP_POLL, NULL, remote);
                t->cursor = cursor;
                if (test_drive_run(&w.d, t, 3600000) == DCT_DONE && t->out_cursor != NULL)
                    cursor = t->out_cursor;
                for (uint32_t k = 0; k < w.d.news_count; k++) {
                    first = first || strcmp(w.d.news[k].text, "One.") == 0;
                    second = second || strcmp(w.d.news[k].text, "Two.") == 0;
                }
            }
            assert_true(first && second);
            world_close(&w);
        }
}

/* The device thinks it is 1970, or 2099: the receiver refuses its signature and says what time it is. */
static void test_wrong_clock(void **state)
{
    (void)state;
    static const int64_t now[] = { 5, 4070908800 };
    for (size_t i = 0; i < 2; i++) {
        world w;
        world_open(&w, "webhook", 1);
        dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
        dct_task *t = test_drive_task(&w.d, DCT_OP_CREATE, &l, "");
        t->now_s = now[i];
        assert_int_equal(test_drive_run(&w.d, t, 60000), DCT_DONE);
        assert_int_equal(model_count(&w.m, l.id), 1);
        world_close(&w);
    }
}

/* ---- servers that say something else ---- */

typedef struct odd { int status; const char *headers[3]; const char *body; dct_verdict create, lookup; } odd;

static const odd odds[] = {
    { 200, { NULL }, "", DCT_DONE, DCT_NOT_SENT },
    { 200, { NULL }, "<html>Log in!</html>", DCT_DOUBT, DCT_NOT_SENT },
    { 200, { NULL }, "[1]", DCT_DOUBT, DCT_NOT_SENT },
    { 200, { "Content-Type: image/png" }, "{\"id\": {\"a\": 1}, \"poll\": 7}", DCT_DONE, DCT_DONE },
    { 204, { NULL }, "", DCT_DONE, DCT_NOT_SENT },
    { 301, { "Location: https://evil.test/" }, "", DCT_DOUBT, DCT_NOT_SENT },
    { 400, { NULL }, "{\"error\": \"no such queue\"}", DCT_REFUSED, DCT_REFUSED },
    { 401, { NULL }, "", DCT_AUTH, DCT_AUTH },
    { 404, { NULL }, "", DCT_REFUSED, DCT_ABSENT },
    { 413, { NULL }, "", DCT_REFUSED, DCT_REFUSED },
    { 429, { "Retry-After: 9" }, "", DCT_LATER, DCT_LATER },
    { 500, { NULL }, "", DCT_DOUBT, DCT_NOT_SENT },
    { 503, { NULL }, "", DCT_LATER, DCT_LATER },
};

static bool serve_odd(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    const odd *o = *(const odd **)ctx;
    (void)r, (void)body, (void)size, (void)again;
    reply->status = o->status;
    while (reply->header_count < 3 && o->headers[reply->header_count] != NULL) {
        reply->headers[reply->header_count] = o->headers[reply->header_count];
        reply->header_count++;
    }
    reply->body = o->body;
    reply->body_size = strlen(o->body);
    return true;
}

static void test_odd_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof odds / sizeof *odds; i++) {
        const odd *o = &odds[i];
        world w;
        world_open(&w, "webhook", 1);
        w.net.serve = serve_odd;
        w.net.serve_ctx = &o;
        dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
        dct_verdict created = run(&w, DCT_OP_CREATE, &l, "");
        if (created != o->create)
            fail_msg("%d %s: create is %s", o->status, o->body, dct_verdict_name(created));
        if (created != DCT_DONE)
            assert_true(w.d.task.why[0] != 0);
        if (o->status == 400)
            assert_string_equal(w.d.task.why, "no such queue");
        if (o->status == 429)
            assert_int_equal(w.d.task.later_s, 9);
        dct_verdict looked = run(&w, DCT_OP_LOOKUP, &l, "");
        if (looked != o->lookup)
            fail_msg("%d %s: look-up is %s", o->status, o->body, dct_verdict_name(looked));
        world_close(&w);
    }
}

/* Where later requests go is at the origin that was configured, whatever an answer says. */
static void test_no_way_elsewhere(void **state)
{
    (void)state;
    static const char *const places[] = { "https://desk.test.evil.test/x", "https://evil.test/x", "//evil.test/x", "http://desk.test/x",
                                          "https://desk.test@evil.test/", "/\\\\evil.test", "file:///etc/passwd", "/a b" };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char text[200];
        odd o = { 200, { NULL }, text, DCT_DONE, DCT_DONE };
        const odd *p = &o;
        snprintf(text, sizeof text, "{\"id\":\"7\",\"url\":\"%s\",\"poll\":\"%s\"}", strstr(places[i], "\\") != NULL ? "/\\\\x" : places[i],
                 strstr(places[i], "\\") != NULL ? "/\\\\x" : places[i]);
        world w;
        world_open(&w, "webhook", 1);
        w.net.serve = serve_odd;
        w.net.serve_ctx = &p;
        dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
        assert_int_equal(run(&w, DCT_OP_CREATE, &l, ""), DCT_DONE);
        assert_string_equal(w.d.task.out_remote, "{\"id\":\"7\"}");
        uint32_t before = w.net.begun;
        assert_int_equal(run(&w, DCT_OP_POLL, NULL, "{\"id\":\"7\",\"poll\":\"https://evil.test/\"}"), DCT_DONE);
        assert_int_equal(w.net.begun, before);
        world_close(&w);
    }
}

/* ---- configurations ---- */

static const struct { const char *kind, *public_json, *device_json, *says; } wrongs[] = {
    { "webhook", "{}", NULL, "\"url\"" },
    { "webhook", "{\"url\":7}", NULL, "\"url\"" },
    { "webhook", "{\"url\":\"http://desk.test/\"}", NULL, "without TLS" },
    { "webhook", "{\"url\":\"ftp://desk.test/\"}", NULL, "\"url\"" },
    { "webhook", "{\"url\":\"https://a:b@desk.test/\"}", NULL, "user" },
    { "webhook", "{\"url\":\"https://desk.test/\\r\\nX: y\"}", NULL, "control" },
    { "webhook", "{\"url\":\"https://desk.test/\",\"secret\":\"whsec_x\"}", NULL, "help.yaml" },
    { "webhook", "{\"url\":\"https://desk.test/\"}", "{\"secret\":\"plain\"}", "whsec_" },
    { "webhook", "{\"url\":\"https://desk.test/\"}", "{\"secret\":\"whsec_YQ==\"}", "whsec_" },
    { "webhook", "{\"url\":\"https://desk.test/\",\"settle_s\":-1}", NULL, "settle_s" },
    { "webhook", "{\"url\":\"https://desk.test/\",\"lookup\":\"perhaps\"}", NULL, "lookup" },
    { "webhook", "{\"url\":\"https://desk.test/\",\"settle_s\":\"5x\"}", NULL, "settle_s" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"to\":\"a@b\"}", NULL, "\"from\"" },
    { "rt", "{\"queue\":\"q\",\"requestor\":\"k\"}", "{\"token\":\"1\"}", "\"url\"" },
    { "rt", "{\"url\":\"https://rt\",\"requestor\":\"k\"}", "{\"token\":\"1\"}", "\"queue\"" },
    { "rt", "{\"url\":\"https://rt\",\"queue\":\"q\"}", "{\"token\":\"1\"}", "\"requestor\"" },
    { "rt", "{\"url\":\"https://rt\",\"queue\":\"q\",\"requestor\":\"k\"}", NULL, "\"token\"" },
    { "rt", "{\"url\":\"https://rt\",\"queue\":\"q\",\"requestor\":\"k\",\"token\":\"1\"}", NULL, "help.yaml" },
    { "rt", "{\"url\":\"https://rt\",\"queue\":\"q\",\"requestor\":\"k\",\"id_field\":\"a'} OR 1=1\"}", "{\"token\":\"1\"}", "id_field" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a@b\"}", NULL, "\"to\"" },
    { "mail", "{\"from\":\"a@b\",\"to\":\"a@b\"}", NULL, "\"smtp\"" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a@b\",\"to\":\"a@b\\r\\nRCPT TO:<c@d>\"}", NULL, "\"to\"" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a b@c\",\"to\":\"a@b\"}", NULL, "\"from\"" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a@b\",\"to\":\"a@b\",\"reply\":\"x@y\"}", NULL, "{id}" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a-name-of-thirty-characters-more@b\",\"to\":\"a@b\"}", NULL, "64" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a@b\",\"to\":\"a@b\",\"imap\":\"imaps://mx\"}", NULL, "\"user\"" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a@b\",\"to\":\"a@b\",\"password\":\"x\"}", NULL, "help.yaml" },
    { "mail", "{\"smtp\":\"smtps://mx\",\"from\":\"a@b\",\"to\":\"a@b\",\"folder\":\"a;b\"}", NULL, "folder" },
};

static void test_wrong_configurations(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        test_drive d;
        docent_status status = test_drive_open(&d, wrongs[i].kind, wrongs[i].public_json, wrongs[i].device_json, NULL);
        if (status != DOCENT_ERR_ARG || strstr(d.err.message, wrongs[i].says) == NULL)
            fail_msg("%s: %d, %s", wrongs[i].public_json, status, d.err.message);
    }
}

/* Out of help.yaml numbers and switches come as texts. */
static void test_texts_of_yaml(void **state)
{
    (void)state;
    test_drive d;
    assert_int_equal(test_drive_open(&d, "webhook", "{\"url\":\"https://desk.test/\",\"settle_s\":\"5\",\"lookup\":\"yes\"}", NULL, NULL),
                     DOCENT_OK);
    assert_int_equal(d.c.settle_s, 5);
    assert_true((d.c.can & DCT_CAN_LOOKUP) != 0);
    test_drive_close(&d);
}

/* A question for a forum goes to the forum, or nowhere. */
static void test_forum(void **state)
{
    (void)state;
    world w;
    world_open(&w, "mail", 1);
    dct_letter l = test_drive_letter(&w.d, "forum", "Who else?", "It blinks.");
    assert_int_equal(run(&w, DCT_OP_CREATE, &l, ""), DCT_REFUSED);
    assert_non_null(strstr(w.d.task.why, "forum_to"));
    assert_int_equal(w.net.begun, 0);
    world_close(&w);
}

/* What is sealed leaves as it is: the receiver gets those bytes, signed, and nothing of the letter beside its envelope. */
static bool serve_sealed(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    bool *seen = ctx, typed = false;
    (void)again, (void)reply;
    for (uint32_t i = 0; i < r->header_count; i++)
        typed = typed || strcmp(r->headers[i], "Content-Type: application/vnd.docent.sealed") == 0;
    *seen = typed && size == 15 && memcmp(body, "DCTSEAL1 secret", 15) == 0;
    return true;
}

static void test_sealed(void **state)
{
    (void)state;
    world w;
    bool seen = false;
    world_open(&w, "webhook", 1);
    w.net.serve = serve_sealed;
    w.net.serve_ctx = &seen;
    dct_letter l = test_drive_letter(&w.d, "ticket", "", "");
    dct_task *t = test_drive_task(&w.d, DCT_OP_CREATE, &l, "");
    t->sealed = true;
    t->frozen = "DCTSEAL1 secret";
    t->frozen_bytes = 15;
    assert_int_equal(test_drive_run(&w.d, t, 60000), DCT_DONE);
    assert_true(seen);
    world_close(&w);
}

/* ---- memory ---- */

static void test_short_memory(void **state)
{
    (void)state;
    for (size_t i = 0; i < KINDS; i++)
        for (int for_ever = 0; for_ever < 2; for_ever++)
            for (long at = 0;; at++) {
                world w;
                world_open(&w, kinds[i], 1);
                dct_letter l = test_drive_letter(&w.d, "ticket", "It blinks", "Since Monday.");
                dct_arena own; /* The task's arena is the courier's: it fails, too. */
                docent_alloc alloc = test_ration_alloc(&w.ration);
                dct_arena_init(&own, &alloc, 1u << 20);
                dct_task *t = test_drive_task(&w.d, DCT_OP_CREATE, &l, "");
                t->arena = &own;
                w.ration.asked = 0;
                w.ration.fail_at = at;
                w.ration.for_ever = for_ever != 0;
                dct_verdict v = test_drive_run(&w.d, t, 60000);
                bool all = w.ration.asked <= at;
                uint32_t there = model_count(&w.m, l.id);
                w.ration.fail_at = -1;
                dct_arena_close(&own);
                if (v == DCT_PENDING || v == DCT_REFUSED || v == DCT_AUTH || (v == DCT_NOT_SENT && there > 0) ||
                    (v == DCT_DONE && there != 1))
                    fail_msg("%s, allocation %ld: %s, there %u times", kinds[i], at, dct_verdict_name(v), there);
                world_close(&w);
                if (all)
                    break;
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_each_fault),
        cmocka_unit_test(test_polls_that_fail),
        cmocka_unit_test(test_wrong_clock),
        cmocka_unit_test(test_odd_answers),
        cmocka_unit_test(test_no_way_elsewhere),
        cmocka_unit_test(test_wrong_configurations),
        cmocka_unit_test(test_texts_of_yaml),
        cmocka_unit_test(test_forum),
        cmocka_unit_test(test_sealed),
        cmocka_unit_test(test_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
