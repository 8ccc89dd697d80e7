/* Did enough of the right keys sign it? */
#ifndef DCT_THRESHOLD_H
#define DCT_THRESHOLD_H

#include "metadata.h"

/* `keys` and `role` are the delegator's: { id: key } and { keyids, threshold }. Each key counts once, whatever the number of
 * its ids and signatures; signatures of others and wrong ones do no harm. TAMPER or MEMORY with *err filled. */
dct_reason dct_threshold_met(const docent_alloc *alloc, const dct_metadata *m, const char *name, json_t *keys, json_t *role,
                             docent_error *err);

#endif
