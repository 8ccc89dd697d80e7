/* Finds the words that a compound is made of: "Speicherplatz" holds "Speicher" and "Platz". Without a dictionary: a
 * part is a word that the bundle's own texts use alone. */
#ifndef DCT_SEARCH_PARTS_H
#define DCT_SEARCH_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DCT_MIN_COMPOUND_BYTES 8u
#define DCT_MIN_PART_BYTES 4u

/* How often the bundle uses a word, 0 for never. */
typedef uint32_t dct_uses_of(const void *context, const char *word, size_t size);

typedef struct dct_split {
    size_t left, right; /* Where the first part ends, and where the second begins: a linking letter may lie between. */
} dct_split;

/* The likeliest two parts of a folded word; false when it is none. */
bool dct_parts_split(const char *word, size_t size, dct_uses_of *uses_of, const void *context, dct_split *out);

#endif
