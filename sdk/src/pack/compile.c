#include "compile.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../doc/writer.h"

typedef struct compiler {
    dct_doc_writer *w;
    dct_asset_fn   *asset;
    const void     *ctx;
} compiler;

static bool is_empty(const dct_node *n)
{
    switch (n->kind) {
    case DOCENT_BLOCK_STEPS:
    case DOCENT_BLOCK_LIST:
    case DOCENT_BLOCK_ALERT:
    case DOCENT_BLOCK_QUOTE:
    case DOCENT_BLOCK_TABLE: return n->first == NULL;
    default: return false;
    }
}

static uint32_t level_of(const dct_node *n)
{
    if (n->kind != DOCENT_BLOCK_HEADING)
        return n->level;
    return n->level < 2 ? 2 : n->level > 6 ? 6 : n->level;
}

/* Items count from the number of their list. */
static uint32_t number_of(const dct_node *n, uint32_t index)
{
    if (n->kind == DOCENT_BLOCK_ITEM)
        return n->parent->number == 0 ? 0 : n->parent->number + index;
    return n->number;
}

static void write_node(compiler *c, const dct_node *node, uint32_t index);

static void write_children(compiler *c, const dct_node *node)
{
    uint32_t index = 0;
    for (const dct_node *n = node->first; n != NULL; n = n->next)
        write_node(c, n, index++);
}

/* Makes a picture no larger than the author asked for. */
static void shrink(uint32_t *width, uint32_t *height, const dct_node *n)
{
    if (n->width > 0 && n->width < *width) {
        *height = (uint32_t)((uint64_t)*height * n->width / *width);
        *width = n->width;
    }
    if (n->height > 0 && n->height < *height) {
        *width = (uint32_t)((uint64_t)*width * n->height / *height);
        *height = n->height;
    }
    *width += *width == 0;
    *height += *height == 0;
}

static void write_picture(compiler *c, const dct_node *n)
{
    uint32_t width = 0, height = 0;
    const char *name = c->asset(c->ctx, n->target, &width, &height);
    if (name == NULL)
        return;
    shrink(&width, &height, n);
    dct_doc_open(c->w, DOCENT_BLOCK_PICTURE);
    dct_doc_size(c->w, width, height);
    dct_doc_anchor(c->w, n->anchor);
    dct_doc_target(c->w, name);
    dct_doc_text(c->w, n->text, n->text_size);
    dct_doc_end(c->w);
}

static void write_node(compiler *c, const dct_node *n, uint32_t index)
{
    if (n->kind == DOCENT_BLOCK_PICTURE) {
        write_picture(c, n);
        return;
    }
    if (n->kind == DCT_NODE_GROUP) {
        write_children(c, n);
        return;
    }
    if (is_empty(n))
        return;
    dct_doc_open(c->w, n->kind);
    dct_doc_set(c->w, level_of(n), number_of(n, index), n->flags);
    dct_doc_anchor(c->w, n->anchor);
    dct_doc_target(c->w, n->target);
    dct_doc_text(c->w, n->text, n->text_size);
    for (const dct_run *r = n->runs; r != NULL; r = r->next)
        dct_doc_inline(c->w, r->from, r->to, r->style, r->target);
    write_children(c, n);
    dct_doc_end(c->w);
}

docent_status dct_compile(const docent_alloc *alloc, const dct_node *root, dct_asset_fn *asset, const void *ctx,
                          dct_buf *out, docent_error *err)
{
    compiler c = { dct_doc_new(alloc), asset, ctx };
    if (c.w == NULL)
        return dct_fail_memory(err, "pack");
    write_children(&c, root);
    docent_status status = dct_doc_finish(c.w, out);
    if (status != DOCENT_OK)
        dct_fail(err, status, "pack", 0, "%s", dct_doc_error(c.w)->message);
    dct_doc_free(c.w);
    return status;
}
