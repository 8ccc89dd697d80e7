/* docent_verify(): everything the store can check, and that what it holds can be found. */
#include "shelf.h"

#include <string.h>

#define TITLES_TO_SEARCH 50 /* A broken index shows with the first of them. */

static docent_status search_title(docent *h, const char *title, bool *found)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits = NULL;
    q.text = title;
    q.limit = 5;
    docent_status status = docent_search(h, &q, &hits);
    *found = *found || docent_hits_count(hits) > 0;
    docent_hits_free(hits);
    return status;
}

/* A title may be all stop words, so one found is enough; none found of many says that the index is not of this content. */
static docent_status search_list(docent *h, const docent_hits *list, uint32_t *searched, bool *found)
{
    docent_status status = DOCENT_OK;
    const docent_hit *hit;
    for (uint32_t i = 0; status == DOCENT_OK && *searched < TITLES_TO_SEARCH && (hit = docent_hits_at(list, i)) != NULL;
         i++) {
        if (hit->kind == DOCENT_KIND_CATEGORY || hit->title[0] == '\0')
            continue; /* A text of another system may have no title. */
        status = search_title(h, hit->title, found);
        (*searched)++;
    }
    return status;
}

static docent_status search_all(docent *h, uint32_t *searched, bool *found)
{
    docent_hits *top = NULL, *inside = NULL;
    const docent_hit *hit;
    docent_status status = docent_list(h, NULL, &top);
    if (status == DOCENT_OK)
        status = search_list(h, top, searched, found);
    for (uint32_t i = 0; status == DOCENT_OK && *searched < TITLES_TO_SEARCH && (hit = docent_hits_at(top, i)) != NULL;
         i++) {
        if (hit->kind != DOCENT_KIND_CATEGORY)
            continue;
        status = docent_list(h, hit->id, &inside);
        if (status == DOCENT_OK)
            status = search_list(h, inside, searched, found);
        docent_hits_free(inside);
    }
    docent_hits_free(top);
    return status;
}

docent_status docent_verify(docent *h)
{
    dct_volume all[DCT_MAX_BUNDLES];
    uint32_t searched = 0;
    bool found = false;
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_call(h);
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0, volumes = dct_shelf_volumes(h, all); status == DOCENT_OK && i < volumes; i++) {
        status = dct_store_verify(all[i].store, &h->error);
        dct_store_begin(all[i].store);
        if (status == DOCENT_OK)
            status = dct_search_check(all[i].searcher, &h->error);
    }
    if (status == DOCENT_OK)
        status = search_all(h, &searched, &found);
    if (status == DOCENT_OK && searched > 0 && !found)
        return dct_fail(&h->error, DOCENT_ERR_CORRUPT, "search", 0,
                        "bundle: its index finds none of its articles; pack it again");
    return status;
}
