/* HTTP against a real server on the loopback that behaves, and that does not. */
#include "fetching.h"

#include "support/http_server_posix.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- a server of many habits, by path ---- */

static bool answer_headers(http_conn *c)
{
    bool going = http_say(c, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; going && i < 110000; i++)
        going = http_say(c, "X-Filler-Of-Ninety: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n");
    return going && http_say(c, "\r\n");
}

static bool one_long_line(http_conn *c)
{
    bool going = http_say(c, "HTTP/1.1 200 OK\r\nX-Long: ");
    for (int i = 0; going && i < 100000; i++)
        going = http_say(c, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    return going && http_say(c, "\r\n\r\n");
}

static bool endless(http_conn *c)
{
    static const char zeros[4096];
    bool going = http_say(c, "HTTP/1.1 200 OK\r\n\r\n");
    while (going)
        going = http_send(c, zeros, sizeof zeros);
    return false;
}

static bool serve_range(http_conn *c)
{
    static const char file[] = "0123456789";
    char value[64], head[160];
    unsigned from = 0;
    if (http_header(c, "Range", value, sizeof value) == NULL || sscanf(value, "bytes=%u-", &from) != 1)
        return http_answer(c, "200 OK", file, 10);
    if (from >= 10)
        return http_answer(c, "416 Range Not Satisfiable", "", 0);
    snprintf(head, sizeof head, "HTTP/1.1 206 Partial Content\r\nContent-Length: %u\r\nContent-Range: bytes %u-9/10\r\n\r\n",
             10 - from, from);
    return http_say(c, head) && http_send(c, file + from, 10 - from);
}

static bool redirect(http_conn *c, const char *status, const char *to)
{
    char head[256];
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\nLocation: %s\r\nContent-Length: 4\r\n\r\nmove", status, to);
    return http_say(c, head);
}

static bool is(const http_conn *c, const char *path)
{
    const char *at = strchr(c->head, ' ');
    return at != NULL && strncmp(at + 1, path, strlen(path)) == 0 && strchr(" ?", at[1 + strlen(path)]) != NULL;
}

static bool serve(void *ctx, http_conn *c)
{
    (void)ctx;
    if (is(c, "/ok"))
        return http_answer(c, "200 OK", "hello", 5);
    if (is(c, "/echo"))
        return http_answer(c, "200 OK", c->body, c->body_size);
    if (is(c, "/head"))
        return http_answer(c, "200 OK", c->head, strlen(c->head));
    if (is(c, "/missing"))
        return http_answer(c, "404 Not Found", "no such", 7);
    if (is(c, "/busy"))
        return http_say(c, "HTTP/1.1 503 Later\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n");
    if (is(c, "/interim"))
        return http_say(c, "HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\nY: 2\r\nContent-Length: 0\r\n\r\n");
    if (is(c, "/range"))
        return serve_range(c);
    if (is(c, "/ignores-range"))
        return http_answer(c, "200 OK", "0123456789", 10);
    if (is(c, "/short"))
        return http_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), false;
    if (is(c, "/nothing"))
        return false;
    if (is(c, "/garbage"))
        return http_say(c, "\x16\x03\x01 this is no HTTP at all\r\n\r\n"), false;
    if (is(c, "/silent"))
        return http_pause(1500), false;
    if (is(c, "/drip"))
        return http_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n12"), http_pause(3500), false;
    if (is(c, "/headers"))
        return answer_headers(c);
    if (is(c, "/long-line"))
        return one_long_line(c);
    if (is(c, "/endless"))
        return endless(c);
    if (is(c, "/hop"))
        return redirect(c, "302 Found", "/ok");
    if (is(c, "/keep"))
        return redirect(c, "307 Temporary Redirect", "/echo");
    if (is(c, "/circle"))
        return redirect(c, "302 Found", "/circle");
    if (is(c, "/away"))
        return redirect(c, "302 Found", "http://localhost.example/login");
    if (is(c, "/to-file"))
        return redirect(c, "302 Found", "file:///etc/passwd");
    return http_answer(c, "500 Odd", "", 0);
}

typedef struct stage { http_server *server; dct_net *net; } stage;

