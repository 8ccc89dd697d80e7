/* Files that a web server hands out: readable by all, each replaced in one rename. */
#ifndef DCT_PUBLISHED_H
#define DCT_PUBLISHED_H

#include "../base/buf.h"

/* Makes the folders it needs. */
docent_status dct_published_write(const char *root, const char *name, const void *data, size_t size, docent_error *err);
/* Appends. DOCENT_ERR_MISSING when there is none. */
docent_status dct_published_read(const char *root, const char *name, dct_buf *out, docent_error *err);
bool dct_published_there(const char *root, const char *name);
void dct_published_remove(const char *root, const char *name);

#endif
