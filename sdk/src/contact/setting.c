#include "setting.h"

#include "../base/error.h"

#include <stdlib.h>
#include <string.h>

void dct_setting_fault(dct_settings *s, const char *key, const char *what)
{
    if (s->status == DOCENT_OK)
        s->status = dct_fail(s->err, DOCENT_ERR_ARG, "contact", 0, "connector \"%s\" (%s): \"%s\" %s", s->c->id,
                             s->c->kind->name, key, what);
}

static const json_t *member(const json_t *object, const char *key)
{
    return object != NULL && json_is_object(object) ? json_object_get(object, key) : NULL;
}

static const json_t *find(const dct_settings *s, const char *key)
{
    const json_t *own = member(s->device_part, key);
    return own != NULL ? own : member(s->public_part, key);
}

static const char *copy(dct_settings *s, const char *key, const json_t *value)
{
    if (value == NULL)
        return "";
    const char *text = json_string_value(value);
    if (text == NULL) {
        dct_setting_fault(s, key, "is no text: write it in quotes");
        return "";
    }
    for (const char *p = text; *p != 0; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F) {
            dct_setting_fault(s, key, "holds a control character: write it in one line");
            return "";
        }
    const char *kept = dct_arena_text(s->arena, text, strlen(text));
    if (kept == NULL && s->status == DOCENT_OK)
        s->status = dct_fail_memory(s->err, "contact");
    return kept != NULL ? kept : "";
}

const char *dct_setting(dct_settings *s, const char *key)
{
    return copy(s, key, find(s, key));
}

const char *dct_setting_need(dct_settings *s, const char *key)
{
    const char *text = dct_setting(s, key);
    if (*text == 0)
        dct_setting_fault(s, key, "is not set: add it to the connector in help.yaml or in the device's file");
    return text;
}

const char *dct_setting_secret(dct_settings *s, const char *key)
{
    if (member(s->public_part, key) != NULL)
        dct_setting_fault(s, key, "stands in help.yaml, which everybody can read: move it to the device's file");
    return copy(s, key, member(s->device_part, key));
}

/* ---- addresses ---- */

bool dct_setting_among(const char *words, const char *word, size_t size)
{
    for (const char *at = words; *at != 0; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (n == size && memcmp(at, word, size) == 0)
            return true;
        at += n;
    }
    return false;
}

static bool loopback(const char *host)
{
    static const char *const names[] = { "127.0.0.1", "localhost", "[::1]" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (strncmp(host, names[i], n) == 0 && (host[n] == 0 || host[n] == ':' || host[n] == '/'))
            return true;
    }
    return false;
}

const char *dct_setting_url(dct_settings *s, const char *key, const char *schemes)
{
    const char *url = dct_setting(s, key), *colon = strstr(url, "://");
    if (*url == 0)
        return url;
    size_t scheme = colon != NULL ? (size_t)(colon - url) : 0;
    if (colon == NULL || !dct_setting_among(schemes, url, scheme) || colon[3] == 0 || strchr(url, ' ') != NULL)
        dct_setting_fault(s, key, "is no address this connector can use: write it with its scheme, https://...");
    else if (colon[3 + strcspn(colon + 3, "/@")] == '@')
        dct_setting_fault(s, key, "holds a user's name: write user and password into the device's file");
    else if (strncmp(url, "http:", 5) == 0 && !loopback(colon + 3) && !dct_setting_bool(s, "allow_plain", false))
        dct_setting_fault(s, key, "would send without TLS: use https, or set allow_plain");
    return url;
}

const char *dct_setting_base(dct_settings *s, const char *key, const char *schemes)
{
    const char *url = dct_setting_url(s, key, schemes);
    size_t size = strlen(url);
    while (size > 0 && url[size - 1] == '/')
        size--;
    const char *text = dct_arena_text(s->arena, url, size);
    return text != NULL ? text : "";
}

/* ---- the rest ---- */

/* The bundle's part was YAML: its numbers and switches come as texts. */
static bool number_of(const json_t *value, int64_t *out)
{
    const char *text = json_string_value(value);
    char *end = NULL;
    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return true;
    }
    if (text == NULL || *text == 0 || strlen(text) > 15 || strspn(text, "0123456789") != strlen(text))
        return false;
    *out = strtoll(text, &end, 10);
    return *end == 0;
}

int64_t dct_setting_int(dct_settings *s, const char *key, int64_t min, int64_t max, int64_t otherwise)
{
    int64_t number;
    const json_t *value = find(s, key);
    if (value == NULL)
        return otherwise;
    if (number_of(value, &number) && number >= min && number <= max)
        return number;
    dct_setting_fault(s, key, "is no number in the range that the manual gives");
    return otherwise;
}

static bool is_word(const json_t *value, const char *one, const char *other)
{
    const char *text = json_string_value(value);
    return text != NULL && (strcmp(text, one) == 0 || strcmp(text, other) == 0);
}

bool dct_setting_bool(dct_settings *s, const char *key, bool otherwise)
{
    const json_t *value = find(s, key);
    if (value == NULL)
        return otherwise;
    if (json_is_true(value) || is_word(value, "true", "yes"))
        return true;
    if (!json_is_false(value) && !is_word(value, "false", "no"))
        dct_setting_fault(s, key, "is neither true nor false");
    return false;
}

const char *dct_setting_member(dct_settings *s, const char *key, const char *name)
{
    const json_t *own = member(member(s->device_part, key), name);
    return copy(s, key, own != NULL ? own : member(member(s->public_part, key), name));
}

void dct_setting_pace(dct_settings *s, dct_connector *c, int64_t poll_s, int64_t max_file_mb)
{
    c->settle_s = (uint32_t)dct_setting_int(s, "settle_s", 0, 86400, 60);
    c->poll_s = (uint32_t)dct_setting_int(s, "poll_s", 1, 86400, poll_s);
    c->max_file_bytes = (uint64_t)dct_setting_int(s, "max_file_mb", 0, 10000, max_file_mb) << 20;
}

docent_status dct_settings_end(dct_settings *s)
{
    if (s->status == DOCENT_OK && dct_arena_failed(s->arena))
        s->status = dct_fail_memory(s->err, "contact");
    return s->status;
}

static const char *or_null(const char *text)
{
    return *text != 0 ? text : NULL;
}

void dct_setting_wire(dct_settings *s, dct_wire *out)
{
    out->ca_file = or_null(dct_setting_secret(s, "ca_file"));
    out->pinned_key = or_null(dct_setting(s, "pinned_key"));
    out->client_cert = or_null(dct_setting_secret(s, "client_cert"));
    out->client_key = or_null(dct_setting_secret(s, "client_key"));
    out->proxy = or_null(dct_setting_secret(s, "proxy"));
    out->proxy_user = or_null(dct_setting_secret(s, "proxy_user"));
    out->proxy_password = or_null(dct_setting_secret(s, "proxy_password"));
}

void dct_wire_use(const dct_wire *wire, docent_request *request)
{
    request->ca_file = wire->ca_file;
    request->pinned_key = wire->pinned_key;
    request->client_cert = wire->client_cert;
    request->client_key = wire->client_key;
    request->proxy = wire->proxy;
    request->proxy_user = wire->proxy_user;
    request->proxy_password = wire->proxy_password;
}
