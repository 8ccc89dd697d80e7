/* What updater.c (the life of an updater, one fetch at a time) and cycle.c (what follows what) share.
 *
 *     ROOT -(404)-> TIMESTAMP -> SNAPSHOT -> TARGETS -> READY -find-> ROLE ... ROLE -> READY
 *      ^  |         each: is the local copy good? else fetch, verify, keep
 *      +--+ N+1                    any failure -> FAILED, with what was verified so far kept */
#ifndef DCT_UPDATER_INSIDE_H
#define DCT_UPDATER_INSIDE_H

#include "delegation.h"
#include "place.h"
#include "trusted.h"
#include "updater.h"

typedef enum phase {
    PHASE_IDLE,
    PHASE_ROOT,
    PHASE_TIMESTAMP,
    PHASE_SNAPSHOT,
    PHASE_TARGETS,
    PHASE_READY,
    PHASE_ROLE,
    PHASE_FAILED
} phase;

struct dct_updater {
    dct_updater_config   config;
    char                *metadata_url, *target_url; /* Ours. */
    phase                phase;
    bool                 entered; /* The local copy of this phase was looked at. */
    bool                 changed;
    bool                 clock_is_wrong;
    bool                 only_newer; /* This fetch asks for a timestamp.json other than the one that is here. */
    uint32_t             roots;   /* Fetched in this cycle. */
    uint64_t             bytes;
    dct_trusted          trusted;
    dct_fetch           *fetch;
    dct_search          *search;
    const dct_delegated *role;    /* Of PHASE_ROLE. */
    dct_metadata         held;    /* The delegated file that holds `target`. */
    dct_target           target;
    dct_reason           reason;
    docent_error         err;
    uint32_t             later_s;
};

/* Goes on with the phase: looks at what is here, starts a fetch or enters the next phase. */
void dct_cycle_go_on(dct_updater *u);
/* The fetch is done. */
void dct_cycle_take(dct_updater *u);

void dct_updater_fail(dct_updater *u, dct_reason reason);
void dct_updater_enter(dct_updater *u, phase p);
/* Starts the fetch of BASE/[VERSION.]ROLE.json. */
void dct_updater_fetch(dct_updater *u, int64_t version, const char *role, size_t max_bytes);
/* Nothing when there is none or it is too large: then it is fetched. False when memory or the disk fails. */
bool dct_updater_local(dct_updater *u, const char *role, size_t max_bytes, dct_buf *out);
bool dct_updater_keep(dct_updater *u, const char *role, const void *data, size_t size);

#endif
