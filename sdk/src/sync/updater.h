/* A TUF client (specification 1.0.34) that never blocks: it asks for one file at a time and is moved by the caller.
 *
 *     dct_updater_open(&config, &u, &err);
 *     dct_updater_refresh(u, now_s);                     while (dct_updater_step(u) == DCT_UPDATER_BUSY)
 *                                                            dct_net_step(net, wait_ms);
 *     dct_updater_find(u, "path/of/file");               the same; then dct_updater_target(u)
 *     dct_updater_close(u);
 *
 * One step verifies at most one role. Each role is written to the folder as soon as it is verified, byte for byte as it came,
 * so a cut at any moment costs at most the file under way:
 *
 *     root.json  timestamp.json  snapshot.json  targets.json  ROLE%20NAME.json
 *
 * It does not repeat, wait or choose a mirror: a cycle that failed says why, and the caller begins another. */
#ifndef DCT_UPDATER_H
#define DCT_UPDATER_H

#include "../net/json.h"
#include "../net/net.h"
#include "folder.h"
#include "place.h"
#include "reason.h"

typedef struct dct_updater_config {
    const docent_alloc *alloc;
    dct_net            *net;
    dct_folder         *folder;       /* Of the metadata. */
    dct_folder         *roots;        /* Keeps every root that was believed; NULL: none. See roots.h. */
    const char         *metadata_url; /* http, https or file. Copied. */
    const char         *target_url;   /* Copied; NULL: none are fetched. */
    docent_request      request;      /* What all fetches share: CA, proxy ... Its texts must live as long as the updater. */
    char               *etag;         /* DCT_SYNC_ETAG_ROOM bytes of the caller's, kept from cycle to cycle with one server, "" at
                                       * first: what it calls the timestamp.json that is here. When it says that this is still
                                       * its newest, that counts as if it had come once more. NULL: always asked for whole. */
    int64_t             not_before_s; /* A clock that shows less is wrong: the build time, or what a verified release says. */
} dct_updater_config;

typedef enum dct_updater_state {
    DCT_UPDATER_IDLE,
    DCT_UPDATER_BUSY,
    DCT_UPDATER_READY, /* Refreshed; a search, if there was one, is over. */
    DCT_UPDATER_FAILED /* dct_updater_reason() says why. */
} dct_updater_state;

typedef struct dct_updater dct_updater;
/* alloc, net and folder are borrowed. */
docent_status dct_updater_open(const dct_updater_config *config, dct_updater **out, docent_error *err);
void dct_updater_close(dct_updater *u); /* NULL is allowed. Cancels. */

/* Keeps the root that comes with the program. No network; DOCENT_ERR_DENIED when it is not signed by its own keys. */
docent_status dct_updater_install_root(dct_folder *folder, const docent_alloc *alloc, const void *data, size_t size,
                                       docent_error *err);
bool dct_updater_has_root(dct_folder *folder);

/* Begins a cycle at the fixed time now_s (unix), from whatever state. */
void dct_updater_refresh(dct_updater *u, int64_t now_s);
/* Begins a search; the state must be READY, or FAILED by a search. */
void dct_updater_find(dct_updater *u, const char *path);
dct_updater_state dct_updater_step(dct_updater *u);
/* BUSY, and only the net can move it; else the next step does, whatever the net says. */
bool dct_updater_waits(const dct_updater *u);

dct_reason dct_updater_reason(const dct_updater *u);
const docent_error *dct_updater_error(const dct_updater *u);
uint32_t dct_updater_later_s(const dct_updater *u); /* The server asks to be left alone for so long; 0. */
uint64_t dct_updater_bytes(const dct_updater *u);   /* Received in this cycle. */
bool dct_updater_changed(const dct_updater *u);     /* This cycle brought a snapshot that was not here before. */

/* What a search found; valid until the next find, refresh or close. */
typedef struct dct_target {
    const char *path;
    int64_t     length;
    json_t     *hashes, *custom; /* Borrowed; custom may be NULL. */
    char        url[DCT_MAX_SYNC_URL];
} dct_target;
/* NULL when nothing was found: the reason is MISSING. */
const dct_target *dct_updater_target(const dct_updater *u);
/* The search is over, and no signed list has it: no failure, no bound ended it. */
bool dct_updater_absent(const dct_updater *u);

#endif
