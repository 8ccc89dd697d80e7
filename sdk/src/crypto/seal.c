#include "seal.h"

#include "../base/error.h"
#include "hash.h"
#include "openssl.h"
#include "random.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <string.h>

enum { KEY_BYTES = 32, TAG_BYTES = 16, MARK_BYTES = 8 };

static const char mark[] = "DCTSEAL1";

static docent_status broken(docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, "crypto", 0, "sealed data: does not open with this key, or was changed");
}

static docent_status no_libcrypto(docent_error *err, const char *what)
{
    return dct_fail(err, DOCENT_ERR_IO, "crypto", 0, "%s: libcrypto refuses; out of memory, or its settings forbid it", what);
}

static bool public_of(const unsigned char secret[KEY_BYTES], unsigned char out[KEY_BYTES])
{
    size_t size = KEY_BYTES;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, secret, KEY_BYTES);
    bool ok = key != NULL && EVP_PKEY_get_raw_public_key(key, out, &size) == 1 && size == KEY_BYTES;
    EVP_PKEY_free(key);
    return ok;
}

/* What both sides come to. Libcrypto refuses the public keys that would give all zeros. */
static bool agree(const unsigned char secret[KEY_BYTES], const unsigned char public_key[KEY_BYTES], unsigned char out[KEY_BYTES])
{
    size_t size = KEY_BYTES;
    EVP_PKEY *mine = EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, NULL, secret, KEY_BYTES);
    EVP_PKEY *theirs = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, public_key, KEY_BYTES);
    EVP_PKEY_CTX *ctx = mine == NULL || theirs == NULL ? NULL : EVP_PKEY_CTX_new(mine, NULL);
    bool ok = ctx != NULL && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_derive_set_peer(ctx, theirs) == 1 &&
              EVP_PKEY_derive(ctx, out, &size) == 1 && size == KEY_BYTES;
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(theirs);
    EVP_PKEY_free(mine);
    return ok;
}

/* HKDF-SHA256 of the agreed secret; the salt is both public keys, so that neither can be swapped. */
static bool derive(const unsigned char agreed[KEY_BYTES], const unsigned char salt[2 * KEY_BYTES], unsigned char out[KEY_BYTES])
{
    size_t size = KEY_BYTES;
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, NULL);
    bool ok = ctx != NULL && EVP_PKEY_derive_init(ctx) == 1 && EVP_PKEY_CTX_set_hkdf_md(ctx, EVP_sha256()) == 1 &&
              EVP_PKEY_CTX_set1_hkdf_salt(ctx, salt, 2 * KEY_BYTES) == 1 &&
              EVP_PKEY_CTX_set1_hkdf_key(ctx, agreed, KEY_BYTES) == 1 &&
              EVP_PKEY_CTX_add1_hkdf_info(ctx, (const unsigned char *)mark, MARK_BYTES) == 1 &&
              EVP_PKEY_derive(ctx, out, &size) == 1 && size == KEY_BYTES;
    EVP_PKEY_CTX_free(ctx);
    return ok;
}

static bool key_for(const unsigned char secret[KEY_BYTES], const unsigned char peer[KEY_BYTES],
                    const unsigned char once[KEY_BYTES], const unsigned char receiver[KEY_BYTES], unsigned char out[KEY_BYTES])
{
    unsigned char agreed[KEY_BYTES], salt[2 * KEY_BYTES];
    memcpy(salt, once, KEY_BYTES);
    memcpy(salt + KEY_BYTES, receiver, KEY_BYTES);
    bool ok = agree(secret, peer, agreed) && derive(agreed, salt, out);
    OPENSSL_cleanse(agreed, sizeof agreed);
    return ok;
}

/* ChaCha20-Poly1305, both ways; `head` is authenticated too. */
static bool crypt(bool lock, const unsigned char key[KEY_BYTES], const unsigned char *head, const unsigned char *in, size_t size,
                  unsigned char *out, unsigned char tag[TAG_BYTES])
{
    static const unsigned char nonce[12] = { 0 };
    int n = 0;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool ok = ctx != NULL && EVP_CipherInit_ex(ctx, EVP_chacha20_poly1305(), NULL, key, nonce, lock) == 1 &&
              EVP_CipherUpdate(ctx, NULL, &n, head, MARK_BYTES + KEY_BYTES) == 1 &&
              (size == 0 || EVP_CipherUpdate(ctx, out, &n, in, (int)size) == 1) &&
              (lock || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES, tag) == 1) &&
              EVP_CipherFinal_ex(ctx, out + size, &n) == 1 &&
              (!lock || EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES, tag) == 1);
    EVP_CIPHER_CTX_free(ctx);
    return ok;
}

