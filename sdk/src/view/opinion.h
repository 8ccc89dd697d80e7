/* What people think of an article or an answer. */
#ifndef DCT_VIEW_OPINION_H
#define DCT_VIEW_OPINION_H

#include "pages.h"

/* What a press does (dct_press.number: the deed, and a value times 16). */
typedef enum dct_opinion_deed {
    DCT_OPINE_VOTE = 1, /* value: docent_opinion, text: the place. Counts at once */
    DCT_OPINE_PICK,     /* a part of the page is to be chosen */
    DCT_OPINE_BLOCK,    /* value: its index; UINT32_MAX / 16: the whole page */
    DCT_OPINE_REASON,   /* value: docent_opinion */
    DCT_OPINE_SEND,
    DCT_OPINE_CANCEL
} dct_opinion_deed;

#define DCT_OPINE_PAGE (UINT32_MAX / 16u)

dct_press dct_opine(dct_opinion_deed deed, uint32_t value, const char *text);
/* At the end of an article or a guide: did it help? */
void dct_opinion_boxes(dct_build *b, dct_box *column);
/* A block while one is to be chosen: it can be pressed then. */
void dct_opinion_pickable(dct_build *b, dct_box *text, uint32_t block);

#endif
