/* The shop's own OpenTelemetry collector, told how this device is: OTLP over HTTP, as JSON. It carries what fleet/ composed and
 * nothing a person wrote; sdk/docs/fleet.md says what that is.
 *
 *     POST URL   an ExportMetricsServiceRequest, byte for byte as it was stored
 *
 *     2xx, also where it took only a part of it ... it is there: what a collector rejects it rejects again
 *     429, 502, 503, 504 .......................... later; Retry-After counts
 *     any other error ............................. dropped, as OTLP wants it; the next figures say it all again
 *     no answer, or somebody's log-in page ........ the same again: figures of one moment told twice are one figure */
#include "../base/limits.h"
#include "../net/retry_after.h"
#include "setting.h"
#include "task.h"

#include <string.h>

#define OWN_HEADERS 8
#define LATER_AT_MOST_S 3600
#define ANSWER_MS 60000 /* A collector answers at once or is not well. */
#define PATH "/v1/metrics"

typedef struct otlp {
    dct_arena   arena;
    const char *url;
    const char *headers[OWN_HEADERS + 2];
    uint32_t    header_count;
    dct_wire    wire;
} otlp;

enum { AT_END = 1 };

/* ---- configuration ---- */

static void add_header(dct_settings *s, otlp *o, const char *line)
{
    if (line != NULL && o->header_count < sizeof o->headers / sizeof *o->headers)
        o->headers[o->header_count++] = line;
    else if (line != NULL)
        dct_setting_fault(s, "headers", "has more than eight");
}

static bool is_name(const char *text)
{
    return *text != 0 && strlen(text) <= 64 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == strlen(text);
}

/* What a provider asks for beside or instead of a token. Secrets, so of the device's file alone. */
static void read_headers(dct_settings *s, otlp *o)
{
    const char *name;
    json_t *value;
    if (json_object_get(s->public_part, "headers") != NULL)
        dct_setting_fault(s, "headers", "are secrets: they belong into the device's file");
    json_object_foreach(json_object_get(s->device_part, "headers"), name, value) {
        const char *text = dct_setting_member(s, "headers", name);
        if (!is_name(name))
            dct_setting_fault(s, "headers", "holds a name that no header has");
        else if (*text != 0)
            add_header(s, o, dct_arena_format(s->arena, "%s: %s", name, text));
    }
}

/* A collector's address without a path is the place where all of them listen. */
static const char *whole_url(dct_settings *s)
{
    const char *url = dct_setting_base(s, "url", "https http"), *host = strstr(url, "://");
    if (host == NULL || strchr(host + 3, '/') != NULL)
        return url;
    const char *whole = dct_arena_format(s->arena, "%s" PATH, url);
    return whole != NULL ? whole : "";
}

static void configure(dct_settings *s, dct_connector *c, otlp *o)
{
    o->url = whole_url(s);
    if (*o->url == 0)
        dct_setting_fault(s, "url", "is not set: write the collector's address, https://...");
    add_header(s, o, "Content-Type: application/json");
    const char *token = dct_setting_secret(s, "token");
    if (*token != 0)
        add_header(s, o, dct_arena_format(s->arena, "Authorization: Bearer %s", token));
    read_headers(s, o);
    dct_setting_wire(s, &o->wire);
    dct_setting(s, "instance"); /* Of fleet/: looked at here, where a mistake is told. */
    dct_setting(s, "service");
    dct_setting(s, "version");
    dct_setting_int(s, "interval_minutes", 1, 10080, 60);
    c->can = c->kind->can;
    c->settle_s = 60;
}

static void close_otlp(dct_connector *c)
{
    otlp *o = c->self;
    if (o == NULL)
        return;
    dct_arena_close(&o->arena);
    dct_free(c->alloc, o, sizeof *o);
    c->self = NULL;
}

static docent_status open_otlp(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    otlp *o = dct_new_zero(c->alloc, sizeof *o);
    if (o == NULL)
        return dct_fail_memory(err, "contact");
    c->self = o;
    dct_arena_init(&o->arena, c->alloc, DCT_MAX_SETTINGS_BYTES);
    dct_settings s = { c, public_part, device_part, &o->arena, err, DOCENT_OK };
    configure(&s, c, o);
    if (dct_settings_end(&s) != DOCENT_OK)
        close_otlp(c);
    return s.status;
}

