/* Deflate with fixed codes in a zlib envelope (RFC 1950, 1951): small rather than best. */
#ifndef DCT_DEFLATE_H
#define DCT_DEFLATE_H

#include "../base/buf.h"

/* Appends the compressed bytes; false when memory was short. */
bool dct_deflate(const unsigned char *data, size_t size, dct_buf *out);

#endif
