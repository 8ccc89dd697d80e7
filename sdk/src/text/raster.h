/* One glyph's picture from its face. */
#ifndef DCT_RASTER_H
#define DCT_RASTER_H

#include "face.h"

typedef struct dct_glyph_key {
    uint32_t face, glyph; /* face: with DCT_FACE_*. */
    int32_t  size_64ths;  /* Pixels of an em, in 64ths. */
    uint32_t quarter;
} dct_glyph_key;

/* Colour pictures and boxes stand on whole pixels. */
bool dct_raster_ignores_quarter(const dct_fonts *fonts, uint32_t face);
/* Draws into *image, whose pixels are NULL when the glyph has none. They are borrowed from FreeType until the next
 * call, or stand in *memory, `size` bytes, which the caller frees. False when memory is short. */
bool dct_raster(dct_fonts *fonts, const dct_glyph_key *key, dct_glyph_image *image, void **memory, size_t *size);

#endif
