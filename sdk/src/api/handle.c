/* A handle's life: open, close, what it says of itself. */
#include "background.h"

#include "../base/limits.h"
#include "../base/utf8.h"
#include "beat.h"
#include "reach.h"
#include "shelf.h"
#include "updates.h"

#include <string.h>

void dct_call(docent *h)
{
    dct_volume all[DCT_MAX_BUNDLES];
    for (uint32_t i = 0, count = dct_shelf_volumes(h, all); i < count; i++)
        dct_store_begin(all[i].store);
}

docent_status dct_misuse(docent *h, const char *what)
{
    return dct_fail(h == NULL ? NULL : &h->error, DOCENT_ERR_ARG, "api", 0, "%s", what);
}

bool dct_text_ok(const char *text, size_t max_bytes)
{
    if (text == NULL)
        return false;
    size_t size = 0;
    while (size <= max_bytes && text[size] != 0)
        size++;
    return size <= max_bytes && dct_utf8_valid(text, size);
}

/* The device's for the moment when the rules of contact are first asked for, the bundle's for a roll-back. */
static docent_status keep_path(docent *h, const char *path, char **out, docent_error *err)
{
    if (path == NULL)
        return DOCENT_OK;
    size_t size = strlen(path) + 1;
    *out = dct_new(&h->alloc, size);
    if (*out == NULL)
        return dct_fail_memory(err, "api");
    memcpy(*out, path, size);
    return DOCENT_OK;
}

static void free_path(docent *h, char *path)
{
    if (path != NULL)
        dct_free(&h->alloc, path, strlen(path) + 1);
}

static docent_status open_parts(docent *h, const docent_config *config, docent_error *err)
{
    dct_volume content;
    docent_status status = dct_volume_open(&h->alloc, config->bundle_path, &content, err);
    h->store = content.store;
    h->searcher = content.searcher;
    if (status == DOCENT_OK && config->state_path != NULL)
        status = dct_state_open(&h->alloc, config->state_path, &h->state, err);
    h->shared = config->shared;
    if (status == DOCENT_OK)
        status = keep_path(h, config->device_path, &h->device_path, err);
    if (status == DOCENT_OK)
        status = keep_path(h, config->bundle_path, &h->bundle_path, err);
    if (status == DOCENT_OK)
        dct_shelf_set_locale(h, config->locale);
    return status;
}

/* The fields a caller knows of: a program built with an older header passes a shorter struct. */
static docent_status read_config(const docent_config *config, docent_config *out, docent_error *err)
{
    const size_t first = offsetof(docent_config, bundle_path) + sizeof config->bundle_path;
    memset(out, 0, sizeof *out);
    if (config == NULL || config->struct_size < first || config->struct_size > 4096)
        return dct_fail(err, DOCENT_ERR_ARG, "api", 0, "config: fill one made with DOCENT_CONFIG_INIT");
    memcpy(out, config, config->struct_size < sizeof *out ? config->struct_size : sizeof *out);
    if (out->bundle_path == NULL || *out->bundle_path == 0)
        return dct_fail(err, DOCENT_ERR_ARG, "api", 0, "config.bundle_path: name a bundle made by docent pack");
    if (out->state_path != NULL && *out->state_path == 0)
        return dct_fail(err, DOCENT_ERR_ARG, "api", 0, "config.state_path: is empty; NULL keeps bookmarks in memory");
    if (out->alloc != NULL && out->alloc->resize == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "api", 0, "config.alloc: has no function");
    return DOCENT_OK;
}

docent_status docent_open(const docent_config *config, docent **out, docent_error *err)
{
    docent_config c;
    docent_error local;
    if (err == NULL)
        err = &local;
    dct_error_clear(err);
    if (out == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "api", 0, "out: is NULL");
    *out = NULL;
    docent_status status = read_config(config, &c, err);
    if (status != DOCENT_OK)
        return status;
    const docent_alloc *alloc = c.alloc == NULL ? &dct_alloc_default : c.alloc;
    docent *h = dct_new_zero(alloc, sizeof *h);
    if (h == NULL)
        return dct_fail_memory(err, "api");
    h->alloc = *alloc;
    dct_error_clear(&h->error);
    status = open_parts(h, &c, err);
    if (status == DOCENT_OK)
        *out = h;
    else
        docent_close(h);
    return status;
}

void docent_close(docent *h)
{
    if (h == NULL)
        return;
    docent_alloc alloc = h->alloc;
    dct_updates_close(h);
    dct_beat_close(h);
    dct_reach_close(h);
    dct_desk_close(h->desk);
    free_path(h, h->device_path);
    free_path(h, h->bundle_path);
    dct_background_close(h);
    dct_shelf_close(h);
    dct_volume_close(&(dct_volume){ h->old_store, h->old_searcher });
    dct_volume_close(&(dct_volume){ h->store, h->searcher });
    dct_state_close(h->state);
    dct_free(&alloc, h, sizeof *h);
}

int docent_version(void)
{
    return DOCENT_VERSION;
}

const docent_error *docent_last_error(const docent *h)
{
    static const docent_error none = { DOCENT_OK, "", 0, "" };
    return h == NULL ? &none : &h->error;
}

const docent_alloc *docent_alloc_of(const docent *h)
{
    return h == NULL ? NULL : &h->alloc;
}

const docent_info *docent_info_of(const docent *h)
{
    return h == NULL ? NULL : dct_store_info(h->store);
}

const docent_language *docent_language_at(const docent *h, uint32_t index)
{
    return h == NULL ? NULL : dct_shelf_language(h, index);
}

docent_status docent_set_locale(docent *h, const char *locale)
{
    if (h == NULL)
        return DOCENT_ERR_ARG;
    if (locale != NULL && !dct_text_ok(locale, DCT_MAX_ID_BYTES))
        return dct_misuse(h, "locale: is no BCP 47 tag");
    dct_call(h);
    dct_shelf_set_locale(h, locale);
    return DOCENT_OK;
}

const docent_language *docent_locale(const docent *h)
{
    return h == NULL ? NULL : dct_shelf_locale(h);
}

const char *docent_string(docent *h, const char *msgid)
{
    if (h == NULL || msgid == NULL)
        return msgid == NULL ? "" : msgid;
    dct_call(h);
    return dct_shelf_string(h, msgid);
}

const docent_font *docent_font_at(const docent *h, uint32_t index)
{
    return h == NULL ? NULL : dct_shelf_font_at(h, index);
}
