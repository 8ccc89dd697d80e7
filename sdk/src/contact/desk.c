/* Reads both texts once, checks what a mistake would make dangerous, and lists the connectors. All else is read where it is
 * used, with defaults: a bundle is not trusted, and a rule that makes no sense fits nobody. */
#include "desk_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../crypto/hash.h"
#include "connector.h"
#include "device.h"

#include <string.h>

/* ---- the two texts ---- */

static const char *rules_text(const dct_contact_rows *rows)
{
    for (uint32_t i = 0; i < rows->value_count; i++)
        if (strcmp(rows->values[i].key, "desk") == 0)
            return rows->values[i].value;
    return "{}";
}

static docent_status read_rules(dct_desk *d, dct_store *store, docent_error *err)
{
    docent_status status = dct_store_contact(store, &d->arena, &d->rows, err);
    if (status != DOCENT_OK)
        return status;
    const char *locale = dct_store_info(store)->default_locale, *text = rules_text(&d->rows);
    d->default_locale = dct_arena_text(&d->arena, locale, strlen(locale));
    if (d->default_locale == NULL)
        return dct_fail_memory(err, "contact");
    d->rules = dct_json_parse(text, strlen(text), DCT_MAX_CONTACT_BYTES, true, "the bundle's contact rules", err);
    return d->rules != NULL ? DOCENT_OK : err->status;
}

static docent_status read_device(dct_desk *d, const char *path, docent_error *err)
{
    dct_buf text;
    dct_buf_init(&text, d->alloc, DCT_MAX_DEVICE_BYTES + 1);
    docent_status status = dct_device_read(path, &text, err);
    if (status == DOCENT_OK) {
        d->device = dct_json_parse((const char *)text.data, text.size, DCT_MAX_DEVICE_BYTES, true, path, err);
        status = d->device != NULL ? DOCENT_OK : err->status;
    }
    if (text.data != NULL)
        memset(text.data, 0, text.size); /* It held secrets. */
    dct_buf_close(&text);
    return status;
}

/* ---- connectors ---- */

const json_t *dct_desk_items(const dct_desk *d, const char *key, uint32_t *count)
{
    const json_t *list = json_object_get(d->rules, key);
    size_t size = json_array_size(list);
    *count = size > DCT_MAX_DESK_ITEMS ? DCT_MAX_DESK_ITEMS : (uint32_t)size;
    return list;
}

static bool add_connector(dct_desk *d, const char *id, const json_t *public_part, const json_t *device_part)
{
    const char *kind = dct_json_text(public_part != NULL ? public_part : device_part, "kind");
    if (*id == 0 || *kind == 0 || d->connector_count == DCT_MAX_DESK_ITEMS)
        return true;
    dct_desk_connector *c = &d->connectors[d->connector_count++];
    *c = (dct_desk_connector){ id, kind, public_part, device_part };
    return true;
}

static bool is_listed(const dct_desk *d, const char *id)
{
    for (uint32_t i = 0; i < d->connector_count; i++)
        if (strcmp(d->connectors[i].id, id) == 0)
            return true;
    return false;
}

static docent_status list_connectors(dct_desk *d, docent_error *err)
{
    uint32_t count;
    const json_t *own = json_object_get(d->device, "connectors"), *list = dct_desk_items(d, "connectors", &count);
    d->connectors = dct_arena_array(&d->arena, DCT_MAX_DESK_ITEMS, sizeof *d->connectors);
    if (d->connectors == NULL)
        return dct_fail_memory(err, "contact");
    for (uint32_t i = 0; i < count; i++) {
        const json_t *c = json_array_get(list, i);
        const char *id = dct_json_text(c, "id");
        if (!is_listed(d, id))
            add_connector(d, id, c, json_object_get(own, id));
    }
    const char *id;
    json_t *c;
    json_object_foreach((json_t *)own, id, c)
        if (!is_listed(d, id))
            add_connector(d, id, NULL, c);
    return DOCENT_OK;
}

/* ---- what a mistake would make dangerous ---- */

static docent_status check_seal(dct_desk *d, docent_error *err)
{
    unsigned char key[32];
    const char *text = dct_json_text(d->device, "seal");
    d->seal = *text != 0 ? text : dct_json_text(d->rules, "seal");
    if (*d->seal == 0)
        return DOCENT_OK;
    if (strlen(d->seal) != 64 || !dct_unhex(d->seal, key, sizeof key))
        return dct_fail(err, DOCENT_ERR_SYNTAX, "contact", 0,
                        "`seal` is a public key of 64 hexadecimal digits; make one with: docent keys seal");
    for (uint32_t i = 0; i < d->connector_count; i++) {
        const dct_connector_kind *kind = dct_connector_kind_named(d->connectors[i].kind);
        if (kind != NULL && (kind->can & DCT_CAN_SEALED) == 0)
            return dct_fail(err, DOCENT_ERR_DENIED, "contact", 0,
                            "connector %s (%s) sends plain text, but `seal` is set: use webhook or mail, or remove `seal`",
                            d->connectors[i].id, kind->name);
    }
    return DOCENT_OK;
}

