/* One file's bytes to one WebP: what picture.c does alone and picture_project.c does for a whole project. */
#ifndef DCT_PICTURE_FILE_H
#define DCT_PICTURE_FILE_H

#include "picture.h"
#include "picture_image.h"

#define DCT_MAX_PICTURE_FILE_BYTES                                                                                     \
    (128u << 20) /* An uncompressed PNG of DCT_MAX_PICTURE_PIXELS has 64 MB, with 16 bits 128. */

/* Any kind but SVG; no larger than the file where that can be had. */
docent_status dct_picture_pack_raster(const docent_alloc *alloc, dct_picture_kind kind, const void *bytes, size_t size,
                                      dct_picture *out, docent_error *err);
/* level: see picture_choose.h. */
docent_status dct_picture_pack_drawing(const docent_alloc *alloc, const void *bytes, size_t size, uint32_t level,
                                       dct_picture *out, docent_error *err);

#endif
