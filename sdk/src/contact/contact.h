/* How to reach a person: what the author said, in the reader's language, and the opening hours. */
#ifndef DCT_CONTACT_H
#define DCT_CONTACT_H

#include "../store/store.h"

/* One block from `alloc`. DOCENT_ERR_MISSING when the rows name no way to reach anybody, DOCENT_ERR_ARG for a moment
 * outside the years 1 to 9999. */
docent_status dct_contact_make(const docent_alloc *alloc, const dct_contact_rows *rows, const char *locale,
                               const char *default_locale, int64_t now, docent_contact **out, docent_error *err);

#endif
