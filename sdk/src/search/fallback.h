/* An answer from FTS5 alone, for a bundle whose `ranking` cannot be read: poorer, but an answer. */
#ifndef DCT_SEARCH_FALLBACK_H
#define DCT_SEARCH_FALLBACK_H

#include "../store/hits.h"

struct sqlite3;

docent_status dct_fallback(struct sqlite3 *db, const docent_query *query, dct_arena *arena, dct_hit_list *list,
                           docent_error *err);

#endif
