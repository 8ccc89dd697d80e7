/* Which content is in force on this device, which was before, which is on trial: a folder whose files say it all.
 *
 *     tuf/                 what is believed (updater.h)
 *     packs/SHA256.docent  read only; a name is here only when its bytes were verified and are on the disk
 *     incoming/            anything that is on its way; may be removed at any moment
 *     current previous staged        one line: RELEASE PUBLISHED SHA256...
 *     trial                          the same with the number of its starts before
 *     bad                            the number of the newest release that failed here
 *     device                         this device's number, made at random; it never leaves
 *
 *     staged --try--> trial --confirm--> current          current --> previous
 *                       \--third start without a word, or it does not open--> bad; current is in force again
 *
 * Each line is replaced in one rename, and each order of writes below leaves, wherever it is cut, a folder that opens with
 * the old content or the new. A damaged line counts as absent; one that memory is too short to read is an error.
 * Nothing here knows of networks and bundles. */
#ifndef DCT_GENERATIONS_H
#define DCT_GENERATIONS_H

#include "../crypto/hash.h"
#include "folder.h"

enum { DCT_GENERATION_PACKS = 4, DCT_TRIAL_STARTS = 3 };

typedef struct dct_generation {
    int64_t  release;   /* 0: none. */
    int64_t  published; /* Unix seconds. */
    uint32_t pack_count;
    char     packs[DCT_GENERATION_PACKS][DCT_HEX_SHA256]; /* The first is the one that is opened. */
} dct_generation;

typedef struct dct_generations {
    const docent_alloc *alloc;
    dct_folder    *folder, *tuf, *packs, *incoming;
    char           path[1024];
    dct_generation current, previous, trial, staged;
    uint32_t       starts; /* Of trial. */
    int64_t        bad;    /* Releases up to this one are refused. */
    bool           doubtful; /* Something that may be there could not be read. */
    char           device[33];
    bool           untidy; /* Something may be waiting for dct_generations_tidy(). */
} dct_generations;

/* Makes what is missing, keeps other processes out, reads the lines, finishes what was cut. */
docent_status dct_generations_open(dct_generations *g, const docent_alloc *alloc, const char *path, docent_error *err);
/* A folder in the folder, made when it is missing. */
docent_status dct_generations_below(dct_generations *g, const char *name, dct_folder **out, docent_error *err);
void dct_generations_close(dct_generations *g); /* A zeroed one is allowed. */

/* The process begins: what to open. A start of a trial is counted on the disk before it is returned, a trial that had its
 * starts is over. NULL *out: there is nothing here, the content of the program counts. */
docent_status dct_generations_start(dct_generations *g, const dct_generation **out, docent_error *err);
/* The disk cannot be told what the two around this say: what is in force is passed over until the process ends. Returns what
 * to open instead, or NULL. */
const dct_generation *dct_generations_set_aside(dct_generations *g);
/* What _start() gave, or what is on trial, cannot be opened: it is refused. *out is what to open instead. */
docent_status dct_generations_refuse(dct_generations *g, const dct_generation **out, docent_error *err);

/* What _refuse() would give. */
const dct_generation *dct_generations_before(const dct_generations *g);

docent_status dct_generations_stage(dct_generations *g, const dct_generation *staged, docent_error *err);
/* Staged is on trial, in its first start. */
docent_status dct_generations_try(dct_generations *g, docent_error *err);
/* Staged does not open. */
docent_status dct_generations_unstage(dct_generations *g, docent_error *err);
docent_status dct_generations_confirm(dct_generations *g, docent_error *err);

/* What is in force: trial, else current; release 0 when neither. */
const dct_generation *dct_generations_now(const dct_generations *g);
bool dct_generations_has_pack(dct_generations *g, const char *sha256);
/* PATH/packs/SHA256.docent; the room is for any. */
#define DCT_PACK_PATH_ROOM (1024 + 96)
void dct_generations_pack_path(const dct_generations *g, const char *sha256, char out[DCT_PACK_PATH_ROOM]);
void dct_generations_incoming_path(const dct_generations *g, const char *name, char out[DCT_PACK_PATH_ROOM]);
/* Removes packs that no line names, and all of incoming/, but names that begin with keep[0..keep_count): of an update that
 * is under way no line names anything yet. */
void dct_generations_sweep(dct_generations *g, const char *const *keep, size_t keep_count);
/* Large files go in pieces: one more of them; false: there is none. */
bool dct_generations_tidy(dct_generations *g);

#endif
