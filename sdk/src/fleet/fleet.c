#include "fleet.h"

#include "../base/error.h"
#include "../net/json.h"
#include "../sync/plan.h"
#include "machine.h"

#include <stdio.h>
#include <string.h>

#define KEEP_MS 300000u          /* Counts wait so long for the disk: a kill loses that much of them, a disk is spared. */
#define QUIET_AT_MOST_MS 300000u /* After a start. */
#define AGAIN_MS 60000u          /* What failed, and a clock that cannot be right, is looked at again. */
#define NOW_LEAST_MS 1767225600000 /* 2026: this was not written before. Figures of 1970 help nobody. */
#define NOW_MOST_MS 9000000000000  /* In nanoseconds it still fits. */

static uint64_t mono_ms(const dct_fleet *f)
{
    return f->clock->monotonic_ms(f->clock->ctx);
}

static int64_t unix_ms(const dct_fleet *f)
{
    return f->clock->unix_ms(f->clock->ctx);
}

static bool can_be(int64_t now_ms)
{
    return now_ms >= NOW_LEAST_MS && now_ms <= NOW_MOST_MS;
}

/* ---- slots ---- */

int64_t dct_fleet_slot(int64_t now_ms, uint64_t phase_ms, uint32_t interval_s)
{
    return (now_ms - (int64_t)phase_ms) / ((int64_t)interval_s * 1000);
}

static uint64_t phase_ms(const dct_fleet *f)
{
    return dct_plan_first_ms(f->instance, f->interval_s);
}

static int64_t slot_now(const dct_fleet *f)
{
    return dct_fleet_slot(unix_ms(f), phase_ms(f), f->interval_s);
}

static uint64_t quiet_after_start(const dct_fleet *f)
{
    uint64_t chance, most = f->interval_s * 500ull;
    most = most < QUIET_AT_MOST_MS ? most : QUIET_AT_MOST_MS;
    return f->clock->entropy(f->clock->ctx, &chance, sizeof chance) ? chance % (most + 1) : most / 2;
}

/* ---- the ledger ---- */

/* A clock that was set back makes the beginning a lie. Then counting begins anew, as a receiver understands a later
 * beginning: from nothing. */
static void forget(const dct_fleet *f, dct_ledger *l)
{
    bool running = l->running;
    memset(l, 0, sizeof *l);
    l->running = running;
    l->slot = -1;
    l->since_ms = can_be(unix_ms(f)) ? unix_ms(f) : 0;
}

static bool is_sound(const dct_fleet *f, const dct_ledger *l)
{
    return l->since_ms != 0 && (l->since_ms <= unix_ms(f) || !can_be(unix_ms(f)));
}

static docent_status read_ledger(dct_fleet *f, dct_ledger *l, docent_error *err)
{
    docent_status status = dct_ledger_read(&f->db, l, err);
    if (status != DOCENT_OK || is_sound(f, l))
        return status;
    forget(f, l);
    return dct_ledger_clear_host(&f->db, err);
}

static docent_status add_host(dct_fleet *f, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < f->host_count && status == DOCENT_OK; i++)
        status = dct_ledger_add_host(&f->db, f->host[i].name, f->host[i].count, err);
    return status;
}

typedef enum moment { NOW_AND_THEN, HEARTBEAT, END } moment;

static void account(dct_fleet *f, dct_ledger *l, moment when)
{
    for (int i = 0; i < DCT_COUNTS; i++)
        l->counts[i] += f->fresh[i];
    if (!f->started) {
        l->counts[DCT_COUNT_STARTS]++;
        l->counts[DCT_COUNT_UNCLEAN] += l->running;
    }
    if (when == HEARTBEAT) {
        l->counts[DCT_COUNT_HEARTBEATS]++;
        l->slot = slot_now(f);
    }
    l->running = when != END;
}

/* Before the clock is right there is no beginning to count from: it stays in memory. */
static docent_status keep_in(dct_fleet *f, moment when, dct_ledger *l, docent_error *err)
{
    docent_status status = read_ledger(f, l, err);
    if (status != DOCENT_OK || l->since_ms == 0)
        return status;
    account(f, l, when);
    status = add_host(f, err);
    return status == DOCENT_OK ? dct_ledger_write(&f->db, l, err) : status;
}

static docent_status keep(dct_fleet *f, moment when, dct_ledger *l, docent_error *err)
{
    f->kept_ms = mono_ms(f);
    f->tried = true;
    docent_status status = dct_db_begin(&f->db, err);
    if (status == DOCENT_OK)
        status = dct_db_end(&f->db, keep_in(f, when, l, err), err);
    if (status != DOCENT_OK || l->since_ms == 0)
        return status;
    memset(f->fresh, 0, sizeof f->fresh);
    f->host_count = 0;
    f->slot = l->slot;
    f->started = true;
    return DOCENT_OK;
}

