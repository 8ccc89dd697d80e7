#include "trusted.h"

#include "digest.h"
#include "threshold.h"

#include <inttypes.h>
#include <string.h>

void dct_trusted_init(dct_trusted *t, const docent_alloc *alloc, int64_t now_s)
{
    memset(t, 0, sizeof *t);
    t->alloc = alloc;
    t->now_s = now_s;
}

static void forget_versions(dct_trusted *t)
{
    dct_metadata_drop(&t->timestamp);
    dct_metadata_drop(&t->snapshot);
    dct_metadata_drop(&t->targets);
    t->current = false;
}

void dct_trusted_close(dct_trusted *t)
{
    forget_versions(t);
    dct_metadata_drop(&t->root);
}

static void take(dct_metadata *place, dct_metadata *m)
{
    dct_metadata_drop(place);
    *place = *m;
}

static json_t *keys_of(const dct_metadata *root)
{
    return json_object_get(root->body, "keys");
}

static json_t *role_of(const dct_metadata *root, dct_role role)
{
    return json_object_get(json_object_get(root->body, "roles"), dct_role_name(role));
}

static dct_reason signed_by(const dct_trusted *t, const dct_metadata *m, dct_role role, const dct_metadata *root, docent_error *err)
{
    return dct_threshold_met(t->alloc, m, dct_role_name(role), keys_of(root), role_of(root, role), err);
}

/* Parsed, and signed as the trusted root wants it. */
static dct_reason read_role(const dct_trusted *t, dct_role role, const void *data, size_t size, dct_metadata *m, docent_error *err)
{
    dct_reason reason = dct_metadata_parse(m, role, dct_role_name(role), data, size, err);
    if (reason == DCT_REASON_NONE && (reason = signed_by(t, m, role, &t->root, err)) != DCT_REASON_NONE)
        dct_metadata_drop(m);
    return reason;
}

static dct_reason fresh(const dct_trusted *t, const dct_metadata *m, const char *name, docent_error *err)
{
    if (m->expires_s > t->now_s)
        return DCT_REASON_NONE;
    const char *expires = json_string_value(json_object_get(m->body, "expires"));
    return dct_why(err, DCT_REASON_STALE, "%s.json: version %" PRId64 " expired on %s", name, m->version, expires);
}

/* ---- root ---- */

static bool keeps_keys(const dct_metadata *before, const dct_metadata *after, dct_role role)
{
    json_t *was = json_object_get(role_of(before, role), "keyids"), *is = json_object_get(role_of(after, role), "keyids");
    for (size_t i = 0; i < json_array_size(was); i++) {
        bool there = false;
        for (size_t k = 0; !there && k < json_array_size(is); k++)
            there = json_equal(json_array_get(was, i), json_array_get(is, k)) != 0;
        if (!there)
            return false;
    }
    return true;
}

static dct_reason root_follows(const dct_trusted *t, const dct_metadata *m, docent_error *err)
{
    dct_reason reason = signed_by(t, m, DCT_ROLE_ROOT, m, err);
    if (reason != DCT_REASON_NONE || t->root.whole == NULL)
        return reason;
    if (m->version - 1 != t->root.version)
        return dct_why(err, DCT_REASON_TAMPER, "root.json: has version %" PRId64 " where %" PRId64 " + 1 belongs", m->version,
                       t->root.version);
    return signed_by(t, m, DCT_ROLE_ROOT, &t->root, err);
}

dct_reason dct_trusted_root(dct_trusted *t, const void *data, size_t size, bool *rotated, docent_error *err)
{
    dct_metadata m;
    dct_reason reason = dct_metadata_parse(&m, DCT_ROLE_ROOT, "root", data, size, err);
    if (reason != DCT_REASON_NONE)
        return reason;
    reason = root_follows(t, &m, err);
    if (reason != DCT_REASON_NONE) {
        dct_metadata_drop(&m);
        return reason;
    }
    bool gone = t->root.whole != NULL &&
                !(keeps_keys(&t->root, &m, DCT_ROLE_TIMESTAMP) && keeps_keys(&t->root, &m, DCT_ROLE_SNAPSHOT));
    if (gone)
        forget_versions(t);
    if (rotated != NULL)
        *rotated = gone;
    take(&t->root, &m);
    return DCT_REASON_NONE;
}

