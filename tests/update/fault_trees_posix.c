#define _POSIX_C_SOURCE 200809L

#include "fault_bend.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void die(const char *what)
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

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Blanks between and the case of a signature's digits are no part of what was signed. */
static bool is_file(const fault_file *f, const char *data, size_t size)
{
    size_t a = 0, b = 0;
    for (;;) {
        while (a < f->size && is_blank(f->data[a]))
            a++;
        while (b < size && is_blank(data[b]))
            b++;
        if (a == f->size || b == size)
            return a == f->size && b == size;
        char x = f->data[a++], y = data[b++];
        if (x != y && !((x ^ y) == 32 && (x | 32) >= 'a' && (x | 32) <= 'f'))
            return false;
    }
}

bool fault_trees_has(const fault_trees *t, const void *data, size_t size)
{
    for (int i = 0; i < t->count; i++)
        if (is_file(&t->files[i], data, size))
            return true;
    for (int i = 0; i < t->old_count; i++)
        if (is_file(&t->old[i], data, size))
            return true;
    return is_file(&t->expired, data, size);
}
