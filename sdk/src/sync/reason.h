/* Why an update does not go on, as a word for programs and a line for people. One list for all of sync, so that a status
 * page, a log and a fleet's counters say the same.
 *
 * The bytes on the way are never blamed on somebody without proof: a hotel's login page is CAPTIVE, a cut line OFFLINE, a
 * copy that is merely old STALE. TAMPER says that a file came whole and is not what was signed. */
#ifndef DCT_REASON_H
#define DCT_REASON_H

#include <docent/docent.h>

typedef enum dct_reason {
    DCT_REASON_NONE = 0,     /* Nothing is wrong. */
    DCT_REASON_OFFLINE,      /* No address, no connection, cut, or too slow. */
    DCT_REASON_CAPTIVE,      /* Somebody in between answers: a login page, another host, another certificate. */
    DCT_REASON_SERVER,       /* The server answers, but not with what was asked for. */
    DCT_REASON_STALE,        /* What the server has is past its date. */
    DCT_REASON_CLOCK,        /* This device's clock disagrees with the server's, so dates cannot be judged. */
    DCT_REASON_OLDER,        /* Signed, but older than what is here already. */
    DCT_REASON_TAMPER,       /* It is not what was signed. */
    DCT_REASON_INCOMPATIBLE, /* Made for a newer library. */
    DCT_REASON_MISSING,      /* No such file in the signed lists. */
    DCT_REASON_NOSPACE,      /* The disk is full. */
    DCT_REASON_STORAGE,      /* The disk fails otherwise. */
    DCT_REASON_BUDGET,       /* Today's bytes are used up, or the connection is metered. */
    DCT_REASON_SETUP,        /* This device is not set up for it: no first root, a wrong address, a proxy's password. */
    DCT_REASON_MEMORY,
    DCT_REASON_COUNT_
} dct_reason;

/* "OFFLINE", "CAPTIVE" ...; "OK" for none. Static. */
const char *dct_reason_name(dct_reason reason);
/* A sentence for the person at the device, in English: a key for translation. Static. */
const char *dct_reason_text(dct_reason reason);
docent_status dct_reason_status(dct_reason reason);

/* Fills *err (NULL is allowed) with what went wrong exactly, and returns `reason`. */
dct_reason dct_why(docent_error *err, dct_reason reason, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;
/* Of a folder's or file's call that failed with *err: NOSPACE, MEMORY or STORAGE. */
dct_reason dct_why_disk(const docent_error *err);

#endif
