#include "json.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "request.h"

#include <stdlib.h>
#include <string.h>

/* jansson recurses for each level and allocates for each value: both are counted before it sees a byte. In a broken text the
 * count may be wrong, but never too small: outside of strings every level and every value needs its mark. */
static const char *too_much(const char *text, size_t size)
{
    uint32_t depth = 0, values = 1;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (quoted) {
            if (c == '\\')
                i++;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            depth++, values++;
        } else if (c == ']' || c == '}') {
            depth -= depth > 0;
        } else if (c == ',') {
            values++;
        }
        if (depth > DCT_MAX_JSON_DEPTH)
            return "nested too deeply";
        if (values > DCT_MAX_JSON_VALUES)
            return "too many values";
    }
    return NULL;
}

json_t *dct_json_parse(const char *text, size_t size, size_t max_bytes, bool object, const char *what, docent_error *err)
{
    json_error_t e;
    const char *much = size > max_bytes ? "too long" : too_much(text, size);
    if (much != NULL) {
        dct_fail(err, DOCENT_ERR_LIMIT, "net", 0, "%.100s: the JSON is %s", what, much);
        return NULL;
    }
    json_t *value = json_loadb(text, size, JSON_REJECT_DUPLICATES, &e);
    if (value == NULL) {
        /* When its own memory is short, jansson mostly says nothing at all; every fault of the text has words. */
        enum json_error_code code = e.text[0] == 0 ? json_error_out_of_memory : json_error_code(&e);
        bool memory = code == json_error_out_of_memory;
        dct_fail(err, memory ? DOCENT_ERR_NOMEM : DOCENT_ERR_SYNTAX, "net", (int)code,
                 "%.100s: no JSON: line %d, column %d: %s", what, e.line, e.column, e.text);
        return NULL;
    }
    if (object && !json_is_object(value)) {
        json_decref(value);
        dct_fail(err, DOCENT_ERR_SYNTAX, "net", 0, "%.100s: the JSON is no object { }", what);
        return NULL;
    }
    return value;
}

static const char *text_of(const json_t *value)
{
    const char *text = json_string_value(value);
    return text == NULL || strlen(text) != json_string_length(value) ? "" : text;
}

const char *dct_json_text(const json_t *object, const char *key)
{
    return text_of(json_object_get(object, key));
}

/* A text of digits counts as the number: what comes from YAML is all text. */
static bool number(const json_t *value, int64_t *out)
{
    const char *text = json_string_value(value);
    char *end;
    if (text == NULL || *text < '-' || *text > '9' || strlen(text) > 18) {
        *out = json_integer_value(value);
        return json_is_integer(value);
    }
    *out = strtoll(text, &end, 10);
    return end != text && *end == 0;
}

int64_t dct_json_int(const json_t *object, const char *key, int64_t min, int64_t max, int64_t otherwise)
{
    int64_t n;
    return !number(json_object_get(object, key), &n) || n < min || n > max ? otherwise : n;
}

bool dct_json_bool(const json_t *object, const char *key, bool otherwise)
{
    const json_t *value = json_object_get(object, key);
    const char *text = json_string_value(value);
    if (text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
        return *text == 't';
    return json_is_boolean(value) ? json_is_true(value) : otherwise;
}

/* "de-AT", then "de". */
static const char *for_locale(const json_t *value, const char *locale)
{
    size_t size = locale == NULL ? 0 : strlen(locale);
    while (size > 0) {
        const char *key;
        json_t *text;
        json_object_foreach((json_t *)(uintptr_t)value, key, text) {
            char tag[64];
            if (size >= sizeof tag)
                break;
            memcpy(tag, locale, size);
            tag[size] = 0;
            if (dct_same_name(key, tag) && *text_of(text) != 0)
                return text_of(text);
        }
        while (size > 0 && locale[size - 1] != '-')
            size--;
        size -= size > 0;
    }
    return NULL;
}

const char *dct_json_localised(const json_t *value, const char *locale, const char *default_locale)
{
    if (!json_is_object(value))
        return text_of(value);
    const char *text = for_locale(value, locale);
    if (text == NULL)
        text = for_locale(value, default_locale);
    if (text == NULL) {
        const char *key;
        json_t *any;
        json_object_foreach((json_t *)(uintptr_t)value, key, any)
            if (*text_of(any) != 0)
                return text_of(any);
    }
    return text == NULL ? "" : text;
}

static int add(const char *text, size_t size, void *ctx)
{
    dct_buf *out = ctx;
    dct_buf_add(out, text, size);
    return out->failed ? -1 : 0;
}

docent_status dct_json_write(const json_t *value, dct_buf *out, docent_error *err)
{
    if (json_dump_callback(value, add, out, JSON_COMPACT | JSON_ENCODE_ANY) == 0)
        return DOCENT_OK;
    if (out->failed)
        return dct_fail(err, DOCENT_ERR_LIMIT, "net", 0, "JSON: longer than is allowed here, or out of memory");
    return dct_fail_memory(err, "net");
}
