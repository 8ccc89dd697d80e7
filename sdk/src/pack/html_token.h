/* Cuts HTML into tags and text, as forgivingly as browsers do and in one pass. */
#ifndef DCT_HTML_TOKEN_H
#define DCT_HTML_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#define DCT_HTML_NAME_BYTES 16u
#define DCT_HTML_ATTRIBUTES 16u

typedef struct dct_html_text { /* Bytes of the source, entities as they stand. */
    const char *text;
    size_t      size;
} dct_html_text;

typedef enum dct_html_kind { DCT_HTML_END, DCT_HTML_TEXT, DCT_HTML_OPEN, DCT_HTML_CLOSE, DCT_HTML_COMMENT } dct_html_kind;

typedef struct dct_html_token {
    dct_html_kind kind;
    dct_html_text raw;                       /* All of it. */
    char          name[DCT_HTML_NAME_BYTES]; /* Lower case; "" when it does not fit: no name of HTML's is so long. */
    struct { dct_html_text name, value; } attributes[DCT_HTML_ATTRIBUTES]; /* More are left out. */
    size_t        attribute_count;
} dct_html_token;

/* The token at text[*at]; moves *at past it. */
void dct_html_next(const char *text, size_t size, size_t *at, dct_html_token *out);
/* The value of an attribute, NULL text when there is none. Names are compared without case. */
dct_html_text dct_html_attribute(const dct_html_token *token, const char *name);
/* Writes the text with its entities decoded to out, at most `room` bytes with the final zero; returns the bytes. What
 * HTML calls by a name that is not known here stays as it stands. out may not be text. Never longer than text. */
size_t dct_html_decode(dct_html_text text, char *out, size_t room);

#endif
