/* The answer above the results, where one passage is it: an error code's meaning, the steps of what was asked for by
 * name, the phone number and the hours. Where several pages fit there is none: a list is more honest then. */
#ifndef DCT_VIEW_ANSWER_H
#define DCT_VIEW_ANSWER_H

#include "build.h"

/* Looks whether the results in `c` have an answer, and keeps its article in c->answer. */
void dct_answer_find(dct_content *c, const char *words);
/* person.c: do these words ask for somebody to talk to, for the phone number or the hours? */
bool dct_asks_for_person(dct_build *b, const char *words);
/* Without the spaces around it and the question marks behind it; in the arena. */
const char *dct_trimmed(dct_build *b, const char *words);
/* Adds the card, if there is one. */
void dct_answer_card(dct_build *b, dct_box *column);

#endif
