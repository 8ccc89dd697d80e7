/* The bundles of a handle in their order, and what each of them is asked for. Lists are in shelf_lists.c, fonts in
 * shelf_fonts.c. */
#include "shelf.h"

#include "../store/language.h"
#include "background.h"
#include "reach.h"

#include <stdio.h>
#include <string.h>

/* ---- who is there ---- */

uint32_t dct_shelf_volumes(const docent *h, dct_volume out[DCT_MAX_BUNDLES])
{
    uint32_t count = 0, i = 0;
    const dct_shelf *f = h->shelf;
    for (; f != NULL && i < f->count && f->more[i].precedence >= 0; i++)
        out[count++] = f->more[i].volume;
    out[count++] = (dct_volume){ h->store, h->searcher };
    for (; f != NULL && i < f->count; i++)
        out[count++] = f->more[i].volume;
    return count;
}

static bool is_alone(const docent *h)
{
    return h->shelf == NULL || h->shelf->count == 0;
}

static char *copy_id(docent *h, const char *id)
{
    char *copy = dct_new(&h->alloc, strlen(id) + 1);
    return copy == NULL ? NULL : memcpy(copy, id, strlen(id) + 1);
}

static void drop_id(docent *h, char *id)
{
    dct_free(&h->alloc, id, strlen(id) + 1);
}

static uint32_t find(const dct_shelf *f, const char *id)
{
    uint32_t i = 0;
    while (f != NULL && i < f->count && strcmp(f->more[i].id, id) != 0)
        i++;
    return i;
}

static void retire(dct_shelf *f, const dct_volume *volume)
{
    dct_volume_close(&f->old);
    f->old = *volume;
}

static void insert(dct_shelf *f, dct_shelved one)
{
    uint32_t at = 0;
    while (at < f->count && f->more[at].precedence > one.precedence)
        at++;
    memmove(&f->more[at + 1], &f->more[at], (f->count - at) * sizeof *f->more);
    f->more[at] = one;
    f->count++;
}

static dct_shelved remove_at(dct_shelf *f, uint32_t at)
{
    dct_shelved one = f->more[at];
    f->count--;
    memmove(&f->more[at], &f->more[at + 1], (f->count - at) * sizeof *f->more);
    return one;
}

docent_status dct_shelf_put(docent *h, const char *id, int32_t precedence, const dct_volume *volume)
{
    dct_shelved one = { NULL, precedence, *volume };
    if (h->shelf == NULL && (h->shelf = dct_new_zero(&h->alloc, sizeof *h->shelf)) == NULL)
        return dct_fail_memory(&h->error, "api");
    dct_shelf *f = h->shelf;
    if (f->set == 0)
        dct_arena_init(&f->arena, &h->alloc, DCT_MAX_LIST_BYTES);
    uint32_t at = find(f, id);
    if (at == f->count && f->count == DCT_MAX_BUNDLES - 1)
        return dct_fail(&h->error, DOCENT_ERR_LIMIT, "api", 0, "at most %u bundles in a handle: remove one first",
                        DCT_MAX_BUNDLES);
    if (at < f->count) {
        dct_shelved before = remove_at(f, at);
        one.id = before.id;
        retire(f, &before.volume);
    } else if ((one.id = copy_id(h, id)) == NULL) {
        return dct_fail_memory(&h->error, "api");
    }
    insert(f, one);
    dct_shelf_changed(h);
    return DOCENT_OK;
}

docent_status dct_shelf_take(docent *h, const char *id)
{
    uint32_t at = find(h->shelf, id);
    if (is_alone(h) || at == h->shelf->count)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "api", 0, "no bundle \"%.60s\" was added", id);
    dct_shelved one = remove_at(h->shelf, at);
    drop_id(h, one.id);
    retire(h->shelf, &one.volume);
    dct_shelf_changed(h);
    return DOCENT_OK;
}

void dct_shelf_changed(docent *h)
{
    dct_call(h);
    if (h->shelf != NULL) {
        h->shelf->set += h->shelf->set == UINT32_MAX ? 2 : 1;
        dct_shelf_gather_fonts(h);
    }
    dct_shelf_set_locale(h, h->wanted[0] == '\0' ? NULL : h->wanted);
    dct_reach_reload(h);
}