dct_reason dct_trusted_root_fresh(const dct_trusted *t, docent_error *err)
{
    return fresh(t, &t->root, "root", err);
}

bool dct_trusted_consistent(const dct_trusted *t)
{
    return json_is_true(json_object_get(t->root.body, "consistent_snapshot"));
}

/* ---- timestamp ---- */

dct_reason dct_trusted_local_timestamp(dct_trusted *t, const void *data, size_t size, docent_error *err)
{
    dct_metadata m;
    dct_reason reason = read_role(t, DCT_ROLE_TIMESTAMP, data, size, &m, err);
    if (reason == DCT_REASON_NONE)
        take(&t->timestamp, &m);
    return reason;
}

static int64_t snapshot_version(const dct_metadata *timestamp)
{
    dct_listed listed;
    return dct_metadata_listed(timestamp, "snapshot", &listed) ? listed.version : 0;
}

static dct_reason timestamp_follows(const dct_trusted *t, const dct_metadata *m, docent_error *err)
{
    if (t->timestamp.whole != NULL && m->version < t->timestamp.version)
        return dct_why(err, DCT_REASON_OLDER, "timestamp.json: has version %" PRId64 ", but %" PRId64 " was here already",
                       m->version, t->timestamp.version);
    if (t->timestamp.whole != NULL && snapshot_version(m) < snapshot_version(&t->timestamp))
        return dct_why(err, DCT_REASON_OLDER, "timestamp.json: names snapshot %" PRId64 ", but %" PRId64 " was here already",
                       snapshot_version(m), snapshot_version(&t->timestamp));
    return fresh(t, m, "timestamp", err);
}

dct_reason dct_trusted_timestamp(dct_trusted *t, const void *data, size_t size, bool *kept, docent_error *err)
{
    dct_metadata m;
    dct_reason reason = read_role(t, DCT_ROLE_TIMESTAMP, data, size, &m, err);
    *kept = false;
    if (reason != DCT_REASON_NONE)
        return reason;
    *kept = t->timestamp.whole != NULL && m.version == t->timestamp.version;
    reason = *kept ? fresh(t, &t->timestamp, "timestamp", err) : timestamp_follows(t, &m, err);
    if (*kept || reason != DCT_REASON_NONE)
        dct_metadata_drop(&m);
    else
        take(&t->timestamp, &m);
    return reason;
}

dct_reason dct_trusted_timestamp_again(const dct_trusted *t, docent_error *err)
{
    return fresh(t, &t->timestamp, "timestamp", err);
}

/* ---- snapshot ---- */

dct_listed dct_trusted_snapshot_listed(const dct_trusted *t)
{
    dct_listed listed = { 0, -1, NULL };
    dct_metadata_listed(&t->timestamp, "snapshot", &listed);
    return listed;
}

/* Length and hashes, as far as they are given; they come from a file that was verified, so they are looked at first. */
static dct_reason as_listed(const char *name, const dct_listed *listed, const void *data, size_t size,
                            docent_error *err)
{
    if (listed->length >= 0 && (uint64_t)listed->length != size)
        return dct_why(err, DCT_REASON_TAMPER, "%s.json: has %zu bytes; %" PRId64 " were announced", name, size, listed->length);
    return listed->hashes == NULL ? DCT_REASON_NONE : dct_digest_check(listed->hashes, name, data, size, err);
}

static dct_reason has_version(const dct_metadata *m, const char *name, const dct_listed *listed, docent_error *err)
{
    if (m->version == listed->version)
        return DCT_REASON_NONE;
    return dct_why(err, DCT_REASON_TAMPER, "%s.json: has version %" PRId64 "; %" PRId64 " was announced", name, m->version,
                   listed->version);
}

