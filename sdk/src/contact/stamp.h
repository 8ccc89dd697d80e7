/* Moments as mail and HTTP write them: "Tue, 15 Nov 1994 08:12:31 GMT" (RFC 5322, 9110). */
#ifndef DCT_STAMP_H
#define DCT_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DCT_STAMP_ROOM 40

/* Unix seconds; INT64_MIN when it is no date. Day names, seconds and comments may be absent; zones are +hhmm or names. */
int64_t dct_stamp_read(const char *text);
/* In UTC, "+0000". Moments outside the years 1970 to 9999 are those of their ends. */
void dct_stamp_write(int64_t unix_s, char out[DCT_STAMP_ROOM]);

#endif
