/* Text that a server sends, made fit for a screen and a database: valid UTF-8, lines end with \n, no other control characters,
 * no marks that turn the direction of what stands around it, and not longer than a bound. */
#ifndef DCT_SAID_H
#define DCT_SAID_H

#include "../base/arena.h"

/* In the arena; "" for NULL and when memory is short (the arena knows). Cut ends with an ellipsis. */
const char *dct_said_text(dct_arena *arena, const char *text, size_t size, size_t max_bytes);
/* The same in one line: names, subjects. */
const char *dct_said_line(dct_arena *arena, const char *text, size_t size, size_t max_bytes);
/* An id as it came when it is short and printable ASCII, else the hash of its bytes: always 1 to 200 printable characters. */
const char *dct_said_id(dct_arena *arena, const char *text, size_t size);

#endif
