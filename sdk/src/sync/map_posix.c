#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "map.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static docent_status fail(const char *path, const char *what, int code, docent_error *err)
{
    docent_status status = code == ENOENT ? DOCENT_ERR_MISSING : code == ENOMEM ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO;
    return dct_fail(err, status, "sync", code, "%.150s: %s: %s", path, what, strerror(code));
}

static docent_status map(dct_map *m, const char *path, int protection, docent_error *err)
{
    void *data = mmap(NULL, m->size, protection, MAP_SHARED, m->fd, 0);
    if (data == MAP_FAILED) {
        docent_status status = fail(path, "cannot be mapped", errno, err);
        dct_map_close(m);
        return status;
    }
    m->data = data;
    return DOCENT_OK;
}

docent_status dct_map_open(dct_map *m, const char *path, docent_error *err)
{
    struct stat st;
    *m = (dct_map){ .fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) };
    m->open = m->fd >= 0;
    if (!m->open)
        return fail(path, "cannot be opened", errno, err);
    if (fstat(m->fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size <= 0 || (uintmax_t)st.st_size > SIZE_MAX / 2) {
        dct_map_close(m);
        return dct_fail(err, DOCENT_ERR_CORRUPT, "sync", 0, "%.150s: is empty or no plain file", path);
    }
    m->size = (size_t)st.st_size;
    return map(m, path, PROT_READ, err);
}

docent_status dct_map_make(dct_map *m, const char *path, size_t size, docent_error *err)
{
    unlink(path);
    *m = (dct_map){ .size = size, .fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR) };
    m->open = m->fd >= 0;
    if (!m->open)
        return fail(path, "cannot be made", errno, err);
    int code;
    do
        code = posix_fallocate(m->fd, 0, (off_t)size);
    while (code == EINTR);
    if (code != 0) {
        dct_map_close(m);
        unlink(path);
        return fail(path, "has no room", code, err);
    }
    return map(m, path, PROT_READ | PROT_WRITE, err);
}

bool dct_map_flush(dct_map *m, size_t from, size_t size)
{
    return msync(m->data + from, size, MS_SYNC) == 0;
}

docent_status dct_map_sync(dct_map *m, docent_error *err)
{
    if (msync(m->data, m->size, MS_SYNC) == 0 && fsync(m->fd) == 0)
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_IO, "sync", errno, "unpacked content cannot be written to the disk: %s", strerror(errno));
}

void dct_map_close(dct_map *m)
{
    if (m->data != NULL)
        munmap(m->data, m->size);
    if (m->open)
        close(m->fd);
    memset(m, 0, sizeof *m);
}
#else
typedef int dct_map_posix_is_empty; /* A file must not be empty in ISO C. */
#endif
