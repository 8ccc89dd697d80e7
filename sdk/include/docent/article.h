/* article.h - what an article is made of: blocks and inline spans.
 *
 * Part of level 1. The blocks are in reading order, parents before their children:
 *
 *   0 HEADING                       end 1
 *   1 STEPS                         end 7     blocks[i].end is the index after its last descendant,
 *   2   STEP   "Hold the button"    end 4     so a child loop is
 *   3     PICTURE                   end 4       for (c = i + 1; c < blocks[i].end; c = blocks[c].end)
 *   4   STEP   "Open Settings"      end 7
 *   ...
 *
 * Text is on PARAGRAPH, HEADING, CELL, CODE, ANSWER, PICTURE (its alternative text) and SCREEN (its question).
 * Items and steps hold paragraphs. Offsets are bytes into the block's own text.
 */
#ifndef DOCENT_ARTICLE_H
#define DOCENT_ARTICLE_H

#include "docent.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum docent_block_kind {
    DOCENT_BLOCK_HEADING = 1, /* level 2..6; anchor */
    DOCENT_BLOCK_PARAGRAPH,
    DOCENT_BLOCK_STEPS,       /* holds STEP */
    DOCENT_BLOCK_STEP,        /* number: counted over the whole article, from 1 */
    DOCENT_BLOCK_LIST,        /* number: of the first item, 0 for bullets; holds ITEM */
    DOCENT_BLOCK_ITEM,        /* number: its own, 0 for a bullet; flags: CHECKBOX, CHECKED */
    DOCENT_BLOCK_ALERT,       /* level: docent_alert; holds blocks */
    DOCENT_BLOCK_QUOTE,
    DOCENT_BLOCK_TABLE,       /* number: columns; holds ROW */
    DOCENT_BLOCK_ROW,         /* flags: HEADER */
    DOCENT_BLOCK_CELL,        /* level: docent_align; may hold PICTUREs after its text */
    DOCENT_BLOCK_PICTURE,     /* target: asset name; width, height; text: alternative, "" if decorative */
    DOCENT_BLOCK_CODE,        /* target: the language named in the source, "" if none */
    DOCENT_BLOCK_RULE,
    DOCENT_BLOCK_FOOTNOTE,    /* number; anchor; holds blocks; all at the end */
    DOCENT_BLOCK_SCREEN,      /* of a fix-it guide. text: the question; anchor; flags: FIX; holds blocks, then ANSWERs */
    DOCENT_BLOCK_ANSWER       /* text; target: "#screen", "article/ID#x", "fix/ID", "solved" or "contact" */
} docent_block_kind;

typedef enum docent_alert {
    DOCENT_ALERT_NOTE = 1, DOCENT_ALERT_TIP, DOCENT_ALERT_IMPORTANT, DOCENT_ALERT_WARNING,
    DOCENT_ALERT_CAUTION
} docent_alert;

typedef enum docent_align { DOCENT_ALIGN_START = 0, DOCENT_ALIGN_CENTER, DOCENT_ALIGN_END } docent_align;

#define DOCENT_BLOCK_HEADER 0x1u   /* ROW: a header row. */
#define DOCENT_BLOCK_FIX 0x2u      /* SCREEN: something to try: one of its answers is "solved". */
#define DOCENT_BLOCK_CHECKBOX 0x4u /* ITEM: of a task list. */
#define DOCENT_BLOCK_CHECKED 0x8u

#define DOCENT_SPAN_EMPHASIS 0x01u
#define DOCENT_SPAN_STRONG   0x02u
#define DOCENT_SPAN_CODE     0x04u
#define DOCENT_SPAN_UI       0x08u /* The name of something on a screen or a device. */
#define DOCENT_SPAN_KEY      0x10u /* A key of a keyboard. */
#define DOCENT_SPAN_STRIKE   0x20u
#define DOCENT_SPAN_LINK     0x40u /* target: an address ("article/ID#x") or a URL with its scheme. */
#define DOCENT_SPAN_NOTE     0x80u /* A reference to a footnote; target: "#anchor". */

typedef struct docent_inline {
    uint32_t    from, to; /* Bytes of the block's text; ascending, never overlapping, never empty. */
    uint32_t    style;    /* DOCENT_SPAN_*, never 0: text between inlines is plain. */
    const char *target;   /* "" unless LINK or NOTE. */
} docent_inline;

typedef struct docent_block {
    docent_block_kind    kind;
    uint32_t             parent; /* Index; UINT32_MAX at the top. */
    uint32_t             end;    /* Index after the last descendant. */
    uint32_t             level, number, flags;
    uint32_t             width, height; /* Of a picture, pixels as drawn at 1 pixel a point; 0 else. */
    const char          *text;
    uint32_t             text_len;
    const char          *anchor, *target;
    const docent_inline *inlines;
    uint32_t             inline_count;
} docent_block;

DOCENT_API docent_kind docent_article_kind(const docent_article *a);
DOCENT_API const char *docent_article_id(const docent_article *a);
DOCENT_API const char *docent_article_title(const docent_article *a);
DOCENT_API const char *docent_article_summary(const docent_article *a);  /* "" when none. */
DOCENT_API const char *docent_article_locale(const docent_article *a);   /* Of this text. */
DOCENT_API const char *docent_article_category(const docent_article *a); /* The category's id, "" when none. */
DOCENT_API const char *docent_article_updated(const docent_article *a);  /* "2026-11-01"; "" when the author does not say. */
DOCENT_API const char *docent_article_origin(const docent_article *a);   /* As docent_hit.origin. */
DOCENT_API uint32_t docent_article_block_count(const docent_article *a);
/* Borrowed; NULL past the end. */
DOCENT_API const docent_block *docent_article_block(const docent_article *a, uint32_t index);
/* The block an anchor names: a heading, "step-3", a screen, a footnote. UINT32_MAX when there is none. */
DOCENT_API uint32_t docent_article_find(const docent_article *a, const char *anchor);
/* Related articles and guides, as the author ordered them. */
DOCENT_API docent_status docent_article_related(const docent_article *a, docent_hits **out);
/* All of it as text for speech, search and quick hosts, in reading order. Borrowed; *size may be NULL. */
DOCENT_API docent_status docent_article_plain(const docent_article *a, const char **text, size_t *size);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_ARTICLE_H */
