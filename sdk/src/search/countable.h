/* The form in which a search may be counted for the authors, or that it may not be.
 *
 *   "  How do I  PAIR it " -> "how do i pair it"       "ask.me@mail.example" -> nothing: that is somebody's
 *
 * Kept from being counted is what looks like a person's: an e-mail address, an address of the web, seven digits or more
 * with nothing but signs of telephone numbers between them. It is careful in one direction only: a part number that looks
 * like a telephone number is not counted either. */
#ifndef DCT_SEARCH_COUNTABLE_H
#define DCT_SEARCH_COUNTABLE_H

#include "../base/limits.h"

#include <stdbool.h>

/* Lower case, one space between words, none around them, cut at a character. False, and "" in out, when the words are
 * empty or are not to be counted. `words` is valid UTF-8; `locale` decides what the capital I is. */
bool dct_countable(const char *words, const char *locale, char out[DCT_MAX_COUNTED_BYTES + 1]);

#endif
