/* Reads a compiled article out of untrusted bytes: everything is checked before anything is handed out.
 * One allocation holds blocks, inlines and strings. */
#ifndef DCT_DOC_READER_H
#define DCT_DOC_READER_H

#include "../base/buf.h"

#include <docent/article.h>

typedef struct dct_doc {
    const docent_block *blocks;
    uint32_t            block_count;
    size_t              bytes; /* Of the allocation, for dct_doc_close(). */
} dct_doc;

/* DOCENT_ERR_CORRUPT with the first fault in *err, DOCENT_ERR_NOMEM, DOCENT_ERR_LIMIT. On failure nothing needs closing. */
docent_status dct_doc_read(const docent_alloc *alloc, const void *bytes, size_t size, dct_doc *out,
                           docent_error *err);
void dct_doc_close(const docent_alloc *alloc, dct_doc *doc);
/* As docent_article_find(). */
uint32_t dct_doc_find(const dct_doc *doc, const char *anchor);
/* As docent_article_plain(): blocks from `first` to before `end`, one a line. Appends to `out`. */
void dct_doc_plain(const dct_doc *doc, uint32_t first, uint32_t end, dct_buf *out);

#endif
