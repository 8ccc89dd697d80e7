/* What `docent report` has added up, and what its three ways of printing share: order, titles, clean words. */
#ifndef DOCENT_TOOL_REPORT_H
#define DOCENT_TOOL_REPORT_H

#include "../src/pack/report.h"
#include "../src/pack/voices.h"

#include <docent/docent.h>

#include <stdio.h>

typedef struct report {
    const dct_report *asked;
    const dct_voices *voices;
    docent           *help;  /* NULL without --bundle. */
    size_t            limit; /* Rows of a table, but for CSV. */
    int64_t           now;   /* Unix seconds. */
} report;

/* What a table counts of a question or a place; 0 leaves it out. */
typedef uint64_t (*report_measure)(const void *item);

typedef struct report_row {
    uint64_t    times;
    const void *item; /* dct_question, dct_voice or dct_tally_row. */
} report_row;

typedef enum report_kind { REPORT_QUESTIONS, REPORT_PLACES, REPORT_EXITS } report_kind;

typedef struct report_table {
    const char    *name;   /* In CSV. */
    const char    *title;
    const char    *advice; /* What an author makes of it. */
    report_kind    kind;
    report_measure of, rank; /* rank orders; NULL: as `of`. */
} report_table;

enum { REPORT_TABLES = 6 };
extern const report_table report_tables[REPORT_TABLES];

/* The most first; the caller frees. NULL when memory is short. */
report_row *report_rows(const report *r, const report_table *table, size_t *count);

/* Into out, cut: the title of the article or guide at an address and the screen's question, or the address itself. */
void report_title(const report *r, const char *address, char *out, size_t room);
/* "3 h 20 min" */
void report_span(uint32_t seconds, char out[32]);
uint64_t report_searches(const report *r, uint64_t *without_result, uint64_t *without_click);

/* Control characters, those above ASCII and those that turn text round as well, become spaces. */
void report_plain(FILE *out, const char *text);

/* False when memory is short, or it cannot be written. */
bool report_print(const report *r);
bool report_csv(const report *r, FILE *out);
bool report_html(const report *r, FILE *out);

#endif
