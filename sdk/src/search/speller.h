/* Finds the words of the lexicon that are a slip or two away from what was typed.
 *
 *   typed    pritner  letters as bits, length 7  -->  all words whose bits and length are near  -->  distance
 *   lexicon  printer
 *
 * The table of bits is made at the first slip, by length: eight bytes a word. */
#ifndef DCT_SEARCH_SPELLER_H
#define DCT_SEARCH_SPELLER_H

#include "lexicon.h"

#define DCT_MAX_CORRECTIONS 8u

typedef struct dct_speller {
    const docent_alloc *alloc;
    uint32_t           *letters, *entries; /* Of the words that may be corrections, the shortest first. */
    uint32_t            from[DCT_MAX_WORD_BYTES + 2]; /* Where those of so many letters begin. */
    uint32_t            count;             /* Room of the two; of entries in the lexicon. */
} dct_speller;

typedef struct dct_correction {
    dct_entry entry;
    double    distance; /* Slips that happen easily count less than one. */
    double    score;    /* Higher is likelier. */
} dct_correction;

/* False when memory is short. A second call does nothing. */
bool dct_speller_open(dct_speller *s, const docent_alloc *alloc, const dct_lexicon *lexicon);
void dct_speller_close(dct_speller *s);
typedef struct dct_slip {
    const char *word;  /* Folded. */
    size_t      size;
    uint32_t    slips; /* At most so many: dct_slips_allowed(). */
    bool        unfinished, stem; /* Words that begin like it count, too; it is a stem and only stems are looked at. */
    double      uses_weight;      /* How much common words are preferred. */
    double      cost, first;      /* Beside that of the slips: always, and for another first letter. */
} dct_slip;

/* One slip from 4 letters on, two from 8; three letters may be four with one lost. */
uint32_t dct_slips_allowed(const char *word, size_t size);
/* Between two folded words, all told; those that happen easily count less than one. */
double dct_slips_between(const char *typed, size_t typed_size, const char *meant, size_t meant_size);
/* The likeliest words first; `count` of them are in `out` already. Returns how many there are then. */
uint32_t dct_speller_find(const dct_speller *s, const dct_lexicon *lexicon, const dct_slip *slip,
                          dct_correction out[DCT_MAX_CORRECTIONS], uint32_t count);

#endif
