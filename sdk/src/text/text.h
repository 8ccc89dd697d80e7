/* Text: from UTF-8 and styles to placed glyphs. Fonts stay behind this door; nothing above knows FreeType or HarfBuzz.
 *
 *   fonts (faces, fallback, glyph bitmaps)  <-  paragraph: itemise -> bidi -> shape  ->  break at a width -> lines
 *
 * A paragraph is shaped once and can be broken again and again at other widths (cheap). Sizes and positions are
 * pixels, y down; x runs from the left edge of the paragraph's box, also in right-to-left text. */
#ifndef DCT_TEXT_H
#define DCT_TEXT_H

#include "../base/arena.h"

/* ---- fonts ---------------------------------------------------------------- */

typedef struct dct_fonts dct_fonts;

/* Where font bytes come from. A face is loaded when the first character needs it. */
typedef struct dct_font_source {
    void *ctx;
    /* Descriptions in order of fallback; NULL past the end. Borrowed for the life of dct_fonts. */
    const docent_font *(*at)(void *ctx, uint32_t index);
    /* The bytes stay valid until release(). False when they cannot be had. */
    bool (*load)(void *ctx, const char *name, const void **data, size_t *size, void **token);
    void (*release)(void *ctx, void *token);
} dct_font_source;

docent_status dct_fonts_open(const docent_alloc *alloc, const dct_font_source *source, dct_fonts **out,
                             docent_error *err);
void dct_fonts_close(dct_fonts *fonts);
/* Drops every glyph's picture: they show what somebody read. */
void dct_fonts_forget(dct_fonts *fonts);
/* The source may have other fonts now. True: it has the same, to the byte where they are in use, and all goes on. False: open
 * others; these go on as they are, but may load no more. */
bool dct_fonts_renew(dct_fonts *fonts);

/* Added to a run's face when the fonts have no such style: the picture is slanted, made bolder, or an empty box
 * (then `glyph` is the code point nothing draws). */
#define DCT_FACE_SLANT 0x80000000u
#define DCT_FACE_BOLD 0x40000000u
#define DCT_FACE_BOX 0x20000000u
#define DCT_FACE_INDEX 0x0000FFFFu

/* A glyph's picture. grey: one byte a pixel (coverage); colour: BGRA premultiplied. */
typedef struct dct_glyph_image {
    const unsigned char *pixels;
    int32_t width, height, left, top; /* Pixels; the pen is at (0, 0): x from left, y from -top. */
    int32_t stride;                   /* Bytes. */
    bool    colour;
} dct_glyph_image;

/* quarter: 0..3, the quarter pixel the pen stands at. Cached, with a bound; borrowed until the next call.
 * False when the glyph has no picture (a space) or memory is short. Light hinting, vertical only. */
bool dct_glyph_image_of(dct_fonts *fonts, uint32_t face, uint32_t glyph, float size_px, uint32_t quarter,
                        dct_glyph_image *out);

/* ---- paragraphs ------------------------------------------------------------- */

#define DCT_TEXT_BOLD 0x1u
#define DCT_TEXT_ITALIC 0x2u   /* Slanted by shear; the painter gets it with the glyphs. */
#define DCT_TEXT_MONO 0x4u
#define DCT_TEXT_ISOLATE 0x8u  /* Stands alone for the bidi algorithm: codes, numbers, buttons' names. */
#define DCT_TEXT_NO_BREAK 0x10u/* Never broken inside unless it is wider than a line. */

typedef struct dct_text_span {
    uint32_t    from, to;  /* Bytes; ascending, touching, covering the whole text. */
    uint32_t    flags;     /* DCT_TEXT_*. */
    float       size_px;
    uint32_t    style;     /* The caller's own: colour, underline...; comes back with the glyphs. */
    const char *language;  /* BCP 47, borrowed for the call; NULL: unknown. */
} dct_text_span;

typedef enum dct_direction { DCT_AUTO = 0, DCT_LTR, DCT_RTL } dct_direction;
typedef enum dct_text_align { DCT_ALIGN_START = 0, DCT_ALIGN_CENTER, DCT_ALIGN_END } dct_text_align;

typedef struct dct_glyph {
    uint32_t glyph;
    float    x, y;     /* Of the pen, from the line's origin: x from the paragraph's left, y from the baseline. */
    float    advance;
    uint32_t cluster;  /* The byte of the text it came from. */
} dct_glyph;

/* Glyphs of one line with the same face, size, flags and style, in visual order from left to right. */
typedef struct dct_glyph_run {
    uint32_t         face;
    float            size_px;
    uint32_t         flags, style;
    bool             rtl;
    uint32_t         from, to;   /* Bytes it covers. */
    float            x, width;
    const dct_glyph *glyphs;
    uint32_t         count;
} dct_glyph_run;

typedef struct dct_line {
    uint32_t             from, to; /* Bytes; trailing spaces belong to the line. */
    float                x, width; /* Of the ink-bearing part, from the paragraph's left, after alignment. */
    float                top, baseline, height; /* y from the paragraph's top. */
    const dct_glyph_run *runs;
    uint32_t             run_count;
} dct_line;

typedef struct dct_paragraph dct_paragraph;

/* Shapes. All memory comes from `arena` and dies with it; `text` must live as long. Line feeds are hard breaks; after
 * a final one there is an empty line, for the caret. More than DCT_MAX_PARAGRAPH_BYTES is cut, and layouts say `cut`.
 * Never fails on text: ill-formed bytes are U+FFFD, characters without a glyph a visible box. NULL when memory is
 * short. */
dct_paragraph *dct_paragraph_new(dct_fonts *fonts, dct_arena *arena, const char *text, size_t size,
                                 const dct_text_span *spans, uint32_t span_count, dct_direction direction);
bool dct_paragraph_rtl(const dct_paragraph *p);
/* Width without any optional break, and of the widest piece that cannot be broken. */
float dct_paragraph_max_width(const dct_paragraph *p);
float dct_paragraph_min_width(const dct_paragraph *p);

typedef struct dct_layout {
    float           width, height;
    const dct_line *lines;
    uint32_t        line_count;
    bool            cut;        /* max_lines was reached: the last line ends in an ellipsis. */
} dct_layout;
/* Breaks by UAX 14 at `width`; line_height is a factor of the font's size (1.5). max_lines 0: all. In `arena`. */
docent_status dct_paragraph_break(dct_paragraph *p, dct_arena *arena, float width, dct_text_align align,
                                  float line_height, uint32_t max_lines, dct_layout *out);

/* The byte offset nearest to a point, on a grapheme boundary. */
uint32_t dct_layout_offset_at(const dct_paragraph *p, const dct_layout *layout, float x, float y);
typedef struct dct_caret { float x, top, height; } dct_caret;
dct_caret dct_layout_caret(const dct_paragraph *p, const dct_layout *layout, uint32_t offset);
typedef struct dct_text_box { float x, y, w, h; } dct_text_box;
/* Boxes that cover bytes from..to in visual order; returns how many there are, fills at most `room`. */
uint32_t dct_layout_boxes(const dct_paragraph *p, const dct_layout *layout, uint32_t from, uint32_t to,
                          dct_text_box *boxes, uint32_t room);

/* Grapheme clusters (UAX 29) and words for caret movement and double click; offsets in bytes. */
uint32_t dct_text_next_grapheme(const char *text, uint32_t size, uint32_t at);
uint32_t dct_text_previous_grapheme(const char *text, uint32_t size, uint32_t at);
void dct_text_word_at(const char *text, uint32_t size, uint32_t at, uint32_t *from, uint32_t *to);

#endif
