/* { "sha256": "...", "sha512": "..." } against bytes that come in pieces. Each algorithm that is known must agree, and one
 * must be known: a file that can only be checked by an unknown one is not accepted. */
#ifndef DCT_DIGEST_H
#define DCT_DIGEST_H

#include "../crypto/hash.h"
#include "metadata.h"

typedef struct dct_digest {
    dct_hash     *hash256, *hash512; /* NULL: not asked for. */
    unsigned char want256[DCT_SHA256_BYTES], want512[DCT_SHA512_BYTES];
} dct_digest;

/* TAMPER when the hashes cannot be used, MEMORY. */
dct_reason dct_digest_begin(dct_digest *d, json_t *hashes, const char *name, docent_error *err);
void dct_digest_add(dct_digest *d, const void *data, size_t size);
/* Ends it: true when all agree. */
bool dct_digest_end(dct_digest *d);
void dct_digest_close(dct_digest *d); /* One that was zeroed is allowed. */

/* All at once. */
dct_reason dct_digest_check(json_t *hashes, const char *name, const void *data, size_t size, docent_error *err);

#endif
