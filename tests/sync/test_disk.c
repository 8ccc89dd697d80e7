/* Every call that an update makes to the disk: in the right order, failing in turn, and the last one before the power goes.
 * The linker sends the library's calls here (--wrap); numbers 1, 2, 3 ... name the points of one update. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"
#include "support/tuf_client.h"
#include "support/tuf_device.h"

#include "base/alloc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FDS = 256, SIZE = 20000 };

/* ---- what stands between ---- */

static struct {
    bool on;
    long count, fail_at, die_at; /* 0: never. */
    int  code;                   /* errno of the failure. */
    bool dirty[FDS];             /* Of files: written since the last fsync. Of folders: renamed in since. */
    char name[FDS][256];         /* Of the open file; "" for a folder. */
    char clean[64][256];         /* Files that were closed or renamed with all their bytes on the disk. */
    int  cleans, faults;         /* Faults of order. */
} disk;

int __real_openat(int folder, const char *name, int flags, ...);
ssize_t __real_write(int fd, const void *data, size_t size);
int __real_fsync(int fd);
int __real_close(int fd);
int __real_renameat(int a, const char *from, int b, const char *to);
int __real_unlinkat(int folder, const char *name, int flags);
int __real_ftruncate(int fd, off_t size);

int __wrap_openat(int folder, const char *name, int flags, ...);
ssize_t __wrap_write(int fd, const void *data, size_t size);
int __wrap_fsync(int fd);
int __wrap_close(int fd);
int __wrap_renameat(int a, const char *from, int b, const char *to);
int __wrap_unlinkat(int folder, const char *name, int flags);
int __wrap_ftruncate(int fd, off_t size);

/* True: this call is the one that fails. */
static bool point(void)
{
    if (!disk.on)
        return false;
    disk.count++;
    if (disk.count == disk.die_at)
        _exit(42);
    if (disk.count != disk.fail_at)
        return false;
    errno = disk.code;
    return true;
}

static bool is_clean(const char *name)
{
    for (int i = 0; i < disk.cleans; i++)
        if (strcmp(disk.clean[i], name) == 0)
            return true;
    return false;
}

/* In a copy: gcc cannot see that the tables do not overlap. */
static void set_clean(const char *given, bool clean)
{
    char name[256];
    memcpy(name, given, sizeof name);
    for (int i = 0; i < disk.cleans; i++)
        if (strcmp(disk.clean[i], name) == 0) {
            disk.cleans--;
            memmove(disk.clean[i], disk.clean[disk.cleans], sizeof *disk.clean);
        }
    if (clean && disk.cleans < 64)
        memcpy(disk.clean[disk.cleans++], name, sizeof name);
}

static void complain(const char *what, const char *name)
{
    if (disk.faults++ == 0)
        print_message("order: %s: %s\n", what, name);
}

int __wrap_openat(int folder, const char *name, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    int mode = (flags & O_CREAT) != 0 ? va_arg(args, int) : 0;
    va_end(args);
    if (point())
        return -1;
    int fd = __real_openat(folder, name, flags, mode);
    if (disk.on && fd >= 0 && fd < FDS) {
        snprintf(disk.name[fd], sizeof *disk.name, "%s", name);
        disk.dirty[fd] = (flags & O_EXCL) != 0;
        if ((flags & (O_WRONLY | O_RDWR)) != 0 && (flags & O_NOFOLLOW) == 0)
            complain("opened for writing through links", name);
        if ((flags & O_CREAT) != 0 && mode != 0600)
            complain("readable by others", name);
    }
    return fd;
}

/* A write that fails writes half: the worst that a full disk does. */
ssize_t __wrap_write(int fd, const void *data, size_t size)
{
    if (point())
        return size > 1 && __real_write(fd, data, size / 2) < 0 ? -1 : (errno = disk.code, -1);
    if (disk.on && fd < FDS)
        disk.dirty[fd] = true;
    return __real_write(fd, data, size);
}

int __wrap_fsync(int fd)
{
    if (point())
        return -1;
    if (disk.on && fd < FDS)
        disk.dirty[fd] = false;
    return __real_fsync(fd);
}

int __wrap_close(int fd)
{
    if (disk.on && fd >= 0 && fd < FDS && disk.name[fd][0] != 0) {
        set_clean(disk.name[fd], !disk.dirty[fd]);
        disk.name[fd][0] = 0;
    }
    return __real_close(fd);
}

