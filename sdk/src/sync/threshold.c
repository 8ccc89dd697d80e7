#include "threshold.h"

#include "../base/limits.h"
#include "../crypto/hash.h"
#include "../crypto/signature.h"
#include "canonical.h"

#include <inttypes.h>
#include <string.h>

typedef struct counting {
    json_t       *keys, *role;
    const dct_buf *bytes;
    const char   *counted[DCT_MAX_TUF_KEYIDS]; /* Public keys. */
    unsigned      count;
} counting;

static bool belongs(json_t *role, const char *keyid)
{
    json_t *keyids = json_object_get(role, "keyids");
    for (size_t i = 0; i < json_array_size(keyids); i++)
        if (strcmp(json_string_value(json_array_get(keyids, i)), keyid) == 0)
            return true;
    return false;
}

/* The same key under two ids is still one, however it is written. */
static bool is_counted(const counting *c, const char *public_key)
{
    for (unsigned i = 0; i < c->count; i++)
        if (dct_same_public_key(c->counted[i], public_key))
            return true;
    return false;
}

static const char *text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : "";
}

static bool is_right(const counting *c, json_t *key, const char *public_key, const char *hex)
{
    unsigned char signature[DCT_MAX_SIGNATURE_BYTES];
    size_t size = strlen(hex) / 2;
    if (size == 0 || strlen(hex) % 2 != 0 || size > sizeof signature || !dct_unhex(hex, signature, size))
        return false;
    return dct_signature_ok(text_of(key, "keytype"), text_of(key, "scheme"), public_key, c->bytes->data, c->bytes->size, signature,
                            size);
}

static void count_one(counting *c, json_t *signature)
{
    const char *keyid = text_of(signature, "keyid");
    json_t *key = json_object_get(c->keys, keyid);
    const char *public_key = text_of(json_object_get(key, "keyval"), "public");
    if (key == NULL || c->count == DCT_MAX_TUF_KEYIDS || !belongs(c->role, keyid))
        return;
    if (is_right(c, key, public_key, text_of(signature, "sig")) && !is_counted(c, public_key))
        c->counted[c->count++] = public_key;
}

dct_reason dct_threshold_met(const docent_alloc *alloc, const dct_metadata *m, const char *name, json_t *keys, json_t *role,
                             docent_error *err)
{
    dct_buf bytes;
    dct_reason reason = DCT_REASON_NONE;
    int64_t threshold = json_integer_value(json_object_get(role, "threshold"));
    dct_buf_init(&bytes, alloc, 2 * DCT_MAX_TARGETS_BYTES);
    if (!dct_canonical(m->body, &bytes)) {
        reason = bytes.failed ? dct_why(err, DCT_REASON_MEMORY, "%s.json: out of memory", name)
                              : dct_why(err, DCT_REASON_TAMPER, "%s.json: has a number with a fraction, or nests too deep", name);
        goto done;
    }
    counting c = { .keys = keys, .role = role, .bytes = &bytes };
    for (size_t i = 0; i < json_array_size(m->signatures); i++)
        count_one(&c, json_array_get(m->signatures, i));
    if (threshold < 1 || c.count < (uint64_t)threshold)
        reason = dct_why(err, DCT_REASON_TAMPER, "%s.json: signed by %u of its keys; it needs %" PRId64 "%s", name, c.count,
                         threshold, c.count == 0 ? ": forged, or of a publisher whom the first root does not name" : "");
done:
    dct_buf_close(&bytes);
    return reason;
}
