/* A picture of the screen as PNG (ISO 15948), so that any desk can open it. Written here because level 1 links no picture
 * library and no zlib; a screen of text becomes a twentieth of its pixels, which is enough to send.
 *
 *     pixels, masks black -> rows of RGB, each less the row above -> deflate (matches, fixed codes) -> IDAT
 *
 * It reads no pictures, and makes no effort beyond that: one pass, one kind of filter. */
#ifndef DCT_PNG_H
#define DCT_PNG_H

#include "../base/buf.h"

#include <docent/contact.h>

/* Appends to out. DOCENT_ERR_ARG when the screen makes no sense, DOCENT_ERR_LIMIT when it is larger than any screen. */
docent_status dct_png_write(const docent_screen *screen, dct_buf *out, docent_error *err);

#endif
