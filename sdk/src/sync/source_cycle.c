/* What follows what in one cycle, from the first question to the packs. */
#include "source_inside.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool is_metered(const dct_source *s)
{
    return s->config.metered != NULL && s->config.metered(s->config.ctx);
}

bool dct_source_address(const dct_source *s, const char *below, char out[DCT_MAX_SYNC_URL])
{
    const char *base = s->importing ? s->import_url : s->config.urls[s->url];
    size_t size = strlen(base), more = strlen(below);
    while (size > 0 && base[size - 1] == '/')
        size--;
    if (size == 0 || size + more + 2 > DCT_MAX_SYNC_URL)
        return false;
    memcpy(out, base, size);
    out[size] = '/';
    memcpy(out + size + 1, below, more + 1);
    return true;
}

void dct_source_begin(dct_source *s)
{
    char metadata[DCT_MAX_SYNC_URL], targets[DCT_MAX_SYNC_URL];
    s->importing = s->import_url != NULL;
    s->has_release = false;
    s->pack = s->way = 0;
    s->bytes_before = 0;
    s->now_s = dct_source_clock_s(s);
    if (!s->importing && is_metered(s)) {
        dct_source_end(s, dct_why(&s->err, DCT_REASON_BUDGET, "this connection costs money: later"), 0);
        return;
    }
    if (!dct_source_address(s, "metadata", metadata) || !dct_source_address(s, "targets", targets)) {
        dct_source_end(s, dct_why(&s->err, DCT_REASON_SETUP, "source %.60s: its address is empty or too long", s->config.id), 0);
        return;
    }
    dct_updater_config config = { .alloc = s->alloc,
                                  .net = s->net,
                                  .folder = s->generations.tuf,
                                  .roots = s->roots,
                                  .metadata_url = metadata,
                                  .target_url = targets,
                                  .request = s->request,
                                  .etag = s->importing ? NULL : s->etag,
                                  .not_before_s = s->now_s > s->clock->unix_ms(s->clock->ctx) / 1000 ? s->now_s : 0 };
    if (dct_updater_open(&config, &s->updater, &s->err) != DOCENT_OK) {
        dct_source_end(s, DCT_REASON_MEMORY, 0);
        return;
    }
    dct_updater_refresh(s->updater, s->clock->unix_ms(s->clock->ctx) / 1000);
    dct_source_enter(s, DCT_SOURCE_METADATA);
}

/* ---- release.json ---- */

static void end_of_updater(dct_source *s)
{
    s->err = *dct_updater_error(s->updater);
    dct_source_end(s, dct_updater_reason(s->updater), dct_updater_later_s(s->updater));
}

void dct_source_find_release(dct_source *s)
{
    char path[DCT_MAX_ID_BYTES + 16];
    snprintf(path, sizeof path, "%.*s/release.json", (int)DCT_MAX_ID_BYTES, s->config.channel);
    dct_updater_find(s->updater, path);
    dct_source_enter(s, DCT_SOURCE_RELEASE);
}

/* The one before goes first: a neighbour who asks here for the new one by its hash shall hear that it is not here, not get the
 * old one and take it for a forgery. */
static void fetch_release(dct_source *s)
{
    const dct_target *t = dct_updater_target(s->updater);
    dct_folder_remove(s->generations.tuf, "release.json", NULL);
    dct_download_config config = dct_source_download(s, t, "release.json.part", "release.json");
    config.folder = s->generations.tuf;
    if (t->length <= 0 || t->length > (int64_t)DCT_MAX_RELEASE_BYTES)
        dct_source_end(s, dct_why(&s->err, DCT_REASON_TAMPER, "release.json: of %" PRId64 " bytes", t->length), 0);
    else if (dct_download_open(&config, &s->download, &s->err) != DOCENT_OK)
        dct_source_end(s, DCT_REASON_MEMORY, 0);
}

/* Nothing is wrong, but somebody waits for this release. */
static void end_without(dct_source *s)
{
    const dct_release *r = &s->release;
    const int64_t gone = s->generations.bad, at_s = r->not_before;
    dct_source_end(s, DCT_REASON_NONE, 0);
    s->declined = true;
    if (r->number <= gone)
        dct_why(&s->err, DCT_REASON_NONE, "release %" PRId64 " was given up on this device: it did not open, was taken back, or "
                "three starts did not confirm it; the next release is taken", r->number);
    else if (at_s > s->now_s)
        dct_why(&s->err, DCT_REASON_NONE, "release %" PRId64 " waits for its date, in %" PRId64 " minutes", r->number,
                (at_s - s->now_s) / 60 + 1);
    else
        dct_why(&s->err, DCT_REASON_NONE, "release %" PRId64 " is for %" PRIu32 " percent of the devices, not for this one",
                r->number, r->rollout);
}

