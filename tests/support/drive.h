/* One connector, driven by hand: opened from two JSON texts over a real dct_net, one task at a time to its verdict.
 *
 *     test_drive d;
 *     assert_int_equal(test_drive_open(&d, "webhook", "{\"url\": ...}", "{\"secret\": ...}", NULL), DOCENT_OK);
 *     dct_letter_file log = test_drive_file(&d, "log.txt", "text/plain", data, size);
 *     dct_letter l = test_drive_letter(&d, "ticket", "It blinks", "Since Monday.");
 *     l.files = &log, l.file_count = 1;
 *     dct_task *t = test_drive_task(&d, DCT_OP_CREATE, &l, "");
 *     assert_int_equal(test_drive_run(&d, t, 10000), DCT_DONE);       t->out_remote, t->out_ref ...
 *     test_drive_close(&d);
 *
 * What a task found is kept in `news`, in order. Texts that a task gave live until the drive is closed. */
#ifndef TEST_DRIVE_H
#define TEST_DRIVE_H

#include "contact/connector.h"
#include "net/clock.h"

#define TEST_DRIVE_FILES 8
#define TEST_DRIVE_NEWS 64

typedef struct test_drive_file_bytes { char sha256[65]; const void *data; size_t size; } test_drive_file_bytes;

typedef struct test_drive {
    docent_alloc  alloc;
    docent_clock  clock;
    dct_net      *net;
    dct_connector c;
    dct_arena     arena;
    json_t       *public_part, *device_part;
    dct_task      task;
    dct_buf       frozen;
    docent_error  err;
    const char   *identity, *credential; /* Given to each task; "" at first. */
    dct_news      news[TEST_DRIVE_NEWS];
    uint32_t      news_count, seq;
    test_drive_file_bytes files[TEST_DRIVE_FILES];
    uint32_t      file_count;
} test_drive;

/* device_json may be NULL. transport NULL: libcurl. After a failure only d->err may be read. */
docent_status test_drive_open(test_drive *d, const char *kind, const char *public_json, const char *device_json,
                              const docent_transport *transport);
/* The same with an allocator of the test's. */
docent_status test_drive_open_with(test_drive *d, const docent_alloc *alloc, const char *kind, const char *public_json,
                                   const char *device_json, const docent_transport *transport);
void test_drive_close(test_drive *d);

/* Borrows data. */
dct_letter_file test_drive_file(test_drive *d, const char *name, const char *type, const void *data, size_t size);
/* A letter with ids of its own that begins a conversation. */
dct_letter test_drive_letter(test_drive *d, const char *kind, const char *subject, const char *body);
/* One more in the conversation of `first`. */
dct_letter test_drive_more(test_drive *d, const dct_letter *first, const char *body);
/* A UUID version 7, in the drive's arena. */
const char *test_drive_uuid(test_drive *d);

/* Fills d->task; the letter (NULL for POLL and the like) is frozen as JSON. The one before must have ended. */
dct_task *test_drive_task(test_drive *d, dct_op op, const dct_letter *letter, const char *remote);
/* Begins and steps it until it has a verdict, then cancels it as the courier does. DCT_PENDING: not within that time. */
dct_verdict test_drive_run(test_drive *d, dct_task *t, uint32_t within_ms);
/* Polls until `count` news are there in all. */
bool test_drive_await(test_drive *d, const char *remote, uint32_t count, uint32_t within_ms);

#endif
