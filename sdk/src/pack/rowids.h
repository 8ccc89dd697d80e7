/* The numbers of rows in the bundle before, so that what stays the same has the same number again: then its bytes are the
 * same, too, and a delta between the two bundles is a fifth smaller.
 *
 *     article: by id and language     section: those of its article, in order     asset: by kind and name
 *     what is new gets a number that is free in the bundle before (articles), or one behind all that there were
 *
 * Articles' numbers are those of the index, too: when more than a fifth are free, everything is numbered afresh. */
#ifndef DCT_ROWIDS_H
#define DCT_ROWIDS_H

#include "../base/alloc.h"

struct sqlite3;

typedef struct dct_rowids dct_rowids;

/* `path` is a bundle; it is only read. */
docent_status dct_rowids_open(const docent_alloc *alloc, const char *path, dct_rowids **out, docent_error *err);
void dct_rowids_close(dct_rowids *r); /* NULL is allowed. */
/* The bundle before; NULL when r is. */
struct sqlite3 *dct_rowids_db(const dct_rowids *r);
/* Numbers; 0 when r is NULL: whatever comes. */
int64_t dct_rowids_article(dct_rowids *r, const char *id, const char *lang);
int64_t dct_rowids_section(dct_rowids *r, int64_t article);
int64_t dct_rowids_asset(dct_rowids *r, const char *kind, const char *name);

#endif
