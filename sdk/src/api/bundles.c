/* Bundles that a program adds to its own: docent_bundle_add(). Those that keep themselves new come with their source. */
#include "shelf.h"

#include "../base/limits.h"

#include <string.h>

static docent_status read_bundle(docent *h, const docent_bundle *bundle, docent_bundle *out)
{
    const size_t first = offsetof(docent_bundle, path) + sizeof bundle->path;
    memset(out, 0, sizeof *out);
    if (bundle == NULL || bundle->struct_size < first || bundle->struct_size > 4096)
        return dct_misuse(h, "bundle: fill one made with DOCENT_BUNDLE_INIT");
    memcpy(out, bundle, bundle->struct_size < sizeof *out ? bundle->struct_size : sizeof *out);
    if (!dct_text_ok(out->id, DCT_MAX_ID_BYTES) || *out->id == 0)
        return dct_misuse(h, "bundle.id: give it a name");
    if (out->path == NULL || *out->path == 0)
        return dct_misuse(h, "bundle.path: name a bundle made by docent pack");
    return DOCENT_OK;
}

docent_status docent_bundle_add(docent *h, const docent_bundle *bundle)
{
    docent_bundle b;
    dct_volume volume;
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_call(h);
    if (read_bundle(h, bundle, &b) != DOCENT_OK)
        return DOCENT_ERR_ARG;
    docent_status status = dct_volume_open(&h->alloc, b.path, &volume, &h->error);
    if (status != DOCENT_OK)
        return status;
    status = dct_shelf_put(h, b.id, b.precedence, &volume);
    if (status != DOCENT_OK)
        dct_volume_close(&volume);
    else
        dct_events_put(&h->background.events, DOCENT_EVENT_CONTENT, NULL, DOCENT_OK);
    return status;
}

docent_status docent_bundle_remove(docent *h, const char *id)
{
    if (h == NULL)
        return DOCENT_ERR_ARG;
    dct_call(h);
    if (!dct_text_ok(id, DCT_MAX_ID_BYTES))
        return dct_misuse(h, "docent_bundle_remove: an id is needed");
    docent_status status = dct_shelf_take(h, id);
    if (status == DOCENT_OK)
        dct_events_put(&h->background.events, DOCENT_EVENT_CONTENT, NULL, DOCENT_OK);
    return status;
}
