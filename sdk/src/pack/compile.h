/* A page's tree into the bytes of doc/format.h, and its text into sections for the search. */
#ifndef DCT_COMPILE_H
#define DCT_COMPILE_H

#include "node.h"

#include "../base/buf.h"
#include "../doc/reader.h"

/* Name and size of the asset that a picture's target stands for; NULL when it is not shown. */
typedef const char *dct_asset_fn(const void *ctx, const char *target, uint32_t *width, uint32_t *height);

/* Appends the compiled article. DOCENT_ERR_LIMIT when it is too large. */
docent_status dct_compile(const docent_alloc *alloc, const dct_node *root, dct_asset_fn *asset, const void *ctx,
                          dct_buf *out, docent_error *err);

typedef struct dct_section {
    const char *anchor, *heading; /* "" before the first heading; heading "" in the rest of a long section. */
    const char *body;
    size_t      body_size;
} dct_section;
typedef docent_status dct_section_fn(void *ctx, const dct_section *section);

/* Calls `take` for each piece of the article's text, about 1.2 KB each, cut at headings and then where it hurts least.
 * There is at least one. */
docent_status dct_sections(const docent_alloc *alloc, const dct_doc *doc, dct_section_fn *take, void *ctx,
                           docent_error *err);

#endif
