#include "repository.h"

#include "../base/error.h"
#include "../crypto/hash.h"
#include "../sync/metadata.h"
#include "../sync/threshold.h"
#include "published.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAX_METADATA = 64 << 20, DAY_S = 86400 };
#define DRAFT "root.draft.json"

/* How long each file may be believed. The timestamp is re-signed by a scheduled job: docent publish --refresh. */
static int64_t lifetime_s(unsigned bit)
{
    return bit == DCT_SIGNS_ROOT ? 3 * 365 * (int64_t)DAY_S : bit == DCT_SIGNS_TIMESTAMP ? 30 * DAY_S : 400 * DAY_S;
}

/* ---- bodies ---- */

static void set_date(json_t *body, const char *key, int64_t unix_s)
{
    char text[32] = "";
    time_t t = (time_t)unix_s;
    struct tm *utc = gmtime(&t);
    if (utc != NULL)
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", utc);
    json_object_set_new(body, key, json_string(text));
}

static int64_t version_of(const json_t *body)
{
    return json_integer_value(json_object_get(body, "version"));
}

static json_t *new_body(const char *type)
{
    return json_pack("{ssss si}", "_type", type, "spec_version", "1.0.34", "version", 0);
}

static void next_version(dct_repository *r, json_t *body, unsigned bit)
{
    json_object_set_new(body, "version", json_integer(version_of(body) + 1));
    set_date(body, "expires", r->now_s + lifetime_s(bit));
}

int64_t dct_repository_left_s(const dct_repository *r, const json_t *body)
{
    int64_t expires;
    return dct_metadata_time(dct_json_text(body, "expires"), &expires) ? expires - r->now_s : 0;
}

/* ---- reading ---- */

static docent_status read_body(dct_repository *r, const char *name, json_t **body, json_t **signatures, docent_error *err)
{
    dct_buf text;
    dct_buf_init(&text, r->alloc, MAX_METADATA);
    docent_status status = dct_published_read(r->path, name, &text, err);
    json_t *whole = status == DOCENT_OK ? dct_json_parse((const char *)text.data, text.size, MAX_METADATA, true, name, err) : NULL;
    dct_buf_close(&text);
    if (status != DOCENT_OK)
        return status;
    *body = json_incref(json_object_get(whole, "signed"));
    if (signatures != NULL)
        *signatures = json_incref(json_object_get(whole, "signatures"));
    json_decref(whole);
    return *body != NULL ? DOCENT_OK : dct_fail(err, DOCENT_ERR_CORRUPT, "pack", 0, "%.100s: %.100s is no metadata", r->path, name);
}

static docent_status read_listed(dct_repository *r, const json_t *lister, const char *role, json_t **out, docent_error *err)
{
    char name[80];
    snprintf(name, sizeof name, "%s.json", role);
    const json_t *entry = json_object_get(json_object_get(lister, "meta"), name);
    snprintf(name, sizeof name, "metadata/%" JSON_INTEGER_FORMAT ".%s.json", json_integer_value(json_object_get(entry,
            "version")), role);
    return read_body(r, name, out, NULL, err);
}

static docent_status read_root(dct_repository *r, docent_error *err)
{
    char name[80];
    int64_t n = 0;
    do
        snprintf(name, sizeof name, "metadata/%" PRId64 ".root.json", ++n);
    while (dct_published_there(r->path, name));
    if (n == 1)
        return DOCENT_OK;
    snprintf(name, sizeof name, "metadata/%" PRId64 ".root.json", n - 1);
    return read_body(r, name, &r->root, &r->root_signatures, err);
}

/* Who begins again where devices have been before sends them backwards, and they would not go. */
static docent_status check_whole(const dct_repository *r, docent_error *err)
{
    const char *gone = "metadata/1.root.json", *there = "metadata/timestamp.json";
    if (r->root != NULL) {
        gone = there;
        there = "metadata/2.snapshot.json"; /* The first time may have been cut between the first snapshot and its timestamp. */
    }
    if (dct_published_there(r->path, gone) || !dct_published_there(r->path, there))
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_CORRUPT, "pack", 0,
                    "%.100s: %s is missing, though %s is there: put it back from the web server or a copy", r->path, gone, there);
}

