#include "remote.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "metadata.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool dct_setting_name_ok(const char *name)
{
    size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    return size > 0 && size <= DCT_MAX_SETTING_NAME && name[size] == 0;
}

/* A new reference; NULL for what is no single value, and for a text that is too long. */
static json_t *as_text(json_t *value)
{
    if (json_is_string(value))
        return json_string_length(value) <= DCT_MAX_SETTING_BYTES ? json_incref(value) : NULL;
    if (!json_is_number(value) && !json_is_boolean(value))
        return NULL;
    char *text = json_dumps(value, JSON_ENCODE_ANY);
    json_t *made = text == NULL ? NULL : json_string(text);
    free(text);
    return made;
}

static dct_reason read_all(json_t *from, json_t *to, docent_error *err)
{
    const char *name;
    json_t *value;
    if (!json_is_object(from) || json_object_size(from) > DCT_MAX_SETTINGS)
        return dct_why(err, DCT_REASON_TAMPER, "config.json: \"settings\" must be an object of at most %u of them",
                       DCT_MAX_SETTINGS);
    json_object_foreach(from, name, value) {
        json_t *text = dct_setting_name_ok(name) ? as_text(value) : NULL;
        if (text == NULL)
            return dct_why(err, DCT_REASON_TAMPER, "config.json: %.64s: is no setting: publish again", name);
        if (json_object_set_new(to, name, text) != 0)
            return dct_why(err, DCT_REASON_MEMORY, "config.json: out of memory");
    }
    return DCT_REASON_NONE;
}

dct_reason dct_remote_parse(json_t **settings, const void *data, size_t size, docent_error *err)
{
    docent_error why = { .status = DOCENT_OK };
    json_t *body = dct_json_parse(data, size, DCT_MAX_REMOTE_BYTES, true, "config.json", &why), *all = json_object();
    dct_reason reason = DCT_REASON_NONE;
    *settings = NULL;
    int64_t format = dct_json_int(body, "format", 0, INT32_MAX, 0);
    if (all == NULL || (body == NULL && why.status == DOCENT_ERR_NOMEM))
        reason = dct_why(err, DCT_REASON_MEMORY, "config.json: out of memory");
    else if (body == NULL)
        reason = dct_why(err, DCT_REASON_TAMPER, "%.180s; publish again", why.message);
    else if (format != 1)
        reason = dct_why(err, DCT_REASON_INCOMPATIBLE, "config.json: is of format %" PRId64 ", this library reads 1", format);
    else
        reason = read_all(json_object_get(body, "settings"), all, err);
    json_decref(body);
    if (reason == DCT_REASON_NONE)
        *settings = json_incref(all);
    json_decref(all);
    return reason;
}
