#include "cut_vfs.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/fake_clock.h"

enum { FILES = 8, SECTOR = 512, SHM_REGIONS = 16 };

typedef enum what { WRITE, TRUNCATE, SYNC, DELETE, MARK } what;

typedef struct operation {
    what           kind;
    int            file;
    sqlite3_int64  at; /* Of TRUNCATE the size, of MARK the number. */
    size_t         size;
    unsigned char *data;
} operation;

typedef struct content {
    unsigned char *data;
    size_t         size, room;
    bool           there;
} content;

typedef struct disk_file {
    char     name[512];
    content  now;     /* As SQLite sees it. */
    content  durable; /* While cuts are made: what is certain. */
    size_t   pending; /* The first operation since its last sync. */
    void    *shm[SHM_REGIONS];
} disk_file;

static struct {
    disk_file  files[FILES];
    int        file_count;
    operation *log;
    size_t     log_count, log_room, replayed;
    bool       recording;
    uint32_t   marked;
} disk;

/* ---- contents ---- */

static void *grow(void *p, size_t size)
{
    p = realloc(p, size);
    if (p == NULL)
        abort();
    return p;
}

static void put(content *c, sqlite3_int64 at, const void *data, size_t size)
{
    size_t end = (size_t)at + size;
    if (end > c->room) {
        c->data = grow(c->data, 2 * end);
        c->room = 2 * end;
    }
    if (end > c->size) {
        memset(c->data + c->size, 0, end - c->size);
        c->size = end;
    }
    if (size > 0)
        memcpy(c->data + at, data, size);
    c->there = true;
}

static void copy(content *to, const content *from)
{
    to->size = 0;
    if (from->size > 0)
        put(to, 0, from->data, from->size);
    to->there = from->there;
}

static void note(what kind, int file, sqlite3_int64 at, const void *data, size_t size)
{
    if (!disk.recording)
        return;
    if (disk.log_count == disk.log_room) {
        disk.log_room = 2 * disk.log_room + 1024;
        disk.log = grow(disk.log, disk.log_room * sizeof *disk.log);
    }
    operation *o = &disk.log[disk.log_count++];
    *o = (operation){ kind, file, at, size, size > 0 ? grow(NULL, size) : NULL };
    if (size > 0)
        memcpy(o->data, data, size);
}

/* ---- cuts ---- */

/* A write that was not synced: all of it, none, some of its sectors, or noise in them. */
static void half_apply(content *c, const operation *o, uint64_t *chance)
{
    unsigned way = (unsigned)(fake_random(chance) % 4);
    if (o->kind == TRUNCATE) {
        if (way != 0 && (size_t)o->at < c->size)
            c->size = (size_t)o->at;
        return;
    }
    if (way == 0)
        return;
    if (way == 1) {
        put(c, o->at, o->data, o->size);
        return;
    }
    for (size_t from = 0; from < o->size;) {
        size_t size = SECTOR - (size_t)(o->at + (sqlite3_int64)from) % SECTOR;
        unsigned char noise[SECTOR];
        size = size < o->size - from ? size : o->size - from;
        for (size_t i = 0; i < size; i++)
            noise[i] = (unsigned char)fake_random(chance);
        if (fake_random(chance) % 2 == 0)
            put(c, o->at + (sqlite3_int64)from, o->data + from, size);
        else if (way == 3)
            put(c, o->at + (sqlite3_int64)from, noise, size);
        from += size;
    }
}

static void apply(content *c, const operation *o)
{
    if (o->kind == WRITE)
        put(c, o->at, o->data, o->size);
    else if (o->kind == TRUNCATE && (size_t)o->at < c->size)
        c->size = (size_t)o->at;
    else if (o->kind == DELETE)
        *c = (content){ c->data, 0, c->room, false };
}

/* A sync makes certain all of its file that came before; a deletion is taken at its word. */
static void advance(size_t to)
{
    for (; disk.replayed < to; disk.replayed++) {
        const operation *o = &disk.log[disk.replayed];
        if (o->kind == MARK) {
            disk.marked = (uint32_t)o->at;
            continue;
        }
        disk_file *f = &disk.files[o->file];
        if (o->kind != SYNC && o->kind != DELETE)
            continue;
        for (size_t i = f->pending; i <= disk.replayed; i++)
            if (disk.log[i].file == o->file && disk.log[i].kind != MARK)
                apply(&f->durable, &disk.log[i]);
        f->durable.there = o->kind == SYNC;
        f->pending = disk.replayed + 1;
    }
}

uint32_t cut_make(size_t operations, uint64_t *chance)
{
    advance(operations);
    for (int n = 0; n < disk.file_count; n++) {
        disk_file *f = &disk.files[n];
        copy(&f->now, &f->durable);
        for (size_t i = f->pending; i < operations; i++)
            if (disk.log[i].file == n && (disk.log[i].kind == WRITE || disk.log[i].kind == TRUNCATE))
                half_apply(&f->now, &disk.log[i], chance);
    }
    return disk.marked;
}

void cut_begin(void)
{
    for (size_t i = 0; i < disk.log_count; i++)
        free(disk.log[i].data);
    for (int i = 0; i < disk.file_count; i++) {
        free(disk.files[i].now.data);
        free(disk.files[i].durable.data);
        for (int r = 0; r < SHM_REGIONS; r++)
            free(disk.files[i].shm[r]);
    }
    free(disk.log);
    memset(&disk, 0, sizeof disk);
    disk.recording = true;
}

void cut_mark(uint32_t mark)
{
    note(MARK, -1, mark, NULL, 0);
}

