/* Libcrypto keeps a queue of errors for each thread, which is the host's too: every call of ours stands between these two
 * and leaves the queue as it was. */
#ifndef DCT_OPENSSL_H
#define DCT_OPENSSL_H

#include <openssl/err.h>

static inline void dct_openssl_begin(void)
{
    ERR_set_mark();
}

static inline void dct_openssl_end(void)
{
    ERR_pop_to_mark();
}

#endif
