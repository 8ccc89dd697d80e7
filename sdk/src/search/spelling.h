/* How a corrected word is shown: as the pages that were found spell it, with their accents and capitals.
 *
 *   typed "ofnen"  ->  lexicon "offnen" (folded)  ->  the page says "öffnen" */
#ifndef DCT_SEARCH_SPELLING_H
#define DCT_SEARCH_SPELLING_H

#include "present.h"

/* Puts the pages' spelling in place of the lexicon's in ask->words[].corrected; what no page says stays as it is. */
docent_status dct_spelling_take(const dct_presenter *p, const dct_ranking *ranking, dct_arena *arena,
                                const dct_candidate *best, uint32_t count, dct_ask *ask, docent_error *err);

#endif
