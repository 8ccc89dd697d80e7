/* The fonts of a bundle: taken from the fonts installed here and cut to what the content and its languages need.
 *
 *   dct_fontpack *f = dct_fontpack_new(alloc);
 *   dct_fontpack_language(f, "de");                        every language of the project, in its order
 *   dct_fontpack_text(f, "de", DCT_FONTPACK_SANS, s, n);   every text that can appear on a screen
 *   status = dct_fontpack_build(f, &err);
 *   for (i = 0; (font = dct_fontpack_font_at(f, i)) != NULL; i++) ...
 *   dct_fontpack_free(f);
 *
 * A cut font holds the characters of the texts, and for each language what a person can type in it: letters, digits,
 * punctuation. Every text is shaped with the full and with the cut font; where they disagree building fails.
 * Nothing is stored for a script that neither a text nor a language uses. The same texts and fonts give the same bytes.
 *
 * Not here: italics (the viewer slants), serif faces, any download. */
#ifndef DCT_FONTPACK_H
#define DCT_FONTPACK_H

#include "../base/alloc.h"

typedef struct dct_fontpack dct_fontpack;

typedef enum dct_fontpack_use {
    DCT_FONTPACK_SANS = 1, /* Running text, headings, labels: weights 400 and 700. */
    DCT_FONTPACK_MONO = 2  /* Code: weight 400. */
} dct_fontpack_use;

typedef struct dct_fontpack_font {
    const char          *name;      /* "NotoSansJP-400"; the asset's name, kind "font". */
    uint32_t             role;      /* docent_font_role. */
    uint32_t             weight;    /* 400 or 700. */
    const char          *languages; /* "ja"; several are parted by a space; "" for any. */
    const unsigned char *data;
    size_t               size;
    const uint32_t      *ranges;    /* Pairs first, last: the code points the CUT font draws. */
    uint32_t             range_count;
    size_t               full_size; /* Bytes of the installed file. */
} dct_fontpack_font;

typedef struct dct_fontpack_licence {
    const char *name; /* "fonts-noto-core"; the asset's name, kind "licence". */
    const char *text;
    size_t      size;
} dct_fontpack_licence;

/* alloc is borrowed. NULL when memory is short. */
dct_fontpack *dct_fontpack_new(const docent_alloc *alloc);
void dct_fontpack_free(dct_fontpack *f);
/* BCP 47. Failures of these two are sticky and told by dct_fontpack_build(). Texts are copied; language may be "". */
void dct_fontpack_language(dct_fontpack *f, const char *tag);
void dct_fontpack_text(dct_fontpack *f, const char *language, dct_fontpack_use use, const char *text, size_t size);
/* DOCENT_ERR_MISSING with the Debian package to install when a font that is needed is not there. Characters that no
 * installed font has do not fail: see dct_fontpack_missing_at(). */
docent_status dct_fontpack_build(dct_fontpack *f, docent_error *err);

/* After building. In the order of fallback; NULL past the end; borrowed from f. */
const dct_fontpack_font *dct_fontpack_font_at(const dct_fontpack *f, uint32_t index);
const dct_fontpack_licence *dct_fontpack_licence_at(const dct_fontpack *f, uint32_t index);
/* Code points of the texts that no installed font draws, ascending; 0 past the end. Worth a warning each. */
uint32_t dct_fontpack_missing_at(const dct_fontpack *f, uint32_t index);

#endif
