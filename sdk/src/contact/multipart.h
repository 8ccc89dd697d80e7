/* multipart/form-data (RFC 7578) as a request's body: texts from memory, files read where they are asked for, so that a film
 * costs no memory.
 *
 *     --B head | text | CR LF --B head | bytes of a file | ... | CR LF --B-- CR LF     dct_multipart_read(offset) from anywhere
 *
 * It does not look for the boundary within a file: `unique` is an id that was made after the file was. */
#ifndef DCT_MULTIPART_H
#define DCT_MULTIPART_H

#include "connector.h"

typedef struct dct_multipart dct_multipart;

/* In the arena, as all that belongs to it; NULL when memory is short. What fails later is told by dct_multipart_end(). */
dct_multipart *dct_multipart_new(dct_arena *arena, const char *unique, dct_read_file read, void *read_ctx);
/* text is borrowed for the form's life. type may be NULL. */
void dct_multipart_text(dct_multipart *f, const char *name, const char *type, const char *text);
void dct_multipart_file(dct_multipart *f, const char *name, const dct_letter_file *file);
/* False when memory was short. Nothing may be added after it. */
bool dct_multipart_end(dct_multipart *f);

uint64_t dct_multipart_bytes(const dct_multipart *f);
/* "multipart/form-data; boundary=..." */
const char *dct_multipart_type(const dct_multipart *f);
/* For docent_request.read, with the form as its ctx. */
int64_t dct_multipart_read(void *form, uint64_t offset, void *to, size_t size);

#endif
