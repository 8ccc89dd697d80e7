/* A drawing in few colours: its flat areas keep theirs, the blended pixels at edges share what is left. */
#ifndef DCT_PICTURE_PALETTE_H
#define DCT_PICTURE_PALETTE_H

#include "picture_image.h"

#define DCT_PALETTE_MAX 64u

/* Repaints the image in at most `colours` (2 to DCT_PALETTE_MAX). *done is false, and the image as it was, when it has
 * so many colours that it is no flat drawing. */
docent_status dct_image_reduce(const docent_alloc *alloc, dct_image *image, uint32_t colours, bool *done,
                               docent_error *err);

#endif
