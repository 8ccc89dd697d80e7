/* What did the person mean: from typed bytes to ranked sections of articles. Knows no clock and no view. */
#ifndef DCT_SEARCH_H
#define DCT_SEARCH_H

#include "../base/alloc.h"

struct sqlite3;

typedef struct dct_searcher dct_searcher; /* Prepared statements and caches over one open bundle. */

/* Cheap: what it needs is loaded at the first search. Borrows db and alloc. */
docent_status dct_searcher_open(struct sqlite3 *db, const docent_alloc *alloc, const char *default_locale,
                                dct_searcher **out, docent_error *err);
void dct_searcher_close(dct_searcher *s);
/* Loads it now. CORRUPT, MISSING, NEWER: there is nothing to rank by, and a search is answered by FTS5 alone. */
docent_status dct_search_check(dct_searcher *s, docent_error *err);
/* As docent_search(). query->locale is never NULL here. */
docent_status dct_search_run(dct_searcher *s, const docent_query *query, docent_hits **out, docent_error *err);

#endif
