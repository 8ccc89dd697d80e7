/* Parts that a host replaces: see port.h. */
#include "background.h"

#include "../net/transport.h"

static bool transport_ok(const docent_transport *t)
{
    return t->struct_size >= sizeof *t && t->struct_size <= 4096 && t->begin != NULL && t->step != NULL &&
           t->next_ms != NULL && t->cancel != NULL && t->close != NULL;
}

docent_status docent_use_transport(docent *h, const docent_transport *transport)
{
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_background *b = &h->background;
    if (b->stepped || b->net != NULL)
        return dct_misuse(h, "transport: comes after the first docent_step()");
    if (transport != NULL && !transport_ok(transport))
        return dct_misuse(h, "transport: a function is missing, or struct_size is not set");
    if (b->has_transport)
        b->transport.close(b->transport.ctx);
    if (transport != NULL)
        b->transport = *transport;
    else
        dct_transport_none(&b->transport);
    b->has_transport = true;
    return DOCENT_OK;
}

docent_status docent_use_clock(docent *h, const docent_clock *clock)
{
    if (h == NULL)
        return DOCENT_ERR_ARG;
    if (h->background.stepped || h->background.net != NULL)
        return dct_misuse(h, "clock: comes after the first docent_step()");
    if (clock != NULL && (clock->struct_size < sizeof *clock || clock->struct_size > 4096 || clock->monotonic_ms == NULL ||
                          clock->unix_ms == NULL || clock->entropy == NULL))
        return dct_misuse(h, "clock: a function is missing, or struct_size is not set");
    h->background.has_clock = clock != NULL;
    if (clock != NULL)
        h->background.clock = *clock;
    return DOCENT_OK;
}
