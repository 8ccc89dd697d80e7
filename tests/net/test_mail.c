/* SMTP and IMAP against a server that speaks line by line, and may stop at any of them. */
#include "fetching.h"

#include "support/http_server_posix.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- a mail server in a page ---- */

typedef struct post {
    int         stop_after;  /* Hangs up after so many lines of the client; -1: never. */
    const char *refuse;      /* A command that is refused, "." for the end of a mail... */
    const char *reply;       /* ...with this. */
    unsigned    silent_ms;   /* Before the answer to the end of a mail. */
    char        mail[70000]; /* As it came, dots and all. */
    atomic_int  whole;       /* Mails whose end came. */
    char        envelope[400];
} post;

static const char *answer_to(post *p, const char *line)
{
    if (p->refuse != NULL && strncmp(line, p->refuse, strlen(p->refuse)) == 0)
        return p->reply;
    if (strncmp(line, "EHLO", 4) == 0)
        return "250-here\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n";
    if (strncmp(line, "AUTH", 4) == 0)
        return "334 \r\n";
    if (strcmp(line, "AGRldmljZQBzZWNyZXQ=") == 0)
        return "235 known\r\n";
    if (strcmp(line, "DATA") == 0)
        return "354 go on\r\n";
    return "250 yes\r\n";
}

static bool speak(void *ctx, http_conn *c)
{
    post *p = ctx;
    char line[2000];
    bool data = false;
    int lines = 0;
    if (!http_say(c, "220-hello\r\n220 there\r\n"))
        return false;
    while (lines++ != p->stop_after && http_line(c, line, sizeof line)) {
        if (data && strcmp(line, ".") != 0) {
            size_t size = strlen(p->mail);
            snprintf(p->mail + size, sizeof p->mail - size, "%s\n", line);
            continue;
        }
        if (data)
            http_pause(p->silent_ms);
        if (data && p->refuse == NULL)
            atomic_fetch_add(&p->whole, 1);
        if (strncmp(line, "MAIL", 4) == 0 || strncmp(line, "RCPT", 4) == 0)
            strcat(p->envelope, line), strcat(p->envelope, "\n");
        const char *answer = answer_to(p, line);
        data = strncmp(answer, "354", 3) == 0;
        if (!http_say(c, answer) || strcmp(line, "QUIT") == 0)
            return false;
    }
    return http_reset(c), false;
}

typedef struct stage { http_server *server; dct_net *net; post post; char url[80]; } stage;

static stage *set_up(void)
{
    stage *s = calloc(1, sizeof *s);
    s->post.stop_after = -1;
    s->server = http_server_start(speak, &s->post, true);
    s->net = open_net();
    snprintf(s->url, sizeof s->url, "smtp://127.0.0.1:%d/kiosk.example", http_server_port(s->server));
    return s;
}

static void take_down(stage *s)
{
    dct_net_close(s->net);
    http_server_stop(s->server);
    free(s);
}

static const char letter[] = "Subject: x\r\n\r\n.\r\n..two\r\n.one\r\nlast";
static const char *const to[] = { "help@shop.example", "copy@shop.example" };

static docent_request a_mail(const stage *s, dct_memory_body *body)
{
    docent_request r = a_request("SEND", s->url);
    r.read = dct_memory_read;
    r.body_ctx = body;
    r.body_bytes = body->size;
    r.mail_from = "device@shop.example";
    r.mail_to = to;
    r.mail_to_count = 2;
    return r;
}

static dct_fetch *send_letter(stage *s)
{
    dct_memory_body body = { letter, sizeof letter - 1 };
    docent_request r = a_mail(s, &body);
    return fetch(s->net, &r, 1000);
}

static void verdict_is(const dct_fetch *f, dct_verdict verdict, const char *when)
{
    uint32_t later;
    dct_verdict got = dct_verdict_smtp(f, &later);
    if (got != verdict)
        fail_msg("%s: %s, not %s: %d %s", when, dct_verdict_name(got), dct_verdict_name(verdict), dct_fetch_status(f),
                 dct_fetch_message(f));
}

/* ---- */

static void test_a_mail_arrives_as_it_is(void **state)
{
    (void)state;
    stage *s = set_up();
    dct_fetch *f = send_letter(s);
    verdict_is(f, DCT_DONE, "a good day");
    assert_int_equal(dct_fetch_status(f), 250);
    assert_int_equal(s->post.whole, 1);
    assert_string_equal(s->post.envelope,
                        "MAIL FROM:<device@shop.example>\nRCPT TO:<help@shop.example>\nRCPT TO:<copy@shop.example>\n");
    assert_string_equal(s->post.mail, "Subject: x\n\n..\n...two\n..one\nlast\n");
    dct_fetch_free(f);
    take_down(s);
}

