#include "bosh.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NS "http://jabber.org/protocol/httpbind"
#define SLOTS 2
#define TRIES 4            /* Of one request, while the server keeps the session: it forgets it after a minute. */
#define RETRY_MS 250       /* Doubled each time. */
#define OVERDUE_MS 8000    /* With two under way, a server answers the older one at once. */
#define EMPTY_MS 1000      /* A server that answers empty polls without waiting is not asked more often. */
#define SLACK_S 20         /* Beyond `wait`, before silence is a fault. */

typedef struct slot {
    dct_fetch *fetch;      /* NULL: waits for due_ms. */
    dct_buf    body;
    uint64_t   rid, carries, begun_ms, due_ms; /* carries: the last number that dct_bosh_send() gave for what is in it. */
    uint32_t   tries;
    bool       left, last, idle; /* last: takes leave. idle: carries nothing. */
} slot;

struct dct_bosh {
    dct_bosh_setup setup;
    slot     ring[SLOTS];
    uint32_t first, used;
    dct_buf  out;
    uint64_t queued, left;  /* Numbers of sends: given out; surely handed to the server. */
    uint64_t rid, taken, poll_ms, now_ms;
    char     sid[128];
    bool     acks, restart, end, ended;
    dct_arena answer;
    dct_verdict over;
    uint32_t later_s;
    char     why[240];
};

static slot *slot_at(dct_bosh *b, uint32_t index)
{
    return &b->ring[(b->first + index) % SLOTS];
}

static void finish(dct_bosh *b, dct_verdict verdict, uint32_t later_s, const char *why)
{
    if (b->over != DCT_PENDING)
        return;
    b->over = verdict;
    b->later_s = later_s;
    snprintf(b->why, sizeof b->why, "%s", why);
}

/* ---- life ---- */

dct_bosh *dct_bosh_open(const dct_bosh_setup *setup, docent_error *err)
{
    dct_bosh *b = dct_new_zero(setup->alloc, sizeof *b);
    uint32_t chance = 0;
    if (b == NULL) {
        dct_fail_memory(err, "xmpp");
        return NULL;
    }
    b->setup = *setup;
    for (int i = 0; i < SLOTS; i++)
        dct_buf_init(&b->ring[i].body, setup->alloc, DCT_MAX_CHAT_OUT_BYTES + 2048);
    dct_buf_init(&b->out, setup->alloc, DCT_MAX_CHAT_OUT_BYTES);
    dct_arena_init(&b->answer, setup->alloc, DCT_MAX_XML_HEAP_BYTES);
    setup->clock->entropy(setup->clock->ctx, &chance, sizeof chance); /* A number nobody guesses; any will do if there is none. */
    b->rid = (uint64_t)chance + 1;
    return b;
}

void dct_bosh_close(dct_bosh *b)
{
    if (b == NULL)
        return;
    for (int i = 0; i < SLOTS; i++) {
        dct_fetch_free(b->ring[i].fetch);
        dct_buf_close(&b->ring[i].body);
    }
    dct_buf_close(&b->out);
    dct_arena_close(&b->answer);
    dct_free(b->setup.alloc, b, sizeof *b);
}

uint64_t dct_bosh_send(dct_bosh *b, const char *stanzas, size_t size)
{
    dct_buf_add(&b->out, stanzas, size);
    if (b->out.failed)
        finish(b, DCT_NOT_SENT, 0, "more waits to be sent to the chat server than memory holds");
    return ++b->queued;
}

void dct_bosh_restart(dct_bosh *b)
{
    b->restart = true;
}

void dct_bosh_end(dct_bosh *b)
{
    b->end = true;
}

bool dct_bosh_left(const dct_bosh *b, uint64_t sent)
{
    if (sent <= b->left)
        return true;
    for (uint32_t i = 0; i < b->used; i++) {
        const slot *s = &b->ring[(b->first + i) % SLOTS];
        if (s->carries >= sent)
            return s->left || (s->fetch != NULL && dct_fetch_sent(s->fetch));
    }
    return false;
}

bool dct_bosh_over(const dct_bosh *b, dct_verdict *verdict, uint32_t *later_s, const char **why)
{
    *verdict = b->over;
    *later_s = b->later_s;
    *why = b->why;
    return b->over != DCT_PENDING;
}

/* ---- requests ---- */

static int64_t read_body(void *ctx, uint64_t offset, void *to, size_t size)
{
    const dct_buf *body = ctx;
    if (offset >= body->size)
        return 0;
    if (size > body->size - offset)
        size = (size_t)(body->size - offset);
    memcpy(to, body->data + offset, size);
    return (int64_t)size;
}

