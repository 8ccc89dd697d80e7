/* Sent once, and known to have been sent: libcurl repeats a request by itself when a kept connection dies under it, unless the
 * request asks for a fresh one; "sent" is neither too early nor too late; and ending is immediate. */
#define _POSIX_C_SOURCE 200809L

#include "fetching.h"

#include "support/http_server_posix.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- the second request on a connection is read whole and done, and the connection dies instead of an answer ---- */

static bool dies_on_the_second(void *ctx, http_conn *c)
{
    atomic_uint *done = ctx;
    if (strncmp(c->head, "POST", 4) == 0)
        atomic_fetch_add(done, 1);
    if (c->number > 0)
        return http_reset(c), false;
    return http_answer(c, "200 OK", "x", 1);
}

static unsigned post_after_get(bool fresh, dct_verdict *verdict)
{
    atomic_uint done = 0;
    http_server *server = http_server_start(dies_on_the_second, &done, false);
    dct_net *net = open_net();
    dct_memory_body body = { "ticket", 6 };
    uint32_t later;
    dct_fetch_free(get(net, http_server_url(server, "/"), 100));
    docent_request r = a_request("POST", http_server_url(server, "/"));
    r.read = dct_memory_read;
    r.body_ctx = &body;
    r.body_bytes = body.size;
    r.fresh_connection = fresh;
    dct_fetch *f = fetch(net, &r, 100);
    *verdict = dct_verdict_http(f, 0, &later);
    dct_fetch_free(f);
    dct_net_close(net);
    http_server_stop(server);
    return done;
}

static void test_a_fresh_connection_sends_once(void **state)
{
    (void)state;
    dct_verdict verdict;
    assert_int_equal(post_after_get(true, &verdict), 1);
    assert_int_equal(verdict, DCT_DONE);
    /* The control: without it, the server did it twice, and nobody would know. */
    assert_int_equal(post_after_get(false, &verdict), 2);
    assert_int_equal(verdict, DCT_DONE);
}

/* ---- sent, or not ---- */

typedef struct cut { size_t after; } cut;

/* Reads `after` bytes of what comes, and resets. */
static bool cuts(void *ctx, http_conn *c)
{
    const cut *what = ctx;
    char line[512];
    for (size_t got = 0; got < what->after && http_line(c, line, sizeof line);)
        got += strlen(line) + 2;
    return http_reset(c), false;
}

static void test_a_cut_connection_is_in_doubt(void **state)
{
    (void)state;
    for (size_t after = 0; after < 200; after += 20) {
        cut what = { after };
        http_server *server = http_server_start(cuts, &what, true);
        dct_net *net = open_net();
        docent_request r = a_request("POST", http_server_url(server, "/"));
        r.fresh_connection = true;
        uint32_t later;
        dct_fetch *f = fetch(net, &r, 100);
        assert_int_not_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
        /* A reset that is seen before the first byte leaves is the one case without doubt. */
        assert_int_equal(dct_verdict_http(f, 0, &later), dct_fetch_sent(f) ? DCT_DOUBT : DCT_NOT_SENT);
        if (after > 0)
            assert_true(dct_fetch_sent(f));
        dct_fetch_free(f);
        dct_net_close(net);
        http_server_stop(server);
    }
}

