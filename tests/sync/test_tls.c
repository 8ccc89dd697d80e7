/* Real TLS, by `openssl s_server`: a server that proves who it is, and three that do not. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"
#include "support/tuf_client.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static repo r;
static tuf_client c;
static char folder[64], ca_file[100];
static char message[240];
static pid_t server;

static int sh(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int sh(const char *format, ...)
{
    char line[1200];
    va_list args;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    return system(line);
}

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/docent-tls-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    repo_init(&r);
    sh("mkdir %s/metadata", folder);
    for (int i = 0; i < r.file_count; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder, r.files[i].name);
        FILE *file = fopen(path, "wb");
        fwrite(r.files[i].data, 1, r.files[i].size, file);
        fclose(file);
    }
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    repo_close(&r);
    return sh("rm -r %s", folder);
}

static bool make_certificate(const char *name, const char *alternative)
{
    return sh("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %s/%s.key -out %s/%s.pem -days 2 "
              "-subj /CN=%s -addext subjectAltName=%s 2>/dev/null",
              folder, name, folder, name, name, alternative) == 0;
}

/* From the line "ACCEPT 127.0.0.1:40123". */
static int read_port(int fd)
{
    char text[400] = "";
    size_t n = 0;
    int port = 0;
    while (n < sizeof text - 1 && read(fd, text + n, 1) == 1) {
        const char *accept = strstr(text, "ACCEPT ");
        if (text[n++] == '\n' && accept != NULL)
            return sscanf(accept, "ACCEPT 127.0.0.1:%d", &port) == 1 ? port : 0;
    }
    return 0;
}

static int start_server(const char *name)
{
    int ends[2];
    char certificate[120], key[120];
    snprintf(certificate, sizeof certificate, "%s/%s.pem", folder, name);
    snprintf(key, sizeof key, "%s/%s.key", folder, name);
    if (pipe(ends) != 0 || (server = fork()) < 0)
        return 0;
    if (server == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, 0);
        dup2(ends[1], 1);
        dup2(nothing, 2);
        if (chdir(folder) == 0)
            execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-WWW", (char *)NULL);
        _exit(99);
    }
    close(ends[1]);
    int port = read_port(ends[0]);
    close(ends[0]);
    return port;
}

static void stop_server(void)
{
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
}

/* A refresh from a server with the certificate `name`; trusted: the client knows it. */
static dct_reason refresh(const char *name, bool trusted, int64_t not_before_s)
{
    int port = start_server(name);
    if (port == 0)
        skip(); /* No openssl command here. */
    tuf_client_open(&c, &r);
    snprintf(ca_file, sizeof ca_file, "%s/%s.pem", folder, name);
    snprintf(c.metadata_url, sizeof c.metadata_url, "https://127.0.0.1:%d/metadata", port);
    c.request.ca_file = trusted ? ca_file : NULL;
    c.not_before_s = not_before_s;
    tuf_client_restart(&c);
    dct_reason reason = tuf_client_refresh(&c, REPO_NOW);
    snprintf(message, sizeof message, "%s", dct_updater_error(c.updater)->message);
    print_message("%s: %s\n", name, message);
    tuf_client_close(&c);
    stop_server();
    return reason;
}

static void need(bool made)
{
    if (!made)
        skip();
}

/* s_server has no 404: for the second root, which is not there, it sends words. That they come is what is looked for. */
static void test_right_certificate(void **state)
{
    (void)state;
    need(make_certificate("right", "IP:127.0.0.1"));
    assert_int_equal(refresh("right", true, 0), DCT_REASON_CAPTIVE);
    assert_non_null(strstr(message, "not JSON"));
}

static void test_other_name(void **state)
{
    (void)state;
    need(make_certificate("other", "DNS:hotel.example"));
    assert_int_equal(refresh("other", true, 0), DCT_REASON_CAPTIVE);
    assert_null(strstr(message, "not JSON")); /* It did not come so far. */
}

static void test_nobody_vouches_for_it(void **state)
{
    (void)state;
    need(make_certificate("unknown", "IP:127.0.0.1"));
    assert_int_equal(refresh("unknown", false, 0), DCT_REASON_CAPTIVE);
    assert_null(strstr(message, "not JSON"));
}

/* With a clock that is known to be wrong, a certificate cannot be judged. */
static void test_wrong_clock(void **state)
{
    (void)state;
    need(make_certificate("clock", "IP:127.0.0.1"));
    assert_int_equal(refresh("clock", false, (int64_t)REPO_NOW + 10), DCT_REASON_CLOCK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_certificate),
        cmocka_unit_test(test_other_name),
        cmocka_unit_test(test_nobody_vouches_for_it),
        cmocka_unit_test(test_wrong_clock),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
