/* What kind of picture it is, and how much a smaller version of it lost. */
#ifndef DCT_PICTURE_MEASURE_H
#define DCT_PICTURE_MEASURE_H

#include "picture_image.h"

/* Of 1000 pixels, how many are like their left neighbour: screenshots 800 and up, photographs under 500. */
uint32_t dct_image_flatness(const dct_image *image);
/* About the bytes of its lossless WebP: for nine pictures in ten between 0.6 and 1.5 times as many. */
size_t dct_image_lossless_guess(const dct_image *image);

/* Of the worst hundredth of 8 x 8 blocks, over white. */
typedef struct dct_loss {
    uint32_t structure; /* 1000 x SSIM of luma: 1000 is no loss. Falls with blurred text and with noise around it. */
    uint32_t colour;    /* Mean difference of chroma, in 16ths of a step of 255: thin coloured letters that pale. */
} dct_loss;

/* Both of the same size. False when memory is short. */
bool dct_image_loss(const docent_alloc *alloc, const dct_image *original, const dct_image *other, dct_loss *out);

#endif
