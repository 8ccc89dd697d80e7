/* A decoded picture, and the decoders: PNG, JPEG, WebP, GIF (first frame) and SVG, told apart by content. */
#ifndef DCT_PICTURE_IMAGE_H
#define DCT_PICTURE_IMAGE_H

#include "../base/alloc.h"

#define DCT_PICTURE_WHERE "picture"

/* RGBA, 8 bits each, not premultiplied, rows without gaps, sRGB. */
typedef struct dct_image {
    uint8_t *rgba; /* NULL: none. */
    uint32_t width, height;
} dct_image;

typedef enum dct_picture_kind {
    DCT_PICTURE_UNKNOWN = 0, DCT_PICTURE_PNG, DCT_PICTURE_JPEG, DCT_PICTURE_GIF, DCT_PICTURE_WEBP, DCT_PICTURE_SVG
} dct_picture_kind;

/* By the first bytes, whatever the file is called. */
dct_picture_kind dct_picture_kind_of(const void *bytes, size_t size);
/* Of any kind but SVG. JPEGs much wider than what is stored are decoded at a half, a quarter or an eighth. */
docent_status dct_image_decode(const docent_alloc *alloc, dct_picture_kind kind, const void *bytes, size_t size,
                               dct_image *out, docent_error *err);

/* Zeroed; DOCENT_ERR_LIMIT beyond DCT_MAX_PICTURE_SIDE and DCT_MAX_PICTURE_PIXELS. */
docent_status dct_image_new(const docent_alloc *alloc, uint32_t width, uint32_t height, dct_image *out,
                            docent_error *err);
void dct_image_free(const docent_alloc *alloc, dct_image *image);
size_t dct_image_bytes(const dct_image *image);
/* As the EXIF orientation 1 to 8 says; anything else is 1. */
docent_status dct_image_orient(const docent_alloc *alloc, dct_image *image, int orientation, docent_error *err);
/* Averages areas, weighted by alpha, down to max_width; a narrower picture is left alone. */
docent_status dct_image_shrink(const docent_alloc *alloc, dct_image *image, uint32_t max_width, docent_error *err);

/* ---- one file each: out is filled with dct_image_new() ---- */
docent_status dct_png_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                             docent_error *err);
docent_status dct_jpeg_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                              docent_error *err);
docent_status dct_gif_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                             docent_error *err);
docent_status dct_webp_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                              docent_error *err);

/* ---- drawings ---- */

typedef struct dct_svg dct_svg;

/* Follows no reference out of the file. size_x and size_y: the drawing's own size in points. */
docent_status dct_svg_open(const void *bytes, size_t size, dct_svg **out, double *size_x, double *size_y,
                           docent_error *err);
void dct_svg_close(dct_svg *svg);
docent_status dct_svg_draw(dct_svg *svg, const docent_alloc *alloc, uint32_t width, uint32_t height, dct_image *out,
                           docent_error *err);

#endif
