/* The story every connector must be able to tell with a real server: a letter with 9 MB goes there once, is found again, more is
 * said, the agent answers, and all of it stays in order.
 *
 *     story KIND PUBLIC.json DEVICE.json AGENT DIR [close]        AGENT: NAME/agent.sh of tests/backends (common.sh) */
#define _POSIX_C_SOURCE 200809L

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/hash.h"
#include "support/drive.h"

#define FILE_BYTES (9u << 20)
#define PATIENCE_MS 60000u

static test_drive d;
static const char *agent, *dir;
static const char *const *uploads; /* Of the first letter: where its files went ahead. */

static void die(const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 1, 2)))
#endif
    ;

static void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "story: ");
    vfprintf(stderr, format, args);
    fprintf(stderr, "\n");
    va_end(args);
    exit(1);
}

#define must(what) \
    do { \
        if (!(what)) \
            die("%d: not true: %s (%s)", __LINE__, #what, d.task.why); \
    } while (0)

/* What the agent's script prints. */
static const char *ask_agent(const char *command, const char *first, const char *second)
{
    static char out[65536];
    char line[1024];
    snprintf(line, sizeof line, "'%s' '%s' %s '%s' '%s'", agent, dir, command, first, second);
    FILE *f = popen(line, "r");
    must(f != NULL);
    size_t n = fread(out, 1, sizeof out - 1, f);
    out[n] = 0;
    if (pclose(f) != 0)
        die("the agent failed: %s", line);
    return out;
}

static dct_verdict run(dct_op op, const dct_letter *letter, const char *remote)
{
    dct_task *t = test_drive_task(&d, op, letter, remote);
    t->uploads = op == DCT_OP_CREATE ? uploads : NULL;
    return test_drive_run(&d, t, PATIENCE_MS);
}

/* The server may hand a letter on within itself. */
static void await_count(const char *id, int wanted)
{
    int count = -1;
    for (int i = 0; i < 50 && count != wanted; i++) {
        count = atoi(ask_agent("count", id, ""));
        dct_net_step(d.net, 0);
        if (count != wanted)
            ask_agent("count", id, "");
    }
    if (count != wanted)
        die("the agent has letter %s %d times, not %d", id, count, wanted);
}

static void upload(const dct_letter *l)
{
    const char **remotes = dct_arena_array(&d.arena, l->file_count, sizeof *remotes);
    for (uint32_t i = 0; (d.c.can & DCT_CAN_UPLOAD) != 0 && i < l->file_count; i++) {
        dct_task *t = test_drive_task(&d, DCT_OP_UPLOAD, l, "");
        t->file = i;
        must(test_drive_run(&d, t, PATIENCE_MS) == DCT_DONE);
        remotes[i] = t->out_remote;
    }
    uploads = remotes;
}

/* A letter that is not there yet is said to be absent; then it goes, and is there once however often it is sent. */
static const char *create(const dct_letter *l)
{
    bool can_look = (d.c.can & DCT_CAN_LOOKUP) != 0;
    must(!can_look || run(DCT_OP_LOOKUP, l, "") == DCT_ABSENT);
    upload(l);
    must(run(DCT_OP_CREATE, l, "") == DCT_DONE);
    must(d.task.out_remote != NULL && *d.task.out_remote != 0);
    const char *remote = d.task.out_remote;
    await_count(l->id, 1);
    must(!can_look || run(DCT_OP_LOOKUP, l, "") == DCT_DONE);
    if ((d.c.can & DCT_CAN_DEDUP) != 0) {
        must(run(DCT_OP_CREATE, l, "") == DCT_DONE);
        await_count(l->id, 1);
    }
    return remote;
}

static void check_files(const dct_letter *l)
{
    const char *there = ask_agent("files", l->id, "");
    for (uint32_t i = 0; i < l->file_count; i++)
        if (strstr(there, l->files[i].sha256) == NULL)
            die("%s did not arrive as it was: %s", l->files[i].name, there);
}

static void append(const dct_letter *first, const char *remote, const char *text)
{
    dct_letter more = test_drive_more(&d, first, text);
    must(run(DCT_OP_APPEND, &more, remote) == DCT_DONE);
    await_count(more.id, 1);
    must((d.c.can & DCT_CAN_LOOKUP_MESSAGE) == 0 || run(DCT_OP_LOOKUP_MESSAGE, &more, remote) == DCT_DONE);
    must(strstr(ask_agent("text", more.id, ""), text) != NULL);
}

/* The answers, in the order they were given, without our own. */
static void await_replies(const char *remote, const char *const *texts, uint32_t count)
{
    const char *cursor = "", *seen[TEST_DRIVE_NEWS];
    uint32_t found = 0;
    for (int round = 0; round < 100 && found < count; round++) {
        d.news_count = 0;
        dct_task *t = test_drive_task(&d, DCT_OP_POLL, NULL, (d.c.can & DCT_CAN_POLL_ALL) != 0 ? "" : remote);
        t->cursor = cursor;
        must(test_drive_run(&d, t, PATIENCE_MS) == DCT_DONE);
        cursor = t->out_cursor != NULL ? t->out_cursor : cursor;
        for (uint32_t i = 0; i < d.news_count; i++) {
            bool known = d.news[i].from_us || *d.news[i].text == 0;
            for (uint32_t k = 0; k < found && !known; k++)
                known = strcmp(seen[k], d.news[i].remote_id) == 0;
            if (known)
                continue;
            must(found < count && strcmp(d.news[i].text, texts[found]) == 0);
            must(*d.news[i].author != 0);
            seen[found++] = d.news[i].remote_id;
        }
    }
    must(found == count);
}

static void close_it(const char *remote, const dct_letter *first)
{
    ask_agent("close", first->conversation, "");
    bool closed = false;
    for (int round = 0; round < 100 && !closed; round++) {
        d.news_count = 0;
        must(run(DCT_OP_POLL, NULL, remote) == DCT_DONE);
        for (uint32_t i = 0; i < d.news_count; i++)
            closed = closed || d.news[i].closed;
    }
    must(closed);
}

static char *load(const char *path)
{
    static char texts[2][8192];
    static int next;
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        die("%s: cannot be read", path);
    char *text = texts[next++ % 2];
    size_t n = fread(text, 1, sizeof texts[0] - 1, f);
    text[n] = 0;
    fclose(f);
    return text;
}

int main(int argc, char **argv)
{
    static const char *const replies[] = { "Try another cable.", "Und danach: ein Neustart. \xE2\x9C\x93" };
    if (argc < 6)
        die("KIND PUBLIC.json DEVICE.json AGENT DIR [close]");
    agent = argv[4];
    dir = argv[5];
    if (test_drive_open(&d, argv[1], load(argv[2]), load(argv[3]), NULL) != DOCENT_OK)
        die("%s", d.err.message);
    unsigned char *big = malloc(FILE_BYTES);
    for (uint32_t i = 0, x = 1; big != NULL && i < FILE_BYTES; i++, x = x * 1664525u + 1013904223u)
        big[i] = (unsigned char)(x >> 24);
    must(big != NULL);
    dct_letter_file files[] = { test_drive_file(&d, "log \xC3\xA4\xE2\x82\xAC.bin", "application/octet-stream", big, FILE_BYTES),
                                test_drive_file(&d, "note.txt", "text/plain", "It blinks.\n", 11) };
    dct_letter first = test_drive_letter(&d, "ticket", "Printer says 0x61 \xE2\x80\x93 \xC3\xBC", "It blinks since Monday.\n.\nFrom here on.");
    first.name = "Val Visitor";
    first.email = "val@example.test";
    first.files = files;
    first.file_count = 2;
    const char *remote = create(&first);
    check_files(&first);
    append(&first, remote, "One more thing: it smells.");
    ask_agent("reply", first.conversation, replies[0]);
    await_replies(remote, replies, 1);
    append(&first, remote, "That helped a little.");
    ask_agent("reply", first.conversation, replies[1]);
    await_replies(remote, replies, 2);
    if (argc > 6 && strcmp(argv[6], "close") == 0)
        close_it(remote, &first);
    test_drive_close(&d);
    free(big);
    printf("story: %s: told\n", argv[1]);
    return 0;
}
