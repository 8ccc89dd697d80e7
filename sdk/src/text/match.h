/* Comparing text as a reader does: without regard to case, accents and zero-width characters. */
#ifndef DCT_TEXT_MATCH_H
#define DCT_TEXT_MATCH_H

#include <stdbool.h>
#include <stdint.h>

/* The first place at or after `start` where `words` (word_size bytes, more than 0) stands in `text`. Offsets are bytes on
 * code-point boundaries. Folding: utf8proc's case folding, decomposed, without marks (Mn) and default-ignorables. */
bool dct_text_match(const char *text, uint32_t size, const char *words, uint32_t word_size, uint32_t start,
                    uint32_t *from, uint32_t *to);

#endif
