/* Opening and stepping. What a task is and what follows from it: courier_task.c, courier_end.c; open pages: courier_page.c. */
#include "courier_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "keep.h"

#include <string.h>

/* ---- time ---- */

int64_t dct_courier_ms(const dct_courier *c)
{
    uint64_t now = c->config.clock->monotonic_ms(c->config.clock->ctx);
    return c->began_ms + (int64_t)(now - c->mono_ms);
}

/* A clock may say anything: what cannot be added to is taken for the beginning. */
static void start_time(dct_courier *c)
{
    int64_t now = c->config.clock->unix_ms(c->config.clock->ctx);
    c->began_ms = now > 2 && now < INT64_MAX / 4 ? now : 2;
    c->mono_ms = c->config.clock->monotonic_ms(c->config.clock->ctx);
}

int64_t dct_courier_backoff(dct_courier *c, uint32_t tries)
{
    uint64_t chance = 0;
    if (!c->config.clock->entropy(c->config.clock->ctx, &chance, sizeof chance))
        chance = UINT64_MAX / 3; /* All the same is better than not at all. */
    return (int64_t)dct_backoff_ms(tries, DCT_RETRY_MS, DCT_RETRY_MOST_MS, 500, chance);
}

void dct_courier_tell(dct_courier *c, docent_event_kind kind, const char *id)
{
    if (c->config.event != NULL)
        c->config.event(c->config.ctx, kind, id);
}

/* ---- pushed news ---- */

static void changed(void *ctx, const char *conversation, uint32_t answers)
{
    dct_courier_tell(ctx, answers > 0 ? DOCENT_EVENT_MESSAGE : DOCENT_EVENT_REQUEST, conversation);
}

/* A live connector tells at any moment within its step. What cannot be stored now is told again by the next poll. */
static void on_news(void *ctx, const dct_news *news)
{
    dct_slot *s = ctx;
    dct_news_list copy;
    dct_news_begin(&copy, &s->courier->alloc);
    dct_news_add(&copy, news);
    if (dct_news_status(&copy) == DOCENT_OK && copy.count == 1) {
        dct_incoming in = { s->connector.id, "", NULL, 0, copy.items, 1 };
        dct_inbox_take(s->courier->config.outbox, &in, changed, s->courier, NULL);
    }
    dct_news_end(&copy);
}

/* ---- opening ---- */

void dct_slot_credential(dct_slot *s, const char *credential)
{
    const docent_alloc *alloc = &s->courier->alloc;
    if (s->credential != NULL) {
        memset(s->credential, 0, strlen(s->credential));
        dct_free(alloc, s->credential, strlen(s->credential) + 1);
    }
    s->credential = NULL;
    size_t size = strlen(credential) + 1;
    if (size > 1)
        s->credential = dct_new(alloc, size); /* Without memory it is asked for once more. */
    if (s->credential != NULL)
        memcpy(s->credential, credential, size);
}

static docent_status load_credential(dct_slot *s, docent_error *err)
{
    const char *credential, *cursor;
    dct_arena arena;
    dct_arena_init(&arena, &s->courier->alloc, DCT_MAX_LETTER_BYTES);
    dct_outbox *o = s->courier->config.outbox;
    docent_status status = dct_keep_connector(o, s->connector.id, &arena, &credential, &cursor, err);
    if (status == DOCENT_ERR_CORRUPT) { /* As if there had been none: it is enrolled anew, and all is read from the start. */
        credential = "";
        status = dct_keep_credential(o, s->connector.id, "", err);
        if (status == DOCENT_OK)
            status = dct_keep_cursor(o, s->connector.id, "", err);
    }
    if (status == DOCENT_OK)
        dct_slot_credential(s, credential);
    dct_arena_close(&arena);
    return status;
}

static docent_status open_slot(dct_courier *c, const dct_desk_connector *d, docent_error *err)
{
    const dct_connector_kind *(*named)(const char *) = c->config.kind_named;
    const dct_connector_kind *kind = named != NULL ? named(d->kind) : dct_connector_kind_named(d->kind);
    dct_slot *s = &c->slots[c->count];
    if (kind == NULL)
        return dct_fail(err, DOCENT_ERR_SYNTAX, "contact", 0, "connector %.60s: there is no kind `%.60s`", d->id, d->kind);
    memset(s, 0, sizeof *s);
    s->courier = c;
    s->connector = (dct_connector){ .kind = kind, .alloc = &c->alloc, .clock = c->config.clock, .net = c->config.net, .id = d->id,
                                    .device = c->config.outbox->device.text, .can = kind->can, .settle_s = 60, .poll_s = 60,
                                    .news = on_news, .news_ctx = s };
    docent_status status = load_credential(s, err);
    if (status == DOCENT_OK)
        status = kind->open(&s->connector, d->public_part, d->device_part, err);
    if (status != DOCENT_OK) {
        dct_slot_credential(s, "");
        return status;
    }
    s->open = true;
    c->count++;
    return DOCENT_OK;
}

static docent_status open_slots(dct_courier *c, docent_error *err)
{
    const dct_desk_connector *d;
    for (uint32_t i = 0; (d = dct_desk_connector_at(c->config.desk, i)) != NULL && c->count < DCT_MAX_CONNECTORS; i++) {
        docent_status status = open_slot(c, d, err);
        if (status == DOCENT_ERR_NOMEM || status == DOCENT_ERR_IO || status == DOCENT_ERR_BUSY)
            return status; /* Of this moment, not of the configuration: the next step tries again. */
        if (status != DOCENT_OK && err != NULL && c->problem.status == DOCENT_OK)
            c->problem = *err;
    }
    return DOCENT_OK;
}