static void test_a_long_mail(void **state)
{
    (void)state;
    stage *s = set_up();
    char *text = malloc(60000);
    for (int i = 0; i < 60000; i++)
        text[i] = i % 30 == 28 ? '\r' : i % 30 == 29 ? '\n' : i % 30 == 0 ? '.' : 'x';
    dct_memory_body body = { text, 60000 };
    docent_request r = a_mail(s, &body);
    r.user = "device";
    r.password = "secret";
    dct_fetch *f = fetch(s->net, &r, 1000);
    verdict_is(f, DCT_DONE, "a long one");
    assert_int_equal(strlen(s->post.mail), 60000 / 30 * (30 + 1 - 1)); /* A dot more, a CR less each. */
    dct_fetch_free(f);
    free(text);
    take_down(s);
}

/* Wherever it breaks: before the last line nothing was sent, whatever left; after it, nobody knows. */
static void test_it_breaks_after_every_line(void **state)
{
    (void)state;
    enum { LINES_BEFORE_END = 11 }; /* EHLO, MAIL, two RCPT, DATA, six of the letter. */
    for (int lines = 0; lines <= LINES_BEFORE_END; lines++) {
        stage *s = set_up();
        char when[40];
        snprintf(when, sizeof when, "reset after %d lines", lines);
        s->post.stop_after = lines;
        dct_fetch *f = send_letter(s);
        assert_int_not_equal(dct_fetch_carried(f), DOCENT_CARRIED_OK);
        if (lines < 5) { /* From the letter on, all of it may have left before the reset is seen. */
            assert_false(dct_fetch_sent(f));
            verdict_is(f, DCT_NOT_SENT, when);
        } else {
            verdict_is(f, dct_fetch_sent(f) ? DCT_DOUBT : DCT_NOT_SENT, when);
        }
        if (!dct_fetch_sent(f))
            assert_int_equal(s->post.whole, 0);
        dct_fetch_free(f);
        take_down(s);
    }
}

