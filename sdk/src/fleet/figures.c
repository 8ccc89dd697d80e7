/* By hand, as a letter is: the text is a contract with whoever receives it, and a library's next version might write another.
 * OTLP's JSON wants camelCase names, enums as numbers and 64-bit integers as texts. */
#include "figures.h"

#include "../base/error.h"

#include <inttypes.h>

#define CUMULATIVE 2 /* AGGREGATION_TEMPORALITY_CUMULATIVE */

typedef struct writer {
    dct_buf           *out;
    const dct_figures *f;
    bool               more; /* A point stands before this one. */
} writer;

/* ---- pieces ---- */

static void add_attribute(dct_buf *out, const char *key, const char *value, bool more)
{
    dct_buf_add_text(out, more ? ",{\"key\":" : "{\"key\":");
    dct_buf_add_json(out, key);
    dct_buf_add_text(out, ",\"value\":{\"stringValue\":");
    dct_buf_add_json(out, value);
    dct_buf_add_text(out, "}}");
}

static void add_resource(writer *w)
{
    const dct_figures *f = w->f;
    dct_buf_add_text(w->out, "\"resource\":{\"attributes\":[");
    add_attribute(w->out, "service.name", f->service, false);
    add_attribute(w->out, "service.version", f->version, true);
    add_attribute(w->out, "service.instance.id", f->instance, true);
    add_attribute(w->out, "host.arch", f->arch, true);
    add_attribute(w->out, "os.type", f->os, true);
    dct_buf_add_text(w->out, "]}");
}

/* ---- metrics ---- */

typedef enum shape {
    GAUGE,  /* How it is now. */
    LEVEL,  /* The same of what may be added up over devices: a sum that goes both ways. */
    COUNTER /* What happened since the beginning. */
} shape;

static void begin(writer *w, const char *name, const char *unit, shape how)
{
    unsigned char last = w->out->size > 0 ? w->out->data[w->out->size - 1] : '[';
    dct_buf_add_format(w->out, "%s{\"name\":\"%s\",\"unit\":\"%s\",", last == '[' ? "" : ",", name, unit);
    if (how == GAUGE)
        dct_buf_add_text(w->out, "\"gauge\":{\"dataPoints\":[");
    else
        dct_buf_add_format(w->out, "\"sum\":{\"aggregationTemporality\":%d,\"isMonotonic\":%s,\"dataPoints\":[", CUMULATIVE,
                           how == COUNTER ? "true" : "false");
    w->more = false;
}

static void end(writer *w)
{
    dct_buf_add_text(w->out, "]}}");
}

/* key NULL: of the device as a whole. A second key may follow. */
static void point(writer *w, const char *key, const char *value, const char *key2, const char *value2, int64_t number, bool summed)
{
    dct_buf_add_text(w->out, w->more ? ",{" : "{");
    if (key != NULL) {
        dct_buf_add_text(w->out, "\"attributes\":[");
        add_attribute(w->out, key, value, false);
        if (key2 != NULL)
            add_attribute(w->out, key2, value2, true);
        dct_buf_add_text(w->out, "],");
    }
    if (summed)
        dct_buf_add_format(w->out, "\"startTimeUnixNano\":\"%" PRId64 "000000\",", w->f->since_ms);
    dct_buf_add_format(w->out, "\"timeUnixNano\":\"%" PRId64 "000000\",\"asInt\":\"%" PRId64 "\"}", w->f->now_ms, number);
    w->more = true;
}

static int64_t whole(uint64_t count)
{
    return count < INT64_MAX ? (int64_t)count : INT64_MAX;
}

static void one(writer *w, const char *name, const char *unit, shape how, int64_t number)
{
    begin(w, name, unit, how);
    point(w, NULL, NULL, NULL, NULL, number, how != GAUGE);
    end(w);
}

/* ---- what there is ---- */