static void carry(dct_bosh *b, slot *s)
{
    static const char *const headers[] = { "Content-Type: text/xml; charset=utf-8" };
    docent_request request = { .struct_size = sizeof request, .url = b->setup.url, .method = "POST", .headers = headers,
                               .header_count = 1, .read = read_body, .body_ctx = &s->body, .body_bytes = s->body.size,
                               .total_ms = (b->setup.wait_s + SLACK_S) * 1000, .long_poll = true };
    docent_error err;
    dct_error_clear(&err);
    dct_wire_use(b->setup.wire, &request);
    s->fetch = dct_fetch_new(b->setup.net, &request, DCT_MAX_XML_BYTES, &err);
    s->begun_ms = b->now_ms;
    s->tries++;
    if (s->fetch == NULL)
        finish(b, DCT_NOT_SENT, 0, err.message);
}

static void write_open(dct_bosh *b, dct_buf *body)
{
    dct_buf_add_format(body, "<body rid='%llu'", (unsigned long long)b->rid);
    dct_xml_add(body, " to='%s' xml:lang='en' wait='%u' hold='1' ver='1.6' ack='1' content='text/xml; charset=utf-8'"
                " xmpp:version='1.0' xmlns:xmpp='urn:xmpp:xbosh' xmlns='" NS "'/>", b->setup.domain, (unsigned)b->setup.wait_s);
}

static void write_next(dct_bosh *b, dct_buf *body)
{
    dct_buf_add_format(body, "<body rid='%llu'", (unsigned long long)b->rid);
    dct_xml_add(body, " sid='%s' xmlns='" NS "'", b->sid);
    if (b->acks)
        dct_buf_add_format(body, " ack='%llu'", (unsigned long long)b->taken);
    if (b->restart)
        dct_xml_add(body, " to='%s' xml:lang='en' xmpp:restart='true' xmlns:xmpp='urn:xmpp:xbosh'", b->setup.domain);
    if (b->end && !b->restart)
        dct_buf_add_text(body, " type='terminate'");
    dct_buf_add_text(body, ">");
    if (!b->restart) {
        dct_buf_add(body, b->out.data, b->out.size);
        dct_buf_clear(&b->out);
    }
    dct_buf_add_text(body, "</body>");
}

static void request_next(dct_bosh *b)
{
    slot *s = slot_at(b, b->used);
    dct_buf body = s->body;
    *s = (slot){ .body = body, .rid = b->rid, .idle = b->out.size == 0 && !b->restart };
    dct_buf_clear(&s->body);
    s->carries = b->sid[0] == 0 || b->restart ? 0 : b->queued;
    s->last = b->end && !b->restart && b->sid[0] != 0;
    if (b->sid[0] == 0)
        write_open(b, &s->body);
    else
        write_next(b, &s->body);
    b->ended = b->ended || s->last;
    b->restart = b->restart && b->sid[0] == 0;
    b->used++;
    b->rid++;
    if (s->body.failed)
        finish(b, DCT_NOT_SENT, 0, "out of memory");
    else
        carry(b, s);
}

/* Is there something to ask for, and may it be asked? */
static bool wants(const dct_bosh *b)
{
    if (b->ended || b->used >= SLOTS || b->over != DCT_PENDING)
        return false;
    if (b->sid[0] == 0 || b->restart)
        return b->used == 0;
    return b->out.size > 0 || b->end || (b->used == 0 && b->now_ms >= b->poll_ms);
}

/* ---- answers ---- */

static void again(dct_bosh *b, slot *s, const char *why)
{
    s->left = s->left || (s->fetch != NULL && dct_fetch_sent(s->fetch));
    if (s->tries >= TRIES || b->sid[0] == 0 || s->last) {
        finish(b, s->last ? DCT_DONE : DCT_NOT_SENT, 0, why);
        return;
    }
    dct_fetch_free(s->fetch);
    s->fetch = NULL;
    s->due_ms = b->now_ms + ((uint64_t)RETRY_MS << (s->tries - 1));
}

static void terminated(dct_bosh *b, const dct_xml *body)
{
    char why[200];
    const char *condition = dct_xml_get(body, "condition");
    snprintf(why, sizeof why, "the chat server ended the session (%.100s)", condition[0] == 0 ? "no reason given" : condition);
    finish(b, b->ended ? DCT_DONE : DCT_NOT_SENT, 0, why);
}

static bool take_session(dct_bosh *b, const dct_xml *body)
{
    const char *sid = dct_xml_get(body, "sid");
    if (b->sid[0] != 0)
        return true;
    if (sid[0] == 0 || strlen(sid) >= sizeof b->sid) {
        finish(b, DCT_NOT_SENT, 0, "the chat server's answer opens no session: is its address that of BOSH?");
        return false;
    }
    snprintf(b->sid, sizeof b->sid, "%s", sid);
    b->acks = dct_xml_get(body, "ack")[0] != 0;
    return true;
}

