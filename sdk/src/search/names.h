/* Numbers strings: equal strings get the same number, counted from 0 in the order they came. For building the index. */
#ifndef DCT_SEARCH_NAMES_H
#define DCT_SEARCH_NAMES_H

#include "../base/buf.h"

#define DCT_NO_NAME 0xFFFFFFFFu

typedef struct dct_names {
    const docent_alloc *alloc;
    dct_buf             text;    /* All strings, each followed by a zero byte. */
    dct_buf             offsets; /* uint32_t per name. */
    uint32_t           *slots;   /* Number + 1; 0 is empty. */
    uint32_t            slot_count, count;
    bool                failed;  /* Sticky. */
} dct_names;

void dct_names_init(dct_names *names, const docent_alloc *alloc);
/* DCT_NO_NAME when memory is short. */
uint32_t dct_names_add(dct_names *names, const char *text, size_t size);
/* DCT_NO_NAME when there is none. */
uint32_t dct_names_find(const dct_names *names, const char *text, size_t size);
/* Zero-terminated; valid until the next add. */
const char *dct_names_at(const dct_names *names, uint32_t number, size_t *size);
void dct_names_close(dct_names *names);

#endif
