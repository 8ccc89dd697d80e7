/* The HTML inside Markdown, taken for what it means: a help viewer is not a browser, but help centres' exports hold
 * tables, pictures, keys and anchors written in it. Its text is kept, its look is not.
 *
 *   <kbd>Ctrl</kbd>                a key            <p style="display:none">   words for the search
 *   <table> <ul> <h2> <blockquote> the block        <PID>                      no tag of HTML: text
 *   <script> <form> <!-- -->       nothing          <iframe src>               a link */
#ifndef DCT_HTML_H
#define DCT_HTML_H

#include "build.h"

#define DCT_HTML_STACK 64u

typedef struct dct_html {
    dct_builder *b;
    struct dct_html_open {
        const struct dct_html_tag *tag; /* See html_tag.h. */
        bool                       hidden;
    } stack[DCT_HTML_STACK];
    uint32_t depth;
    uint32_t hidden; /* Open elements whose content is not shown. */
    uint32_t raised; /* Open <sup>. */
    dct_buf  words;  /* Hidden text: keywords. */
    uint64_t told[2]; /* Bits of tags that were reported: DCT_HTML_TAGS. */
} dct_html;

void dct_html_init(dct_html *h, dct_builder *b);
void dct_html_close(dct_html *h);
/* Raw HTML at b->place: a block, or one tag within a line. */
void dct_html_feed(dct_html *h, const char *text, size_t size);
/* Text of Markdown between tags. */
void dct_html_words(dct_html *h, const char *text, size_t size);
/* A paragraph of Markdown ends: styles and links that were not closed end with it. */
void dct_html_end_paragraph(dct_html *h);
/* All elements that are open end. */
void dct_html_end(dct_html *h);

#endif
