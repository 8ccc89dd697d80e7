/* Our own marks inside a text of Markdown: [[Name]], [[$term]], ++Ctrl+F++, {#anchor} and {.class}. */
#ifndef DCT_DIALECT_H
#define DCT_DIALECT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum dct_dialect_kind { DCT_DIALECT_TEXT, DCT_DIALECT_UI, DCT_DIALECT_TERM, DCT_DIALECT_KEYS } dct_dialect_kind;

typedef struct dct_dialect_piece {
    dct_dialect_kind kind;
    size_t           from, to; /* What it says. */
    size_t           end;      /* Where the next piece begins. */
} dct_dialect_piece;

/* The piece that begins at text[at], at < size. */
dct_dialect_piece dct_dialect_next(const char *text, size_t size, size_t at);
/* Bytes of a list of classes at the start of a text, "{.link-external}", 0 when there is none. */
size_t dct_dialect_class(const char *text, size_t size);
/* Whether a heading ends in "{#name}" or "{.class}". *size is then the heading's without it, *name_size may be 0. */
bool dct_dialect_attributes(const char *text, size_t *size, size_t *name, size_t *name_size);

#endif
