/* What a page about reaching a person may offer. The rules are read when they are first asked for: a program that never
 * shows such a page reads no device file. */
#include "handle.h"

#include "../contact/desk.h"
#include "../contact/tally.h"
#include "beat.h"
#include "reach.h"
#include "shelf.h"

#include <string.h>

dct_desk *dct_handle_desk(docent *h)
{
    docent_error ignored;
    if (h->desk != NULL || h->desk_error.status != DOCENT_OK)
        return h->desk;
    docent_status status = dct_desk_open(&h->alloc, dct_shelf_contact(h), h->device_path, &h->desk, &h->desk_error);
    /* A person must not pay for a comma in a file: what they ask is kept, and waits with this as its reason. */
    if (status != DOCENT_OK && status != DOCENT_ERR_NOMEM)
        dct_desk_open_bare(&h->alloc, dct_shelf_contact(h), &h->desk, &ignored);
    if (status == DOCENT_OK && dct_beat_host(h) != NULL) /* Whether it can be is told by docent_fleet_report(). */
        (void)dct_desk_report(h->desk, dct_beat_host(h), &ignored);
    return h->desk;
}

docent_status docent_desk_open(docent *h, int64_t now, const docent_where *where, docent_desk **out)
{
    if (out != NULL)
        *out = NULL;
    if (h == NULL || out == NULL)
        return dct_misuse(h, "docent_desk_open: needs a handle and out");
    dct_call(h);
    dct_desk *desk = dct_handle_desk(h);
    if (desk == NULL) {
        h->error = h->desk_error;
        return h->error.status;
    }
    dct_desk_facts facts = { 0 };
    if (h->state != NULL) {
        dct_reach *r = dct_handle_reach(h);
        if (r == NULL || dct_tally_median(&r->outbox, &facts.median_s, &facts.median_at, &h->error) != DOCENT_OK)
            return h->error.status;
        if (r->courier != NULL)
            facts.chat_known = dct_courier_there(r->courier, &facts.chat_present);
    }
    return dct_desk_look(desk, &h->alloc, where, dct_shelf_locale(h)->tag, now, &facts, out, &h->error);
}