bool dct_seal_keys(char secret_hex[65], char public_hex[65])
{
    unsigned char secret[KEY_BYTES], public_key[KEY_BYTES];
    secret_hex[0] = public_hex[0] = 0;
    dct_openssl_begin();
    bool ok = dct_random(secret, sizeof secret) && public_of(secret, public_key);
    dct_openssl_end();
    if (ok) {
        dct_hex(secret, sizeof secret, secret_hex);
        dct_hex(public_key, sizeof public_key, public_hex);
    }
    OPENSSL_cleanse(secret, sizeof secret);
    return ok;
}

/* room: all of what seal writes. */
static bool seal_into(const unsigned char receiver[KEY_BYTES], const void *data, size_t size, unsigned char *room)
{
    unsigned char secret[KEY_BYTES], key[KEY_BYTES];
    unsigned char *once = room + MARK_BYTES, *text = once + KEY_BYTES;
    memcpy(room, mark, MARK_BYTES);
    bool ok = dct_random(secret, sizeof secret) && public_of(secret, once) && key_for(secret, receiver, once, receiver, key) &&
              crypt(true, key, room, data, size, text, text + size);
    OPENSSL_cleanse(secret, sizeof secret);
    OPENSSL_cleanse(key, sizeof key);
    return ok;
}

docent_status dct_seal(const char *public_hex, const void *data, size_t size, dct_buf *out, docent_error *err)
{
    unsigned char receiver[KEY_BYTES];
    size_t before = out->size;
    if (!dct_unhex(public_hex, receiver, sizeof receiver))
        return dct_fail(err, DOCENT_ERR_ARG, "crypto", 0, "key to seal with: is not 64 hexadecimal digits");
    if (size > INT_MAX - DCT_SEAL_OVERHEAD)
        return dct_fail(err, DOCENT_ERR_LIMIT, "crypto", 0, "seal: %zu bytes are too many", size);
    unsigned char *room = dct_buf_grow(out, size + DCT_SEAL_OVERHEAD);
    if (room == NULL)
        return dct_fail_memory(err, "crypto");
    dct_openssl_begin();
    bool ok = seal_into(receiver, data, size, room);
    dct_openssl_end();
    if (ok)
        return DOCENT_OK;
    memset(room, 0, size + DCT_SEAL_OVERHEAD);
    out->size = before;
    return no_libcrypto(err, "seal: the public key is none, or");
}

static bool unseal_into(const unsigned char secret[KEY_BYTES], const unsigned char *sealed, size_t size, unsigned char *room)
{
    unsigned char receiver[KEY_BYTES], key[KEY_BYTES], tag[TAG_BYTES];
    const unsigned char *once = sealed + MARK_BYTES, *text = once + KEY_BYTES;
    memcpy(tag, text + size, sizeof tag);
    bool ok = public_of(secret, receiver) && key_for(secret, once, once, receiver, key) &&
              crypt(false, key, sealed, text, size, room, tag);
    OPENSSL_cleanse(key, sizeof key);
    return ok;
}

docent_status dct_unseal(const char *secret_hex, const void *data, size_t size, dct_buf *out, docent_error *err)
{
    unsigned char secret[KEY_BYTES];
    size_t before = out->size;
    if (!dct_unhex(secret_hex, secret, sizeof secret))
        return dct_fail(err, DOCENT_ERR_ARG, "crypto", 0, "key to open with: is not 64 hexadecimal digits");
    if (size < DCT_SEAL_OVERHEAD || size > INT_MAX || memcmp(data, mark, MARK_BYTES) != 0)
        return dct_fail(err, DOCENT_ERR_CORRUPT, "crypto", 0, "sealed data: does not begin as sealed data does");
    size -= DCT_SEAL_OVERHEAD;
    /* One byte more than needed: an empty text is no allocation of nothing. */
    unsigned char *room = dct_buf_grow(out, size + 1);
    if (room == NULL) {
        OPENSSL_cleanse(secret, sizeof secret);
        return dct_fail_memory(err, "crypto");
    }
    dct_openssl_begin();
    bool ok = unseal_into(secret, data, size, room);
    dct_openssl_end();
    OPENSSL_cleanse(secret, sizeof secret);
    if (!ok)
        memset(room, 0, size); /* What was decrypted before the tag failed is nobody's. */
    out->size = ok ? before + size : before;
    return ok ? DOCENT_OK : broken(err);
}
