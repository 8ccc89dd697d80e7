/* Names that no other device gives: UUIDs of version 7 (RFC 9562). They sort in the order they were made here, whatever the
 * clock does meanwhile.
 *
 *     | unix ms 48 | 7 | counter 12 | 10 | chance 62 |          the counter goes up within one ms, and where time goes back */
#ifndef DCT_UUID_H
#define DCT_UUID_H

#include <docent/port.h>

typedef struct dct_uuid_maker {
    uint64_t last_ms;
    uint32_t counter;
} dct_uuid_maker; /* All zero begins. */

/* False when there is no entropy: nothing may be named then. */
bool dct_uuid_make(dct_uuid_maker *m, const docent_clock *clock, docent_id *out);
/* 36 characters, lower case, of any version. */
bool dct_uuid_ok(const char *text);

#endif
