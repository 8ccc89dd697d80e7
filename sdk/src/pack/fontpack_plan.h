/* Which characters go into which face. */
#ifndef DCT_FONTPACK_PLAN_H
#define DCT_FONTPACK_PLAN_H

#include "fontpack_faces.h"

typedef struct dct_plan {
    dct_faces  *faces;
    const char *cjk; /* The language whose face draws Han in texts of other languages: the first declared, or "ja". */
    hb_set_t   *missing;  /* No installed font has these. */
} dct_plan;

/* "ja", "ko", "zh-Hans" or "zh-Hant" for languages written with Han; NULL for others. */
const char *dct_plan_cjk(const char *language);
/* Adds the characters of a text to the faces that will draw it. mono: also to the face for code. */
void dct_plan_text(dct_plan *p, const char *language, bool mono, const char *text, size_t size);
/* After all texts: what shaping asks a face itself for, joiners and the circle under a mark that stands alone. */
void dct_plan_finish(dct_plan *p);
/* Adds what a person can type in a language, and what every language needs. */
void dct_plan_typed(dct_plan *p, const char *language, docent_error *err);

#endif
