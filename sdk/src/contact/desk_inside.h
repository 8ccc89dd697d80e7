/* What the files of the desk share: its parts, read once. */
#ifndef DCT_DESK_INSIDE_H
#define DCT_DESK_INSIDE_H

#include "desk.h"

struct dct_desk {
    const docent_alloc *alloc;
    dct_arena           arena;
    dct_contact_rows    rows;
    const char         *default_locale, *seal;
    json_t             *rules, *device; /* device: NULL without a file. */
    json_t             *host;           /* What the program says of telemetry; NULL: nothing. */
    dct_desk_connector  telemetry;      /* Apart: no request may go by it. No id: it is off. */
    dct_desk_connector *connectors;
    uint32_t            connector_count;
};

/* The list called `key` of the rules and how many of it count. */
const json_t *dct_desk_items(const dct_desk *d, const char *key, uint32_t *count);
/* Whether all that `when` names is so. NULL fits everybody. */
bool dct_desk_fits(const dct_desk *d, const json_t *when, const dct_question *q);

#endif
