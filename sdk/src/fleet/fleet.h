/* A device's heartbeat: what it counts, when it is time, and the letter that carries it.
 *
 *     counts (memory) --five minutes, or the heartbeat--> ledger (disk) --> figures --> outbox, rank DCT_RANK_TELEMETRY
 *
 * Time is cut into slots of one interval; where they begin is the device's own number, so that a thousand devices do not
 * speak together. In each slot one heartbeat is made, early or late as the device was off; after a start only after a while
 * by chance, for after a power cut all of them start together.
 *
 *     |--.--------|--.--------|--.--------|     interval: | , this device: .
 *        ^ made      ^ made      (off)  ^ made after the start: the slot had none yet
 *
 * The counts are on the disk before the letter that tells them: a kill between costs that heartbeat, and the next has all.
 * It asks no network: whether and when the letter leaves is the courier's. */
#ifndef DCT_FLEET_H
#define DCT_FLEET_H

#include "../contact/desk.h"
#include "../contact/outbox.h"
#include "ledger.h"

typedef struct dct_fleet {
    const docent_alloc *alloc;
    const docent_clock *clock;
    dct_outbox *outbox;
    dct_db      db;
    char        service[DCT_MAX_FLEET_NAME + 1], version[DCT_MAX_FLEET_NAME + 1];
    char        instance[DCT_MAX_FLEET_NAME + 1]; /* Whose moment it is, too. */
    uint32_t    interval_s;
    uint64_t    began_ms;            /* Monotonic; as all below. */
    uint64_t    quiet_ms;            /* No heartbeat before. */
    uint64_t    kept_ms;             /* The counts went to the disk, or it was tried. */
    int64_t     slot;                /* Of the last heartbeat, as the ledger has it. */
    bool        started, tried;      /* This start is counted; it was tried. */
    uint64_t    fresh[DCT_COUNTS];   /* Not on the disk yet, as those of the host. */
    dct_host_figure host[DCT_MAX_HOST_COUNTS];
    uint32_t    host_count;
} dct_fleet;

/* Writes nothing: the first dct_fleet_due() counts a start, and an unclean end where the last one did not say that it ended.
 * Everything is borrowed until close. settings: dct_desk_telemetry(). DOCENT_ERR_ARG: the device would have another name at each
 * start. */
docent_status dct_fleet_open(dct_fleet *f, const docent_alloc *alloc, const docent_clock *clock, dct_outbox *outbox,
                             const dct_desk_connector *settings, docent_error *err);
/* It ends by itself. What cannot be written is lost: nobody can be told. */
void dct_fleet_close(dct_fleet *f);

/* which: DCT_COUNT_*. */
void dct_fleet_count(dct_fleet *f, int which);
/* DOCENT_ERR_LIMIT: too many names. */
docent_status dct_fleet_count_host(dct_fleet *f, const char *name, uint64_t more, docent_error *err);

/* True: dct_fleet_post() should run. *next_ms becomes less where it must. Writes the counts now and then. */
bool dct_fleet_due(dct_fleet *f, uint32_t *next_ms);
/* Fills all but content and scope_version: as the next heartbeat would say it. Writes nothing. */
docent_status dct_fleet_figures(dct_fleet *f, dct_figures *out, docent_error *err);
/* Makes the heartbeat; of `figures` only those two are read. */
docent_status dct_fleet_post(dct_fleet *f, dct_figures *figures, docent_error *err);

/* For tests: the slot of a moment. */
int64_t dct_fleet_slot(int64_t now_ms, uint64_t phase_ms, uint32_t interval_s);

#endif