/* Why this release is not for this device, or not now: the cycle is over then. */
static bool declined(dct_source *s)
{
    const dct_release *r = &s->release;
    const dct_generations *g = &s->generations;
    int64_t now = dct_generations_now(g)->release;
    if (r->min_client > DOCENT_VERSION)
        dct_source_end(s, dct_why(&s->err, DCT_REASON_INCOMPATIBLE,
                                  "release %" PRId64 " wants a newer program: %" PRIu32 ", this is %d",
                                  r->number, r->min_client, DOCENT_VERSION), 0);
    else if (r->number < now)
        dct_source_end(s, dct_why(&s->err, DCT_REASON_OLDER, "release %" PRId64 " is offered, %" PRId64 " is here", r->number,
                                  now), 0);
    else if (r->number == now || r->number == g->staged.release)
        dct_source_end(s, DCT_REASON_NONE, 0);
    else if (r->number <= g->bad || r->not_before > s->now_s || (!s->importing && !dct_release_includes(r, g->device)))
        end_without(s);
    else
        return false;
    return true;
}

static void read_release(dct_source *s)
{
    dct_buf bytes;
    dct_buf_init(&bytes, s->alloc, DCT_MAX_RELEASE_BYTES);
    docent_status status = dct_folder_read(s->generations.tuf, "release.json", &bytes, &s->err);
    dct_reason reason = status != DOCENT_OK ? dct_why_disk(&s->err) : dct_release_parse(&s->release, bytes.data, bytes.size,
                                                                                        &s->err);
    dct_buf_close(&bytes);
    if (reason != DCT_REASON_NONE) {
        dct_source_end(s, reason, 0);
        return;
    }
    s->has_release = true;
    if (!declined(s))
        dct_source_next_pack(s);
}

/* The list may name the release.json that is here since the last time. */
static void found_release(dct_source *s)
{
    const dct_target *t = dct_updater_target(s->updater);
    if (t == NULL)
        end_of_updater(s);
    else if (dct_download_is_there(s->generations.tuf, "release.json", (uint64_t)t->length, t->hashes))
        read_release(s);
    else
        fetch_release(s);
}

/* ---- moves ---- */

static bool move_updater(dct_source *s, void (*ready)(dct_source *))
{
    dct_updater_state state = dct_updater_step(s->updater);
    if (state == DCT_UPDATER_FAILED)
        end_of_updater(s);
    else if (state == DCT_UPDATER_READY)
        ready(s);
    return state != DCT_UPDATER_BUSY || !dct_updater_waits(s->updater);
}

/* Hashing a part that was here before goes in slices, too: then it wants to be called again. */
bool dct_source_move_download(dct_source *s, uint32_t budget_ms, dct_download_state *state)
{
    uint64_t here = dct_download_here(s->download), received = dct_download_received(s->download);
    *state = dct_download_step(s->download, budget_ms);
    return *state != DCT_DOWNLOAD_BUSY ||
           dct_download_here(s->download) - here > dct_download_received(s->download) - received;
}

static bool move_release(dct_source *s, uint32_t budget_ms)
{
    if (s->download == NULL)
        return move_updater(s, found_release);
    dct_download_state state;
    bool more = dct_source_move_download(s, budget_ms, &state);
    if (state == DCT_DOWNLOAD_BUSY)
        return more;
    dct_reason reason = dct_download_reason(s->download);
    uint32_t later_s = dct_download_later_s(s->download);
    if (state == DCT_DOWNLOAD_FAILED)
        s->err = *dct_download_error(s->download);
    dct_source_drop_download(s);
    if (state == DCT_DOWNLOAD_DONE)
        read_release(s);
    else
        dct_source_end(s, reason, later_s);
    return true;
}

static bool move_fetch(dct_source *s, uint32_t budget_ms)
{
    dct_download_state state;
    bool more = dct_source_move_download(s, budget_ms, &state);
    if (state != DCT_DOWNLOAD_BUSY)
        dct_source_fetched(s, state);
    return more;
}

bool dct_source_move(dct_source *s, uint32_t budget_ms)
{
    switch (s->stage) {
    case DCT_SOURCE_METADATA: return move_updater(s, dct_source_find_remote);
    case DCT_SOURCE_REMOTE: return dct_source_move_remote(s, budget_ms);
    case DCT_SOURCE_RELEASE: return move_release(s, budget_ms);
    case DCT_SOURCE_FIND: return move_updater(s, dct_source_found_way);
    case DCT_SOURCE_FETCH: return move_fetch(s, budget_ms);
    case DCT_SOURCE_UNPACK: dct_source_unpacked(s, dct_unpack_step(s->unpack, budget_ms)); return true;
    case DCT_SOURCE_PLACE: dct_source_place(s); return true;
    case DCT_SOURCE_KEEP: dct_source_keep(s); return true;
    case DCT_SOURCE_STAGE: dct_source_stage_release(s); return true;
    default: return false;
    }
}
