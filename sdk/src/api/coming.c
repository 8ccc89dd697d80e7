#include "coming.h"

#include <string.h>

void dct_coming_drop(dct_coming *c)
{
    dct_volume_close(&c->volume);
    memset(c, 0, sizeof *c);
}

static docent_status open_it(dct_coming *c, docent *h, const dct_generations *g)
{
    char path[DCT_PACK_PATH_ROOM];
    docent_error err; /* Nobody asked yet. */
    dct_generations_pack_path(g, g->staged.packs[0], path);
    return dct_volume_open(&h->alloc, path, &c->volume, &err);
}

bool dct_coming_step(dct_coming *c, docent *h, const dct_generations *g)
{
    docent_error err;
    docent_status status;
    if (c->release != g->staged.release)
        dct_coming_drop(c);
    if (g->staged.release == 0 || c->given_up || (c->volume.store != NULL && c->parts == DCT_VOLUME_PARTS))
        return false;
    c->release = g->staged.release;
    if (c->volume.store == NULL)
        status = open_it(c, h, g);
    else
        status = dct_volume_probe_part(&c->volume, c->parts++, &err);
    if (status != DOCENT_OK) {
        dct_volume_close(&c->volume);
        c->given_up = true;
    }
    return true;
}

bool dct_coming_take(dct_coming *c, const dct_generations *g, dct_volume *out)
{
    bool ready = c->volume.store != NULL && c->release == g->staged.release && c->parts == DCT_VOLUME_PARTS;
    if (ready) {
        *out = c->volume;
        c->volume = (dct_volume){ NULL, NULL };
    }
    dct_coming_drop(c);
    return ready;
}
