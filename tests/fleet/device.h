/* A device with a state file of its own and a collector inside the test, for the tests of heartbeats. Each of those programs
 * defines _POSIX_C_SOURCE first. Time is a fake_clock; what the collector is told is checked as it comes: every heartbeat is
 * JSON, none is older than the one before, and no count goes back. */
#ifndef TEST_FLEET_DEVICE_H
#define TEST_FLEET_DEVICE_H

#include "support/cmocka_all.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <docent/contact.h>
#include <docent/fleet.h>

#include "net/json.h"
#include "support/bundle.h"
#include "support/fault_transport.h"
#include "support/state_file.h"

#define HOUR_MS 3600000

static char bundle[512], state_file[512], device_file[512]; /* with_files() names them. */

typedef struct device {
    fake_clock      clock;
    fault_transport net;
    docent         *h;
    bool            in_memory;
    const docent_alloc *alloc;
    uint32_t        events, least_ms; /* least_ms: a step takes so long. */
    /* The collector, and the desk of a shop. */
    int             status;
    uint32_t        heartbeats, letters;
    char           *last;         /* The last heartbeat; NULL: none. */
    int64_t         last_time, counts[8]; /* Of the last, in the order of their names. */
    char            order[64];    /* What came: h, l. */
} device;

static const char *const names[] = { "docent.heartbeats", "docent.starts", "docent.unclean_ends", "docent.search.count",
                                     "docent.search.empty", "docent.outbox.waiting", "docent.host.events" };
enum { HEARTBEATS, STARTS, UNCLEAN, SEARCHES, EMPTY, WAITING, HOST, NAMES };

/* ---- the collector ---- */

/* The first point of a metric; 0 when it is not there. */
static inline int64_t value_of(const json_t *metrics, const char *name, const char *key)
{
    for (size_t i = 0; i < json_array_size(metrics); i++) {
        const json_t *m = json_array_get(metrics, i), *of = json_object_get(m, "sum");
        if (strcmp(dct_json_text(m, "name"), name) != 0)
            continue;
        of = of != NULL ? of : json_object_get(m, "gauge");
        return strtoll(dct_json_text(json_array_get(json_object_get(of, "dataPoints"), 0), key), NULL, 10);
    }
    return 0;
}

static inline void take_heartbeat(device *d, const char *body, size_t size)
{
    docent_error err;
    json_t *all = dct_json_parse(body, size, 1u << 20, true, "heartbeat", &err);
    const json_t *resource = json_array_get(json_object_get(all, "resourceMetrics"), 0);
    const json_t *metrics = json_object_get(json_array_get(json_object_get(resource, "scopeMetrics"), 0), "metrics");
    if (json_array_size(metrics) < 8)
        fail_msg("no heartbeat: %.*s", (int)size, body);
    int64_t since = value_of(metrics, names[STARTS], "startTimeUnixNano"), at = value_of(metrics, names[STARTS], "timeUnixNano");
    bool anew = since > d->last_time;
    assert_true(since > 0 && since <= at);
    assert_true(at >= d->last_time);
    for (int i = 0; i < NAMES; i++) {
        int64_t value = value_of(metrics, names[i], "asInt");
        if (i <= EMPTY && !anew && value < d->counts[i])
            fail_msg("%s went from %lld to %lld", names[i], (long long)d->counts[i], (long long)value);
        d->counts[i] = value;
    }
    d->last_time = at;
    free(d->last);
    d->last = calloc(1, size + 1);
    assert_non_null(d->last);
    memcpy(d->last, body, size);
    d->heartbeats++;
    json_decref(all);
}

