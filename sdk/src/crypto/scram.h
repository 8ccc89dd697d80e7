/* Proof of a password without telling it, and proof that the server knows it too: SCRAM (RFC 5802, 7677). */
#ifndef DCT_SCRAM_H
#define DCT_SCRAM_H

#include <stddef.h>
#include <stdint.h>

#define DCT_SCRAM_BYTES 32          /* The longer of both. */
#define DCT_SCRAM_ROUNDS 1000000u   /* A server that asks for more would hold us up for seconds. */

/* hash: 1 (SHA-1) or 256. The number of bytes in proof and server, 20 or 32; 0 when the numbers are out of bounds or
 * libcrypto failed. */
size_t dct_scram(int hash, const char *password, const void *salt, size_t salt_size, uint32_t rounds, const char *auth_message,
                 unsigned char proof[DCT_SCRAM_BYTES], unsigned char server[DCT_SCRAM_BYTES]);

#endif
