/* A disk that says "done" and does nothing: preloaded into a device by medium.sh, whose power cuts must then lose something. */
#define _POSIX_C_SOURCE 200809L
#include <stddef.h>

#define VISIBLE __attribute__((visibility("default")))

VISIBLE int fsync(int fd);
VISIBLE int fdatasync(int fd);
VISIBLE int msync(void *at, size_t size, int flags);

int fsync(int fd)
{
    (void)fd;
    return 0;
}

int fdatasync(int fd)
{
    (void)fd;
    return 0;
}

int msync(void *at, size_t size, int flags)
{
    (void)at;
    (void)size;
    (void)flags;
    return 0;
}