static inline bool serve(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    device *d = ctx;
    (void)again;
    bool heartbeat = strcmp(r->url, "https://fleet.test/v1/metrics") == 0;
    size_t at = strlen(d->order);
    if (at + 1 < sizeof d->order)
        d->order[at] = heartbeat ? 'h' : 'l';
    reply->body = "{}";
    reply->body_size = 2;
    reply->after_ms = heartbeat ? 10 : 4000;
    d->letters += !heartbeat;
    reply->status = heartbeat && d->status != 0 ? d->status : 200;
    if (heartbeat && reply->status == 200)
        take_heartbeat(d, body, size);
    return true;
}

/* ---- the device ---- */

static inline void write_device(const char *text)
{
    FILE *f = fopen(device_file, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(chmod(device_file, 0600), 0);
}

static inline docent_status open_device(device *d)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    config.bundle_path = bundle;
    config.state_path = d->in_memory ? NULL : state_file;
    config.device_path = device_file;
    config.alloc = d->alloc;
    docent_status status = docent_open(&config, &d->h, &err);
    if (status != DOCENT_OK)
        return status;
    d->net.closed = false;
    docent_transport transport = fault_transport_of(&d->net);
    docent_clock clock = fake_clock_of(&d->clock);
    assert_int_equal(docent_use_clock(d->h, &clock), DOCENT_OK);
    assert_int_equal(docent_use_transport(d->h, &transport), DOCENT_OK);
    return DOCENT_OK;
}

static inline device *begin(uint64_t seed)
{
    device *d = calloc(1, sizeof *d);
    assert_non_null(d);
    d->least_ms = 1;
    fake_clock_init(&d->clock, seed);
    fault_init(&d->net, seed, &d->clock, serve, d);
    test_state_remove_all(state_file);
    write_device("{}");
    return d;
}

static inline void start(device *d)
{
    if (open_device(d) != DOCENT_OK)
        fail_msg("the device does not open");
}

static inline void stop(device *d)
{
    bool stepped = d->net.begun > 0;
    docent_close(d->h);
    d->h = NULL;
    assert_true(fault_close(&d->net) || !stepped);
}

static inline void finish(device *d)
{
    if (d->h != NULL)
        stop(d);
    test_state_remove_all(state_file);
    free(d->last);
    free(d);
}

static inline void report(device *d)
{
    docent_fleet fleet = DOCENT_FLEET_INIT;
    fleet.url = "https://fleet.test";
    fleet.instance = d->in_memory ? "kiosk-17" : NULL;
    if (docent_fleet_report(d->h, &fleet) != DOCENT_OK)
        fail_msg("%s", docent_last_error(d->h)->message);
}

/* Time passes, in steps as the device wants them. */
static inline void run(device *d, uint64_t ms)
{
    docent_event event;
    for (uint64_t end_ms = d->clock.monotonic_ms + ms; d->clock.monotonic_ms < end_ms;) {
        uint32_t next_ms = 0;
        for (int i = 0; i < 20 && next_ms == 0; i++)
            docent_step(d->h, 0, &next_ms);
        while (docent_poll(d->h, &event))
            d->events++;
        uint64_t left = end_ms - d->clock.monotonic_ms;
        next_ms = next_ms > d->least_ms ? next_ms : d->least_ms;
        fake_clock_advance(&d->clock, next_ms < left ? next_ms : left);
    }
}

/* One number out of the file as it lies. */
static inline int64_t look(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open_v2(state_file, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return number;
}

static inline void search(device *d, const char *words, uint32_t found)
{
    assert_int_equal(docent_count_search(d->h, words, found, NULL), DOCENT_OK);
}

/* Runs the tests of a program, whose files are named after it. */
static inline int with_files(const char *name, int (*tests)(void))
{
    char file[64];
    static const char *const kinds[] = { "docent", "db", "json" };
    char *const paths[] = { bundle, state_file, device_file };
    for (int i = 0; i < 3; i++) {
        snprintf(file, sizeof file, "%s.%s", name, kinds[i]);
        snprintf(paths[i], 512, "%s", test_path(file));
    }
    test_bundle_sample(bundle);
    int failed = tests();
    remove(bundle);
    remove(device_file);
    return failed;
}

#endif
