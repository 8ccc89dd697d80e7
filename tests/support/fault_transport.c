#include "fault_transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NATIVE = 900, AGAIN_MS = 50, SLOW_MS = 30000, PIECE_BYTES = 1400, MAX_BODY_BYTES = 64 << 20 };

typedef enum stage { TRAVELS, WAITS, ANSWERS, ENDS } stage;

struct fault_exchange {
    fault_transport      *net;
    fault_exchange       *next;
    docent_exchange      *x;
    const docent_request *request;
    fault_kind            fault;
    stage                 stage;
    uint64_t              due_ms, end_ms; /* Its next stage; when its time is up. */
    char                 *body;
    size_t                body_size;
    fault_reply           reply; /* Copies. */
    docent_carried        how;
    const char           *message;
    bool                  gone; /* Done or cancelled: freed by the step that is under way. */
};

const char *fault_name(fault_kind kind)
{
    static const char *const names[FAULT_KINDS] = {
        "none", "offline", "no connection", "tls", "cut request", "lost request", "stall before", "lost answer",
        "stall after", "cut answer", "garbage", "busy", "error",
    };
    return (unsigned)kind < FAULT_KINDS ? names[kind] : "unknown";
}

static uint64_t up_to(fault_transport *net, uint64_t most)
{
    return fake_random(&net->random) % (most + 1);
}

static fault_kind choose(fault_transport *net)
{
    int next = net->next;
    net->next = -1;
    if (net->offline)
        return FAULT_OFFLINE;
    if (net->untrusted)
        return FAULT_TLS;
    if (next >= 0)
        return (fault_kind)next;
    if (up_to(net, 99) >= net->percent)
        return FAULT_NONE;
    fault_kind kind = (fault_kind)(1 + up_to(net, FAULT_KINDS - 2));
    return (net->kinds & 1u << kind) != 0 ? kind : FAULT_NONE;
}

static bool is_mail(const docent_request *r)
{
    return strncmp(r->url, "smtp", 4) == 0;
}

/* ---- the way there ---- */

static void end(fault_exchange *e, docent_carried how, const char *message)
{
    e->stage = ENDS;
    e->how = how;
    e->message = message;
}

/* Reads `size` bytes of the body in uneven pieces, as a network takes them. */
static bool read_body(fault_exchange *e, size_t size)
{
    const docent_request *r = e->request;
    e->body = malloc(size + 1);
    for (e->body_size = 0; e->body != NULL && e->body_size < size;) {
        size_t piece = 1 + up_to(e->net, PIECE_BYTES);
        if (piece > size - e->body_size)
            piece = size - e->body_size;
        int64_t n = r->read(r->body_ctx, e->body_size, e->body + e->body_size, piece);
        if (n <= 0 || (size_t)n > piece)
            return false;
        e->body_size += (size_t)n;
    }
    if (e->body != NULL)
        e->body[e->body_size] = 0;
    return e->body != NULL;
}

static void stall(fault_exchange *e)
{
    uint64_t slow = e->request->slow_s > 0 ? (uint64_t)e->request->slow_s * 1000 : SLOW_MS;
    uint64_t up = e->net->clock->monotonic_ms + slow;
    e->due_ms = e->request->long_poll || up > e->end_ms ? e->end_ms : up;
    end(e, DOCENT_CARRIED_SLOW, "stalled");
}

/* Of HTTP the first byte counts; of a mail the last, and it needs the end line too. */
static void leave(fault_exchange *e, bool whole)
{
    if (whole || !is_mail(e->request))
        docent_exchange_sent(e->x);
}

/* False: it goes no further. */
static bool travel(fault_exchange *e)
{
    size_t size = e->request->read == NULL ? 0 : (size_t)e->request->body_bytes;
    bool cut = e->fault == FAULT_CUT_REQUEST;
    if (e->fault == FAULT_OFFLINE)
        return end(e, DOCENT_CARRIED_RESOLVE, "no address"), false;
    if (e->fault == FAULT_NO_CONNECTION)
        return end(e, DOCENT_CARRIED_CONNECT, "no connection"), false;
    if (e->fault == FAULT_TLS)
        return end(e, DOCENT_CARRIED_TLS, "another's certificate"), false;
    if (size > MAX_BODY_BYTES || !read_body(e, cut && size > 0 ? (size_t)up_to(e->net, size - 1) : size))
        return end(e, DOCENT_CARRIED_REFUSED, "what was to be sent cannot be read"), false;
    leave(e, !cut);
    if (cut || e->fault == FAULT_LOST_REQUEST)
        return end(e, DOCENT_CARRIED_BROKEN, "reset on the way there"), false;
    if (e->fault == FAULT_STALL_BEFORE)
        return stall(e), false;
    return true;
}

