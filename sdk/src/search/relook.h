/* The second look at the best documents: as they read, not as bags of words. */
#ifndef DCT_SEARCH_RELOOK_H
#define DCT_SEARCH_RELOOK_H

#include "rank.h"

/* From rank.c: how much a word of the query says, all its meanings together. */
double dct_rank_rarity(const dct_ranking *r, const dct_weights *w, const dct_ask_word *word);
/* Adds to the candidates' scores. */
docent_status dct_relook(dct_ranker *ranker, dct_ranking *ranking, const dct_ask *ask, const dct_weights *weights,
                         dct_candidate *candidates, uint32_t count, docent_error *err);

/* Notes in ranker->class_of which word of the query each term stands for, or clears it again. Without `synonyms` only what
 * was said counts. */
void dct_relook_classes(dct_ranker *ranker, const dct_ask *ask, bool on, bool synonyms);

#endif