static int up(void **state)
{
    stage *s = calloc(1, sizeof *s);
    s->server = http_server_start(serve, NULL, false);
    s->net = open_net();
    *state = s;
    return 0;
}

static int down(void **state)
{
    stage *s = *state;
    dct_net_close(s->net);
    http_server_stop(s->server);
    free(s);
    return 0;
}

#define URL(path) http_server_url(s->server, path)

static void ends(stage *s, const char *path, docent_carried how, int status)
{
    dct_fetch *f = get(s->net, URL(path), 100000);
    if (dct_fetch_carried(f) != how || dct_fetch_status(f) != status)
        fail_msg("%s: carried %d, status %d: %s", path, dct_fetch_carried(f), dct_fetch_status(f), dct_fetch_message(f));
    assert_true(dct_fetch_sent(f));
    assert_non_null(strstr(dct_fetch_message(f), "127.0.0.1"));
    dct_fetch_free(f);
}

/* ---- answers ---- */

static void test_an_answer_is_whole(void **state)
{
    stage *s = *state;
    size_t size;
    dct_fetch *f = get(s->net, URL("/ok"), 5);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
    assert_int_equal(dct_fetch_status(f), 200);
    assert_string_equal(dct_fetch_body(f, &size), "hello");
    assert_int_equal(size, 5);
    assert_int_equal(dct_fetch_received(f), 5);
    assert_string_equal(dct_fetch_header(f, "content-LENGTH"), "5");
    assert_null(dct_fetch_header(f, "Content"));
    dct_fetch_free(f);
}

static void test_interim_answers_are_not_the_answer(void **state)
{
    stage *s = *state;
    dct_fetch *f = get(s->net, URL("/interim"), 100);
    assert_int_equal(dct_fetch_status(f), 200);
    assert_null(dct_fetch_header(f, "X"));
    assert_string_equal(dct_fetch_header(f, "Y"), "2");
    dct_fetch_free(f);
}

static void test_a_body_goes_as_it_is(void **state)
{
    stage *s = *state;
    char *text = malloc(300000);
    for (int i = 0; i < 300000; i++)
        text[i] = (char)(i * 7 + i / 251);
    dct_memory_body body = { text, 300000 };
    const char *headers[] = { "Content-Type: application/json", "X-Ours: 1" };
    for (int put = 0; put < 2; put++) {
        docent_request r = a_request(put ? "PUT" : "POST", URL("/echo"));
        r.headers = headers;
        r.header_count = 2;
        r.read = dct_memory_read;
        r.body_ctx = &body;
        r.body_bytes = body.size;
        size_t size;
        dct_fetch *f = fetch(s->net, &r, 300000);
        assert_int_equal(dct_fetch_status(f), 200);
        assert_memory_equal(dct_fetch_body(f, &size), text, 300000);
        assert_int_equal(size, 300000);
        dct_fetch_free(f);
    }
    free(text);
}

static void test_nothing_is_said_that_was_not_asked_for(void **state)
{
    stage *s = *state;
    static const char *const never[] = { "Cookie:", "Referer:", "Expect:", "Accept-Encoding:", "Authorization:", "Range:" };
    dct_fetch *f = get(s->net, URL("/head"), 10000);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_null(strstr(dct_fetch_body(f, NULL), never[i]));
    dct_fetch_free(f);
    docent_request r = a_request("POST", URL("/head"));
    r.user = "device";
    r.password = "secret";
    f = fetch(s->net, &r, 10000);
    assert_non_null(strstr(dct_fetch_body(f, NULL), "POST /head HTTP/1.1\r\n"));
    assert_non_null(strstr(dct_fetch_body(f, NULL), "Content-Length: 0\r\n"));
    assert_non_null(strstr(dct_fetch_body(f, NULL), "Authorization: Basic ZGV2aWNlOnNlY3JldA==\r\n"));
    dct_fetch_free(f);
}

/* ---- what goes wrong ---- */

static void test_each_end_has_its_name(void **state)
{
    stage *s = *state;
    ends(s, "/missing", DOCENT_CARRIED_OK, 404);
    ends(s, "/short", DOCENT_CARRIED_BROKEN, 200);
    ends(s, "/nothing", DOCENT_CARRIED_BROKEN, 0);
    ends(s, "/garbage", DOCENT_CARRIED_BROKEN, 0);
    ends(s, "/headers", DOCENT_CARRIED_REFUSED, 200);
    ends(s, "/endless", DOCENT_CARRIED_REFUSED, 200);
    ends(s, "/hop", DOCENT_CARRIED_OK, 302); /* No redirect was allowed. */
}

