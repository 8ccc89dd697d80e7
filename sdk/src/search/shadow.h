/* Which articles of a bundle stand in another one, too: theirs are shown, its own are not. */
#ifndef DCT_SHADOW_H
#define DCT_SHADOW_H

#include "rank.h"

/* Marks in `hidden` (one a document of `r`) the articles whose ids `above` has. */
docent_status dct_shadow_mark(const dct_ranking *r, struct sqlite3 *above, uint8_t *hidden, docent_error *err);
/* The same for one id. A database that cannot be read has none. */
bool dct_shadow_has(struct sqlite3 *above, const char *id);

#endif
