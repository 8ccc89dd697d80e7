/* SMTP from "MAIL FROM" on. libcurl has looked up, connected, said EHLO, begun TLS and logged in; its connection is used like a
 * socket that never blocks.
 *
 *    MAIL FROM -> 250   RCPT TO -> 250 (each)   DATA -> 354   lines, a dot before a dot   "."  -> 250   QUIT
 *                                                                                          ^
 *    until here a server throws away what it has: not sent           from its first byte on: sent
 *
 * Any other answer ends it, and its number is the exchange's status. It does not pipeline and does not do BDAT: a mail a day
 * needs neither. */
#include "transport_curl.h"

#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OUT_BYTES = 8192,
    LINE_BYTES = 1024,      /* RFC 5321 allows 512. */
    MAX_REPLY_BYTES = 65536,/* Of all answers of one mail. */
    REPLY_MS = 60000,       /* Scanning a mail takes seconds. */
};

typedef enum stage { MAIL, RCPT, DATA, BODY, DOT } stage;

struct dct_mail {
    stage    stage;
    uint32_t recipient;
    char     out[OUT_BYTES];
    size_t   out_at, out_size;
    bool     line_start;    /* The next byte of the body begins a line. */
    bool     after_cr;
    char     line[LINE_BYTES];
    size_t   line_size, heard;
    uint64_t moved_ms;      /* When a byte last went or came. */
};

bool dct_mail_start(dct_carry *c)
{
    dct_mail *m = dct_new_zero(c->alloc, sizeof *m);
    if (m == NULL)
        return false;
    c->talk = m;
    m->moved_ms = dct_clock_system.monotonic_ms(NULL);
    m->line_start = true;
    int size = snprintf(m->out, sizeof m->out, "MAIL FROM:<%s>\r\n", c->request->mail_from == NULL ? "" : c->request->mail_from);
    m->out_size = size > 0 && (size_t)size < sizeof m->out ? (size_t)size : sizeof m->out + 1; /* +1: too long. */
    return true;
}

void dct_mail_free(dct_carry *c)
{
    if (c->talk != NULL)
        dct_free(c->alloc, c->talk, sizeof *c->talk);
    c->talk = NULL;
}

struct curl_waitfd dct_mail_wait(const dct_carry *c)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &fd);
    bool writing = c->talk->out_at < c->talk->out_size;
    return (struct curl_waitfd){ fd, (short)(CURL_WAIT_POLLIN | (writing ? CURL_WAIT_POLLOUT : 0)), 0 };
}

static bool over(dct_carry *c, docent_carried how, int native, const char *message)
{
    static const char quit[] = "QUIT\r\n";
    size_t n;
    if (how == DOCENT_CARRIED_OK) /* Politeness that nobody waits for. */
        curl_easy_send(c->easy, quit, sizeof quit - 1, &n);
    docent_exchange_done(c->x, how, native, message);
    return true;
}

/* ---- out ---- */

static void say(dct_mail *m, const char *verb, const char *address)
{
    int size = address == NULL ? snprintf(m->out, sizeof m->out, "%s\r\n", verb)
                               : snprintf(m->out, sizeof m->out, "%s<%s>\r\n", verb, address);
    m->out_at = 0;
    m->out_size = size > 0 && (size_t)size < sizeof m->out ? (size_t)size : sizeof m->out + 1;
}

static void put(dct_mail *m, char byte)
{
    if (m->line_start && byte == '.')
        m->out[m->out_size++] = '.';
    m->out[m->out_size++] = byte;
    m->line_start = byte == '\n' && m->after_cr;
    m->after_cr = byte == '\r';
}

/* The next piece of the body. False: it cannot be read. */
static bool next_piece(dct_carry *c)
{
    dct_mail *m = c->talk;
    const docent_request *r = c->request;
    char piece[OUT_BYTES / 2 - 8]; /* Every byte may be a dot. */
    uint64_t left = r->read == NULL ? 0 : r->body_bytes - c->offset;
    m->out_at = m->out_size = 0;
    if (left == 0) {
        m->stage = DOT;
        say(m, m->line_start ? "." : "\r\n.", NULL);
        return true;
    }
    size_t want = left < sizeof piece ? (size_t)left : sizeof piece;
    int64_t n = r->read(r->body_ctx, c->offset, piece, want);
    if (n <= 0 || (uint64_t)n > want)
        return false;
    c->offset += (uint64_t)n;
    for (int64_t i = 0; i < n; i++)
        put(m, piece[i]);
    return true;
}