static void test_a_header_line_without_end(void **state)
{
    stage *s = *state;
    dct_fetch *f = get(s->net, URL("/long-line"), 1000);
    assert_int_not_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
    dct_fetch_free(f);
}

static void test_time_is_up(void **state)
{
    stage *s = *state;
    docent_request r = a_request("GET", URL("/silent"));
    r.total_ms = 300;
    uint64_t from = dct_clock_system.monotonic_ms(NULL);
    dct_fetch *f = fetch(s->net, &r, 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_SLOW);
    assert_true(dct_fetch_sent(f));
    assert_true(dct_clock_system.monotonic_ms(NULL) - from < 1000);
    dct_fetch_free(f);
    r = a_request("GET", URL("/drip"));
    r.slow_bytes_s = 10;
    r.slow_s = 1;
    f = fetch(s->net, &r, 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_SLOW);
    dct_fetch_free(f);
}

static void test_nobody_there(void **state)
{
    stage *s = *state;
    dct_fetch *f = get(s->net, "http://127.0.0.1:1/", 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_CONNECT);
    assert_false(dct_fetch_sent(f));
    dct_fetch_free(f);
    f = get(s->net, "http://no-such-host.invalid/", 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_RESOLVE);
    assert_false(dct_fetch_sent(f));
    dct_fetch_free(f);
}

static void test_what_cannot_be_asked(void **state)
{
    stage *s = *state;
    static const char *const urls[] = { "", "ftp://127.0.0.1/", "gopher://x", "javascript:", "//x", "http://a/\r\nX: y" };
    docent_error err;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        docent_request r = a_request("GET", urls[i]);
        assert_null(dct_fetch_new(s->net, &r, 100, &err));
        assert_int_equal(err.status, DOCENT_ERR_ARG);
    }
    const char *bad[] = { "A: b\r\nC: d" };
    docent_request r = a_request("GET", URL("/ok"));
    r.headers = bad;
    r.header_count = 1;
    assert_null(dct_fetch_new(s->net, &r, 100, &err));
    r = a_request("GET /ok HTTP/1.1", URL("/ok"));
    assert_null(dct_fetch_new(s->net, &r, 100, &err));
}

/* ---- resuming ---- */

typedef struct piece { uint64_t first; char text[64]; size_t size; bool stop; } piece;

static bool take(void *ctx, uint64_t offset, const void *data, size_t size)
{
    piece *p = ctx;
    if (p->size == 0)
        p->first = offset;
    memcpy(p->text + p->size, data, size);
    p->size += size;
    return !p->stop;
}

static dct_fetch *resume(stage *s, const char *path, uint64_t from, piece *p)
{
    docent_error err;
    docent_request r = a_request("GET", URL(path));
    r.resume_from = from;
    memset(p, 0, sizeof *p);
    return finish_fetch(s->net, dct_fetch_to(s->net, &r, 60, take, p, &err));
}

static void test_resuming(void **state)
{
    stage *s = *state;
    piece p;
    dct_fetch *f = resume(s, "/range", 4, &p);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
    assert_int_equal(dct_fetch_status(f), 206);
    assert_int_equal(p.first, 4);
    assert_string_equal(p.text, "456789");
    dct_fetch_free(f);
    f = resume(s, "/range", 10, &p); /* There is no more. */
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_RANGE);
    assert_int_equal(p.size, 0);
    dct_fetch_free(f);
    f = resume(s, "/ignores-range", 4, &p);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_RANGE);
    assert_int_equal(p.size, 0); /* Not a byte at the wrong place. */
    dct_fetch_free(f);
    f = resume(s, "/missing", 0, &p);
    assert_int_equal(p.size, 0);
    assert_string_equal(dct_fetch_body(f, NULL), "no such");
    dct_fetch_free(f);
}

