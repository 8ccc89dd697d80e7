/* An open chat page: begins a conversation, watches it, and prints what is told without a poll.
 *
 *     live KIND PUBLIC.json DEVICE.json COUNT        "conversation ID", "here" when somebody is in the room, "said TEXT"
 *
 * Ends after COUNT answers, or with 1 when they do not come within a minute. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/drive.h"

#define PATIENCE_MS 60000u

static test_drive d;
static char seen[TEST_DRIVE_NEWS][200];
static uint32_t answers;

static void hear(void *ctx, const dct_news *news)
{
    (void)ctx;
    if (news->from_us || *news->text == 0 || answers == TEST_DRIVE_NEWS)
        return;
    for (uint32_t i = 0; i < answers; i++)
        if (strcmp(seen[i], news->remote_id) == 0)
            return; /* Live, and again out of the archive. */
    snprintf(seen[answers++], sizeof seen[0], "%s", news->remote_id);
    printf("said %s\n", news->text);
}

static const char *load(const char *path, char *text, size_t room)
{
    FILE *f = fopen(path, "rb");
    size_t n = f != NULL ? fread(text, 1, room - 1, f) : 0;
    text[n] = 0;
    if (f != NULL)
        fclose(f);
    return text;
}

int main(int argc, char **argv)
{
    static char public_json[8192], device_json[8192];
    char remote[400];
    bool here = false;
    if (argc < 5)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (test_drive_open(&d, argv[1], load(argv[2], public_json, sizeof public_json),
                        load(argv[3], device_json, sizeof device_json), NULL) != DOCENT_OK)
        return fprintf(stderr, "live: %s\n", d.err.message), 1;
    d.c.news = hear;
    dct_letter first = test_drive_letter(&d, "chat", "Live", "Is somebody there?");
    dct_task *t = test_drive_task(&d, DCT_OP_CREATE, &first, "");
    if (test_drive_run(&d, t, PATIENCE_MS) != DCT_DONE)
        return fprintf(stderr, "live: %s\n", t->why), 1;
    snprintf(remote, sizeof remote, "%s", t->out_remote);
    printf("conversation %s\n", first.conversation);
    d.c.kind->watch(&d.c, remote, true);
    uint64_t end_ms = d.clock.monotonic_ms(d.clock.ctx) + PATIENCE_MS;
    uint32_t wanted = (uint32_t)strtoul(argv[4], NULL, 10);
    while (answers < wanted && d.clock.monotonic_ms(d.clock.ctx) < end_ms) {
        docent_chat_state state;
        dct_net_step(d.net, 20);
        d.c.kind->tick(&d.c, 0);
        d.c.kind->look(&d.c, remote, &state);
        if (state.agent && !here)
            printf("here\n");
        here = here || state.agent;
    }
    test_drive_close(&d);
    return answers < wanted;
}
