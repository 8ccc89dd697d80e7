/* What shares a row: as many terms' postings, or words of the lexicon, as fit on a page. A piece keeps its first item from
 * bundle to bundle, so that one more posting moves bytes of one page only:
 *
 *   before   | the a to | board led | ... |         a piece that has outgrown its page is cut in two,
 *   now      | the a to | board led | ... | new |   two that have become small are one again */
#ifndef DCT_SEARCH_PIECES_H
#define DCT_SEARCH_PIECES_H

#include "../base/buf.h"

/* Adds the first item of each piece (uint32_t, ascending, the first one 0) to `out`. before: the first items of the bundle
 * before, ascending; may be none. What is larger than a page is alone. */
void dct_pieces_cut(const uint32_t *sizes, uint32_t count, const uint32_t *before, size_t before_count, dct_buf *out);

#endif
