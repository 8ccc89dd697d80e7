/* The device's own file: read whole, and only when nobody else may read it, for it holds tokens and passwords. */
#ifndef DCT_DEVICE_H
#define DCT_DEVICE_H

#include "../base/buf.h"

/* Appends the bytes of the file to `out`. An error names the file and what to do. */
docent_status dct_device_read(const char *path, dct_buf *out, docent_error *err);

#endif
