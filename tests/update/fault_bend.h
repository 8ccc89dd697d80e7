/* From a request to the bytes of a faulty answer. Paths are /SLOT/path/in/the/tree; which look of which run it is stands in
 * memory that server and devices share. */
#ifndef FAULT_BEND_H
#define FAULT_BEND_H

#include "fault_kinds.h"
#include "fault_server_posix.h"

#include <stdatomic.h>

enum { FAULT_SLOTS = 256, FAULT_FILES = 64 };

typedef struct fault_file {
    char  name[160];
    char *data;
    size_t size;
} fault_file;

/* What is given out: a tree, an older state of it, and a timestamp that expired. */
typedef struct fault_trees {
    fault_file files[FAULT_FILES], old[FAULT_FILES], expired;
    int        count, old_count;
} fault_trees;

/* Of one device: the run that it is in. */
typedef struct fault_slot {
    _Atomic uint32_t run, look;
    atomic_bool      clean;  /* No fault any more. */
    atomic_uint      befell; /* PART_*: a fault was laid on an answer for it. */
    atomic_uint      asked, if_range; /* Requests; those that named what they go on with. */
} fault_slot;

typedef struct fault_shared {
    uint64_t   seed;
    fault_slot slots[FAULT_SLOTS];
} fault_shared;

typedef struct fault_bender {
    fault_trees  *trees;
    fault_shared *shared;
} fault_bender;

/* Reads all files below folder/metadata and folder/targets. A mistake ends the program. */
void fault_trees_read(fault_trees *t, const char *tree, const char *old, const char *expired);
/* Is it, but for blanks between and the case of hexadecimal digits, a file that was published? */
bool fault_trees_has(const fault_trees *t, const void *data, size_t size);
/* PART_* that a name ends as; 0. */
unsigned fault_part(const char *name);
/* A fault_answer_fn; ctx: a fault_bender. */
void fault_bend(void *ctx, const char *head, fault_answer *out);

#endif