docent_status dct_repository_open(dct_repository *r, const docent_alloc *alloc, const char *path, int64_t now_s, docent_error *err)
{
    *r = (dct_repository){ .alloc = alloc, .path = path, .now_s = now_s };
    docent_status status = read_root(r, err);
    if (status == DOCENT_OK)
        status = check_whole(r, err);
    if (status == DOCENT_OK && r->root != NULL && dct_published_there(path, "metadata/timestamp.json")) {
        status = read_body(r, "metadata/timestamp.json", &r->timestamp, NULL, err);
        if (status == DOCENT_OK)
            status = read_listed(r, r->timestamp, "snapshot", &r->snapshot, err);
        if (status == DOCENT_OK)
            status = read_listed(r, r->snapshot, "targets", &r->targets, err);
    }
    if (status == DOCENT_OK && r->targets == NULL) {
        r->targets = new_body("targets");
        r->snapshot = new_body("snapshot");
        r->timestamp = new_body("timestamp");
        json_object_set_new(r->targets, "targets", json_object());
    }
    if (status != DOCENT_OK)
        dct_repository_close(r);
    return status;
}

void dct_repository_close(dct_repository *r)
{
    json_t *const all[] = { r->root, r->root_signatures, r->targets, r->snapshot, r->timestamp };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        json_decref(all[i]);
    memset(r, 0, sizeof *r);
}

/* ---- writing ---- */

static docent_status write_json(dct_repository *r, const char *name, const json_t *whole, docent_error *err)
{
    char *text = whole == NULL ? NULL : json_dumps(whole, JSON_INDENT(1));
    docent_status status = text == NULL ? dct_fail_memory(err, "pack") : dct_published_write(r->path, name, text, strlen(text),
            err);
    free(text);
    return status;
}

/* What was just written: its hash and length for the file that lists it. */
static docent_status list_in(dct_repository *r, json_t *lister, const char *role, const char *name, int64_t version,
                             docent_error *err)
{
    dct_buf text;
    char hash[65], file[80];
    dct_buf_init(&text, r->alloc, MAX_METADATA);
    docent_status status = dct_published_read(r->path, name, &text, err);
    if (status == DOCENT_OK && !dct_sha256_hex(text.data, text.size, hash))
        status = dct_fail_memory(err, "pack");
    if (status == DOCENT_OK) {
        snprintf(file, sizeof file, "%s.json", role);
        json_object_set_new(lister, "meta", json_pack("{s{sI sI s{ss}}}", file, "version", (json_int_t)version, "length",
                                                      (json_int_t)text.size, "hashes", "sha256", hash));
    }
    dct_buf_close(&text);
    return status;
}

static docent_status sign_and_write(dct_repository *r, const dct_keyring *ring, unsigned bit, json_t *body, json_t *lister,
                                    docent_error *err)
{
    char name[80];
    const char *role = dct_role_of(bit);
    next_version(r, body, bit);
    json_t *whole = dct_keyring_sign(r->alloc, ring, bit, body, NULL);
    if (whole != NULL && json_array_size(json_object_get(whole, "signatures")) == 0) {
        json_decref(whole);
        return dct_fail(err, DOCENT_ERR_DENIED, "pack", 0, "no key here can sign for %s; name the folder that has its private half",
                        role);
    }
    if (bit == DCT_SIGNS_TIMESTAMP)
        snprintf(name, sizeof name, "metadata/timestamp.json");
    else
        snprintf(name, sizeof name, "metadata/%" PRId64 ".%s.json", version_of(body), role);
    docent_status status = write_json(r, name, whole, err);
    json_decref(whole);
    return status == DOCENT_OK && lister != NULL ? list_in(r, lister, role, name, version_of(body), err) : status;
}

