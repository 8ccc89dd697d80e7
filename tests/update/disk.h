/* What the library asks of the disk passes through here (the linker's --wrap): counted, refused, written down, or just done.
 *
 * Nothing happens until disk_begin() in the process that shall be watched; every call that changes something is one point,
 * numbered from 1, and so is every open. SQLite (but see disk_plan.sqlite) and curl read only, and do not pass through here: kill_linux.c counts what
 * the kernel sees, and so shows that nothing else changes files. */
#ifndef UPDATE_DISK_H
#define UPDATE_DISK_H

#include <stdbool.h>
#include <stdint.h>

typedef enum disk_half {
    DISK_WHOLE,  /* A call that fails does nothing. */
    DISK_HALF,   /* A write that fails has written half, as on a full disk. */
    DISK_SHORT   /* Not a failure: each write takes half of what it is given. */
} disk_half;

typedef struct disk_plan {
    long      fail_at;  /* 0: never. */
    int       code;     /* errno. */
    bool      for_ever; /* And all after it that change something. */
    bool      dies;     /* The process ends there instead. */
    bool      opens;    /* Opens alone fail, and those that only read, too. */
    disk_half half;
    bool      sqlite;   /* fail_at counts SQLite's calls instead, from the handle's opening on. */
    int       journal;  /* File to append to; -1: none. */
} disk_plan;

typedef struct disk_counts {
    long points;  /* Of all kinds, */
    long changes; /* those but opens: as the kernel counts them. */
    long failed;
} disk_counts;

/* counts may lie in memory that is shared with another process. */
void disk_begin(const disk_plan *plan, disk_counts *counts);
void disk_end(void);
/* A TOLD record, where there is a journal. */
void disk_told(uint64_t number);

#endif
