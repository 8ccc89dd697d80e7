/* Texts in the forms that headers of mails take. Each returns a new text in the arena; NULL when memory is short. */
#ifndef DCT_MIME_WORDS_H
#define DCT_MIME_WORDS_H

#include "../base/arena.h"

/* Unstructured text, folded: plain ASCII as it is, all else as encoded words (RFC 2047). `used`: columns the name took. */
const char *dct_mime_words(dct_arena *arena, const char *text, size_t used);
/* A display name before an address: quoted, or encoded words. */
const char *dct_mime_phrase(dct_arena *arena, const char *name);
/* "; filename=..." in lines of their own (RFC 2231); "" for a name of nothing. */
const char *dct_mime_parameter(dct_arena *arena, const char *key, const char *value);
/* A type such as "text/plain"; application/octet-stream for what is none. */
const char *dct_mime_type(const char *type);
/* Quoted-printable of a text (lines end with \n or \r\n); *size gets its length. */
const char *dct_mime_quoted(dct_arena *arena, const char *text, size_t text_size, size_t *size);

#endif
