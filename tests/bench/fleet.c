/* A shop chain in one process: a thousand docent handles, each with its own folder, its own number and its own libcurl, that
 * live through days in minutes. Time stands while one of them speaks to the server, and jumps to the next that is due:
 *
 *     due:   device 17  06:41:03.218      device 803  06:41:20.004      power cut 07:40      device 5 ...
 *                |  time stands
 *                +--> docent_step() ... real sockets, a real server ... idle again -> due in six hours
 *
 *     docent-fleet --bundle B --root R --url U [--ca FILE] --folders DIR --out FILE [options]
 *
 *       --devices N, --interval S, --seed N, --hours N   DIR/0 ... DIR/N-1 hold what each has from before
 *       --first-interval S          what each begins with; a moment later it is told the other, as by settings from afar
 *       --pause MS                  less than a second
 *       --clock UNIX                what time it is at the start
 *       --power FROM TO             all go dark, and start within the same second; seconds from the start
 *       --divert FROM TO PORT       between these, requests go to that port: a server that is down, or busy
 *       --at S COMMAND              runs a command then
 *
 * FILE gets a line for each start, request, failed look and change of content; fleet.py makes sense of it. A request carries
 * when and whose it is in a header line of MARK_BYTES, so that the server's log can be counted by that time.
 *
 * Connections that a cycle leaves idle are closed after it: hours pass until the next one, and no server waits so long. With
 * --pause, it really waits for that many milliseconds, so that the server closes them, and what libcurl remembers is kept. */
#define _POSIX_C_SOURCE 200809L

#include "base/alloc.h"
#include "net/transport.h"
#include "support/machine.h"

#include <docent/port.h>
#include <docent/sync.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { MAX_SPANS = 8, MAX_HEADERS = 4, PATIENCE_S = 60, STEP_MS = 50 };
#define MARK "X-Fleet: %010u.%05u" /* With its line end 27 bytes: MARK_BYTES of fleet.py. */

typedef struct span { /* Milliseconds from the start. */
    uint64_t    from, to;
    long        port;
    const char *command;
    bool        done;
} span;

typedef struct fleet fleet;
typedef struct device {
    fleet           *fleet;
    uint32_t         index;
    docent          *h;         /* NULL: without power. */
    docent_transport carrier;   /* libcurl's, for one cycle; ctx NULL: none. */
    docent_request   request;   /* What it carries. */
    const char      *headers[MAX_HEADERS];
    char             mark[40], url[600];
    uint64_t         booted_ms, due_ms, random;
    int64_t          release;
} device;

struct fleet {
    const char *bundle, *root, *url, *ca, *folders, *out_path;
    long        count, hours, interval_s, first_interval_s, pause_ms;
    uint64_t    seed, now_ms, end_ms;
    int64_t     clock_s;
    span        power[MAX_SPANS], diverts[MAX_SPANS], commands[MAX_SPANS];
    int         power_count, divert_count, command_count;
    device     *devices;
    FILE       *out;
};

static void die(const char *what, const char *why)
{
    fprintf(stderr, "docent-fleet: %s: %s\n", what, why);
    exit(1);
}

/* ---- time and chance ---- */

static uint64_t monotonic_ms(void *ctx)
{
    const device *d = ctx;
    return d->fleet->now_ms - d->booted_ms;
}

static int64_t unix_ms(void *ctx)
{
    const device *d = ctx;
    return d->fleet->clock_s * 1000 + (int64_t)d->fleet->now_ms;
}

static uint64_t next_random(uint64_t *state) /* splitmix64 */
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static bool entropy(void *ctx, void *out, size_t size)
{
    device *d = ctx;
    for (unsigned char *to = out; size-- > 0;)
        *to++ = (unsigned char)next_random(&d->random);
    return true;
}

/* ---- the line ---- */

static long diverted(const fleet *f)
{
    for (int i = 0; i < f->divert_count; i++)
        if (f->now_ms >= f->diverts[i].from && f->now_ms < f->diverts[i].to)
            return f->diverts[i].port;
    return 0;
}

/* http://host:PORT/path with another port while a server is out of service. */
static void set_url(device *d, const char *url)
{
    long port = diverted(d->fleet);
    const char *colon = strchr(url + strlen("https:"), ':'), *path = colon != NULL ? strchr(colon, '/') : NULL;
    if (port == 0 || path == NULL)
        snprintf(d->url, sizeof d->url, "%s", url);
    else
        snprintf(d->url, sizeof d->url, "%.*s:%ld%s", (int)(colon - url), url, port, path);
}

