/* Sealed requests, opened where they arrive: a web request's body, an attachment, or the whole mail that brought them.
 *
 *     file -> sealed pieces (as they are, in base64, in a mail) -> letters, and the attachments that they name
 *
 * An attachment is sealed by itself, without its name: a letter knows it by the digest of the sealed bytes. */
#ifndef DCT_OPENED_H
#define DCT_OPENED_H

#include "../base/arena.h"
#include "../base/buf.h"

#define DCT_OPENED_PIECES 256u

typedef struct dct_opened_piece {
    const void *data;
    size_t      size;
    bool        letter;
    const char *name; /* Of an attachment, as a letter names it, safe as a file's name; "" when no letter does. */
    char        sha256[65];
} dct_opened_piece;

typedef struct dct_opened {
    dct_arena        arena;
    dct_opened_piece pieces[DCT_OPENED_PIECES];
    uint32_t         count;
} dct_opened;

void dct_opened_init(dct_opened *o, const docent_alloc *alloc);
void dct_opened_close(dct_opened *o);
/* The secret key in a file as `docent keys seal` prints it, or alone in it. */
docent_status dct_opened_key(const docent_alloc *alloc, const char *path, char secret_hex[65], docent_error *err);
/* Opens all that is sealed in the file. A file without anything sealed is an error. */
docent_status dct_opened_file(dct_opened *o, const char *path, const char *secret_hex, docent_error *err);
/* Once all files are opened: gives attachments their names. */
docent_status dct_opened_names(dct_opened *o, docent_error *err);
/* Appends a letter as a person reads it: without what could steer a terminal. */
docent_status dct_opened_text(dct_opened *o, const dct_opened_piece *piece, dct_buf *out, docent_error *err);

#endif
