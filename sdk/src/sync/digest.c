#include "digest.h"

#include <string.h>

/* Known, well-formed and begun. *bad when it is given but no hash. */
static dct_hash *begin_one(json_t *hashes, const char *name, int bits, unsigned char *want, bool *bad, bool *short_of_memory)
{
    const char *hex = json_string_value(json_object_get(hashes, name));
    if (hex == NULL)
        return NULL;
    if (!dct_unhex(hex, want, (size_t)bits / 8)) {
        *bad = true;
        return NULL;
    }
    dct_hash *hash = dct_hash_new(bits);
    *short_of_memory = *short_of_memory || hash == NULL;
    return hash;
}

dct_reason dct_digest_begin(dct_digest *d, json_t *hashes, const char *name, docent_error *err)
{
    bool bad = false, short_of_memory = false;
    memset(d, 0, sizeof *d);
    d->hash256 = begin_one(hashes, "sha256", 256, d->want256, &bad, &short_of_memory);
    d->hash512 = begin_one(hashes, "sha512", 512, d->want512, &bad, &short_of_memory);
    if (!bad && !short_of_memory && (d->hash256 != NULL || d->hash512 != NULL))
        return DCT_REASON_NONE;
    dct_digest_close(d);
    if (short_of_memory)
        return dct_why(err, DCT_REASON_MEMORY, "%.100s: out of memory", name);
    return dct_why(err, DCT_REASON_TAMPER, "%.100s: neither sha256 nor sha512 of it is given, or one is malformed", name);
}

void dct_digest_add(dct_digest *d, const void *data, size_t size)
{
    if (d->hash256 != NULL)
        dct_hash_add(d->hash256, data, size);
    if (d->hash512 != NULL)
        dct_hash_add(d->hash512, data, size);
}

bool dct_digest_end(dct_digest *d)
{
    unsigned char is[DCT_SHA512_BYTES];
    bool ok = d->hash256 != NULL || d->hash512 != NULL;
    if (d->hash256 != NULL)
        ok = dct_hash_end(d->hash256, is) && dct_same_bytes(is, d->want256, sizeof d->want256) && ok;
    if (d->hash512 != NULL)
        ok = dct_hash_end(d->hash512, is) && dct_same_bytes(is, d->want512, sizeof d->want512) && ok;
    dct_digest_close(d);
    return ok;
}

void dct_digest_close(dct_digest *d)
{
    dct_hash_free(d->hash256);
    dct_hash_free(d->hash512);
    d->hash256 = d->hash512 = NULL;
}

dct_reason dct_digest_check(json_t *hashes, const char *name, const void *data, size_t size, docent_error *err)
{
    dct_digest d;
    dct_reason reason = dct_digest_begin(&d, hashes, name, err);
    if (reason != DCT_REASON_NONE)
        return reason;
    dct_digest_add(&d, data, size);
    if (dct_digest_end(&d))
        return DCT_REASON_NONE;
    return dct_why(err, DCT_REASON_TAMPER, "%.100s: its hash is not the announced one", name);
}
