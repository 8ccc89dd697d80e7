/* The one place that decodes zstd. Its "stable output buffer" makes it write into our mapping without a window of its own;
 * the parameter is from the part of zstd.h that asks to be named, and is there since 1.4.6. */
#define ZSTD_STATIC_LINKING_ONLY
#include "delta.h"

#include "../base/alloc.h"
#include "../base/error.h"
#include "../base/limits.h"
#include "map.h"

#include <string.h>
#include <zstd.h>

/* FIRST_BYTES: of a frame's header, so few that they are never a whole frame: zstd would decode that at once, past the window. */
enum { FIRST_BYTES = 5, SLICE = 128 * 1024 };

typedef enum stage { STAGE_ROOM, STAGE_DECODE, STAGE_SYNC, STAGE_RELEASE, STAGE_DONE, STAGE_FAILED } stage;

struct dct_unpack {
    dct_unpack_config config;
    stage             stage;
    dct_map           old, packed, made;
    ZSTD_DCtx        *zstd;
    ZSTD_outBuffer    out;
    size_t            read, hint; /* Of packed. */
    dct_hash         *hash;
    size_t            hashed;
    dct_reason        reason;
    docent_error      err;
};

static dct_reason open_reason(docent_status status, const docent_error *err)
{
    return status == DOCENT_ERR_MISSING || status == DOCENT_ERR_CORRUPT ? DCT_REASON_TAMPER : dct_why_disk(err);
}

static docent_status open_files(dct_unpack *u, docent_error *err)
{
    const dct_unpack_config *c = &u->config;
    docent_status status = dct_map_open(&u->packed, c->packed_path, err);
    if (status == DOCENT_OK && c->old_path != NULL)
        status = dct_map_open(&u->old, c->old_path, err);
    if (status == DOCENT_OK)
        status = dct_map_make(&u->made, c->new_path, (size_t)c->length, err);
    return status;
}

static bool prepare(dct_unpack *u)
{
    u->zstd = ZSTD_createDCtx();
    u->hash = dct_hash_new(256);
    if (u->zstd == NULL || u->hash == NULL)
        return false;
    u->hint = FIRST_BYTES;
    bool ok = !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOWLOG_MAX)) &&
              !ZSTD_isError(ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_stableOutBuffer, 1));
    if (ok && u->old.data != NULL)
        ok = !ZSTD_isError(ZSTD_DCtx_refPrefix(u->zstd, u->old.data, u->old.size));
    return ok;
}

dct_reason dct_unpack_open(const dct_unpack_config *config, dct_unpack **out, docent_error *err)
{
    *out = NULL;
    if (config->length == 0 || config->length > (uint64_t)DCT_MAX_BUNDLE_BYTES)
        return dct_why(err, DCT_REASON_INCOMPATIBLE, "content of %llu bytes: more than a gigabyte, or nothing",
                       (unsigned long long)config->length);
    dct_unpack *u = dct_new_zero(config->alloc, sizeof *u);
    if (u == NULL)
        return dct_why(err, DCT_REASON_MEMORY, "out of memory");
    u->config = *config;
    docent_status status = open_files(u, &u->err);
    dct_reason reason = status == DOCENT_OK ? DCT_REASON_NONE : open_reason(status, &u->err);
    if (reason == DCT_REASON_NONE && !prepare(u))
        reason = dct_why(&u->err, DCT_REASON_MEMORY, "out of memory");
    u->config.old_path = u->config.packed_path = u->config.new_path = NULL;
    if (reason == DCT_REASON_NONE) {
        *out = u;
        return reason;
    }
    if (err != NULL)
        *err = u->err;
    dct_unpack_close(u);
    return reason;
}

void dct_unpack_close(dct_unpack *u)
{
    if (u == NULL)
        return;
    ZSTD_freeDCtx(u->zstd);
    dct_hash_free(u->hash);
    dct_map_close(&u->old);
    dct_map_close(&u->packed);
    dct_map_close(&u->made);
    dct_free(u->config.alloc, u, sizeof *u);
}

