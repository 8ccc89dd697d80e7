/* One text of one article in one language, from its front matter to its compiled bytes. */
#ifndef DCT_PAGE_H
#define DCT_PAGE_H

#include "lookup.h"
#include "node.h"
#include "settings.h"
#include "standing.h"

typedef enum dct_page_kind { DCT_PAGE_ARTICLE = 1, DCT_PAGE_FIX, DCT_PAGE_PART } dct_page_kind;

typedef struct dct_page dct_page;
struct dct_page {
    const char   *file;     /* Relative to the project; for messages and relative links. */
    const char   *id, *lang;
    const char   *stem;     /* Its file without ".md" and language: what ties translations to their source. */
    const char   *category; /* A category's id, "" for none. */
    dct_page_kind kind;
    const char   *title, *summary, *audience, *product, *versions; /* "" when not given. */
    dct_mention  *keywords, *related, *contexts, *codes;
    dct_standing  standing;
    dct_place     place, id_place; /* Of the file; of `id` in it. */
    int32_t       position;        /* INT32_MAX when not given. */
    uint32_t      order;           /* In its category, from 0. */
    dct_page     *source;          /* Of a translation; NULL for a source. */
    dct_page     *translations, *next_translation;
    dct_node     *root;
    dct_anchor   *anchors;      /* Names that the author gave. */
    dct_lookup    places;       /* All names of blocks, to the block; the root for the article's start. */
    dct_lookup    folded;       /* The same in lower case, for links that are nearly right. */
    const char   *hidden_words; /* For the search. */
    uint32_t      steps;
    bool          entered;      /* A part: some guide uses it. */
    int64_t       rowid;
};

/* Reads the front matter of a page's text, if it has one, into `page`. Returns where the body begins; *line is its line. */
size_t dct_frontmatter_read(dct_arena *arena, const char *text, size_t size, dct_diag *diag, dct_page *page,
                            uint32_t *line);
/* Gives headings their anchors, from the author or from their words, and fills page->places. */
void dct_anchors_make(dct_arena *arena, dct_page *page, dct_diag *diag);
/* A heading's words as an anchor: "Can't connect?" -> "cant-connect". */
char *dct_anchor_of(dct_arena *arena, const char *text, size_t size);
/* The anchor of the block that `name` leads to, "" for the start; NULL when there is none. */
const char *dct_anchor_find(dct_arena *arena, const dct_page *page, const char *name);
/* Without a title in the front matter: the first heading, or the file's name. Takes a heading that says the title again
 * off the text. */
void dct_title_make(dct_arena *arena, dct_page *page);
/* "wifi-slow" -> "Wifi slow"; a name with spaces or capitals stays. */
char *dct_title_of_name(dct_arena *arena, const char *name, size_t size);

#endif
