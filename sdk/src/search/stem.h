/* From a word to the term that stands for it in the index: "printers" and "printer" are one.
 * Snowball's stemmers do it, each for its own language only; then accents fall (fold.h). */
#ifndef DCT_SEARCH_STEM_H
#define DCT_SEARCH_STEM_H

#include "fold.h"
#include "lang.h"

#define DCT_MAX_STEMMERS 64u

struct sb_stemmer;

/* Zero it before first use. Stemmers are made when they are first needed. */
typedef struct dct_stemmers {
    struct sb_stemmer *of[DCT_MAX_STEMMERS];
    bool               tried[DCT_MAX_STEMMERS];
} dct_stemmers;

void dct_stemmers_close(dct_stemmers *s);
/* The term of a word in lower case (dct_lower) of a text in `lang`; zero-terminated. A word that cannot be stemmed is
 * folded. Returns its size. */
size_t dct_term(dct_stemmers *s, uint8_t lang, const char *lower, size_t size, char out[DCT_MAX_WORD_BYTES + 1]);

#endif
