/* Exchanges with servers: started here, moved by dct_net_step(), read when they are done. Never blocks.
 *
 *     dct_fetch *f = dct_fetch_new(net, &request, max_reply_bytes, err);
 *     ... dct_net_step(net, wait_ms) ... until dct_fetch_done(f)
 *     switch (dct_fetch_verdict(f)) ...
 *     dct_fetch_free(f);                         also cancels one that is not done
 *
 * The answer is kept in memory up to a bound, or handed to a sink as it comes. Which answer means what for a request that
 * must not be sent twice is decided in one place: verdict.h. */
#ifndef DCT_NET_H
#define DCT_NET_H

#include "../base/buf.h"

#include <docent/port.h>

typedef struct dct_net dct_net;
typedef struct dct_fetch dct_fetch;

/* transport NULL: libcurl where it is built in, else one that carries nothing (every exchange ends as NEVER). alloc and
 * clock are borrowed; transport is copied and closed with the net. */
docent_status dct_net_open(const docent_alloc *alloc, const docent_clock *clock, const docent_transport *transport,
                           dct_net **out, docent_error *err);
/* At once, without the network; fetches that are left are cancelled and freed. */
void dct_net_close(dct_net *net);
void dct_net_step(dct_net *net, uint32_t wait_ms);
/* UINT32_MAX when nothing is under way. */
uint32_t dct_net_next_ms(const dct_net *net);

/* Gets the bytes of the answer in order; false stops it. `offset`: where in the resource, resume_from included. */
typedef bool (*dct_sink)(void *ctx, uint64_t offset, const void *data, size_t size);

/* Copies the request with its texts; body_ctx is borrowed. max_bytes bounds the answer's body; header lines are bounded
 * by base/limits.h. */
dct_fetch *dct_fetch_new(dct_net *net, const docent_request *request, size_t max_bytes, docent_error *err);
/* The same, to a sink: only the body of an answer 200 or 206 goes there (others are kept, up to 64 KB). max_bytes counts
 * from resume_from on; of an answer that begins with more, its first bytes are kept. The sink may not free a fetch. */
dct_fetch *dct_fetch_to(dct_net *net, const docent_request *request, uint64_t max_bytes, dct_sink sink, void *ctx,
                        docent_error *err);
/* Right after that: where the server has the whole file for us instead of the rest (200), the sink gets it, from offset 0;
 * without this such an answer ends as RANGE. */
void dct_fetch_take_whole(dct_fetch *f);
void dct_fetch_free(dct_fetch *f); /* NULL is allowed. */

bool dct_fetch_done(const dct_fetch *f);
docent_carried dct_fetch_carried(const dct_fetch *f);
bool dct_fetch_sent(const dct_fetch *f);       /* A byte may have reached the server. */
int dct_fetch_status(const dct_fetch *f);      /* 0 when none came. */
int dct_fetch_native(const dct_fetch *f);
const char *dct_fetch_message(const dct_fetch *f); /* One line for a person: which host, what happened, what to do. */
/* Of the last answer; name without case; NULL when absent. Borrowed from f. */
const char *dct_fetch_header(const dct_fetch *f, const char *name);
/* The body that was kept; zero-terminated. */
const char *dct_fetch_body(const dct_fetch *f, size_t *size);
uint64_t dct_fetch_received(const dct_fetch *f); /* Bytes of the body so far. */

/* A body in memory for request.read: body_ctx is a dct_memory_body. */
typedef struct dct_memory_body { const void *data; size_t size; } dct_memory_body;
int64_t dct_memory_read(void *ctx, uint64_t offset, void *to, size_t size);

#endif