static docent_status carrier_begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    device *d = ctx;
    docent_error err;
    if (d->carrier.ctx == NULL && dct_transport_curl(&dct_alloc_default, &d->carrier, &err) != DOCENT_OK)
        return DOCENT_ERR_NOMEM;
    if (request->header_count >= MAX_HEADERS)
        die("a request", "has more header lines than this program adds to");
    snprintf(d->mark, sizeof d->mark, MARK, (unsigned)d->fleet->now_ms, (unsigned)d->index);
    for (uint32_t i = 0; i < request->header_count; i++)
        d->headers[i] = request->headers[i];
    d->headers[request->header_count] = d->mark;
    set_url(d, request->url);
    d->request = *request;
    d->request.url = d->url;
    d->request.headers = d->headers;
    d->request.header_count = request->header_count + 1;
    fprintf(d->fleet->out, "ask %" PRIu64 " %u %s\n", d->fleet->now_ms, (unsigned)d->index, strrchr(d->url, '/') + 1);
    return d->carrier.begin(d->carrier.ctx, &d->request, x);
}

static void carrier_step(void *ctx, uint32_t wait_ms)
{
    device *d = ctx;
    d->carrier.step(d->carrier.ctx, wait_ms);
}

static uint32_t carrier_next_ms(void *ctx)
{
    const device *d = ctx;
    return d->carrier.next_ms(d->carrier.ctx);
}

static void carrier_cancel(void *ctx, docent_exchange *x)
{
    device *d = ctx;
    d->carrier.cancel(d->carrier.ctx, x);
}

static void carrier_close(void *ctx)
{
    device *d = ctx;
    if (d->carrier.ctx != NULL)
        d->carrier.close(d->carrier.ctx);
    d->carrier.ctx = NULL;
}

/* ---- a device ---- */

static void boot(device *d)
{
    fleet *f = d->fleet;
    char folder[1024];
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_source source = DOCENT_SOURCE_INIT;
    docent_clock clock = { (uint32_t)sizeof clock, d, monotonic_ms, unix_ms, entropy };
    docent_transport line = { (uint32_t)sizeof line, d, carrier_begin, carrier_step, carrier_next_ms, carrier_cancel, carrier_close };
    d->booted_ms = d->due_ms = f->now_ms;
    snprintf(folder, sizeof folder, "%s/%u", f->folders, (unsigned)d->index);
    config.bundle_path = f->bundle;
    source.id = "shop";
    source.folder = folder;
    source.root_path = f->root;
    source.ca_file = f->ca;
    source.urls = &f->url;
    source.url_count = 1;
    source.interval_s = (uint32_t)(f->first_interval_s > 0 ? f->first_interval_s : f->interval_s);
    if (docent_open(&config, &d->h, &err) != DOCENT_OK)
        die(folder, err.message);
    if (docent_use_clock(d->h, &clock) != DOCENT_OK || docent_use_transport(d->h, &line) != DOCENT_OK ||
        docent_sync_add(d->h, &source) != DOCENT_OK ||
        docent_sync_interval(d->h, source.id, (uint32_t)f->interval_s) != DOCENT_OK)
        die(folder, docent_last_error(d->h)->message);
    fprintf(f->out, "boot %" PRIu64 " %u\n", f->now_ms, (unsigned)d->index);
}

static uint64_t real_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec;
}

static void tell(device *d, const docent_sync_look *at)
{
    fleet *f = d->fleet;
    if (strcmp(at->reason, "OK") != 0)
        fprintf(f->out, "fail %" PRIu64 " %u %s\n", f->now_ms, (unsigned)d->index, at->reason);
    if (at->release != d->release && d->release >= 0)
        fprintf(f->out, "content %" PRIu64 " %u %" PRId64 "\n", f->now_ms, (unsigned)d->index, at->release);
    d->release = at->release;
}

/* All that it does at this moment; time stands. */
static void run(device *d)
{
    docent_sync_look at;
    uint32_t next_ms;
    uint64_t until = real_s() + PATIENCE_S;
    do {
        docent_step(d->h, STEP_MS, &next_ms);
        docent_sync_status(d->h, NULL, &at);
        if (real_s() > until)
            die(at.reason, "a cycle takes longer than a minute");
    } while ((at.state != DOCENT_SYNC_IDLE && at.state != DOCENT_SYNC_STAGED) || next_ms == 0);
    if (d->carrier.ctx != NULL) { /* It has spoken. */
        tell(d, &at);
        if (d->fleet->pause_ms == 0)
            carrier_close(d);
        nanosleep(&(struct timespec){ .tv_nsec = d->fleet->pause_ms * 1000000 }, NULL);
    }
    d->due_ms = d->fleet->now_ms + next_ms;
}

/* ---- all of them ---- */

static void cut_power(fleet *f, span *s)
{
    for (long i = 0; i < f->count; i++) {
        device *d = &f->devices[i];
        docent_close(d->h);
        d->h = NULL;
        d->due_ms = s->to + next_random(&d->random) % 1000;
    }
    s->done = true;
}

static void command(fleet *f, span *s)
{
    s->done = true;
    fflush(f->out);
    if (system(s->command) != 0)
        die(s->command, "failed");
}

/* The first of count that is not done. */
static span *first(span *spans, int count)
{
    span *found = NULL;
    for (int i = 0; i < count; i++)
        if (!spans[i].done && (found == NULL || spans[i].from < found->from))
            found = &spans[i];
    return found;
}

