/* Thai has no spaces between words: marks where words end, so that the device can break lines without a dictionary. */
#ifndef DCT_THAI_H
#define DCT_THAI_H

#include "../base/buf.h"

/* Appends text to *out with U+200B (zero width space) between Thai words; all else is copied as it is, and text that has
 * such marks already keeps them. Marks are for showing: search and copying leave U+200B out.
 * DOCENT_ERR_MISSING, and the text unmarked, when libthai's dictionary is not installed; DOCENT_ERR_NOMEM. */
docent_status dct_thai_mark_words(const char *text, size_t size, dct_buf *out);
/* A quick look: is there Thai in it? */
bool dct_thai_in(const char *text, size_t size);

#endif
