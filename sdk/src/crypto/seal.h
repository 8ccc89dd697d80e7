/* Sealed to a public key, so that the device that holds it cannot read it: X25519 with a one-time key, HKDF-SHA256,
 * ChaCha20-Poly1305 (RFC 7748, 5869, 8439).
 *
 *     "DCTSEAL1" | one-time public key 32 | cipher text | tag 16        the key comes from both public keys and the secret
 *
 * The key is used once, so the nonce is zero. */
#ifndef DCT_SEAL_H
#define DCT_SEAL_H

#include "../base/buf.h"

#define DCT_SEAL_OVERHEAD (8 + 32 + 16)

/* A new pair, 64 hex digits and a zero each. */
bool dct_seal_keys(char secret_hex[65], char public_hex[65]);
/* Appends to out. entropy from libcrypto. */
docent_status dct_seal(const char *public_hex, const void *data, size_t size, dct_buf *out, docent_error *err);
docent_status dct_unseal(const char *secret_hex, const void *data, size_t size, dct_buf *out, docent_error *err);

#endif
