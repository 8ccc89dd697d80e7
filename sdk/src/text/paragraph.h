/* Inside the text part: what a paragraph knows once it is shaped.
 *
 *   text    T o u c h   t h e ...        characters: code_points[i] at byte starts[i], marks[i]
 *   items   [-- face, script, level --]  stretches that are shaped at once; glyphs in visual order
 *   pieces  [Touch ][the ]               what line breaking moves about: from one opportunity to the next
 *
 * Positions inside are counted in characters (code points); bytes come back at the door. */
#ifndef DCT_PARAGRAPH_H
#define DCT_PARAGRAPH_H

#include "face.h"

/* Marks of a character. */
#define DCT_MARK_GRAPHEME 0x01u /* A grapheme cluster begins here. */
#define DCT_MARK_MAY 0x02u      /* A line may begin here. */
#define DCT_MARK_MUST 0x04u     /* A line must begin here. */
#define DCT_MARK_HELD 0x08u     /* A line could begin here, but the text is to stay whole (DCT_TEXT_NO_BREAK). */
#define DCT_MARK_UNSAFE 0x10u   /* Breaking here changes the shapes on both sides. */
#define DCT_MARK_HANGS 0x20u    /* White space: at the end of a line it does not count. */
#define DCT_MARK_HYPHEN 0x40u   /* A line that ends before this shows a hyphen. */
#define DCT_MARK_HARD 0x80u     /* Ends a line, and is not shown. */

#define DCT_SHAPE_BOX 0x80000000u /* Added to `glyph`, then a code point: no face draws it. */

typedef struct dct_shape {
    uint32_t glyph;
    uint32_t cluster; /* The first of its characters. */
    float    advance, x, y; /* Pixels, y down. */
} dct_shape;

typedef struct dct_shapes {
    dct_shape *at; /* From left to right. */
    uint32_t   count;
} dct_shapes;

typedef enum dct_item_kind { DCT_ITEM_TEXT = 0, DCT_ITEM_TAB, DCT_ITEM_HARD } dct_item_kind;

typedef struct dct_item {
    uint32_t      from, to;
    dct_item_kind kind;
    uint32_t      face; /* With DCT_FACE_*. */
    uint32_t      flags, style;
    float         size_px;
    hb_script_t   script;
    hb_language_t language;
    uint8_t       level;
    dct_shapes    shapes;
} dct_item;

typedef struct dct_piece {
    uint32_t from, end, to; /* end: where its trailing white space begins. */
    float    ink, width;    /* From `from` to `end`, and to `to`. */
    float    hyphen;        /* What a hyphen after it would add; 0 when none is shown. */
    bool     hard;          /* A line must end after it. */
    bool     tabs;          /* Its white space has a tab. */
} dct_piece;

struct dct_paragraph {
    dct_fonts  *fonts;
    const char *text;
    uint32_t    size;        /* Bytes taken up: all of the text unless `cut`. */
    bool        cut;         /* The text was too long. */
    bool        rtl;
    uint32_t    count;       /* Characters. */
    uint32_t   *code_points;
    uint32_t   *starts;      /* count + 1 bytes. */
    uint8_t    *marks;       /* count + 1. */
    float      *advances;    /* Of the cluster that begins here; 0 inside one. */
    dct_item   *items;
    uint32_t    item_count;
    dct_piece  *pieces;
    uint32_t    piece_count;
    float       max_width, min_width;
    float       tab_px;
    float       ascent, descent; /* Of one em, of the face that most text is set in. */
    float       largest_px;
    dct_text_span *spans;        /* A copy. */
    uint32_t    span_count;
};

/* itemize.c: fills items; false when memory is short. `levels` is one per character. */
bool dct_paragraph_itemize(dct_paragraph *p, dct_arena *arena, const uint8_t *levels);
hb_language_t dct_language_of(const char *tag);

/* shape.c: shapes characters from..to of an item, with what stands around them in view. */
bool dct_shape_part(const dct_paragraph *p, const dct_item *item, uint32_t from, uint32_t to, dct_arena *arena,
                    dct_shapes *out);
/* Shapes every item; fills advances and DCT_MARK_UNSAFE. */
bool dct_paragraph_shape(dct_paragraph *p, dct_arena *arena);
/* One character set in an item's style: a hyphen, an ellipsis. Returns the face, and its one glyph. */
uint32_t dct_shape_one(const dct_paragraph *p, const dct_item *item, uint32_t code_point, dct_shape *out);

/* pieces.c */
bool dct_paragraph_split(dct_paragraph *p, dct_arena *arena);

/* The item that has character `at`. */
uint32_t dct_item_at(const dct_paragraph *p, uint32_t at);
/* The character that byte `offset` is in; count at the end. */
uint32_t dct_character_at(const dct_paragraph *p, uint32_t offset);

#endif
