/* What was asked of the disk, in order, as the process that asks it writes it down (disk.c) and the model of a power cut reads
 * it (cut.c). One record after the other in a file, each with its bytes behind it; a second process goes on at its end.
 *
 * Files and folders go by their inode numbers: a number that was used before means the file of the last MAKE with it. */
#ifndef UPDATE_JOURNAL_H
#define UPDATE_JOURNAL_H

#include <stdint.h>

typedef enum journal_type {
    JOURNAL_MAKE = 1, /* File `ino` is named `name` in `dir`. */
    JOURNAL_FOLDER,   /* The same with a folder. */
    JOURNAL_MOVE,     /* `name` in `dir` is `to_name` in `to_dir`, in place of what was there. */
    JOURNAL_DROP,     /* `name` in `dir` is gone. */
    JOURNAL_WRITE,    /* `size` bytes at `offset` of `ino`: they follow. */
    JOURNAL_SIZE,     /* `ino` is `offset` bytes long, cut or filled with zeros. */
    JOURNAL_SYNC,     /* `size` bytes at `offset` of `ino`, or all of a folder's names, are on the disk. */
    JOURNAL_TOLD      /* The host was told the `offset`th thing. */
} journal_type;

enum { JOURNAL_NAME = 96 };

typedef struct journal_record {
    uint32_t type;
    uint32_t size_of_data;
    uint64_t ino, dir, to_dir, offset, size;
    char     name[JOURNAL_NAME], to_name[JOURNAL_NAME];
} journal_record;

#endif
