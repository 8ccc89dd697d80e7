/* What bundles of a set share of a question before each ranks for itself: what is a slip, what a word may mean, how rare it is. */
#ifndef DCT_SEARCH_SHARE_H
#define DCT_SEARCH_SHARE_H

#include "../base/limits.h"
#include "searching.h"

typedef struct dct_set {
    dct_searching       all[DCT_MAX_BUNDLES];
    bool                broken[DCT_MAX_BUNDLES];
    uint32_t            count;
    const char         *poorer; /* Why one is broken; NULL. */
    const docent_query *query;
    docent_error       *err;
} dct_set;

/* The same word of the query as that bundle understood it, or NULL. */
dct_ask_word *dct_set_word(const dct_set *t, uint32_t which, const dct_ask_word *word);
/* Before words are guessed: those that any bundle knows are not. */
void dct_share_known(dct_set *t);
/* After it. */
void dct_share_words(dct_set *t);

#endif
