/* The webhook connector over libcurl, against a server that does what no server should: a clear verdict each time, soon, and never
 * "it is there" or "it is not there" where nobody knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/drive.h"
#include "support/http_server_posix.h"

#define MANY (10u << 20)

static bool large_headers(void *ctx, http_conn *c)
{
    static char line[65536];
    (void)ctx;
    memset(line, 'x', sizeof line - 1);
    memcpy(line, "X: ", 3);
    memcpy(line + sizeof line - 3, "\r\n", 3);
    bool ok = http_say(c, "HTTP/1.1 200 OK\r\n");
    for (size_t sent = 0; ok && sent < MANY; sent += sizeof line)
        ok = http_say(c, line);
    return false;
}

static bool large_body(void *ctx, http_conn *c)
{
    static char piece[65536];
    (void)ctx;
    memset(piece, ' ', sizeof piece);
    bool ok = http_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
    for (size_t sent = 0; ok && sent < 10 * MANY; sent += sizeof piece)
        ok = http_send(c, piece, sizeof piece);
    return false;
}

static bool redirect(void *ctx, http_conn *c)
{
    (void)ctx;
    return http_say(c, "HTTP/1.1 307 Elsewhere\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n");
}

static bool nothing(void *ctx, http_conn *c)
{
    (void)ctx, (void)c;
    return false;
}

static bool garbage(void *ctx, http_conn *c)
{
    (void)ctx;
    http_send(c, "\0\xff\xfe garbage\r\n\r\n", 14);
    return false;
}

static bool half(void *ctx, http_conn *c)
{
    (void)ctx;
    http_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":");
    http_reset(c);
    return false;
}

static bool wrong_types(void *ctx, http_conn *c)
{
    static const char body[] = "{\"id\":[],\"ref\":{},\"url\":7,\"poll\":null,\"messages\":\"x\"}";
    (void)ctx;
    return http_answer(c, "200 OK", body, sizeof body - 1);
}

static const struct { const char *name; http_handler serve; dct_verdict create, lookup; } cases[] = {
    { "10 MB of headers", large_headers, DCT_DONE, DCT_NOT_SENT },
    { "100 MB of body", large_body, DCT_DONE, DCT_NOT_SENT },
    { "redirect", redirect, DCT_DOUBT, DCT_NOT_SENT },
    { "an end at once", nothing, DCT_DOUBT, DCT_NOT_SENT },
    { "garbage", garbage, DCT_DOUBT, DCT_NOT_SENT },
    { "half an answer", half, DCT_DOUBT, DCT_NOT_SENT },
    { "wrong types", wrong_types, DCT_DONE, DCT_DONE },
};

static dct_verdict ask(const char *url, dct_op op)
{
    test_drive d;
    char config[300];
    snprintf(config, sizeof config, "{\"url\":\"%s\",\"lookup\":true}", url);
    assert_int_equal(test_drive_open(&d, "webhook", config, NULL, NULL), DOCENT_OK);
    dct_letter l = test_drive_letter(&d, "ticket", "It blinks", "Since Monday.");
    dct_verdict v = test_drive_run(&d, test_drive_task(&d, op, &l, ""), 20000);
    assert_true(v == DCT_DONE || d.task.why[0] != 0);
    test_drive_close(&d);
    return v;
}

static void test_cases(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        http_server *s = http_server_start(cases[i].serve, NULL, false);
        assert_non_null(s);
        dct_verdict created = ask(http_server_url(s, "/hook"), DCT_OP_CREATE), looked = ask(http_server_url(s, "/hook"), DCT_OP_LOOKUP);
        if (created != cases[i].create || looked != cases[i].lookup)
            fail_msg("%s: create is %s, look-up is %s", cases[i].name, dct_verdict_name(created), dct_verdict_name(looked));
        http_server_stop(s);
    }
}

/* A server without TLS where TLS was asked for: nothing of the letter has left. */
static void test_no_tls(void **state)
{
    (void)state;
    char url[100];
    http_server *s = http_server_start(wrong_types, NULL, false);
    assert_non_null(s);
    snprintf(url, sizeof url, "https://127.0.0.1:%d/hook", http_server_port(s));
    assert_int_equal(ask(url, DCT_OP_CREATE), DCT_NOT_SENT);
    http_server_stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_no_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
