/* Inside the text part: what stands behind dct_fonts. Only files of this folder include it.
 *
 *   source.at(i) -> dct_face (not loaded) -> bytes + HarfBuzz font (shaping) -> FreeType face (pictures)
 *                        load on first use                         on first picture */
#ifndef DCT_FACE_H
#define DCT_FACE_H

#include "text.h"

#include "../base/limits.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include <hb.h>

typedef struct dct_face {
    const docent_font *font;
    bool               tried, dead; /* Loading was tried; it failed, and the face is passed over. */
    const void        *data;
    size_t             size;
    void              *token;
    hb_font_t         *shaper;      /* Scaled to units_per_em: what it says holds for every size. */
    FT_Face            drawer;      /* NULL until a picture is wanted. */
    bool               drawer_tried;
    float              units_per_em;
    float              ascent, descent; /* Of one em; both positive. */
    float              drawn_px;    /* The size `drawer` is set to. */
} dct_face;

/* Remembers which face draws a character: most text asks for the same few hundred. */
typedef struct dct_choice {
    uint32_t      code_point, flags;
    hb_language_t language;
    uint32_t      face; /* With DCT_FACE_*. */
    bool          known;
} dct_choice;

#define DCT_CHOICES 512u

typedef struct dct_glyph_cache dct_glyph_cache;

struct dct_fonts {
    docent_alloc       alloc;
    dct_font_source    source;
    dct_face          *faces;
    uint32_t           count;
    struct FT_MemoryRec_ memory;
    size_t             drawer_bytes; /* What FreeType holds. */
    FT_Library         library;      /* NULL until a picture is wanted. */
    hb_buffer_t       *buffer;
    dct_arena          scratch;      /* For one paragraph at a time; empty in between. */
    dct_choice         choices[DCT_CHOICES];
    hb_language_t      costed;       /* The language that language_costs were reckoned for, when costs_known. */
    bool               costs_known;
    uint8_t            language_costs[DCT_MAX_FONTS];
    dct_glyph_cache   *cache;
};

/* Loaded and fit to shape; NULL when it is not. */
dct_face *dct_face_get(dct_fonts *fonts, uint32_t index);
/* The same, fit to draw. */
dct_face *dct_face_drawer(dct_fonts *fonts, uint32_t index);

/* What a cluster of characters needs of a face. */
typedef struct dct_want {
    uint32_t      flags;    /* DCT_TEXT_BOLD, DCT_TEXT_ITALIC, DCT_TEXT_MONO. */
    hb_language_t language; /* HB_LANGUAGE_INVALID: unknown. */
    bool          emoji;    /* Drawn as a picture if a face has one. */
    bool          by_language; /* The character looks different from language to language. */
} dct_want;
/* The face for all of code_points, DCT_FACE_SLANT and DCT_FACE_BOLD added where they must be made up;
 * DCT_FACE_BOX when none has them. */
uint32_t dct_fonts_choose(dct_fonts *fonts, const uint32_t *code_points, uint32_t count, const dct_want *want);
bool dct_fonts_covers(dct_fonts *fonts, uint32_t face, uint32_t code_point);

/* 1 for what has no picture of its own and asks nothing of a face: joiners, selectors, marks of direction. */
bool dct_is_ignorable(uint32_t code_point);
/* Chinese, Japanese, Korean: the wide characters, their marks included. */
bool dct_is_cjk(uint32_t code_point);

dct_glyph_cache *dct_glyph_cache_open(const docent_alloc *alloc);
void dct_glyph_cache_close(dct_glyph_cache *cache);
void dct_glyph_cache_clear(dct_glyph_cache *cache);

#endif
