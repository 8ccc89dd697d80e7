/* Lists and searches over all bundles of a handle. A list is merged by precedence: what the first says, then what the next
 * adds; an article of an earlier bundle hides its namesakes wherever they stand. */
#include "shelf.h"

#include "../search/several.h"
#include "../search/shadow.h"
#include "../store/hits.h"

#include <stdio.h>
#include <string.h>

docent_status dct_shelf_search(docent *h, const docent_query *query, docent_hits **out)
{
    dct_volume all[DCT_MAX_BUNDLES];
    dct_searcher *searchers[DCT_MAX_BUNDLES];
    uint32_t count = dct_shelf_volumes(h, all);
    if (count == 1)
        return dct_search_run(h->searcher, query, out, &h->error);
    for (uint32_t i = 0; i < count; i++)
        searchers[i] = all[i].searcher;
    return dct_search_several(searchers, count, h->shelf->set, query, out, &h->error);
}

/* ---- merging ---- */

typedef struct merger {
    docent      *h;
    dct_volume   all[DCT_MAX_BUNDLES];
    docent_hits *parts[DCT_MAX_BUNDLES];
    uint32_t     count;
    dct_arena    arena;
    dct_hit_list list;
} merger;

static merger begin(docent *h)
{
    merger m = { .h = h };
    m.count = dct_shelf_volumes(h, m.all);
    dct_arena_init(&m.arena, &h->alloc, DCT_MAX_LIST_BYTES);
    return m;
}

static bool is_listed(const merger *m, const docent_hit *hit)
{
    for (uint32_t i = 0; i < m->list.count; i++)
        if (m->list.items[i].kind == hit->kind && strcmp(m->list.items[i].id, hit->id) == 0)
            return true;
    return false;
}

static bool is_hidden(const merger *m, uint32_t which, const docent_hit *hit)
{
    for (uint32_t i = 0; i < which && hit->kind != DOCENT_KIND_CATEGORY; i++)
        if (dct_shadow_has(dct_store_db(m->all[i].store), hit->id))
            return true;
    return is_listed(m, hit);
}

static docent_status add_part(merger *m, uint32_t which, docent_kind only)
{
    const docent_hit *hit;
    for (uint32_t i = 0; (hit = docent_hits_at(m->parts[which], i)) != NULL; i++) {
        if ((hit->kind == DOCENT_KIND_CATEGORY) != (only == DOCENT_KIND_CATEGORY) || is_hidden(m, which, hit))
            continue;
        docent_hit *one = dct_hit_add(&m->list, &m->arena);
        if (one == NULL)
            return dct_fail_memory(&m->h->error, "api");
        *one = *hit;
    }
    return DOCENT_OK;
}

/* Categories stand before articles in every list. */
static docent_status end(merger *m, docent_status status, docent_hits **out)
{
    for (uint32_t i = 0; status == DOCENT_OK && i < m->count; i++)
        status = add_part(m, i, DOCENT_KIND_CATEGORY);
    for (uint32_t i = 0; status == DOCENT_OK && i < m->count; i++)
        status = add_part(m, i, DOCENT_KIND_ARTICLE);
    m->list.total = m->list.count;
    if (status == DOCENT_OK && (*out = dct_hits_finish(&m->list, &m->h->alloc)) == NULL)
        status = dct_fail_memory(&m->h->error, "api");
    for (uint32_t i = 0; i < m->count; i++)
        docent_hits_free(m->parts[i]);
    dct_arena_close(&m->arena);
    return status;
}

docent_status dct_shelf_list(docent *h, const char *category, docent_hits **out)
{
    bool found = false;
    docent_status status = DOCENT_OK;
    if (h->shelf == NULL || h->shelf->count == 0)
        return dct_store_list(h->store, category, out, &h->error);
    merger m = begin(h);
    for (uint32_t i = 0; i < m.count && (status == DOCENT_OK || status == DOCENT_ERR_MISSING); i++) {
        status = dct_store_list(m.all[i].store, category, &m.parts[i], &h->error);
        found = found || status == DOCENT_OK;
    }
    return end(&m, status == DOCENT_ERR_MISSING && found ? DOCENT_OK : status, out);
}

docent_status dct_shelf_top(docent *h, docent_hits **out)
{
    docent_status status = DOCENT_OK;
    if (h->shelf == NULL || h->shelf->count == 0)
        return dct_store_top(h->store, out, &h->error);
    merger m = begin(h);
    for (uint32_t i = 0; i < m.count && status == DOCENT_OK; i++)
        status = dct_store_top(m.all[i].store, &m.parts[i], &h->error);
    return end(&m, status, out);
}

/* ---- places that somebody listed: their order is kept, each is asked for by itself ---- */

/* The first of `one`, which goes away: its texts are copied. */
static docent_status keep(merger *m, docent_hits *one)
{
    const docent_hit *hit = docent_hits_at(one, 0);
    docent_hit *copy = hit == NULL || is_listed(m, hit) ? NULL : dct_hit_add(&m->list, &m->arena);
    if (copy != NULL) {
        *copy = *hit;
        const char **texts[] = { &copy->id, &copy->title, &copy->summary, &copy->category, &copy->icon, &copy->locale,
                                 &copy->anchor, &copy->excerpt, &copy->updated, &copy->origin };
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
            *texts[i] = dct_arena_text(&m->arena, *texts[i], strlen(*texts[i]));
    }
    docent_hits_free(one);
    return dct_arena_failed(&m->arena) ? dct_fail_memory(&m->h->error, "api") : DOCENT_OK;
}

typedef docent_status (*look_up)(dct_store *s, const char *name, docent_hits **out, docent_error *err);

static docent_status look_up_place(dct_store *s, const char *name, docent_hits **out, docent_error *err)
{
    return dct_store_places(s, &name, 1, out, err);
}

static docent_status add_first(merger *m, look_up look, const char *name)
{
    docent_status status = DOCENT_OK;
    docent_hits *one = NULL;
    for (uint32_t i = 0; status == DOCENT_OK && docent_hits_count(one) == 0 && i < m->count; i++) {
        docent_hits_free(one);
        one = NULL;
        status = look(m->all[i].store, name, &one, &m->h->error);
    }
    return status == DOCENT_OK ? keep(m, one) : status;
}

docent_status dct_shelf_places(docent *h, const char *const *addresses, uint32_t count, docent_hits **out)
{
    docent_status status = DOCENT_OK;
    if (h->shelf == NULL || h->shelf->count == 0)
        return dct_store_places(h->store, addresses, count, out, &h->error);
    merger m = begin(h);
    for (uint32_t i = 0; status == DOCENT_OK && i < count; i++)
        status = add_first(&m, look_up_place, addresses[i]);
    return end(&m, status, out);
}

docent_status dct_shelf_related(docent *h, const char *ids, docent_hits **out)
{
    docent_status status = DOCENT_OK;
    char id[DCT_MAX_ID_BYTES + 1];
    if (h->shelf == NULL || h->shelf->count == 0)
        return dct_store_related(h->store, ids, out, &h->error);
    merger m = begin(h);
    while (status == DOCENT_OK && *ids != '\0') {
        size_t size = strcspn(ids, "\n");
        snprintf(id, sizeof id, "%.*s", (int)(size < sizeof id ? size : 0), ids);
        status = add_first(&m, dct_store_related, id);
        ids += size + (ids[size] != '\0');
    }
    return end(&m, status, out);
}
