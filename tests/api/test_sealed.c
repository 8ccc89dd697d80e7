/* A device that seals what it stores keeps no word of it: not in its files, and not in the memory of the process once the call
 * has returned. The marker is made up while the test runs and looked for through a mask, so that only what the library kept
 * can be found. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <docent/contact.h>

#include "crypto/seal.h"
#include "support/bundle.h"

enum { MARK = 16, MASK = 0x5A };

static unsigned char masked[MARK]; /* The marker, unreadable. */

/* Any 16 letters; `out` is the only place where they stand as they are. */
static void write_marker(char *out)
{
    for (int i = 0; i < MARK; i++)
        out[i] = (char)(masked[i] ^ MASK);
}

static bool is_marker(const unsigned char *p)
{
    for (int i = 0; i < MARK; i++)
        if ((p[i] ^ MASK) != masked[i])
            return false;
    return true;
}

static void wipe(void *data, size_t size)
{
    for (volatile unsigned char *p = data; size-- > 0; p++)
        *p = 0;
}

/* How often it stands in memory that this process may write; -1 where that cannot be read. */
static int in_memory(void)
{
    static unsigned char block[1 << 16];
    char line[600];
    int found = 0, mem = open("/proc/self/mem", O_RDONLY);
    FILE *maps = fopen("/proc/self/maps", "r");
    if (mem < 0 || maps == NULL)
        return -1;
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long from, to;
        char mode[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, mode) != 3 || strncmp(mode, "rw", 2) != 0 || strstr(line, "[v") != NULL)
            continue;
        if (to - from > 1ul << 30) /* Of a sanitizer: what it knows of the memory, not what is in it. */
            continue;
        for (unsigned long at = from; at < to; at += sizeof block - MARK) {
            size_t want = to - at < sizeof block ? to - at : sizeof block;
            ssize_t got = pread(mem, block, want, (off_t)at);
            for (ssize_t i = 0; i + MARK <= got; i++)
                found += is_marker(block + i) && (at + (unsigned long)i < (unsigned long)(uintptr_t)block ||
                                                  at + (unsigned long)i >= (unsigned long)(uintptr_t)block + sizeof block);
            wipe(block, sizeof block);
            if (got <= 0)
                break;
        }
    }
    fclose(maps);
    close(mem);
    return found;
}

/* In any file whose name begins with the state's. */
static int in_files(const char *state)
{
    static char command[4000];
    int found = 0;
    static unsigned char data[1 << 22];
    snprintf(command, sizeof command, "cat '%s'* '%s-files'/* '%s-files'/*/* 2>/dev/null", state, state, state);
    FILE *all = popen(command, "r");
    size_t size = fread(data, 1, sizeof data, all);
    pclose(all);
    assert_true(size > 8192 && size < sizeof data);
    for (size_t i = 0; i + MARK <= size; i++)
        found += is_marker(data + i);
    wipe(data, sizeof data);
    return found;
}

static void remove_all(const char *state)
{
    char command[2400];
    snprintf(command, sizeof command, "rm -rf '%s' '%s'-*", state, state);
    assert_int_equal(system(command), 0);
}

static void make_bundle(const char *path, const char *public_key)
{
    char sql[400];
    test_bundle *b = test_bundle_sample_open(path);
    snprintf(sql, sizeof sql, "INSERT OR REPLACE INTO contact VALUES('desk', '', '{\"seal\":\"%s\"}')", public_key);
    test_bundle_run(b, sql);
    test_bundle_finish(b);
}

/* Body, name, a field, the story, diagnostics and two attachments, each with the marker in it. */
static void submit(docent *h, size_t body_size)
{
    char *body = calloc(1, body_size), small[400] = "", file[600] = "file: ";
    docent_field field = { "serial", small };
    docent_story story = { "search", small, "" };
    docent_attachment attached[2] = { { small, "text/plain", file, sizeof file }, { "b.txt", "text/plain", file, sizeof file } };
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_id id;
    assert_non_null(body);
    memset(body, 'b', body_size - 1);
    write_marker(body + body_size / 2);
    write_marker(body + 3);
    write_marker(small);
    write_marker(file + 20);
    t.body = body;
    t.name = t.diagnostics = t.idempotency = small;
    t.fields = &field;
    t.field_count = 1;
    t.story = &story;
    t.story_count = 1;
    t.attachments = attached;
    t.attachment_count = 2;
    docent_status status = docent_ticket_submit(h, &t, &id);
    wipe(body, body_size);
    free(body);
    wipe(small, sizeof small);
    wipe(file, sizeof file);
    if (status != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
}

static void test_nothing_stays(void **state)
{
    (void)state;
    char secret[65], public_key[65], path[1024], bundle[1024];
    docent_config config = DOCENT_CONFIG_INIT;
    docent *h;
    snprintf(bundle, sizeof bundle, "%s", test_path("sealed.docent"));
    snprintf(path, sizeof path, "%s", test_path("sealed.db"));
    remove_all(path);
    assert_true(dct_seal_keys(secret, public_key));
    for (int i = 0; i < MARK; i++)
        masked[i] = (unsigned char)('a' + (secret[i] * 7 + secret[i + 20] + i) % 26) ^ MASK;
    make_bundle(bundle, public_key);
    config.bundle_path = bundle;
    config.state_path = path;
    assert_int_equal(docent_open(&config, &h, NULL), DOCENT_OK);
    submit(h, 400);
    submit(h, 60000); /* Buffers grow on the way. */
    assert_int_equal(in_files(path), 0);
    int found = in_memory();
    docent_close(h);
    remove_all(path);
    remove(bundle);
    if (found < 0)
        skip();
    assert_int_equal(found, 0);
}

/* The looking itself finds what is there. */
static void test_the_looking(void **state)
{
    (void)state;
    for (int i = 0; i < MARK; i++)
        masked[i] = (unsigned char)('a' + i) ^ MASK;
    char *kept = calloc(1, 100);
    assert_non_null(kept);
    if (in_memory() < 0)
        skip();
    int before = in_memory();
    write_marker(kept + 50);
    assert_int_equal(in_memory(), before + 1);
    wipe(kept, 100);
    free(kept);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_the_looking), cmocka_unit_test(test_nothing_stays) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
