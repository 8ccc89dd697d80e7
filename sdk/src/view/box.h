/* A page as a tree of boxes: what is built, laid out, recorded and told to screen readers.
 *
 *   COLUMN  children below each other          ROW   beside each other; `grow` shares what is left
 *   WRAP    beside each other, then a new line GRID  equal columns, as many as fit
 *   TABLE   ROW children aligned in columns    TEXT, PICTURE, ICON, CODE (a QR code)  leaves
 *
 *      +-- box ---------------------------+   pad is inside the box, gap between children. Start and end
 *      | pad  [child] gap [child]         |   are by the direction of the page: placing mirrors x.
 *      +----------------------------------+
 *
 * All sizes are pixels here: builders multiply by the page's unit (metrics.h). Everything lives in the page's arena. */
#ifndef DCT_VIEW_BOX_H
#define DCT_VIEW_BOX_H

#include "theme.h"

#include "../text/text.h"

#include <docent/view.h>

typedef enum dct_box_kind {
    DCT_BOX_COLUMN = 1, DCT_BOX_ROW, DCT_BOX_WRAP, DCT_BOX_GRID, DCT_BOX_TABLE, DCT_BOX_TEXT,
    DCT_BOX_PICTURE, DCT_BOX_ICON, DCT_BOX_CODE
} dct_box_kind;

/* What a press does. */
typedef enum dct_do {
    DCT_DO_NOTHING = 0,
    DCT_DO_COMMAND,   /* text: a command's name */
    DCT_DO_GO,        /* text: an address */
    DCT_DO_URL,       /* text: a URL, for the host to open */
    DCT_DO_TICK,      /* text: an article; number: its step */
    DCT_DO_ANSWER,    /* number: the answer of the screen shown; text: its target */
    DCT_DO_ZOOM,      /* text: a picture's asset; number: index of its box */
    DCT_DO_FIELD,     /* number: dct_field, gets the keyboard */
    DCT_DO_THEME,     /* text */
    DCT_DO_LOCALE,    /* text */
    DCT_DO_TEXT_SIZE, /* number: percent */
    DCT_DO_COPY,      /* text: onto the clipboard */
    DCT_DO_KEY,       /* text: typed by the on-screen keyboard; number: a DOCENT_KEY_* when text is "" */
    DCT_DO_LAYOUT,    /* number: another page of the on-screen keyboard */
    DCT_DO_CONTEXT,   /* number: a dct_context_kind, counts or does not */
    DCT_DO_OPINE,     /* opinion.h */
    DCT_DO_ASK,       /* number: an option of the conversation's last turn; text: what it is called, NULL for its own label */
    DCT_DO_SET,       /* number: dct_field; text: what stands in it then */
    DCT_DO_WISH       /* number: dct_wish_part, and an item's number times 256; text: "" is off, for parts that are on or off */
} dct_do;

typedef struct dct_press {
    dct_do      what;
    const char *text;   /* NULL when unused. */
    uint32_t    number;
} dct_press;

/* A press on part of a text: an inline link. */
typedef struct dct_text_link {
    uint32_t    from, to;
    dct_press   press;
    uint32_t    key;
} dct_text_link;

/* How bytes of a text are drawn; dct_glyph_run.style is an index into these. */
typedef struct dct_paint_style {
    dct_token colour, back; /* back: a chip behind the bytes, for keys, names and code. */
    dct_token edge;         /* The chip's border. */
    bool      underline, strike;
} dct_paint_style;

typedef struct dct_edges { float start, top, end, bottom; } dct_edges;

#define DCT_BOX_FOCUSABLE 0x01u
#define DCT_BOX_SELECTABLE 0x02u  /* Text that can be selected, copied and found. */
#define DCT_BOX_RTL 0x04u
#define DCT_BOX_FILL 0x08u        /* Takes all the width of its parent; the default of columns in columns. */
#define DCT_BOX_DISABLED 0x10u
#define DCT_BOX_CHECKED 0x20u
#define DCT_BOX_SILENT 0x40u      /* Not in the semantic tree, nor what is in it: decoration. */
#define DCT_BOX_LEAF_LABEL 0x80u  /* The texts inside are its label: they are no nodes of their own. */
#define DCT_BOX_ASSERTIVE 0x100u
#define DCT_BOX_SCROLLED 0x400u   /* A text in one line, however long: what does not fit is out of sight (field.c). */

typedef struct dct_box dct_box;
struct dct_box {
    dct_box_kind kind;
    uint32_t     flags;
    dct_box     *parent, *first, *last, *next;

    /* How it asks to be placed. 0: no wish. */
    dct_edges      pad;
    float          gap, line_gap;         /* line_gap: between lines of a WRAP or GRID; gap when 0. Of a scrolled text:
                                             room behind it for the caret. */
    float          min_w, max_w, min_h, want_w, want_h;
    float          column_min;            /* GRID: the least width of a column. */
    uint32_t       column_max;            /* GRID: at most so many; TABLE: the columns. */
    float          grow;
    dct_text_align align_x, align_y;      /* Of the children, across; of a text. */

    /* How it looks. */
    dct_token background, border, hover;
    float     radius, border_width, shadow;

    /* What is in it. */
    const char            *text;
    uint32_t               text_size;
    dct_paragraph         *paragraph;
    dct_layout             layout;
    float                  line_height;
    uint32_t               max_lines;
    const dct_paint_style *styles;
    const dct_text_link   *links;
    uint32_t               link_count;
    const char            *name;          /* PICTURE: asset; ICON: path data. */
    float                  fit_w, fit_h;  /* PICTURE seen through its box, as a window: its size at zoom 1; else 0. */
    const unsigned char   *modules;       /* CODE: side * side, 1 is dark. */
    uint32_t               side;
    float                  stroke;        /* ICON. */
    dct_token              colour;        /* ICON. */
    const char            *note;          /* What cannot be drawn as text but must be said: "Step 3". */

    /* What it means. */
    docent_role role;                     /* 0: none, its children speak. */
    uint32_t    level;
    const char *label, *value, *locale;   /* NULL label: the texts inside. */
    uint32_t    key;                      /* Stable identity: hash of its name on the page. */
    dct_press   press;
    const char *anchor;                   /* Scroll here for #anchor. */
    int32_t     field;                    /* dct_field + 1 of a text field's inner text, else 0. */

    /* Where it came to be: pixels from the top left of its layer. */
    float    x, y, w, h;
    float    natural;                     /* Cached natural width; negative: not known. */
    uint32_t order;                       /* Among selectable texts, in reading order. */
};

/* Of a text in one line, with the room behind it. */
float dct_box_line_width(const dct_box *box);
/* Lays out `root` at a width, at least `min_h` high, its top left at (x, y). False when memory is short. */
bool dct_box_layout(dct_box *root, dct_arena *arena, float x, float y, float width, float min_h);

/* The width it would like to have. */
float dct_box_natural_width(dct_box *box);

/* Depth-first, parents first: the next box after `box` within `root`, NULL at the end. */
dct_box *dct_box_next(const dct_box *root, const dct_box *box);
/* The same, without what is inside `box`. */
dct_box *dct_box_skip(const dct_box *root, const dct_box *box);
dct_box *dct_box_by_key(dct_box *root, uint32_t key);

#endif