static bool has_fresh(const dct_fleet *f)
{
    for (int i = 0; i < DCT_COUNTS; i++)
        if (f->fresh[i] != 0)
            return true;
    return f->host_count > 0;
}

/* ---- life ---- */

/* The device's word counts more than the program's. */
static const char *said(const dct_desk_connector *c, const char *key)
{
    const char *own = dct_json_text(c->device_part, key);
    return *own != 0 ? own : dct_json_text(c->public_part, key);
}

static docent_status configure(dct_fleet *f, const dct_desk_connector *c, docent_error *err)
{
    const char *service = said(c, "service"), *instance = said(c, "instance"), *version = said(c, "version");
    int64_t minutes = dct_json_int(c->device_part, "interval_minutes", 1, 10080, 0);
    if (minutes == 0)
        minutes = dct_json_int(c->public_part, "interval_minutes", 1, 10080, 60);
    f->interval_s = (uint32_t)minutes * 60;
    if (strlen(service) > DCT_MAX_FLEET_NAME || strlen(instance) > DCT_MAX_FLEET_NAME || strlen(version) > DCT_MAX_FLEET_NAME)
        return dct_fail(err, DOCENT_ERR_ARG, "fleet", 0, "telemetry: service, version and instance have at most %u bytes",
                        DCT_MAX_FLEET_NAME);
    if (*instance == 0 && dct_state_path(f->outbox->state) == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "fleet", 0,
                        "telemetry: without a state file this device has another name at each start: give it one, or `instance`");
    snprintf(f->service, sizeof f->service, "%s", *service != 0 ? service : "docent");
    snprintf(f->version, sizeof f->version, "%s", version);
    snprintf(f->instance, sizeof f->instance, "%s", *instance != 0 ? instance : f->outbox->device.text);
    return DOCENT_OK;
}

docent_status dct_fleet_open(dct_fleet *f, const docent_alloc *alloc, const docent_clock *clock, dct_outbox *outbox,
                             const dct_desk_connector *settings, docent_error *err)
{
    memset(f, 0, sizeof *f);
    f->alloc = alloc;
    f->clock = clock;
    f->outbox = outbox;
    docent_status status = configure(f, settings, err);
    if (status != DOCENT_OK)
        return status;
    dct_ledger_share(&f->db, outbox->state);
    f->began_ms = mono_ms(f);
    f->kept_ms = f->began_ms;
    f->quiet_ms = f->began_ms + quiet_after_start(f);
    return DOCENT_OK;
}

void dct_fleet_close(dct_fleet *f)
{
    dct_ledger ledger;
    if (f->outbox == NULL)
        return;
    if (f->started || f->tried || has_fresh(f)) /* Who only looked at what would be told has not been here. */
        (void)keep(f, END, &ledger, NULL);
    dct_db_unshare(&f->db);
    memset(f, 0, sizeof *f);
}

/* ---- counting ---- */

void dct_fleet_count(dct_fleet *f, int which)
{
    f->fresh[which]++;
}

docent_status dct_fleet_count_host(dct_fleet *f, const char *name, uint64_t more, docent_error *err)
{
    uint32_t i = 0;
    while (i < f->host_count && strcmp(f->host[i].name, name) != 0)
        i++;
    if (i == DCT_MAX_HOST_COUNTS)
        return dct_fail(err, DOCENT_ERR_LIMIT, "fleet", 0, "%u names are counted at most", DCT_MAX_HOST_COUNTS);
    if (i == f->host_count) {
        snprintf(f->host[i].name, sizeof f->host[i].name, "%s", name);
        f->host[i].count = 0;
        f->host_count++;
    }
    f->host[i].count = more < UINT64_MAX / 4 - f->host[i].count ? f->host[i].count + more : UINT64_MAX / 4;
    return DOCENT_OK;
}

/* ---- when ---- */

static void sooner(uint32_t *next_ms, uint64_t ms)
{
    if (ms < *next_ms)
        *next_ms = (uint32_t)ms;
}

static void keep_now_and_then(dct_fleet *f, uint32_t *next_ms)
{
    dct_ledger ledger;
    uint64_t each = f->started ? KEEP_MS : AGAIN_MS;
    if (f->started && !has_fresh(f))
        return;
    if (!f->tried || mono_ms(f) - f->kept_ms >= each)
        (void)keep(f, NOW_AND_THEN, &ledger, NULL);
    if (!f->started || has_fresh(f))
        sooner(next_ms, each - (mono_ms(f) - f->kept_ms));
}

