/* Makes the sum at a compiled article's end right, or nothing but the sum would be tried. */
#ifndef FUZZ_MEND_H
#define FUZZ_MEND_H

#include "doc/format.h"

static inline void fuzz_mend_article(uint8_t *bytes, size_t size)
{
    if (size < DCT_DOC_SUM_BYTES)
        return;
    uint32_t sum = dct_doc_sum(bytes, size - DCT_DOC_SUM_BYTES);
    for (size_t i = 0; i < DCT_DOC_SUM_BYTES; i++)
        bytes[size - DCT_DOC_SUM_BYTES + i] = (uint8_t)(sum >> 8 * i);
}

#endif
