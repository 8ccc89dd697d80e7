#if !defined(_WIN32)
#define _POSIX_C_SOURCE 200809L
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, which POSIX has since 2024. */

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

static const char what[] = "unpacked content";

static docent_status fail(const char *path, const char *why, int code, docent_error *err)
{
    docent_status status = code == ENOENT ? DOCENT_ERR_MISSING : code == ENOMEM ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO;
    return dct_fail(err, status, "sync", code, "%.150s: %s: %s", path, why, strerror(code));
}

static docent_status map(dct_map *m, const char *path, docent_error *err)
{
    void *data = mmap(NULL, m->size, PROT_READ, MAP_SHARED, m->fd, 0);
    if (data == MAP_FAILED) {
        docent_status status = fail(path, "cannot be mapped", errno, err);
        dct_map_close(m);
        return status;
    }
    m->data = data;
    m->span = m->size;
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
    return map(m, path, err);
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

/* The window is memory of ours that is written with write(): storing into a shared mapping costs the kernel a fault and a
 * journal's entry for every page, eight times as much. */
static docent_status reserve(dct_map *m, docent_error *err)
{
    size_t span = (m->size / DCT_MAP_WINDOW + 2) * DCT_MAP_WINDOW;
    void *data = mmap(NULL, span, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED)
        return fail(what, "has no place in memory", errno, err);
    m->data = data;
    m->span = span;
    if (mprotect(data, DCT_MAP_WINDOW, PROT_READ | PROT_WRITE) == 0)
        return DOCENT_OK;
    return fail(what, "has no memory", ENOMEM, err);
}

docent_status dct_map_take_room(dct_map *m, docent_error *err)
{
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
    return m->room < m->size ? DOCENT_OK : reserve(m, err);
}

static bool write_at(const dct_map *m, size_t from, size_t size)
{
    while (size > 0) {
        ssize_t n = pwrite(m->fd, m->data + from, size, (off_t)from);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            return false;
        }
        from += (size_t)n;
        size -= (size_t)n;
    }
    return true;
}

docent_status dct_map_flush(dct_map *m, size_t from, size_t size, docent_error *err)
{
    unsigned char *part = m->data + from;
    if (!write_at(m, from, size) || !dct_writeback(m->fd, from, size))
        return fail(what, "cannot be written to the disk", errno, err);
    if (from + size == m->size) /* Nobody looks back at the last part. */
        return DOCENT_OK;
    if (mmap(part, size, PROT_READ, MAP_SHARED | MAP_FIXED, m->fd, (off_t)from) == part &&
        mprotect(part + DCT_MAP_WINDOW, size, PROT_READ | PROT_WRITE) == 0)
        return DOCENT_OK;
    return fail(what, "has no place in memory", errno, err);
}

docent_status dct_map_sync(dct_map *m, docent_error *err)
{
    if (fsync(m->fd) == 0)
        return DOCENT_OK;
    return fail(what, "cannot be written to the disk", errno, err);
}

bool dct_map_release(dct_map *m)
{
    size_t size = m->span % RELEASE_AT_ONCE != 0 ? m->span % RELEASE_AT_ONCE : RELEASE_AT_ONCE;
    if (m->data == NULL)
        return true;
    munmap(m->data + (m->span - size), size);
    m->span -= size;
    m->data = m->span > 0 ? m->data : NULL;
    return m->data == NULL;
}

void dct_map_close(dct_map *m)
{
    if (m->data != NULL)
        munmap(m->data, m->span);
    if (m->open)
        close(m->fd);
    memset(m, 0, sizeof *m);
}
#else
typedef int dct_map_posix_is_empty; /* A file must not be empty in ISO C. */
#endif
