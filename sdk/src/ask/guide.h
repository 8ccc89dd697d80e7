/* A fix-it guide that runs inside a conversation: one screen a turn. */
#ifndef DCT_ASK_GUIDE_H
#define DCT_ASK_GUIDE_H

#include "talk.h"

/* Its first screen. False when it has none that can be shown. */
bool dct_guide_start(docent_ask *ask, docent_article *guide);
/* Where an answer leads within the guide: "#screen". False when there is no such screen. */
bool dct_guide_go(docent_ask *ask, const char *anchor);

#endif
