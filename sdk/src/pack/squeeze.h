/* zstd for publishing: as small as it gets, for it is done once and fetched a thousand times. */
#ifndef DCT_SQUEEZE_H
#define DCT_SQUEEZE_H

#include "../base/buf.h"

/* Appends data, packed; `old` (NULL: none) is what devices have: then the result is a delta to it, and only they can read it.
 * Needs about ten times the size in memory. */
docent_status dct_squeeze(const void *old, size_t old_size, const void *data, size_t size, dct_buf *out, docent_error *err);
/* Appends the `size` bytes that a full file holds. */
docent_status dct_unsqueeze(const void *packed, size_t packed_size, size_t size, dct_buf *out, docent_error *err);

#endif
