#if !defined(_WIN32)
#if defined(__linux__)
#define _GNU_SOURCE /* sync_file_range() */
#else
#define _POSIX_C_SOURCE 200809L
#endif
#include "writeback.h"

#if defined(__linux__)
#include <errno.h>
#include <fcntl.h>

enum { BEHIND = 1024 * 1024 };

static bool order(int fd, uint64_t from, uint64_t size, unsigned flags)
{
    int code = 0;
    do
        code = sync_file_range(fd, (off_t)from, (off_t)size, flags) == 0 ? 0 : errno;
    while (code == EINTR);
    errno = code;
    return code != EIO && code != ENOSPC && code != EDQUOT; /* Anything else: it cannot be done here. */
}

bool dct_writeback(int fd, uint64_t from, uint64_t size)
{
    return order(fd, from, size, SYNC_FILE_RANGE_WRITE) &&
           (from < BEHIND || order(fd, from - BEHIND, size, SYNC_FILE_RANGE_WAIT_BEFORE));
}
#else
#include <unistd.h>

/* It cannot be sent off alone: it is waited for. */
bool dct_writeback(int fd, uint64_t from, uint64_t size)
{
    (void)from, (void)size;
    return fsync(fd) == 0;
}
#endif
#else
typedef int dct_writeback_posix_is_empty; /* A file must not be empty in ISO C. */
#endif
