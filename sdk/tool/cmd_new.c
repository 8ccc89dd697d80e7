/* docent new: writes the sample project that the command carries inside itself. */
#define _POSIX_C_SOURCE 200809L /* mkdir */

#include "commands.h"

#include "../src/pack/embedded.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PREFIX "new/"

static bool is_free(const char *dir)
{
    DIR *d = opendir(dir);
    if (d == NULL)
        return errno == ENOENT;
    int entries = 0;
    while (readdir(d) != NULL)
        entries++;
    closedir(d);
    return entries <= 2; /* "." and ".." */
}

/* Makes every folder above the last slash of the path. */
static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return true;
}

static bool write_file(const char *dir, const dct_embedded *file)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/%s", dir, file->name + strlen(PREFIX)) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *out = make_folders(path) ? fopen(path, "wbx") : NULL;
    if (out == NULL)
        return false;
    bool written = fwrite(file->data, 1, file->size, out) == file->size;
    return fclose(out) == 0 && written;
}

int cmd_new(int argc, char **argv)
{
    const char *dir[1] = { NULL };
    int count = command_parse(argc, argv, NULL, 0, dir, 1);
    if (count < 0)
        return 2;
    if (count == 0 || *dir[0] == 0)
        return command_usage("new", "which folder?");
    if (!is_free(dir[0]))
        return command_fail("%s is there already and not empty; name a new folder", dir[0]);
    for (const dct_embedded *file = dct_embedded_files; file->name != NULL; file++)
        if (strncmp(file->name, PREFIX, strlen(PREFIX)) == 0 && !write_file(dir[0], file))
            return command_fail("cannot write %s/%s: %s", dir[0], file->name + strlen(PREFIX), strerror(errno));
    printf("%s is a help project. Try: docent pack %s -o help.docent\n", dir[0], dir[0]);
    return 0;
}
