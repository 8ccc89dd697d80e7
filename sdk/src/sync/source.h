/* One place that content comes from, from the first question to packs that lie ready:
 *
 *     IDLE --it is time--> METADATA --> REMOTE --> RELEASE --> LOOK: a pack that is missing? --no--> STAGED
 *       ^                                             |  ^
 *       |                                             v  |  the next way (smallest delta ... full file) when one fails
 *       +--- wait, with a reason <--- FETCH --> UNPACK --+
 *
 * There is no file that says where it was: what is trusted and which files exist say it, so every step may be repeated, and
 * a process that dies costs at most the bytes on the wire. It does not open content and does not switch: the handle does
 * (api/sync.c), for it knows the store. */
#ifndef DCT_SOURCE_H
#define DCT_SOURCE_H

#include "../base/arena.h"
#include "../base/limits.h"
#include "delta.h"
#include "download.h"
#include "generations.h"
#include "release.h"
#include "updater.h"

#include <docent/sync.h>

typedef enum dct_source_stage {
    DCT_SOURCE_IDLE,
    DCT_SOURCE_METADATA, /* The updater refreshes. */
    DCT_SOURCE_REMOTE,   /* config.json: found, fetched; see source_remote.c. */
    DCT_SOURCE_RELEASE,  /* release.json: found, fetched. */
    DCT_SOURCE_FIND,     /* A way to a pack: looked up in the signed lists. */
    DCT_SOURCE_FETCH,
    DCT_SOURCE_UNPACK,
    DCT_SOURCE_PLACE,    /* The pack gets its name; */
    DCT_SOURCE_KEEP,     /* what it was made of goes, or stays for neighbours; */
    DCT_SOURCE_STAGE     /* all packs are here: the release is staged. Each is a call of its own: they wait for the disk. */
} dct_source_stage;

typedef struct dct_source {
    const docent_alloc *alloc;
    const docent_clock *clock;
    dct_net          *net;
    docent_source     config;   /* Its texts are in `texts`. */
    dct_arena         texts;
    docent_request    request;
    dct_generations   generations;
    dct_folder       *kept;      /* DOCENT_SOURCE_KEEP: what was fetched, for neighbours; else NULL. */
    int64_t           kept_release;
    dct_folder       *roots;     /* The same: every root that was believed. */

    dct_source_stage  stage;
    uint64_t          due_ms;   /* Monotonic: when to look again; 0: now. */
    uint64_t          wait_ms;  /* The last wait after a failure; 0: none. */
    uint32_t          url;      /* The mirror in use, */
    uint32_t          failed_urls; /* and how many of them failed in this round. */
    char             *import_url; /* Ours; NULL: none is asked for. */
    bool              importing;
    int64_t           now_s;    /* Fixed for a cycle. */
    bool              declined; /* Nothing is wrong, and err says why the release that is offered is not taken. */

    dct_updater      *updater;
    dct_target        target;
    dct_download     *download;
    dct_unpack       *unpack;
    dct_release       release;
    bool              has_release; /* Of this cycle. */
    uint32_t          pack, way;
    bool              whole;    /* The pack itself is fetched, as a neighbour has it. */
    char              packed[DCT_HEX_SHA256 + 8]; /* The file in incoming/. */

    json_t           *settings;     /* Set from afar, names and texts; NULL: nothing is. */
    uint32_t          settings_set; /* Another number after each change of them. */
    char              settings_refused[DCT_HEX_SHA256]; /* One that cannot be read; "". */
    docent_error      settings_err; /* Why the newest are not here. */

    dct_reason        reason, way_reason; /* Of the last cycle; of the last way that failed. */
    docent_error      err;
    int64_t           last_check_s;
    char              etag[DCT_SYNC_ETAG_ROOM]; /* Of timestamp.json at this mirror; "": of none. */
    uint64_t          bytes_before; /* Of the update under way: by downloads that are over. */
    int64_t           day;
    uint64_t          day_bytes;
    uint32_t          changes;  /* Counts what a status page would show. */
} dct_source;

/* Opens the folder, keeps the first root when there is none. Everything of config is copied; alloc, clock and net are
 * borrowed. */
docent_status dct_source_open(dct_source *s, const docent_alloc *alloc, const docent_clock *clock, dct_net *net,
                              const docent_source *config, docent_error *err);
void dct_source_close(dct_source *s); /* A zeroed one is allowed. */
/* Works at most about budget_ms; *next_ms becomes less where it wants to be called earlier. */
void dct_source_step(dct_source *s, uint32_t budget_ms, uint32_t *next_ms);
void dct_source_now(dct_source *s);
/* 0: the library's. A next look that lies further away comes nearer. */
void dct_source_interval(dct_source *s, uint32_t interval_s);
docent_status dct_source_import(dct_source *s, const char *url, docent_error *err);
/* state, reason, times and bytes; the rest is the handle's. */
void dct_source_look(const dct_source *s, docent_sync_look *out);
/* Of the update under way. */
void dct_source_bytes(const dct_source *s, uint64_t *done, uint64_t *total);

#endif
