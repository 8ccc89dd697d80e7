/* POSIX has no word for the memory a process holds. Linux does: the second number of /proc/self/statm, in pages. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L
#include "machine.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/statvfs.h>
#include <unistd.h>

int64_t dct_machine_memory(void)
{
    char text[128], *end;
    long page = sysconf(_SC_PAGESIZE);
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t size = file < 0 ? -1 : read(file, text, sizeof text - 1);
    if (file >= 0)
        close(file);
    if (size <= 0 || page <= 0)
        return -1;
    text[size] = 0;
    strtoll(text, &end, 10); /* Of the whole address space. */
    int64_t pages = strtoll(end, NULL, 10);
    return pages > 0 ? pages * page : -1;
}

int64_t dct_machine_room(const char *path)
{
    struct statvfs s;
    if (path == NULL || statvfs(path, &s) != 0 || s.f_frsize == 0 || s.f_bavail > (uint64_t)INT64_MAX / s.f_frsize)
        return -1;
    return (int64_t)((uint64_t)s.f_bavail * s.f_frsize);
}
#else
typedef int dct_machine_posix_is_empty; /* A file must not be empty in ISO C. */
#endif
