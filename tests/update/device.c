/* A device that keeps its content new, as a command: what scripts kill, starve and put behind bad networks.
 *
 *     docent-device --bundle B --folder F [--root R] [--url U]... [options]      looks once, switches, says how it stands
 *
 *       --import U      looks there instead of at --url
 *       --confirm       confirms what is on trial at the end; --roll-back goes back
 *       --manual        does not switch
 *       --beside ID     the content stands beside the bundle; says whether article ID is there, and after the source is removed
 *       --setting NAME  says what is set from afar under that name: "?" when nothing is
 *       --seconds N     gives up after N seconds; 20
 *       --budget MS     of each docent_step(); 5
 *       --channel C, --ca FILE, --proxy URL, --proxy-user U, --proxy-password P, --day-bytes N
 *       --clock S       the clock shows this many unix seconds
 *       --idle          no look at all: what a start finds
 *       --memory        prints the most private memory that was seen, and the longest step
 *
 * Prints one line:   release=2 trial=1 staged=0 reason=OK articles=2 bytes=3291/3291 version=41
 * Exit code: 0 when help can be read at the end and the look succeeded, 1 when it can be read and the look did not, 3 when it
 * cannot be read, which nothing may lead to. */
#define _POSIX_C_SOURCE 200809L

#include "support/machine.h"

#include <docent/port.h>
#include <docent/sync.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_URLS = 4, PARTS = 20 };

typedef struct device {
    docent_source source;
    const char   *bundle, *import, *beside, *setting, *urls[MAX_URLS];
    bool          confirm, roll_back, idle, memory;
    long          seconds, budget;
    int64_t       shift_ms; /* Of the clock. */
    uint64_t      begun_ms, longest_ms;
    long          base_kb, most_kb;
} device;

static uint64_t now_ms(void *ctx)
{
    (void)ctx;
    return machine_ms(CLOCK_MONOTONIC);
}

static int64_t unix_ms(void *ctx)
{
    const device *d = ctx;
    return (int64_t)machine_ms(CLOCK_REALTIME) + d->shift_ms;
}

static int usage(const char *what)
{
    fprintf(stderr, "docent-device: %s\n", what);
    return 2;
}

static int parse(device *d, int argc, char **argv)
{
    const struct { const char *name; const char **value; } texts[] = {
        { "--bundle", &d->bundle }, { "--folder", &d->source.folder }, { "--root", &d->source.root_path },
        { "--import", &d->import }, { "--beside", &d->beside }, { "--setting", &d->setting }, { "--channel", &d->source.channel }, { "--ca", &d->source.ca_file },
        { "--proxy", &d->source.proxy }, { "--proxy-user", &d->source.proxy_user }, { "--proxy-password", &d->source.proxy_password } };
    const struct { const char *name; bool *flag; } flags[] = {
        { "--confirm", &d->confirm }, { "--roll-back", &d->roll_back }, { "--idle", &d->idle }, { "--memory", &d->memory } };
    for (int i = 1; i < argc; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof flags / sizeof *flags; k++)
            if (strcmp(argv[i], flags[k].name) == 0)
                known = *flags[k].flag = true;
        if (strcmp(argv[i], "--manual") == 0)
            known = (d->source.flags |= DOCENT_SOURCE_MANUAL) != 0;
        if (known)
            continue;
        if (i + 1 >= argc)
            return usage(argv[i]);
        const char *value = argv[i + 1];
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            if (strcmp(argv[i], texts[k].name) == 0) {
                *texts[k].value = value;
                known = true;
            }
        if (strcmp(argv[i], "--url") == 0 && d->source.url_count < MAX_URLS)
            known = (d->urls[d->source.url_count++] = value) != NULL;
        else if (strcmp(argv[i], "--seconds") == 0)
            known = (d->seconds = atol(value)) > 0;
        else if (strcmp(argv[i], "--budget") == 0)
            known = (d->budget = atol(value)) >= 0;
        else if (strcmp(argv[i], "--day-bytes") == 0)
            known = (d->source.max_day_bytes = strtoull(value, NULL, 10)) > 0;
        else if (strcmp(argv[i], "--clock") == 0) {
            d->shift_ms = (atoll(value) - (int64_t)time(NULL)) * 1000;
            known = true;
        }
        if (!known)
            return usage(argv[i]);
        i++;
    }
    return d->bundle == NULL || d->source.folder == NULL ? usage("--bundle and --folder are needed") : 0;
}

static void step(device *d, docent *h)
{
    uint32_t next_ms;
    uint64_t before = now_ms(d);
    docent_step(h, (uint32_t)d->budget, &next_ms);
    uint64_t took = now_ms(d) - before;
    d->longest_ms = took > d->longest_ms ? took : d->longest_ms;
    long kb = d->memory ? machine_private_kb() : 0;
    d->most_kb = kb > d->most_kb ? kb : d->most_kb;
}

