/* May it be sent again? One answer for HTTP, one for SMTP, used by all connectors.
 *
 *     nothing left this device ......................... NOT_SENT   try again later
 *     2xx .............................................. DONE
 *     429, 503 (with Retry-After or without), SMTP 4xx . LATER      not before `later_s`
 *     401, 403 of the credential, SMTP 530/535 ......... AUTH       blocked until enrolled again
 *     400, 404, 413, 422 ..., SMTP 5xx ................. REFUSED    held; the person sees why
 *     all else: cut, slow, 500, 502, 504 ............... DOUBT      it may have arrived */
#ifndef DCT_VERDICT_H
#define DCT_VERDICT_H

#include "net.h"

typedef enum dct_verdict {
    DCT_PENDING = 0,
    DCT_DONE,
    DCT_NOT_SENT,
    DCT_LATER,
    DCT_REFUSED,
    DCT_AUTH,
    DCT_DOUBT,
    DCT_ABSENT /* A look-up found that the server does not have it. */
} dct_verdict;

const char *dct_verdict_name(dct_verdict v);
/* f is done. *later_s (never NULL): seconds the server asks for, at most 3,600; 0 when it says nothing. now_s: unix. */
dct_verdict dct_verdict_http(const dct_fetch *f, int64_t now_s, uint32_t *later_s);
dct_verdict dct_verdict_smtp(const dct_fetch *f, uint32_t *later_s);

/* Milliseconds to wait before try number `tries` (1 is the first repetition): full jitter in 0..min(max, base * 2^tries),
 * never less than `floor_ms`. chance: a random number. */
uint64_t dct_backoff_ms(uint32_t tries, uint64_t base_ms, uint64_t max_ms, uint64_t floor_ms, uint64_t chance);

#endif
