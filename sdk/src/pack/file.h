/* Files of a project: read whole with a bound, never from outside its folder, and made into clean text. */
#ifndef DCT_FILE_H
#define DCT_FILE_H

#include "../base/buf.h"
#include "diag.h"

/* The whole file into a new buffer of `alloc`, at most max_bytes. The message names the path. */
docent_status dct_file_load(const docent_alloc *alloc, const char *path, size_t max_bytes, dct_buf *out,
                            docent_error *err);
/* Text as the rest of pack expects it, in the arena, zero-terminated: valid UTF-8 without NUL or byte order mark, lines
 * ended by '\n'. What is ill-formed becomes U+FFFD with a warning at its place. NULL when memory is short. */
char *dct_file_text(dct_arena *arena, const void *bytes, size_t size, const char *file, dct_diag *diag,
                    size_t *text_size);
/* "a/b" + "../img/x.png" -> "a/img/x.png", percent-decoded, of the folder of the file `from`; NULL when the path leaves the
 * project, is absolute or is none. Both are relative to the project. */
char *dct_path_resolve(dct_arena *arena, const char *from, const char *path, size_t path_size);
/* Percent-decodes; NULL when memory is short or a code gives NUL. */
char *dct_percent_decode(dct_arena *arena, const char *text, size_t size);

#endif
