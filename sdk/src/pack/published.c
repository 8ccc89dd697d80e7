#define _POSIX_C_SOURCE 200809L

#include "published.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_ROOM = 4096 };

static docent_status fail(const char *path, const char *what, docent_error *err)
{
    return dct_fail(err, errno == ENOENT ? DOCENT_ERR_MISSING : DOCENT_ERR_IO, "pack", errno, "%.160s: %s: %s", path, what,
                    strerror(errno));
}

static docent_status join(const char *root, const char *name, const char *end, char out[PATH_ROOM], docent_error *err)
{
    int size = snprintf(out, PATH_ROOM, "%s/%s%s", root, name, end);
    return size > 0 && size < PATH_ROOM ? DOCENT_OK : dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "%.160s: the path is too long",
                                                               root);
}

static bool make_folders(char *path)
{
    for (char *c = path + 1; *c != 0; c++) {
        if (*c != '/')
            continue;
        *c = 0;
        bool ok = mkdir(path, 0755) == 0 || errno == EEXIST;
        *c = '/';
        if (!ok)
            return false;
    }
    return true;
}

static bool sync_folder_of(char *path)
{
    char *slash = strrchr(path, '/');
    *slash = 0;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *slash = '/';
    bool ok = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (fd >= 0)
        close(fd);
    return ok;
}

static bool write_all(int fd, const void *data, size_t size)
{
    const char *p = data;
    while (size > 0) {
        ssize_t n = write(fd, p, size);
        if (n <= 0 && errno != EINTR)
            return false;
        p += n > 0 ? n : 0;
        size -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

docent_status dct_published_write(const char *root, const char *name, const void *data, size_t size, docent_error *err)
{
    char path[PATH_ROOM], temporary[PATH_ROOM];
    docent_status status = join(root, name, "", path, err);
    if (status == DOCENT_OK)
        status = join(root, name, ".part", temporary, err);
    if (status != DOCENT_OK)
        return status;
    if (!make_folders(path))
        return fail(path, "its folder cannot be made", err);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return fail(temporary, "cannot be made", err);
    bool ok = write_all(fd, data, size) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    if (!ok || rename(temporary, path) != 0 || !sync_folder_of(path)) {
        status = fail(path, "cannot be written", err);
        unlink(temporary);
    }
    return status;
}

docent_status dct_published_read(const char *root, const char *name, dct_buf *out, docent_error *err)
{
    char path[PATH_ROOM], bytes[16384];
    size_t size;
    docent_status status = join(root, name, "", path, err);
    if (status != DOCENT_OK)
        return status;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fail(path, "cannot be read", err);
    while ((size = fread(bytes, 1, sizeof bytes, file)) > 0)
        dct_buf_add(out, bytes, size);
    bool ok = ferror(file) == 0;
    fclose(file);
    if (out->failed)
        return dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "%.160s: is too large", path);
    return ok ? DOCENT_OK : fail(path, "cannot be read", err);
}

bool dct_published_there(const char *root, const char *name)
{
    char path[PATH_ROOM];
    return join(root, name, "", path, NULL) == DOCENT_OK && access(path, F_OK) == 0;
}

void dct_published_remove(const char *root, const char *name)
{
    char path[PATH_ROOM];
    if (join(root, name, "", path, NULL) == DOCENT_OK)
        unlink(path);
}
