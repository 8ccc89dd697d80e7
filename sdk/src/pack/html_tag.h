/* What each tag of HTML means in a help text. */
#ifndef DCT_HTML_TAG_H
#define DCT_HTML_TAG_H

#include <docent/article.h>

typedef enum dct_html_effect {
    DCT_HTML_DO_NONE,    /* A wrapper within a line. */
    DCT_HTML_DO_GROUP,   /* A wrapper of blocks: ends the paragraph. */
    DCT_HTML_DO_STYLE,   /* value: DOCENT_SPAN_* */
    DCT_HTML_DO_BLOCK,   /* value: docent_block_kind */
    DCT_HTML_DO_HEADING, /* value: level */
    DCT_HTML_DO_ORDERED,
    DCT_HTML_DO_HEAD_CELL,
    DCT_HTML_DO_PRE,
    DCT_HTML_DO_CAPTION, /* A paragraph, emphasised. */
    DCT_HTML_DO_SUP,
    DCT_HTML_DO_LINK,
    DCT_HTML_DO_BREAK,
    DCT_HTML_DO_RULE,
    DCT_HTML_DO_PICTURE,
    DCT_HTML_DO_FRAME,   /* Its address becomes a link. */
    DCT_HTML_DO_DROP     /* With all inside. */
} dct_html_effect;

typedef struct dct_html_tag {
    const char *name;
    dct_html_effect effect;
    uint32_t    value;
    bool        empty; /* Has no end tag. */
    const char *instead; /* What to write in Markdown; NULL for nothing. */
} dct_html_tag;

#define DCT_HTML_TAGS 128u /* At least as many as there are. */

/* NULL for what is no tag of HTML. The name is in lower case. */
const dct_html_tag *dct_html_tag_of(const char *name);
/* Its place in the table, below DCT_HTML_TAGS. */
size_t dct_html_tag_index(const dct_html_tag *tag);

#endif
