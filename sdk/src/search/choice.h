/* Which of the words that a slip may have been is shown: what the best pages say, or none.
 *
 *   "cofe"    code 0.9   page 1: in its text, 1            0.9
 *             coffee 0.7 page 1: in its title, 3           2.1  <- taken
 *   as typed  nothing begins with it or has its stem       0
 *
 * It will not say what is ranked: that is settled before. */
#ifndef DCT_SEARCH_CHOICE_H
#define DCT_SEARCH_CHOICE_H

#include "rank.h"

#define DCT_MAX_CHOICES 16u /* Words of one query that are shown corrected. */

/* One word of the query and what it may have been. Values are sums over the best pages. */
typedef struct dct_choice {
    dct_ask_word *word;
    double        weight[DCT_MAX_CORRECTIONS], value[DCT_MAX_CORRECTIONS], seen[DCT_MAX_CORRECTIONS];
    double        typed, typed_seen;
    bool          titled[DCT_MAX_CORRECTIONS];
    int           taken;  /* Which one, or -1. */
    bool          done;
    bool          joined; /* Only postings say any: they are two words in the text. */
    uint8_t       lang;   /* The reader's, or the bundle's first. */
    bool          abroad; /* No page in the reader's language says any: in other languages only titles count. */
} dct_choice;

typedef struct dct_choices {
    dct_ranking *ranking;
    dct_choice   all[DCT_MAX_CHOICES];
    uint32_t     count;
    uint64_t     wanted; /* Of the terms that are looked for: bit number modulo 64. */
} dct_choices;

bool dct_choice_has(const dct_entry *entry, uint32_t term);
/* Of all words with likely ones, from the best pages in `lang`, and for those of which none says one, from the best in any.
 * `top` is the score of the best page of all. */
docent_status dct_choices_make(dct_choices *c, dct_ranking *ranking, const dct_ask *ask, const dct_candidate *best,
                               uint32_t count, double top, uint8_t lang, docent_error *err);

#endif