static void test_each_refusal(void **state)
{
    (void)state;
    static const struct { const char *at, *reply; dct_verdict verdict; int status; } cases[] = {
        { "MAIL", "421 busy\r\n", DCT_LATER, 421 },
        { "MAIL", "451 later\r\n", DCT_LATER, 451 },
        { "MAIL", "530 log in\r\n", DCT_AUTH, 530 },
        { "RCPT TO:<copy", "550-no\r\n550 such user\r\n", DCT_REFUSED, 550 },
        { "DATA", "554 no\r\n", DCT_REFUSED, 554 },
        { ".", "452 disk full\r\n", DCT_LATER, 452 },
        { ".", "550 spam\r\n", DCT_REFUSED, 550 },
        { ".", "what?\r\n", DCT_DOUBT, 0 },
        { "MAIL", "what?\r\n", DCT_NOT_SENT, 0 },
        { "MAIL", "354 go on\r\n", DCT_NOT_SENT, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stage *s = set_up();
        s->post.refuse = cases[i].at;
        s->post.reply = cases[i].reply;
        dct_fetch *f = send_letter(s);
        verdict_is(f, cases[i].verdict, cases[i].reply);
        assert_int_equal(dct_fetch_status(f), cases[i].status);
        dct_fetch_free(f);
        take_down(s);
    }
}

static void test_a_wrong_password(void **state)
{
    (void)state;
    stage *s = set_up();
    s->post.refuse = "AUTH";
    s->post.reply = "535 who?\r\n";
    dct_memory_body body = { letter, sizeof letter - 1 };
    docent_request r = a_mail(s, &body);
    r.user = "device";
    r.password = "wrong";
    dct_fetch *f = fetch(s->net, &r, 100);
    verdict_is(f, DCT_AUTH, "535");
    assert_null(strstr(dct_fetch_message(f), "wrong"));
    dct_fetch_free(f);
    take_down(s);
}

/* A server that scans a mail takes its time; the host's frames go on. */
static void test_waiting_for_the_answer_blocks_nobody(void **state)
{
    (void)state;
    stage *s = set_up();
    s->post.silent_ms = 800;
    docent_error err;
    dct_memory_body body = { letter, sizeof letter - 1 };
    docent_request r = a_mail(s, &body);
    dct_fetch *f = dct_fetch_new(s->net, &r, 100, &err);
    uint64_t longest = 0;
    while (!dct_fetch_done(f)) {
        uint64_t from = dct_clock_system.monotonic_ms(NULL);
        dct_net_step(s->net, 10);
        uint64_t took = dct_clock_system.monotonic_ms(NULL) - from;
        longest = took > longest ? took : longest;
    }
    print_message("longest step while a mail is sent: %u ms\n", (unsigned)longest);
    assert_true(longest < 110);
    verdict_is(f, DCT_DONE, "after a while");
    dct_fetch_free(f);
    s->post.silent_ms = 2500;
    r.slow_s = 1;
    f = fetch(s->net, &r, 100);
    assert_int_equal(dct_fetch_carried(f), DOCENT_CARRIED_SLOW);
    verdict_is(f, DCT_DOUBT, "silence");
    dct_fetch_free(f);
    take_down(s);
}

/* Reads its first piece, and then the test cancels. */
static int64_t endless_body(void *ctx, uint64_t offset, void *to_bytes, size_t size)
{
    (void)ctx, (void)offset;
    memset(to_bytes, 'x', size);
    return (int64_t)size;
}

static void test_a_cancelled_mail_never_counts(void **state)
{
    (void)state;
    stage *s = set_up();
    docent_error err;
    dct_memory_body body = { letter, sizeof letter - 1 };
    docent_request r = a_mail(s, &body);
    r.read = endless_body;
    r.body_bytes = (uint64_t)1 << 40;
    dct_fetch *f = dct_fetch_new(s->net, &r, 100, &err);
    for (int i = 0; i < 200 && s->post.envelope[0] == 0; i++)
        dct_net_step(s->net, 20);
    for (int i = 0; i < 5; i++)
        dct_net_step(s->net, 20);
    assert_false(dct_fetch_sent(f));
    dct_fetch_free(f);
    http_pause(100);
    assert_int_equal(s->post.whole, 0);
    take_down(s);
}

/* ---- IMAP, as far as answers are read by it ---- */

static bool speak_imap(void *ctx, http_conn *c)
{
    char line[1000], tag[16], reply[200];
    (void)ctx;
    http_say(c, "* OK hello\r\n");
    while (http_line(c, line, sizeof line)) {
        snprintf(tag, sizeof tag, "%.*s", (int)strcspn(line, " "), line);
        const char *command = line + strlen(tag) + 1, *said = "";
        bool ok = true;
        if (strncmp(command, "CAPABILITY", 10) == 0)
            said = "* CAPABILITY IMAP4rev1\r\n";
        else if (strncmp(command, "LOGIN", 5) == 0)
            ok = strstr(command, "secret") != NULL;
        else if (strncmp(command, "SELECT", 6) == 0)
            said = "* 2 EXISTS\r\n* OK [UIDVALIDITY 1]\r\n";
        else if (strncmp(command, "UID SEARCH", 10) == 0)
            said = "* SEARCH 4 7\r\n";
        snprintf(reply, sizeof reply, "%s%s %s\r\n", said, tag, ok ? "OK done" : "NO");
        if (!http_say(c, reply) || strncmp(command, "LOGOUT", 6) == 0)
            return false;
    }
    return false;
}

static void test_a_mailbox_is_searched(void **state)
{
    (void)state;
    http_server *server = http_server_start(speak_imap, NULL, true);
    dct_net *net = open_net();
    char url[80];
    snprintf(url, sizeof url, "imap://127.0.0.1:%d/INBOX", http_server_port(server));
    docent_request r = a_request("UID SEARCH SINCE 1-Jan-2026", url);
    r.user = "device";
    r.password = "secret";
    dct_fetch *f = fetch(net, &r, 1000);
    assert_int_equal(dct_fetch_status(f), 200);
    assert_string_equal(dct_fetch_body(f, NULL), "* SEARCH 4 7\r\n");
    dct_fetch_free(f);
    r.password = "other";
    f = fetch(net, &r, 1000);
    assert_int_equal(dct_fetch_status(f), 401);
    dct_fetch_free(f);
    dct_net_close(net);
    http_server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_mail_arrives_as_it_is),
        cmocka_unit_test(test_a_long_mail),
        cmocka_unit_test(test_it_breaks_after_every_line),
        cmocka_unit_test(test_each_refusal),
        cmocka_unit_test(test_a_wrong_password),
        cmocka_unit_test(test_waiting_for_the_answer_blocks_nobody),
        cmocka_unit_test(test_a_cancelled_mail_never_counts),
        cmocka_unit_test(test_a_mailbox_is_searched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
