/* The files of a project's folder, in the same order on every machine. */
#ifndef DCT_FOLDER_H
#define DCT_FOLDER_H

#include "diag.h"

typedef struct dct_folder {
    const char **paths; /* Relative, with '/', in byte order. */
    uint32_t     count;
} dct_folder;

/* Walks `dir`. Hidden files and folders (".git") are left out, links to folders are not followed, links to files only
 * when they stay inside. DOCENT_ERR_MISSING when it is no folder. */
docent_status dct_folder_walk(dct_arena *arena, const char *dir, dct_diag *diag, dct_folder *out, docent_error *err);
/* Whether the file `path` (full) lies in the folder `dir` when links are followed. */
bool dct_folder_holds(const char *dir, const char *path);
bool dct_folder_is(const char *path);

#endif
