/* The readings of words that the bundle does not know: slips, joined and split words, the wrong keyboard. */
#ifndef DCT_SEARCH_RESPELL_H
#define DCT_SEARCH_RESPELL_H

#include "ask.h"

#define DCT_MAX_RESPELLINGS 8u /* Words that a query may gain. */

/* From ask.c. */
bool dct_ask_is_small(const dct_asker *asker, const char *folded, size_t size);
void dct_ask_mean(dct_ask_word *word, uint32_t term, double weight, dct_reason reason);
void dct_ask_mean_entry(const dct_asker *asker, dct_ask_word *word, const dct_entry *entry, double weight,
                        dct_reason reason);
/* False when memory is short. */
bool dct_respell(const dct_asker *asker, dct_arena *arena, dct_ask *ask);

#endif
