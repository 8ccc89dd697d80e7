#define _POSIX_C_SOURCE 200809L
/* Folders are read in the order of names: a result must not depend on the order on a disk. */
#include "fontpack_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NOTO "/usr/share/fonts/truetype/noto"
#define MAX_DEPTH 5

static const char *const known[] = { NOTO, "/usr/share/fonts/opentype/noto" };
static const char *const roots[] = { "/usr/share/fonts", "/usr/local/share/fonts" };

static bool is_file(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISREG(s.st_mode);
}

static bool join(char path[DCT_FONT_PATH_BYTES], const char *folder, const char *name)
{
    int size = snprintf(path, DCT_FONT_PATH_BYTES, "%s/%s", folder, name);
    return size > 0 && size < (int)DCT_FONT_PATH_BYTES;
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void free_list(struct dirent **list, int count)
{
    while (count > 0)
        free(list[--count]);
    free(list);
}

/* The folder itself before the folders in it. */
static bool search(const char *folder, const char *name, int depth, char path[DCT_FONT_PATH_BYTES])
{
    struct dirent **list;
    char inner[DCT_FONT_PATH_BYTES];
    if (join(path, folder, name) && is_file(path))
        return true;
    int count = depth == 0 ? -1 : scandir(folder, &list, not_hidden, alphasort);
    if (count < 0)
        return false;
    bool found = false;
    for (int i = 0; i < count && !found; i++)
        if (join(inner, folder, list[i]->d_name) && !is_file(inner))
            found = search(inner, name, depth - 1, path);
    free_list(list, count);
    return found;
}

bool dct_font_file_find(const char *name, char path[DCT_FONT_PATH_BYTES])
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (join(path, known[i], name) && is_file(path))
            return true;
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (search(roots[i], name, MAX_DEPTH, path))
            return true;
    return false;
}

static bool fits(const char *name, const char *prefix, const char *suffix)
{
    size_t size = strlen(name), end = strlen(suffix);
    return strncmp(name, prefix, strlen(prefix)) == 0 && size > end && strcmp(name + size - end, suffix) == 0;
}

void dct_font_files_walk(const char *prefix, const char *suffix, bool (*look)(void *ctx, const char *name), void *ctx)
{
    struct dirent **list;
    int count = scandir(NOTO, &list, not_hidden, alphasort);
    if (count < 0)
        return;
    for (int i = 0; i < count; i++)
        if (fits(list[i]->d_name, prefix, suffix) && look(ctx, list[i]->d_name))
            break;
    free_list(list, count);
}
