#include "squeeze.h"

#include "../base/error.h"

#include <zstd.h>

/* FARTHEST: log2 of a gigabyte: what devices look back over. A match of LONG_MATCH bytes is taken as it is; from 4095 on zstd
 * weighs every place inside of it: twenty times as slow where pictures stay, for 1 % of the bytes. */
enum { LEVEL = 19, FARTHEST = 30, LONG_MATCH = 2048 };

/* A window over the old file and the new one: whatever is at its end may refer to its beginning. */
static int window_log(size_t size)
{
    int log = 17;
    while (log < FARTHEST && ((size_t)1 << log) < size)
        log++;
    return log;
}

static bool set_up(ZSTD_CCtx *z, const void *old, size_t old_size, size_t size)
{
    bool ok = !ZSTD_isError(ZSTD_CCtx_setParameter(z, ZSTD_c_compressionLevel, LEVEL)) &&
              !ZSTD_isError(ZSTD_CCtx_setParameter(z, ZSTD_c_windowLog, window_log(old_size + size))) &&
              !ZSTD_isError(ZSTD_CCtx_setParameter(z, ZSTD_c_enableLongDistanceMatching, 1));
    if (ok && old != NULL)
        ok = !ZSTD_isError(ZSTD_CCtx_setParameter(z, ZSTD_c_targetLength, LONG_MATCH)) &&
             !ZSTD_isError(ZSTD_CCtx_refPrefix(z, old, old_size));
    return ok;
}

docent_status dct_squeeze(const void *old, size_t old_size, const void *data, size_t size, dct_buf *out, docent_error *err)
{
    size_t room = ZSTD_compressBound(size), before = out->size;
    void *to = dct_buf_grow(out, room);
    ZSTD_CCtx *z = ZSTD_createCCtx();
    size_t made = z != NULL && to != NULL && set_up(z, old, old_size, size) ? ZSTD_compress2(z, to, room, data, size) : 0;
    ZSTD_freeCCtx(z);
    if (made == 0 || ZSTD_isError(made)) {
        out->size = before;
        return dct_fail_memory(err, "pack");
    }
    out->size = before + made;
    return DOCENT_OK;
}

docent_status dct_unsqueeze(const void *packed, size_t packed_size, size_t size, dct_buf *out, docent_error *err)
{
    size_t before = out->size;
    void *to = dct_buf_grow(out, size);
    ZSTD_DCtx *z = to == NULL ? NULL : ZSTD_createDCtx();
    if (z == NULL) {
        out->size = to == NULL ? out->size : before;
        return dct_fail_memory(err, "pack");
    }
    ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, FARTHEST + 1);
    size_t made = ZSTD_decompressDCtx(z, to, size, packed, packed_size);
    ZSTD_freeDCtx(z);
    if (made == size)
        return DOCENT_OK;
    out->size = before;
    return dct_fail(err, DOCENT_ERR_CORRUPT, "pack", 0, "a published file cannot be unpacked any more: %s",
                    ZSTD_isError(made) ? ZSTD_getErrorName(made) : "it has another length");
}
