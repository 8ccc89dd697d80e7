/* A standing connection out of HTTP requests (BOSH: XEP-0124, XEP-0206).
 *
 *     us                                server
 *     rid 7 <body/>             ----->  holds it until it has something to say, at most `wait` seconds
 *     rid 8 <body>stanza</body> ----->  answers 7 at once, holds 8
 *
 * Never more than two requests are under way; answers are taken in the order of their numbers. A request whose answer was
 * lost is sent again with its number and its bytes: the server answers again and does nothing twice. What it cannot mend ends
 * the session, with a verdict; whoever uses it logs in anew and asks the archive what arrived. */
#ifndef DCT_BOSH_H
#define DCT_BOSH_H

#include "../net/verdict.h"
#include "setting.h"
#include "xml.h"

typedef struct dct_bosh dct_bosh;

typedef struct dct_bosh_setup {
    const docent_alloc *alloc;
    const docent_clock *clock;
    dct_net            *net;
    const char         *url, *domain;  /* Borrowed. */
    const dct_wire     *wire;
    uint32_t            wait_s;        /* How long the server may hold a request. */
    /* Each stanza as it comes, within dct_bosh_step(): may send, may not close. Borrowed for the call. */
    void              (*stanza)(void *ctx, const dct_xml *stanza);
    void               *ctx;
} dct_bosh_setup;

/* NULL when memory is short. Asks for a session with the next step. */
dct_bosh *dct_bosh_open(const dct_bosh_setup *setup, docent_error *err);
/* At once. What waits is dropped; the server notices after a minute. */
void dct_bosh_close(dct_bosh *b);

/* Queues stanzas that belong together: they leave in one request, in order. Each needs its xmlns='jabber:client', or archives
 * drop it. What it returns is for dct_bosh_left(). */
uint64_t dct_bosh_send(dct_bosh *b, const char *stanzas, size_t size);
/* After SASL's success: a new stream in the same session. */
void dct_bosh_restart(dct_bosh *b);
/* Takes leave; what is queued goes along. dct_bosh_over() then, with or without an answer. */
void dct_bosh_end(dct_bosh *b);
void dct_bosh_step(dct_bosh *b, uint64_t now_ms);
/* When dct_bosh_step() has something to do although no answer came; UINT64_MAX: not. */
uint64_t dct_bosh_next_ms(const dct_bosh *b);

/* May it have reached the server? False is certain. */
bool dct_bosh_left(const dct_bosh *b, uint64_t sent);
/* The session has ended; verdict and one line say how (DCT_DONE: as we wished). Never PENDING then. */
bool dct_bosh_over(const dct_bosh *b, dct_verdict *verdict, uint32_t *later_s, const char **why);

#endif
