#define _POSIX_C_SOURCE 200809L
#include "files.h"

#include "crypto/hash.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 1200 };

/* ---- one file ---- */

unsigned char *files_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    long bytes = ftell(file);
    rewind(file);
    unsigned char *data = bytes >= 0 ? malloc((size_t)bytes + 1) : NULL;
    if (data != NULL && fread(data, 1, (size_t)bytes, file) != (size_t)bytes) {
        free(data);
        data = NULL;
    }
    fclose(file);
    if (data != NULL)
        data[bytes] = 0;
    *size = data != NULL ? (size_t)bytes : 0;
    return data;
}

bool files_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    bool ok = file != NULL && fwrite(data, 1, size, file) == size;
    return file != NULL && fclose(file) == 0 && ok;
}

static bool copy_file(const char *from, const char *to)
{
    size_t size;
    unsigned char *data = files_read(from, &size);
    bool ok = data != NULL && files_write(to, data, size) && chmod(to, S_IRUSR | S_IWUSR) == 0;
    free(data);
    return ok;
}

/* ---- folders ---- */

bool files_folder(const char *path)
{
    return mkdir(path, S_IRWXU) == 0;
}

static bool skipped(const struct dirent *entry)
{
    return strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
}

static bool is_folder(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void files_remove(const char *path)
{
    char below[ROOM];
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (skipped(entry))
            continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (is_folder(below))
            files_remove(below);
        else
            unlink(below);
    }
    if (folder != NULL)
        closedir(folder);
    rmdir(path);
}

bool files_copy(const char *from, const char *to)
{
    char a[ROOM], b[ROOM];
    DIR *folder = opendir(from);
    bool ok = folder != NULL && files_folder(to);
    for (struct dirent *entry; ok && (entry = readdir(folder)) != NULL;) {
        if (skipped(entry))
            continue;
        snprintf(a, sizeof a, "%s/%s", from, entry->d_name);
        snprintf(b, sizeof b, "%s/%s", to, entry->d_name);
        ok = is_folder(a) ? files_copy(a, b) : copy_file(a, b);
    }
    if (folder != NULL)
        closedir(folder);
    return ok;
}

/* ---- what is left ---- */

/* Calls `each` for every file of FOLDER/BELOW. */
static void walk(const char *folder, const char *below, void (*each)(const char *path, const char *name, void *ctx), void *ctx)
{
    char path[ROOM], file[ROOM + 300];
    snprintf(path, sizeof path, "%s%s%s", folder, *below != 0 ? "/" : "", below);
    DIR *open = opendir(path);
    for (struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;) {
        snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
        if (!skipped(entry) && !is_folder(file))
            each(file, entry->d_name, ctx);
    }
    if (open != NULL)
        closedir(open);
}

typedef struct looker { const char *folder; files_left *left; } looker;

static void add_bytes(const char *path, const char *name, void *ctx)
{
    struct stat st;
    (void)name;
    if (stat(path, &st) == 0)
        ((looker *)ctx)->left->bytes += (unsigned long long)st.st_size;
}

static void look_incoming(const char *path, const char *name, void *ctx)
{
    add_bytes(path, name, ctx);
    ((looker *)ctx)->left->incoming++;
}

static bool is_named(const char *folder, const char *hash)
{
    static const char *const lines[] = { "current", "previous", "trial", "staged" };
    bool named = false;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char path[ROOM];
        size_t size;
        snprintf(path, sizeof path, "%s/%s", folder, lines[i]);
        unsigned char *line = files_read(path, &size);
        named = named || (line != NULL && strstr((char *)line, hash) != NULL);
        free(line);
    }
    return named;
}

static void look_pack(const char *path, const char *name, void *ctx)
{
    looker *l = ctx;
    size_t size;
    char want[DCT_HEX_SHA256], is[DCT_HEX_SHA256] = "";
    unsigned char *data = files_read(path, &size);
    snprintf(want, sizeof want, "%.64s", name);
    bool whole = data != NULL && dct_sha256_hex(data, size, is) && strcmp(is, want) == 0;
    free(data);
    l->left->broken += !whole;
    l->left->packs++;
    l->left->unnamed += !is_named(l->folder, want);
    add_bytes(path, name, ctx);
}

void files_look(const char *folder, files_left *out)
{
    looker l = { folder, out };
    *out = (files_left){ 0 };
    walk(folder, "", add_bytes, &l);
    walk(folder, "tuf", add_bytes, &l);
    walk(folder, "incoming", look_incoming, &l);
    walk(folder, "packs", look_pack, &l);
}

/* ---- states that no call leads to ---- */

static void find_pack(const char *path, const char *name, void *ctx)
{
    if (strstr(name, ".core-2.") != NULL)
        snprintf(ctx, ROOM, "%s", path);
}

bool files_copy_part(const char *work, const char *into)
{
    char trees[ROOM], pack[ROOM] = "", part[ROOM + 300];
    size_t size;
    snprintf(trees, sizeof trees, "%s/tree2/targets", work);
    walk(trees, "packs", find_pack, pack);
    const char *slash = strrchr(pack, '/');
    if (slash == NULL)
        return false;
    snprintf(part, sizeof part, "%s/%s/%.64s.part", work, into, slash + 1);
    unsigned char *data = files_read(pack, &size);
    bool ok = data != NULL && files_write(part, data, size / 2);
    free(data);
    return ok;
}

bool files_spoil_pack(const char *work, const char *folder)
{
    char path[ROOM], hash[DCT_HEX_SHA256];
    size_t size;
    snprintf(path, sizeof path, "%s/%s/current", work, folder);
    unsigned char *line = files_read(path, &size);
    bool ok = line != NULL && sscanf((char *)line, "%*d %*d %64s", hash) == 1;
    free(line);
    snprintf(path, sizeof path, "%s/%s/packs/%.64s.docent", work, folder, hash);
    unsigned char *data = ok ? files_read(path, &size) : NULL;
    ok = data != NULL && size > 4096;
    if (ok) {
        memset(data, 0, 4096);
        ok = files_write(path, data, size);
    }
    free(data);
    return ok;
}
