/* From a pack that is missing to one that is here: each way to it in turn, the smallest first. */
#include "source_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "sweep.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- what may be fetched ---- */

static void keep_used(dct_source *s)
{
    char text[64];
    int size = snprintf(text, sizeof text, "%" PRId64 " %" PRIu64 "\n", s->day, s->day_bytes);
    dct_folder_write(s->generations.folder, "used", text, (size_t)size, NULL);
}

void dct_source_count(dct_source *s, uint64_t bytes)
{
    int64_t day = dct_source_clock_s(s) / 86400;
    if (s->day != day) {
        s->day = day;
        s->day_bytes = 0;
    }
    s->day_bytes += bytes;
    if (s->config.max_day_bytes > 0)
        keep_used(s);
}

void dct_source_drop_download(dct_source *s)
{
    if (s->download == NULL)
        return;
    if (!s->importing && dct_download_received(s->download) > 0)
        dct_source_count(s, dct_download_received(s->download));
    dct_download_close(s->download);
    s->download = NULL;
}

bool dct_source_may_fetch(dct_source *s, uint64_t bytes)
{
    const docent_source *c = &s->config;
    int64_t day = dct_source_clock_s(s) / 86400;
    uint64_t used = s->day == day ? s->day_bytes : 0;
    if (s->importing)
        return true;
    if (c->max_update_bytes > 0 && s->bytes_before + bytes > c->max_update_bytes)
        dct_why(&s->err, DCT_REASON_BUDGET, "this update has %" PRIu64 " bytes, %" PRIu64 " are allowed", s->bytes_before + bytes,
                c->max_update_bytes);
    else if (c->max_day_bytes > 0 && used + bytes > c->max_day_bytes)
        dct_why(&s->err, DCT_REASON_BUDGET, "%" PRIu64 " more bytes are needed, of today's %" PRIu64 " are left", bytes,
                c->max_day_bytes > used ? c->max_day_bytes - used : 0);
    else
        return true;
    return false;
}

/* ---- the next pack, the next way ---- */

void dct_source_stage_release(dct_source *s)
{
    dct_generation staged = dct_release_generation(&s->release);
    if (dct_generations_stage(&s->generations, &staged, &s->err) != DOCENT_OK) {
        dct_source_end(s, dct_why_disk(&s->err), 0);
        return;
    }
    dct_generations_sweep(&s->generations, NULL, 0);
    dct_source_end(s, DCT_REASON_NONE, 0);
}

void dct_source_next_pack(dct_source *s)
{
    s->pack = 0;
    s->way = 0;
    s->whole = false;
    s->way_reason = DCT_REASON_NONE;
    while (s->pack < s->release.pack_count && dct_generations_has_pack(&s->generations, s->release.packs[s->pack].sha256))
        s->pack++;
    if (s->pack == s->release.pack_count)
        s->stage = DCT_SOURCE_STAGE;
    else
        dct_source_find_way(s);
}

static void next_way(dct_source *s)
{
    s->way++;
    dct_source_find_way(s);
}

/* Ways from packs that are not here are passed over. Past the last one there may be a neighbour's pack; then the cycle fails
 * with the reason of the last. */
void dct_source_find_way(dct_source *s)
{
    const dct_release_pack *p = &s->release.packs[s->pack];
    while (s->way < p->way_count && *p->ways[s->way].from != 0 && !dct_generations_has_pack(&s->generations, p->ways[s->way].from))
        s->way++;
    if (s->way >= p->way_count) {
        dct_source_fetch_whole(s);
        return;
    }
    if (!dct_source_may_fetch(s, p->ways[s->way].length)) {
        dct_source_end(s, DCT_REASON_BUDGET, 0);
        return;
    }
    dct_updater_find(s->updater, p->ways[s->way].path);
    dct_source_enter(s, DCT_SOURCE_FIND);
}

static uint64_t size_of(dct_source *s, const char *hash, const char *kind)
{
    char name[DCT_HEX_SHA256 + 8];
    dct_file *file;
    snprintf(name, sizeof name, "%.64s.%s", hash, kind);
    if (dct_file_open(s->generations.incoming, name, false, &file, NULL) != DOCENT_OK)
        return 0;
    uint64_t size = dct_file_size(file);
    dct_file_close(file);
    return size;
}

