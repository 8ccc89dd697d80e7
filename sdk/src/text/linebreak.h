/* Where a line may end: Unicode's line breaking algorithm (UAX 14, version 15.0), rule by rule. */
#ifndef DCT_LINEBREAK_H
#define DCT_LINEBREAK_H

#include "tables.h"

#include <stddef.h>

typedef enum dct_break { DCT_BREAK_NONE = 0, DCT_BREAK_MAY, DCT_BREAK_MUST } dct_break;

/* classes: a dct_break_class for each character; breaks[i] becomes what may happen before character i. breaks[0] is
 * DCT_BREAK_NONE, and nothing is said about the end. Linear in `count`, no memory. */
void dct_line_breaks(const uint8_t *classes, size_t count, uint8_t *breaks);

#endif
