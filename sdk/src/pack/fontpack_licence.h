/* The text of a font's licence: it must travel with the font. */
#ifndef DCT_FONTPACK_LICENCE_H
#define DCT_FONTPACK_LICENCE_H

#include "../base/arena.h"

#include <hb.h>

/* Debian's copyright file of the package, else what the font itself says. NULL when there is neither. In the arena. */
const char *dct_licence_of(dct_arena *arena, const char *package, hb_face_t *face, size_t *size);

#endif