/* What was cut off earlier may take the room: it goes, but for what is here of this release. */
static void make_room(dct_source *s, const char *hash)
{
    const char *keep[DCT_GENERATION_PACKS + 1] = { hash };
    char made[DCT_HEX_SHA256 + 8];
    size_t count = 1;
    for (uint32_t i = 0; i < s->release.pack_count && count < DCT_GENERATION_PACKS + 1; i++)
        keep[count++] = s->release.packs[i].sha256;
    snprintf(made, sizeof made, "%.64s.new", s->release.packs[s->pack].sha256);
    dct_folder_remove(s->generations.incoming, made, NULL);
    dct_generations_sweep(&s->generations, keep, count);
    while (dct_generations_tidy(&s->generations)) { /* At once: there is no room to wait in. */
    }
}

static bool has_room(dct_source *s, uint64_t packed, const char *hash)
{
    const dct_release_pack *p = &s->release.packs[s->pack];
    uint64_t here = size_of(s, hash, "part") + size_of(s, hash, "zst");
    uint64_t need = p->length + (packed > here ? packed - here : 0), room = dct_folder_free_bytes(s->generations.packs);
    if (room < need) {
        make_room(s, hash);
        room = dct_folder_free_bytes(s->generations.packs);
    }
    if (room >= need)
        return true;
    dct_why(&s->err, DCT_REASON_NOSPACE, "release %" PRId64 ": %" PRIu64 " bytes are needed, %" PRIu64 " are free",
            s->release.number, need, room);
    return false;
}

dct_download_config dct_source_download(const dct_source *s, const dct_target *t, const char *part, const char *name)
{
    return (dct_download_config){ .alloc = s->alloc,
                                  .clock = s->clock,
                                  .net = s->net,
                                  .request = s->request,
                                  .url = t->url,
                                  .length = (uint64_t)t->length,
                                  .hashes = t->hashes,
                                  .part_folder = s->generations.incoming,
                                  .folder = s->generations.incoming,
                                  .part = part,
                                  .name = name };
}

/* A whole file of an earlier try is a part again: it is hashed in slices like any, and nothing of it is fetched. */
static bool open_download(dct_source *s, const dct_target *t, const char *hash)
{
    char part[DCT_HEX_SHA256 + 8];
    snprintf(part, sizeof part, "%.64s.part", hash);
    snprintf(s->packed, sizeof s->packed, "%.64s.zst", hash);
    dct_folder_move(s->generations.incoming, s->packed, s->generations.incoming, part, NULL);
    dct_download_config config = dct_source_download(s, t, part, s->packed);
    return dct_download_open(&config, &s->download, &s->err) == DOCENT_OK;
}

/* The name of its file here; what is named by nothing but its hash must have one that is a plain name. */
static bool hash_of(const dct_target *t, char out[DCT_HEX_SHA256])
{
    unsigned char bytes[DCT_SHA256_BYTES];
    if (!dct_unhex(dct_json_text(t->hashes, "sha256"), bytes, sizeof bytes))
        return false;
    dct_hex(bytes, sizeof bytes, out);
    return true;
}

void dct_source_found_way(dct_source *s)
{
    char hash[DCT_HEX_SHA256];
    const dct_target *t = dct_updater_target(s->updater);
    const dct_way *way = &s->release.packs[s->pack].ways[s->way];
    if (t == NULL || (uint64_t)t->length != way->length || !hash_of(t, hash)) {
        s->way_reason = dct_why(&s->err, DCT_REASON_MISSING, "%.120s: is not in the signed list as release.json says", way->path);
        next_way(s);
    } else if (!has_room(s, way->length, hash)) {
        dct_source_end(s, DCT_REASON_NOSPACE, 0);
    } else if (!open_download(s, t, hash)) {
        dct_source_end(s, DCT_REASON_MEMORY, 0);
    } else {
        dct_source_enter(s, DCT_SOURCE_FETCH);
    }
}

/* ---- here it is ---- */

