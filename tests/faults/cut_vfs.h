/* A disk in memory whose power can fail: it records what SQLite writes and syncs, and makes the disks that a cut could leave.
 *
 *     write a | write b | sync | write c | write d |X|       a, b are there. c and d: each there, missing, torn between
 *                                                            sectors, or garbage - and so for each file on its own
 *
 * What a sync covered is there; nothing else is believed. A file that was never synced may be missing altogether. */
#ifndef TEST_CUT_VFS_H
#define TEST_CUT_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Registers itself as SQLite's default. */
void cut_install(void);
/* An empty disk; recording begins. */
void cut_begin(void);
/* The caller was told that something is kept: `mark` counts up. */
void cut_mark(uint32_t mark);
/* Recording ends; the number of operations. */
size_t cut_end(void);
/* Makes the disk as a cut after `operations` could leave it, chosen by chance, and puts it in place for SQLite to open.
 * Returns the last mark that was set before the cut; 0: none. Ascending operations only, between two cut_end(). */
uint32_t cut_make(size_t operations, uint64_t *chance);

#endif
