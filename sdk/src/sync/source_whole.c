/* The last way to a pack: the pack itself, as a neighbour has it. A neighbour that got the difference has nothing packed to give
 * to one that has nothing yet; but it has the pack, whose length and hash the signed release says.
 *
 *     every way of release.json failed --> BASE/packs/SHA256.docent --> incoming/SHA256.new --> as if it had been unpacked
 *
 * A publisher's server has no such folder: one question more, after all others were answered with no. */
#include "source_inside.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool may(dct_source *s, const dct_release_pack *p)
{
    return !s->whole && dct_folder_free_bytes(s->generations.packs) >= p->length && dct_source_may_fetch(s, p->length);
}

static docent_status open_download(dct_source *s, const dct_release_pack *p)
{
    dct_target t = { .length = (int64_t)p->length, .hashes = json_pack("{ss}", "sha256", p->sha256) };
    char below[DCT_HEX_SHA256 + 32], part[DCT_HEX_SHA256 + 16], name[DCT_HEX_SHA256 + 8];
    snprintf(below, sizeof below, "packs/%.64s.docent", p->sha256);
    snprintf(part, sizeof part, "%.64s.whole.part", p->sha256);
    snprintf(name, sizeof name, "%.64s.new", p->sha256);
    if (t.hashes == NULL || !dct_source_address(s, below, t.url)) {
        json_decref(t.hashes);
        return DOCENT_ERR_LIMIT;
    }
    dct_download_config config = dct_source_download(s, &t, part, name);
    docent_status status = dct_download_open(&config, &s->download, NULL);
    json_decref(t.hashes);
    return status;
}

/* Why it did not go on is what the ways that were promised came to, not this one. */
static void give_up(dct_source *s)
{
    dct_source_end(s, s->way_reason != DCT_REASON_NONE ? s->way_reason : DCT_REASON_MISSING, 0);
}

void dct_source_fetch_whole(dct_source *s)
{
    const dct_release_pack *p = &s->release.packs[s->pack];
    docent_error before = s->err;
    bool ok = may(s, p) && open_download(s, p) == DOCENT_OK;
    s->err = before;
    s->whole = true;
    s->packed[0] = 0; /* There is nothing packed to keep. */
    if (ok)
        dct_source_enter(s, DCT_SOURCE_FETCH);
    else
        give_up(s);
}

void dct_source_fetched_whole(dct_source *s, dct_download_state state)
{
    if (state == DCT_DOWNLOAD_DONE)
        s->bytes_before += dct_download_here(s->download);
    dct_source_drop_download(s);
    if (state == DCT_DOWNLOAD_DONE)
        s->stage = DCT_SOURCE_PLACE;
    else
        give_up(s);
}