/* What is renamed must be on the disk, and so must the rename before it. */
int __wrap_renameat(int a, const char *from, int b, const char *to)
{
    if (point())
        return -1;
    if (disk.on) {
        bool clean = is_clean(from);
        for (int fd = 0; fd < FDS; fd++)
            if (strcmp(disk.name[fd], from) == 0)
                clean = !disk.dirty[fd];
        if (!clean)
            complain("renamed before it was synced", from);
        if (disk.dirty[b])
            complain("the rename before it was not synced", to);
        disk.dirty[a] = disk.dirty[b] = true;
    }
    return __real_renameat(a, from, b, to);
}

int __wrap_unlinkat(int folder, const char *name, int flags)
{
    return point() ? -1 : __real_unlinkat(folder, name, flags);
}

int __wrap_ftruncate(int fd, off_t size)
{
    return point() ? -1 : __real_ftruncate(fd, size);
}

static void begin(long fail_at, long die_at, int code)
{
    memset(&disk, 0, sizeof disk);
    disk.on = true;
    disk.fail_at = fail_at;
    disk.die_at = die_at;
    disk.code = code;
}

static bool any_dirty_folder(void)
{
    for (int fd = 0; fd < FDS; fd++)
        if (disk.dirty[fd] && disk.name[fd][0] == 0)
            return true;
    return false;
}

/* ---- an update worth interrupting ---- */

static repo r;
static tuf_device d;
static char data[SIZE];
static long points;

/* Version 1 is on the device; then keys are rotated, a role is delegated to, and a file comes. */
static int set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < SIZE; i++)
        data[i] = (char)(i * 7 + i / 251);
    repo_init(&r);
    repo_add_target(&r, "targets", "old", "old", 3);
    repo_publish_all(&r);
    tuf_device_init(&d, &r, 1);
    repo_delegate(&r, "targets", "packs", "packs/*", false);
    repo_add_target(&r, "packs", "packs/a", data, SIZE);
    repo_publish(&r, "packs");
    repo_publish_all(&r);
    repo_distrust(&r, "root", "timestamp");
    repo_trust(&r, "root", "timestamp", repo_new_key(&r, REPO_ED25519));
    repo_publish(&r, "root");
    repo_publish(&r, "root");
    repo_publish(&r, "timestamp");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    disk.on = false;
    bool ok = tuf_device_close(&d);
    repo_close(&r);
    return ok ? 0 : -1;
}

static void must_succeed(const char *when, long at)
{
    dct_reason reason = tuf_device_update(&d, "packs/a");
    if (reason != DCT_REASON_NONE || !tuf_device_has(&d, "got", data, SIZE))
        fail_msg("%s %ld: the next update: %s: %s", when, at, dct_reason_name(reason), d.err.message);
}

static void test_order(void **state)
{
    (void)state;
    begin(0, 0, 0);
    must_succeed("order", 0);
    disk.on = false;
    assert_int_equal(disk.faults, 0);
    assert_false(any_dirty_folder());
    points = disk.count;
    assert_true(points > 40);
    print_message("%ld points\n", points);
}

