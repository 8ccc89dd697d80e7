/* The numbers of terms. Without a bundle before, terms are numbered by how common they are, so that common ones take one
 * byte in a document's row. With one, a term keeps its number, because a new one would change every row that has it:
 *
 *   before   0 the   1 board   2 reset   3 led
 *   now      the, reset, led, a new word "sensor"      ->   0 the   1 sensor   2 reset   3 led
 *
 * New terms take the numbers of those that are gone, then those behind all. When more than a fifth are free, all are
 * numbered afresh. */
#ifndef DCT_SEARCH_NUMBERS_H
#define DCT_SEARCH_NUMBERS_H

#include "ranking.h"
#include "vocab.h"

typedef struct dct_numbers {
    const docent_alloc *alloc;
    bool                kept;   /* There is a bundle before, and its numbers are used. */
    dct_ranking         before;
    dct_buf             pieces; /* uint32_t: the first terms of its rows of postings. */
    dct_buf             words;  /* int64_t: its rows of the lexicon. */
} dct_numbers;

/* previous may be NULL. One whose index cannot be read counts as none. */
docent_status dct_numbers_open(dct_numbers *n, const docent_alloc *alloc, struct sqlite3 *previous, docent_error *err);
void dct_numbers_close(dct_numbers *n);
/* Sets the vocabulary's number_of and number_count. */
void dct_numbers_give(dct_numbers *n, dct_vocab *v);

#endif
