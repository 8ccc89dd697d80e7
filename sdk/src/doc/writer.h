/* Builds a compiled article: open a block, say what it is, put its children in, close it.
 *
 *     dct_doc_open(w, DOCENT_BLOCK_PARAGRAPH);
 *     dct_doc_text(w, "Press Start", 11);
 *     dct_doc_inline(w, 6, 11, DOCENT_SPAN_UI, "");
 *     dct_doc_end(w);
 *     ...
 *     status = dct_doc_finish(w, out);
 *
 * Mistakes of order (text where no block is open, inlines that overlap) and short memory are sticky and told by
 * dct_doc_finish(). The bytes are described in format.h. */
#ifndef DCT_DOC_WRITER_H
#define DCT_DOC_WRITER_H

#include "../base/buf.h"

#include <docent/article.h>

typedef struct dct_doc_writer dct_doc_writer;

/* alloc is borrowed. NULL when memory is short. */
dct_doc_writer *dct_doc_new(const docent_alloc *alloc);
void dct_doc_free(dct_doc_writer *w);

void dct_doc_open(dct_doc_writer *w, docent_block_kind kind);
/* This and all below: of the innermost open block, at any time before its end. level, number and flags as in
 * docent_block; the numbers of steps are counted by the writer. */
void dct_doc_set(dct_doc_writer *w, uint32_t level, uint32_t number, uint32_t flags);
void dct_doc_size(dct_doc_writer *w, uint32_t width, uint32_t height);
void dct_doc_anchor(dct_doc_writer *w, const char *anchor);
void dct_doc_target(dct_doc_writer *w, const char *target);
/* Appends to the open block's text. Must be valid UTF-8 without NUL. */
void dct_doc_text(dct_doc_writer *w, const char *text, size_t size);
/* Bytes of the text so far: where the next inline begins. */
uint32_t dct_doc_text_size(const dct_doc_writer *w);
/* One that is empty, has no style or is a link to "" is dropped. */
void dct_doc_inline(dct_doc_writer *w, uint32_t from, uint32_t to, uint32_t style, const char *target);
void dct_doc_end(dct_doc_writer *w);
/* Depth of open blocks: 0 at the top. */
uint32_t dct_doc_depth(const dct_doc_writer *w);
/* Appends the bytes to `out`. DOCENT_ERR_LIMIT over DCT_MAX_DOC_*; DOCENT_ERR_ARG for a mistake of order or for blocks
 * where the reader would refuse them: the bytes are read back before this returns. */
docent_status dct_doc_finish(dct_doc_writer *w, dct_buf *out);
/* The first mistake. */
const docent_error *dct_doc_error(const dct_doc_writer *w);

#endif
