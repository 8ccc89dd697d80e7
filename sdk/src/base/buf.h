/* A growable run of bytes with a maximum and a sticky failure: append freely, look at `failed` once. */
#ifndef DCT_BUF_H
#define DCT_BUF_H

#include "alloc.h"

typedef struct dct_buf {
    const docent_alloc *alloc;
    unsigned char      *data;  /* NULL while empty. Not zero-terminated: see dct_buf_text(). */
    size_t              size, room, max;
    bool                failed; /* Memory was short or the bound was reached; what was there stays. */
} dct_buf;

void dct_buf_init(dct_buf *buf, const docent_alloc *alloc, size_t max_bytes);
void dct_buf_add(dct_buf *buf, const void *data, size_t size);
void dct_buf_add_text(dct_buf *buf, const char *text);
void dct_buf_add_byte(dct_buf *buf, unsigned char byte);
/* Little-endian, whatever the machine. */
void dct_buf_add_u16(dct_buf *buf, uint16_t value);
void dct_buf_add_u32(dct_buf *buf, uint32_t value);
/* A text as JSON writes it, with its quotes. */
void dct_buf_add_json(dct_buf *buf, const char *text);
void dct_buf_add_format(dct_buf *buf, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
/* Makes room for `size` more bytes and returns where they go, or NULL. The caller fills all of them. */
void *dct_buf_grow(dct_buf *buf, size_t size);
/* Zero-terminated; "" while empty or when the terminator does not fit. Borrowed until the next change. */
const char *dct_buf_text(dct_buf *buf);
void dct_buf_clear(dct_buf *buf); /* Keeps the memory, forgets a failure. */
void dct_buf_close(dct_buf *buf);

#endif