static bool refuses_to_connect(void *ctx, http_conn *c)
{
    (void)ctx;
    http_say(c, "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
    return false;
}

/* What a proxy was told is not the request. */
static void test_a_proxy_that_refuses_got_nothing(void **state)
{
    (void)state;
    http_server *proxy = http_server_start(refuses_to_connect, NULL, false);
    dct_net *net = open_net();
    docent_request r = a_request("POST", "https://desk.invalid/");
    r.proxy = http_server_url(proxy, "");
    uint32_t later;
    dct_fetch *f = fetch(net, &r, 100);
    assert_int_not_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
    assert_false(dct_fetch_sent(f));
    assert_int_equal(dct_verdict_http(f, 0, &later), DCT_NOT_SENT);
    assert_int_equal(http_server_requests(proxy), 1);
    dct_fetch_free(f);
    dct_net_close(net);
    http_server_stop(proxy);
}

static bool forwards(void *ctx, http_conn *c)
{
    char value[64];
    (void)ctx;
    bool known = http_header(c, "Proxy-Authorization", value, sizeof value) != NULL &&
                 strcmp(value, "Basic a2lvc2s6ZG9vcg==") == 0;
    bool whole = strncmp(c->head, "GET http://desk.invalid/x HTTP/1.1\r\n", 36) == 0;
    return http_answer(c, known && whole ? "200 OK" : "407 Who are you", "p", 1);
}

static void test_a_proxy_with_a_name(void **state)
{
    (void)state;
    http_server *proxy = http_server_start(forwards, NULL, false);
    dct_net *net = open_net();
    docent_request r = a_request("GET", "http://desk.invalid/x");
    r.proxy = http_server_url(proxy, "");
    r.proxy_user = "kiosk";
    r.proxy_password = "door";
    dct_fetch *f = fetch(net, &r, 100);
    assert_int_equal(dct_fetch_status(f), 200);
    dct_fetch_free(f);
    /* The environment's proxy is not taken. */
    setenv("http_proxy", http_server_url(proxy, ""), 1);
    f = get(net, "http://desk.invalid/x", 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_RESOLVE);
    unsetenv("http_proxy");
    dct_fetch_free(f);
    dct_net_close(net);
    http_server_stop(proxy);
}

/* ---- ending ---- */

static bool silent(void *ctx, http_conn *c)
{
    (void)ctx, (void)c;
    http_pause(3000);
    return false;
}

static void test_closing_waits_for_nobody(void **state)
{
    (void)state;
    http_server *server = http_server_start(silent, NULL, true);
    char mail[64], box[64];
    snprintf(mail, sizeof mail, "smtp://127.0.0.1:%d/", http_server_port(server));
    snprintf(box, sizeof box, "imap://127.0.0.1:%d/INBOX", http_server_port(server));
    /* The last: a name that a server somewhere is asked for. */
    const char *const urls[] = { http_server_url(server, "/"), mail, box, "http://10.255.255.1/", "https://never.example.com/" };
    dct_net *net = open_net();
    docent_error err;
    dct_memory_body body = { "x", 1 };
    const char *to[] = { "a@example.com" };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        docent_request r = a_request(i == 1 ? "SEND" : "GET", urls[i]);
        if (i == 1)
            r.mail_from = "b@example.com", r.mail_to = to, r.mail_to_count = 1, r.read = dct_memory_read, r.body_ctx = &body,
            r.body_bytes = 1;
        assert_non_null(dct_fetch_new(net, &r, 100, &err));
    }
    for (int i = 0; i < 5; i++)
        dct_net_step(net, 20);
    uint64_t from = dct_clock_system.monotonic_ms(NULL);
    dct_net_close(net);
    uint64_t took = dct_clock_system.monotonic_ms(NULL) - from;
    print_message("close with five exchanges under way: %u ms\n", (unsigned)took);
    assert_true(took < 50);
    http_server_stop(server);
}

static volatile sig_atomic_t pipes;

static void on_pipe(int signal)
{
    (void)signal;
    pipes = 1;
}

static bool hangs_up(void *ctx, http_conn *c)
{
    (void)ctx;
    char line[512];
    http_line(c, line, sizeof line);
    return http_reset(c), false;
}

/* A host that did not ask for signals must not be ended by one. */
static void test_no_signal_reaches_the_host(void **state)
{
    (void)state;
    static char much[4 << 20];
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_pipe;
    sigaction(SIGPIPE, &action, &before);
    http_server *server = http_server_start(hangs_up, NULL, true);
    dct_net *net = open_net();
    dct_memory_body body = { much, sizeof much };
    docent_request r = a_request("POST", http_server_url(server, "/"));
    r.read = dct_memory_read;
    r.body_ctx = &body;
    r.body_bytes = sizeof much;
    dct_fetch *f = fetch(net, &r, 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_BROKEN);
    assert_int_equal(pipes, 0);
    dct_fetch_free(f);
    dct_net_close(net);
    http_server_stop(server);
    sigaction(SIGPIPE, &before, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_fresh_connection_sends_once),
        cmocka_unit_test(test_a_cut_connection_is_in_doubt),
        cmocka_unit_test(test_a_proxy_that_refuses_got_nothing),
        cmocka_unit_test(test_a_proxy_with_a_name),
        cmocka_unit_test(test_closing_waits_for_nobody),
        cmocka_unit_test(test_no_signal_reaches_the_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
