/* From ranked documents to hits: titles, excerpts, marks, what is shown of an article in several languages. */
#ifndef DCT_SEARCH_PRESENT_H
#define DCT_SEARCH_PRESENT_H

#include "../store/hits.h"
#include "excerpt.h"
#include "rank.h"

struct sqlite3_stmt;

typedef struct dct_presenter {
    struct sqlite3      *db;
    struct sqlite3_stmt *article, *section, *category;
} dct_presenter;

docent_status dct_presenter_open(dct_presenter *p, struct sqlite3 *db, docent_error *err);
void dct_presenter_close(dct_presenter *p);
/* One more hit; a document that is gone adds none. `excerpts`: with texts and marks. */
docent_status dct_present(const dct_presenter *p, const dct_marker *marker, const dct_candidate *candidate,
                          const char *locale, bool excerpts, dct_hit_list *list, docent_error *err);

#endif