dct_reason dct_trusted_local_snapshot(dct_trusted *t, const void *data, size_t size, docent_error *err)
{
    dct_metadata m;
    dct_listed listed = dct_trusted_snapshot_listed(t);
    dct_reason reason = read_role(t, DCT_ROLE_SNAPSHOT, data, size, &m, err);
    if (reason != DCT_REASON_NONE)
        return reason;
    t->current = has_version(&m, "snapshot", &listed, NULL) == DCT_REASON_NONE &&
                 fresh(t, &m, "snapshot", NULL) == DCT_REASON_NONE &&
                 as_listed("snapshot", &listed, data, size, NULL) == DCT_REASON_NONE;
    take(&t->snapshot, &m);
    return DCT_REASON_NONE;
}

/* Every role that was listed must still be, and in no lower version. */
static dct_reason snapshot_follows(const dct_trusted *t, const dct_metadata *m, docent_error *err)
{
    json_t *was = json_object_get(t->snapshot.body, "meta"), *is = json_object_get(m->body, "meta");
    for (void *i = json_object_iter(was); i != NULL; i = json_object_iter_next(was, i)) {
        const char *file = json_object_iter_key(i);
        int64_t before, after;
        if (!dct_member_int(json_object_iter_value(i), "version", 1, INT64_MAX, &before))
            continue;
        if (!dct_member_int(json_object_get(is, file), "version", 1, INT64_MAX, &after))
            return dct_why(err, DCT_REASON_OLDER, "snapshot.json: %.60s is not listed any more", file);
        if (after < before)
            return dct_why(err, DCT_REASON_OLDER, "snapshot.json: names version %" PRId64 " of %.60s, but %" PRId64 " was here",
                           after, file, before);
    }
    return fresh(t, m, "snapshot", err);
}

dct_reason dct_trusted_snapshot(dct_trusted *t, const void *data, size_t size, docent_error *err)
{
    dct_metadata m;
    dct_listed listed = dct_trusted_snapshot_listed(t);
    dct_reason reason = as_listed("snapshot", &listed, data, size, err);
    if (reason == DCT_REASON_NONE)
        reason = read_role(t, DCT_ROLE_SNAPSHOT, data, size, &m, err);
    if (reason != DCT_REASON_NONE)
        return reason;
    reason = has_version(&m, "snapshot", &listed, err);
    if (reason == DCT_REASON_NONE)
        reason = snapshot_follows(t, &m, err);
    if (reason != DCT_REASON_NONE) {
        dct_metadata_drop(&m);
        return reason;
    }
    take(&t->snapshot, &m);
    t->current = true;
    return DCT_REASON_NONE;
}

/* ---- targets ---- */

dct_reason dct_trusted_delegated(const dct_trusted *t, const char *name, json_t *keys, json_t *role, const void *data, size_t size,
                                 dct_metadata *out, docent_error *err)
{
    dct_listed listed;
    memset(out, 0, sizeof *out);
    if (!t->current || !dct_metadata_listed(&t->snapshot, name, &listed))
        return dct_why(err, DCT_REASON_MISSING, "%s.json: the snapshot does not list it", name);
    dct_reason reason = as_listed(name, &listed, data, size, err);
    if (reason == DCT_REASON_NONE)
        reason = dct_metadata_parse(out, DCT_ROLE_TARGETS, name, data, size, err);
    if (reason != DCT_REASON_NONE)
        return reason;
    reason = dct_threshold_met(t->alloc, out, name, keys, role, err);
    if (reason == DCT_REASON_NONE)
        reason = has_version(out, name, &listed, err);
    if (reason == DCT_REASON_NONE)
        reason = fresh(t, out, name, err);
    if (reason != DCT_REASON_NONE)
        dct_metadata_drop(out);
    return reason;
}

dct_reason dct_trusted_targets(dct_trusted *t, const void *data, size_t size, docent_error *err)
{
    dct_metadata m;
    dct_reason reason =
        dct_trusted_delegated(t, "targets", keys_of(&t->root), role_of(&t->root, DCT_ROLE_TARGETS), data, size, &m, err);
    if (reason == DCT_REASON_NONE)
        take(&t->targets, &m);
    return reason;
}
