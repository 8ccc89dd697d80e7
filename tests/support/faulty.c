#include "faulty.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

test_faulty test_disk = { .fail_at = -1 };

typedef struct file {
    sqlite3_file  base; /* First: SQLite sees this. */
    sqlite3_file *real;
} file;

static sqlite3_vfs *below;

static bool fails(void)
{
    long n = test_disk.asked++;
    if (test_disk.fail_at < 0 || (test_disk.for_ever ? n < test_disk.fail_at : n != test_disk.fail_at))
        return false;
    errno = test_disk.full ? ENOSPC : EIO; /* SQLite tells it on. */
    return true;
}

#define REAL(f) (((file *)(f))->real)
#define PASS(call) return REAL(f)->pMethods->call

/* What SQLite expects of a read that fails is a buffer that may hold anything. */
static int read_file(sqlite3_file *f, void *to, int size, sqlite3_int64 at)
{
    if (fails()) {
        memset(to, 0xA5, (size_t)size);
        return SQLITE_IOERR_READ;
    }
    PASS(xRead(REAL(f), to, size, at));
}

static int write_file(sqlite3_file *f, const void *from, int size, sqlite3_int64 at)
{
    if (fails()) {
        REAL(f)->pMethods->xWrite(REAL(f), from, size / 2, at); /* Torn: half of it got there. */
        return test_disk.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    PASS(xWrite(REAL(f), from, size, at));
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
    if (fails())
        return SQLITE_IOERR_TRUNCATE;
    PASS(xTruncate(REAL(f), size));
}

/* Nothing is really synced: no power is cut here, and a thousand syncs are slow. */
static int sync_file(sqlite3_file *f, int flags)
{
    (void)f;
    (void)flags;
    return fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int size_file(sqlite3_file *f, sqlite3_int64 *size)
{
    if (fails())
        return SQLITE_IOERR_FSTAT;
    PASS(xFileSize(REAL(f), size));
}

static int lock_file(sqlite3_file *f, int level)
{
    if (fails())
        return SQLITE_IOERR_LOCK;
    PASS(xLock(REAL(f), level));
}

static int unlock_file(sqlite3_file *f, int level)
{
    PASS(xUnlock(REAL(f), level));
}

static int check_lock(sqlite3_file *f, int *out)
{
    PASS(xCheckReservedLock(REAL(f), out));
}

static int control_file(sqlite3_file *f, int op, void *arg)
{
    PASS(xFileControl(REAL(f), op, arg));
}

static int sector_size(sqlite3_file *f)
{
    PASS(xSectorSize(REAL(f)));
}

static int characteristics(sqlite3_file *f)
{
    PASS(xDeviceCharacteristics(REAL(f)));
}

static int map_shared(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
    if (fails())
        return SQLITE_IOERR_SHMMAP;
    PASS(xShmMap(REAL(f), page, size, extend, out));
}

static int lock_shared(sqlite3_file *f, int offset, int n, int flags)
{
    if ((flags & SQLITE_SHM_LOCK) != 0 && fails())
        return SQLITE_IOERR_SHMLOCK;
    PASS(xShmLock(REAL(f), offset, n, flags));
}

static void barrier(sqlite3_file *f)
{
    REAL(f)->pMethods->xShmBarrier(REAL(f));
}

static int unmap_shared(sqlite3_file *f, int remove)
{
    PASS(xShmUnmap(REAL(f), remove));
}

static int close_file(sqlite3_file *f)
{
    PASS(xClose(REAL(f)));
}

static const sqlite3_io_methods methods = {
    2,           close_file,   read_file,    write_file,  truncate_file,   sync_file,  size_file,   lock_file, unlock_file,
    check_lock,  control_file, sector_size,  characteristics, map_shared, lock_shared, barrier, unmap_shared, NULL, NULL
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    file *mine = (file *)f;
    (void)vfs;
    mine->base.pMethods = NULL;
    mine->real = (sqlite3_file *)(mine + 1);
    if (fails())
        return SQLITE_CANTOPEN;
    int code = below->xOpen(below, name, mine->real, flags, out);
    if (code == SQLITE_OK)
        mine->base.pMethods = &methods;
    return code;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    return fails() ? SQLITE_IOERR_DELETE : below->xDelete(below, name, sync);
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    return fails() ? SQLITE_IOERR_ACCESS : below->xAccess(below, name, flags, out);
}

static int full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    return fails() ? SQLITE_CANTOPEN : below->xFullPathname(below, name, size, out);
}

/* The rest is below's own: dates, sleeping, randomness. */
void test_faulty_install(void)
{
    static sqlite3_vfs vfs;
    below = sqlite3_vfs_find(NULL);
    vfs = *below;
    vfs.zName = "faulty";
    vfs.szOsFile = (int)sizeof(file) + below->szOsFile;
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_name;
    sqlite3_vfs_register(&vfs, 1);
}
