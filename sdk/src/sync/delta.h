/* A pack out of what came over the net: zstd, with the pack that is here as what it refers to (a delta), or with nothing (the
 * full file). The result is byte for byte the file that was signed, or it is not there.
 *
 *     old, mapped ----+
 *     delta, mapped --+--> new, mapped, its room taken first --> hashed, on its way to the disk --> on the disk
 *
 * each in slices of a budget, a block's decoding, hashing and sending off together
 *
 * Nothing of the size of a file is ever in private memory: zstd writes straight into the mapping and looks back there. */
#ifndef DCT_DELTA_H
#define DCT_DELTA_H

#include "../crypto/hash.h"
#include "reason.h"

#include <docent/port.h>

typedef struct dct_unpack_config {
    const docent_alloc *alloc;
    const docent_clock *clock;
    const char *old_path;    /* NULL: packed is a full file. */
    const char *packed_path, *new_path;
    uint64_t    length;      /* Of the result, at most DCT_MAX_BUNDLE_BYTES. */
    char        sha256[DCT_HEX_SHA256];
} dct_unpack_config;

typedef enum dct_unpack_state { DCT_UNPACK_BUSY, DCT_UNPACK_DONE, DCT_UNPACK_FAILED } dct_unpack_state;

typedef struct dct_unpack dct_unpack;
/* Opens the files. The paths are used now only; alloc and clock are borrowed. On failure *out is NULL. */
dct_reason dct_unpack_open(const dct_unpack_config *config, dct_unpack **out, docent_error *err);
void dct_unpack_close(dct_unpack *u); /* NULL is allowed. A result that is not done is left to be removed. */
/* Works at most about budget_ms. DONE: new_path is whole, right and on the disk. */
dct_unpack_state dct_unpack_step(dct_unpack *u, uint32_t budget_ms);
/* TAMPER: what came out is another file; that of a delta may be the old file's fault. NOSPACE, STORAGE, MEMORY. */
dct_reason dct_unpack_reason(const dct_unpack *u);
const docent_error *dct_unpack_error(const dct_unpack *u);

#endif
