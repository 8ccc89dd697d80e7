/* A network inside the test: requests go to a function, and on the way things go wrong as a seed says. No socket, no real
 * time: a thousand runs take a second, and a run that fails is replayed by its number.
 *
 *    begin -> [a while] -> ARRIVES -> server function -> [a while] -> ANSWERS -> status, headers, body in pieces, done
 *                 |           |              |                            |
 *            offline     cut request    lost answer                  cut answer, garbage
 *            no TLS      lost request   stall after
 *            refused     stall before
 *
 * What a transport must say holds here too: "sent" is true as soon as a byte may have left (of a mail: its last byte), so
 * a request that the server function saw was always sent, while one that was sent may not have been seen.
 *
 * Time is a fake_clock: step(wait_ms) moves it to the next thing that happens, at most by wait_ms.
 *
 *     fake_clock clock;                      fake_clock_init(&clock, seed);
 *     fault_transport net;                   fault_init(&net, seed, &clock, serve, &my_server);
 *     net.percent = 30;                      three exchanges in ten go wrong
 *     docent_transport t = fault_transport_of(&net);     ... dct_net_open(alloc, &clock, &t, ...) or docent_use_transport()
 *     fault_close(&net);                     after the net was closed: all exchanges must be gone
 *
 * It does not speak HTTP or SMTP: what bytes look like is for tests against real servers. */
#ifndef TEST_FAULT_TRANSPORT_H
#define TEST_FAULT_TRANSPORT_H

#include "fake_clock.h"

typedef enum fault_kind {
    FAULT_NONE = 0,
    FAULT_OFFLINE,      /* No address. Not sent. */
    FAULT_NO_CONNECTION,/* Not sent. */
    FAULT_TLS,          /* Not sent. */
    FAULT_CUT_REQUEST,  /* After some bytes: the server never sees it. */
    FAULT_LOST_REQUEST, /* All of it left, the server never saw it. */
    FAULT_STALL_BEFORE, /* The same, and nobody says so until the time is up. */
    FAULT_LOST_ANSWER,  /* The server did it; the connection is reset before a byte of the answer. */
    FAULT_STALL_AFTER,  /* The server did it; the answer never comes. */
    FAULT_CUT_ANSWER,   /* After some bytes of the body; of a body that is empty: before the status. */
    FAULT_GARBAGE,      /* The server did it; status 200 and random bytes. */
    FAULT_BUSY,         /* 503 with Retry-After; SMTP 451: not done. */
    FAULT_ERROR,        /* 500; SMTP's connection breaks: done, or not. */
    FAULT_KINDS
} fault_kind;

/* Filled by the server function; what it points to is copied when it returns. */
typedef struct fault_reply {
    int         status;         /* 200 at first. */
    const char *headers[16];    /* "Name: value". */
    uint32_t    header_count;
    const void *body;
    size_t      body_size;
    uint32_t    after_ms;       /* How long the answer takes. */
} fault_reply;

/* Serves a request that arrived. False: no answer yet (a long poll): it is called again, with again = true, every 50 ms
 * until the request's total_ms is over. */
typedef bool (*fault_server)(void *ctx, const docent_request *request, const void *body, size_t size, bool again,
                             fault_reply *reply);

typedef struct fault_exchange fault_exchange;

typedef struct fault_transport {
    fake_clock     *clock;
    fault_server    serve;
    void           *serve_ctx;
    uint64_t        random;
    fault_exchange *first;
    uint32_t        percent;  /* How many in a hundred go wrong; 0 at first. */
    uint32_t        kinds;    /* Which may happen: bit 1 << kind; all at first. */
    int             next;     /* A fault_kind for the next request alone, or -1. */
    bool            offline;  /* Every request, until false again. */
    bool            untrusted;/* The same with certificates. */
    uint32_t        begun, served, happened[FAULT_KINDS];
    bool            closed;
} fault_transport;

void fault_init(fault_transport *net, uint64_t seed, fake_clock *clock, fault_server serve, void *serve_ctx);
docent_transport fault_transport_of(fault_transport *net);
const char *fault_name(fault_kind kind);
/* For a server function: a file, or what a request that resumes wants of it; NULL: 404. */
void fault_give(fault_reply *reply, const docent_request *request, const void *data, size_t size);
/* True: the transport was closed, and no exchange was left. */
bool fault_close(fault_transport *net);

#endif
