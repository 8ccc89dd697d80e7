/* What the modes of update_cuts share. */
#ifndef UPDATE_CUTS_H
#define UPDATE_CUTS_H

#include "judge.h"

typedef struct cuts {
    story_stage stage;
    long        step; /* Or how many. */
    uint64_t    seed;
    const char *only; /* One story; NULL: all. */
    unsigned    control; /* CUTS_IGNORE_*: then something must be lost. */
    long        stories; /* That share the states. */
    long        done, lost;
    long        made; /* Disks; done: those that were judged. */
} cuts;

#define CUTS_IGNORE_FILES 1u   /* As if files had not been synced, */
#define CUTS_IGNORE_FOLDERS 2u /* as if folders had not. */

uint64_t cuts_chance(uint64_t *state);
void cuts_lost(cuts *c, const story *s, const char *what, long at, const char *why);
unsigned cuts_ignore(const char *control);

/* One story each: 0, or the program's exit code. */
int cuts_power(cuts *c, const story *s);
int cuts_order(cuts *c, const story *s);
int cuts_memory(cuts *c, const story *s);
/* All of it. */
int cuts_leak(cuts *c);

#endif
