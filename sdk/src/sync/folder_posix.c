#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "folder.h"

#include "../base/error.h"
#include "sweep.h"
#include "writeback.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

struct dct_folder {
    const docent_alloc *alloc;
    int                 fd, lock; /* -1: none. */
    char               *path; /* For messages. */
    size_t              path_size;
};

struct dct_file {
    const docent_alloc *alloc;
    int                 fd;
    uint64_t            size, sent; /* sent: of it on its way to the disk. */
};

enum { SEND_AT_ONCE = 128 * 1024 };

static docent_status fail(const dct_folder *f, const char *name, const char *what, int code, docent_error *err)
{
    bool is_short = code == ENOMEM || code == EMFILE || code == ENFILE;
    docent_status status = code == ENOENT ? DOCENT_ERR_MISSING : is_short ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO;
    return dct_fail(err, status, "sync", code, "%.100s/%.60s: %s: %s", f->path, name, what, strerror(code));
}

static bool plain(const char *name)
{
    return name[0] != 0 && strchr(name, '/') == NULL && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int open_again(int folder, const char *name, int flags)
{
    int fd;
    do
        fd = openat(folder, name, flags | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    while (fd < 0 && errno == EINTR);
    return fd;
}

static bool write_all(int fd, const void *data, size_t size)
{
    const char *p = data;
    while (size > 0) {
        ssize_t n = write(fd, p, size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            return false;
        }
        p += n;
        size -= (size_t)n;
    }
    return true;
}

/* A file system without fsync for folders (FAT, some network ones) says EINVAL: there is nothing more to be done there. */
static bool sync_folder(const dct_folder *f)
{
    return fsync(f->fd) == 0 || errno == EINVAL;
}

/* A folder that was just made is an entry of the one above it. */
static bool sync_parent(const dct_folder *f)
{
    int parent = openat(f->fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = parent >= 0 && (fsync(parent) == 0 || errno == EINVAL);
    int code = errno;
    if (parent >= 0)
        close(parent);
    errno = code;
    return ok || code == EACCES; /* It may be closed to us; then it is not for us to sync. */
}

/* ---- the folder ---- */

/* Asked for first: a disk that cannot be written to does not keep us from a folder that is there. */
static bool open_or_make(dct_folder *f)
{
    f->fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (f->fd >= 0 || errno != ENOENT)
        return f->fd >= 0;
    if (mkdir(f->path, S_IRWXU) != 0 && errno != EEXIST)
        return false;
    f->fd = open(f->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return f->fd >= 0 && sync_parent(f);
}

docent_status dct_folder_open(const docent_alloc *alloc, const char *path, dct_folder **out, docent_error *err)
{
    *out = NULL;
    dct_folder *f = dct_new_zero(alloc, sizeof *f);
    size_t size = strlen(path) + 1;
    char *copy = dct_new(alloc, size);
    if (f == NULL || copy == NULL) {
        dct_free(alloc, copy, size);
        dct_free(alloc, f, sizeof *f);
        return dct_fail_memory(err, "sync");
    }
    memcpy(copy, path, size);
    *f = (dct_folder){ alloc, -1, -1, copy, size };
    if (!open_or_make(f)) {
        bool is_short = errno == ENOMEM || errno == EMFILE || errno == ENFILE;
        docent_status status = dct_fail(err, is_short ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO, "sync", errno, "folder %.150s: %s", path,
                                        strerror(errno));
        dct_folder_close(f);
        return status;
    }
    *out = f;
    return DOCENT_OK;
}

void dct_folder_close(dct_folder *f)
{
    if (f == NULL)
        return;
    if (f->lock >= 0)
        close(f->lock);
    if (f->fd >= 0)
        close(f->fd);
    dct_free(f->alloc, f->path, f->path_size);
    dct_free(f->alloc, f, sizeof *f);
}

docent_status dct_folder_lock(dct_folder *f, docent_error *err)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    int fd = f->lock >= 0 ? f->lock : open_again(f->fd, ".lock", O_RDWR);
    if (fd < 0 && errno == ENOENT)
        fd = open_again(f->fd, ".lock", O_RDWR | O_CREAT);
    if (fd < 0 && errno == EROFS) /* Nobody can write here: nobody needs to be kept out. */
        return DOCENT_OK;
    if (fd < 0)
        return fail(f, ".lock", "cannot be made", errno, err);
    f->lock = fd;
    if (fcntl(fd, F_SETLK, &whole) == 0)
        return DOCENT_OK;
    if (errno == EAGAIN || errno == EACCES)
        return dct_fail(err, DOCENT_ERR_BUSY, "sync", errno, "folder %.150s: another process uses it", f->path);
    return fail(f, ".lock", "cannot be locked", errno, err);
}

uint64_t dct_folder_free_bytes(const dct_folder *f)
{
    struct statvfs v;
    return fstatvfs(f->fd, &v) == 0 ? (uint64_t)v.f_bavail * v.f_frsize : UINT64_MAX;
}

/* Room for the whole file is asked for at once, so that a bound of `out` is met before a byte is read. */
static docent_status read_file(const dct_folder *f, dct_file *file, const char *name, dct_buf *out, docent_error *err)
{
    if (file->size > SIZE_MAX / 2 || file->size > out->max - out->size)
        return dct_fail(err, DOCENT_ERR_LIMIT, "sync", 0, "%.100s/%.60s: is too large", f->path, name);
    size_t before = out->size, size = (size_t)file->size;
    unsigned char *to = size > 0 ? dct_buf_grow(out, size) : NULL;
    if (to == NULL)
        return size == 0 ? DOCENT_OK : dct_fail_memory(err, "sync");
    for (size_t at = 0; at < size;) {
        int64_t n = dct_file_read(file, at, to + at, size - at);
        if (n <= 0) {
            out->size = before;
            return fail(f, name, "cannot be read", n < 0 ? errno : EIO, err);
        }
        at += (size_t)n;
    }
    return DOCENT_OK;
}

docent_status dct_folder_read(dct_folder *f, const char *name, dct_buf *out, docent_error *err)
{
    dct_file *file;
    docent_status status = dct_file_open(f, name, false, &file, err);
    if (status != DOCENT_OK)
        return status;
    status = read_file(f, file, name, out, err);
    dct_file_close(file);
    return status;
}

/* An old NAME.new, of a write that was cut off, goes first; O_EXCL then makes sure that nobody put another there. */
static docent_status write_new(dct_folder *f, const char *new_name, const void *data, size_t size, docent_error *err)
{
    unlinkat(f->fd, new_name, 0);
    int fd = open_again(f->fd, new_name, O_WRONLY | O_CREAT | O_EXCL);
    if (fd < 0)
        return fail(f, new_name, "cannot be made", errno, err);
    bool ok = write_all(fd, data, size) && fsync(fd) == 0;
    int code = errno;
    if (close(fd) != 0 && ok) {
        code = errno;
        ok = false;
    }
    if (ok)
        return DOCENT_OK;
    unlinkat(f->fd, new_name, 0);
    return fail(f, new_name, "cannot be written", code, err);
}

docent_status dct_folder_write(dct_folder *f, const char *name, const void *data, size_t size, docent_error *err)
{
    char new_name[NAME_MAX + 1];
    if (!plain(name) || strlen(name) + 5 > sizeof new_name)
        return dct_fail(err, DOCENT_ERR_ARG, "sync", 0, "\"%.60s\" is no name for a file here", name);
    snprintf(new_name, sizeof new_name, "%s.new", name);
    docent_status status = write_new(f, new_name, data, size, err);
    return status == DOCENT_OK ? dct_folder_move(f, new_name, f, name, err) : status;
}

docent_status dct_folder_remove(dct_folder *f, const char *name, docent_error *err)
{
    if (!plain(name))
        return dct_fail(err, DOCENT_ERR_ARG, "sync", 0, "\"%.60s\" is no name for a file here", name);
    if (!dct_sweep_hide(f->fd, name) && unlinkat(f->fd, name, 0) != 0)
        return errno == ENOENT ? DOCENT_OK : fail(f, name, "cannot be removed", errno, err);
    return sync_folder(f) ? DOCENT_OK : fail(f, name, "its folder cannot be synced", errno, err);
}

docent_status dct_folder_move(dct_folder *from, const char *name, dct_folder *to, const char *new_name, docent_error *err)
{
    if (!plain(name) || !plain(new_name))
        return dct_fail(err, DOCENT_ERR_ARG, "sync", 0, "\"%.60s\" is no name for a file here", new_name);
    if (renameat(from->fd, name, to->fd, new_name) != 0)
        return fail(to, new_name, "cannot be put in place", errno, err);
    if (!sync_folder(to) || (from != to && !sync_folder(from)))
        return fail(to, new_name, "its folder cannot be synced", errno, err);
    return DOCENT_OK;
}

docent_status dct_folder_settle(dct_folder *f, docent_error *err)
{
    return sync_folder(f) && sync_parent(f) ? DOCENT_OK : fail(f, "", "cannot be synced", errno, err);
}

/* ---- a file that grows ---- */

docent_status dct_file_open(dct_folder *f, const char *name, bool made, dct_file **out, docent_error *err)
{
    struct stat st;
    *out = NULL;
    if (!plain(name))
        return dct_fail(err, DOCENT_ERR_ARG, "sync", 0, "\"%.60s\" is no name for a file here", name);
    /* O_NONBLOCK: a pipe put in a file's place must not make us wait. */
    int fd = open_again(f->fd, name, made ? O_RDWR | O_CREAT | O_NONBLOCK : O_RDONLY | O_NONBLOCK);
    if (fd < 0)
        return fail(f, name, "cannot be opened", errno, err);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return fail(f, name, "is no plain file", EINVAL, err);
    }
    dct_file *file = dct_new(f->alloc, sizeof *file);
    if (file == NULL) {
        close(fd);
        return dct_fail_memory(err, "sync");
    }
    *file = (dct_file){ f->alloc, fd, (uint64_t)st.st_size, (uint64_t)st.st_size };
    *out = file;
    return DOCENT_OK;
}

void dct_file_close(dct_file *file)
{
    if (file == NULL)
        return;
    close(file->fd);
    dct_free(file->alloc, file, sizeof *file);
}

uint64_t dct_file_size(const dct_file *file)
{
    return file->size;
}

int64_t dct_file_read(dct_file *file, uint64_t offset, void *to, size_t size)
{
    ssize_t n;
    do
        n = pread(file->fd, to, size, (off_t)offset);
    while (n < 0 && errno == EINTR);
    return n;
}

static docent_status fail_file(const char *what, docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_IO, "sync", errno, "a download cannot be %s: %s", what, strerror(errno));
}

/* A write that fails in its middle is taken back, so that the file stays a prefix of what was given. */
docent_status dct_file_add(dct_file *file, const void *data, size_t size, docent_error *err)
{
    if (lseek(file->fd, (off_t)file->size, SEEK_SET) < 0)
        return fail_file("written", err);
    if (!write_all(file->fd, data, size)) {
        docent_status status = fail_file("written", err);
        return ftruncate(file->fd, (off_t)file->size) == 0 ? status : DOCENT_ERR_IO;
    }
    file->size += size;
    for (; file->size - file->sent >= SEND_AT_ONCE; file->sent += SEND_AT_ONCE)
        if (!dct_writeback(file->fd, file->sent, SEND_AT_ONCE))
            return fail_file("written to the disk", err);
    return DOCENT_OK;
}

docent_status dct_file_clear(dct_file *file, docent_error *err)
{
    if (ftruncate(file->fd, 0) != 0)
        return fail_file("started again", err);
    file->size = file->sent = 0;
    return DOCENT_OK;
}

docent_status dct_file_sync(dct_file *file, docent_error *err)
{
    return fsync(file->fd) == 0 ? DOCENT_OK : fail_file("written to the disk", err);
}
#endif