/* The check itself: a file that is renamed before its fsync must be seen. */
static void test_order_is_looked_at(void **state)
{
    (void)state;
    int folder = open(d.path, O_RDONLY | O_DIRECTORY);
    begin(0, 0, 0);
    int fd = openat(folder, "x.new", O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    assert_int_equal(write(fd, "x", 1), 1);
    close(fd);
    assert_int_equal(renameat(folder, "x.new", folder, "x"), 0);
    disk.on = false;
    close(folder);
    assert_int_equal(disk.faults, 1);
    assert_true(any_dirty_folder());
}

static void fail_each(int code, dct_reason why)
{
    for (long at = 1; at <= points; at++) {
        tuf_device_reset(&d);
        begin(at, 0, code);
        dct_reason reason = tuf_device_update(&d, "packs/a");
        disk.on = false;
        if (!tuf_device_whole(&d, data, SIZE))
            fail_msg("point %ld", at);
        /* A copy that cannot be opened or an old file that cannot be removed may be of no account. */
        if (reason != DCT_REASON_NONE && reason != why && reason != DCT_REASON_SETUP)
            fail_msg("point %ld: %s: %s", at, dct_reason_name(reason), d.err.message);
        must_succeed("after point", at);
    }
}

static void test_disk_is_full_at_each_point(void **state)
{
    (void)state;
    fail_each(ENOSPC, DCT_REASON_NOSPACE);
}

static void test_disk_fails_at_each_point(void **state)
{
    (void)state;
    fail_each(EIO, DCT_REASON_STORAGE);
}

/* Ends the process before each call: what is there is old or new and whole, and the next update succeeds. */
static void test_killed_at_each_point(void **state)
{
    (void)state;
    for (long at = 1; at <= points; at++) {
        int status;
        tuf_device_reset(&d);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            begin(0, at, 0);
            tuf_device_update(&d, "packs/a");
            _exit(0);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        if (WEXITSTATUS(status) == 0 && at > points / 2)
            break; /* The bytes come in pieces of chance sizes, so it may end a little earlier. */
        assert_int_equal(WEXITSTATUS(status), 42);
        if (!tuf_device_whole(&d, data, SIZE))
            fail_msg("killed at %ld", at);
        must_succeed("killed at", at);
    }
}

/* Somebody put a link where a file belongs: neither written through nor read. */
static void test_links_are_not_followed(void **state)
{
    char outside[80], link[128];
    (void)state;
    snprintf(outside, sizeof outside, "%s-outside", d.path);
    FILE *file = fopen(outside, "wb");
    assert_non_null(file);
    fputs("mine", file);
    fclose(file);
    static const char *const names[] = { "timestamp.json", "timestamp.json.new", "got.part", "got" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        tuf_device_reset(&d);
        snprintf(link, sizeof link, "%s/%s", d.path, names[i]);
        assert_int_equal(symlink(outside, link), 0);
        tuf_device_update(&d, "packs/a");
        char text[8] = "";
        file = fopen(outside, "rb");
        assert_int_equal(fread(text, 1, sizeof text, file), 4);
        fclose(file);
        assert_string_equal(text, "mine");
    }
    unlink(outside);
}

static void test_names_stay_in_the_folder(void **state)
{
    static const char *const names[] = { "", ".", "..", "a/b", "/etc/x", "../x" };
    dct_folder *folder;
    dct_file *file;
    docent_error err;
    (void)state;
    assert_int_equal(dct_folder_open(&dct_alloc_default, d.path, &folder, &err), DOCENT_OK);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(dct_folder_write(folder, names[i], "x", 1, &err), DOCENT_ERR_ARG);
        assert_int_equal(dct_folder_remove(folder, names[i], &err), DOCENT_ERR_ARG);
        assert_int_equal(dct_folder_move(folder, "root.json", folder, names[i], &err), DOCENT_ERR_ARG);
        assert_int_equal(dct_file_open(folder, names[i], true, &file, &err), DOCENT_ERR_ARG);
    }
    dct_folder_close(folder);
    assert_int_equal(dct_folder_open(&dct_alloc_default, "/proc/nowhere/x", &folder, &err), DOCENT_ERR_IO);
}

static int lock_there(const char *path)
{
    dct_folder *folder;
    docent_error err;
    if (dct_folder_open(&dct_alloc_default, path, &folder, &err) != DOCENT_OK)
        return 1;
    docent_status status = dct_folder_lock(folder, &err);
    dct_folder_close(folder);
    return status == DOCENT_OK ? 2 : status == DOCENT_ERR_BUSY ? 3 : 4;
}

static int lock_elsewhere(void)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(lock_there(d.path));
    assert_int_equal(waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

static void test_one_process_at_a_time(void **state)
{
    dct_folder *folder;
    (void)state;
    assert_int_equal(dct_folder_open(&dct_alloc_default, d.path, &folder, NULL), DOCENT_OK);
    assert_int_equal(lock_elsewhere(), 2);
    assert_int_equal(dct_folder_lock(folder, NULL), DOCENT_OK);
    assert_int_equal(dct_folder_lock(folder, NULL), DOCENT_OK);
    assert_int_equal(lock_elsewhere(), 3);
    dct_folder_close(folder);
    assert_int_equal(lock_elsewhere(), 2);
}

#define each(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        each(test_order), /* First: it counts the points. */
        each(test_order_is_looked_at),
        each(test_disk_is_full_at_each_point),
        each(test_disk_fails_at_each_point),
        each(test_killed_at_each_point),
        each(test_links_are_not_followed),
        each(test_names_stay_in_the_folder),
        each(test_one_process_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