static void test_a_sink_may_stop(void **state)
{
    stage *s = *state;
    docent_error err;
    piece p = { .stop = true };
    docent_request r = a_request("GET", URL("/ok"));
    dct_fetch *f = finish_fetch(s->net, dct_fetch_to(s->net, &r, 60, take, &p, &err));
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_STOPPED);
    dct_fetch_free(f);
    p = (piece){ 0 };
    f = finish_fetch(s->net, dct_fetch_to(s->net, &r, 4, take, &p, &err)); /* One byte too many. */
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_REFUSED);
    assert_int_equal(p.size, 0);
    dct_fetch_free(f);
}

/* ---- redirects ---- */

static dct_fetch *follow(stage *s, const char *method, const char *path, uint32_t most)
{
    static dct_memory_body body = { "abc", 3 };
    docent_request r = a_request(method, URL(path));
    r.redirects = most;
    if (strcmp(method, "POST") == 0) {
        r.read = dct_memory_read;
        r.body_ctx = &body;
        r.body_bytes = 3;
    }
    return fetch(s->net, &r, 1000);
}

static void test_redirects(void **state)
{
    stage *s = *state;
    dct_fetch *f = follow(s, "GET", "/hop", 2);
    assert_int_equal(dct_fetch_status(f), 200);
    assert_string_equal(dct_fetch_body(f, NULL), "hello");
    assert_null(dct_fetch_header(f, "Location"));
    dct_fetch_free(f);
    f = follow(s, "POST", "/keep", 1); /* 307: the same again, elsewhere. */
    assert_string_equal(dct_fetch_body(f, NULL), "abc");
    dct_fetch_free(f);
    f = follow(s, "POST", "/hop", 1); /* 302: never turned into a GET. */
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
    assert_int_equal(dct_fetch_status(f), 302);
    dct_fetch_free(f);
    f = follow(s, "GET", "/circle", 3);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_REFUSED);
    dct_fetch_free(f);
    for (int i = 0; i < 2; i++) {
        f = follow(s, "GET", i == 0 ? "/away" : "/to-file", 3);
        assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_REFUSED);
        assert_int_equal(dct_fetch_status(f), 302);
        assert_string_equal(dct_fetch_body(f, NULL), "");
        dct_fetch_free(f);
    }
}

/* ---- what the answers mean for a request that must not be sent twice ---- */

static void test_verdicts(void **state)
{
    stage *s = *state;
    static const struct { const char *path; dct_verdict verdict; uint32_t later_s; } cases[] = {
        { "/ok", DCT_DONE, 0 },       { "/missing", DCT_REFUSED, 0 }, { "/busy", DCT_LATER, 120 },
        { "/nothing", DCT_DOUBT, 0 }, { "/short", DCT_DOUBT, 0 },     { "/garbage", DCT_DOUBT, 0 },
        { "/hop", DCT_DOUBT, 0 },     { "/other", DCT_DOUBT, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t later;
        dct_fetch *f = get(s->net, URL(cases[i].path), 1000);
        assert_string_equal(dct_verdict_name(dct_verdict_http(f, 0, &later)), dct_verdict_name(cases[i].verdict));
        assert_int_equal(later, cases[i].later_s);
        dct_fetch_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_an_answer_is_whole, up, down),
        cmocka_unit_test_setup_teardown(test_interim_answers_are_not_the_answer, up, down),
        cmocka_unit_test_setup_teardown(test_a_body_goes_as_it_is, up, down),
        cmocka_unit_test_setup_teardown(test_nothing_is_said_that_was_not_asked_for, up, down),
        cmocka_unit_test_setup_teardown(test_each_end_has_its_name, up, down),
        cmocka_unit_test_setup_teardown(test_a_header_line_without_end, up, down),
        cmocka_unit_test_setup_teardown(test_time_is_up, up, down),
        cmocka_unit_test_setup_teardown(test_nobody_there, up, down),
        cmocka_unit_test_setup_teardown(test_what_cannot_be_asked, up, down),
        cmocka_unit_test_setup_teardown(test_resuming, up, down),
        cmocka_unit_test_setup_teardown(test_a_sink_may_stop, up, down),
        cmocka_unit_test_setup_teardown(test_redirects, up, down),
        cmocka_unit_test_setup_teardown(test_verdicts, up, down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
