#include "reach.h"

#include "../base/limits.h"
#include "background.h"

#include <string.h>

/* ---- opening ---- */

static docent_status need_state(docent *h)
{
    return h->state != NULL ? DOCENT_OK : dct_state_open(&h->alloc, NULL, &h->state, &h->error);
}

dct_reach *dct_handle_reach(docent *h)
{
    if (h->reach != NULL)
        return h->reach;
    if (need_state(h) != DOCENT_OK)
        return NULL;
    dct_reach *r = dct_new_zero(&h->alloc, sizeof *r);
    if (r == NULL) {
        dct_fail_memory(&h->error, "api");
        return NULL;
    }
    if (dct_outbox_open(&r->outbox, &h->alloc, dct_handle_clock(h), h->state, h->shared, &h->error) != DOCENT_OK) {
        dct_free(&h->alloc, r, sizeof *r);
        return NULL;
    }
    dct_buf_init(&r->draft, &h->alloc, 2 * DCT_MAX_TEXT_BYTES);
    dct_buf_init(&r->drafts, &h->alloc, 8 * DCT_MAX_TEXT_BYTES);
    h->reach = r;
    return r;
}

dct_reach *dct_handle_reach_desk(docent *h, dct_desk **desk)
{
    *desk = dct_handle_desk(h);
    if (*desk == NULL) {
        h->error = h->desk_error;
        return NULL;
    }
    return dct_handle_reach(h);
}

void dct_reach_close(docent *h)
{
    dct_reach *r = h->reach;
    if (r == NULL)
        return;
    dct_courier_close(r->courier);
    dct_outbox_close(&r->outbox);
    dct_buf_close(&r->draft);
    dct_buf_close(&r->drafts);
    if (r->label != NULL)
        dct_free(&h->alloc, r->label, strlen(r->label) + 1);
    dct_free(&h->alloc, r, sizeof *r);
    h->reach = NULL;
}

/* The courier is told nothing: all it knows is in the outbox, as after a start. */
void dct_reach_reload(docent *h)
{
    if (h->reach != NULL) {
        dct_courier_close(h->reach->courier);
        h->reach->courier = NULL;
    }
    dct_desk_close(h->desk);
    h->desk = NULL;
    memset(&h->desk_error, 0, sizeof h->desk_error);
}

static void wipe(dct_buf *buf)
{
    if (buf->data != NULL)
        memset(buf->data, 0, buf->room);
    dct_buf_clear(buf);
}

docent_status dct_reach_forget(dct_reach *r, docent_error *err)
{
    wipe(&r->draft);
    wipe(&r->drafts);
    return dct_outbox_forget(&r->outbox, err);
}

bool dct_id_ok(const docent_id *id)
{
    return id != NULL && memchr(id->text, 0, sizeof id->text) != NULL && dct_uuid_ok(id->text);
}

void dct_reach_wake(docent *h)
{
    dct_events_wake(&h->background.events);
}

#define COUNT_EACH 64u
#define FIRST_COUNT 8u /* Not while a program starts. */

void dct_reach_watch_room(docent *h, dct_reach *r, bool at_once)
{
    docent_outbox totals;
    if (!at_once && ++r->uncounted % COUNT_EACH != FIRST_COUNT)
        return;
    if (dct_outbox_count(&r->outbox, dct_outbox_unix_ms(&r->outbox) / 1000, &totals, NULL) != DOCENT_OK)
        return;
    if (totals.warn && !r->warned)
        dct_events_put(&h->background.events, DOCENT_EVENT_OUTBOX, NULL, DOCENT_OK);
    r->warned = totals.warn;
}

/* ---- the courier ---- */

static void on_event(void *ctx, docent_event_kind kind, const char *id)
{
    docent *h = ctx;
    dct_events_put(&h->background.events, kind, id, DOCENT_OK);
}

static const char *on_identity(void *ctx)
{
    const dct_reach *r = ((docent *)ctx)->reach;
    return r->has_hook && r->hook.identity != NULL ? r->hook.identity(r->hook.ctx) : "";
}

static docent_status open_courier(docent *h, dct_reach *r, dct_desk *desk)
{
    dct_courier_config config = { .alloc = &h->alloc, .outbox = &r->outbox, .desk = desk, .clock = dct_handle_clock(h),
                                  .event = on_event, .identity = on_identity, .ctx = h, .watched = &r->watched };
    docent_status status = dct_handle_net(h, &config.net, &h->error);
    if (status == DOCENT_OK)
        status = dct_courier_open(&config, &r->courier, &h->error);
    if (status == DOCENT_OK && dct_courier_problem(r->courier)->status != DOCENT_OK)
        h->error = *dct_courier_problem(r->courier);
    return status;
}

/* Without a connector there is nothing to carry to: the device's file is not even made. */
docent_status dct_reach_step(docent *h, uint32_t *next_ms)
{
    dct_desk *desk = dct_handle_desk(h);
    if (h->desk_error.status != DOCENT_OK) {
        h->error = h->desk_error;
        return h->desk_error.status;
    }
    if (dct_desk_connector_at(desk, 0) == NULL)
        return DOCENT_OK;
    dct_reach *r = dct_handle_reach(h);
    if (r == NULL)
        return h->error.status;
    docent_status status = r->courier == NULL ? open_courier(h, r, desk) : DOCENT_OK;
    if (status == DOCENT_OK)
        status = dct_courier_step(r->courier, &h->error);
    dct_reach_watch_room(h, r, false);
    uint32_t next = r->courier == NULL ? UINT32_MAX : dct_courier_next_ms(r->courier);
    *next_ms = next < *next_ms ? next : *next_ms;
    return status;
}
