#include "scram.h"

#include "openssl.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdbool.h>
#include <string.h>

static bool hmac(const EVP_MD *md, const unsigned char *key, size_t key_size, const char *text, unsigned char *out)
{
    return key_size <= INT_MAX && HMAC(md, key, (int)key_size, (const unsigned char *)text, strlen(text), out, NULL) != NULL;
}

/*   salted = PBKDF2(password)
 *   client key = HMAC(salted, "Client Key")     proof  = client key XOR HMAC(H(client key), auth message)
 *   server key = HMAC(salted, "Server Key")     server = HMAC(server key, auth message) */
static bool prove(const EVP_MD *md, size_t size, const unsigned char *salted, const char *auth_message, unsigned char *proof,
                  unsigned char *server)
{
    unsigned char key[DCT_SCRAM_BYTES], stored[DCT_SCRAM_BYTES], signature[DCT_SCRAM_BYTES];
    bool ok = hmac(md, salted, size, "Client Key", key) && EVP_Digest(key, size, stored, NULL, md, NULL) == 1 &&
              hmac(md, stored, size, auth_message, signature);
    for (size_t i = 0; ok && i < size; i++)
        proof[i] = key[i] ^ signature[i];
    ok = ok && hmac(md, salted, size, "Server Key", key) && hmac(md, key, size, auth_message, server);
    OPENSSL_cleanse(key, sizeof key);
    OPENSSL_cleanse(stored, sizeof stored);
    return ok;
}

size_t dct_scram(int hash, const char *password, const void *salt, size_t salt_size, uint32_t rounds, const char *auth_message,
                 unsigned char proof[DCT_SCRAM_BYTES], unsigned char server[DCT_SCRAM_BYTES])
{
    size_t length = strlen(password), size = hash == 1 ? 20 : 32;
    if ((hash != 1 && hash != 256) || rounds == 0 || rounds > DCT_SCRAM_ROUNDS || length > INT_MAX || salt_size > INT_MAX)
        return 0;
    dct_openssl_begin();
    const EVP_MD *md = hash == 1 ? EVP_sha1() : EVP_sha256();
    unsigned char salted[DCT_SCRAM_BYTES];
    bool ok = PKCS5_PBKDF2_HMAC(password, (int)length, salt, (int)salt_size, (int)rounds, md, (int)size, salted) == 1 &&
              prove(md, size, salted, auth_message, proof, server);
    OPENSSL_cleanse(salted, sizeof salted);
    dct_openssl_end();
    return ok ? size : 0;
}
