/* Search, lists and assets: what needs no memory between two calls. */
#include "beat.h"
#include "reach.h"
#include "shelf.h"

#include "../base/limits.h"
#include "../contact/contact.h"
#include "../search/countable.h"

#include <string.h>

static bool is_context(const char *text)
{
    return text == NULL || dct_text_ok(text, DCT_MAX_ID_BYTES);
}

/* Long text is cut where a character ends, never refused: somebody pasted a page into the search field. */
static docent_status read_query(docent *h, const docent_query *query, docent_query *out)
{
    const size_t first = offsetof(docent_query, text) + sizeof query->text;
    memset(out, 0, sizeof *out);
    if (query == NULL || query->struct_size < first || query->struct_size > 4096)
        return dct_misuse(h, "query: fill one made with DOCENT_QUERY_INIT");
    memcpy(out, query, query->struct_size < sizeof *out ? query->struct_size : sizeof *out);
    if (out->text == NULL)
        return dct_misuse(h, "query.text: is NULL; \"\" finds nothing");
    if (out->limit > DCT_MAX_HITS)
        return dct_misuse(h, "query.limit: at most 200; use offset for the next page");
    if (out->locale != NULL && !dct_text_ok(out->locale, DCT_MAX_ID_BYTES))
        return dct_misuse(h, "query.locale: is no BCP 47 tag");
    if (!is_context(out->product) || !is_context(out->audience) || !is_context(out->version) ||
        !is_context(out->screen))
        return dct_misuse(h, "query.product, audience, version, screen: UTF-8 of at most 256 bytes, or NULL");
    out->locale = out->locale == NULL ? dct_shelf_locale(h)->tag : dct_shelf_nearest(h, out->locale);
    out->struct_size = (uint32_t)sizeof *out;
    return DOCENT_OK;
}

docent_status docent_search(docent *h, const docent_query *query, docent_hits **out)
{
    docent_query q;
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_search: a handle and out are needed");
    dct_call(h);
    docent_status status = read_query(h, query, &q);
    return status == DOCENT_OK ? dct_shelf_search(h, &q, out) : status;
}

docent_status docent_list(docent *h, const char *category_id, docent_hits **out)
{
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL || (category_id != NULL && !dct_text_ok(category_id, DCT_MAX_ID_BYTES)))
        return dct_misuse(h, "docent_list: a handle, out and an id in UTF-8 (or NULL) are needed");
    dct_call(h);
    return dct_shelf_list(h, category_id, out);
}

docent_status docent_top(docent *h, docent_hits **out)
{
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_top: a handle and out are needed");
    dct_call(h);
    return dct_shelf_top(h, out);
}

/* ---- assets ---- */

docent_status docent_asset_open(docent *h, const char *kind, const char *name, docent_asset **out)
{
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL || !dct_text_ok(kind, DCT_MAX_ID_BYTES) ||
        !dct_text_ok(name, DCT_MAX_ADDRESS_BYTES))
        return dct_misuse(h, "docent_asset_open: a handle, a kind, a name and out are needed");
    dct_call(h);
    return dct_shelf_asset(h, kind, name, out);
}

const char *docent_asset_name(docent *h, const char *kind, uint32_t index)
{
    if (h == NULL || !dct_text_ok(kind, DCT_MAX_ID_BYTES)) {
        (void)dct_misuse(h, "docent_asset_name: a handle and a kind are needed");
        return NULL;
    }
    dct_call(h);
    return dct_shelf_asset_name(h, kind, index);
}

/* ---- reaching a person ---- */

docent_status docent_contact_open(docent *h, int64_t now, docent_contact **out)
{
    dct_arena arena;
    dct_contact_rows rows;
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_contact_open: a handle and out are needed");
    dct_call(h);
    dct_arena_init(&arena, &h->alloc, DCT_MAX_CONTACT_BYTES);
    dct_store *store = dct_shelf_contact(h);
    docent_status status = dct_store_contact(store, &arena, &rows, &h->error);
    if (status == DOCENT_OK)
        status = dct_contact_make(&h->alloc, &rows, dct_shelf_locale(h)->tag,
                                  dct_store_info(store)->default_locale, now, out, &h->error);
    dct_arena_close(&arena);
    return status;
}

/* ---- bookmarks ---- */

/* Without a path the state is in memory, and made when it is first needed. */
static docent_status need_state(docent *h)
{
    return h->state != NULL ? DOCENT_OK : dct_state_open(&h->alloc, NULL, &h->state, &h->error);
}

docent_status docent_bookmark_set(docent *h, const char *address, bool on)
{
    if (h == NULL || !dct_text_ok(address, DCT_MAX_ADDRESS_BYTES) || *address == 0)
        return dct_misuse(h, "docent_bookmark_set: a handle and an address such as article/ID are needed");
    docent_status status = need_state(h);
    return status == DOCENT_OK ? dct_state_set_bookmark(h->state, address, on, &h->error) : status;
}

bool docent_bookmark_get(docent *h, const char *address)
{
    bool has = false;
    if (h == NULL || !dct_text_ok(address, DCT_MAX_ADDRESS_BYTES)) {
        (void)dct_misuse(h, "docent_bookmark_get: a handle and an address are needed");
        return false;
    }
    return h->state != NULL && dct_state_has_bookmark(h->state, address, &has, &h->error) == DOCENT_OK && has;
}

docent_status docent_bookmarks(docent *h, docent_hits **out)
{
    dct_arena arena;
    const char *const *addresses;
    uint32_t count;
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_bookmarks: a handle and out are needed");
    dct_call(h);
    docent_status status = need_state(h);
    dct_arena_init(&arena, &h->alloc, DCT_MAX_LIST_BYTES);
    if (status == DOCENT_OK)
        status = dct_state_bookmarks(h->state, &arena, &addresses, &count, &h->error);
    if (status == DOCENT_OK)
        status = dct_shelf_places(h, addresses, count, out);
    dct_arena_close(&arena);
    return status;
}

docent_status docent_forget(docent *h)
{
    if (h == NULL)
        return DOCENT_ERR_ARG;
    if (h->state == NULL)
        return DOCENT_OK;
    dct_reach *r = dct_handle_reach(h);
    docent_status status = r == NULL ? h->error.status : dct_reach_forget(r, &h->error);
    return status == DOCENT_OK ? dct_state_forget(h->state, &h->error) : status;
}

/* ---- what people ask ---- */

docent_status docent_count_search(docent *h, const char *words, uint32_t found, const char *opened_id)
{
    char counted[DCT_MAX_COUNTED_BYTES + 1];
    if (h == NULL || words == NULL || !dct_text_ok(words, strlen(words)) ||
        (opened_id != NULL && (!dct_text_ok(opened_id, DCT_MAX_ID_BYTES) || *opened_id == 0)))
        return dct_misuse(h, "docent_count_search: a handle, words in UTF-8 and an article's id or NULL are needed");
    const char *lang = dct_shelf_locale(h)->tag;
    dct_beat_search(h, found);
    if (!dct_countable(words, lang, counted))
        return DOCENT_OK;
    docent_status status = need_state(h);
    dct_search_count one = { counted, lang, opened_id == NULL ? "" : opened_id, found, 1 };
    return status == DOCENT_OK ? dct_state_count_search(h->state, &one, &h->error) : status;
}
