/* Cutting a font down, and showing that it still draws the same. */
#ifndef DCT_FONTPACK_CUT_H
#define DCT_FONTPACK_CUT_H

#include "../base/alloc.h"

#include <hb-subset.h>

typedef struct dct_cut {
    hb_face_t        *face; /* The cut font; NULL: none. */
    hb_subset_plan_t *plan; /* Knows which glyph became which. */
    hb_font_t        *fonts[2]; /* Full and cut, for shaping. */
    uint64_t         *seen; /* Hashes of the words that were checked: a help says most of them many times. 0: free. */
    uint32_t          seen_room, seen_count;
} dct_cut;

/* name is for messages. wanted: code points to keep, with all glyphs that shaping makes of them. */
docent_status dct_cut_make(hb_face_t *full, const hb_set_t *wanted, const char *name, dct_cut *out, docent_error *err);
void dct_cut_close(const docent_alloc *alloc, dct_cut *cut);
/* Shapes the pieces of a text that this font draws with both fonts; every glyph, place and cluster must agree. */
docent_status dct_cut_check(const docent_alloc *alloc, dct_cut *cut, const hb_set_t *wanted, const char *name,
                            const char *language, const char *text, size_t size, docent_error *err);

#endif
