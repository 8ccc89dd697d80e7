/* A file's bytes on their way to the disk while more are made, so that the sync at its end finds little left to wait for:
 *
 *     |------- on the disk -------|---- on their way ----|--- just made ---|          waits at most for the disk to keep up
 *
 * It promises nothing: what must be on the disk is synced. Where the system cannot do it, nothing is done. */
#ifndef DCT_WRITEBACK_H
#define DCT_WRITEBACK_H

#include <stdbool.h>
#include <stdint.h>

/* Sends a part off, and waits for one of its size a megabyte before it. False: the disk failed, and says so only once. */
bool dct_writeback(int fd, uint64_t from, uint64_t size);

#endif
