#include "connector.h"

#include <string.h>

static const dct_connector_kind *const kinds[] = { &dct_connect_webhook, &dct_connect_mail, &dct_connect_xmpp, &dct_connect_rt,
                                                  &dct_connect_redmine, &dct_connect_otlp };

const dct_connector_kind *dct_connector_kind_named(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}
