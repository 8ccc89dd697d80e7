/* Which way each character runs. */
#ifndef DCT_BIDI_H
#define DCT_BIDI_H

#include "text.h"

typedef struct dct_bidi {
    const uint32_t      *code_points;
    const uint32_t      *starts; /* Bytes, to find the spans' places. */
    uint32_t             count;
    const dct_text_span *spans;  /* Those with DCT_TEXT_ISOLATE stand alone. */
    uint32_t             span_count;
    dct_direction        direction;
} dct_bidi;

/* Fills levels[0..count) and *rtl, the paragraph's own direction. Temporary memory comes from `scratch`; when that or
 * FriBidi's runs short, false. */
bool dct_bidi_levels(const dct_bidi *b, dct_arena *scratch, uint8_t *levels, bool *rtl);

#endif
