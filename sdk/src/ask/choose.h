/* Which articles answer, out of what the search found: none, one, or several that only the person can tell apart. */
#ifndef DCT_ASK_CHOOSE_H
#define DCT_ASK_CHOOSE_H

#include "talk.h"

/* Fills ask->candidates, best first. Returns how many of them answer equally well: 0 when none says enough. */
uint32_t dct_ask_choose(docent_ask *ask, const docent_hits *hits);

#endif
