/* How this device is, for its shop: <docent/fleet.h>. */
#include "beat.h"

#include "../base/limits.h"
#include "../contact/connector.h"
#include "background.h"
#include "reach.h"
#include "updates.h"

#include <docent/fleet.h>

#include <stdio.h>
#include <string.h>

#define TEXT(x) #x
#define NUMBER(x) TEXT(x)
#define VERSION NUMBER(DOCENT_VERSION_MAJOR) "." NUMBER(DOCENT_VERSION_MINOR) "." NUMBER(DOCENT_VERSION_PATCH)

/* ---- life ---- */

json_t *dct_beat_host(const docent *h)
{
    return h->beat != NULL ? h->beat->host : NULL;
}

static void stop(docent *h)
{
    if (h->beat == NULL)
        return;
    if (h->beat->open)
        dct_fleet_close(&h->beat->fleet);
    h->beat->open = h->beat->refused = false;
}

void dct_beat_close(docent *h)
{
    if (h->beat == NULL)
        return;
    stop(h);
    json_decref(h->beat->host);
    dct_free(&h->alloc, h->beat, sizeof *h->beat);
    h->beat = NULL;
}

static dct_beat *need_beat(docent *h)
{
    if (h->beat == NULL)
        h->beat = dct_new_zero(&h->alloc, sizeof *h->beat);
    if (h->beat == NULL)
        dct_fail_memory(&h->error, "api");
    return h->beat;
}

/* *out NULL: nobody is told. Whether somebody is, the rules say: they may have been read anew. */
static docent_status need_fleet(docent *h, dct_fleet **out)
{
    const dct_desk *desk = dct_handle_desk(h);
    const dct_desk_connector *c = desk != NULL ? dct_desk_telemetry(desk) : NULL;
    *out = NULL;
    if (c == NULL) {
        stop(h);
        return DOCENT_OK;
    }
    dct_reach *r = dct_handle_reach(h);
    dct_beat *b = r != NULL ? need_beat(h) : NULL;
    if (b != NULL && b->refused)
        h->error = b->why;
    if (b == NULL || b->refused)
        return h->error.status;
    docent_status status = DOCENT_OK;
    if (!b->open)
        status = dct_fleet_open(&b->fleet, &h->alloc, dct_handle_clock(h), &r->outbox, c, &h->error);
    b->open = status == DOCENT_OK;
    b->refused = status == DOCENT_ERR_ARG;
    b->why = h->error;
    if (b->open)
        *out = &b->fleet;
    return status;
}

/* ---- what it says ---- */

static void look_at_content(const docent *h, dct_figures *f)
{
    docent_sync_look look;
    for (const dct_updates *u = h->updates; u != NULL && f->content_count < DCT_MAX_BUNDLES; u = u->next) {
        dct_source_look(&u->source, &look);
        f->content[f->content_count++] = (dct_content_figures){ .source = u->source.config.id, .reason = look.reason,
                                                                .release = look.release, .published_s = look.published,
                                                                .checked_s = look.last_check };
    }
    f->scope_version = VERSION;
}

static dct_figures *new_figures(docent *h, docent_error *err)
{
    dct_figures *f = dct_new_zero(&h->alloc, sizeof *f);
    if (f != NULL)
        look_at_content(h, f);
    else
        dct_fail_memory(err, "api");
    return f;
}

void dct_beat_step(docent *h, uint32_t *next_ms)
{
    docent_error error = h->error; /* That of the last call stays for whoever asks. */
    dct_fleet *fleet;
    if (need_fleet(h, &fleet) == DOCENT_OK && fleet != NULL && dct_fleet_due(fleet, next_ms)) {
        dct_figures *f = new_figures(h, &h->error);
        if (f != NULL)
            (void)dct_fleet_post(fleet, f, &h->error);
        dct_free(&h->alloc, f, sizeof *f);
    }
    if (h->beat == NULL || !h->beat->refused)
        h->error = error;
}

void dct_beat_search(docent *h, uint32_t found)
{
    if (h->beat == NULL || !h->beat->open)
        return;
    dct_fleet_count(&h->beat->fleet, DCT_COUNT_SEARCHES);
    if (found == 0)
        dct_fleet_count(&h->beat->fleet, DCT_COUNT_EMPTY);
}

/* ---- what the program says ---- */

static docent_status read_fleet(docent *h, const docent_fleet *fleet, docent_fleet *out)
{
    memset(out, 0, sizeof *out);
    if (fleet->struct_size < offsetof(docent_fleet, url) + sizeof fleet->url || fleet->struct_size > 4096)
        return dct_misuse(h, "fleet: fill one made with DOCENT_FLEET_INIT");
    memcpy(out, fleet, fleet->struct_size < sizeof *out ? fleet->struct_size : sizeof *out);
    if (!dct_text_ok(out->url, DCT_MAX_ADDRESS_BYTES) || *out->url == 0)
        return dct_misuse(h, "fleet.url: the address of a collector is needed");
    if (out->interval_minutes > 10080)
        return dct_misuse(h, "fleet.interval_minutes: at most 10,080, a week");
    const char *const names[] = { out->instance, out->service, out->version };
    for (int i = 0; i < 3; i++)
        if (names[i] != NULL && !dct_text_ok(names[i], DCT_MAX_FLEET_NAME))
            return dct_misuse(h, "fleet.instance, service and version: UTF-8 of at most 128 bytes");
    return DOCENT_OK;
}

