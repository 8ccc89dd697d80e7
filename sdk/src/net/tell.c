/* What went wrong with an exchange, in words for whoever sets a device up. */
#include "request.h"

#include "../base/error.h"

#include <stdio.h>

static const char *what(docent_carried how)
{
    switch (how) {
    case DOCENT_CARRIED_OK: return "answered";
    case DOCENT_CARRIED_RESOLVE: return "no address is known for it; is the network there, is the name right?";
    case DOCENT_CARRIED_CONNECT: return "no connection; is the network there, is the server running?";
    case DOCENT_CARRIED_TLS: return "its certificate is not accepted; look at the clock, the CA file and the pinned key";
    case DOCENT_CARRIED_BROKEN: return "the connection broke before the answer was whole; it will be tried again";
    case DOCENT_CARRIED_SLOW: return "too slow for too long; it will be tried again";
    case DOCENT_CARRIED_RANGE: return "cannot go on in the middle; it begins anew";
    case DOCENT_CARRIED_STOPPED: return "stopped by this device";
    case DOCENT_CARRIED_REFUSED: return "refused";
    case DOCENT_CARRIED_NEVER: return "this build or device carries nothing there; see the transport in its settings";
    }
    return "failed";
}

void dct_request_tell(const char *url, docent_carried how, int status, const char *detail, char *out, size_t room)
{
    char host[80];
    docent_error line = { DOCENT_OK, "", 0, "" };
    dct_url_host(url, host, sizeof host);
    if (how == DOCENT_CARRIED_OK)
        dct_fail(&line, DOCENT_OK, "net", 0, "%s: %s %d%s%s", *host == 0 ? "file" : host, what(how), status,
                 detail == NULL || *detail == 0 ? "" : ": ", detail == NULL ? "" : detail);
    else
        dct_fail(&line, DOCENT_OK, "net", 0, "%s: %s%s%s%s", *host == 0 ? "file" : host, what(how),
                 detail == NULL || *detail == 0 ? "" : " (", detail == NULL ? "" : detail,
                 detail == NULL || *detail == 0 ? "" : ")");
    snprintf(out, room, "%s", line.message);
}
