/* Content that keeps itself new: <docent/sync.h>. */
#include "updates.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "background.h"
#include "shelf.h"

#include <string.h>

enum { LOOK_AGAIN_MS = 60000 /* For a maintenance window that is closed. */ };

/* ---- what is in force ---- */

static docent_status open_generation(docent *h, dct_updates *u, const dct_generation *g, dct_volume *out)
{
    char path[DCT_PACK_PATH_ROOM];
    dct_generations_pack_path(&u->source.generations, g->packs[0], path);
    docent_status status = dct_volume_open(&h->alloc, path, out, &h->error);
    if (status != DOCENT_OK)
        return status;
    status = dct_volume_probe(out, &h->error);
    if (status != DOCENT_OK)
        dct_volume_close(out);
    return status;
}

/* Is it the content's own fault? A device that is short of something for a moment refuses nothing. */
static bool is_bad(docent_status status)
{
    return status == DOCENT_ERR_CORRUPT || status == DOCENT_ERR_NEWER || status == DOCENT_ERR_MISSING ||
           status == DOCENT_ERR_LIMIT || status == DOCENT_ERR_SYNTAX;
}

static bool is_beside(const dct_updates *u)
{
    return (u->source.config.flags & DOCENT_SOURCE_BESIDE) != 0;
}

static docent_status in_force(docent *h, dct_updates *u, dct_volume *content)
{
    const docent_source *c = &u->source.config;
    docent_status status = DOCENT_OK;
    if (!is_beside(u))
        dct_volume_switch(h, content);
    else if ((status = dct_shelf_put(h, c->id, c->precedence, content)) != DOCENT_OK)
        dct_volume_close(content);
    u->trial_ms = dct_handle_clock(h)->monotonic_ms(dct_handle_clock(h)->ctx);
    if (status == DOCENT_OK)
        dct_events_put(&h->background.events, DOCENT_EVENT_CONTENT, NULL, DOCENT_OK);
    return status;
}

/* As if there had never been a source. */
static docent_status out_of_force(docent *h, dct_updates *u)
{
    dct_volume content;
    if (!is_beside(u)) {
        docent_status status = dct_volume_open(&h->alloc, h->bundle_path, &content, &h->error);
        return status == DOCENT_OK ? in_force(h, u, &content) : status;
    }
    docent_status status = dct_shelf_take(h, u->source.config.id);
    if (status == DOCENT_OK)
        dct_events_put(&h->background.events, DOCENT_EVENT_CONTENT, NULL, DOCENT_OK);
    return status == DOCENT_ERR_MISSING ? DOCENT_OK : status;
}

/* What did not open is of no use: its bytes may be rotten, and would be taken for the next release's. Not while packs come
 * that no line names yet. */
static void sweep(dct_updates *u)
{
    if (u->source.stage == DCT_SOURCE_IDLE)
        dct_generations_sweep(&u->source.generations, NULL, 0);
}

/* A disk that cannot be written to takes no content away; the status says so. */
static void note_disk(docent *h, dct_updates *u)
{
    u->source.reason = dct_why_disk(&h->error);
    u->source.err = h->error;
    u->source.changes++;
}

/* The newest that opens. What the program brought stays in force when there is none. A start on trial that cannot be counted
 * might be the first of endlessly many: what was before is in force then. */
static docent_status start(docent *h, dct_updates *u)
{
    dct_generations *g = &u->source.generations;
    const dct_generation *now;
    dct_volume content;
    bool on_trial = g->trial.release != 0;
    if ((u->source.config.flags & DOCENT_SOURCE_NO_START) != 0) {
        now = dct_generations_now(g);
        now = now->release != 0 ? now : NULL;
    } else if (dct_generations_start(g, &now, &h->error) != DOCENT_OK) {
        note_disk(h, u);
        now = dct_generations_set_aside(g);
    } else if (on_trial && g->trial.release == 0) {
        sweep(u);
    }
    while (now != NULL) {
        docent_status opened = open_generation(h, u, now, &content);
        if (opened == DOCENT_OK)
            return in_force(h, u, &content);
        if (opened == DOCENT_ERR_NOMEM)
            return opened;
        if (is_bad(opened) && dct_generations_refuse(g, &now, &h->error) == DOCENT_OK) {
            sweep(u);
        } else { /* Cannot be read just now, or cannot be refused: it is passed over, and may be in force at the next start. */
            note_disk(h, u);
            now = dct_generations_set_aside(g);
        }
    }
    dct_error_clear(&h->error);
    return DOCENT_OK;
}