static bool set_text(json_t *to, const char *key, const char *text)
{
    return text == NULL || *text == 0 || json_object_set_new(to, key, json_string(text)) == 0;
}

static json_t *as_settings(const docent_fleet *f)
{
    json_t *to = json_object();
    uint32_t minutes = f->interval_minutes != 0 ? f->interval_minutes : 60;
    if (set_text(to, "url", f->url) && set_text(to, "instance", f->instance) && set_text(to, "service", f->service) &&
        set_text(to, "version", f->version) && json_object_set_new(to, "interval_minutes", json_integer(minutes)) == 0 &&
        json_object_set_new(to, "allow_plain", json_boolean((f->flags & DOCENT_FLEET_PLAIN) != 0)) == 0)
        return to;
    json_decref(to);
    return NULL;
}

/* As the courier will, but here a mistake is told to whoever made it. */
static docent_status try_connector(docent *h, const dct_desk_connector *c)
{
    dct_connector connector = { .kind = &dct_connect_otlp, .alloc = &h->alloc, .id = c->id };
    docent_status status = connector.kind->open(&connector, c->public_part, c->device_part, &h->error);
    if (status == DOCENT_OK)
        connector.kind->close(&connector);
    return status;
}

static docent_status begin(docent *h)
{
    dct_fleet *fleet;
    dct_desk *desk = dct_handle_desk(h);
    if (desk == NULL || h->desk_error.status != DOCENT_OK) {
        h->error = h->desk_error;
        return h->error.status;
    }
    docent_status status = dct_desk_report(desk, h->beat->host, &h->error);
    const dct_desk_connector *c = status == DOCENT_OK ? dct_desk_telemetry(desk) : NULL;
    if (c != NULL)
        status = try_connector(h, c);
    return status == DOCENT_OK ? need_fleet(h, &fleet) : status;
}

static void take(docent *h, json_t *host)
{
    stop(h);
    json_decref(h->beat->host);
    h->beat->host = host;
    dct_reach_reload(h);
    dct_events_wake(&h->background.events);
}

docent_status docent_fleet_report(docent *h, const docent_fleet *fleet)
{
    docent_fleet f;
    json_t *host = NULL;
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_call(h);
    if (fleet != NULL && read_fleet(h, fleet, &f) != DOCENT_OK)
        return DOCENT_ERR_ARG;
    if (fleet == NULL && h->beat == NULL)
        return DOCENT_OK;
    if (need_beat(h) == NULL)
        return h->error.status;
    if (fleet != NULL && (host = as_settings(&f)) == NULL)
        return dct_fail_memory(&h->error, "api");
    take(h, host);
    dct_reach *r = fleet == NULL ? dct_handle_reach(h) : NULL;
    docent_status status = fleet != NULL ? begin(h) : r != NULL ? dct_outbox_drop_figures(&r->outbox, &h->error) : h->error.status;
    if (status != DOCENT_OK) {
        docent_error error = h->error;
        take(h, NULL);
        h->error = error;
    }
    return status;
}

/* ---- the host's own ---- */

static bool is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
    size_t size = name != NULL ? strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_.") : 0;
    return size > 0 && size <= DCT_MAX_HOST_NAME && name[size] == 0 && strchr(letters, name[0]) != NULL;
}

docent_status docent_fleet_count(docent *h, const char *name, uint64_t more)
{
    dct_fleet *fleet;
    if (h == NULL || !is_name(name))
        return dct_misuse(h, "docent_fleet_count: needs a handle and a name such as printer.jam, of at most 63 bytes");
    dct_call(h);
    docent_status status = need_fleet(h, &fleet);
    return status == DOCENT_OK && fleet != NULL && more > 0 ? dct_fleet_count_host(fleet, name, more, &h->error) : status;
}

docent_status docent_fleet_preview(docent *h, docent_asset **out)
{
    dct_buf text;
    void *to;
    dct_fleet *fleet;
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_fleet_preview: needs a handle and out");
    dct_call(h);
    docent_status status = need_fleet(h, &fleet);
    if (status == DOCENT_OK && fleet == NULL && h->desk_error.status != DOCENT_OK) {
        h->error = h->desk_error; /* It is off because nobody can read who would be told. */
        return h->error.status;
    }
    if (status == DOCENT_OK && fleet == NULL)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "fleet", 0, "nobody is told anything: telemetry is off");
    dct_figures *f = status == DOCENT_OK ? new_figures(h, &h->error) : NULL;
    if (f == NULL)
        return h->error.status;
    dct_buf_init(&text, &h->alloc, DCT_MAX_FIGURES_BYTES);
    status = dct_fleet_figures(fleet, f, &h->error);
    if (status == DOCENT_OK)
        status = dct_figures_write(f, &text, &h->error);
    if (status == DOCENT_OK && (*out = dct_asset_new(&h->alloc, text.size, &to)) == NULL)
        status = dct_fail_memory(&h->error, "api");
    if (status == DOCENT_OK)
        memcpy(to, text.data, text.size);
    dct_buf_close(&text);
    dct_free(&h->alloc, f, sizeof *f);
    return status;
}