/* ---- the server, and the way back ---- */

static char *copy(const void *data, size_t size)
{
    char *p = malloc(size + 1);
    if (p == NULL)
        abort();
    if (size > 0)
        memcpy(p, data, size);
    p[size] = 0;
    return p;
}

static void take_reply(fault_exchange *e, const fault_reply *reply)
{
    e->reply = *reply;
    e->reply.body = copy(reply->body, reply->body_size);
    for (uint32_t i = 0; i < reply->header_count; i++)
        e->reply.headers[i] = copy(reply->headers[i], strlen(reply->headers[i]));
    e->stage = ANSWERS;
    e->due_ms = e->net->clock->monotonic_ms + reply->after_ms + up_to(e->net, 80);
}

static void refuse(fault_exchange *e, int http, int smtp)
{
    static const char later[] = "Retry-After: 7";
    fault_reply reply = { .status = is_mail(e->request) ? smtp : http, .headers = { later }, .header_count = 1 };
    take_reply(e, &reply);
}

static void ask_server(fault_exchange *e, bool again)
{
    fault_transport *net = e->net;
    fault_reply reply = { .status = is_mail(e->request) ? 250 : 200 };
    if (e->fault == FAULT_BUSY) {
        refuse(e, 503, 451);
        return;
    }
    if (e->fault == FAULT_ERROR && up_to(net, 1) == 0) {
        refuse(e, 500, 0);
        return;
    }
    net->served += !again;
    e->stage = WAITS;
    e->due_ms = net->clock->monotonic_ms + AGAIN_MS;
    if (!net->serve(net->serve_ctx, e->request, e->body, e->body_size, again, &reply))
        return;
    take_reply(e, &reply);
    if (e->fault == FAULT_ERROR)
        e->reply.status = is_mail(e->request) ? 0 : 500;
    else if (e->fault == FAULT_LOST_ANSWER)
        end(e, DOCENT_CARRIED_BROKEN, "reset on the way back");
    else if (e->fault == FAULT_STALL_AFTER)
        stall(e);
}

static void garble(fault_exchange *e)
{
    char *body = (char *)(uintptr_t)e->reply.body;
    for (size_t i = 0; i < e->reply.body_size; i++)
        body[i] = (char)up_to(e->net, 255);
    while (e->reply.header_count > 0)
        free((char *)(uintptr_t)e->reply.headers[--e->reply.header_count]);
    e->reply.status = is_mail(e->request) ? 250 : 200;
}

static void give_headers(fault_exchange *e)
{
    for (uint32_t i = 0; i < e->reply.header_count; i++) {
        char *colon = strchr(e->reply.headers[i], ':');
        if (colon == NULL)
            continue;
        *colon = 0;
        docent_exchange_header(e->x, e->reply.headers[i], colon + 1 + strspn(colon + 1, " "));
    }
}

static void answer(fault_exchange *e)
{
    size_t size = e->reply.body_size;
    bool cut = e->fault == FAULT_CUT_ANSWER;
    e->stage = ENDS;
    if (e->fault == FAULT_GARBAGE)
        garble(e);
    if (e->reply.status == 0 || (cut && size == 0)) {
        end(e, DOCENT_CARRIED_BROKEN, "cut");
        return;
    }
    docent_exchange_status(e->x, e->reply.status);
    give_headers(e);
    if (cut)
        size = (size_t)up_to(e->net, size - 1);
    for (size_t at = 0; at < size;) {
        size_t piece = 1 + up_to(e->net, PIECE_BYTES);
        if (piece > size - at)
            piece = size - at;
        if (!docent_exchange_data(e->x, (const char *)e->reply.body + at, piece)) {
            end(e, DOCENT_CARRIED_STOPPED, "stopped");
            return;
        }
        at += piece;
    }
    end(e, cut ? DOCENT_CARRIED_BROKEN : DOCENT_CARRIED_OK, cut ? "cut" : NULL);
}

/* ---- the transport ---- */

