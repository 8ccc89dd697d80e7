/* What in a line tells who wrote it. Each takes any bytes and looks at one place or one line. */
#ifndef DCT_REDACT_FIND_H
#define DCT_REDACT_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What went before in the line. */
typedef struct dct_find_state {
    size_t labelled; /* Words that a number may still be away from "order" or "serial". */
} dct_find_state;

/* Letters and digits of any script. */
bool dct_find_is_word(uint32_t code_point);
/* Where the personal piece ends that begins at `at`; `at` when none does. Call it for every code point in turn. */
size_t dct_find_personal(dct_find_state *state, const char *line, size_t size, size_t at, const char *const *known,
                         uint32_t known_count);
/* A line that is nothing but an address, or a part of one: a street with its number, a town with its code. */
bool dct_find_postal(const char *line, size_t size);
/* "Dear Ms Lovelace," */
bool dct_find_greeting(const char *line, size_t size);
/* "Kind regards": what stands below is a name. */
bool dct_find_closing(const char *line, size_t size);

#endif
