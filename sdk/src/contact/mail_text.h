/* The pieces of a mail as text: transfer encodings, charsets, encoded words, what was quoted, HTML. Each takes any bytes and
 * gives a new text in the arena; "" when memory is short (the arena knows). */
#ifndef DCT_MAIL_TEXT_H
#define DCT_MAIL_TEXT_H

#include "../base/arena.h"

/* encoding: "base64", "quoted-printable"; anything else leaves the bytes as they are. Zero-terminated after *size. */
const char *dct_mail_decode(dct_arena *arena, const char *encoding, const char *data, size_t size, size_t *out_size);
/* As UTF-8. Known: utf-8, us-ascii, iso-8859-1, iso-8859-15, windows-1252; of others what is no UTF-8 becomes U+FFFD. */
const char *dct_mail_utf8(dct_arena *arena, const char *charset, const char *data, size_t size);
/* A header's text with its encoded words decoded, in one line. */
const char *dct_mail_header_text(dct_arena *arena, const char *value);
/* What the writer wrote: without the mail they answered and their signature; all of it when nothing else would be left. */
const char *dct_mail_unquote(dct_arena *arena, const char *text);
/* Markup and what browsers do not show is left out; paragraphs and lines stay. */
const char *dct_mail_html(dct_arena *arena, const char *html);
/* Case of ASCII letters aside. */
bool dct_mail_same(const char *a, const char *b);

#endif
