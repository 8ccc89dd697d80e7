/* A search that found nothing goes on: what is nearest to the words, the section it is in, everything, a person. */
#ifndef DCT_VIEW_NEARBY_H
#define DCT_VIEW_NEARBY_H

#include "build.h"

/* Looks for beginnings of the words, longer ones first, and keeps what they find in c->nearby. */
docent_status dct_nearby_find(dct_content *c, const char *words);
/* The page below the answer, if there is one. */
void dct_nearby_page(dct_build *b, dct_box *column);

#endif
