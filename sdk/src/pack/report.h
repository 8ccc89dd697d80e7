/* What people asked on one device or many, added up for the authors out of state files. It only reads; `docent report`
 * prints what comes of it. */
#ifndef DCT_REPORT_H
#define DCT_REPORT_H

#include "../base/arena.h"
#include "../store/state.h"

/* The same words in one language. */
typedef struct dct_question {
    const dct_search_count *kinds; /* Once for each article opened, and for none. */
    uint32_t    kind_count;
    uint64_t    asked, without_result, without_click;
    const dct_search_count *most_opened; /* NULL when nothing was. */
} dct_question;

typedef struct dct_report {
    const docent_alloc *alloc;
    dct_arena         arena;     /* All texts. */
    dct_search_count *kinds;     /* Sorted by words, language, article; each once. */
    size_t            kind_count, kind_room;
    dct_question     *questions; /* In the order of kinds. */
    size_t            question_count, question_room;
} dct_report;

/* alloc is borrowed. */
void dct_report_init(dct_report *r, const docent_alloc *alloc);
/* Takes one state file in. */
docent_status dct_report_read(dct_report *r, const char *path, docent_error *err);
/* Once all files are read. */
docent_status dct_report_add_up(dct_report *r, docent_error *err);
void dct_report_close(dct_report *r);

#endif
