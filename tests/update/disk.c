#define _POSIX_C_SOURCE 200809L
#include "disk.h"

#include "journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAPS = 4, FDS = 256, PAGE = 4096 };

/* A mapping that is written to: `before` is what the journal knows of it. */
typedef struct shadow { unsigned char *at, *before; size_t size; uint64_t ino; } shadow;

static struct {
    bool         on;
    disk_plan    plan;
    disk_counts *counts;
    shadow       maps[MAPS];
    bool         writable[FDS];
} disk;

int __real_open(const char *path, int flags, ...);
int __real_openat(int folder, const char *name, int flags, ...);
ssize_t __real_write(int fd, const void *data, size_t size);
ssize_t __real_pwrite(int fd, const void *data, size_t size, off_t at);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_msync(void *at, size_t size, int flags);
int __real_posix_fallocate(int fd, off_t at, off_t size);
int __real_ftruncate(int fd, off_t size);
int __real_renameat(int a, const char *from, int b, const char *to);
int __real_unlink(const char *path);
int __real_unlinkat(int folder, const char *name, int flags);
int __real_mkdir(const char *path, mode_t mode);
int __real_close(int fd);
void *__real_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int __real_munmap(void *at, size_t size);

int __wrap_open(const char *path, int flags, ...);
int __wrap_openat(int folder, const char *name, int flags, ...);
ssize_t __wrap_write(int fd, const void *data, size_t size);
ssize_t __wrap_pwrite(int fd, const void *data, size_t size, off_t at);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_msync(void *at, size_t size, int flags);
int __wrap_posix_fallocate(int fd, off_t at, off_t size);
int __wrap_ftruncate(int fd, off_t size);
int __wrap_renameat(int a, const char *from, int b, const char *to);
int __wrap_unlink(const char *path);
int __wrap_unlinkat(int folder, const char *name, int flags);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_close(int fd);
void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
int __wrap_munmap(void *at, size_t size);

/* ---- the journal ---- */

static bool writes_down(void)
{
    return disk.on && disk.plan.journal >= 0;
}

static void append(const void *data, size_t size)
{
    if (size > 0 && __real_write(disk.plan.journal, data, size) != (ssize_t)size) {
        fprintf(stderr, "disk: the journal cannot be written\n");
        abort();
    }
}

static void record(journal_record r, const void *data, size_t size)
{
    r.size_of_data = (uint32_t)size;
    append(&r, sizeof r);
    append(data, size);
}

static uint64_t ino_of(int fd)
{
    struct stat st;
    return fstat(fd, &st) == 0 ? (uint64_t)st.st_ino : 0;
}

static void set_name(char to[JOURNAL_NAME], const char *name)
{
    if (strlen(name) >= JOURNAL_NAME)
        abort();
    memcpy(to, name, strlen(name) + 1);
}

/* PATH is NAME in a folder: its inode number. */
static uint64_t split(const char *path, const char **name)
{
    char folder[1200];
    struct stat st;
    const char *slash = strrchr(path, '/');
    *name = slash != NULL ? slash + 1 : path;
    snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - path) : 1, slash != NULL ? path : ".");
    return stat(folder, &st) == 0 ? (uint64_t)st.st_ino : 0;
}

/* What was stored through mappings since the last look is a write of those pages. */
static void note_stores(void)
{
    for (shadow *m = disk.maps; writes_down() && m < disk.maps + MAPS; m++)
        for (size_t at = 0; m->at != NULL && at < m->size; at += PAGE) {
            size_t size = m->size - at < PAGE ? m->size - at : PAGE;
            if (memcmp(m->at + at, m->before + at, size) == 0)
                continue;
            memcpy(m->before + at, m->at + at, size);
            record((journal_record){ .type = JOURNAL_WRITE, .ino = m->ino, .offset = at, .size = size }, m->at + at, size);
        }
}

static void note_name(journal_type type, uint64_t ino, uint64_t dir, const char *name)
{
    journal_record r = { .type = type, .ino = ino, .dir = dir };
    if (!writes_down())
        return;
    set_name(r.name, name);
    record(r, NULL, 0);
}

