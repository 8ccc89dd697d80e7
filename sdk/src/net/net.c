/* Fetches over any transport. A transport is code of a host or a library that reads what strangers send: nothing it says is
 * believed beyond the bounds here, and nothing after its last call for an exchange is heard.
 *
 *     dct_net -> first fetch <-> fetch <-> fetch        each with an arena: the request's copy, header lines, message
 *
 * It does not retry, wait or judge: verdict.h and the callers do. */
#include "net.h"

#include "../base/arena.h"
#include "../base/error.h"
#include "../base/limits.h"
#include "request.h"
#include "transport.h"

#include <stdio.h>
#include <string.h>

enum { ENOUGH_TO_TELL = 64 }; /* Bytes that show whether it is a page for people. */
enum { GRACE_MS = 250 };      /* For the transport to notice first that a time is up: it can say at what. */

struct docent_exchange {
    dct_fetch *fetch; /* What a transport is handed; all else is out of its sight. */
};

typedef struct header {
    const char    *name, *value;
    struct header *next;
} header;

struct dct_fetch {
    dct_net        *net;
    dct_fetch      *previous, *next;
    docent_exchange exchange;
    docent_request  request; /* Its texts are in `texts`. */
    dct_arena       texts, reply;
    header         *headers;
    uint32_t        header_count;
    dct_buf         body;
    dct_sink        sink;
    void           *sink_ctx;
    uint64_t        max_bytes, received;
    uint64_t        begun_ms, heard, mark_ms, mark_heard; /* heard: bytes of all bodies; mark: when we last looked. */
    int             status, native;
    docent_carried  carried;
    docent_carried  spoilt; /* Why we stopped it; OK: we did not. */
    bool            sent, done;
    bool            take_whole;
    char            message[240];
};

struct dct_net {
    docent_alloc        alloc;
    const docent_clock *clock;
    docent_transport    transport;
    dct_fetch          *first;
    uint32_t            live; /* Not done. */
};

/* ---- the net ---- */

static docent_status take_transport(dct_net *net, const docent_transport *transport, docent_error *err)
{
    if (transport == NULL)
        return dct_transport_curl(&net->alloc, &net->transport, err);
    if (transport->struct_size < sizeof *transport || transport->begin == NULL || transport->step == NULL ||
        transport->next_ms == NULL || transport->cancel == NULL || transport->close == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "net", 0, "transport: a function is missing, or struct_size is not set");
    net->transport = *transport;
    return DOCENT_OK;
}

docent_status dct_net_open(const docent_alloc *alloc, const docent_clock *clock, const docent_transport *transport,
                           dct_net **out, docent_error *err)
{
    *out = NULL;
    dct_net *net = dct_new_zero(alloc, sizeof *net);
    if (net == NULL)
        return dct_fail_memory(err, "net");
    net->alloc = *alloc;
    net->clock = clock;
    docent_status status = take_transport(net, transport, err);
    if (status == DOCENT_OK)
        *out = net;
    else
        dct_free(alloc, net, sizeof *net);
    return status;
}

void dct_net_close(dct_net *net)
{
    if (net == NULL)
        return;
    while (net->first != NULL)
        dct_fetch_free(net->first);
    net->transport.close(net->transport.ctx);
    docent_alloc alloc = net->alloc;
    dct_free(&alloc, net, sizeof *net);
}

/* Milliseconds until its time is up; UINT32_MAX: it has no limit, or is done. */
static uint32_t left_ms(const dct_fetch *f, uint64_t now_ms)
{
    uint64_t most = f->request.total_ms, gone = now_ms - f->begun_ms;
    if (f->done || most == 0)
        return UINT32_MAX;
    most += GRACE_MS;
    return gone >= most ? 0 : (uint32_t)(most - gone);
}

/* Libcurl's own limit lets some pass that come byte by byte, another transport may have none. What is being sent is not judged. */
static uint64_t window_s(const docent_request *r)
{
    return 2ull * r->slow_s + (r->connect_ms == 0 ? 15 : r->connect_ms / 1000);
}

