/* Two short names for one request, for people: a reference to say on the phone ("K7QM-3XR2") and a claim code that opens
 * it on a shared device ("8241-7730"). Neither has characters that look or sound alike when it matters: no 0 O 1 I L. The
 * last character checks the others: any one wrong, and any two neighbours swapped, are noticed. */
#ifndef DCT_REFERENCE_H
#define DCT_REFERENCE_H

#include <docent/port.h>

#define DCT_REFERENCE_ROOM 10 /* "XXXX-XXXX" and a zero. */

/* False when there is no entropy. */
bool dct_reference_make(const docent_clock *clock, char out[DCT_REFERENCE_ROOM]);
bool dct_claim_make(const docent_clock *clock, char out[DCT_REFERENCE_ROOM]);
/* What somebody typed, brought into the one form: case, spaces and dashes do not matter. False when it can be neither a
 * reference nor a claim code. */
bool dct_reference_read(const char *typed, char out[DCT_REFERENCE_ROOM]);

#endif
