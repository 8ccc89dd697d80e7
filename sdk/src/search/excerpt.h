/* A line of the text with what matched marked in it.
 *
 *   ... hold the [power button] for five seconds until the [light] blinks ...
 */
#ifndef DCT_SEARCH_EXCERPT_H
#define DCT_SEARCH_EXCERPT_H

#include "ask.h"

#define DCT_EXCERPT_BYTES 200u
#define DCT_MAX_MARKS 24u

typedef struct dct_excerpt {
    const char  *text; /* In the arena. */
    docent_span *marks;
    uint32_t     mark_count;
} dct_excerpt;

/* class_of: by term, 1 + the word of the query it stands for. */
typedef struct dct_marker {
    const dct_ranking *ranking;
    const dct_ask     *ask;
    const uint8_t     *class_of;
    dct_arena         *arena;
} dct_marker;

/* All of a short text with its marks: a title. */
dct_excerpt dct_mark(const dct_marker *marker, const char *text, uint8_t lang);
/* The line of a long text that says most of what was asked; its beginning when nothing matches. */
dct_excerpt dct_excerpt_of(const dct_marker *marker, const char *text, size_t size, uint8_t lang);

#endif
