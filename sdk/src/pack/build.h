/* Builds an article's tree from events in any order: Markdown and the HTML inside it drive the same builder.
 *
 *     text outside a paragraph     opens one
 *     a picture in a paragraph     splits it; within a line of text its words stay and it follows the paragraph
 *     an item outside a list       opens a list; a cell outside a row, a row outside a table the same
 *     nesting deeper than fits     is flattened: the outer blocks take the inner blocks' contents
 *
 * Styles may nest and overlap; the runs that come out never do. */
#ifndef DCT_BUILD_H
#define DCT_BUILD_H

#include "node.h"

#include "../base/buf.h"

#define DCT_BUILD_STYLES 6 /* Bits of DOCENT_SPAN_* below LINK. */

typedef struct dct_builder {
    dct_arena  *arena;
    dct_diag   *diag;
    dct_node   *root, *at;      /* The innermost open container. */
    uint32_t    depth, skipped; /* Open containers; those that were flattened away. */
    dct_node   *leaf;           /* The open block that takes text, if any. */
    bool        implicit;       /* The leaf was opened by text, not by its author. */
    dct_buf     text;           /* Of the leaf. */
    dct_run    *last_run;
    uint32_t    style_count[DCT_BUILD_STYLES];
    const char *link, *link_title; /* NULL outside a link. */
    dct_place   link_place, place; /* place: of what comes next. */
    uint32_t    note_style;        /* NOTE while a reference to a footnote is written. */
    const char *note_target;
    enum { DCT_SPACE_NONE, DCT_SPACE_HARD, DCT_SPACE_SOFT } space; /* Waits for more text. */
    dct_node   *after, **after_end; /* Pictures that follow the leaf; a chain by `next`. */
    dct_anchor *anchors, **anchors_end, **pending; /* pending: names whose block has not come yet. */
    bool        flattened;         /* Was told. */
} dct_builder;

void dct_build_init(dct_builder *b, dct_arena *arena, dct_diag *diag, dct_place place);
/* The tree; NULL when memory was short. Also ends what is open. */
dct_node *dct_build_finish(dct_builder *b);

/* Opens a block at b->place. Returns it, or NULL when it was flattened away. */
dct_node *dct_build_open(dct_builder *b, docent_block_kind kind);
/* Ends the innermost open block of the kind and what is open in it; nothing when there is none. */
void dct_build_close(dct_builder *b, docent_block_kind kind);
/* Ends the paragraph or heading that is open, if any. */
void dct_build_close_leaf(dct_builder *b);
/* Ends all that is open. */
void dct_build_close_all(dct_builder *b);
bool dct_build_is_open(const dct_builder *b, docent_block_kind kind);

void dct_build_text(dct_builder *b, const char *text, size_t size);
void dct_build_space(dct_builder *b, bool soft); /* soft: the end of a source line; none between CJK characters. */
void dct_build_break(dct_builder *b);
void dct_build_style(dct_builder *b, uint32_t style, bool on);
void dct_build_link(dct_builder *b, const char *target, const char *title); /* target NULL ends it. */
void dct_build_note(dct_builder *b, uint32_t number);
/* in_line: words of the same line surround it. NULL when memory is short. */
dct_node *dct_build_picture(dct_builder *b, const char *target, const char *alt, const char *title, bool in_line);
/* A name for the block that comes next. */
void dct_build_anchor(dct_builder *b, const char *name, size_t size);

#endif
