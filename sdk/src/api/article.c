/* An open article: its row, its blocks and, once asked for, its plain text. */
#include "shelf.h"

#include "../base/limits.h"
#include "../store/code.h"

#include <string.h>

#define MAX_ROW_BYTES (1u << 20) /* Title, summary, related ids; the blocks are counted by the reader. */

struct docent_article {
    docent         *h;
    dct_arena       arena;
    dct_article_row row;
    const char     *anchor; /* Of the context id it was opened by. */
    dct_buf         plain;
    bool            plain_made;
};

static docent_status open_id(docent *h, const char *id, const char *anchor, docent_article **out)
{
    docent_article *a = dct_new_zero(&h->alloc, sizeof *a);
    if (a == NULL)
        return dct_fail_memory(&h->error, "api");
    a->h = h;
    dct_arena_init(&a->arena, &h->alloc, MAX_ROW_BYTES);
    dct_buf_init(&a->plain, &h->alloc, 2 * (size_t)DCT_MAX_DOC_BYTES); /* Numbers and bullets are added to the text. */
    a->anchor = dct_arena_text(&a->arena, anchor, strlen(anchor));
    docent_status status = a->anchor == NULL ? dct_fail_memory(&h->error, "api")
                                             : dct_shelf_article(h, id, &a->arena, &a->row);
    if (status == DOCENT_OK)
        *out = a;
    else
        docent_article_close(a);
    return status;
}

docent_status docent_article_open(docent *h, const char *id, docent_article **out)
{
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL || !dct_text_ok(id, DCT_MAX_ID_BYTES))
        return dct_misuse(h, "docent_article_open: a handle, an id in UTF-8 and out are needed");
    dct_call(h);
    return open_id(h, id, "", out);
}

static docent_status open_alias(docent *h, int kind, const char *name, docent_article **out)
{
    dct_arena arena;
    const char *id, *anchor;
    dct_call(h);
    dct_arena_init(&arena, &h->alloc, MAX_ROW_BYTES);
    docent_status status = dct_shelf_alias(h, kind, name, &arena, &id, &anchor);
    if (status == DOCENT_OK)
        status = open_id(h, id, anchor, out);
    dct_arena_close(&arena);
    return status;
}

docent_status docent_article_by_context(docent *h, const char *context_id, docent_article **out,
                                        const char **anchor)
{
    if (out != NULL)
        *out = NULL;
    if (anchor != NULL)
        *anchor = "";
    if (h == NULL || out == NULL || !dct_text_ok(context_id, DCT_MAX_ID_BYTES))
        return dct_misuse(h, "docent_article_by_context: a handle, an id in UTF-8 and out are needed");
    docent_status status = open_alias(h, DCT_ALIAS_CONTEXT, context_id, out);
    if (status == DOCENT_OK && anchor != NULL)
        *anchor = (*out)->anchor;
    return status;
}

docent_status docent_article_by_code(docent *h, const char *code, docent_article **out)
{
    char key[DCT_MAX_ID_BYTES + 1];
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL || !dct_text_ok(code, DCT_MAX_ADDRESS_BYTES))
        return dct_misuse(h, "docent_article_by_code: a handle, a code in UTF-8 and out are needed");
    if (dct_code_key(code, key, sizeof key) == 0)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "api", 0, "no error code `%.100s` in this bundle", code);
    return open_alias(h, DCT_ALIAS_CODE, key, out);
}

void docent_article_close(docent_article *a)
{
    if (a == NULL)
        return;
    const docent_alloc *alloc = &a->h->alloc;
    dct_doc_close(alloc, &a->row.doc);
    dct_buf_close(&a->plain);
    dct_arena_close(&a->arena);
    dct_free(alloc, a, sizeof *a);
}

/* ---- what it says ---- */

docent_kind docent_article_kind(const docent_article *a)
{
    return a == NULL ? DOCENT_KIND_ARTICLE : a->row.kind;
}

const char *docent_article_id(const docent_article *a)
{
    return a == NULL ? "" : a->row.id;
}

const char *docent_article_title(const docent_article *a)
{
    return a == NULL ? "" : a->row.title;
}

const char *docent_article_summary(const docent_article *a)
{
    return a == NULL ? "" : a->row.summary;
}

const char *docent_article_locale(const docent_article *a)
{
    return a == NULL ? "" : a->row.locale;
}

const char *docent_article_category(const docent_article *a)
{
    return a == NULL ? "" : a->row.category;
}

const char *docent_article_updated(const docent_article *a)
{
    return a == NULL ? "" : a->row.updated;
}

const char *docent_article_origin(const docent_article *a)
{
    return a == NULL ? "" : a->row.origin;
}

uint32_t docent_article_block_count(const docent_article *a)
{
    return a == NULL ? 0 : a->row.doc.block_count;
}

const docent_block *docent_article_block(const docent_article *a, uint32_t index)
{
    return a == NULL || index >= a->row.doc.block_count ? NULL : &a->row.doc.blocks[index];
}

uint32_t docent_article_find(const docent_article *a, const char *anchor)
{
    return a == NULL || anchor == NULL ? UINT32_MAX : dct_doc_find(&a->row.doc, anchor);
}

docent_status docent_article_related(const docent_article *a, docent_hits **out)
{
    if (out != NULL)
        *out = NULL;
    if (a == NULL || out == NULL)
        return dct_misuse(a == NULL ? NULL : a->h, "docent_article_related: an article and out are needed");
    dct_call(a->h);
    return dct_shelf_related(a->h, a->row.related, out);
}

/* Made once and kept: `a` is const to its reader, not to us, who allocated it. */
docent_status docent_article_plain(const docent_article *a, const char **text, size_t *size)
{
    docent_article *own = (docent_article *)(uintptr_t)a;
    if (text != NULL)
        *text = "";
    if (size != NULL)
        *size = 0;
    if (a == NULL || text == NULL)
        return dct_misuse(a == NULL ? NULL : a->h, "docent_article_plain: an article and text are needed");
    if (!own->plain_made) {
        dct_buf_clear(&own->plain);
        dct_doc_plain(&a->row.doc, 0, a->row.doc.block_count, &own->plain);
        (void)dct_buf_text(&own->plain);
        own->plain_made = !own->plain.failed;
    }
    if (!own->plain_made)
        return dct_fail_memory(&a->h->error, "api");
    *text = dct_buf_text(&own->plain);
    if (size != NULL)
        *size = own->plain.size;
    return DOCENT_OK;
}
