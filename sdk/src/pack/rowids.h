/* The numbers of rows in the bundle before, so that what stays the same has the same number again: then its bytes are the
 * same, too, and a delta between the two bundles is a fifth smaller.
 *
 *     article: by id and language     section: those of its article, in order     asset: by kind and name
 *     what is new gets numbers behind all that there were */
#ifndef DCT_ROWIDS_H
#define DCT_ROWIDS_H

#include "../base/alloc.h"

typedef struct dct_rowids dct_rowids;

/* `path` is a bundle; it is only read. */
docent_status dct_rowids_open(const docent_alloc *alloc, const char *path, dct_rowids **out, docent_error *err);
void dct_rowids_close(dct_rowids *r); /* NULL is allowed. */
/* Numbers; 0 when r is NULL: whatever comes. */
int64_t dct_rowids_article(dct_rowids *r, const char *id, const char *lang);
int64_t dct_rowids_section(dct_rowids *r, int64_t article);
int64_t dct_rowids_asset(dct_rowids *r, const char *kind, const char *name);

#endif