static uint64_t until_next_slot(const dct_fleet *f)
{
    int64_t each = (int64_t)f->interval_s * 1000;
    return (uint64_t)(each - (unix_ms(f) - (int64_t)phase_ms(f)) % each);
}

bool dct_fleet_due(dct_fleet *f, uint32_t *next_ms)
{
    uint64_t now = mono_ms(f);
    keep_now_and_then(f, next_ms);
    if (!can_be(unix_ms(f)))
        sooner(next_ms, AGAIN_MS);
    else if (now < f->quiet_ms)
        sooner(next_ms, f->quiet_ms - now);
    else if (slot_now(f) == f->slot)
        sooner(next_ms, until_next_slot(f));
    else
        return true;
    return false;
}

/* ---- what it says ---- */

static docent_status fill(dct_fleet *f, const dct_ledger *l, dct_figures *out, docent_error *err)
{
    const char *path = dct_state_path(f->outbox->state);
    if (l->since_ms == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "fleet", 0, "telemetry: this device does not know what time it is: set its clock");
    out->service = f->service;
    out->version = *f->version != 0 ? f->version : out->scope_version;
    out->instance = f->instance;
    out->arch = dct_machine_arch();
    out->os = dct_machine_os();
    out->now_ms = unix_ms(f);
    out->since_ms = l->since_ms;
    memcpy(out->counts, l->counts, sizeof out->counts);
    out->uptime_s = (mono_ms(f) - f->began_ms) / 1000;
    out->memory_bytes = dct_machine_memory();
    out->disk_bytes = dct_machine_room(path);
    docent_status status = dct_ledger_host(&f->db, out->host, &out->host_count, err);
    return status == DOCENT_OK ? dct_outbox_count(f->outbox, out->now_ms / 1000, &out->outbox, err) : status;
}

/* What is counted and not kept yet, over what is. */
static void add_fresh_host(const dct_fleet *f, dct_figures *out)
{
    for (uint32_t i = 0; i < f->host_count; i++) {
        uint32_t at = 0;
        while (at < out->host_count && strcmp(out->host[at].name, f->host[i].name) != 0)
            at++;
        if (at == DCT_MAX_HOST_COUNTS)
            continue;
        if (at == out->host_count)
            out->host[out->host_count++] = (dct_host_figure){ .count = 0 };
        uint64_t count = out->host[at].count + f->host[i].count;
        out->host[at] = f->host[i];
        out->host[at].count = count;
    }
}

docent_status dct_fleet_figures(dct_fleet *f, dct_figures *out, docent_error *err)
{
    dct_ledger ledger;
    docent_status status = dct_ledger_read(&f->db, &ledger, err);
    if (status != DOCENT_OK)
        return status;
    bool anew = !is_sound(f, &ledger);
    if (anew)
        forget(f, &ledger);
    account(f, &ledger, HEARTBEAT);
    status = fill(f, &ledger, out, err);
    out->host_count = anew ? 0 : out->host_count;
    add_fresh_host(f, out);
    return status;
}

/* Not sealed, whatever else is: there is nothing in it to hide from whoever finds the device. */
static docent_status put(dct_fleet *f, const char *figures, docent_error *err)
{
    dct_posting p = { .rank = DCT_RANK_TELEMETRY, .connector = DCT_TELEMETRY, .seal = "", .consent = "" };
    p.letter = (dct_letter){ .conversation = f->outbox->device.text, .kind = "telemetry", .part = DCT_PART_CREATE, .subject = "",
                             .body = "", .diagnostics = figures };
    return dct_outbox_put(f->outbox, &p, NULL, err);
}

docent_status dct_fleet_post(dct_fleet *f, dct_figures *figures, docent_error *err)
{
    dct_ledger ledger;
    dct_buf text;
    dct_buf_init(&text, f->alloc, DCT_MAX_FIGURES_BYTES);
    docent_status status = keep(f, HEARTBEAT, &ledger, err);
    if (status == DOCENT_OK)
        status = fill(f, &ledger, figures, err);
    if (status == DOCENT_OK)
        status = dct_figures_write(figures, &text, err);
    if (status == DOCENT_OK)
        status = put(f, dct_buf_text(&text), err);
    if (status != DOCENT_OK)
        f->quiet_ms = mono_ms(f) + AGAIN_MS;
    dct_buf_close(&text);
    return status;
}
