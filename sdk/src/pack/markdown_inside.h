/* What the files of the Markdown reader share: markdown.c walks, markdown_block.c and markdown_line.c take the nodes. */
#ifndef DCT_MARKDOWN_INSIDE_H
#define DCT_MARKDOWN_INSIDE_H

#include "html.h"
#include "markdown.h"

#include <cmark-gfm.h>

typedef struct dct_markdown_reader {
    dct_markdown *m;
    dct_builder   b;
    dct_html      html;
    const char   *text;
    size_t        size;
    size_t       *lines; /* Where each line of the text begins. */
    uint32_t      line_count;
    uint32_t      footnotes;
    size_t        counted_line, counted_at; /* Characters counted so far: a line may be very long. */
    uint32_t      counted;
} dct_markdown_reader;

/* Where a node stands, into r->b.place. `mark`: the character that a link or picture begins with; 0: as cmark says. */
void dct_markdown_place(dct_markdown_reader *r, cmark_node *node, char mark);
void dct_markdown_enter_block(dct_markdown_reader *r, cmark_node *node);
void dct_markdown_leave_block(dct_markdown_reader *r, cmark_node *node);
void dct_markdown_enter_line(dct_markdown_reader *r, cmark_node *node);
void dct_markdown_leave_line(dct_markdown_reader *r, cmark_node *node);
/* A picture with all that is in it. */
void dct_markdown_image(dct_markdown_reader *r, cmark_node *node);

#endif
