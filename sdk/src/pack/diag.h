/* What is wrong with a project, all of it: errors and warnings are collected, then printed in the order of the files.
 *
 *     orbit-headset/orbit-pair.md:12:4: error: no article "orbit-rest"; did you mean "orbit-reset"?
 *
 * Lines and columns count from 1, columns in characters. */
#ifndef DCT_DIAG_H
#define DCT_DIAG_H

#include "../base/arena.h"

#include <stdio.h>

typedef struct dct_place {
    const char *file; /* Relative to the project. Messages keep a copy. */
    uint32_t    line, column; /* 0 when the whole file is meant: printed as 1. */
} dct_place;

typedef struct dct_diag_item dct_diag_item;

typedef struct dct_diag {
    dct_arena       arena;
    dct_diag_item **items;
    size_t          count, room;
    size_t          errors, warnings; /* Of all, kept or not. */
    bool            strict;           /* The project has a help.yaml: faults of the content are errors. */
} dct_diag;

void dct_diag_init(dct_diag *diag, const docent_alloc *alloc);
void dct_diag_close(dct_diag *diag);

#if defined(__GNUC__)
#define DCT_DIAG_PRINTF __attribute__((format(printf, 3, 4)))
#else
#define DCT_DIAG_PRINTF
#endif
/* Nothing comes out. */
void dct_diag_error(dct_diag *diag, dct_place place, const char *format, ...) DCT_DIAG_PRINTF;
void dct_diag_warning(dct_diag *diag, dct_place place, const char *format, ...) DCT_DIAG_PRINTF;
/* An error in a strict project, else a warning. */
void dct_diag_fault(dct_diag *diag, dct_place place, const char *format, ...) DCT_DIAG_PRINTF;

/* Sorted by file, line, column; the same message at the same place once. Returns how many lines were printed. */
size_t dct_diag_print(dct_diag *diag, FILE *out, bool with_warnings);

#endif
