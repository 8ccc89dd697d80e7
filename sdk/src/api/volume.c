#include "volume.h"

#include "../search/index.h"
#include "shelf.h"

#define SHAPE(name, sql) { name, sql },
static const dct_shape index_tables[] = { DCT_INDEX_SCHEMA(SHAPE) };

docent_status dct_volume_open(const docent_alloc *alloc, const char *path, dct_volume *out, docent_error *err)
{
    *out = (dct_volume){ NULL, NULL };
    docent_status status = dct_store_open(alloc, path, index_tables, sizeof index_tables / sizeof *index_tables, &out->store, err);
    if (status == DOCENT_OK)
        status = dct_index_register(dct_store_db(out->store), err);
    if (status == DOCENT_OK)
        status = dct_searcher_open(dct_store_db(out->store), alloc, dct_store_info(out->store)->default_locale, &out->searcher,
                                   err);
    if (status != DOCENT_OK)
        dct_volume_close(out);
    return status;
}

void dct_volume_close(dct_volume *c)
{
    dct_searcher_close(c->searcher);
    dct_store_close(c->store);
    *c = (dct_volume){ NULL, NULL };
}

static docent_status probe_lists(dct_volume *c, docent_error *err)
{
    docent_hits *hits = NULL;
    docent_status status = dct_store_list(c->store, NULL, &hits, err);
    docent_hits_free(hits);
    hits = NULL;
    if (status == DOCENT_OK)
        status = dct_store_top(c->store, &hits, err);
    docent_hits_free(hits);
    return status;
}

static docent_status probe_search(dct_volume *c, docent_error *err)
{
    docent_hits *hits = NULL;
    const docent_info *info = dct_store_info(c->store);
    docent_query query = DOCENT_QUERY_INIT;
    query.text = *info->product != 0 ? info->product : "help";
    query.locale = info->default_locale;
    query.limit = 5;
    docent_status status = dct_search_run(c->searcher, &query, &hits, err);
    docent_hits_free(hits);
    return status;
}

docent_status dct_volume_probe_part(dct_volume *c, uint32_t part, docent_error *err)
{
    dct_store_begin(c->store);
    return part == 0 ? probe_lists(c, err) : probe_search(c, err);
}

docent_status dct_volume_probe(dct_volume *c, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; status == DOCENT_OK && i < DCT_VOLUME_PARTS; i++)
        status = dct_volume_probe_part(c, i, err);
    return status;
}

void dct_volume_switch(docent *h, const dct_volume *c)
{
    dct_volume old = { h->old_store, h->old_searcher };
    dct_volume_close(&old);
    h->old_store = h->store;
    h->old_searcher = h->searcher;
    h->store = c->store;
    h->searcher = c->searcher;
    dct_shelf_changed(h);
}