static void advance(fault_exchange *e)
{
    uint64_t now = e->net->clock->monotonic_ms;
    if (now >= e->end_ms && e->stage != ENDS)
        end(e, DOCENT_CARRIED_SLOW, "its time is up");
    else if (e->stage == TRAVELS && travel(e))
        ask_server(e, false);
    else if (e->stage == WAITS)
        ask_server(e, true);
    else if (e->stage == ANSWERS)
        answer(e);
    if (e->stage == ENDS && (e->how != DOCENT_CARRIED_SLOW || now >= e->due_ms) && !e->gone) {
        e->gone = true;
        docent_exchange_done(e->x, e->how, e->how == DOCENT_CARRIED_OK ? 0 : NATIVE, e->message);
    }
}

static void sweep(fault_transport *net)
{
    for (fault_exchange **link = &net->first; *link != NULL;) {
        fault_exchange *e = *link;
        if (!e->gone) {
            link = &e->next;
            continue;
        }
        *link = e->next;
        for (uint32_t i = 0; i < e->reply.header_count; i++)
            free((char *)(uintptr_t)e->reply.headers[i]);
        free((char *)(uintptr_t)e->reply.body);
        free(e->body);
        free(e);
    }
}

static uint64_t due(const fault_transport *net)
{
    uint64_t due_ms = UINT64_MAX;
    for (const fault_exchange *e = net->first; e != NULL; e = e->next) {
        uint64_t mine = e->due_ms < e->end_ms ? e->due_ms : e->end_ms;
        due_ms = mine < due_ms ? mine : due_ms;
    }
    return due_ms;
}

static void step(void *ctx, uint32_t wait_ms)
{
    fault_transport *net = ctx;
    uint64_t next = due(net), now = net->clock->monotonic_ms;
    if (next > now)
        fake_clock_advance(net->clock, next - now < wait_ms ? next - now : wait_ms);
    for (fault_exchange *e = net->first; e != NULL; e = e->next)
        if (!e->gone && (e->due_ms <= net->clock->monotonic_ms || e->end_ms <= net->clock->monotonic_ms))
            advance(e);
    sweep(net);
}

static uint32_t next_ms(void *ctx)
{
    fault_transport *net = ctx;
    uint64_t next = due(net), now = net->clock->monotonic_ms;
    return next == UINT64_MAX ? UINT32_MAX : next <= now ? 0 : next - now < UINT32_MAX ? (uint32_t)(next - now) : UINT32_MAX;
}

static docent_status begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    fault_transport *net = ctx;
    fault_exchange *e = calloc(1, sizeof *e);
    if (e == NULL)
        return DOCENT_ERR_NOMEM;
    uint64_t now = net->clock->monotonic_ms;
    e->net = net;
    e->x = x;
    e->request = request;
    e->fault = choose(net);
    e->due_ms = now + up_to(net, 40);
    e->end_ms = request->total_ms == 0 ? UINT64_MAX : now + request->total_ms;
    fault_exchange **link = &net->first;
    while (*link != NULL)
        link = &(*link)->next;
    *link = e; /* In the order they came. */
    net->begun++;
    net->happened[e->fault]++;
    return DOCENT_OK;
}

static void cancel(void *ctx, docent_exchange *x)
{
    fault_transport *net = ctx;
    for (fault_exchange *e = net->first; e != NULL; e = e->next)
        if (e->x == x)
            e->gone = true;
    sweep(net);
}

static void shut(void *ctx)
{
    ((fault_transport *)ctx)->closed = true;
}

void fault_init(fault_transport *net, uint64_t seed, fake_clock *clock, fault_server serve, void *serve_ctx)
{
    memset(net, 0, sizeof *net);
    net->clock = clock;
    net->serve = serve;
    net->serve_ctx = serve_ctx;
    net->random = seed ^ UINT64_C(0xFA017);
    net->kinds = UINT32_MAX;
    net->next = -1;
}

docent_transport fault_transport_of(fault_transport *net)
{
    return (docent_transport){ (uint32_t)sizeof(docent_transport), net, begin, step, next_ms, cancel, shut };
}

bool fault_close(fault_transport *net)
{
    return net->closed && net->first == NULL;
}

void fault_give(fault_reply *reply, const docent_request *request, const void *data, size_t size)
{
    static char range[96]; /* Copied when the server function returns. */
    size_t from = request->resume_from < size ? (size_t)request->resume_from : 0;
    if (data == NULL) {
        reply->status = 404;
        return;
    }
    if (from > 0) {
        snprintf(range, sizeof range, "Content-Range: bytes %zu-%zu/%zu", from, size - 1, size);
        reply->headers[reply->header_count++] = range;
        reply->status = 206;
    }
    reply->body = (const char *)data + from;
    reply->body_size = size - from;
}
