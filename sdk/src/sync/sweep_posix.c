#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "sweep.h"

#include <dirent.h>
#include <stddef.h>
#include <unistd.h>

void dct_sweep(const char *path, bool (*keep)(void *ctx, const char *name), void *ctx)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.' && !keep(ctx, entry->d_name))
            unlinkat(dirfd(folder), entry->d_name, 0);
    closedir(folder);
}
#else
typedef int dct_sweep_posix_is_empty; /* A file must not be empty in ISO C. */
#endif