/* ---- life ---- */

static void drop(docent *h, dct_updates *u)
{
    dct_updates **at = &h->updates;
    while (*at != u)
        at = &(*at)->next;
    *at = u->next;
    dct_coming_drop(&u->coming);
    dct_source_close(&u->source);
    dct_free(&h->alloc, u, sizeof *u);
}

void dct_updates_close(docent *h)
{
    while (h->updates != NULL)
        drop(h, h->updates);
}

static docent_status read_source(docent *h, const docent_source *source, docent_source *out)
{
    const size_t first = offsetof(docent_source, url_count) + sizeof source->url_count;
    memset(out, 0, sizeof *out);
    if (source == NULL || source->struct_size < first || source->struct_size > 4096)
        return dct_misuse(h, "source: fill one made with DOCENT_SOURCE_INIT");
    memcpy(out, source, source->struct_size < sizeof *out ? source->struct_size : sizeof *out);
    out->struct_size = (uint32_t)sizeof *out;
    if (!dct_text_ok(out->id, DCT_MAX_ID_BYTES) || *out->id == 0)
        return dct_misuse(h, "source.id: give it a name");
    if (out->folder == NULL || *out->folder == 0)
        return dct_misuse(h, "source.folder: name a folder on this device, for this source alone");
    if (out->url_count > DCT_MAX_SOURCE_URLS || (out->url_count > 0 && out->urls == NULL))
        return dct_misuse(h, "source.urls: at most 16 addresses");
    if (out->channel != NULL && (!dct_text_ok(out->channel, 64) || *out->channel == 0))
        return dct_misuse(h, "source.channel: a word, or NULL");
    for (uint32_t i = 0; i < out->url_count; i++)
        if (!dct_text_ok(out->urls[i], DCT_MAX_ADDRESS_BYTES))
            return dct_misuse(h, "source.urls: one is NULL, too long or not UTF-8");
    if (out->interval_s != 0 && out->interval_s < DCT_SYNC_INTERVAL_LEAST_S)
        return dct_misuse(h, "source.interval_s: at least 10 seconds, or 0 for three hours");
    return DOCENT_OK;
}

/* Two sources may not stand in one place, nor go by one name. */
static docent_status check_place(docent *h, const docent_source *config)
{
    for (const dct_updates *u = h->updates; u != NULL; u = u->next) {
        const docent_source *other = &u->source.config;
        if (strcmp(other->id, config->id) == 0 || ((other->flags | config->flags) & DOCENT_SOURCE_BESIDE) == 0)
            return dct_fail(&h->error, DOCENT_ERR_LIMIT, "sync", 0, "source \"%.60s\" is there already: another needs a name of "
                            "its own, and DOCENT_SOURCE_BESIDE", other->id);
    }
    return DOCENT_OK;
}

static void tell_settings(docent *h, dct_updates *u)
{
    if (u->told_settings != u->source.settings_set)
        dct_events_put(&h->background.events, DOCENT_EVENT_SETTINGS, NULL, DOCENT_OK);
    u->told_settings = u->source.settings_set;
}

docent_status docent_sync_add(docent *h, const docent_source *source)
{
    docent_source config;
    dct_net *net;
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_call(h);
    if (read_source(h, source, &config) != DOCENT_OK)
        return DOCENT_ERR_ARG;
    docent_status status = check_place(h, &config);
    if (status == DOCENT_OK)
        status = dct_handle_net(h, &net, &h->error);
    if (status != DOCENT_OK)
        return status;
    dct_updates *u = dct_new_zero(&h->alloc, sizeof *u), **end = &h->updates;
    if (u == NULL)
        return dct_fail_memory(&h->error, "sync");
    while (*end != NULL)
        end = &(*end)->next;
    *end = u;
    status = dct_source_open(&u->source, &h->alloc, dct_handle_clock(h), net, &config, &h->error);
    if (status == DOCENT_OK)
        status = start(h, u);
    if (status != DOCENT_OK)
        drop(h, u);
    else if (u->source.settings_set != 0)
        tell_settings(h, u);
    else
        dct_events_wake(&h->background.events);
    return status;
}