/* Until the bytes are counted; UINT32_MAX: they are not. */
static uint32_t count_ms(const dct_fetch *f, uint64_t now_ms)
{
    const docent_request *r = &f->request;
    uint64_t gone = now_ms - f->mark_ms, most = window_s(r) * 1000;
    bool counted = !f->done && r->slow_s != 0 && !r->long_poll && r->read == NULL && most < UINT32_MAX;
    return !counted ? UINT32_MAX : gone >= most ? 0 : (uint32_t)(most - gone);
}

static bool is_slow(dct_fetch *f, uint64_t now_ms)
{
    if (count_ms(f, now_ms) > 0)
        return false;
    bool slow = f->heard - f->mark_heard < f->request.slow_bytes_s * window_s(&f->request);
    f->mark_ms = now_ms;
    f->mark_heard = f->heard;
    return slow;
}

/* A transport keeps the time itself, and more exactly. That one which does not cannot hold a caller up for ever. */
static void end_late(dct_net *net)
{
    uint64_t now_ms = net->clock->monotonic_ms(net->clock->ctx);
    for (dct_fetch *f = net->first; f != NULL; f = f->next) {
        bool late = left_ms(f, now_ms) == 0, slow = !late && is_slow(f, now_ms);
        if (!late && !slow)
            continue;
        net->transport.cancel(net->transport.ctx, &f->exchange);
        docent_exchange_done(&f->exchange, DOCENT_CARRIED_SLOW, 0, late ? "its time is up" : "too few bytes for too long");
    }
}

void dct_net_step(dct_net *net, uint32_t wait_ms)
{
    if (net->live == 0)
        return;
    net->transport.step(net->transport.ctx, wait_ms);
    end_late(net);
}

uint32_t dct_net_next_ms(const dct_net *net)
{
    if (net->live == 0)
        return UINT32_MAX;
    uint32_t next = net->transport.next_ms(net->transport.ctx);
    uint64_t now_ms = net->clock->monotonic_ms(net->clock->ctx);
    for (const dct_fetch *f = net->first; f != NULL; f = f->next) {
        uint32_t left = left_ms(f, now_ms), count = count_ms(f, now_ms);
        next = left < next ? left : next;
        next = count < next ? count : next;
    }
    return next;
}

/* ---- a fetch ---- */

static dct_fetch *make(dct_net *net, docent_error *err)
{
    dct_fetch *f = dct_new_zero(&net->alloc, sizeof *f);
    if (f == NULL) {
        dct_fail_memory(err, "net");
        return NULL;
    }
    f->net = net;
    f->exchange.fetch = f;
    dct_arena_init(&f->texts, &net->alloc, DCT_MAX_REQUEST_BYTES);
    dct_arena_init(&f->reply, &net->alloc, 2 * DCT_MAX_REPLY_HEADER_BYTES);
    f->next = net->first;
    if (f->next != NULL)
        f->next->previous = f;
    net->first = f;
    return f;
}

static void finish(dct_fetch *f, docent_carried how, int native, const char *message)
{
    f->carried = how;
    f->native = native;
    dct_request_tell(f->request.url, how, f->status, message, f->message, sizeof f->message);
    f->done = true;
    f->net->live--;
}

static dct_fetch *start(dct_fetch *f, const docent_request *request, uint64_t max_bytes, docent_error *err)
{
    if (f == NULL)
        return NULL;
    f->max_bytes = max_bytes;
    if (dct_request_copy(request, &f->texts, &f->request, err) != DOCENT_OK) {
        dct_fetch_free(f);
        return NULL;
    }
    f->net->live++;
    f->begun_ms = f->mark_ms = f->net->clock->monotonic_ms(f->net->clock->ctx);
    docent_status status = f->net->transport.begin(f->net->transport.ctx, &f->request, &f->exchange);
    if (status == DOCENT_OK)
        return f;
    if (status == DOCENT_ERR_NOMEM) {
        dct_fail_memory(err, "net");
        f->done = true; /* The transport does not know of it. */
        f->net->live--;
        dct_fetch_free(f);
        return NULL;
    }
    finish(f, status == DOCENT_ERR_ARG ? DOCENT_CARRIED_REFUSED : DOCENT_CARRIED_NEVER, 0, NULL);
    return f;
}

