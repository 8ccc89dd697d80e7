#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L

#include "map.h"

#include "../base/error.h"
#include "writeback.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM_AT_ONCE = 4 << 20 /* Where the file system cannot reserve, zeros are written. */, RELEASE_AT_ONCE = 32 << 20 };

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
    return DOCENT_OK;
}

docent_status dct_map_take_room(dct_map *m, docent_error *err)
{
    static const char what[] = "unpacked content";
    size_t left = m->size - m->room, size = left < ROOM_AT_ONCE ? left : ROOM_AT_ONCE;
    int code;
    do
        code = posix_fallocate(m->fd, (off_t)m->room, (off_t)size);
    while (code == EINTR);
    if (code != 0) {
        bool freed = ftruncate(m->fd, 0) == 0;
        m->room = 0;
        return fail(what, freed ? "has no room" : "has no room, and what was taken is not given back", code, err);
    }
    m->room += size;
    if (m->room < m->size)
        return DOCENT_OK;
    docent_status status = map(m, what, PROT_READ | PROT_WRITE, err);
    if (status == DOCENT_OK) /* Or the first byte of a part would read ahead: megabytes of zeros at once. */
        posix_madvise(m->data, m->size, POSIX_MADV_RANDOM);
    return status;
}

bool dct_map_flush(dct_map *m, size_t from, size_t size)
{
#if defined(__linux__)
    return dct_writeback(m->fd, from, size);
#else
    return msync(m->data + from, size, MS_SYNC) == 0;
#endif
}

docent_status dct_map_sync(dct_map *m, docent_error *err)
{
#if defined(__linux__) /* Whose fsync knows what was stored through a mapping. */
    bool ok = true;
#else
    bool ok = msync(m->data, m->size, MS_SYNC) == 0;
#endif
    if (ok && fsync(m->fd) == 0)
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_IO, "sync", errno, "unpacked content cannot be written to the disk: %s", strerror(errno));
}

bool dct_map_release(dct_map *m)
{
    size_t size = m->size % RELEASE_AT_ONCE != 0 ? m->size % RELEASE_AT_ONCE : RELEASE_AT_ONCE;
    if (m->data == NULL)
        return true;
    munmap(m->data + (m->size - size), size);
    m->size -= size;
    m->data = m->size > 0 ? m->data : NULL;
    return m->data == NULL;
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
