/* What release.json says: which packs a release is made of, and the ways to each of them. Signed as a target of the
 * repository, so its author is known; it is still read as if anybody had written it.
 *
 *     { "format": 1, "release": 41, "published": "2026-11-20T08:00:00Z", "content_version": "3.2",
 *       "min_client": 1000, "rollout": 25, "not_before": "2026-11-21T06:00:00Z",
 *       "packs": [ { "name": "core", "sha256": "...", "length": 520745,
 *                    "full":     { "path": "packs/core-41.zst", "length": 140000 },
 *                    "deltas": [ { "path": "delta/core-40-41.zd", "length": 3291, "from": "SHA256" } ] } ] } */
#ifndef DCT_RELEASE_H
#define DCT_RELEASE_H

#include "../base/limits.h"
#include "../net/json.h"
#include "generations.h"
#include "reason.h"

enum { DCT_RELEASE_WAYS = 17, DCT_RELEASE_PATH = 200 };

/* One file that a pack can be made of. */
typedef struct dct_way {
    char     path[DCT_RELEASE_PATH]; /* In the repository. */
    uint64_t length;
    char     from[DCT_HEX_SHA256];   /* "": the full file. */
} dct_way;

typedef struct dct_release_pack {
    char     sha256[DCT_HEX_SHA256];
    uint64_t length;
    dct_way  ways[DCT_RELEASE_WAYS]; /* Deltas by length, then the full file. */
    uint32_t way_count;
} dct_release_pack;

typedef struct dct_release {
    int64_t  number, published, not_before; /* not_before 0: at once. */
    uint32_t min_client, rollout;           /* rollout: percent of devices. */
    uint32_t pack_count;
    dct_release_pack packs[DCT_GENERATION_PACKS];
} dct_release;

/* INCOMPATIBLE: of another format. TAMPER: signed, and yet no release. */
dct_reason dct_release_parse(dct_release *r, const void *data, size_t size, docent_error *err);
/* Is this device among the first `rollout` percent? Another order for each release. */
bool dct_release_includes(const dct_release *r, const char *device);
/* As a line on the device. */
dct_generation dct_release_generation(const dct_release *r);

#endif