dct_fetch *dct_fetch_new(dct_net *net, const docent_request *request, size_t max_bytes, docent_error *err)
{
    dct_fetch *f = make(net, err);
    if (f != NULL)
        dct_buf_init(&f->body, &net->alloc, max_bytes < SIZE_MAX ? max_bytes + 1 : max_bytes); /* Its zero. */
    return start(f, request, max_bytes, err);
}

dct_fetch *dct_fetch_to(dct_net *net, const docent_request *request, uint64_t max_bytes, dct_sink sink, void *ctx,
                        docent_error *err)
{
    dct_fetch *f = make(net, err);
    if (f != NULL) {
        f->sink = sink;
        f->sink_ctx = ctx;
        dct_buf_init(&f->body, &net->alloc, DCT_MAX_ODD_BODY_BYTES + 1);
    }
    return start(f, request, max_bytes, err);
}

void dct_fetch_take_whole(dct_fetch *f)
{
    f->take_whole = true;
}

void dct_fetch_free(dct_fetch *f)
{
    if (f == NULL)
        return;
    dct_net *net = f->net;
    if (!f->done && f->request.url != NULL) {
        net->transport.cancel(net->transport.ctx, &f->exchange);
        net->live--;
    }
    if (f->previous != NULL)
        f->previous->next = f->next;
    else
        net->first = f->next;
    if (f->next != NULL)
        f->next->previous = f->previous;
    dct_buf_close(&f->body);
    dct_arena_close(&f->reply);
    dct_arena_close(&f->texts);
    dct_free(&net->alloc, f, sizeof *f);
}

/* ---- what a transport says ---- */

static bool spoil(dct_fetch *f, docent_carried how, const char *why)
{
    if (f->spoilt == DOCENT_CARRIED_OK) {
        f->spoilt = how;
        snprintf(f->message, sizeof f->message, "%s", why);
    }
    return false;
}

void docent_exchange_sent(docent_exchange *x)
{
    if (!x->fetch->done)
        x->fetch->sent = true;
}

/* A second one begins another answer: after an interim one, or a redirect that was followed. */
void docent_exchange_status(docent_exchange *x, int status)
{
    dct_fetch *f = x->fetch;
    if (f->done)
        return;
    f->status = status;
    f->headers = NULL;
    f->header_count = 0;
    f->received = 0;
    dct_arena_reset(&f->reply);
    dct_buf_clear(&f->body);
}

void docent_exchange_header(docent_exchange *x, const char *name, const char *value)
{
    dct_fetch *f = x->fetch;
    if (f->done || f->spoilt != DOCENT_CARRIED_OK)
        return;
    header *h = dct_arena_new(&f->reply, sizeof *h);
    const char *n = dct_arena_text(&f->reply, name, strlen(name));
    const char *v = dct_arena_text(&f->reply, value, strlen(value));
    if (h == NULL || n == NULL || v == NULL || ++f->header_count > DCT_MAX_REPLY_HEADERS) {
        if (dct_arena_status(&f->reply) == DOCENT_ERR_NOMEM)
            spoil(f, DOCENT_CARRIED_STOPPED, "out of memory");
        else
            spoil(f, DOCENT_CARRIED_REFUSED, "its answer has more header lines than any honest one");
        return;
    }
    *h = (header){ n, v, f->headers };
    f->headers = h;
}

/* What an answer began with is kept, if nothing else of it was. */
static bool too_much(dct_fetch *f, const void *data, size_t size, const char *why)
{
    if (f->received == 0)
        dct_buf_add(&f->body, data, size < ENOUGH_TO_TELL ? size : ENOUGH_TO_TELL);
    dct_buf_text(&f->body);
    return spoil(f, DOCENT_CARRIED_REFUSED, why);
}

