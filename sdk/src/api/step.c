/* The host's time for work in the background, and what came of it. */
#include "background.h"

#include "beat.h"
#include "reach.h"
#include "updates.h"

#include <string.h>

docent_status dct_handle_net(docent *h, dct_net **out, docent_error *err)
{
    dct_background *b = &h->background;
    docent_status status = DOCENT_OK;
    if (b->net == NULL)
        status = dct_net_open(&h->alloc, dct_handle_clock(h), b->has_transport ? &b->transport : NULL, &b->net, err);
    if (status == DOCENT_OK)
        b->has_transport = false; /* The net closes it. */
    *out = b->net;
    return status;
}

const docent_clock *dct_handle_clock(docent *h)
{
    return h->background.has_clock ? &h->background.clock : &dct_clock_system;
}

void dct_background_close(docent *h)
{
    dct_background *b = &h->background;
    if (b->has_transport)
        b->transport.close(b->transport.ctx);
    dct_net_close(b->net);
    memset(b, 0, sizeof *b);
}

/* The parts that use the network, each asked for what it can do now and when it wants to be asked again. */
static docent_status step_parts(docent *h, uint32_t budget_ms, uint32_t *next_ms)
{
    dct_updates_step(h, budget_ms, next_ms);
    dct_beat_step(h, next_ms);
    return dct_reach_step(h, next_ms);
}

docent_status docent_step(docent *h, uint32_t budget_ms, uint32_t *next_ms)
{
    uint32_t next = UINT32_MAX, net_ms = UINT32_MAX, ignored;
    if (next_ms == NULL)
        next_ms = &ignored;
    *next_ms = UINT32_MAX;
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_call(h);
    dct_background *b = &h->background;
    b->stepped = true;
    /* What is due first: it may begin an exchange, and then there is something to wait for. */
    docent_status status = step_parts(h, budget_ms, &next);
    if (status == DOCENT_OK && b->net != NULL && dct_net_next_ms(b->net) != UINT32_MAX) {
        dct_net_step(b->net, budget_ms < next ? budget_ms : next);
        next = UINT32_MAX;
        status = step_parts(h, 0, &next);
    }
    if (b->net != NULL)
        net_ms = dct_net_next_ms(b->net);
    *next_ms = net_ms < next ? net_ms : next;
    return status;
}

bool docent_poll(docent *h, docent_event *out)
{
    if (out == NULL)
        return false;
    memset(out, 0, sizeof *out);
    return h != NULL && dct_events_take(&h->background.events, out);
}

void docent_on_wakeup(docent *h, void (*wakeup)(void *ctx), void *ctx)
{
    if (h == NULL)
        return;
    h->background.events.wakeup = wakeup;
    h->background.events.wakeup_ctx = ctx;
}
