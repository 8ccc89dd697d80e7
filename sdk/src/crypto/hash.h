/* SHA-256, SHA-512 (FIPS 180-4) and HMAC-SHA256 (RFC 2104), over libcrypto. */
#ifndef DCT_HASH_H
#define DCT_HASH_H

#include <docent/docent.h>

#define DCT_SHA256_BYTES 32
#define DCT_SHA512_BYTES 64
#define DCT_HEX_SHA256 65 /* With its zero. */

typedef struct dct_hash dct_hash;
/* bits: 256 or 512. NULL when memory is short. */
dct_hash *dct_hash_new(int bits);
void dct_hash_add(dct_hash *h, const void *data, size_t size);
/* Writes 32 or 64 bytes; the hash may only be freed then. False when libcrypto failed at any point. */
bool dct_hash_end(dct_hash *h, unsigned char *out);
void dct_hash_free(dct_hash *h); /* NULL is allowed. */

bool dct_sha256(const void *data, size_t size, unsigned char out[DCT_SHA256_BYTES]);
bool dct_sha256_hex(const void *data, size_t size, char out[DCT_HEX_SHA256]);
bool dct_hmac_sha256(const void *key, size_t key_size, const void *data, size_t size, unsigned char out[DCT_SHA256_BYTES]);
/* Lower case, zero-terminated: 2 * size + 1 characters. */
void dct_hex(const unsigned char *data, size_t size, char *out);
/* False unless text is 2 * size hexadecimal digits. */
bool dct_unhex(const char *text, unsigned char *out, size_t size);
/* Standard alphabet with padding: 4 * ceil(size / 3) + 1 characters. */
void dct_base64(const void *data, size_t size, char *out);
/* The number of bytes, or -1; out has room for 3 * strlen / 4. */
int64_t dct_unbase64(const char *text, unsigned char *out, size_t room);
/* In a time that does not depend on where they differ. */
bool dct_same_bytes(const void *a, const void *b, size_t size);

#endif
