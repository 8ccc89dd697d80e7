/* A file's bytes on their way to the disk while more are made, so that the sync at its end finds little left to wait for:
 *
 *     |------- on the disk -------|---- on their way ----|--- just made ---|          waits at most for the disk to keep up
 *
 * It promises nothing: what must be on the disk is synced. */
#ifndef DCT_WRITEBACK_H
#define DCT_WRITEBACK_H

#include <stdbool.h>
#include <stdint.h>

/* Sends a part off, and waits for one of its size a megabyte before it; for the part itself where there is no sending off. False:
 * the disk failed, errno says how; it says so only once. */
bool dct_writeback(int fd, uint64_t from, uint64_t size);

#endif