static void note_sync(uint64_t ino, uint64_t offset, uint64_t size)
{
    if (writes_down())
        record((journal_record){ .type = JOURNAL_SYNC, .ino = ino, .offset = offset, .size = size }, NULL, 0);
}

static void note_write(int fd, uint64_t offset, const void *data, ssize_t size)
{
    if (writes_down() && size > 0)
        record((journal_record){ .type = JOURNAL_WRITE, .ino = ino_of(fd), .offset = offset, .size = (uint64_t)size }, data,
               (size_t)size);
}

static void note_size(int fd, uint64_t size)
{
    if (writes_down())
        record((journal_record){ .type = JOURNAL_SIZE, .ino = ino_of(fd), .offset = size }, NULL, 0);
}

void disk_told(uint64_t number)
{
    note_stores();
    if (writes_down())
        record((journal_record){ .type = JOURNAL_TOLD, .offset = number }, NULL, 0);
}

/* ---- points ---- */

void disk_begin(const disk_plan *plan, disk_counts *counts)
{
    memset(&disk, 0, sizeof disk);
    disk.plan = *plan;
    disk.counts = counts;
    disk.on = true;
}

void disk_end(void)
{
    disk.on = false;
}

/* True: this call fails. */
static bool point(bool changes, bool opens)
{
    if (!disk.on)
        return false;
    note_stores();
    disk.counts->points++;
    disk.counts->changes += changes && !opens;
    bool due = disk.plan.fail_at > 0 && (disk.counts->points == disk.plan.fail_at ||
                                         (disk.plan.for_ever && disk.counts->points > disk.plan.fail_at));
    if (due && disk.plan.dies)
        _exit(0);
    if (!due || (disk.plan.opens ? !opens : !changes))
        return false;
    disk.counts->failed++;
    errno = disk.plan.code;
    return true;
}

static void opened(int fd, int flags)
{
    if (disk.on && fd >= 0 && fd < FDS)
        disk.writable[fd] = (flags & (O_WRONLY | O_RDWR)) != 0;
}

int __wrap_openat(int folder, const char *name, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int mode = (flags & O_CREAT) != 0 ? va_arg(args, int) : 0;
    va_end(args);
    struct stat st;
    if (point((flags & O_CREAT) != 0, true))
        return -1;
    bool made = writes_down() && (flags & O_CREAT) != 0 && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0;
    int fd = __real_openat(folder, name, flags, mode);
    if (made && fd >= 0)
        note_name(JOURNAL_MAKE, ino_of(fd), ino_of(folder), name);
    opened(fd, flags);
    return fd;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int mode = (flags & O_CREAT) != 0 ? va_arg(args, int) : 0;
    va_end(args);
    struct stat st;
    const char *name;
    if (point((flags & O_CREAT) != 0, true))
        return -1;
    bool made = writes_down() && (flags & O_CREAT) != 0 && lstat(path, &st) != 0;
    int fd = __real_open(path, flags, mode);
    if (made && fd >= 0) {
        uint64_t dir = split(path, &name);
        note_name(JOURNAL_MAKE, ino_of(fd), dir, name);
    }
    opened(fd, flags);
    return fd;
}

/* How much of a write is done: all of it, or half. */
static size_t part_of(size_t size)
{
    return disk.on && disk.plan.half == DISK_SHORT && size > 1 ? size / 2 : size;
}

ssize_t __wrap_write(int fd, const void *data, size_t size)
{
    bool fails = point(true, false);
    int code = errno;
    off_t at = disk.on ? lseek(fd, 0, SEEK_CUR) : 0;
    if (fails && (disk.plan.half != DISK_HALF || size < 2))
        return errno = code, -1;
    ssize_t n = __real_write(fd, data, fails ? size / 2 : part_of(size));
    if (disk.on && n > 0)
        note_write(fd, (uint64_t)at, data, n);
    return fails ? (errno = code, -1) : n;
}

ssize_t __wrap_pwrite(int fd, const void *data, size_t size, off_t at)
{
    if (point(true, false))
        return -1;
    ssize_t n = __real_pwrite(fd, data, part_of(size), at);
    note_write(fd, (uint64_t)at, data, n);
    return n;
}