static docent_status keys_are_listed(dct_repository *r, const dct_keyring *ring, docent_error *err)
{
    const json_t *listed = json_object_get(r->root, "keys");
    for (uint32_t i = 0; i < ring->count; i++)
        if ((ring->keys[i].roles & ~(unsigned)DCT_SIGNS_ROOT) != 0 && json_object_get(listed, ring->keys[i].id) == NULL)
            return dct_fail(err, DOCENT_ERR_DENIED, "pack", 0,
                            "%.60s is not a key of %.100s: devices would refuse it; see docent keys rotate",
                            ring->keys[i].file, r->path);
    return DOCENT_OK;
}

docent_status dct_repository_commit(dct_repository *r, const dct_keyring *ring, bool targets, docent_error *err)
{
    docent_status status = keys_are_listed(r, ring, err);
    if (status == DOCENT_OK && targets)
        status = sign_and_write(r, ring, DCT_SIGNS_TARGETS, r->targets, r->snapshot, err);
    if (status == DOCENT_OK)
        status = sign_and_write(r, ring, DCT_SIGNS_SNAPSHOT, r->snapshot, r->timestamp, err);
    return status == DOCENT_OK ? sign_and_write(r, ring, DCT_SIGNS_TIMESTAMP, r->timestamp, NULL, err) : status;
}

/* ---- roots ---- */

static json_t *root_body(dct_repository *r, const dct_keyring *ring)
{
    json_t *body = new_body("root"), *all = json_object();
    json_object_set_new(body, "consistent_snapshot", json_true());
    json_object_set_new(body, "keys", dct_keyring_listed(ring));
    for (unsigned bit = 1; bit <= 8; bit *= 2)
        json_object_set_new(all, dct_role_of(bit), dct_keyring_role(ring, bit));
    json_object_set_new(body, "roles", all);
    json_object_set_new(body, "version", json_integer(r->root == NULL ? 0 : version_of(r->root)));
    next_version(r, body, DCT_SIGNS_ROOT);
    return body;
}

/* How many signatures are missing, counted by the library that devices have. */
static uint32_t missing_of(dct_repository *r, json_t *whole, json_t *lister)
{
    json_t *role = json_object_get(json_object_get(lister, "roles"), "root"), *keys = json_object_get(lister, "keys");
    dct_metadata m = { .whole = whole, .body = json_object_get(whole, "signed"), .signatures = json_object_get(whole,
            "signatures") };
    int64_t want = json_integer_value(json_object_get(role, "threshold"));
    json_t *less = json_copy(role);
    int64_t have = want;
    while (have > 0) {
        json_object_set_new(less, "threshold", json_integer(have));
        if (dct_threshold_met(r->alloc, &m, "root", keys, less, NULL) == DCT_REASON_NONE)
            break;
        have--;
    }
    json_decref(less);
    return (uint32_t)(want - have);
}

static docent_status put_root(dct_repository *r, json_t *whole, uint32_t *missing, docent_error *err)
{
    char name[80];
    json_t *body = json_object_get(whole, "signed");
    *missing = missing_of(r, whole, body);
    uint32_t by_old = r->root != NULL ? missing_of(r, whole, r->root) : 0;
    *missing = by_old > *missing ? by_old : *missing;
    if (*missing > 0)
        return write_json(r, DRAFT, whole, err);
    snprintf(name, sizeof name, "metadata/%" PRId64 ".root.json", version_of(body));
    docent_status status = write_json(r, name, whole, err);
    if (status != DOCENT_OK)
        return status;
    dct_published_remove(r->path, DRAFT);
    json_decref(r->root);
    r->root = json_incref(body);
    return DOCENT_OK;
}

