/* A device that has no network, by choice: whoever asks is told so, and keeps what waits. */
#include "transport.h"

#include <string.h>

static docent_status begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    (void)ctx, (void)request, (void)x;
    return DOCENT_ERR_MISSING; /* net.c ends it as DOCENT_CARRIED_NEVER. */
}

static void step(void *ctx, uint32_t wait_ms)
{
    (void)ctx, (void)wait_ms;
}

static uint32_t next_ms(void *ctx)
{
    (void)ctx;
    return UINT32_MAX;
}

static void cancel(void *ctx, docent_exchange *x)
{
    (void)ctx, (void)x;
}

static void close(void *ctx)
{
    (void)ctx;
}

void dct_transport_none(docent_transport *out)
{
    *out = (docent_transport){ (uint32_t)sizeof *out, NULL, begin, step, next_ms, cancel, close };
}

#if !DOCENT_NET
docent_status dct_transport_curl(const docent_alloc *alloc, docent_transport *out, docent_error *err)
{
    (void)alloc, (void)err;
    dct_transport_none(out);
    return DOCENT_OK;
}
#endif