static void open_unpack(dct_source *s)
{
    const dct_release_pack *p = &s->release.packs[s->pack];
    const dct_way *way = &p->ways[s->way];
    char packed[DCT_PACK_PATH_ROOM], made[DCT_PACK_PATH_ROOM], old[DCT_PACK_PATH_ROOM], name[DCT_HEX_SHA256 + 8];
    snprintf(name, sizeof name, "%.64s.new", p->sha256);
    dct_generations_incoming_path(&s->generations, s->packed, packed);
    dct_generations_incoming_path(&s->generations, name, made);
    dct_folder_remove(s->generations.incoming, name, NULL); /* Of a try that was cut off. */
    dct_generations_pack_path(&s->generations, way->from, old);
    dct_unpack_config config = { .alloc = s->alloc,
                                 .clock = s->clock,
                                 .old_path = *way->from != 0 ? old : NULL,
                                 .packed_path = packed,
                                 .new_path = made,
                                 .length = p->length };
    memcpy(config.sha256, p->sha256, sizeof config.sha256);
    dct_reason reason = dct_unpack_open(&config, &s->unpack, &s->err);
    if (reason != DCT_REASON_NONE)
        dct_source_end(s, reason, 0);
    else
        dct_source_enter(s, DCT_SOURCE_UNPACK);
}

/* The line's faults hold for every way; a file that is gone or wrong is this way's alone. */
static bool only_this_way(dct_reason reason)
{
    return reason == DCT_REASON_TAMPER || reason == DCT_REASON_SERVER || reason == DCT_REASON_MISSING;
}

void dct_source_fetched(dct_source *s, dct_download_state state)
{
    if (s->whole) {
        dct_source_fetched_whole(s, state);
        return;
    }
    dct_reason reason = dct_download_reason(s->download);
    uint32_t later_s = dct_download_later_s(s->download);
    if (state == DCT_DOWNLOAD_DONE)
        s->bytes_before += dct_download_here(s->download);
    else
        s->err = *dct_download_error(s->download);
    dct_source_drop_download(s);
    if (state == DCT_DOWNLOAD_DONE) {
        open_unpack(s);
    } else if (only_this_way(reason) && later_s == 0) {
        s->way_reason = reason;
        next_way(s);
    } else {
        dct_source_end(s, reason, later_s);
    }
}

static docent_status put_in_place(dct_source *s)
{
    const dct_release_pack *p = &s->release.packs[s->pack];
    char made[DCT_HEX_SHA256 + 8], name[DCT_HEX_SHA256 + 8];
    snprintf(made, sizeof made, "%.64s.new", p->sha256);
    snprintf(name, sizeof name, "%.64s.docent", p->sha256);
    return dct_folder_move(s->generations.incoming, made, s->generations.packs, name, &s->err);
}

static bool keep_none(void *ctx, const char *name)
{
    (void)ctx;
    (void)name;
    return false;
}

/* What was verified is of use to a neighbour; of the newest release alone. Where it cannot be kept it is not. */
static void keep_packed(dct_source *s)
{
    char path[DCT_PACK_PATH_ROOM];
    if (s->kept != NULL && s->kept_release != s->release.number) {
        s->kept_release = s->release.number;
        snprintf(path, sizeof path, "%s/kept", s->generations.path);
        dct_sweep(path, keep_none, NULL);
    }
    if (s->packed[0] == 0)
        return;
    if (s->kept == NULL || dct_folder_move(s->generations.incoming, s->packed, s->kept, s->packed, NULL) != DOCENT_OK)
        dct_folder_remove(s->generations.incoming, s->packed, NULL);
}

void dct_source_unpacked(dct_source *s, dct_unpack_state state)
{
    if (state == DCT_UNPACK_BUSY)
        return;
    dct_reason reason = dct_unpack_reason(s->unpack);
    if (state == DCT_UNPACK_FAILED)
        s->err = *dct_unpack_error(s->unpack);
    dct_unpack_close(s->unpack);
    s->unpack = NULL;
    if (state == DCT_UNPACK_DONE) {
        s->stage = DCT_SOURCE_PLACE;
    } else if (reason == DCT_REASON_TAMPER) {
        dct_folder_remove(s->generations.incoming, s->packed, NULL);
        s->way_reason = reason;
        next_way(s);
    } else {
        dct_source_end(s, reason, 0);
    }
}

void dct_source_place(dct_source *s)
{
    s->stage = DCT_SOURCE_KEEP;
    if (put_in_place(s) != DOCENT_OK)
        dct_source_end(s, dct_why_disk(&s->err), 0);
}

void dct_source_keep(dct_source *s)
{
    keep_packed(s);
    dct_source_next_pack(s);
}
