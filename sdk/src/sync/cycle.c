/* What follows what in a refresh and in a search: section 5 of the specification, each phase as "look at what is here" and
 * "take what came". */
#include "updater_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "answer.h"
#include "roots.h"

#include <stdio.h>
#include <string.h>

/* What cannot be read or was not signed: perhaps it never came from the server, or not all of it. What is no JSON at all was
 * never ours, wherever it ended. */
static dct_reason reason_of_body(const dct_fetch *f, dct_reason reason)
{
    size_t size;
    const char *body = dct_fetch_body(f, &size);
    bool unreadable = reason == DCT_REASON_TAMPER || reason == DCT_REASON_SERVER || reason == DCT_REASON_CAPTIVE;
    if (!unreadable)
        return reason;
    json_t *json = dct_json_parse(body, size, DCT_MAX_TARGETS_BYTES, true, "", NULL);
    bool whole = json != NULL || (reason == DCT_REASON_CAPTIVE && size > 0);
    json_decref(json);
    dct_reason other = dct_answer_suspect(f, body, size, whole);
    return other == DCT_REASON_TAMPER ? reason : other;
}

/* A rule said no. With a clock that the server contradicts, dates prove nothing. */
static void fail_rule(dct_updater *u, dct_reason reason)
{
    if (u->fetch != NULL)
        reason = reason_of_body(u->fetch, reason);
    if (reason == DCT_REASON_STALE && u->fetch != NULL && dct_answer_clock_differs(u->fetch, u->trusted.now_s))
        reason = DCT_REASON_CLOCK;
    dct_updater_fail(u, reason);
}

/* ---- root ---- */

static void load_root(dct_updater *u)
{
    dct_buf local;
    if (!dct_updater_local(u, "root", DCT_MAX_ROOT_BYTES, &local))
        return;
    if (local.size == 0 && u->err.status == DOCENT_ERR_IO)
        dct_updater_fail(u, dct_why_disk(&u->err));
    else if (local.size == 0)
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_SETUP, "root.json: there is none; install your content's first root"));
    else {
        dct_reason reason = dct_trusted_root(&u->trusted, local.data, local.size, NULL, &u->err);
        if (reason != DCT_REASON_NONE)
            dct_updater_fail(u, reason == DCT_REASON_MEMORY ? reason : DCT_REASON_SETUP);
        else
            dct_roots_keep(u->config.roots, u->trusted.root.version, local.data, local.size);
    }
    dct_buf_close(&local);
}

static void leave_root(dct_updater *u)
{
    dct_reason reason = dct_trusted_root_fresh(&u->trusted, &u->err);
    if (reason == DCT_REASON_NONE)
        dct_updater_enter(u, PHASE_TIMESTAMP);
    else
        fail_rule(u, reason);
}

static void go_on_root(dct_updater *u)
{
    if (!u->entered) {
        load_root(u);
        u->entered = true;
    }
    if (u->phase == PHASE_FAILED)
        return;
    if (u->roots >= DCT_MAX_ROOT_ROTATIONS)
        leave_root(u);
    else
        dct_updater_fetch(u, u->trusted.root.version + 1, "root", DCT_MAX_ROOT_BYTES);
}

/* The files that a rotated key had signed go before the root that says so is kept: after a cut in between they are fetched
 * again; the other way round they would count again. */
static void take_root(dct_updater *u, const char *data, size_t size)
{
    bool rotated;
    dct_folder *folder = u->config.folder;
    dct_reason reason = dct_trusted_root(&u->trusted, data, size, &rotated, &u->err);
    if (reason != DCT_REASON_NONE) {
        fail_rule(u, reason);
        return;
    }
    u->roots++;
    if (rotated && (dct_folder_remove(folder, "timestamp.json", &u->err) != DOCENT_OK ||
                    dct_folder_remove(folder, "snapshot.json", &u->err) != DOCENT_OK))
        dct_updater_fail(u, dct_why_disk(&u->err));
    else if (dct_updater_keep(u, "root", data, size))
        dct_roots_keep(u->config.roots, u->trusted.root.version, data, size);
}

/* ---- timestamp ---- */

/* A local copy that does not hold any more is no fault, only of no use. Memory that fails is one. */
static bool of_use(dct_updater *u, dct_reason reason)
{
    if (reason == DCT_REASON_MEMORY)
        dct_updater_fail(u, reason);
    return reason == DCT_REASON_NONE;
}

static void go_on_timestamp(dct_updater *u)
{
    dct_buf local;
    if (!dct_updater_local(u, "timestamp", DCT_MAX_TIMESTAMP_BYTES, &local))
        return;
    if (local.size > 0)
        of_use(u, dct_trusted_local_timestamp(&u->trusted, local.data, local.size, &u->err));
    dct_buf_close(&local);
    u->only_newer = u->config.etag != NULL && *u->config.etag != 0 && u->trusted.timestamp.whole != NULL;
    if (u->phase != PHASE_FAILED)
        dct_updater_fetch(u, 0, "timestamp", DCT_MAX_TIMESTAMP_BYTES);
}

