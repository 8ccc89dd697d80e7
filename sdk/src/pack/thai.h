/* Thai has no spaces between words: marks where words end, so that the device can break lines without a dictionary. */
#ifndef DCT_THAI_H
#define DCT_THAI_H

#include "../base/buf.h"

/* The dictionary: some milliseconds to open, so once for a whole project. NULL when libthai's data is not installed. */
typedef struct dct_thai dct_thai;
dct_thai *dct_thai_open(void);
void dct_thai_close(dct_thai *thai); /* NULL is allowed. */
/* Appends text to *out with U+200B (zero width space) between Thai words; all else is copied as it is, and text that
 * has such marks already keeps them. Marks are for showing: search and copying leave U+200B out. Without a dictionary
 * (NULL) the text is copied unmarked. DOCENT_ERR_NOMEM when *out is full. */
docent_status dct_thai_mark_words(dct_thai *thai, const char *text, size_t size, dct_buf *out);
/* A quick look: is there Thai in it? */
bool dct_thai_in(const char *text, size_t size);

#endif
