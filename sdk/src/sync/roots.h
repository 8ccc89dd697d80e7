/* Every root that was believed on this device, for neighbours that still believe an older one: they follow from root to root,
 * each signed by enough keys of the one before, and this may be the only place they can ask.
 *
 *     roots/1.root.json  roots/2.root.json ...      the newest DCT_MAX_KEPT_ROOTS of them */
#ifndef DCT_ROOTS_H
#define DCT_ROOTS_H

#include "folder.h"

/* What cannot be kept is not: nobody depends on it here. folder NULL: nothing is kept. */
void dct_roots_keep(dct_folder *folder, int64_t version, const void *data, size_t size);

#endif