/* Of figures alone nobody's request can go anywhere. */
static bool is_for_people(const char *kind)
{
    const dct_connector_kind *k = dct_connector_kind_named(kind);
    return k != NULL && (k->can & DCT_ONLY_FIGURES) == 0;
}

static docent_status check_kinds(const dct_desk *d, docent_error *err)
{
    for (uint32_t i = 0; i < d->connector_count; i++)
        if (!is_for_people(d->connectors[i].kind))
            return dct_fail(err, DOCENT_ERR_SYNTAX, "contact", 0,
                            "connector %s: there is no kind `%s`; there are webhook, mail, rt, redmine and xmpp",
                            d->connectors[i].id, d->connectors[i].kind);
    return DOCENT_OK;
}

/* ---- telemetry ---- */

docent_status dct_desk_report(dct_desk *d, json_t *host, docent_error *err)
{
    const json_t *own = json_object_get(d->device, DCT_TELEMETRY);
    json_decref(d->host);
    d->host = json_incref(host);
    d->telemetry = (dct_desk_connector){ .id = NULL };
    if (json_is_false(own)) /* Whatever the program wants. */
        return DOCENT_OK;
    if (own != NULL && !json_is_object(own))
        return dct_fail(err, DOCENT_ERR_SYNTAX, "contact", 0,
                        "`telemetry` of the device's file is neither false nor an object with a url; see fleet.md");
    if (*dct_json_text(own, "url") == 0 && *dct_json_text(host, "url") == 0)
        return DOCENT_OK;
    if (is_listed(d, DCT_TELEMETRY))
        return dct_fail(err, DOCENT_ERR_SYNTAX, "contact", 0,
                        "a connector is named " DCT_TELEMETRY ", as the one for figures is: give it another name");
    d->telemetry = (dct_desk_connector){ DCT_TELEMETRY, "otlp", host, own };
    return DOCENT_OK;
}

const dct_desk_connector *dct_desk_telemetry(const dct_desk *d)
{
    return d->telemetry.id != NULL ? &d->telemetry : NULL;
}

/* ---- life ---- */

docent_status dct_desk_open(const docent_alloc *alloc, dct_store *store, const char *device_path, dct_desk **out,
                            docent_error *err)
{
    *out = NULL;
    dct_desk *d = dct_new_zero(alloc, sizeof *d);
    if (d == NULL)
        return dct_fail_memory(err, "contact");
    d->alloc = alloc;
    dct_arena_init(&d->arena, alloc, 2 * DCT_MAX_CONTACT_BYTES);
    docent_status status = read_rules(d, store, err);
    if (status == DOCENT_OK && device_path != NULL)
        status = read_device(d, device_path, err);
    if (status == DOCENT_OK)
        status = list_connectors(d, err);
    if (status == DOCENT_OK)
        status = check_kinds(d, err);
    if (status == DOCENT_OK)
        status = check_seal(d, err);
    if (status == DOCENT_OK)
        status = dct_desk_report(d, NULL, err);
    if (status == DOCENT_OK)
        *out = d;
    else
        dct_desk_close(d);
    return status;
}

docent_status dct_desk_open_bare(const docent_alloc *alloc, dct_store *store, dct_desk **out, docent_error *err)
{
    unsigned char key[32];
    *out = NULL;
    dct_desk *d = dct_new_zero(alloc, sizeof *d);
    if (d == NULL)
        return dct_fail_memory(err, "contact");
    d->alloc = alloc;
    dct_arena_init(&d->arena, alloc, 2 * DCT_MAX_CONTACT_BYTES);
    docent_status status = read_rules(d, store, err);
    if (status != DOCENT_OK) {
        dct_desk_close(d);
        return status;
    }
    const char *seal = dct_json_text(d->rules, "seal");
    d->seal = strlen(seal) == 64 && dct_unhex(seal, key, sizeof key) ? seal : "";
    *out = d;
    return DOCENT_OK;
}

void dct_desk_close(dct_desk *d)
{
    if (d == NULL)
        return;
    json_decref(d->rules);
    json_decref(d->device);
    json_decref(d->host);
    dct_arena_close(&d->arena);
    dct_free(d->alloc, d, sizeof *d);
}

const dct_desk_connector *dct_desk_connector_at(const dct_desk *d, uint32_t index)
{
    if (index == d->connector_count)
        return dct_desk_telemetry(d);
    return index < d->connector_count ? &d->connectors[index] : NULL;
}

const char *dct_desk_seal(const dct_desk *d)
{
    return d->seal;
}

bool dct_desk_at_most_once(const dct_desk *d)
{
    const char *own = dct_json_text(d->device, "policy");
    return strcmp(*own != 0 ? own : dct_json_text(d->rules, "policy"), "at-most-once") == 0;
}

const char *dct_desk_consent(const dct_desk *d, const char *locale)
{
    return dct_json_localised(json_object_get(d->rules, "consent"), locale, d->default_locale);
}

const char *dct_desk_device(const dct_desk *d)
{
    return dct_json_text(d->device, "device");
}

const char *dct_desk_feedback(const dct_desk *d)
{
    return dct_json_text(d->rules, "feedback");
}

const char *dct_desk_forum(const dct_desk *d)
{
    return dct_json_text(json_object_get(d->rules, "forum"), "connector");
}
