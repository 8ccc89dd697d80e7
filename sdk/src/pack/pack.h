/* From a help project to a bundle: what the commands pack and check call. */
#ifndef DCT_PACK_H
#define DCT_PACK_H

#include "diag.h"

typedef struct dct_pack_job {
    const char *dir;   /* A help project. */
    const char *jsonl; /* Instead: a file of lines, "-" for standard input. */
    const char *out;   /* The bundle; NULL only checks, without pictures, fonts and golden queries. */
    const char *previous; /* The bundle before: what stays keeps its place, so that a delta is small. NULL: none. */
} dct_pack_job;

typedef struct dct_pack_result {
    uint32_t articles, texts, pictures, fonts; /* texts: articles in all languages. */
    uint64_t bytes;                            /* Of the bundle. */
} dct_pack_result;

/* Faults of the content are in `diag`, and when any is an error nothing is written; DOCENT_OK then too. Fails when a
 * file cannot be read or written, or memory is short. */
docent_status dct_pack_run(const docent_alloc *alloc, const dct_pack_job *job, dct_diag *diag, dct_pack_result *result,
                           docent_error *err);

#endif
