/* What people said beside searching, added up out of the state files of one device or many: where they asked for a person,
 * where a guide ended, what they voted, why, and whether promises were kept. It only reads; `docent report` prints it. */
#ifndef DCT_VOICES_H
#define DCT_VOICES_H

#include "../base/arena.h"

#include <docent/contact.h>

#define DCT_OPINIONS 8 /* By docent_opinion. */

/* What somebody wrote beside a vote; personal data removed. */
typedef struct dct_reason {
    const char    *place;   /* "article/wifi-slow#step-2" */
    const char    *text;
    docent_opinion opinion;
    uint32_t       count;   /* The same words about the same place. */
} dct_reason;

/* An article or a guide, all places within it together. */
typedef struct dct_voice {
    const char *address;               /* "article/wifi-slow" */
    uint64_t    asked;                 /* Read, and then a person was asked. */
    uint64_t    opinions[DCT_OPINIONS];
    uint64_t    against;               /* All that say it did not help. */
    const char *worst;                 /* The place within it that most speak against, "#step-2"; "". */
    uint64_t    worst_count;
    const dct_reason *reasons;
    uint32_t    reason_count;
} dct_voice;

typedef struct dct_tally_row { int kind; const char *name; uint64_t count; } dct_tally_row;

#define DCT_TOOK_BINS 6
extern const char *const dct_took_names[DCT_TOOK_BINS];

typedef struct dct_voices {
    const docent_alloc *alloc;
    dct_arena      arena;
    int64_t        now;                /* What is overdue is so now. */
    uint32_t       devices;
    dct_tally_row *rows;    size_t row_count, row_room;       /* Sorted by kind and name; each once. */
    dct_reason    *reasons; size_t reason_count, reason_room; /* By place. */
    uint32_t      *took;    size_t took_count, took_room;     /* Seconds the last answers took, ascending. */
    dct_voice     *places;  size_t place_count, place_room;   /* By address. */
    const dct_tally_row *exits; size_t exit_count;            /* "fix/no-sound#other-phone" */
    const dct_tally_row *kinds; size_t kind_count;            /* "ticket", "chat": requests. */
    uint64_t requests, kept, broken, open, overdue, waiting, held, satisfied, not_satisfied;
    uint64_t took_bins[DCT_TOOK_BINS];
    uint32_t median_s;
} dct_voices;

/* alloc is borrowed. now: unix seconds. */
void dct_voices_init(dct_voices *v, const docent_alloc *alloc, int64_t now);
/* Takes one state file in; one of version 1 or 2 has nothing to say. */
docent_status dct_voices_read(dct_voices *v, const char *path, docent_error *err);
/* Once all files are read. */
docent_status dct_voices_add_up(dct_voices *v, docent_error *err);
void dct_voices_close(dct_voices *v);
/* How sure it is that most find it bad: the least share of votes against it that so many votes allow, in per mille (Wilson's
 * lower bound at 90 %). Three of three says less than thirty of forty. */
uint32_t dct_voice_against(const dct_voice *voice);
/* "not helped"; "" for what is none. */
const char *dct_opinion_name(int opinion);

#endif
