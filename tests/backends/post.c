/* A device with one connector, for tests that break things around it: what it is told is on its disk, and it may be killed at any
 * moment and started again.
 *
 *     post bundle BUNDLE                             makes a small bundle
 *     post BUNDLE STATE DEVICE submit TEXT [FILE]    a ticket; prints its conversation
 *     post BUNDLE STATE DEVICE say CONVERSATION TEXT
 *     post BUNDLE STATE DEVICE run SECONDS [REPLIES] steps until every message of ours has arrived and so many answers came
 *     post BUNDLE STATE DEVICE show                  a line for each message: ours|theirs STATE ID TEXT */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <docent/contact.h>

#include "support/bundle.h"

static docent *h;

static int fail(const char *what)
{
    fprintf(stderr, "post: %s: %s\n", what, docent_last_error(h)->message);
    return 1;
}

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int submit(const char *text, const char *path)
{
    static char data[10u << 20];
    docent_ticket t = DOCENT_TICKET_INIT;
    docent_attachment file = { "attachment.bin", "application/octet-stream", data, 0 };
    docent_id id;
    FILE *f = path != NULL ? fopen(path, "rb") : NULL;
    if (f != NULL) {
        file.size = fread(data, 1, sizeof data, f);
        fclose(f);
        t.attachments = &file;
        t.attachment_count = 1;
    }
    t.subject = "It blinks";
    t.body = text;
    t.name = "Val Visitor";
    t.email = "val@example.test";
    t.consent = true;
    if (docent_ticket_submit(h, &t, &id) != DOCENT_OK)
        return fail("submit");
    printf("%s\n", id.text);
    return 0;
}

static int say(const char *conversation, const char *text)
{
    docent_id id;
    snprintf(id.text, sizeof id.text, "%s", conversation);
    return docent_chat_post(h, &id, text, NULL, 0, NULL) == DOCENT_OK ? 0 : fail("say");
}

/* Of all conversations: how many of our messages are not at the server yet, and how many answers are here. */
static int count(uint32_t *waiting, uint32_t *answers, bool print)
{
    docent_conversations *talks;
    *waiting = *answers = 0;
    if (docent_conversations_open(h, (int64_t)time(NULL), &talks) != DOCENT_OK)
        return fail("conversations");
    for (uint32_t i = 0; i < docent_conversations_count(talks); i++) {
        docent_messages *list;
        const docent_conversation *c = docent_conversations_at(talks, i);
        if (print)
            printf("conversation %d %s %s\n", (int)c->state, c->id.text, c->why);
        if (docent_messages_open(h, &c->id, &list) != DOCENT_OK)
            return fail("messages");
        for (uint32_t k = 0; k < docent_messages_count(list); k++) {
            const docent_message *m = docent_messages_at(list, k);
            if (print)
                printf("%s %d %s %s\n", m->mine ? "ours" : "theirs", (int)m->state, m->id.text, m->text);
            *waiting += m->mine && m->state != DOCENT_REQUEST_RECEIVED;
            *answers += !m->mine;
        }
        docent_messages_close(list);
    }
    docent_conversations_close(talks);
    return 0;
}

static int run(double seconds, uint32_t replies)
{
    double end = now_s() + seconds;
    uint32_t waiting = 1, answers = 0, next_ms;
    while (now_s() < end && (waiting > 0 || answers < replies)) {
        if (docent_step(h, 100, &next_ms) != DOCENT_OK)
            return fail("step");
        if (next_ms > 0) {
            struct timespec t = { 0, 20000000 };
            nanosleep(&t, NULL);
        }
        if (count(&waiting, &answers, false) != 0)
            return 1;
    }
    if (waiting == 0 && answers >= replies)
        return 0;
    fprintf(stderr, "post: after %.0f s %u messages wait, %u answers came\n", seconds, waiting, answers);
    return 3;
}

int main(int argc, char **argv)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    uint32_t waiting, answers;
    int status = 2;
    if (argc == 3 && strcmp(argv[1], "bundle") == 0) {
        test_bundle_sample(argv[2]);
        return 0;
    }
    if (argc < 5)
        return 2;
    config.bundle_path = argv[1];
    config.state_path = argv[2];
    config.device_path = argv[3];
    if (docent_open(&config, &h, &err) != DOCENT_OK) {
        fprintf(stderr, "post: %s\n", err.message);
        return 1;
    }
    if (strcmp(argv[4], "submit") == 0 && argc > 5)
        status = submit(argv[5], argc > 6 ? argv[6] : NULL);
    else if (strcmp(argv[4], "say") == 0 && argc > 6)
        status = say(argv[5], argv[6]);
    else if (strcmp(argv[4], "run") == 0 && argc > 5)
        status = run(strtod(argv[5], NULL), argc > 6 ? (uint32_t)strtoul(argv[6], NULL, 10) : 0);
    else if (strcmp(argv[4], "show") == 0)
        status = count(&waiting, &answers, true);
    docent_close(h);
    return status;
}
