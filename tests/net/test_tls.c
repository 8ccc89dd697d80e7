/* TLS against `openssl s_server`: the right certificate, a stranger's, another host's, a pinned key, and a client's own. */
#define _POSIX_C_SOURCE 200809L

#include "fetching.h"

#include "support/http_server_posix.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static bool run(const char *command)
{
    char line[2000];
    snprintf(line, sizeof line, "cd %s && { %s; } >/dev/null 2>&1", folder, command);
    return system(line) == 0;
}

#define CERT(name, alt) \
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" name \
    " -addext subjectAltName=" alt " -keyout " name ".key -out " name ".pem && "

static int up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/docent-tls.XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    if (run(CERT("here", "IP:127.0.0.1") CERT("elsewhere", "DNS:elsewhere.example") CERT("client", "DNS:client.example")
            "openssl pkey -in here.key -pubout -outform DER | openssl dgst -sha256 -binary | openssl base64 > pin"))
        return 0;
    print_message("skipped: there is no openssl command\n");
    return 0;
}

static int down(void **state)
{
    (void)state;
    char line[100];
    snprintf(line, sizeof line, "rm -r %s", folder);
    return system(line);
}

/* A free port, most likely: one that was just given back. */
static int a_port(void)
{
    http_server *s = http_server_start(NULL, NULL, true);
    int port = http_server_port(s);
    http_server_stop(s);
    return port;
}

static pid_t serve(const char *name, int port, const char *more)
{
    char line[400];
    snprintf(line, sizeof line, "exec openssl s_server -quiet -accept 127.0.0.1:%d -cert %s.pem -key %s.key -www %s", port, name, name, more);
    pid_t child = fork();
    if (child == 0) {
        if (chdir(folder) == 0 && freopen("/dev/null", "w", stderr) != NULL && freopen("/dev/null", "w", stdout) != NULL &&
            freopen("/dev/null", "r", stdin) != NULL)
            execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    return child;
}

static void end(pid_t child)
{
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
}

/* The server needs a moment to begin: what finds no connection is tried again. */
static dct_fetch *patient(dct_net *net, const docent_request *r)
{
    dct_fetch *f = NULL;
    for (int i = 0; i < 100; i++) {
        f = fetch(net, r, 100000);
        if (dct_fetch_carried(f) != DOCENT_CARRIED_CONNECT)
            return f;
        dct_fetch_free(f);
        http_pause(50);
    }
    fail_msg("openssl s_server did not begin");
    return f;
}

typedef struct wish { const char *server, *more, *ca, *pin, *client; docent_carried how; } wish;

static void try_one(const wish *w)
{
    char url[64], ca[100], pin[100], cert[100], key[100];
    int port = a_port();
    pid_t server = serve(w->server, port, w->more);
    dct_net *net = open_net();
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", port);
    docent_request r = a_request("GET", url);
    if (w->ca != NULL)
        snprintf(ca, sizeof ca, "%s/%s", folder, w->ca), r.ca_file = ca;
    if (w->pin != NULL)
        snprintf(pin, sizeof pin, "sha256//%s", w->pin), r.pinned_key = pin;
    if (w->client != NULL) {
        snprintf(cert, sizeof cert, "%s/%s.pem", folder, w->client);
        snprintf(key, sizeof key, "%s/%s.key", folder, w->client);
        r.client_cert = cert;
        r.client_key = key;
    }
    dct_fetch *f = patient(net, &r);
    if (dct_fetch_carried(f) != w->how)
        fail_msg("%s with %s: %d, not %d: %s", w->server, w->ca, dct_fetch_carried(f), w->how, dct_fetch_message(f));
    assert_int_equal(dct_fetch_status(f), w->how == DOCENT_CARRIED_OK ? 200 : 0);
    if (w->how == DOCENT_CARRIED_TLS)
        assert_false(dct_fetch_sent(f));
    dct_fetch_free(f);
    dct_net_close(net);
    end(server);
}

static void test_certificates(void **state)
{
    (void)state;
    char pin[64] = "", path[100];
    snprintf(path, sizeof path, "%s/pin", folder);
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, "%63s", pin) != 1)
        skip();
    fclose(file);
    const wish wishes[] = {
        { "here", "", "here.pem", NULL, NULL, DOCENT_CARRIED_OK },
        { "here", "", NULL, NULL, NULL, DOCENT_CARRIED_TLS },           /* Nobody vouches for it. */
        { "here", "", "elsewhere.pem", NULL, NULL, DOCENT_CARRIED_TLS },/* Another does. */
        { "here", "", "no-such.pem", NULL, NULL, DOCENT_CARRIED_TLS },
        { "elsewhere", "", "elsewhere.pem", NULL, NULL, DOCENT_CARRIED_TLS }, /* Good, but not this host's. */
        { "here", "", "here.pem", pin, NULL, DOCENT_CARRIED_OK },
        { "here", "", "here.pem", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", NULL, DOCENT_CARRIED_TLS },
        { "here", "-Verify 1 -verify_return_error -CAfile client.pem", "here.pem", NULL, "client", DOCENT_CARRIED_OK },
    };
    for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++)
        try_one(&wishes[i]);
}