/* One look, and no other: the plan's next one is hours away. */
static bool look(device *d, docent *h)
{
    docent_sync_look at = { .state = DOCENT_SYNC_IDLE };
    bool begun = false;
    if (d->import != NULL)
        docent_sync_import(h, "test", d->import);
    else
        docent_sync_now(h, "test");
    uint64_t until = now_ms(d) + (uint64_t)d->seconds * 1000;
    do {
        step(d, h);
        docent_sync_status(h, "test", &at);
        bool busy = at.state != DOCENT_SYNC_IDLE && at.state != DOCENT_SYNC_STAGED;
        begun = begun || busy || at.last_check != 0 || strcmp(at.reason, "OK") != 0;
        if (begun && !busy && (at.next_check * 1000 > unix_ms(d) + 1000 || d->import != NULL))
            break;
    } while (now_ms(d) < until);
    /* What is staged is made ready a part a step; where it cannot be switched to, that is no reason to wait. */
    for (int i = 0; i < PARTS && at.state == DOCENT_SYNC_STAGED && (d->source.flags & DOCENT_SOURCE_MANUAL) == 0; i++) {
        step(d, h);
        docent_sync_status(h, "test", &at);
    }
    return strcmp(at.reason, "OK") == 0 && at.last_check != 0;
}

/* Help can be read: the list opens, a search runs. */
static bool reads(docent *h, uint32_t *articles)
{
    docent_hits *hits = NULL;
    docent_query query = DOCENT_QUERY_INIT;
    query.text = "help";
    *articles = docent_info_of(h)->article_count;
    bool ok = docent_list(h, NULL, &hits) == DOCENT_OK;
    docent_hits_free(hits);
    hits = NULL;
    ok = docent_search(h, &query, &hits) == DOCENT_OK && ok;
    docent_hits_free(hits);
    return ok;
}

static bool has(docent *h, const char *id)
{
    docent_article *a = NULL;
    bool found = docent_article_open(h, id, &a) == DOCENT_OK;
    docent_article_close(a);
    return found;
}

static void say_setting(const device *d, docent *h)
{
    const char *text = "";
    docent_sync_look at;
    bool there = docent_sync_setting(h, d->source.id, d->setting, &text) == DOCENT_OK;
    printf(" setting=%s", there ? text : "?");
    docent_sync_status(h, d->source.id, &at);
    if (*at.settings_message != 0)
        fprintf(stderr, "docent-device: settings: %s\n", at.settings_message);
}

static int run(device *d, docent *h)
{
    docent_sync_look at;
    uint32_t articles;
    docent_clock clock = { (uint32_t)sizeof clock, d, now_ms, unix_ms, machine_entropy };
    docent_use_clock(h, &clock);
    d->base_kb = machine_private_kb();
    if (d->beside != NULL)
        d->source.flags |= DOCENT_SOURCE_BESIDE;
    d->source.precedence = 1;
    bool added = docent_sync_add(h, &d->source) == DOCENT_OK;
    if (!added)
        fprintf(stderr, "docent-device: %s\n", docent_last_error(h)->message);
    bool ok = added && (d->idle || look(d, h));
    if (added && d->confirm)
        docent_sync_confirm(h, "test");
    if (added && d->roll_back && docent_sync_roll_back(h, "test") != DOCENT_OK)
        ok = false;
    docent_sync_status(h, "test", &at);
    bool there = d->beside != NULL && has(h, d->beside);
    bool readable = reads(h, &articles);
    printf("release=%" PRId64 " trial=%d staged=%" PRId64 " reason=%s articles=%u bytes=%" PRIu64 "/%" PRIu64 " version=%s", at.release,
           at.trial, at.staged, at.reason, (unsigned)articles, at.bytes_done, at.bytes_total, docent_info_of(h)->content_version);
    if (d->setting != NULL)
        say_setting(d, h);
    if (d->beside != NULL) {
        bool removed = docent_sync_remove(h, d->source.id) == DOCENT_OK && !has(h, d->beside) && reads(h, &articles);
        printf(" there=%d removed=%d", there, removed);
        at.message = ""; /* It went with the source. */
    }
    if (d->memory)
        printf(" private_kb=%ld longest_step_ms=%" PRIu64, d->most_kb - d->base_kb, d->longest_ms);
    printf("\n");
    if (*at.message != 0)
        fprintf(stderr, "docent-device: %s\n", at.message);
    return !readable ? 3 : ok ? 0 : 1;
}

int main(int argc, char **argv)
{
    docent *h;
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    device d = { .source = DOCENT_SOURCE_INIT, .seconds = 20, .budget = 5 };
    int code = parse(&d, argc, argv);
    if (code != 0)
        return code;
    d.source.id = "test";
    d.source.urls = d.urls;
    d.source.flags |= DOCENT_SOURCE_CONFIRM;
    config.bundle_path = d.bundle;
    if (docent_open(&config, &h, &err) != DOCENT_OK) {
        fprintf(stderr, "docent-device: %s\n", err.message);
        return 3;
    }
    code = run(&d, h);
    docent_close(h);
    return code;
}
