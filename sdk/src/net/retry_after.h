/* When a server says "not now": seconds, or a date, of which only the form that may be sent since 1999 is read. */
#ifndef DCT_RETRY_AFTER_H
#define DCT_RETRY_AFTER_H

#include <stdbool.h>
#include <stdint.h>

/* "Sun, 06 Nov 1994 08:49:37 GMT" as unix seconds. */
bool dct_http_date(const char *text, int64_t *unix_s);
/* text may be NULL; what cannot be read, or is past, is 0. */
uint32_t dct_retry_after_s(const char *text, int64_t now_s, uint32_t max_s);

#endif
