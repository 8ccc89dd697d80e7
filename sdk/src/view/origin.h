/* Whose a text is: the author's own, or an answer of other customers. */
#ifndef DCT_VIEW_ORIGIN_H
#define DCT_VIEW_ORIGIN_H

#include "pages.h"

typedef struct dct_origin {
    char     kind[17], date[11]; /* "community"; "2026-10-03", "" when not said. */
    uint32_t votes;
    bool     counted;            /* votes is known. */
} dct_origin;

/* Of docent_hit.origin. False for "", and for what is no such object. */
bool dct_origin_read(const char *json, dct_origin *out);
/* "From the community, 3 October 2026, 12 votes"; NULL for the author's own. */
const char *dct_origin_text(dct_build *b, const char *json);
/* The same as a line with its mark. */
void dct_origin_line(dct_build *b, dct_box *parent, const char *json);

#endif
