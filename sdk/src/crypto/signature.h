/* Public keys and signatures as The Update Framework names them: ed25519, ecdsa-sha2-nistp256 (also "ecdsa"),
 * rsassa-pss-sha256. Verification is in the library; making keys and signing is used by the tool alone. */
#ifndef DCT_SIGNATURE_H
#define DCT_SIGNATURE_H

#include <docent/docent.h>

/* keytype "ed25519" | "ecdsa" | "ecdsa-sha2-nistp256" | "rsa"; scheme "ed25519" | "ecdsa-sha2-nistp256" |
 * "rsassa-pss-sha256"; public_key as in metadata: 64 hex digits for ed25519, PEM for the others. A key or scheme that is not
 * known, or a key that does not fit its scheme, verifies nothing. */
bool dct_signature_ok(const char *keytype, const char *scheme, const char *public_key, const void *data, size_t size,
                      const unsigned char *signature, size_t signature_size);

/* One key, however it is written: capital digits, blank lines in PEM, a compressed point. */
bool dct_same_public_key(const char *a, const char *b);

/* A new ed25519 pair: the seed (secret) and the public key, 64 hex digits and a zero each. */
bool dct_ed25519_new(char seed_hex[65], char public_hex[65]);
bool dct_ed25519_public(const char *seed_hex, char public_hex[65]);
bool dct_ed25519_sign(const char *seed_hex, const void *data, size_t size, unsigned char signature[64]);

#endif
