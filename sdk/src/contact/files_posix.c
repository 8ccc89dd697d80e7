/* POSIX: no link is followed, and what was written is on the disk before it has its name. */
#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "files_inside.h"

#include "../base/error.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static docent_status failed(const char *path, const char *doing, docent_error *err)
{
    int why = errno;
    return dct_fail(err, DOCENT_ERR_IO, "contact", why, "attachment %s: %s: %s", path, doing, strerror(why));
}

static docent_status sync_folder(const char *path, docent_error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return failed(path, "its folder cannot be opened", err);
    docent_status status = fsync(fd) == 0 || errno == EINVAL ? DOCENT_OK : failed(path, "its folder cannot be synced", err);
    close(fd);
    return status;
}

static docent_status sync_parent(const char *path, docent_error *err)
{
    char parent[4096];
    const char *slash = strrchr(path, '/');
    size_t size = slash == NULL ? 0 : (size_t)(slash - path);
    if (size >= sizeof parent)
        return DOCENT_OK; /* Longer than any path that could be opened. */
    memcpy(parent, path, size);
    parent[size] = 0;
    return sync_folder(slash == NULL ? "." : size == 0 ? "/" : parent, err);
}

docent_status dct_vault_make(const char *path, docent_error *err)
{
    struct stat st;
    if (mkdir(path, S_IRWXU) == 0)
        return sync_parent(path, err);
    if (errno != EEXIST)
        return failed(path, "cannot be made", err);
    if (lstat(path, &st) != 0)
        return failed(path, "cannot be looked at", err);
    return S_ISDIR(st.st_mode) ? DOCENT_OK
                               : dct_fail(err, DOCENT_ERR_IO, "contact", 0, "attachment %s: is no folder; remove it", path);
}

static bool write_all(int fd, const char *data, size_t size)
{
    while (size > 0) {
        ssize_t wrote = write(fd, data, size < (1u << 20) ? size : (1u << 20));
        if (wrote < 0 && errno != EINTR)
            return false;
        if (wrote > 0) {
            data += wrote;
            size -= (size_t)wrote;
        }
    }
    return true;
}

docent_status dct_vault_write(const char *path, const void *data, size_t size, docent_error *err)
{
    docent_status status = DOCENT_OK;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (fd < 0)
        return failed(path, "cannot be made", err);
    if (!write_all(fd, data, size) || fsync(fd) != 0)
        status = failed(path, "cannot be written", err);
    if (close(fd) != 0 && status == DOCENT_OK)
        status = failed(path, "cannot be written", err);
    return status;
}

docent_status dct_vault_rename(const char *from, const char *to, const char *folder, docent_error *err)
{
    return rename(from, to) == 0 ? sync_folder(folder, err) : failed(to, "cannot be made", err);
}

int64_t dct_vault_read(const char *path, uint64_t offset, void *to, size_t size)
{
    int64_t got = 0;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return -1;
    while ((size_t)got < size) {
        ssize_t part = pread(fd, (char *)to + got, size - (size_t)got, (off_t)(offset + (uint64_t)got));
        if (part < 0 && errno == EINTR)
            continue;
        if (part < 0)
            got = -1;
        if (part <= 0)
            break;
        got += part;
    }
    close(fd);
    return got;
}

int64_t dct_vault_size(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) ? (int64_t)st.st_size : -1;
}

void dct_vault_remove(const char *path)
{
    unlink(path);
}

void dct_vault_each(const char *path, void (*each)(void *ctx, const char *name, int64_t changed_s), void *ctx)
{
    struct dirent *entry;
    struct stat st;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return;
    }
    while ((entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.' && fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
            each(ctx, entry->d_name, (int64_t)st.st_mtime);
    closedir(dir);
}
#endif