static void live(fleet *f)
{
    for (;;) {
        device *d = &f->devices[0];
        span *cut = first(f->power, f->power_count), *say = first(f->commands, f->command_count);
        for (long i = 1; i < f->count; i++)
            if (f->devices[i].due_ms < d->due_ms)
                d = &f->devices[i];
        uint64_t at = d->due_ms;
        at = cut != NULL && cut->from < at ? cut->from : at;
        at = say != NULL && say->from < at ? say->from : at;
        if (at >= f->end_ms)
            return;
        f->now_ms = at;
        if (cut != NULL && cut->from == at)
            cut_power(f, cut);
        else if (say != NULL && say->from == at)
            command(f, say);
        else if (d->h == NULL)
            boot(d);
        else
            run(d);
    }
}

/* Each has a database, two folders and their lock open, and sometimes a socket. */
static void allow_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
}

static void start(fleet *f)
{
    allow_files();
    f->devices = calloc((size_t)f->count, sizeof *f->devices);
    f->out = fopen(f->out_path, "w");
    if (f->devices == NULL || f->out == NULL)
        die(f->out_path, "cannot begin");
    f->end_ms = (uint64_t)f->hours * 3600000u;
    for (long i = 0; i < f->count; i++)
        f->devices[i] = (device){ .fleet = f, .index = (uint32_t)i, .random = f->seed * 1000003u + (uint64_t)i, .release = -1 };
}

static void stop(fleet *f, long base_kb, long base_anon_kb)
{
    struct rusage used;
    long kb = machine_kb("VmRSS") - base_kb, anon_kb = machine_kb("RssAnon") - base_anon_kb;
    getrusage(RUSAGE_SELF, &used);
    printf("devices %ld rss_kb %ld private_kb %ld cpu_ms %ld\n", f->count, kb, anon_kb,
           (long)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000 + (long)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000);
    for (long i = 0; i < f->count; i++)
        docent_close(f->devices[i].h);
    free(f->devices);
    if (fclose(f->out) != 0)
        die(f->out_path, "cannot be written");
}

/* ---- options ---- */

static uint64_t ms(const char *seconds)
{
    return (uint64_t)(atof(seconds) * 1000);
}

static int parse(fleet *f, int argc, char **argv)
{
    const struct { const char *name; const char **value; } texts[] = {
        { "--bundle", &f->bundle }, { "--root", &f->root }, { "--url", &f->url }, { "--ca", &f->ca }, { "--folders", &f->folders }, { "--out", &f->out_path } };
    int i = 1;
    while (i + 1 < argc) {
        const char *name = argv[i], *value = argv[i + 1], *more = i + 2 < argc ? argv[i + 2] : "", *last = i + 3 < argc ? argv[i + 3] : "";
        int used = 2;
        size_t k = 0;
        while (k < sizeof texts / sizeof *texts && strcmp(texts[k].name, name) != 0)
            k++;
        if (k < sizeof texts / sizeof *texts)
            *texts[k].value = value;
        else if (strcmp(name, "--devices") == 0)
            f->count = atol(value);
        else if (strcmp(name, "--interval") == 0)
            f->interval_s = atol(value);
        else if (strcmp(name, "--pause") == 0)
            f->pause_ms = atol(value) % 1000;
        else if (strcmp(name, "--first-interval") == 0)
            f->first_interval_s = atol(value);
        else if (strcmp(name, "--seed") == 0)
            f->seed = strtoull(value, NULL, 10);
        else if (strcmp(name, "--hours") == 0)
            f->hours = atol(value);
        else if (strcmp(name, "--clock") == 0)
            f->clock_s = atoll(value);
        else if (strcmp(name, "--power") == 0 && f->power_count < MAX_SPANS && (used = 3) != 0)
            f->power[f->power_count++] = (span){ .from = ms(value), .to = ms(more) };
        else if (strcmp(name, "--divert") == 0 && f->divert_count < MAX_SPANS && (used = 4) != 0)
            f->diverts[f->divert_count++] = (span){ .from = ms(value), .to = ms(more), .port = atol(last) };
        else if (strcmp(name, "--at") == 0 && f->command_count < MAX_SPANS && (used = 3) != 0)
            f->commands[f->command_count++] = (span){ .from = ms(value), .command = more };
        else
            break;
        i += used;
    }
    return i == argc && f->bundle && f->root && f->url && f->folders && f->out_path && f->count > 0 ? 0 : 2;
}

int main(int argc, char **argv)
{
    fleet f = { .count = 1, .hours = 24, .seed = 1 };
    if (parse(&f, argc, argv) != 0) {
        fprintf(stderr, "docent-fleet: see the top of tests/bench/fleet.c\n");
        return 2;
    }
    long base_kb = machine_kb("VmRSS"), base_anon_kb = machine_kb("RssAnon");
    start(&f);
    live(&f);
    stop(&f, base_kb, base_anon_kb);
    return 0;
}
