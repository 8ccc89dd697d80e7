/* medium: what ext4.sh does on a file system of its own.
 *
 *     medium write STATE TOLD MODE   submits for ever; each id goes to TOLD (on another disk) once the call has returned
 *     medium fill STATE TOLD         submits until the disk is full: what fails says why, and nothing told is touched
 *     medium cut MOUNT               the file system stops as it is: what was not flushed never gets to the disk
 *     medium check STATE TOLD        is all that was told there, whole, with its attachment? Prints what is not
 *
 * MODE is `full` (as the library does it), `normal` or `off`: the controls that must lose something. */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "contact/outbox.h"
#include "support/fake_clock.h"

#define CUT _IOR('X', 125, uint32_t) /* EXT4_IOC_SHUTDOWN, */
#define NO_FLUSH 2                   /* without writing the journal first. */

static docent_error err;
static fake_clock now;
static docent_clock clock_of_test;
static dct_outbox box;
static dct_state *state;

static void must(docent_status status, const char *what)
{
    if (status == DOCENT_OK)
        return;
    fprintf(stderr, "medium: %s: %s\n", what, err.message);
    exit(2);
}

static void open_state(const char *path, const char *mode)
{
    char sync[64];
    fake_clock_init(&now, (uint64_t)getpid());
    clock_of_test = fake_clock_of(&now);
    must(dct_state_open(&dct_alloc_default, path, &state, &err), "open");
    snprintf(sync, sizeof sync, "PRAGMA synchronous=%s", mode);
    if (strcmp(mode, "full") != 0)
        must(dct_db_run(dct_state_db(state), sync, &err), "pragma");
    must(dct_db_run(dct_state_db(state), "PRAGMA wal_autocheckpoint=30", &err), "pragma");
    must(dct_outbox_open(&box, &dct_alloc_default, &clock_of_test, state, false, &err), "outbox");
}

static void tell(const char *path, const char *id)
{
    char line[64];
    int n = snprintf(line, sizeof line, "%s\n", id), fd = open(path, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (fd < 0 || write(fd, line, (size_t)n) != n)
        exit(2);
    close(fd);
}

/* size: of an attachment that is like no other; 0: none. */
static docent_status submit(uint32_t n, size_t size, docent_id *talk)
{
    static char bytes[1 << 18];
    docent_attachment file = { "log.txt", "text/plain", bytes, size };
    memset(bytes, 'a' + (int)(n % 26), size);
    snprintf(bytes, sizeof bytes, "%ld %u", (long)getpid(), (unsigned)n);
    dct_posting p = { .kind = DOCENT_REQUEST_TICKET, .agreed = true, .connector = "desk", .seal = "", .consent = "",
                      .attachments = &file, .attachment_count = size > 0,
                      .letter = { .kind = "ticket", .part = DCT_PART_CREATE, .conversation = "", .locale = "en", .subject = "",
                                  .body = "It blinks.", .name = "", .email = "", .phone = "", .problem = "", .queue = "",
                                  .priority = "", .product = "", .audience = "", .version = "", .article = "", .diagnostics = "",
                                  .opinion = "" } };
    return dct_outbox_put(&box, &p, talk, &err);
}

static int write_on(const char *path, const char *told, const char *mode)
{
    docent_id talk;
    open_state(path, mode);
    for (uint32_t n = 0; submit(n, n % 3 == 0 ? 5000 : 0, &talk) == DOCENT_OK; n++)
        tell(told, talk.text);
    return 0; /* The disk is gone. */
}

static int fill(const char *path, const char *told)
{
    docent_id talk;
    uint32_t refused = 0, kept = 0;
    open_state(path, "full");
    for (uint32_t n = 0; n < 100000 && refused < 20; n++) { /* The large ones first, then texts alone, until those fail, too. */
        if (submit(n, refused < 10 ? sizeof(char[1 << 18]) : 0, &talk) == DOCENT_OK) {
            tell(told, talk.text);
            kept++;
        } else {
            refused++;
            if (err.message[0] == 0)
                return fprintf(stderr, "medium: a full disk says nothing\n"), 1;
        }
    }
    printf("medium: full: %u kept, then: %s\n", (unsigned)kept, err.message);
    return kept == 0 || refused < 20;
}

static int cut(const char *mount)
{
    uint32_t how = NO_FLUSH;
    int fd = open(mount, O_RDONLY | O_DIRECTORY);
    return fd < 0 || ioctl(fd, CUT, &how) != 0;
}

static int number(sqlite3 *db, const char *sql, const char *id)
{
    sqlite3_stmt *stmt = NULL;
    int value = -1;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_bind_text(stmt, 1, id, -1, SQLITE_STATIC) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
        value = sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return value;
}

/* Every attachment that a letter names can be read to its last byte. */
static uint32_t broken_files(sqlite3 *db, const char *path)
{
    uint32_t broken = 0;
    sqlite3_stmt *stmt = NULL;
    char name[1200];
    if (sqlite3_prepare_v2(db, "SELECT sha256, bytes FROM attachment", -1, &stmt, NULL) != SQLITE_OK)
        return 1;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *hash = (const char *)sqlite3_column_text(stmt, 0);
        snprintf(name, sizeof name, "%s-files/%.2s/%s", path, hash, hash);
        FILE *f = fopen(name, "rb");
        bool whole = f != NULL && fseek(f, 0, SEEK_END) == 0 && ftell(f) == sqlite3_column_int64(stmt, 1);
        whole = whole && fseek(f, 0, SEEK_SET) == 0 && fgetc(f) != 0; /* Not a file of zeros. */
        broken += !whole;
        if (f != NULL)
            fclose(f);
    }
    sqlite3_finalize(stmt);
    return broken;
}

static int check(const char *path, const char *told)
{
    char line[64];
    uint32_t lost = 0, count = 0;
    open_state(path, "full");
    sqlite3 *db = dct_state_db(state)->handle;
    lost += number(db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok' OR ?1 IS NULL", "") != 1;
    FILE *f = fopen(told, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = 0;
        count++;
        lost += number(db, "SELECT count(*) FROM conversation WHERE id = ?1", line) != 1;
    }
    if (f != NULL)
        fclose(f);
    lost += broken_files(db, path);
    dct_outbox_close(&box);
    dct_state_close(state);
    printf("%u told, %u lost\n", (unsigned)count, (unsigned)lost);
    return lost != 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 2 ? argv[1] : "";
    if (strcmp(what, "write") == 0 && argc == 5)
        return write_on(argv[2], argv[3], argv[4]);
    if (strcmp(what, "fill") == 0 && argc == 4)
        return fill(argv[2], argv[3]);
    if (strcmp(what, "cut") == 0)
        return cut(argv[2]);
    if (strcmp(what, "check") == 0 && argc == 4)
        return check(argv[2], argv[3]);
    fprintf(stderr, "medium: see its first lines\n");
    return 2;
}
