/* Finds the words of the lexicon that are a slip or two away from what was typed.
 *
 *   typed    pritner  letters as bits, length 7  -->  all words whose bits and length are near  -->  distance
 *   lexicon  printer
 *
 * The table of bits is made at the first slip: five bytes a word. */
#ifndef DCT_SEARCH_SPELLER_H
#define DCT_SEARCH_SPELLER_H

#include "lexicon.h"

#define DCT_MAX_CORRECTIONS 8u

typedef struct dct_speller {
    const docent_alloc *alloc;
    uint32_t           *letters; /* By entry; 0 for what is never a correction. */
    uint8_t            *lengths; /* Code points. */
    uint32_t            count;
} dct_speller;

typedef struct dct_correction {
    dct_entry entry;
    double    distance; /* Slips that happen easily count less than one. */
    double    score;    /* Higher is likelier. */
} dct_correction;

/* False when memory is short. A second call does nothing. */
bool dct_speller_open(dct_speller *s, const docent_alloc *alloc, const dct_lexicon *lexicon);
void dct_speller_close(dct_speller *s);
/* The likeliest words first; returns how many. `word` is folded. With `unfinished`, words that begin like a slip of
 * it count, too. `uses_weight` is how much common words are preferred. */
uint32_t dct_speller_find(const dct_speller *s, const dct_lexicon *lexicon, const char *word, size_t size,
                          bool unfinished, double uses_weight, dct_correction out[DCT_MAX_CORRECTIONS]);

#endif
