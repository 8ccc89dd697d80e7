/* The transports that are built in. A host may bring another: docent_use_transport(). */
#ifndef DCT_TRANSPORT_H
#define DCT_TRANSPORT_H

#include <docent/port.h>

/* libcurl; where it is not built in (DOCENT_NET=OFF), dct_transport_none(). alloc is borrowed until close. */
docent_status dct_transport_curl(const docent_alloc *alloc, docent_transport *out, docent_error *err);
/* Carries nothing: every exchange is refused at its begin, as DOCENT_CARRIED_NEVER. Has no state. */
void dct_transport_none(docent_transport *out);

#endif
