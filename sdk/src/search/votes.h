/* Gentle votes beside the words: how new an article is, how much it is read, whose it is.
 *
 *   updated  -> steps 0 to 15, 15 for the newest article of the bundle, half as many for each year before it
 *   popular  -> steps 0 to 15
 *
 * Pack writes the day and the popular steps of each document (rows.h), 0 when the author says neither. How new that is
 * comes out when the index is opened: one newer article would change the rows of all others. Weighed in weights.c. */
#ifndef DCT_SEARCH_VOTES_H
#define DCT_SEARCH_VOTES_H

#include "ranking.h"
#include "weights.h"

/* The number of a day, 1 or more, from "2026-11-01"; 0 for anything else. */
int32_t dct_votes_day(const char *date);
/* Steps of 0 to 15. Both days are of dct_votes_day(). */
uint8_t dct_votes_new(int32_t day, int32_t newest);
uint8_t dct_votes_read(int popularity);
/* What share of its score a document gains or, when it is not the author's own, loses. 0 for most. */
double dct_votes_share(dct_document document, const dct_weights *weights);

#endif
