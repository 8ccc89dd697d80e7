/* Markdown into an article's tree: CommonMark, GFM's tables, struck text, task lists, autolinks and footnotes, and our own
 * marks for names on a screen, keys, alerts and anchors. See sdk/docs/authoring.md. */
#ifndef DCT_MARKDOWN_H
#define DCT_MARKDOWN_H

#include "node.h"

#include "../base/buf.h"

/* The word of a language for [[$name]]; NULL when there is no such term. */
typedef const char *dct_term_fn(const void *ctx, const char *name, size_t size);

typedef struct dct_markdown {
    dct_arena   *arena; /* Holds all that comes out. */
    dct_diag    *diag;
    dct_place    start; /* Of the text: file and line. */
    dct_term_fn *term;  /* NULL: none. */
    const void  *term_ctx;
    /* Out: */
    dct_node    *root;
    dct_anchor  *anchors; /* Names given by the author, in order; the node of some may be NULL: the article's start. */
    const char  *words;   /* Hidden text, for the search. */
} dct_markdown;

/* text: valid UTF-8 without NUL, lines ended by '\n'. Faults are messages; only short memory fails. */
docent_status dct_markdown_read(dct_markdown *m, const char *text, size_t size, docent_error *err);
/* Whether the parser will be done with the text in a moment and in bounded memory; an error in `diag` when not. Its time is
 * the square of some counts (footnotes, columns times rows), so those are bounded before it sees the text. */
bool dct_markdown_measure(const char *text, size_t size, dct_place start, dct_diag *diag);

#endif