dct_updates *dct_updates_find(docent *h, const char *id)
{
    if (h == NULL)
        return NULL;
    dct_call(h);
    dct_updates *u = h->updates;
    while (u != NULL && id != NULL && strcmp(u->source.config.id, id) != 0)
        u = u->next;
    if (u == NULL)
        dct_fail(&h->error, DOCENT_ERR_MISSING, "sync", 0, "no source \"%.60s\": docent_sync_add() first", id != NULL ? id : "");
    return u;
}

static docent_status not_found(const docent *h)
{
    return h == NULL ? DOCENT_ERR_ARG : DOCENT_ERR_MISSING;
}

docent_status docent_sync_remove(docent *h, const char *id)
{
    dct_updates *u = dct_updates_find(h, id);
    if (u == NULL)
        return not_found(h);
    docent_status status = dct_generations_now(&u->source.generations)->release == 0 ? DOCENT_OK : out_of_force(h, u);
    if (status == DOCENT_OK)
        drop(h, u);
    return status;
}

/* ---- what the host asks for ---- */

docent_status docent_sync_now(docent *h, const char *id)
{
    dct_updates *u = dct_updates_find(h, id);
    if (u == NULL)
        return not_found(h);
    dct_source_now(&u->source);
    dct_events_wake(&h->background.events);
    return DOCENT_OK;
}

docent_status docent_sync_import(docent *h, const char *id, const char *url)
{
    dct_updates *u = dct_updates_find(h, id);
    if (u == NULL)
        return not_found(h);
    if (!dct_text_ok(url, DCT_MAX_ADDRESS_BYTES) || *url == 0)
        return dct_misuse(h, "docent_sync_import: an address, file:///... or http://... is needed");
    docent_status status = dct_source_import(&u->source, url, &h->error);
    dct_events_wake(&h->background.events);
    return status;
}

/* The trial is on the disk before anybody sees it: a crash at its first page counts. */
static docent_status activate(docent *h, dct_updates *u)
{
    dct_source *s = &u->source;
    dct_volume content;
    if (s->generations.staged.release == 0)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "sync", 0, "no new content is ready");
    docent_status status = DOCENT_OK;
    if (!dct_coming_take(&u->coming, &s->generations, &content))
        status = open_generation(h, u, &s->generations.staged, &content);
    if (status != DOCENT_OK) {
        note_disk(h, u);
        if (is_bad(status))
            s->reason = status == DOCENT_ERR_NEWER ? DCT_REASON_INCOMPATIBLE : DCT_REASON_TAMPER;
        if (is_bad(status) && dct_generations_unstage(&s->generations, NULL) == DOCENT_OK)
            sweep(u);
        return status;
    }
    status = dct_generations_try(&s->generations, &h->error);
    if (status != DOCENT_OK && s->generations.trial.release == 0) {
        dct_volume_close(&content);
        note_disk(h, u);
        return status;
    }
    s->changes++;
    return in_force(h, u, &content);
}

docent_status docent_sync_activate(docent *h, const char *id)
{
    dct_updates *u = dct_updates_find(h, id);
    return u == NULL ? not_found(h) : activate(h, u);
}

static docent_status confirm(docent *h, dct_updates *u)
{
    dct_source *s = &u->source;
    if (s->generations.trial.release == 0)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "sync", 0, "no content is on trial");
    docent_status status = dct_generations_confirm(&s->generations, &h->error);
    if (status == DOCENT_OK)
        sweep(u);
    s->changes++;
    return status;
}

docent_status docent_sync_confirm(docent *h, const char *id)
{
    dct_updates *u = dct_updates_find(h, id);
    return u == NULL ? not_found(h) : confirm(h, u);
}