/* What cannot be sent back as it came is not kept. */
static void keep_etag(dct_updater *u)
{
    const char *etag = dct_fetch_header(u->fetch, "ETag");
    bool ok = etag != NULL && strlen(etag) < DCT_SYNC_ETAG_ROOM;
    for (const char *c = etag; ok && *c != 0; c++)
        ok = *c > ' ' && *c < 127;
    if (u->config.etag != NULL)
        snprintf(u->config.etag, DCT_SYNC_ETAG_ROOM, "%s", ok ? etag : "");
}

/* "Not modified": to a request that named what is here. */
static bool is_same(const dct_updater *u)
{
    return u->only_newer && dct_fetch_carried(u->fetch) == DOCENT_CARRIED_OK && dct_fetch_status(u->fetch) == 304;
}

/* The one that is here was verified in this cycle, and is as good as the same bytes over the net: whoever answers so without
 * being asked to by the publisher can do no more than send the old file again, until it has expired. */
static void take_same_timestamp(dct_updater *u)
{
    dct_reason reason = dct_trusted_timestamp_again(&u->trusted, &u->err);
    if (reason != DCT_REASON_NONE)
        fail_rule(u, reason);
    else
        dct_updater_enter(u, PHASE_SNAPSHOT);
}

static void take_timestamp(dct_updater *u, const char *data, size_t size)
{
    bool kept;
    dct_reason reason = dct_trusted_timestamp(&u->trusted, data, size, &kept, &u->err);
    if (reason != DCT_REASON_NONE)
        fail_rule(u, reason);
    else if (kept || dct_updater_keep(u, "timestamp", data, size)) {
        keep_etag(u);
        dct_updater_enter(u, PHASE_SNAPSHOT);
    }
}

/* ---- snapshot ---- */

static int64_t named_version(const dct_updater *u, int64_t version)
{
    return dct_trusted_consistent(&u->trusted) ? version : 0;
}

static size_t most(const dct_listed *listed, size_t bound)
{
    return listed->length >= 0 && (uint64_t)listed->length < bound ? (size_t)listed->length : bound;
}

static void go_on_snapshot(dct_updater *u)
{
    dct_buf local;
    dct_listed listed = dct_trusted_snapshot_listed(&u->trusted);
    if (!dct_updater_local(u, "snapshot", DCT_MAX_SNAPSHOT_BYTES, &local))
        return;
    if (local.size > 0)
        of_use(u, dct_trusted_local_snapshot(&u->trusted, local.data, local.size, &u->err));
    dct_buf_close(&local);
    if (u->phase == PHASE_FAILED)
        return;
    if (u->trusted.current)
        dct_updater_enter(u, PHASE_TARGETS);
    else
        dct_updater_fetch(u, named_version(u, listed.version), "snapshot", most(&listed, DCT_MAX_SNAPSHOT_BYTES));
}

static void take_snapshot(dct_updater *u, const char *data, size_t size)
{
    dct_reason reason = dct_trusted_snapshot(&u->trusted, data, size, &u->err);
    if (reason != DCT_REASON_NONE)
        fail_rule(u, reason);
    else if (dct_updater_keep(u, "snapshot", data, size)) {
        u->changed = true;
        dct_updater_enter(u, PHASE_TARGETS);
    }
}

/* ---- targets, and roles below ---- */

static void fetch_listed(dct_updater *u, const char *role)
{
    dct_listed listed;
    if (!dct_metadata_listed(&u->trusted.snapshot, role, &listed))
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_MISSING, "%s.json: the snapshot does not list it", role));
    else
        dct_updater_fetch(u, named_version(u, listed.version), role, most(&listed, DCT_MAX_TARGETS_BYTES));
}

static void go_on_targets(dct_updater *u)
{
    dct_buf local;
    bool good = false;
    if (!dct_updater_local(u, "targets", DCT_MAX_TARGETS_BYTES, &local))
        return;
    if (local.size > 0)
        good = of_use(u, dct_trusted_targets(&u->trusted, local.data, local.size, &u->err));
    dct_buf_close(&local);
    if (good)
        dct_updater_enter(u, PHASE_READY);
    else if (u->phase != PHASE_FAILED)
        fetch_listed(u, "targets");
}

static void take_targets(dct_updater *u, const char *data, size_t size)
{
    dct_reason reason = dct_trusted_targets(&u->trusted, data, size, &u->err);
    if (reason != DCT_REASON_NONE)
        fail_rule(u, reason);
    else if (dct_updater_keep(u, "targets", data, size))
        dct_updater_enter(u, PHASE_READY);
}