/* Only the file that was asked for goes to the sink; an error page is kept, as much as fits. */
static bool to_sink(dct_fetch *f, const void *data, size_t size)
{
    if (f->status != 200 && f->status != 206) {
        size_t room = f->body.size < DCT_MAX_ODD_BODY_BYTES ? DCT_MAX_ODD_BODY_BYTES - f->body.size : 0;
        dct_buf_add(&f->body, data, size < room ? size : room);
        dct_buf_text(&f->body); /* Its zero. */
        return !f->body.failed || spoil(f, DOCENT_CARRIED_STOPPED, "out of memory");
    }
    uint64_t from = f->request.resume_from, most = f->max_bytes;
    if (f->status == 200) {
        most = most > UINT64_MAX - from ? UINT64_MAX : most + from;
        from = 0;
    }
    if (f->received > most || size > most - f->received)
        return too_much(f, data, size, "it sends more than was agreed");
    if (!f->sink(f->sink_ctx, from + f->received, data, size))
        return spoil(f, DOCENT_CARRIED_STOPPED, "stopped here");
    return true;
}

static bool to_body(dct_fetch *f, const void *data, size_t size)
{
    if (size > f->max_bytes - f->body.size)
        return too_much(f, data, size, "its answer is larger than is allowed here");
    dct_buf_add(&f->body, data, size);
    dct_buf_text(&f->body);
    return !f->body.failed || spoil(f, DOCENT_CARRIED_STOPPED, "out of memory");
}

/* A part that nobody asked for begins who knows where, too. */
static bool begins_right(const dct_fetch *f)
{
    uint64_t from = f->request.resume_from;
    if (from == 0)
        return f->status != 206;
    return (f->take_whole && f->status == 200) || dct_range_ok(f->status, dct_fetch_header(f, "Content-Range"), from);
}

bool docent_exchange_data(docent_exchange *x, const void *data, size_t size)
{
    dct_fetch *f = x->fetch;
    if (f->done || f->spoilt != DOCENT_CARRIED_OK)
        return false;
    f->heard += size;
    if (!begins_right(f))
        return spoil(f, DOCENT_CARRIED_RANGE, "it does not go on in the middle; begin anew");
    bool taken = f->sink != NULL ? to_sink(f, data, size) : to_body(f, data, size);
    if (taken)
        f->received += size;
    return taken;
}

void docent_exchange_done(docent_exchange *x, docent_carried how, int native, const char *message)
{
    dct_fetch *f = x->fetch;
    char why[sizeof f->message];
    if (f->done)
        return;
    if (f->spoilt != DOCENT_CARRIED_OK) {
        memcpy(why, f->message, sizeof why);
        how = f->spoilt;
        message = why;
    } else if (f->request.resume_from > 0 && how == DOCENT_CARRIED_OK && f->status == 416) {
        how = DOCENT_CARRIED_RANGE;
    }
    finish(f, how, native, message);
}

/* ---- what came of it ---- */

bool dct_fetch_done(const dct_fetch *f)
{
    return f->done;
}

docent_carried dct_fetch_carried(const dct_fetch *f)
{
    return f->carried;
}

bool dct_fetch_sent(const dct_fetch *f)
{
    return f->sent;
}

int dct_fetch_status(const dct_fetch *f)
{
    return f->status;
}

int dct_fetch_native(const dct_fetch *f)
{
    return f->native;
}

const char *dct_fetch_message(const dct_fetch *f)
{
    return f->message;
}

const char *dct_fetch_header(const dct_fetch *f, const char *name)
{
    for (const header *h = f->headers; h != NULL; h = h->next)
        if (dct_same_name(h->name, name))
            return h->value;
    return NULL;
}

const char *dct_fetch_body(const dct_fetch *f, size_t *size)
{
    if (size != NULL)
        *size = f->body.size;
    return f->body.data == NULL ? "" : (const char *)f->body.data;
}

uint64_t dct_fetch_received(const dct_fetch *f)
{
    return f->received;
}
