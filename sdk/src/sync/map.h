/* Whole files as memory, so that applying a delta to 256 MB needs no memory of that size: the old file is read in place, the
 * new one looks as if it were written in place.
 *
 *     new:  |--- written: the file's pages, to look back at ---|--- window: may be stored to ---|--- nothing yet ---|
 *                                                               from the last flush on
 *
 * Room on the disk is taken before the first byte, for a full disk under a mapping is a signal that no program survives.
 * Platform code; the callers are not. */
#ifndef DCT_MAP_H
#define DCT_MAP_H

#include <docent/docent.h>

typedef struct dct_map {
    unsigned char *data; /* NULL: not mapped. */
    size_t         size;
    size_t         room; /* Of a new file: taken so far. */
    size_t         span; /* POSIX: of memory from data on. */
    bool           open;
    int            fd;             /* POSIX; */
    void          *file, *mapping; /* Windows. */
} dct_map;

/* For reading. DOCENT_ERR_MISSING; DOCENT_ERR_CORRUPT when it is empty or no file. */
docent_status dct_map_open(dct_map *m, const char *path, docent_error *err);
/* A new file of that size; one that was there is replaced. It is mapped once its room is taken. */
docent_status dct_map_make(dct_map *m, const char *path, size_t size, docent_error *err);
/* Takes some megabytes more; m->data is there when that was the last. On failure none are taken. */
docent_status dct_map_take_room(dct_map *m, docent_error *err);
/* Writes a part and sends it to the disk: many small waits instead of a long one at the end. Parts come in their order, from
 * the first byte on; all but the last are multiples of 64 KB. What follows the part may be stored to then, as far as a window
 * reaches; the part itself no more. */
docent_status dct_map_flush(dct_map *m, size_t from, size_t size, docent_error *err);
enum { DCT_MAP_WINDOW = 1 << 20 };
/* All that is written is on the disk. */
docent_status dct_map_sync(dct_map *m, docent_error *err);
/* Unmaps a part, from the end; true: nothing is mapped any more. */
bool dct_map_release(dct_map *m);
void dct_map_close(dct_map *m); /* A zeroed one is allowed. */

#endif
