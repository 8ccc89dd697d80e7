/* A model of a disk that loses its power. It reads what was asked of it (journal.h), and makes folders as a cut could leave them:
 *
 *     write a | sync a | rename a b | write c |X|
 *
 * - What a sync of the file covered is there, and nothing else of it is sure: each later write may be there, missing, torn
 *   between sectors, or a file may have its new length with zeros or rubbish in it. A file may be there with no byte at all.
 * - A name is there for sure when its folder was synced after it. Before that it may be there or not, and names may come in any
 *   order; a file that moves from one folder to another may be in both or in neither. One rename within a folder is done or not.
 * - Half of the disks are kinder, as journals are: names come in the order in which they were asked for.
 *
 * Mappings are files like others: msync() is a sync of its range. */
#ifndef UPDATE_CUT_H
#define UPDATE_CUT_H

#include "journal.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct cut_model cut_model;

/* Before the story: what is on the disk, synced. NULL: out of memory. */
cut_model *cut_model_new(const char *folder);
void cut_model_free(cut_model *m);
/* The story has been told; which syncs count is said by CUTS_IGNORE_*. */
bool cut_model_read(cut_model *m, int journal, unsigned ignore);
size_t cut_model_operations(const cut_model *m);

/* Makes the folder as a cut after so many operations could leave it. *told: the things told before. *hash: the same for the
 * same files. */
bool cut_model_make(cut_model *m, size_t operations, uint64_t *chance, const char *to, uint32_t *told, uint64_t *hash);
/* The first thing that is built on what was not synced; false: none. */
bool cut_model_order(const cut_model *m, char *why, size_t room);

#endif
