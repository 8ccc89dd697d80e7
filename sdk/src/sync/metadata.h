/* One file of TUF metadata: parsed, and every rule checked that needs no other file. Whether anybody signed it is for
 * threshold.h; whether it may follow what was trusted before, for trusted.h.
 *
 *     { "signatures": [ { "keyid", "sig" } ... ],           each keyid once
 *       "signed": { "_type", "spec_version" 1.x, "version" >= 1, "expires",
 *                   root       keys, roles { root, timestamp, snapshot, targets }, consistent_snapshot
 *                   timestamp  meta { "snapshot.json" }
 *                   snapshot   meta { "targets.json", ... }
 *                   targets    targets { path: length, hashes }, delegations { keys, roles | succinct_roles } } }
 *
 * Members nobody knows are kept: they are signed too. Key ids are names, not checked against their keys: real repositories
 * (sigstore) have ids that no longer match, and each file's roles look up only the keys of their own delegator. */
#ifndef DCT_METADATA_H
#define DCT_METADATA_H

#include "../net/json.h"
#include "reason.h"

typedef enum dct_role { DCT_ROLE_ROOT, DCT_ROLE_TIMESTAMP, DCT_ROLE_SNAPSHOT, DCT_ROLE_TARGETS } dct_role;
/* "root" ... */
const char *dct_role_name(dct_role role);

typedef struct dct_metadata {
    json_t *whole;             /* Owned; NULL when there is none. The others are inside. */
    json_t *body, *signatures; /* "signed" and "signatures". */
    int64_t version, expires_s;
} dct_metadata;

/* `name` is for messages: a role's name. On failure *m is empty. Not JSON at all is CAPTIVE, JSON that is no metadata SERVER,
 * a broken rule TAMPER, another major version of the specification INCOMPATIBLE. */
dct_reason dct_metadata_parse(dct_metadata *m, dct_role role, const char *name, const void *data, size_t size, docent_error *err);
void dct_metadata_drop(dct_metadata *m);

/* What a signed file says of another: length -1 when it does not say; hashes NULL. */
typedef struct dct_listed {
    int64_t version, length;
    json_t *hashes;
} dct_listed;
/* In the "meta" of a timestamp or snapshot, under ROLE.json. False when it is not listed. */
bool dct_metadata_listed(const dct_metadata *m, const char *role, dct_listed *out);

/* Unix seconds of "YYYY-MM-DDTHH:MM:SSZ"; a fraction of a second is allowed, and left out. False for anything else. */
bool dct_metadata_time(const char *text, int64_t *out);

/* Checks "keys" and one role { keyids, threshold }; the rules of delegations (delegation.c) use them too. */
bool dct_keys_well_formed(json_t *keys);
bool dct_role_well_formed(json_t *role);
/* "hashes" with at least one member, all texts. */
bool dct_hashes_well_formed(json_t *hashes);
/* A number within min..max, stored to *out. */
bool dct_member_int(json_t *object, const char *key, int64_t min, int64_t max, int64_t *out);

#endif
