#include "random.h"

#include "openssl.h"

#include <limits.h>
#include <openssl/rand.h>

bool dct_random(void *out, size_t size)
{
    dct_openssl_begin();
    bool ok = size <= INT_MAX && RAND_bytes(out, (int)size) == 1;
    dct_openssl_end();
    return ok;
}
