/* Pictures of a project, brought into one format: WebP, the only picture decoder that reaches a device.
 *
 *   PNG, JPEG, WebP, GIF, SVG (told apart by content) -> RGBA -> at most DCT_PICTURE_MAX_WIDTH wide -> WebP
 *
 * Each picture becomes lossless, near-lossless or lossy WebP, whichever is smallest at good quality; sdk/docs/media.md
 * has the measurements. All pictures of a project together take no more bytes than came in: drawings in SVG, which are
 * small as text, are drawn at a resolution and quality that keep to that. The same input gives the same bytes,
 * whatever the number of threads.
 *
 * Not here: animation (the first frame is taken), colour profiles (sRGB is assumed), metadata (dropped). */
#ifndef DCT_PICTURE_H
#define DCT_PICTURE_H

#include "../base/alloc.h"

#define DCT_PICTURE_MAX_WIDTH 1600u /* Pixels stored: twice the widest column a page draws. */

typedef struct dct_picture {
    unsigned char *data;                /* WebP. */
    size_t         size;
    uint32_t       width, height;       /* Points, as drawn where there is room. */
    uint32_t       pixels_x, pixels_y;  /* Stored. */
} dct_picture;

/* One picture alone, at good quality. On failure out is empty. A hostile or unknown file is an error whose message
 * says what is wrong with it, without a file's name. */
docent_status dct_picture_pack(const docent_alloc *alloc, const void *bytes, size_t size, dct_picture *out,
                               docent_error *err);
void dct_picture_free(const docent_alloc *alloc, dct_picture *picture);

/* ---- all pictures of a project ------------------------------------------------- */

typedef struct dct_picture_job {
    const char   *path;   /* In: the file. Read when its turn comes, so that a project's files are not all in memory. */
    dct_picture   picture; /* Out; empty when it failed. */
    uint64_t      source_bytes; /* Out. */
    docent_error  error;  /* Out; status DOCENT_OK when it worked. */
} dct_picture_job;

/* Packs every job; a file that fails leaves its error in its job and the others go on. Uses up to `threads` threads
 * (0: as many as there are processors). alloc must be safe to call from several threads. The sum of the pictures'
 * bytes is at most the sum of source_bytes of those that worked, unless even the least quality does not reach it:
 * *over_bytes (may be NULL) is then by how much it is larger, else 0. */
docent_status dct_pictures_pack(const docent_alloc *alloc, dct_picture_job *jobs, uint32_t count, uint32_t threads,
                                uint64_t *over_bytes, docent_error *err);
/* Only what would fail: each job's error and source_bytes, no picture. */
void dct_pictures_try(const docent_alloc *alloc, dct_picture_job *jobs, uint32_t count, uint32_t threads);

#endif