/* What was on its way is in doubt, and has its whole time to settle: nobody knows how long this device was off. */
static docent_status take_up(dct_courier *c, docent_error *err)
{
    dct_outbox *o = c->config.outbox;
    int64_t now = dct_courier_ms(c);
    docent_status status = dct_outbox_restart(o, now, err);
    for (uint32_t i = 0; i < c->count && status == DOCENT_OK; i++) {
        const dct_connector *k = &c->slots[i].connector;
        status = dct_outbox_settle(o, k->id, now + (int64_t)k->settle_s * 1000, err);
        if (status == DOCENT_OK)
            status = dct_outbox_clock_set(o, k->id, now + DCT_LATEST_MS, err);
        if (status == DOCENT_OK)
            status = dct_inbox_clock_set(o, k->id, now + DCT_LATEST_MS, err);
    }
    if (status == DOCENT_OK)
        dct_files_sweep(&o->files, dct_outbox_unix_ms(o) / 1000);
    return status;
}

docent_status dct_courier_open(const dct_courier_config *config, dct_courier **out, docent_error *err)
{
    docent_error local;
    *out = NULL;
    if (err == NULL)
        err = &local;
    dct_courier *c = dct_new_zero(config->alloc, sizeof *c);
    if (c == NULL)
        return dct_fail_memory(err, "contact");
    c->config = *config;
    c->alloc = *config->alloc;
    c->lost = true; /* Until looked. */
    c->watched = config->watched != NULL ? config->watched : &c->none;
    start_time(c);
    docent_status status = open_slots(c, err);
    if (status == DOCENT_OK)
        status = take_up(c, err);
    if (status == DOCENT_OK)
        dct_courier_watch_again(c);
    if (status == DOCENT_OK)
        *out = c;
    else
        dct_courier_close(c);
    return status;
}

void dct_courier_close(dct_courier *c)
{
    if (c == NULL)
        return;
    docent_alloc alloc = c->alloc;
    for (uint32_t i = 0; i < c->count; i++) {
        dct_slot *s = &c->slots[i];
        if (s->busy)
            dct_slot_drop(s);
        s->connector.kind->close(&s->connector);
        dct_slot_credential(s, "");
    }
    dct_free(&alloc, c, sizeof *c);
}

const docent_error *dct_courier_problem(const dct_courier *c)
{
    return &c->problem;
}

uint32_t dct_courier_connectors(const dct_courier *c)
{
    return c->count;
}

/* ---- stepping ---- */

static docent_status step_slot(dct_slot *s, docent_error *err)
{
    docent_status status = DOCENT_OK;
    dct_connector *k = &s->connector;
    if (k->kind->tick != NULL)
        k->kind->tick(k, dct_courier_ms(s->courier));
    if (!s->busy)
        status = dct_slot_begin(s, err);
    else if (s->task.verdict == DCT_PENDING)
        k->kind->step(k, &s->task);
    /* An operation may end at its beginning, and the next may begin at its end. */
    for (int i = 0; status == DOCENT_OK && s->busy && s->task.verdict != DCT_PENDING && i < 4; i++)
        status = dct_slot_end(s, err);
    if (k->stirs != s->stirs)
        dct_courier_tell(s->courier, DOCENT_EVENT_CHAT, "");
    s->stirs = k->stirs;
    return status;
}

docent_status dct_courier_step(dct_courier *c, docent_error *err)
{
    docent_status first = c->lost ? dct_courier_reroute(c, err) : DOCENT_OK;
    for (uint32_t i = 0; i < c->count; i++) {
        docent_status status = step_slot(&c->slots[i], first == DOCENT_OK ? err : NULL);
        first = first == DOCENT_OK ? status : first;
    }
    return first;
}

/* What a live connector has to do by itself. */
static int64_t live_wish(dct_slot *s, int64_t now)
{
    const dct_connector_kind *kind = s->connector.kind;
    uint32_t in_ms = kind->next_ms != NULL ? kind->next_ms(&s->connector) : UINT32_MAX;
    return in_ms == UINT32_MAX ? DCT_NEVER_MS : now + in_ms;
}

static int64_t slot_wish(dct_slot *s, int64_t now)
{
    if (s->busy)
        return s->task.verdict != DCT_PENDING ? now : DCT_NEVER_MS; /* The net knows when it goes on. */
    int64_t next = s->looked == s->courier->config.outbox->changes ? s->look_ms : now;
    if (s->poll_ms != 0 && s->poll_ms < next)
        next = s->poll_ms;
    return next < s->pause_ms ? s->pause_ms : next;
}

uint32_t dct_courier_next_ms(dct_courier *c)
{
    int64_t now = dct_courier_ms(c), next = c->lost ? now : DCT_NEVER_MS;
    for (uint32_t i = 0; i < c->count; i++) {
        int64_t wish = slot_wish(&c->slots[i], now), live = live_wish(&c->slots[i], now);
        next = wish < next ? wish : next;
        next = live < next ? live : next;
    }
    if (next == DCT_NEVER_MS)
        return UINT32_MAX;
    return next <= now ? 0 : next - now < 3600000 ? (uint32_t)(next - now) : 3600000;
}