int __wrap_fsync(int fd)
{
    if (point(true, false))
        return -1;
    int result = __real_fsync(fd);
    if (result == 0)
        note_sync(ino_of(fd), 0, UINT64_MAX);
    return result;
}

int __wrap_fdatasync(int fd)
{
    if (point(true, false))
        return -1;
    int result = __real_fdatasync(fd);
    if (result == 0)
        note_sync(ino_of(fd), 0, UINT64_MAX);
    return result;
}

int __wrap_posix_fallocate(int fd, off_t at, off_t size)
{
    if (point(true, false))
        return errno;
    int result = __real_posix_fallocate(fd, at, size);
    if (result == 0)
        note_size(fd, (uint64_t)(at + size));
    return result;
}

int __wrap_ftruncate(int fd, off_t size)
{
    if (point(true, false))
        return -1;
    int result = __real_ftruncate(fd, size);
    if (result == 0)
        note_size(fd, (uint64_t)size);
    return result;
}

int __wrap_renameat(int a, const char *from, int b, const char *to)
{
    journal_record r = { .type = JOURNAL_MOVE };
    if (point(true, false))
        return -1;
    int result = __real_renameat(a, from, b, to), code = errno;
    if (writes_down() && result == 0) {
        r.dir = ino_of(a);
        r.to_dir = ino_of(b);
        set_name(r.name, from);
        set_name(r.to_name, to);
        record(r, NULL, 0);
    }
    errno = code;
    return result;
}

int __wrap_unlinkat(int folder, const char *name, int flags)
{
    if (point(true, false))
        return -1;
    int result = __real_unlinkat(folder, name, flags), code = errno;
    if (result == 0)
        note_name(JOURNAL_DROP, 0, ino_of(folder), name);
    errno = code;
    return result;
}

int __wrap_unlink(const char *path)
{
    const char *name;
    if (point(true, false))
        return -1;
    int result = __real_unlink(path), code = errno;
    uint64_t dir = split(path, &name);
    if (result == 0)
        note_name(JOURNAL_DROP, 0, dir, name);
    errno = code;
    return result;
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    struct stat st;
    const char *name;
    if (point(true, false))
        return -1;
    int result = __real_mkdir(path, mode), code = errno;
    uint64_t dir = split(path, &name);
    if (result == 0 && stat(path, &st) == 0)
        note_name(JOURNAL_FOLDER, (uint64_t)st.st_ino, dir, name);
    errno = code;
    return result;
}

/* It is closed even when it says that it failed. */
int __wrap_close(int fd)
{
    bool fails = disk.on && fd >= 0 && fd < FDS && disk.writable[fd] && !disk.plan.opens && point(true, true);
    int code = errno, result = __real_close(fd);
    if (disk.on && fd >= 0 && fd < FDS)
        disk.writable[fd] = false;
    return fails ? (errno = code, -1) : result;
}

/* ---- mappings ---- */

int __wrap_msync(void *at, size_t size, int flags)
{
    if (point(true, false))
        return -1;
    int result = __real_msync(at, size, flags);
    for (const shadow *m = disk.maps; disk.on && result == 0 && m < disk.maps + MAPS; m++)
        if (m->at != NULL && (unsigned char *)at >= m->at && (unsigned char *)at < m->at + m->size)
            note_sync(m->ino, (uint64_t)((unsigned char *)at - m->at), size);
    return result;
}

void *__wrap_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    void *data = __real_mmap(at, size, protection, flags, fd, offset);
    if (!writes_down() || data == MAP_FAILED || (protection & PROT_WRITE) == 0 || (flags & MAP_SHARED) == 0)
        return data;
    shadow *m = disk.maps;
    while (m < disk.maps + MAPS && m->at != NULL)
        m++;
    unsigned char *before = malloc(size);
    if (m == disk.maps + MAPS || before == NULL)
        abort();
    memcpy(before, data, size);
    *m = (shadow){ data, before, size, ino_of(fd) };
    return data;
}

int __wrap_munmap(void *at, size_t size)
{
    note_stores();
    for (shadow *m = disk.maps; disk.on && m < disk.maps + MAPS; m++)
        if (m->at == at) {
            free(m->before);
            *m = (shadow){ NULL, NULL, 0, 0 };
        }
    return __real_munmap(at, size);
}
