/* The row of synonyms.h, made when packing. */
#ifndef DCT_SEARCH_SYNONYMS_WRITE_H
#define DCT_SEARCH_SYNONYMS_WRITE_H

#include "vocab.h"

/* spread: in how many documents each term is, by its final number. Marks the words of what it
 * keeps as wanted. */
void dct_synonyms_write(const dct_gather *g, dct_vocab *v, const uint32_t *spread, dct_buf *out);

#endif