docent_status docent_sync_roll_back(docent *h, const char *id)
{
    dct_volume content;
    dct_updates *u = dct_updates_find(h, id);
    if (u == NULL)
        return not_found(h);
    dct_generations *g = &u->source.generations;
    const dct_generation *before = dct_generations_before(g), *now;
    if (dct_generations_now(g)->release == 0)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "sync", 0, "the content in force came with the program");
    docent_status status = DOCENT_OK;
    if (before != NULL)
        status = open_generation(h, u, before, &content);
    else if (!is_beside(u))
        status = dct_volume_open(&h->alloc, h->bundle_path, &content, &h->error);
    if (status != DOCENT_OK)
        return status;
    bool has_content = before != NULL || !is_beside(u);
    status = dct_generations_refuse(g, &now, &h->error);
    if (status != DOCENT_OK) {
        if (has_content)
            dct_volume_close(&content);
        return status;
    }
    u->source.changes++;
    status = has_content ? in_force(h, u, &content) : out_of_force(h, u);
    sweep(u);
    return status;
}

docent_status docent_sync_status(docent *h, const char *id, docent_sync_look *out)
{
    dct_updates *u = dct_updates_find(h, id);
    if (out == NULL)
        return h == NULL ? DOCENT_ERR_ARG : dct_misuse(h, "docent_sync_status: out is NULL");
    memset(out, 0, sizeof *out);
    out->reason = "OK";
    out->reason_text = out->message = out->settings_message = "";
    if (u == NULL)
        return not_found(h);
    dct_source_look(&u->source, out);
    return DOCENT_OK;
}

const char *docent_sync_id_at(const docent *h, uint32_t index)
{
    const dct_updates *u = h == NULL ? NULL : h->updates;
    while (u != NULL && index-- > 0)
        u = u->next;
    return u == NULL ? NULL : u->source.config.id;
}

/* ---- the background ---- */

static void sooner(uint32_t *next_ms, uint64_t ms)
{
    if (ms < *next_ms)
        *next_ms = (uint32_t)ms;
}

static void tend_trial(docent *h, dct_updates *u, uint32_t *next_ms)
{
    const docent_clock *clock = dct_handle_clock(h);
    if (u->source.generations.trial.release == 0 || (u->source.config.flags & DOCENT_SOURCE_CONFIRM) != 0)
        return;
    uint64_t ran = clock->monotonic_ms(clock->ctx) - u->trial_ms;
    if (ran < DCT_SYNC_TRIAL_MS)
        sooner(next_ms, DCT_SYNC_TRIAL_MS - ran);
    else if (confirm(h, u) != DOCENT_OK)
        sooner(next_ms, LOOK_AGAIN_MS);
}

static void tend_staged(docent *h, dct_updates *u, uint32_t *next_ms)
{
    dct_source *s = &u->source;
    if (s->generations.staged.release == 0) {
        dct_coming_drop(&u->coming);
        return;
    }
    if (u->told_staged != s->generations.staged.release) {
        u->told_staged = s->generations.staged.release;
        dct_events_put(&h->background.events, DOCENT_EVENT_CONTENT_STAGED, NULL, DOCENT_OK);
    }
    if (s->stage == DCT_SOURCE_IDLE && dct_coming_step(&u->coming, h, &s->generations)) {
        sooner(next_ms, 0);
        return;
    }
    if ((s->config.flags & DOCENT_SOURCE_MANUAL) != 0 || s->stage != DCT_SOURCE_IDLE)
        return;
    if ((s->config.may_switch != NULL && !s->config.may_switch(s->config.ctx)) || activate(h, u) != DOCENT_OK)
        sooner(next_ms, LOOK_AGAIN_MS);
}

static void tend(docent *h, dct_updates *u, uint32_t budget_ms, uint32_t *next_ms)
{
    dct_source_step(&u->source, budget_ms, next_ms);
    tend_staged(h, u, next_ms);
    tend_trial(h, u, next_ms);
    tell_settings(h, u);
    if (u->told == u->source.changes)
        return;
    u->told = u->source.changes;
    dct_events_put(&h->background.events, DOCENT_EVENT_SYNC, NULL, DOCENT_OK);
}

/* Sources share the time; hardly ever has more than one of them something to do. */
void dct_updates_step(docent *h, uint32_t budget_ms, uint32_t *next_ms)
{
    uint32_t count = 0;
    for (const dct_updates *u = h->updates; u != NULL; u = u->next)
        count++;
    for (dct_updates *u = h->updates; u != NULL; u = u->next)
        tend(h, u, budget_ms / count, next_ms);
}