static const char *one_hash(json_t *hashes)
{
    const char *hash = json_string_value(json_object_get(hashes, "sha256"));
    return hash != NULL ? hash : json_string_value(json_object_get(hashes, "sha512"));
}

static void found(dct_updater *u, json_t *target)
{
    const char *path = dct_search_path(u->search);
    json_t *hashes = json_object_get(target, "hashes");
    const char *hash = dct_trusted_consistent(&u->trusted) ? one_hash(hashes) : NULL;
    if (!dct_place_target(u->target_url, path, hash, u->target.url)) {
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_SETUP, "%.100s: its address is too long", path));
        return;
    }
    u->target.path = path;
    u->target.length = json_integer_value(json_object_get(target, "length"));
    u->target.hashes = hashes;
    u->target.custom = json_object_get(target, "custom");
    dct_updater_enter(u, PHASE_READY);
}

static void next_role(dct_updater *u)
{
    const char *path = dct_search_path(u->search);
    u->role = dct_search_next(u->search);
    if (u->role != NULL)
        return;
    dct_updater_enter(u, PHASE_READY);
    u->reason = dct_search_cut(u->search)
                    ? dct_why(&u->err, DCT_REASON_MISSING, "%.100s: not found in the first %u roles", path, DCT_MAX_DELEGATIONS)
                    : dct_why(&u->err, DCT_REASON_MISSING, "%.100s: is in no signed list; was it published under this name?", path);
}

static void visit(dct_updater *u, const dct_metadata *m)
{
    json_t *target;
    if (!dct_search_visit(u->search, m, &target))
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_MEMORY, "out of memory"));
    else if (target != NULL)
        found(u, target);
    else
        next_role(u);
}

/* Verified as its delegator of this search wants it: that another one trusted the same file counts for nothing. */
static dct_reason verify_role(dct_updater *u, const void *data, size_t size)
{
    json_t *keys = json_object_get(u->role->delegations, "keys");
    dct_metadata_drop(&u->held);
    return dct_trusted_delegated(&u->trusted, u->role->name, keys, u->role->role, data, size, &u->held, &u->err);
}

static void go_on_role(dct_updater *u)
{
    dct_buf local;
    bool good = false;
    if (u->role == NULL) {
        visit(u, &u->trusted.targets);
        return;
    }
    if (!dct_updater_local(u, u->role->name, DCT_MAX_TARGETS_BYTES, &local))
        return;
    if (local.size > 0)
        good = of_use(u, verify_role(u, local.data, local.size));
    dct_buf_close(&local);
    if (good)
        visit(u, &u->held);
    else if (u->phase != PHASE_FAILED)
        fetch_listed(u, u->role->name);
}

static void take_role(dct_updater *u, const char *data, size_t size)
{
    dct_reason reason = verify_role(u, data, size);
    if (reason != DCT_REASON_NONE)
        fail_rule(u, reason);
    else if (dct_updater_keep(u, u->role->name, data, size))
        visit(u, &u->held);
}

/* ---- both ---- */

void dct_cycle_go_on(dct_updater *u)
{
    switch (u->phase) {
    case PHASE_ROOT: go_on_root(u); break;
    case PHASE_TIMESTAMP: go_on_timestamp(u); break;
    case PHASE_SNAPSHOT: go_on_snapshot(u); break;
    case PHASE_TARGETS: go_on_targets(u); break;
    case PHASE_ROLE: go_on_role(u); break;
    default: break;
    }
}

static const char *role_of_phase(const dct_updater *u)
{
    switch (u->phase) {
    case PHASE_ROOT: return "root";
    case PHASE_TIMESTAMP: return "timestamp";
    case PHASE_SNAPSHOT: return "snapshot";
    case PHASE_TARGETS: return "targets";
    default: return u->role->name;
    }
}

void dct_cycle_take(dct_updater *u)
{
    size_t size;
    const char *data = dct_fetch_body(u->fetch, &size);
    if (u->phase == PHASE_ROOT && dct_answer_absent(u->fetch)) {
        leave_root(u);
        return;
    }
    if (is_same(u)) {
        take_same_timestamp(u);
        return;
    }
    dct_reason reason = dct_answer_judge(u->fetch, role_of_phase(u), u->clock_is_wrong, &u->err);
    if (reason != DCT_REASON_NONE) {
        u->later_s = dct_answer_later_s(u->fetch, u->trusted.now_s);
        dct_updater_fail(u, reason);
        return;
    }
    switch (u->phase) {
    case PHASE_ROOT: take_root(u, data, size); break;
    case PHASE_TIMESTAMP: take_timestamp(u, data, size); break;
    case PHASE_SNAPSHOT: take_snapshot(u, data, size); break;
    case PHASE_TARGETS: take_targets(u, data, size); break;
    default: take_role(u, data, size); break;
    }
}