void dct_shelf_close(docent *h)
{
    if (h->shelf == NULL)
        return;
    while (h->shelf->count > 0) {
        dct_shelved one = remove_at(h->shelf, 0);
        drop_id(h, one.id);
        dct_volume_close(&one.volume);
    }
    dct_volume_close(&h->shelf->old);
    dct_arena_close(&h->shelf->arena);
    dct_free(&h->alloc, h->shelf, sizeof *h->shelf);
    h->shelf = NULL;
}

/* ---- languages ---- */

/* The bundle with the nearest language; the one that the program named when none is nearer. */
static dct_store *nearest(const docent *h, const char *locale)
{
    dct_volume all[DCT_MAX_BUNDLES];
    uint32_t count = dct_shelf_volumes(h, all);
    dct_store *best = h->store;
    int nearness = locale == NULL ? 0 : dct_language_nearness(locale, dct_store_nearest(h->store, locale));
    for (uint32_t i = 0; locale != NULL && i < count; i++) {
        int n = dct_language_nearness(locale, dct_store_nearest(all[i].store, locale));
        if (n > nearness) {
            nearness = n;
            best = all[i].store;
        }
    }
    return best;
}

void dct_shelf_set_locale(docent *h, const char *locale)
{
    dct_volume all[DCT_MAX_BUNDLES];
    if (locale != h->wanted)
        snprintf(h->wanted, sizeof h->wanted, "%s", locale == NULL ? "" : locale);
    if (h->shelf == NULL) {
        dct_store_set_locale(h->store, locale);
        return;
    }
    dct_store *best = nearest(h, locale);
    dct_store_set_locale(best, locale);
    h->shelf->language = dct_store_locale(best);
    for (uint32_t i = 0, count = dct_shelf_volumes(h, all); i < count; i++)
        dct_store_set_locale(all[i].store, h->shelf->language->tag);
}

const docent_language *dct_shelf_locale(const docent *h)
{
    return h->shelf == NULL || h->shelf->language == NULL ? dct_store_locale(h->store) : h->shelf->language;
}

const char *dct_shelf_nearest(const docent *h, const char *locale)
{
    return dct_store_nearest(nearest(h, locale), locale);
}

static bool has_language(const dct_store *s, const char *tag)
{
    const docent_language *one;
    for (uint32_t i = 0; (one = dct_store_language(s, i)) != NULL; i++)
        if (strcmp(one->tag, tag) == 0)
            return true;
    return false;
}

/* The program's own bundle first: its order is the author's. Then what the others add. */
const docent_language *dct_shelf_language(const docent *h, uint32_t index)
{
    dct_volume all[DCT_MAX_BUNDLES];
    const docent_language *one;
    uint32_t at = 0, count = dct_shelf_volumes(h, all);
    while ((one = dct_store_language(h->store, at)) != NULL)
        if (at++ == index)
            return one;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t k = 0; (one = dct_store_language(all[i].store, k)) != NULL; k++) {
            bool known = has_language(h->store, one->tag);
            for (uint32_t j = 0; j < i && !known; j++)
                known = has_language(all[j].store, one->tag);
            if (!known && at++ == index)
                return one;
        }
    return NULL;
}

/* A bundle that does not speak the language in force has nothing to say in it. */
const char *dct_shelf_string(docent *h, const char *msgid)
{
    dct_volume all[DCT_MAX_BUNDLES];
    const char *tag = dct_shelf_locale(h)->tag;
    for (uint32_t i = 0, count = dct_shelf_volumes(h, all); i < count; i++) {
        const char *text = msgid;
        if (dct_language_nearness(tag, dct_store_locale(all[i].store)->tag) > 0)
            text = dct_store_string(all[i].store, msgid);
        if (text != msgid)
            return text;
    }
    return msgid;
}

/* ---- one thing by its name ---- */

/* The first that has it. One that is damaged stands in nobody's way; its error counts when no other has it. */
static bool goes_on(docent *h, docent_status status, docent_error *worst)
{
    if (status == DOCENT_OK)
        return false;
    if (worst->status == DOCENT_OK || (worst->status == DOCENT_ERR_MISSING && status != DOCENT_ERR_MISSING))
        *worst = h->error;
    return status != DOCENT_ERR_NOMEM;
}

