/* What people asked on one device or many, added up: for `docent report`. */
#ifndef DOCENT_REPORT_H
#define DOCENT_REPORT_H

#include "../src/base/arena.h"
#include "../src/store/state.h"

#include <docent/docent.h>

/* The same words in one language. */
typedef struct report_question {
    const dct_search_count *kinds; /* Within report.kinds: once for each article opened, and for none. */
    uint32_t    kind_count;
    uint64_t    asked, without_result, without_click;
    const dct_search_count *most_opened; /* NULL when nothing was. */
} report_question;

typedef struct report {
    dct_arena         arena;     /* All texts. */
    dct_search_count *kinds;     /* Sorted by words, language, article; each once. */
    size_t            kind_count, kind_room;
    report_question  *questions; /* In the order of kinds. */
    size_t            question_count;
} report;

void report_init(report *r);
/* Adds one state file. False after saying on stderr what is wrong with it. */
bool report_read(report *r, const char *path);
/* Once all files are read: adds up. False when memory is short, said on stderr. */
bool report_add_up(report *r);
void report_close(report *r);

/* Prints proposals for queries.yaml: words after which the same article was opened often enough. */
void report_queries(const report *r, docent *h);

#endif
