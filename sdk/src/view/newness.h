/* How new the content is, and what a stick with newer content is doing. */
#ifndef DCT_VIEW_NEWNESS_H
#define DCT_VIEW_NEWNESS_H

#include "pages.h"

/* "Content of 20 November 2026, checked 2 h ago", and why that is all when something is wrong. Nothing without a source. */
void dct_newness_lines(dct_build *b, dct_box *column);
/* The dialog over the page; dialog_text is the state's letter and the reason. */
dct_box *dct_newness_stick(dct_build *b, dct_box *box);

#endif