static docent_status end(docent *h, docent_status status, const docent_error *worst)
{
    if (status != DOCENT_OK && status != DOCENT_ERR_NOMEM)
        h->error = *worst;
    return status == DOCENT_OK ? DOCENT_OK : h->error.status;
}

docent_status dct_shelf_article(docent *h, const char *id, dct_arena *arena, dct_article_row *out)
{
    dct_volume all[DCT_MAX_BUNDLES];
    docent_error worst = { 0 };
    docent_status status = DOCENT_ERR_MISSING;
    for (uint32_t i = 0, count = dct_shelf_volumes(h, all); i < count; i++)
        if (!goes_on(h, status = dct_store_article(all[i].store, id, arena, out, &h->error), &worst))
            break;
    return end(h, status, &worst);
}

docent_status dct_shelf_alias(docent *h, int kind, const char *name, dct_arena *arena, const char **id, const char **anchor)
{
    dct_volume all[DCT_MAX_BUNDLES];
    docent_error worst = { 0 };
    docent_status status = DOCENT_ERR_MISSING;
    for (uint32_t i = 0, count = dct_shelf_volumes(h, all); i < count; i++)
        if (!goes_on(h, status = dct_store_alias(all[i].store, kind, name, arena, id, anchor, &h->error), &worst))
            break;
    return end(h, status, &worst);
}

docent_status dct_shelf_asset(docent *h, const char *kind, const char *name, docent_asset **out)
{
    dct_volume all[DCT_MAX_BUNDLES];
    docent_error worst = { 0 };
    docent_status status = DOCENT_ERR_MISSING;
    for (uint32_t i = 0; !is_alone(h) && strcmp(kind, "font") == 0 && i < h->shelf->font_count; i++)
        if (strcmp(h->shelf->fonts[i].font.name, name) == 0)
            return dct_store_asset(h->shelf->fonts[i].store, kind, h->shelf->fonts[i].name, out, &h->error);
    for (uint32_t i = 0, count = dct_shelf_volumes(h, all); i < count; i++)
        if (!goes_on(h, status = dct_store_asset(all[i].store, kind, name, out, &h->error), &worst))
            break;
    return end(h, status, &worst);
}

const char *dct_shelf_asset_name(docent *h, const char *kind, uint32_t index)
{
    dct_volume all[DCT_MAX_BUNDLES];
    uint32_t at[DCT_MAX_BUNDLES] = { 0 }, count = dct_shelf_volumes(h, all);
    const char *first = NULL;
    for (uint32_t n = 0; n <= index; n++) {
        uint32_t whose = 0;
        first = NULL;
        for (uint32_t i = 0; i < count; i++) {
            const char *name = dct_store_asset_name(all[i].store, kind, count == 1 ? index : at[i]);
            if (name != NULL && (first == NULL || strcmp(name, first) < 0)) {
                first = name;
                whose = i;
            }
        }
        if (first == NULL || count == 1)
            break;
        for (uint32_t i = 0; i < count && n < index; i++) {
            const char *name = i == whose ? NULL : dct_store_asset_name(all[i].store, kind, at[i]);
            at[i] += i != whose && name != NULL && strcmp(name, first) == 0;
        }
        at[whose] += n < index;
    }
    return first;
}

/* ---- reaching a person ---- */

dct_store *dct_shelf_contact(docent *h)
{
    dct_volume all[DCT_MAX_BUNDLES];
    dct_contact_rows rows;
    dct_store *found = NULL;
    uint32_t count = dct_shelf_volumes(h, all);
    for (uint32_t i = 0; i < count && found == NULL && count > 1; i++) {
        dct_arena arena;
        dct_arena_init(&arena, &h->alloc, DCT_MAX_CONTACT_BYTES);
        if (dct_store_contact(all[i].store, &arena, &rows, NULL) == DOCENT_OK && rows.value_count > 0)
            found = all[i].store;
        dct_arena_close(&arena);
    }
    return found == NULL ? h->store : found;
}
