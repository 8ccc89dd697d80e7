/* Removes from a folder the files that nobody wants any more. Platform code. */
#ifndef DCT_SWEEP_H
#define DCT_SWEEP_H

#include <stdbool.h>

/* Asks `keep` for each file's name. What cannot be removed stays: room is all that is lost. */
void dct_sweep(const char *path, bool (*keep)(void *ctx, const char *name), void *ctx);

#endif