static void fail(dct_unpack *u, const char *why)
{
    u->reason = dct_why(&u->err, DCT_REASON_TAMPER, "%.16s...: what was unpacked is not what was signed: %s", u->config.sha256,
                        why);
    u->stage = STAGE_FAILED;
}

static void fail_disk(dct_unpack *u, dct_reason reason)
{
    u->reason = reason;
    u->stage = STAGE_FAILED;
}

static void take_room(dct_unpack *u)
{
    if (dct_map_take_room(&u->made, &u->err) != DOCENT_OK) {
        fail_disk(u, dct_why_disk(&u->err));
    } else if (u->made.data != NULL) {
        u->out = (ZSTD_outBuffer){ u->made.data, u->made.size, 0 };
        u->stage = STAGE_DECODE;
    }
}

/* What is decoded stays as it is: it is hashed while it is in the processor's cache, and sent to the disk. */
static void hash_slice(dct_unpack *u, size_t size)
{
    dct_hash_add(u->hash, u->made.data + u->hashed, size);
    if (dct_map_flush(&u->made, u->hashed, size, &u->err) != DOCENT_OK)
        fail_disk(u, dct_why_disk(&u->err));
    u->hashed += size;
}

static void end_frame(dct_unpack *u)
{
    unsigned char is[DCT_SHA256_BYTES], want[DCT_SHA256_BYTES];
    if (u->out.pos != u->made.size || u->read != u->packed.size) {
        fail(u, "it has another length");
        return;
    }
    u->stage = STAGE_SYNC;
    hash_slice(u, u->made.size - u->hashed);
    if (u->stage == STAGE_FAILED)
        return;
    if (!dct_hash_end(u->hash, is) || !dct_unhex(u->config.sha256, want, sizeof want) || memcmp(is, want, sizeof is) != 0)
        fail(u, "its hash is another");
}

/* One block of at most 128 KB: zstd asks for exactly the bytes of the next one. */
static void decode_block(dct_unpack *u)
{
    size_t left = u->packed.size - u->read, size = u->hint < left ? u->hint : left;
    ZSTD_inBuffer in = { u->packed.data + u->read, size, 0 };
    size_t before = u->out.pos, next = ZSTD_decompressStream(u->zstd, &u->out, &in);
    u->read += in.pos;
    u->hint = next;
    if (ZSTD_isError(next))
        fail(u, ZSTD_getErrorName(next));
    else if (next == 0)
        end_frame(u);
    else if (in.pos == 0 && u->out.pos == before)
        fail(u, "it ends too early or is too long");
    else if (u->out.pos - u->hashed >= SLICE)
        hash_slice(u, SLICE);
}

static void sync_all(dct_unpack *u)
{
    u->stage = STAGE_RELEASE;
    if (dct_map_sync(&u->made, &u->err) != DOCENT_OK)
        fail_disk(u, dct_why_disk(&u->err));
}

static void release(dct_unpack *u)
{
    if (dct_map_release(&u->made) && dct_map_release(&u->old) && dct_map_release(&u->packed))
        u->stage = STAGE_DONE;
}

static void move(dct_unpack *u)
{
    switch (u->stage) {
    case STAGE_ROOM: take_room(u); break;
    case STAGE_DECODE: decode_block(u); break;
    case STAGE_SYNC: sync_all(u); break;
    case STAGE_RELEASE: release(u); break;
    default: break;
    }
}

dct_unpack_state dct_unpack_step(dct_unpack *u, uint32_t budget_ms)
{
    const docent_clock *clock = u->config.clock;
    uint64_t until = clock->monotonic_ms(clock->ctx) + budget_ms;
    stage at;
    do {
        at = u->stage;
        move(u);
    } while (u->stage == at && at < STAGE_DONE && clock->monotonic_ms(clock->ctx) < until);
    return u->stage == STAGE_DONE ? DCT_UNPACK_DONE : u->stage == STAGE_FAILED ? DCT_UNPACK_FAILED : DCT_UNPACK_BUSY;
}

dct_reason dct_unpack_reason(const dct_unpack *u)
{
    return u->reason;
}

const docent_error *dct_unpack_error(const dct_unpack *u)
{
    return &u->err;
}
