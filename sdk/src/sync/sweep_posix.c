#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "sweep.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 4 << 20 };

static bool is_large(int folder, const char *name)
{
    struct stat st;
    return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && st.st_size > PIECE;
}

bool dct_sweep_hide(int folder, const char *name)
{
    char hidden[NAME_MAX + 2];
    snprintf(hidden, sizeof hidden, ".%s", name);
    return is_large(folder, name) && renameat(folder, name, folder, hidden) == 0;
}

void dct_sweep(const char *path, bool (*keep)(void *ctx, const char *name), void *ctx)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.' && !keep(ctx, entry->d_name) && !dct_sweep_hide(dirfd(folder), entry->d_name))
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}

/* False: nothing could be done to it. */
static bool shorten(int folder, const char *name)
{
    struct stat st;
    if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return false;
    if (st.st_size <= PIECE)
        return unlinkat(folder, name, 0) == 0;
    int fd = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    bool ok = fd >= 0 && ftruncate(fd, st.st_size - PIECE) == 0;
    if (fd >= 0)
        close(fd);
    return ok || unlinkat(folder, name, 0) == 0;
}

bool dct_sweep_piece(const char *path)
{
    DIR *folder = opendir(path);
    bool done = false;
    if (folder == NULL)
        return false;
    for (struct dirent *entry; !done && (entry = readdir(folder)) != NULL;)
        done = entry->d_name[0] == '.' && entry->d_name[1] != 0 && entry->d_name[1] != '.' &&
               shorten(dirfd(folder), entry->d_name);
    closedir(folder);
    return done;
}
#else
typedef int dct_sweep_posix_is_empty; /* A file must not be empty in ISO C. */
#endif
