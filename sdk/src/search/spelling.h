/* "Showing results for": which of the words that a slip may have been is shown, and how it is written.
 *
 *   typed "sund"   may be  sound 0.9, sunday 0.2, "sind" 0.1   the best pages say "sound"   ->  "sound"
 *   typed "ofnen"  is      offnen (folded)                     the page says "öffnen"       ->  "öffnen"
 *
 * What the best pages do not say is not shown: the word stays as it was typed. */
#ifndef DCT_SEARCH_SPELLING_H
#define DCT_SEARCH_SPELLING_H

#include "present.h"

/* Sets ask->words[].corrected of all words that have likely ones, from the best pages in `lang`, and where none of those says
 * one, from the best in any. `top` is the score of the best page of all. */
docent_status dct_spelling_take(const dct_presenter *p, dct_ranking *ranking, dct_arena *arena, const dct_candidate *best,
                                uint32_t count, double top, uint8_t lang, dct_ask *ask, docent_error *err);

#endif