/* ---- the task ---- */

static void begin(dct_connector *c, dct_task *t)
{
    const otlp *o = c->self;
    const char *figures = t->op == DCT_OP_CREATE && t->letter != NULL && !t->sealed ? t->letter->diagnostics : "";
    dct_memory_body *body = dct_arena_new(t->arena, sizeof *body);
    if (*figures == 0) {
        dct_task_end(t, DCT_REFUSED, "a collector takes the figures of this device and nothing else");
        return;
    }
    if (body != NULL)
        *body = (dct_memory_body){ figures, strlen(figures) };
    docent_request r = { .struct_size = (uint32_t)sizeof r, .url = o->url, .method = "POST", .headers = o->headers,
                         .header_count = o->header_count, .read = dct_memory_read, .body_ctx = body,
                         .body_bytes = strlen(figures), .total_ms = ANSWER_MS };
    dct_wire_use(&o->wire, &r);
    dct_task_start(c, t, &r, DCT_MAX_ODD_BODY_BYTES, AT_END);
}

/* ---- the answers ---- */

/* "200, and here is how to pay for this network": collectors answer JSON, or nothing. */
static bool is_page(const dct_task *t)
{
    const char *type = dct_fetch_header(t->fetch, "Content-Type"), *html = "text/html";
    size_t i = 0;
    while (type != NULL && html[i] != 0 && (type[i] | 0x20) == (html[i] | 0x20))
        i++;
    return html[i] == 0;
}

/* What was rejected, for whoever asks; it is not sent again. */
static void end_taken(dct_task *t)
{
    size_t size;
    docent_error ignored;
    const char *body = dct_fetch_body(t->fetch, &size);
    json_t *answer = dct_json_parse(body, size, DCT_MAX_ODD_BODY_BYTES, true, "answer", &ignored);
    const json_t *part = json_object_get(answer, "partialSuccess");
    int64_t rejected = dct_json_int(part, "rejectedDataPoints", 0, INT64_MAX, 0);
    const char *why = dct_json_text(part, "errorMessage");
    if (rejected > 0)
        dct_task_end(t, DCT_DONE, "the collector rejected %lld figures: %.160s", (long long)rejected, why);
    else
        dct_task_end(t, DCT_DONE, "%.200s", why);
    json_decref(answer);
}

static bool is_later(int status)
{
    return status == 429 || status == 502 || status == 503 || status == 504;
}

/* A proxy's or a network's own refusal: it went no further. */
static bool is_on_the_way(int status)
{
    return status == 407 || status == 511;
}

static void step(dct_connector *c, dct_task *t)
{
    (void)c;
    if (t->verdict != DCT_PENDING || !dct_task_done(t))
        return;
    int status = dct_fetch_status(t->fetch);
    dct_verdict v = dct_task_http(t);
    if (v == DCT_DONE && !is_page(t)) {
        end_taken(t);
    } else if (is_later(status)) {
        t->later_s = dct_retry_after_s(dct_fetch_header(t->fetch, "Retry-After"), t->now_s, LATER_AT_MOST_S);
        dct_task_end(t, DCT_LATER, NULL);
    } else if (v == DCT_DONE || is_on_the_way(status)) {
        dct_task_end(t, DCT_NOT_SENT, "something between here and the collector answers in its place");
    } else {
        dct_task_end(t, status >= 400 ? DCT_REFUSED : v == DCT_DOUBT ? DCT_NOT_SENT : v, NULL);
    }
}

static void cancel(dct_connector *c, dct_task *t)
{
    (void)c;
    dct_task_drop(t);
}

const dct_connector_kind dct_connect_otlp = {
    .name = "otlp",
    .can = DCT_CAN_DEDUP | DCT_ONLY_FIGURES,
    .open = open_otlp,
    .close = close_otlp,
    .begin = begin,
    .step = step,
    .cancel = cancel,
};
