/* The one place where packing uses more than one thread. */
#ifndef DCT_PICTURE_THREADS_H
#define DCT_PICTURE_THREADS_H

#include <stdint.h>

/* Calls work(ctx, i) once for each i below count, in no fixed order, on up to `threads` threads (0: one for each
 * processor, at most 16), and returns when all are done. Where threads cannot be had the caller's does everything. */
void dct_threads_run(uint32_t count, uint32_t threads, void (*work)(void *ctx, uint32_t index), void *ctx);

#endif
