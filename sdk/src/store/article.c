/* One article: its text in the best language, and what context ids and error codes stand for. */
#include "inside.h"

#include "../base/error.h"

#include <string.h>

static void read_row(dct_rows *r, const docent_alloc *alloc, dct_article_row *out)
{
    size_t size;
    out->id = dct_rows_text(r, 0);
    out->locale = dct_rows_text(r, 1);
    out->kind = (docent_kind)dct_rows_int(r, 2, DOCENT_KIND_ARTICLE, DOCENT_KIND_FIX);
    out->category = dct_rows_text(r, 3);
    out->title = dct_rows_text(r, 4);
    out->summary = dct_rows_text(r, 5);
    out->related = dct_rows_text(r, 6);
    out->updated = dct_rows_text(r, 8);
    out->origin = dct_rows_text(r, 9);
    const void *doc = dct_rows_blob(r, 7, &size);
    if (r->status == DOCENT_OK)
        r->status = dct_doc_read(alloc, doc, size, &out->doc, r->err);
}

docent_status dct_store_article(dct_store *s, const char *id, dct_arena *arena, dct_article_row *out,
                                docent_error *err)
{
    int64_t rowid;
    memset(out, 0, sizeof *out);
    docent_status status = dct_pick_article(s, id, &rowid, err);
    if (status == DOCENT_OK && rowid == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "store", 0, "no article `%.100s` in this bundle", id);
    if (status != DOCENT_OK)
        return status;
    dct_rows r = dct_rows_begin(&s->db, DCT_ARTICLE_WHOLE, arena, err);
    dct_rows_bind_int(&r, 1, rowid);
    if (dct_rows_next(&r))
        read_row(&r, s->alloc, out);
    else
        dct_rows_refuse(&r, "an index leads to a row that is not there");
    return dct_rows_end(&r);
}

docent_status dct_store_alias(dct_store *s, int kind, const char *name, dct_arena *arena, const char **id,
                              const char **anchor, docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, DCT_ALIAS, arena, err);
    dct_rows_bind_int(&r, 1, kind);
    dct_rows_bind_text(&r, 2, name);
    bool found = dct_rows_next(&r);
    *id = found ? dct_rows_text(&r, 0) : "";
    *anchor = found ? dct_rows_text(&r, 1) : "";
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && !found)
        return dct_fail(err, DOCENT_ERR_MISSING, "store", 0, "no %s `%.100s` in this bundle",
                        kind == DCT_ALIAS_CODE ? "error code" : "context id", name);
    return status;
}
