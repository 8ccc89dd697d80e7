/* POSIX's opendir and lstat; the order of readdir differs from machine to machine, so everything is sorted. */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700

#include "folder.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct walk {
    dct_arena   *arena;
    dct_diag    *diag;
    const char  *dir;
    const char **paths;
    uint32_t     count, room;
    bool         full;
} walk;

bool dct_folder_is(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

bool dct_folder_holds(const char *dir, const char *path)
{
    char *outer = realpath(dir, NULL), *inner = realpath(path, NULL);
    size_t size = outer == NULL ? 0 : strlen(outer);
    bool holds = outer != NULL && inner != NULL && strncmp(outer, inner, size) == 0 &&
                 (inner[size] == '/' || size == 1);
    free(outer);
    free(inner);
    return holds;
}

static void add(walk *w, const char *path)
{
    if (w->count == w->room) {
        uint32_t room = w->room == 0 ? 256 : w->room * 2;
        const char **paths = dct_arena_array(w->arena, room, sizeof *paths);
        if (paths == NULL) {
            w->full = true;
            return;
        }
        if (w->count > 0)
            memcpy(paths, w->paths, w->count * sizeof *paths);
        w->paths = paths;
        w->room = room;
    }
    w->paths[w->count++] = path;
    w->full = w->count >= DCT_MAX_PACK_FILES;
}

static void walk_folder(walk *w, const char *relative, uint32_t depth);

static void take(walk *w, const char *relative, uint32_t depth)
{
    const char *full = dct_arena_format(w->arena, "%s/%s", w->dir, relative);
    struct stat s;
    if (full == NULL || lstat(full, &s) != 0)
        return;
    if (S_ISDIR(s.st_mode)) {
        if (depth < DCT_MAX_PACK_DEPTH)
            walk_folder(w, relative, depth + 1);
        else
            dct_diag_warning(w->diag, (dct_place){ relative, 0, 0 }, "folders nest deeper than %u; this one is left out",
                             (unsigned)DCT_MAX_PACK_DEPTH);
        return;
    }
    if (S_ISLNK(s.st_mode) && (stat(full, &s) != 0 || !S_ISREG(s.st_mode) || !dct_folder_holds(w->dir, full))) {
        dct_diag_warning(w->diag, (dct_place){ relative, 0, 0 },
                         "a link to a folder, to nothing or to a file outside the project is not followed");
        return;
    }
    if (S_ISREG(s.st_mode))
        add(w, relative);
}

static void walk_folder(walk *w, const char *relative, uint32_t depth)
{
    const char *full = *relative == 0 ? w->dir : dct_arena_format(w->arena, "%s/%s", w->dir, relative);
    DIR *dir = full == NULL ? NULL : opendir(full);
    if (dir == NULL) {
        dct_diag_error(w->diag, (dct_place){ relative, 0, 0 }, "cannot read this folder: %s", strerror(errno));
        return;
    }
    for (struct dirent *entry; !w->full && (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path = *relative == 0 ? dct_arena_text(w->arena, entry->d_name, strlen(entry->d_name))
                                          : dct_arena_format(w->arena, "%s/%s", relative, entry->d_name);
        if (path != NULL)
            take(w, path, depth);
    }
    closedir(dir);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

docent_status dct_folder_walk(dct_arena *arena, const char *dir, dct_diag *diag, dct_folder *out, docent_error *err)
{
    walk w = { arena, diag, dir, NULL, 0, 0, false };
    memset(out, 0, sizeof *out);
    if (!dct_folder_is(dir))
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "there is no folder %s", dir);
    walk_folder(&w, "", 0);
    if (dct_arena_failed(arena))
        return dct_fail_memory(err, "pack");
    if (w.full)
        return dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "%s holds more than %u files; is it the right folder?", dir,
                        (unsigned)DCT_MAX_PACK_FILES);
    if (w.count > 0)
        qsort(w.paths, w.count, sizeof *w.paths, compare);
    out->paths = w.paths;
    out->count = w.count;
    return DOCENT_OK;
}
