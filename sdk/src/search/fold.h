/* Two views of a word: lower case as its stemmer wants it, and folded, in which people's shortcuts agree.
 *
 *   "Größe"  lower "größe"   folded "grosse"      "İstanbul" (tr)  lower "istanbul"  folded "istanbul"
 *   "آلة"    lower "آلة"     folded "اله"         "ＷｉＦｉ"        lower "wifi"      folded "wifi"
 *
 * Through utf8proc, so that Unicode's own tables decide what is one letter. */
#ifndef DCT_SEARCH_FOLD_H
#define DCT_SEARCH_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longer words are cut at a code point: nobody types them, and tables stay small. */
#define DCT_MAX_WORD_BYTES 64u

/* NFKC, case folded, composed. `turkic`: I is dotless, İ is i. Returns bytes written, at most DCT_MAX_WORD_BYTES; 0 for
 * what cannot be folded. `out` is zero-terminated. */
size_t dct_lower(const char *text, size_t size, bool turkic, char out[DCT_MAX_WORD_BYTES + 1]);
/* Accents, points and letter variants off. The input is what dct_lower() gave, or a stem of it. */
size_t dct_fold(const char *lower, size_t size, char out[DCT_MAX_WORD_BYTES + 1]);

#endif
