/* Why a search found what it found, in lines for authors. */
#ifndef DCT_SEARCH_EXPLAIN_H
#define DCT_SEARCH_EXPLAIN_H

#include "../store/hits.h"
#include "rank.h"

/* In the arena; NULL when memory is short. `hits` are the candidates' in the same order, from `best` on. */
const char *dct_explain(dct_arena *arena, const dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                        const dct_candidate *best, uint32_t count, const dct_hit_list *hits);

#endif
