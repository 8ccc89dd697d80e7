/* Pictures, fonts and the like: read in one piece, straight into the block that is handed out.
 *
 *   [ docent_asset | allocator, size | data ]
 *
 * The allocator is kept in the block, so that closing it needs no handle. */
#include "inside.h"

#include "../base/error.h"

#include <stddef.h>
#include <string.h>

typedef struct block {
    docent_asset asset; /* First: the block is handed out as this. */
    docent_alloc alloc;
    size_t       size; /* Of the block. */
    _Alignas(max_align_t) unsigned char data[];
} block;

static docent_status find(dct_store *s, const char *kind, const char *name, int64_t *id, docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, DCT_ASSET, NULL, err);
    dct_rows_bind_text(&r, 1, kind);
    dct_rows_bind_text(&r, 2, name);
    bool found = dct_rows_next(&r);
    *id = found ? dct_rows_int(&r, 0, INT64_MIN, INT64_MAX) : 0;
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && !found)
        return dct_fail(err, DOCENT_ERR_MISSING, "store", 0, "no %.30s `%.100s` in this bundle", kind, name);
    return status;
}

docent_asset *dct_asset_new(const docent_alloc *alloc, size_t size, void **data)
{
    block *b = size > SIZE_MAX - sizeof *b ? NULL : dct_new(alloc, sizeof *b + size);
    if (b == NULL)
        return NULL;
    b->alloc = *alloc;
    b->size = sizeof *b + size;
    b->asset.data = b->data;
    b->asset.size = size;
    *data = b->data;
    return &b->asset;
}

static docent_status read_data(dct_store *s, sqlite3_blob *blob, docent_asset **out, docent_error *err)
{
    size_t size = (size_t)sqlite3_blob_bytes(blob);
    if (size > DCT_MAX_ASSET_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "store", 0, "an asset of %zu bytes; at most %u are read", size,
                        DCT_MAX_ASSET_BYTES);
    void *data;
    docent_asset *asset = dct_asset_new(s->alloc, size, &data);
    if (asset == NULL)
        return dct_fail_memory(err, "store");
    int code = size == 0 ? SQLITE_OK : sqlite3_blob_read(blob, data, (int)size, 0);
    if (code != SQLITE_OK) {
        docent_asset_close(asset);
        return dct_db_fail(&s->db, code, "reading an asset", err);
    }
    *out = asset;
    return DOCENT_OK;
}

docent_status dct_store_asset(dct_store *s, const char *kind, const char *name, docent_asset **out, docent_error *err)
{
    int64_t id;
    sqlite3_blob *blob = NULL;
    *out = NULL;
    docent_status status = find(s, kind, name, &id, err);
    if (status != DOCENT_OK)
        return status;
    int code = sqlite3_blob_open(s->db.handle, "main", "asset", "data", id, 0, &blob);
    if (code != SQLITE_OK)
        status = dct_db_fail(&s->db, code, "opening an asset", err);
    else
        status = read_data(s, blob, out, err);
    sqlite3_blob_close(blob);
    return status;
}

void docent_asset_close(docent_asset *asset)
{
    if (asset == NULL)
        return;
    block *b = (block *)(void *)asset;
    docent_alloc alloc = b->alloc;
    dct_free(&alloc, b, b->size);
}

/* ---- names ---- */

/* The place of the name given out last, so that asking for one after the other looks at each once. */
static bool follows(const dct_store *s, const char *kind, uint32_t index)
{
    return s->asset_index != UINT32_MAX && index == s->asset_index + 1 && strcmp(kind, s->asset_kind) == 0;
}

static void remember(dct_store *s, const char *kind, uint32_t index, const char *name)
{
    dct_buf_clear(&s->asset_name);
    dct_buf_add_text(&s->asset_name, name);
    bool fits = strlen(kind) < sizeof s->asset_kind;
    s->asset_index = fits ? index : UINT32_MAX;
    if (fits)
        memcpy(s->asset_kind, kind, strlen(kind) + 1);
}

const char *dct_store_asset_name(dct_store *s, const char *kind, uint32_t index)
{
    bool next = follows(s, kind, index);
    dct_rows r = dct_rows_begin(&s->db, next ? DCT_ASSET_NEXT : DCT_ASSET_FIRST, NULL, NULL);
    dct_rows_bind_text(&r, 1, kind);
    if (next)
        dct_rows_bind_text(&r, 2, dct_buf_text(&s->asset_name));
    else
        dct_rows_bind_int(&r, 2, index);
    bool found = dct_rows_next(&r);
    const char *name = found ? dct_rows_peek(&r, 0) : "";
    found = found && r.status == DOCENT_OK;
    if (found)
        remember(s, kind, index, name);
    found = dct_rows_end(&r) == DOCENT_OK && found;
    const char *text = found ? dct_buf_text(&s->asset_name) : NULL;
    return text != NULL && *text != 0 && !s->asset_name.failed ? text : NULL;
}