docent_status dct_repository_begin(dct_repository *r, const dct_keyring *ring, docent_error *err)
{
    uint32_t missing = 0;
    json_t *body = root_body(r, ring), *whole = dct_keyring_sign(r->alloc, ring, DCT_SIGNS_ROOT, body, NULL);
    docent_status status = whole == NULL ? dct_fail_memory(err, "pack") : put_root(r, whole, &missing, err);
    json_decref(whole);
    json_decref(body);
    if (status == DOCENT_OK && missing > 0)
        status = dct_fail(err, DOCENT_ERR_DENIED, "pack", 0,
                          "the first root needs %u more signature%s: docent keys sign %.90s --keys DIR; then publish again",
                          (unsigned)missing, missing == 1 ? "" : "s", r->path);
    return status;
}

docent_status dct_repository_rotate(dct_repository *r, const dct_keyring *ring, const dct_keyring *next, uint32_t *missing,
                                    docent_error *err)
{
    if (r->root == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "%.150s: nothing was published here yet: publish a bundle first",
                        r->path);
    json_t *body = root_body(r, next), *old = dct_keyring_sign(r->alloc, ring, DCT_SIGNS_ROOT, body, NULL);
    json_t *whole = old == NULL ? NULL : dct_keyring_sign(r->alloc, next, DCT_SIGNS_ROOT, body, json_object_get(old, "signatures"));
    docent_status status = whole == NULL ? dct_fail_memory(err, "pack") : put_root(r, whole, missing, err);
    json_decref(whole);
    json_decref(old);
    json_decref(body);
    return status;
}

docent_status dct_repository_sign_draft(dct_repository *r, const dct_keyring *ring, uint32_t *missing, docent_error *err)
{
    json_t *body = NULL, *signatures = NULL;
    if (!dct_published_there(r->path, DRAFT))
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0,
                        "%.150s: no root waits for signatures here; docent keys rotate makes one", r->path);
    docent_status status = read_body(r, DRAFT, &body, &signatures, err);
    if (status != DOCENT_OK)
        return status;
    json_t *whole = dct_keyring_sign(r->alloc, ring, DCT_SIGNS_ROOT, body, signatures);
    status = whole == NULL ? dct_fail_memory(err, "pack") : put_root(r, whole, missing, err);
    json_decref(whole);
    json_decref(signatures);
    json_decref(body);
    return status;
}

/* ---- files ---- */

static bool place_of(const char *path, const char *hash, char *out, size_t room)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    int size = snprintf(out, room, "targets/%.*s%s.%s", (int)(name - path), path, hash, name);
    return size > 0 && (size_t)size < room;
}

docent_status dct_repository_add(dct_repository *r, const char *path, const void *data, size_t size, json_t *custom,
                                 docent_error *err)
{
    char hash[65], name[1024];
    if (!dct_sha256_hex(data, size, hash) || !place_of(path, hash, name, sizeof name))
        return dct_fail_memory(err, "pack");
    docent_status status = dct_published_there(r->path, name) ? DOCENT_OK : dct_published_write(r->path, name, data, size, err);
    if (status != DOCENT_OK)
        return status;
    json_t *entry = json_pack("{sI s{ss}}", "length", (json_int_t)size, "hashes", "sha256", hash);
    if (custom != NULL)
        json_object_set(entry, "custom", custom);
    return json_object_set_new(json_object_get(r->targets, "targets"), path, entry) == 0 ? DOCENT_OK : dct_fail_memory(err, "pack");
}

void dct_repository_remove(dct_repository *r, const char *path)
{
    json_object_del(json_object_get(r->targets, "targets"), path);
}

docent_status dct_repository_read(dct_repository *r, const char *path, size_t max_bytes, dct_buf *out, docent_error *err)
{
    char name[1024];
    const json_t *entry = json_object_get(json_object_get(r->targets, "targets"), path);
    const char *hash = dct_json_text(json_object_get(entry, "hashes"), "sha256");
    if (entry == NULL || !place_of(path, hash, name, sizeof name))
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "%.100s: %.100s is not in its list", r->path, path);
    size_t before = out->max;
    out->max = max_bytes;
    docent_status status = dct_published_read(r->path, name, out, err);
    out->max = before > max_bytes ? before : max_bytes;
    return status;
}