/* True: over. */
static bool send_out(dct_carry *c)
{
    dct_mail *m = c->talk;
    if (m->out_size > sizeof m->out)
        return over(c, DOCENT_CARRIED_REFUSED, 0, "an address is too long");
    while (m->out_at < m->out_size) {
        size_t n = 0;
        if (m->stage == DOT)
            docent_exchange_sent(c->x);
        CURLcode code = curl_easy_send(c->easy, m->out + m->out_at, m->out_size - m->out_at, &n);
        if (code == CURLE_AGAIN)
            return false;
        if (code != CURLE_OK)
            return over(c, DOCENT_CARRIED_BROKEN, (int)code, curl_easy_strerror(code));
        m->out_at += n;
        m->moved_ms = dct_clock_system.monotonic_ms(NULL);
        if (m->out_at == m->out_size && m->stage == BODY && !next_piece(c))
            return over(c, DOCENT_CARRIED_REFUSED, 0, "what was to be sent cannot be read");
    }
    return false;
}

/* ---- in ---- */

/* What is said after an answer that was as it should be. True: over. */
static bool go_on(dct_carry *c, int reply)
{
    dct_mail *m = c->talk;
    const docent_request *r = c->request;
    switch (m->stage) {
    case MAIL:
    case RCPT:
        if (m->recipient < r->mail_to_count) {
            m->stage = RCPT;
            say(m, "RCPT TO:", r->mail_to[m->recipient++]);
        } else {
            m->stage = DATA;
            say(m, "DATA", NULL);
        }
        return false;
    case DATA:
        m->stage = BODY;
        return next_piece(c) ? false : over(c, DOCENT_CARRIED_REFUSED, 0, "what was to be sent cannot be read");
    case BODY:
    case DOT: break;
    }
    dct_carry_status(c, reply);
    return over(c, DOCENT_CARRIED_OK, 0, c->reply);
}

/* "250-more" or "250 last". True: over. */
static bool hear(dct_carry *c)
{
    dct_mail *m = c->talk;
    m->line[m->line_size] = 0;
    int reply = m->line_size >= 3 ? atoi(m->line) : 0;
    bool last = m->line_size < 4 || m->line[3] != '-';
    snprintf(c->reply, sizeof c->reply, "%.*s", (int)strcspn(m->line, "\r\n"), m->line);
    m->line_size = 0;
    if (reply < 200 || reply > 599)
        return over(c, DOCENT_CARRIED_BROKEN, 0, "its answer is no SMTP");
    if (!last)
        return false;
    bool wanted = m->stage == DATA ? reply == 354 : reply / 100 == 2;
    if (wanted && m->stage != BODY && m->out_at == m->out_size)
        return go_on(c, reply);
    if (reply < 400) /* Out of turn: whatever it means, it is not what we think. */
        return over(c, DOCENT_CARRIED_BROKEN, 0, c->reply);
    dct_carry_status(c, reply);
    return over(c, DOCENT_CARRIED_OK, 0, c->reply);
}

/* Reads what is there. True: over. */
static bool read_in(dct_carry *c)
{
    dct_mail *m = c->talk;
    for (;;) {
        char byte[256];
        size_t n = 0;
        CURLcode code = curl_easy_recv(c->easy, byte, sizeof byte, &n);
        if (code == CURLE_AGAIN)
            return false;
        if (code != CURLE_OK || n == 0)
            return over(c, DOCENT_CARRIED_BROKEN, (int)code, "it hung up");
        m->moved_ms = dct_clock_system.monotonic_ms(NULL);
        m->heard += n;
        for (size_t i = 0; i < n; i++) {
            if (m->heard > MAX_REPLY_BYTES || m->line_size == sizeof m->line - 1)
                return over(c, DOCENT_CARRIED_REFUSED, 0, "its answers are longer than any honest one");
            m->line[m->line_size++] = byte[i];
            if (byte[i] == '\n' && hear(c))
                return true;
        }
    }
}

bool dct_mail_move(dct_carry *c)
{
    dct_mail *m = c->talk;
    c->moved = true;
    /* An answer may let the next line go at once. */
    if (send_out(c) || read_in(c) || send_out(c))
        return true;
    uint64_t patience = c->request->slow_s == 0 ? REPLY_MS : (uint64_t)c->request->slow_s * 1000;
    if (dct_clock_system.monotonic_ms(NULL) - m->moved_ms > patience)
        return over(c, DOCENT_CARRIED_SLOW, 0, "it keeps silent");
    return false;
}
