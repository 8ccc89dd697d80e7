/* One search over several bundles, as if their articles stood in one. */
#ifndef DCT_SEVERAL_H
#define DCT_SEVERAL_H

#include "search.h"

/* The searchers in the order of precedence; an article whose id stands in an earlier one is found there alone. `set` is
 * another number, not 0, whenever searchers come, go or change places. As dct_search_run() for the rest. At most
 * DCT_MAX_BUNDLES. */
docent_status dct_search_several(dct_searcher *const *searchers, uint32_t count, uint32_t set, const docent_query *query,
                                 docent_hits **out, docent_error *err);

#endif
