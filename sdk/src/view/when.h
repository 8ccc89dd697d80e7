/* Moments in words. */
#ifndef DCT_VIEW_WHEN_H
#define DCT_VIEW_WHEN_H

#include "pages.h"

/* "3 October 2026" */
const char *dct_date_text(dct_build *b, int32_t year, uint32_t month, uint32_t day);
/* The same of "2026-10-03"; "" for what is no date. */
const char *dct_date_text_of(dct_build *b, const char *iso);
/* "14:05" */
const char *dct_clock_text(dct_build *b, int64_t unix_s);
/* "today", "Tuesday", "3 October 2026" */
const char *dct_day_text(dct_build *b, int64_t unix_s);
/* Both: "Tuesday, 14:05" */
const char *dct_when(dct_build *b, int64_t unix_s);
/* "40 min", "3 h", "2 days" */
const char *dct_span_text(dct_build *b, uint32_t seconds);

#endif
