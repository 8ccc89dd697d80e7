#include "signature.h"

#include "hash.h"
#include "openssl.h"
#include "random.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

enum { MAX_PEM_BYTES = 4096, MIN_RSA_BITS = 2048, MAX_RSA_BITS = 8192, MAX_EXPONENT_BITS = 32 };

/* A scheme as we know it: which key it takes, and how libcrypto is to verify. */
typedef struct scheme {
    const char *name;
    int         key;
    bool        hashed; /* SHA-256 of the data is signed; ed25519 hashes by itself. */
} scheme;

static const scheme schemes[] = {
    { "ed25519", EVP_PKEY_ED25519, false },
    { "ecdsa-sha2-nistp256", EVP_PKEY_EC, true },
    { "rsassa-pss-sha256", EVP_PKEY_RSA, true },
};

static const scheme *scheme_of(const char *name)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strcmp(schemes[i].name, name) == 0)
            return &schemes[i];
    return NULL;
}

static int key_kind(const char *keytype)
{
    if (strcmp(keytype, "ed25519") == 0)
        return EVP_PKEY_ED25519;
    if (strcmp(keytype, "ecdsa") == 0 || strcmp(keytype, "ecdsa-sha2-nistp256") == 0)
        return EVP_PKEY_EC;
    return strcmp(keytype, "rsa") == 0 ? EVP_PKEY_RSA : EVP_PKEY_NONE;
}

/* Libcrypto would ask the terminal for the password of a PEM that is encrypted. */
static int no_password(char *buf, int size, int writing, void *ctx)
{
    (void)buf, (void)size, (void)writing, (void)ctx;
    return -1;
}

static EVP_PKEY *read_pem(const char *text)
{
    size_t size = 0;
    while (size <= MAX_PEM_BYTES && text[size] != 0)
        size++;
    BIO *bio = size > MAX_PEM_BYTES ? NULL : BIO_new_mem_buf(text, (int)size);
    EVP_PKEY *key = bio == NULL ? NULL : PEM_read_bio_PUBKEY(bio, NULL, no_password, NULL);
    BIO_free(bio);
    return key;
}

static EVP_PKEY *read_ed25519(const char *hex)
{
    unsigned char raw[32];
    return dct_unhex(hex, raw, sizeof raw) ? EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, raw, sizeof raw) : NULL;
}

/* Another curve's signatures could be shorter than their name promises. */
static bool is_p256(const EVP_PKEY *key)
{
    char group[32] = "";
    size_t size = 0;
    return EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, &size) == 1 &&
           (strcmp(group, "prime256v1") == 0 || strcmp(group, "P-256") == 0);
}

/* Small ones are broken; huge ones, or huge exponents, take seconds for each signature. */
static bool is_fair_rsa(const EVP_PKEY *key)
{
    BIGNUM *e = NULL;
    int bits = EVP_PKEY_get_bits(key);
    bool fair = bits >= MIN_RSA_BITS && bits <= MAX_RSA_BITS &&
                EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &e) == 1 && BN_num_bits(e) <= MAX_EXPONENT_BITS;
    BN_free(e);
    return fair;
}

static bool fits(const EVP_PKEY *key, const scheme *s)
{
    if (key == NULL || EVP_PKEY_get_base_id(key) != s->key)
        return false;
    if (s->key == EVP_PKEY_EC)
        return is_p256(key);
    return s->key != EVP_PKEY_RSA || is_fair_rsa(key);
}

static bool verify(EVP_PKEY *key, const scheme *s, const void *data, size_t size, const unsigned char *signature,
                   size_t signature_size)
{
    EVP_PKEY_CTX *ctx = NULL; /* Belongs to md. */
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool ok = md != NULL && EVP_DigestVerifyInit(md, &ctx, s->hashed ? EVP_sha256() : NULL, NULL, key) == 1;
    /* Of PSS, any length of salt: signers take the digest's or the longest. MGF1 takes the same hash by itself. */
    if (ok && s->key == EVP_PKEY_RSA)
        ok = EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
             EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_AUTO) == 1;
    ok = ok && EVP_DigestVerify(md, signature, signature_size, data, size) == 1;
    EVP_MD_CTX_free(md);
    return ok;
}

bool dct_signature_ok(const char *keytype, const char *scheme_name, const char *public_key, const void *data, size_t size,
                      const unsigned char *signature, size_t signature_size)
{
    const scheme *s = scheme_of(scheme_name);
    if (s == NULL || key_kind(keytype) != s->key)
        return false;
    dct_openssl_begin();
    EVP_PKEY *key = s->key == EVP_PKEY_ED25519 ? read_ed25519(public_key) : read_pem(public_key);
    bool ok = fits(key, s) && verify(key, s, size == 0 ? (const void *)"" : data, size, signature, signature_size);
    EVP_PKEY_free(key);
    dct_openssl_end();
    return ok;
}

bool dct_same_public_key(const char *a, const char *b)
{
    unsigned char raw_a[32], raw_b[32];
    if (strcmp(a, b) == 0)
        return true;
    if (dct_unhex(a, raw_a, sizeof raw_a) && dct_unhex(b, raw_b, sizeof raw_b))
        return memcmp(raw_a, raw_b, sizeof raw_a) == 0;
    dct_openssl_begin();
    EVP_PKEY *key_a = read_pem(a), *key_b = read_pem(b);
    bool same = key_a != NULL && key_b != NULL && EVP_PKEY_eq(key_a, key_b) == 1;
    EVP_PKEY_free(key_a);
    EVP_PKEY_free(key_b);
    dct_openssl_end();
    return same;
}

bool dct_ed25519_new(char seed_hex[65], char public_hex[65])
{
    unsigned char seed[32];
    seed_hex[0] = public_hex[0] = 0;
    if (!dct_random(seed, sizeof seed))
        return false;
    dct_hex(seed, sizeof seed, seed_hex);
    OPENSSL_cleanse(seed, sizeof seed);
    return dct_ed25519_public(seed_hex, public_hex);
}

static EVP_PKEY *read_seed(const char *seed_hex)
{
    unsigned char seed[32];
    EVP_PKEY *key = dct_unhex(seed_hex, seed, sizeof seed)
                        ? EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed)
                        : NULL;
    OPENSSL_cleanse(seed, sizeof seed);
    return key;
}

bool dct_ed25519_public(const char *seed_hex, char public_hex[65])
{
    unsigned char raw[32];
    size_t size = sizeof raw;
    public_hex[0] = 0;
    dct_openssl_begin();
    EVP_PKEY *key = read_seed(seed_hex);
    bool ok = key != NULL && EVP_PKEY_get_raw_public_key(key, raw, &size) == 1 && size == sizeof raw;
    if (ok)
        dct_hex(raw, sizeof raw, public_hex);
    EVP_PKEY_free(key);
    dct_openssl_end();
    return ok;
}

bool dct_ed25519_sign(const char *seed_hex, const void *data, size_t size, unsigned char signature[64])
{
    size_t written = 64;
    dct_openssl_begin();
    EVP_PKEY *key = read_seed(seed_hex);
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    bool ok = key != NULL && md != NULL && EVP_DigestSignInit(md, NULL, NULL, NULL, key) == 1 &&
              EVP_DigestSign(md, signature, &written, size == 0 ? (const void *)"" : data, size) == 1 && written == 64;
    EVP_MD_CTX_free(md);
    EVP_PKEY_free(key);
    dct_openssl_end();
    return ok;
}
