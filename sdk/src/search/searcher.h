/* For tests and tuning: a searcher with other weights. */
#ifndef DCT_SEARCH_SEARCHER_H
#define DCT_SEARCH_SEARCHER_H

#include "search.h"
#include "weights.h"

/* Borrows the weights. */
void dct_searcher_weigh(dct_searcher *s, const dct_weights *weights);

#endif
