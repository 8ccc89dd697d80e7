/* Pieces of the report's page: words made harmless, bars that are drawings and still say their numbers as text. */
#ifndef DOCENT_TOOL_REPORT_HTML_H
#define DOCENT_TOOL_REPORT_HTML_H

#include "report.h"

/* The head of the page up to its first heading's place: style, and a policy that lets nothing run or load. */
void html_begin(FILE *out, const char *title);
void html_end(FILE *out);
/* Any words as text. */
void html_text(FILE *out, const char *text);
/* Words of a stranger: they keep their own direction, and their language where it is one. lang may be "". */
void html_words(FILE *out, const char *text, const char *lang);

/* One piece of a bar; tone names its colour: "a" to "e". */
typedef struct html_piece {
    const char *tone, *name; /* name: beside its number below the bar; NULL: not said. */
    uint64_t    count;
} html_piece;

/* A bar of `whole` units; what stands beside or below it says the same in words. */
void html_bar(FILE *out, const html_piece *pieces, size_t count, uint64_t whole);
/* The bar with its numbers below. */
void html_legend_bar(FILE *out, const html_piece *pieces, size_t count);
/* One number in large type. bad: draws the eye. */
void html_tile(FILE *out, const char *value, const char *name, bool bad);
void html_table_begin(FILE *out, const char *what);
void html_table_end(FILE *out);

#endif
