#define _POSIX_C_SOURCE 200809L

#include "fault_bend.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static void read_file(fault_file *f, const char *path, const char *name)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || strlen(name) >= sizeof f->name || fseek(file, 0, SEEK_END) != 0)
        die(path);
    long size = ftell(file);
    rewind(file);
    f->data = malloc((size_t)size + 1);
    if (size < 0 || f->data == NULL || fread(f->data, 1, (size_t)size, file) != (size_t)size)
        die(path);
    fclose(file);
    f->size = (size_t)size;
    memcpy(f->name, name, strlen(name) + 1);
}

/* Folders have no point in their names. */
static void read_folder(fault_file *files, int *count, const char *root, const char *below)
{
    char path[1024], name[512];
    snprintf(path, sizeof path, "%s/%s", root, below);
    DIR *dir = opendir(path);
    if (dir == NULL)
        die(path);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(name, sizeof name, "%s/%s", below, e->d_name);
        snprintf(path, sizeof path, "%s/%s", root, name);
        if (strchr(e->d_name, '.') == NULL)
            read_folder(files, count, root, name);
        else if (*count < FAULT_FILES)
            read_file(&files[(*count)++], path, name);
    }
    closedir(dir);
}

void fault_trees_read(fault_trees *t, const char *tree, const char *old, const char *expired)
{
    read_folder(t->files, &t->count, tree, "metadata");
    read_folder(t->files, &t->count, tree, "targets");
    read_folder(t->old, &t->old_count, old, "metadata");
    read_folder(t->old, &t->old_count, old, "targets");
    read_file(&t->expired, expired, "metadata/timestamp.json");
}

static bool same(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i] && !((a[i] ^ b[i]) == 32 && (a[i] | 32) >= 'a' && (a[i] | 32) <= 'f'))
            return false;
    return true;
}

bool fault_trees_has(const fault_trees *t, const void *data, size_t size)
{
    for (int i = 0; i < t->count; i++)
        if (t->files[i].size == size && same(t->files[i].data, data, size))
            return true;
    for (int i = 0; i < t->old_count; i++)
        if (t->old[i].size == size && same(t->old[i].data, data, size))
            return true;
    return t->expired.size == size && same(t->expired.data, data, size);
}
