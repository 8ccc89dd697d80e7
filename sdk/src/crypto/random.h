/* Unpredictable bytes, from libcrypto: seeded by the system, on every system. */
#ifndef DCT_RANDOM_H
#define DCT_RANDOM_H

#include <docent/docent.h>

/* False when there are none: nothing may go on as if there were. */
bool dct_random(void *out, size_t size);

#endif
