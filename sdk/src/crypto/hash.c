#include "hash.h"

#include "openssl.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

/* The context is the hash; a failure on the way is kept as a flag that EVP itself does not use. */
struct dct_hash {
    EVP_MD_CTX *md;
    bool        failed;
};

dct_hash *dct_hash_new(int bits)
{
    if (bits != 256 && bits != 512)
        return NULL;
    dct_openssl_begin();
    dct_hash *h = OPENSSL_zalloc(sizeof *h);
    if (h != NULL && (h->md = EVP_MD_CTX_new()) != NULL &&
        EVP_DigestInit_ex(h->md, bits == 256 ? EVP_sha256() : EVP_sha512(), NULL) == 1) {
        dct_openssl_end();
        return h;
    }
    dct_hash_free(h);
    dct_openssl_end();
    return NULL;
}

void dct_hash_add(dct_hash *h, const void *data, size_t size)
{
    dct_openssl_begin();
    if (size > 0 && EVP_DigestUpdate(h->md, data, size) != 1)
        h->failed = true;
    dct_openssl_end();
}

bool dct_hash_end(dct_hash *h, unsigned char *out)
{
    dct_openssl_begin();
    if (h->failed || EVP_DigestFinal_ex(h->md, out, NULL) != 1)
        h->failed = true;
    dct_openssl_end();
    return !h->failed;
}

void dct_hash_free(dct_hash *h)
{
    if (h == NULL)
        return;
    EVP_MD_CTX_free(h->md);
    OPENSSL_free(h);
}

bool dct_sha256(const void *data, size_t size, unsigned char out[DCT_SHA256_BYTES])
{
    dct_hash *h = dct_hash_new(256);
    if (h == NULL)
        return false;
    dct_hash_add(h, data, size);
    bool ok = dct_hash_end(h, out);
    dct_hash_free(h);
    return ok;
}

bool dct_sha256_hex(const void *data, size_t size, char out[DCT_HEX_SHA256])
{
    unsigned char sum[DCT_SHA256_BYTES];
    out[0] = 0;
    if (!dct_sha256(data, size, sum))
        return false;
    dct_hex(sum, sizeof sum, out);
    return true;
}

bool dct_hmac_sha256(const void *key, size_t key_size, const void *data, size_t size, unsigned char out[DCT_SHA256_BYTES])
{
    if (key_size > INT_MAX)
        return false;
    dct_openssl_begin();
    /* A NULL key would mean "the one before" to libcrypto. */
    const void *k = key_size == 0 ? "" : key, *text = size == 0 ? "" : data;
    bool ok = HMAC(EVP_sha256(), k, (int)key_size, text, size, out, NULL) != NULL;
    dct_openssl_end();
    return ok;
}

void dct_hex(const unsigned char *data, size_t size, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        *out++ = digits[data[i] >> 4];
        *out++ = digits[data[i] & 15];
    }
    *out = 0;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool dct_unhex(const char *text, unsigned char *out, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        int high = hex_digit(text[2 * i]);
        int low = high < 0 ? -1 : hex_digit(text[2 * i + 1]);
        if (low < 0)
            return false;
        out[i] = (unsigned char)(high << 4 | low);
    }
    return text[2 * size] == 0;
}

bool dct_same_bytes(const void *a, const void *b, size_t size)
{
    return CRYPTO_memcmp(a, b, size) == 0;
}
