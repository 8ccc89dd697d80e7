/* Which WebP a picture becomes: the smallest that is good, or, where that is larger than what came in, the best that
 * is not. */
#ifndef DCT_PICTURE_CHOOSE_H
#define DCT_PICTURE_CHOOSE_H

#include "../base/buf.h"
#include "picture_image.h"

/* Pixels from a file of `target` bytes; from_lossy: it was a JPEG or such. Tries until the result is no larger than
 * target, down to a floor; the smallest found is in out. */
docent_status dct_raster_choose(const docent_alloc *alloc, const dct_image *image, bool from_lossy, size_t target,
                                dct_buf *out, docent_error *err);

/* Drawings step down together: level 0 is twice their size and every colour, the last a floor that still looks right.
 */
#define DCT_DRAWING_LEVELS 16u
docent_status dct_drawing_choose(const docent_alloc *alloc, dct_svg *svg, double size_x, double size_y, uint32_t level,
                                 dct_buf *out, uint32_t *pixels_x, uint32_t *pixels_y, docent_error *err);

#endif
