/* What is believed, and what it takes to replace it: the rules of TUF 1.0.34, section 5, without disk and network.
 *
 *     root N --signed by N and N+1--> root N+1 ... --fresh?--> timestamp --fresh?--> snapshot --> targets --> delegated
 *                                                     |  version >=        |  version, length, hashes as listed
 *                                                     +  its snapshot >=   +  every listed role stays, versions >=
 *
 * Time is fixed when a cycle begins. A local timestamp or snapshot past its date still holds versions up; it only lets
 * nothing follow. Every function that takes bytes leaves what was trusted as it was when it fails, with *err filled. */
#ifndef DCT_TRUSTED_H
#define DCT_TRUSTED_H

#include "metadata.h"

typedef struct dct_trusted {
    const docent_alloc *alloc;
    int64_t             now_s;
    dct_metadata        root, timestamp, snapshot, targets;
    bool                current; /* The snapshot is the one that the timestamp names. */
} dct_trusted;

/* alloc is borrowed. */
void dct_trusted_init(dct_trusted *t, const docent_alloc *alloc, int64_t now_s);
void dct_trusted_close(dct_trusted *t);

/* The first root is trusted because it was installed, and must be signed by its own keys; each further one by both. *rotated
 * (may be NULL): a key of timestamp or snapshot is gone. Both are forgotten then: an attacker who had that key may have
 * driven up their versions. The caller removes their files before it keeps the new root. */
dct_reason dct_trusted_root(dct_trusted *t, const void *data, size_t size, bool *rotated, docent_error *err);
dct_reason dct_trusted_root_fresh(const dct_trusted *t, docent_error *err);
bool dct_trusted_consistent(const dct_trusted *t); /* Files have versions or hashes in their names. */

/* From this device: held for its version. */
dct_reason dct_trusted_local_timestamp(dct_trusted *t, const void *data, size_t size, docent_error *err);
/* *kept: the version that is here already was offered, so that one stays (and must be fresh). */
dct_reason dct_trusted_timestamp(dct_trusted *t, const void *data, size_t size, bool *kept, docent_error *err);
/* As if the local one, held before, had come over the net. */
dct_reason dct_trusted_timestamp_again(const dct_trusted *t, docent_error *err);

/* From this device: held for the versions it lists; t->current says whether it serves as it is. */
dct_reason dct_trusted_local_snapshot(dct_trusted *t, const void *data, size_t size, docent_error *err);
dct_reason dct_trusted_snapshot(dct_trusted *t, const void *data, size_t size, docent_error *err);
/* What the trusted timestamp says of it. */
dct_listed dct_trusted_snapshot_listed(const dct_trusted *t);

/* The top-level list. From this device or not: the same checks. */
dct_reason dct_trusted_targets(dct_trusted *t, const void *data, size_t size, docent_error *err);
/* A role below, as `keys` and `role` of its delegator want it; *out is the caller's to drop. */
dct_reason dct_trusted_delegated(const dct_trusted *t, const char *name, json_t *keys, json_t *role, const void *data, size_t size,
                                 dct_metadata *out, docent_error *err);

#endif