static void add_counts(writer *w)
{
    static const struct {
        const char *name, *unit;
    } counts[DCT_COUNTS] = {
        [DCT_COUNT_HEARTBEATS] = { "docent.heartbeats", "{heartbeat}" },
        [DCT_COUNT_STARTS] = { "docent.starts", "{start}" },
        [DCT_COUNT_UNCLEAN] = { "docent.unclean_ends", "{end}" },
        [DCT_COUNT_SEARCHES] = { "docent.search.count", "{search}" },
        [DCT_COUNT_EMPTY] = { "docent.search.empty", "{search}" },
    };
    for (int i = 0; i < DCT_COUNTS; i++)
        one(w, counts[i].name, counts[i].unit, COUNTER, whole(w->f->counts[i]));
}

static void add_host(writer *w)
{
    if (w->f->host_count == 0)
        return;
    begin(w, "docent.host.events", "{event}", COUNTER);
    for (uint32_t i = 0; i < w->f->host_count; i++)
        point(w, "docent.event", w->f->host[i].name, NULL, NULL, whole(w->f->host[i].count), true);
    end(w);
}

/* A clock that was set may be before what it is compared with. */
static int64_t age_s(const dct_figures *f, int64_t then_s)
{
    int64_t now_s = f->now_ms / 1000;
    return now_s > then_s ? now_s - then_s : 0;
}

static void add_outbox(writer *w)
{
    const docent_outbox *o = &w->f->outbox;
    one(w, "docent.outbox.waiting", "{letter}", LEVEL, o->waiting);
    one(w, "docent.outbox.held", "{letter}", LEVEL, o->held);
    one(w, "docent.outbox.blocked", "{letter}", LEVEL, o->blocked);
    one(w, "docent.outbox.size", "By", LEVEL, whole(o->bytes));
    one(w, "docent.outbox.oldest.age", "s", GAUGE, o->waiting > 0 ? age_s(w->f, o->oldest) : 0);
}

static void add_process(writer *w)
{
    one(w, "docent.uptime", "s", GAUGE, whole(w->f->uptime_s));
    if (w->f->memory_bytes >= 0)
        one(w, "process.memory.usage", "By", LEVEL, w->f->memory_bytes);
    if (w->f->disk_bytes >= 0)
        one(w, "docent.disk.free", "By", GAUGE, w->f->disk_bytes);
}

enum { RELEASE, AGE, CHECK_AGE };

static int64_t of_content(const dct_figures *f, const dct_content_figures *c, int what)
{
    if (what == RELEASE)
        return c->release;
    int64_t then_s = what == AGE ? c->published_s : c->checked_s;
    return then_s == 0 ? -1 : age_s(f, then_s);
}

/* A point for each source that knows; without any there is no such metric. */
static void add_of_content(writer *w, const char *name, const char *unit, int what)
{
    bool begun = false;
    for (uint32_t i = 0; i < w->f->content_count; i++) {
        const dct_content_figures *c = &w->f->content[i];
        int64_t number = of_content(w->f, c, what);
        if (number < 0)
            continue;
        if (!begun)
            begin(w, name, unit, GAUGE);
        begun = true;
        point(w, "docent.source", c->source, NULL, NULL, number, false);
    }
    if (begun)
        end(w);
}

static void add_content(writer *w)
{
    add_of_content(w, "docent.content.release", "{release}", RELEASE);
    add_of_content(w, "docent.content.age", "s", AGE);
    add_of_content(w, "docent.content.check.age", "s", CHECK_AGE);
    if (w->f->content_count == 0)
        return;
    begin(w, "docent.content.status", "{source}", LEVEL);
    for (uint32_t i = 0; i < w->f->content_count; i++)
        point(w, "docent.source", w->f->content[i].source, "docent.reason", w->f->content[i].reason, 1, true);
    end(w);
}

docent_status dct_figures_write(const dct_figures *f, dct_buf *out, docent_error *err)
{
    writer w = { out, f, false };
    dct_buf_add_text(out, "{\"resourceMetrics\":[{");
    add_resource(&w);
    dct_buf_add_text(out, ",\"scopeMetrics\":[{\"scope\":{\"name\":\"docent\",\"version\":");
    dct_buf_add_json(out, f->scope_version);
    dct_buf_add_text(out, "},\"metrics\":[");
    add_counts(&w);
    add_host(&w);
    add_content(&w);
    add_outbox(&w);
    add_process(&w);
    dct_buf_add_text(out, "]}]}]}");
    return out->failed ? dct_fail_memory(err, "fleet") : DOCENT_OK;
}
