#include "metadata.h"

#include "../base/limits.h"
#include "delegation.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = { "root", "timestamp", "snapshot", "targets" };

const char *dct_role_name(dct_role role)
{
    return names[role];
}

bool dct_member_int(json_t *object, const char *key, int64_t min, int64_t max, int64_t *out)
{
    json_t *value = json_object_get(object, key);
    *out = json_integer_value(value);
    return json_is_integer(value) && *out >= min && *out <= max;
}

static bool member_text(json_t *object, const char *key)
{
    return json_is_string(json_object_get(object, key));
}

/* ---- dates ---- */

static int two_digits(const char *p)
{
    return (p[0] - '0') * 10 + (p[1] - '0');
}

/* Days since 1970-01-01 of the Gregorian calendar; March is taken as the first month, so that leap days come last. */
static int64_t days_from_civil(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = year / 400, of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int days_of_month(int year, int month)
{
    static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* "Z", or as some other tools have it, ".123Z". */
static bool ends_time(const char *text)
{
    size_t digits = *text == '.' ? strspn(text + 1, "0123456789") : 0;
    if (*text == '.')
        text += digits >= 1 && digits <= 9 ? digits + 1 : 0;
    return strcmp(text, "Z") == 0;
}

bool dct_metadata_time(const char *text, int64_t *out)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    for (size_t i = 0; form[i] != 0; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    if (!ends_time(text + sizeof form - 1))
        return false;
    int year = two_digits(text) * 100 + two_digits(text + 2), month = two_digits(text + 5), day = two_digits(text + 8);
    int hour = two_digits(text + 11), minute = two_digits(text + 14), second = two_digits(text + 17);
    bool is_day = year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days_of_month(year, month);
    if (!is_day || hour > 23 || minute > 59 || second > 60)
        return false;
    *out = days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
    return true;
}

/* ---- keys and roles ---- */

bool dct_keys_well_formed(json_t *keys)
{
    if (!json_is_object(keys))
        return false;
    for (void *i = json_object_iter(keys); i != NULL; i = json_object_iter_next(keys, i)) {
        json_t *key = json_object_iter_value(i);
        if (!member_text(key, "keytype") || !member_text(key, "scheme") || !member_text(json_object_get(key, "keyval"), "public"))
            return false;
    }
    return true;
}

static bool repeated(json_t *array, size_t at)
{
    const char *text = json_string_value(json_array_get(array, at));
    for (size_t i = 0; i < at; i++)
        if (strcmp(json_string_value(json_array_get(array, i)), text) == 0)
            return true;
    return false;
}

/* A threshold above the number of keys is allowed: nobody can sign for such a role, which may be what was wanted. */
bool dct_role_well_formed(json_t *role)
{
    int64_t threshold;
    json_t *keyids = json_object_get(role, "keyids");
    if (!json_is_array(keyids) || json_array_size(keyids) > DCT_MAX_TUF_KEYIDS)
        return false;
    for (size_t i = 0; i < json_array_size(keyids); i++)
        if (!json_is_string(json_array_get(keyids, i)) || repeated(keyids, i))
            return false;
    return dct_member_int(role, "threshold", 1, INT32_MAX, &threshold);
}

static bool root_well_formed(json_t *body)
{
    json_t *roles = json_object_get(body, "roles"), *consistent = json_object_get(body, "consistent_snapshot");
    if (consistent != NULL && !json_is_boolean(consistent))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!dct_role_well_formed(json_object_get(roles, names[i])))
            return false;
    return dct_keys_well_formed(json_object_get(body, "keys"));
}

/* ---- what is said of other files ---- */

bool dct_hashes_well_formed(json_t *hashes)
{
    if (!json_is_object(hashes) || json_object_size(hashes) == 0)
        return false;
    for (void *i = json_object_iter(hashes); i != NULL; i = json_object_iter_next(hashes, i))
        if (!json_is_string(json_object_iter_value(i)))
            return false;
    return true;
}

static bool listed_well_formed(json_t *listed)
{
    int64_t number;
    json_t *hashes = json_object_get(listed, "hashes");
    if (!dct_member_int(listed, "version", 1, INT64_MAX, &number))
        return false;
    if (json_object_get(listed, "length") != NULL && !dct_member_int(listed, "length", 1, INT64_MAX, &number))
        return false;
    return hashes == NULL || dct_hashes_well_formed(hashes);
}

static bool ends_with_json(const char *name)
{
    size_t size = strlen(name);
    return size > 5 && strcmp(name + size - 5, ".json") == 0;
}

static bool meta_well_formed(json_t *body, const char *must_list)
{
    json_t *meta = json_object_get(body, "meta");
    if (!json_is_object(meta) || json_object_get(meta, must_list) == NULL)
        return false;
    for (void *i = json_object_iter(meta); i != NULL; i = json_object_iter_next(meta, i))
        if (!ends_with_json(json_object_iter_key(i)) || !listed_well_formed(json_object_iter_value(i)))
            return false;
    return true;
}

bool dct_metadata_listed(const dct_metadata *m, const char *role, dct_listed *out)
{
    char file[DCT_MAX_ROLE_NAME + 6];
    if (strlen(role) > DCT_MAX_ROLE_NAME)
        return false;
    snprintf(file, sizeof file, "%s.json", role);
    json_t *listed = json_object_get(json_object_get(m->body, "meta"), file);
    out->hashes = json_object_get(listed, "hashes");
    if (!dct_member_int(listed, "length", 1, INT64_MAX, &out->length))
        out->length = -1;
    return dct_member_int(listed, "version", 1, INT64_MAX, &out->version);
}

static bool targets_well_formed(json_t *body)
{
    json_t *targets = json_object_get(body, "targets"), *delegations = json_object_get(body, "delegations");
    if (!json_is_object(targets))
        return false;
    for (void *i = json_object_iter(targets); i != NULL; i = json_object_iter_next(targets, i)) {
        int64_t length;
        json_t *target = json_object_iter_value(i);
        if (!dct_member_int(target, "length", 0, INT64_MAX, &length) || !dct_hashes_well_formed(json_object_get(target, "hashes")))
            return false;
    }
    return delegations == NULL || dct_delegations_well_formed(delegations);
}

static bool body_well_formed(json_t *body, dct_role role)
{
    switch (role) {
    case DCT_ROLE_ROOT: return root_well_formed(body);
    case DCT_ROLE_TIMESTAMP: return meta_well_formed(body, "snapshot.json");
    case DCT_ROLE_SNAPSHOT: return meta_well_formed(body, "targets.json");
    default: return targets_well_formed(body);
    }
}

/* ---- the file ---- */

/* The set of ids seen is an object too: the check must not take the square of the number of signatures. */
static bool signatures_well_formed(json_t *signatures, bool *short_of_memory)
{
    json_t *seen = json_object();
    bool ok = json_is_array(signatures) && json_array_size(signatures) <= DCT_MAX_TUF_SIGNATURES;
    *short_of_memory = seen == NULL;
    for (size_t i = 0; ok && seen != NULL && i < json_array_size(signatures); i++) {
        json_t *signature = json_array_get(signatures, i);
        const char *keyid = json_string_value(json_object_get(signature, "keyid"));
        ok = keyid != NULL && member_text(signature, "sig") && json_object_get(seen, keyid) == NULL;
        if (ok && json_object_set_new(seen, keyid, json_true()) != 0)
            *short_of_memory = true;
    }
    json_decref(seen);
    return ok && !*short_of_memory;
}

/* 0: it is none. "1.0", "1.0.34": 1. */
static int major_version(const char *text)
{
    int major = 0;
    for (; text != NULL && *text >= '0' && *text <= '9' && major < 1000; text++)
        major = major * 10 + (*text - '0');
    return text != NULL && text[0] == '.' && text[1] >= '0' && text[1] <= '9' ? major : 0;
}

static dct_reason check(dct_metadata *m, dct_role role, const char *name, docent_error *err)
{
    bool short_of_memory;
    const char *type = json_string_value(json_object_get(m->body, "_type"));
    const char *spec = json_string_value(json_object_get(m->body, "spec_version"));
    const char *expires = json_string_value(json_object_get(m->body, "expires"));
    if (!signatures_well_formed(m->signatures, &short_of_memory))
        return short_of_memory ? dct_why(err, DCT_REASON_MEMORY, "%s.json: out of memory", name)
                               : dct_why(err, DCT_REASON_TAMPER, "%s.json: signatures are malformed or a keyid is repeated", name);
    if (type == NULL || strcmp(type, names[role]) != 0)
        return dct_why(err, DCT_REASON_TAMPER, "%s.json: is of type \"%.40s\" instead of \"%s\"", name, type != NULL ? type : "",
                       names[role]);
    if (major_version(spec) == 0)
        return dct_why(err, DCT_REASON_TAMPER, "%s.json: spec_version is none like 1.0", name);
    if (major_version(spec) != 1)
        return dct_why(err, DCT_REASON_INCOMPATIBLE, "%s.json: spec_version %.40s; only 1.x is understood", name, spec);
    if (!dct_member_int(m->body, "version", 1, INT64_MAX, &m->version))
        return dct_why(err, DCT_REASON_TAMPER, "%s.json: version is not a number from 1", name);
    if (expires == NULL || !dct_metadata_time(expires, &m->expires_s))
        return dct_why(err, DCT_REASON_TAMPER, "%s.json: expires is not a time like 2030-01-31T12:00:00Z", name);
    if (!body_well_formed(m->body, role))
        return dct_why(err, DCT_REASON_TAMPER, "%s.json: breaks a rule of the format of %s metadata", name, names[role]);
    return DCT_REASON_NONE;
}

static bool looks_like_json(const char *text, size_t size)
{
    size_t i = 0;
    while (i < size && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r' || text[i] == '\n'))
        i++;
    return i < size && text[i] == '{';
}

static dct_reason why_not_json(const char *text, size_t size, docent_status status, const char *name, docent_error *err)
{
    if (status == DOCENT_ERR_NOMEM)
        return DCT_REASON_MEMORY;
    if (!looks_like_json(text, size))
        return dct_why(err, DCT_REASON_CAPTIVE, "%s.json: what came is not JSON; a login page of this network, most often", name);
    return DCT_REASON_SERVER;
}

dct_reason dct_metadata_parse(dct_metadata *m, dct_role role, const char *name, const void *data, size_t size, docent_error *err)
{
    docent_error local, *said = err != NULL ? err : &local;
    memset(m, 0, sizeof *m);
    m->whole = dct_json_parse(data, size, DCT_MAX_TARGETS_BYTES, true, name, said);
    if (m->whole == NULL)
        return why_not_json(data, size, said->status, name, said);
    m->body = json_object_get(m->whole, "signed");
    m->signatures = json_object_get(m->whole, "signatures");
    dct_reason reason = DCT_REASON_NONE;
    if (!json_is_object(m->body) || m->signatures == NULL)
        reason = dct_why(said, DCT_REASON_SERVER, "%s.json: is JSON but not signed metadata", name);
    else
        reason = check(m, role, name, said);
    if (reason != DCT_REASON_NONE)
        dct_metadata_drop(m);
    return reason;
}

void dct_metadata_drop(dct_metadata *m)
{
    json_decref(m->whole);
    memset(m, 0, sizeof *m);
}
