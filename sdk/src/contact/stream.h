/* Being somebody on a chat server: from nothing to a bound address (RFC 6120, over bosh.h), or to a new account (XEP-0077).
 *
 *     opening -> features -> SASL -> new stream -> features -> bind -> online     stanzas go to whoever opened it
 *                   `-> one-time token -> account -> enrolled                     log in with it on another stream
 */
#ifndef DCT_STREAM_H
#define DCT_STREAM_H

#include "bosh.h"
#include "sasl.h"

typedef struct dct_stream dct_stream;

typedef struct dct_stream_setup {
    const docent_alloc *alloc;
    const docent_clock *clock;
    dct_net    *net;
    const char *url, *domain;     /* All texts are borrowed. */
    const dct_wire *wire;
    uint32_t    wait_s;
    const char *user, *password;  /* user "": anonymous. */
    bool        secure;           /* The password may be shown to the server. */
    bool        enrol;            /* Make this account instead of logging in. */
    const char *token;            /* For enrol; "" when the server asks for none. */
    void      (*stanza)(void *ctx, const dct_xml *stanza); /* Once it is online. */
    void       *ctx;
} dct_stream_setup;

dct_stream *dct_stream_open(const dct_stream_setup *setup, docent_error *err);
void dct_stream_close(dct_stream *s); /* At once. NULL is allowed. */
void dct_stream_end(dct_stream *s);   /* Takes leave; dct_stream_over() soon. */
void dct_stream_step(dct_stream *s, uint64_t now_ms);
uint64_t dct_stream_next_ms(const dct_stream *s);

bool dct_stream_online(const dct_stream *s);
bool dct_stream_enrolled(const dct_stream *s);
/* Our address with its resource; "" before. */
const char *dct_stream_jid(const dct_stream *s);
/* As dct_bosh_over(). */
bool dct_stream_over(const dct_stream *s, dct_verdict *verdict, uint32_t *later_s, const char **why);

/* Sends what is in `stanzas` and empties it. For dct_stream_left(). */
uint64_t dct_stream_send(dct_stream *s, dct_buf *stanzas);
bool dct_stream_left(const dct_stream *s, uint64_t sent);

#endif
