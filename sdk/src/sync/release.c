#include "release.h"

#include "metadata.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool copy(const json_t *object, const char *key, char *out, size_t room)
{
    const char *text = dct_json_text(object, key);
    if (*text == 0 || strlen(text) >= room)
        return false;
    memcpy(out, text, strlen(text) + 1);
    return true;
}

static bool read_hash(const json_t *object, const char *key, char out[DCT_HEX_SHA256])
{
    unsigned char bytes[DCT_SHA256_BYTES];
    return copy(object, key, out, DCT_HEX_SHA256) && dct_unhex(out, bytes, sizeof bytes);
}

static bool read_time(const json_t *object, const char *key, int64_t *out)
{
    *out = 0;
    return json_object_get(object, key) == NULL || dct_metadata_time(dct_json_text(object, key), out);
}

static bool read_length(json_t *object, uint64_t *out)
{
    int64_t length;
    if (!dct_member_int(object, "length", 1, DCT_MAX_BUNDLE_BYTES, &length))
        return false;
    *out = (uint64_t)length;
    return true;
}

static bool read_way(json_t *object, bool delta, dct_way *out)
{
    return json_is_object(object) && copy(object, "path", out->path, sizeof out->path) && read_length(object, &out->length) &&
           (!delta || read_hash(object, "from", out->from));
}

static void insert(dct_release_pack *pack, const dct_way *way)
{
    uint32_t at = pack->way_count++;
    for (; at > 0 && pack->ways[at - 1].length > way->length; at--)
        pack->ways[at] = pack->ways[at - 1];
    pack->ways[at] = *way;
}

/* More deltas than there is room for are left out: the full file is always a way. */
static bool read_pack(json_t *object, dct_release_pack *out)
{
    size_t i;
    json_t *value;
    memset(out, 0, sizeof *out);
    if (!json_is_object(object) || !read_hash(object, "sha256", out->sha256) || !read_length(object, &out->length))
        return false;
    json_array_foreach(json_object_get(object, "deltas"), i, value) {
        dct_way way = { .length = 0 };
        if (!read_way(value, true, &way))
            return false;
        if (out->way_count < DCT_RELEASE_WAYS - 1)
            insert(out, &way);
    }
    return read_way(json_object_get(object, "full"), false, &out->ways[out->way_count++]);
}

static bool read_body(dct_release *r, json_t *body)
{
    size_t i;
    json_t *value, *packs = json_object_get(body, "packs");
    if (!dct_member_int(body, "release", 1, INT32_MAX, &r->number) || !read_time(body, "published", &r->published) ||
        !read_time(body, "not_before", &r->not_before))
        return false;
    r->min_client = (uint32_t)dct_json_int(body, "min_client", 0, UINT32_MAX, 0);
    r->rollout = (uint32_t)dct_json_int(body, "rollout", 0, 100, 100);
    json_array_foreach(packs, i, value) {
        if (r->pack_count == DCT_GENERATION_PACKS || !read_pack(value, &r->packs[r->pack_count++]))
            return false;
    }
    return r->pack_count > 0;
}

dct_reason dct_release_parse(dct_release *r, const void *data, size_t size, docent_error *err)
{
    memset(r, 0, sizeof *r);
    json_t *body = dct_json_parse(data, size, DCT_MAX_RELEASE_BYTES, true, "release.json", err);
    if (body == NULL)
        return dct_why(err, DCT_REASON_TAMPER, "release.json: is no JSON, and yet signed: publish again");
    dct_reason reason = DCT_REASON_NONE;
    int64_t format = dct_json_int(body, "format", 0, INT32_MAX, 0);
    if (format != 1)
        reason = dct_why(err, DCT_REASON_INCOMPATIBLE, "release.json: is of format %" PRId64 ", this library reads 1", format);
    else if (!read_body(r, body))
        reason = dct_why(err, DCT_REASON_TAMPER, "release.json: signed, and yet no release: publish again");
    json_decref(body);
    return reason;
}

bool dct_release_includes(const dct_release *r, const char *device)
{
    char text[96];
    unsigned char hash[DCT_SHA256_BYTES];
    int size = snprintf(text, sizeof text, "%s %" PRId64, device, r->number);
    if (r->rollout >= 100 || !dct_sha256(text, (size_t)size, hash))
        return true;
    return (hash[0] * 256u + hash[1]) % 100 < r->rollout;
}

dct_generation dct_release_generation(const dct_release *r)
{
    dct_generation g = { .release = r->number, .published = r->published, .pack_count = r->pack_count };
    for (uint32_t i = 0; i < r->pack_count; i++)
        memcpy(g.packs[i], r->packs[i].sha256, DCT_HEX_SHA256);
    return g;
}
