/* Percent-encoding (RFC 3986) of the parts of an address. */
#ifndef DCT_PERCENT_H
#define DCT_PERCENT_H

#include "buf.h"

/* Appends text; what is no plain character of an address becomes %XX. */
void dct_percent_encode(const char *text, dct_buf *out);
/* Decodes text[0..size) into out; false when it does not fit, is no UTF-8 or has a control character. A % without two hex
 * digits stays as it is. */
bool dct_percent_decode_to(const char *text, size_t size, char *out, size_t room);

#endif
