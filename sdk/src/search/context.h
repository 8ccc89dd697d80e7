/* A vote for articles about what the person has before them: their product, its version, their role.
 *
 *   ranked list -> its first forty, each with its article's row -> a share of their score more for each that fits
 *
 * It never takes an article away and never lifts one that does not answer the words. */
#ifndef DCT_SEARCH_CONTEXT_H
#define DCT_SEARCH_CONTEXT_H

#include "rank.h"

/* Reorders the list when the query has a context. */
docent_status dct_context_vote(struct sqlite3 *db, const docent_query *query, const dct_ranking *ranking,
                               dct_candidate *list, uint32_t count, docent_error *err);
/* Whether a version such as "2.1.3" is within ranges such as ">=2.0 <4": all of them must hold. A bare "2.1" holds for
 * 2.1 and all below it, such as 2.1.7. Numbers between dots are compared; what follows them ("-beta") is not. False for
 * what cannot be read. */
bool dct_version_within(const char *version, const char *ranges);

#endif
