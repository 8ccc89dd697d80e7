/* Removes from a folder the files that nobody wants any more. A large one takes a file system so long that a frame would be
 * late: it only gets a dot before its name, and goes piece by piece. Platform code. */
#ifndef DCT_SWEEP_H
#define DCT_SWEEP_H

#include <stdbool.h>

/* Asks `keep` for each file's name. What cannot be removed stays: room is all that is lost. */
void dct_sweep(const char *path, bool (*keep)(void *ctx, const char *name), void *ctx);
/* One piece of one file whose name begins with a dot; false: there is none. */
bool dct_sweep_piece(const char *path);
/* POSIX: the file, in a folder that is open, gets its dot. False: it is small, or cannot. */
bool dct_sweep_hide(int folder, const char *name);

#endif
