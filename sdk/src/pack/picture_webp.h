/* Writing WebP: the two coders of libwebp, with settings chosen by measurement (sdk/docs/media.md). */
#ifndef DCT_PICTURE_WEBP_H
#define DCT_PICTURE_WEBP_H

#include "../base/buf.h"
#include "picture_image.h"

typedef enum dct_webp_mode {
    DCT_WEBP_LOSSLESS = 0, /* Fast; for pictures from outside. */
    DCT_WEBP_SMALL,        /* Lossless, three times slower, 10 % smaller: for drawings, which are few and small. */
    DCT_WEBP_LOSSY         /* With lossless alpha where there is any. */
} dct_webp_mode;

/* quality 0 to 100 for DCT_WEBP_LOSSY. The bytes replace what out held; its bound is the limit of a result. */
docent_status dct_webp_encode(const dct_image *image, dct_webp_mode mode, int quality, dct_buf *out, docent_error *err);

#endif