/* What openssl says of the connection: "Reused, TLSv1.3"; NULL: there was none. */
static const char *handshake(dct_net *net, const docent_request *r)
{
    dct_fetch *f = patient(net, r);
    const char *page = dct_fetch_body(f, NULL);
    const char *says = dct_fetch_carried(f) != DOCENT_CARRIED_OK ? NULL
                       : strstr(page, "\nReused, TLS") != NULL ? "reused"
                       : strstr(page, "\nNew, TLS") != NULL ? "new" : "?";
    dct_fetch_free(f);
    return says;
}

/* The same server is not asked for its certificate again; and what nobody vouches for is not believed because somebody did. */
static void test_sessions(void **state)
{
    (void)state;
    char url[64], ca[100], other[100];
    int port = a_port();
    snprintf(ca, sizeof ca, "%s/here.pem", folder);
    snprintf(other, sizeof other, "%s/elsewhere.pem", folder);
    if (access(ca, R_OK) != 0)
        skip();
    pid_t server = serve("here", port, "");
    dct_net *net = open_net();
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", port);
    docent_request r = a_request("GET", url);
    r.ca_file = ca;
    assert_string_equal(handshake(net, &r), "new");
    assert_string_equal(handshake(net, &r), "reused");
    assert_string_equal(handshake(net, &r), "reused");
    r.pinned_key = "sha256//AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_null(handshake(net, &r));
    r.pinned_key = NULL;
    r.ca_file = other;
    assert_null(handshake(net, &r));
    r.ca_file = NULL;
    assert_null(handshake(net, &r));
    dct_net_close(net);
    net = open_net(); /* Nothing is kept beyond it. */
    r.ca_file = ca;
    assert_string_equal(handshake(net, &r), "new");
    dct_net_close(net);
    end(server);
}

/* Speaks something else on that port: a log-in page of a hotel, say. */
static bool no_tls(void *ctx, http_conn *c)
{
    (void)ctx;
    return http_say(c, "HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n"), false;
}

static void test_no_tls_at_all(void **state)
{
    (void)state;
    char url[64];
    http_server *s = http_server_start(no_tls, NULL, true);
    dct_net *net = open_net();
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", http_server_port(s));
    dct_fetch *f = get(net, url, 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_CONNECT);
    assert_false(dct_fetch_sent(f));
    dct_fetch_free(f);
    dct_net_close(net);
    http_server_stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_certificates), cmocka_unit_test(test_sessions),
                                        cmocka_unit_test(test_no_tls_at_all) };
    return cmocka_run_group_tests(tests, up, down);
}
