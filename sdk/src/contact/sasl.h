/* Saying who we are to a chat server: SCRAM-SHA-256, SCRAM-SHA-1, PLAIN and ANONYMOUS (RFC 4422, 4505, 4616, 5802, 7677).
 *
 *     choose --> first: <auth mechanism=...>      <challenge> --> answer: <response>      <success> --> proved?
 *
 * The strongest one offered is taken. PLAIN shows the password to the server and to whoever listens: never without TLS. The
 * password is used as it stands (no SASLprep): ours are made by us, and ASCII. */
#ifndef DCT_SASL_H
#define DCT_SASL_H

#include "../base/buf.h"
#include "xml.h"

#include <docent/port.h>

#define DCT_SASL_NS "urn:ietf:params:xml:ns:xmpp-sasl"

typedef enum dct_sasl_kind { DCT_SASL_NONE, DCT_SASL_ANONYMOUS, DCT_SASL_PLAIN, DCT_SASL_SHA1, DCT_SASL_SHA256 } dct_sasl_kind;

typedef struct dct_sasl {
    dct_sasl_kind kind;
    const char   *user, *password; /* Borrowed; user "" means ANONYMOUS. */
    char          nonce[33], first[600];
    unsigned char server[32];      /* What the server must prove. */
    size_t        server_size;
} dct_sasl;

/* mechanisms: the element of the server's features. secure: nobody listens. */
docent_status dct_sasl_choose(dct_sasl *s, const dct_xml *mechanisms, const char *user, const char *password, bool secure,
                              const docent_clock *clock, docent_error *err);
/* Appends the stanza to send. */
docent_status dct_sasl_first(dct_sasl *s, dct_buf *out, docent_error *err);
docent_status dct_sasl_answer(dct_sasl *s, const char *challenge, dct_buf *out, docent_error *err);
/* True unless the server should have proved that it knows the password and did not. */
bool dct_sasl_proved(const dct_sasl *s, const char *success);

#endif
