/* What RT does and does not say, and what we make of it:
 *
 *     a device without the right to fill our field     the ticket is made all the same; we say which right, and find it again
 *     an empty file                                    RT would refuse the whole request
 *     a comment, an answer with markup, a file          agents' words stay theirs; markup becomes text; the file comes along
 *     a ticket closed, opened again, merged             the conversation goes on in the other one
 *     a wrong queue, a wrong token                      held with RT's words; blocked
 *
 *     rt_traps PUBLIC.json DEVICE.json BARE.json AGENT DIR */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/drive.h"

#define PATIENCE_MS 60000u

static test_drive d;
static const char *agent, *dir, *public_json;

#define must(what) \
    do { \
        if (!(what)) { \
            fprintf(stderr, "rt_traps: %d: not true: %s (%s)\n", __LINE__, #what, d.task.why); \
            exit(1); \
        } \
    } while (0)

static void ask_agent(const char *command, const char *first, const char *second)
{
    char line[1024];
    snprintf(line, sizeof line, "'%s' '%s' %s '%s' '%s'", agent, dir, command, first, second);
    must(system(line) == 0);
}

static dct_verdict run(dct_op op, const dct_letter *letter, const char *remote)
{
    return test_drive_run(&d, test_drive_task(&d, op, letter, remote), PATIENCE_MS);
}

/* Polls once; cursor NULL: from the start. */
static const char *poll(const char *remote, const char *cursor)
{
    d.news_count = 0;
    dct_task *t = test_drive_task(&d, DCT_OP_POLL, NULL, remote);
    t->cursor = cursor != NULL ? cursor : "";
    must(test_drive_run(&d, t, PATIENCE_MS) == DCT_DONE);
    return t->out_cursor != NULL ? t->out_cursor : cursor;
}

static void open_as(const char *device_json)
{
    must(test_drive_open(&d, "rt", public_json, device_json, NULL) == DOCENT_OK);
}

static void the_field_takes_nothing(const char *bare_json)
{
    open_as(bare_json);
    dct_letter l = test_drive_letter(&d, "ticket", "No right", "It blinks.");
    l.reference = "BARE-0001";
    must(run(DCT_OP_LOOKUP, &l, "") == DCT_ABSENT);
    must(run(DCT_OP_CREATE, &l, "") == DCT_DONE);
    const char *remote = d.task.out_remote;
    must(remote != NULL);
    must(run(DCT_OP_LOOKUP, &l, "") == DCT_DONE && strcmp(d.task.out_remote, remote) == 0);
    must(strstr(d.task.why, "SetInitialCustomField") != NULL);
    dct_letter other = test_drive_letter(&d, "ticket", "No right", "It blinks.");
    other.reference = "BARE-0002";
    must(run(DCT_OP_LOOKUP, &other, "") == DCT_ABSENT);
    test_drive_close(&d);
}

static const char *an_empty_file(dct_letter *l)
{
    dct_letter_file files[] = { test_drive_file(&d, "empty.txt", "text/plain", "", 0),
                                test_drive_file(&d, "a \"quoted\" name.txt", "no type", "x", 1) };
    *l = test_drive_letter(&d, "ticket", "", "It blinks.");
    l->files = files;
    l->file_count = 2;
    must(run(DCT_OP_CREATE, l, "") == DCT_DONE);
    must(d.task.why[0] == 0);
    l->files = NULL;
    l->file_count = 0;
    return d.task.out_remote;
}

static const char *what_agents_say(const dct_letter *l, const char *remote)
{
    ask_agent("comment", l->conversation, "Third one this week.");
    ask_agent("html", l->conversation, "<p>Try <b>another</b> cable &amp; wait.</p><blockquote>It blinks.</blockquote>");
    ask_agent("attach", l->conversation, "the manual");
    const char *cursor = poll(remote, NULL);
    must(d.news_count == 3);
    must(strcmp(d.news[0].text, "Try another cable & wait.") == 0 && strcmp(d.news[0].author, "Ada Agent") == 0);
    must(d.news[1].file_count == 1 && strcmp(d.news[1].files[0].name, "manual.txt") == 0 && d.news[1].file_data[0] != NULL);
    must(d.news[1].files[0].bytes == 10 && memcmp(d.news[1].file_data[0], "the manual", 10) == 0);
    must(*d.news[2].remote_id == 0 && d.news[2].reopened);
    const char *same = poll(remote, cursor); /* Nothing new. */
    must(d.news_count == 0 && strcmp(same, cursor) == 0);
    return cursor;
}

static void its_states(const dct_letter *l, const char *remote, const char *cursor)
{
    cursor = poll(remote, cursor);
    ask_agent("close", l->conversation, "");
    cursor = poll(remote, cursor);
    must(d.news_count == 1 && d.news[0].closed);
    ask_agent("reopen", l->conversation, "");
    cursor = poll(remote, cursor);
    must(d.news_count == 1 && d.news[0].reopened);
    dct_letter end = test_drive_more(&d, l, "");
    end.part = DCT_PART_CLOSE;
    must(run(DCT_OP_CLOSE, &end, remote) == DCT_DONE);
    poll(remote, cursor);
    must(d.news_count == 1 && d.news[0].closed);
}

static void merged(const dct_letter *into)
{
    dct_letter l = test_drive_letter(&d, "ticket", "The same", "It blinks, too.");
    must(run(DCT_OP_CREATE, &l, "") == DCT_DONE);
    const char *remote = d.task.out_remote, *cursor = poll(remote, NULL);
    ask_agent("merge", l.conversation, into->conversation);
    ask_agent("reply", into->conversation, "To both of you.");
    poll(remote, cursor);
    must(d.news_count == 2 && strcmp(d.news[0].text, "To both of you.") == 0); /* Not what was said there before. */
    dct_letter more = test_drive_more(&d, &l, "Thank you.");
    must(run(DCT_OP_LOOKUP_MESSAGE, &more, remote) == DCT_ABSENT);
    must(run(DCT_OP_APPEND, &more, remote) == DCT_DONE);
    must(run(DCT_OP_LOOKUP_MESSAGE, &more, remote) == DCT_DONE);
}

static void refused(void)
{
    dct_letter l = test_drive_letter(&d, "ticket", "Nowhere", "It blinks.");
    l.queue = "No such queue";
    must(run(DCT_OP_CREATE, &l, "") == DCT_REFUSED && strstr(d.task.why, "No such queue") != NULL);
    must(run(DCT_OP_PROBE, NULL, "") == DCT_DONE);
    test_drive_close(&d);
    open_as("{\"token\":\"1-2-0123456789abcdef0123456789abcdef\"}");
    l = test_drive_letter(&d, "ticket", "Who", "It blinks.");
    must(run(DCT_OP_CREATE, &l, "") == DCT_AUTH);
    test_drive_close(&d);
}

static char *load(const char *path)
{
    static char texts[3][8192];
    static int next;
    FILE *f = fopen(path, "rb");
    must(f != NULL);
    char *text = texts[next++ % 3];
    size_t n = fread(text, 1, sizeof texts[0] - 1, f);
    text[n] = 0;
    fclose(f);
    return text;
}

int main(int argc, char **argv)
{
    dct_letter l;
    must(argc == 6);
    agent = argv[4];
    dir = argv[5];
    public_json = load(argv[1]);
    the_field_takes_nothing(load(argv[3]));
    open_as(load(argv[2]));
    const char *remote = an_empty_file(&l), *cursor = what_agents_say(&l, remote);
    merged(&l);
    its_states(&l, remote, cursor);
    refused();
    printf("rt_traps: none of them\n");
    return 0;
}
