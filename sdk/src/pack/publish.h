/* A bundle becomes a release: its full file, deltas from the last releases, release.json, and the signed list of them. */
#ifndef DCT_PUBLISH_H
#define DCT_PUBLISH_H

#include "keyring.h"
#include "repository.h"

enum { DCT_PUBLISH_HISTORY = 8 };

typedef struct dct_publish_job {
    const char *bundle;     /* A path. */
    const char *channel;
    uint32_t    rollout;    /* Percent. */
    int64_t     not_before; /* Unix seconds; 0: at once. */
    uint32_t    min_client;
    bool        again;      /* Content of an older release may be published once more. */
} dct_publish_job;

typedef struct dct_publish_result {
    int64_t  release;
    bool     unchanged;     /* The same content as before: only roll-out and dates are new. */
    uint64_t bundle_bytes, full_bytes;
    uint32_t delta_count;   /* Kept; those over 60 % of the full file are not. */
    uint64_t newest_delta_bytes; /* From the release before; 0: none. */
} dct_publish_result;

/* Everything but the commit. DOCENT_ERR_DENIED: it would go backwards. */
docent_status dct_publish_release(dct_repository *r, const dct_publish_job *job, dct_publish_result *result, docent_error *err);
/* DOCENT_ERR_DENIED: something was published at a time that this clock has not reached. */
docent_status dct_publish_clock(const dct_repository *r, docent_error *err);
/* For a time that nobody said. DOCENT_ERR_DENIED: it cannot be right; a release of 2099 would be the last one that devices take. */
docent_status dct_publish_own_clock(const dct_repository *r, docent_error *err);
/* config.json for the devices of a channel that has a release: everything but the commit. */
docent_status dct_publish_config(dct_repository *r, const char *channel, const void *json, size_t size, docent_error *err);
/* Takes it back. DOCENT_ERR_MISSING: there is none. */
docent_status dct_publish_no_config(dct_repository *r, const char *channel, docent_error *err);
/* What a scheduled job does: a new timestamp, and whatever else has less than half of its time left. */
docent_status dct_publish_refresh(dct_repository *r, const dct_keyring *ring, docent_error *err);

#endif
