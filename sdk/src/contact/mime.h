/* A mail written (RFC 5322, 2045 to 2047, 2231) without ever being in memory as a whole: a list of pieces, each a text or a file
 * that is read and put into base64 where it is asked for.
 *
 *     headers | body text | file 1 head | base64 of file 1 | file 2 head | ... | end      dct_mime_read(offset) from anywhere
 *
 * What a person wrote cannot become a header: names and texts with control characters are encoded, tokens with any are refused.
 * Lines end with CR LF, and none but that of a Message-ID is longer than 78 characters. */
#ifndef DCT_MIME_H
#define DCT_MIME_H

#include "connector.h"

typedef struct dct_mime dct_mime;

/* In the arena, as all that belongs to it. `unique` makes the boundary; read may be NULL when no file is added. NULL when memory
 * is short. What fails later is told by dct_mime_end(). */
dct_mime *dct_mime_new(dct_arena *arena, const char *unique, dct_read_file read, void *read_ctx);
/* Any text, in one or more lines. */
void dct_mime_header(dct_mime *m, const char *name, const char *text);
/* Printable ASCII without spaces at its ends, as it is: Message-ID, Auto-Submitted. Too long or anything else: not written. */
void dct_mime_token(dct_mime *m, const char *name, const char *token);
/* Adds one; a name that was given before continues its list. Addresses that are none are left out. */
void dct_mime_address(dct_mime *m, const char *header, const char *name, const char *address);
/* The text of the mail: quoted-printable UTF-8. Before the files; once. */
void dct_mime_text(dct_mime *m, const char *text, size_t size);
void dct_mime_file(dct_mime *m, const dct_letter_file *file);
/* data is borrowed for the mail's life. */
void dct_mime_data(dct_mime *m, const char *name, const char *type, const void *data, size_t size);
/* False when memory was short. Nothing may be added after it. */
bool dct_mime_end(dct_mime *m);

uint64_t dct_mime_bytes(const dct_mime *m);
/* For docent_request.read, with the mail as its ctx. */
int64_t dct_mime_read(void *mime, uint64_t offset, void *to, size_t size);

/* local@domain of printable ASCII, short enough for an envelope. */
bool dct_mail_address_ok(const char *address);

#endif
