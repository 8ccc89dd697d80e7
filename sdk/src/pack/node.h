/* An article while it is being made: a tree of blocks with runs of styled text, each with its place in the source.
 *
 *   root - HEADING "Restart" - runs
 *        - STEPS - STEP - PARAGRAPH "Open [Settings]" - runs: UI 5..13
 *                       - PICTURE
 *
 * build.c makes it, html.c and markdown.c drive build.c; tree.c, table.c and links.c change it; compile.c writes it. */
#ifndef DCT_NODE_H
#define DCT_NODE_H

#include "diag.h"

#include <docent/article.h>

#define DCT_NODE_GROUP ((docent_block_kind)0)

typedef struct dct_run dct_run;
struct dct_run {
    uint32_t    from, to, style; /* As in docent_inline. */
    const char *target;          /* As the author wrote it until links.c has resolved it; "" when none. */
    const char *title;           /* Of a link: `then #screen` in a guide. "" when none. */
    dct_place   place;
    dct_run    *next;
};

typedef struct dct_node dct_node;
struct dct_node {
    docent_block_kind kind; /* DCT_NODE_GROUP: the root, or a node whose children stand in its place. */
    uint32_t          level, number, flags;
    uint32_t          width, height; /* Of a picture: at most that, when the author said so; 0 else. */
    const char       *text; /* Zero-terminated. */
    uint32_t          text_size;
    dct_run          *runs;
    const char       *anchor; /* "" when none. */
    const char       *target, *title;
    dct_place         place;
    dct_node         *parent, *first, *last, *next;
    bool              implied; /* A list or table that no one opened: items or cells stood alone. */
    uint32_t          span_columns, span_rows; /* Of a CELL; 0 counts as 1. */
};

/* A name that leads to a block: its anchor, or another that the author gave it. */
typedef struct dct_anchor dct_anchor;
struct dct_anchor {
    const char *name;
    dct_node   *node;
    dct_anchor *next;
};

dct_node *dct_node_new(dct_arena *arena, docent_block_kind kind, dct_place place);
/* At the end of parent's children. */
void dct_node_add(dct_node *parent, dct_node *child);
/* Makes it a group of nothing: as good as removed, whatever the number of its neighbours. */
void dct_node_drop(dct_node *node);
/* The node after `node` in reading order within `root`, NULL at the end. */
dct_node *dct_node_next(const dct_node *root, const dct_node *node);
/* The same without going into its children. */
dct_node *dct_node_skip(const dct_node *root, const dct_node *node);
/* A copy of the node with all below it; runs and strings are shared where nothing changes them. */
dct_node *dct_node_copy(dct_arena *arena, const dct_node *node);

#endif