static void take_stanzas(dct_bosh *b, const dct_xml *body)
{
    for (const dct_xml *x = body->first; x != NULL && b->over == DCT_PENDING; x = x->next)
        b->setup.stanza(b->setup.ctx, x);
}

/* The oldest request was answered: it leaves the ring before its stanzas are heard, which may send. */
static void retire(dct_bosh *b)
{
    slot *s = slot_at(b, 0);
    if (s->carries > b->left)
        b->left = s->carries;
    b->taken = s->rid;
    dct_fetch_free(s->fetch);
    s->fetch = NULL;
    b->first = (b->first + 1) % SLOTS;
    b->used--;
}

static void take_body(dct_bosh *b, const dct_xml *body)
{
    slot *s = slot_at(b, 0);
    bool last = s->last, hurried = s->idle && b->used == 1 && b->now_ms < s->begun_ms + EMPTY_MS / 2;
    if (dct_xml_says(body, "type", "error")) { /* "Send all of it again." */
        again(b, s, "the chat server asks for the same again and again");
        return;
    }
    b->poll_ms = body->first == NULL && hurried ? b->now_ms + EMPTY_MS : 0;
    retire(b);
    if (dct_xml_says(body, "type", "terminate") || last) {
        take_stanzas(b, body);
        terminated(b, body);
    } else if (take_session(b, body)) {
        take_stanzas(b, body);
    }
}

static void take_answer(dct_bosh *b, slot *s)
{
    uint32_t later_s = 0;
    dct_verdict v = dct_verdict_http(s->fetch, b->setup.clock->unix_ms(b->setup.clock->ctx) / 1000, &later_s);
    if (v == DCT_DONE) {
        size_t size;
        docent_error err;
        dct_error_clear(&err);
        const char *text = dct_fetch_body(s->fetch, &size);
        dct_arena_reset(&b->answer);
        const dct_xml *body = dct_xml_read(text, size, &b->answer, "the chat server", &err);
        if (body != NULL && dct_xml_is(body, "body", NS))
            take_body(b, body);
        else
            again(b, s, body == NULL ? err.message : "the chat server's answer is not of BOSH: is its address right?");
    } else if (v == DCT_LATER) {
        finish(b, DCT_LATER, later_s, dct_fetch_message(s->fetch));
    } else if (v == DCT_DOUBT || (v == DCT_NOT_SENT && dct_fetch_carried(s->fetch) != DOCENT_CARRIED_TLS)) {
        again(b, s, dct_fetch_message(s->fetch));
    } else {
        finish(b, s->last ? DCT_DONE : DCT_NOT_SENT, 0, dct_fetch_message(s->fetch));
    }
}

/* True when the oldest one was dealt with and the next may be looked at. */
static bool take_oldest(dct_bosh *b)
{
    slot *s = slot_at(b, 0);
    uint32_t used = b->used;
    if (used == 0 || b->over != DCT_PENDING || s->fetch == NULL)
        return false;
    if (dct_fetch_done(s->fetch)) {
        take_answer(b, s);
        return b->used < used;
    }
    if (used == SLOTS && b->now_ms >= slot_at(b, 1)->begun_ms + OVERDUE_MS && b->now_ms >= s->begun_ms + OVERDUE_MS)
        again(b, s, "the chat server stopped answering");
    return false;
}

void dct_bosh_step(dct_bosh *b, uint64_t now_ms)
{
    b->now_ms = now_ms;
    while (take_oldest(b))
        ;
    for (uint32_t i = 0; i < b->used && b->over == DCT_PENDING; i++) {
        slot *s = slot_at(b, i);
        if (s->fetch == NULL && now_ms >= s->due_ms)
            carry(b, s);
    }
    while (wants(b))
        request_next(b);
    if (b->end && b->sid[0] == 0)
        finish(b, DCT_DONE, 0, "");
}

uint64_t dct_bosh_next_ms(const dct_bosh *b)
{
    uint64_t next = UINT64_MAX;
    for (uint32_t i = 0; i < b->used; i++) {
        const slot *s = &b->ring[(b->first + i) % SLOTS];
        uint64_t at = s->fetch == NULL ? s->due_ms : b->used == SLOTS ? s->begun_ms + OVERDUE_MS : UINT64_MAX;
        next = at < next ? at : next;
    }
    if (b->over != DCT_PENDING)
        return UINT64_MAX;
    return b->used == 0 && b->poll_ms < next ? b->poll_ms : next;
}