size_t cut_end(void)
{
    disk.recording = false;
    return disk.log_count;
}

/* ---- SQLite's side ---- */

typedef struct handle {
    sqlite3_file base;
    int          file;
} handle;

#define OF(f) (&disk.files[((handle *)(f))->file])

static int read_file(sqlite3_file *f, void *to, int size, sqlite3_int64 at)
{
    const content *c = &OF(f)->now;
    size_t have = (size_t)at >= c->size ? 0 : c->size - (size_t)at;
    have = have < (size_t)size ? have : (size_t)size;
    if (have > 0)
        memcpy(to, c->data + at, have);
    memset((char *)to + have, 0, (size_t)size - have);
    return have == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int write_file(sqlite3_file *f, const void *from, int size, sqlite3_int64 at)
{
    put(&OF(f)->now, at, from, (size_t)size);
    note(WRITE, ((handle *)f)->file, at, from, (size_t)size);
    return SQLITE_OK;
}

static int truncate_file(sqlite3_file *f, sqlite3_int64 size)
{
    if ((size_t)size < OF(f)->now.size)
        OF(f)->now.size = (size_t)size;
    note(TRUNCATE, ((handle *)f)->file, size, NULL, 0);
    return SQLITE_OK;
}

static int sync_file(sqlite3_file *f, int flags)
{
    (void)flags;
    note(SYNC, ((handle *)f)->file, 0, NULL, 0);
    return SQLITE_OK;
}

static int size_file(sqlite3_file *f, sqlite3_int64 *size)
{
    *size = (sqlite3_int64)OF(f)->now.size;
    return SQLITE_OK;
}

static int lock_file(sqlite3_file *f, int level)
{
    (void)f, (void)level;
    return SQLITE_OK;
}

static int check_lock(sqlite3_file *f, int *out)
{
    (void)f;
    *out = 0;
    return SQLITE_OK;
}

static int control_file(sqlite3_file *f, int op, void *arg)
{
    (void)f, (void)op, (void)arg;
    return SQLITE_NOTFOUND;
}

static int sector_size(sqlite3_file *f)
{
    (void)f;
    return SECTOR;
}

static int no_characteristics(sqlite3_file *f)
{
    (void)f;
    return 0; /* Nothing is promised: no atomic write, no safe append. */
}

static int map_shared(sqlite3_file *f, int region, int size, int extend, void volatile **out)
{
    *out = NULL;
    if (region >= SHM_REGIONS)
        return SQLITE_IOERR_SHMSIZE;
    void **place = &OF(f)->shm[region];
    if (*place == NULL && extend) {
        *place = calloc(1, (size_t)size);
        if (*place == NULL)
            return SQLITE_NOMEM;
    }
    *out = *place;
    return SQLITE_OK;
}

static int lock_shared(sqlite3_file *f, int offset, int n, int flags)
{
    (void)f, (void)offset, (void)n, (void)flags;
    return SQLITE_OK;
}

static void barrier(sqlite3_file *f)
{
    (void)f;
}

static int unmap_shared(sqlite3_file *f, int remove)
{
    (void)remove;
    for (int r = 0; r < SHM_REGIONS; r++) { /* One connection at a time: it goes with it, as with the power. */
        free(OF(f)->shm[r]);
        OF(f)->shm[r] = NULL;
    }
    return SQLITE_OK;
}

static int close_file(sqlite3_file *f)
{
    (void)f;
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = { 2, close_file, read_file, write_file, truncate_file, sync_file, size_file, lock_file,
                                            lock_file, check_lock, control_file, sector_size, no_characteristics, map_shared,
                                            lock_shared, barrier, unmap_shared, NULL, NULL };

static int find_file(const char *name)
{
    for (int i = 0; i < disk.file_count; i++)
        if (strcmp(disk.files[i].name, name) == 0)
            return i;
    return -1;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    handle *h = (handle *)f;
    char made[32];
    (void)vfs;
    f->pMethods = NULL;
    if (name == NULL) {
        snprintf(made, sizeof made, "temporary-%d", disk.file_count);
        name = made;
    }
    h->file = find_file(name);
    if (h->file < 0 && (disk.file_count == FILES || strlen(name) >= sizeof disk.files[0].name))
        return SQLITE_CANTOPEN;
    if (h->file < 0) {
        h->file = disk.file_count++;
        snprintf(disk.files[h->file].name, sizeof disk.files[0].name, "%s", name);
    }
    disk.files[h->file].now.there = true;
    if (out != NULL)
        *out = flags;
    f->pMethods = &methods;
    return SQLITE_OK;
}

static int delete_file(sqlite3_vfs *vfs, const char *name, int sync)
{
    int n = find_file(name);
    (void)vfs, (void)sync;
    if (n < 0 || !disk.files[n].now.there)
        return SQLITE_IOERR_DELETE_NOENT;
    disk.files[n].now.size = 0;
    disk.files[n].now.there = false;
    note(DELETE, n, 0, NULL, 0);
    return SQLITE_OK;
}

static int access_file(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    int n = find_file(name);
    (void)vfs, (void)flags;
    *out = n >= 0 && disk.files[n].now.there;
    return SQLITE_OK;
}

static int full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
    (void)vfs;
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

void cut_install(void)
{
    static sqlite3_vfs vfs;
    vfs = *sqlite3_vfs_find(NULL);
    vfs.zName = "cut";
    vfs.szOsFile = (int)sizeof(handle);
    vfs.xOpen = open_file;
    vfs.xDelete = delete_file;
    vfs.xAccess = access_file;
    vfs.xFullPathname = full_name;
    sqlite3_vfs_register(&vfs, 1);
}
