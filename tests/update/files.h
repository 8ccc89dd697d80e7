/* Folders of a few small files: copied, compared with their names, removed. Straight, past disk.h's counting. */
#ifndef UPDATE_FILES_H
#define UPDATE_FILES_H

#include <stdbool.h>
#include <stddef.h>

typedef struct files_left {
    unsigned incoming, packs, unnamed; /* unnamed: packs that no line names. */
    unsigned broken;                   /* Packs whose bytes are not what their name says. */
    unsigned long long bytes;          /* Of all files. */
} files_left;

bool files_folder(const char *path);
void files_remove(const char *path);
/* `to` must not be there. */
bool files_copy(const char *from, const char *to);
bool files_write(const char *path, const void *data, size_t size);
/* All bytes, with a zero behind them; free() them. NULL: it cannot be read. */
unsigned char *files_read(const char *path, size_t *size);
/* One source's folder. */
void files_look(const char *folder, files_left *out);

/* Puts the first half of tree2's newest pack into WORK/INTO, as a download that was cut. */
bool files_copy_part(const char *work, const char *into);
/* The pack that `current` names loses its first page. */
bool files_spoil_pack(const char *work, const char *folder);

#endif
