/* Files of assets/ that the docent command carries inside itself; the table is written by the build. */
#ifndef DCT_EMBEDDED_H
#define DCT_EMBEDDED_H

#include <stddef.h>

typedef struct dct_embedded {
    const char          *name; /* "strings/de.po"; NULL ends the table. */
    const unsigned char *data; /* Zero-terminated; size does not count the zero. */
    size_t               size;
} dct_embedded;

extern const dct_embedded dct_embedded_files[];

#endif
