/* docent publish: a bundle, or what is set from afar, into the static tree that devices ask. */
#include "commands.h"

#include "../src/base/limits.h"
#include "../src/pack/publish.h"
#include "../src/pack/remote_file.h"
#include "../src/sync/metadata.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct words {
    const char *bundle, *out, *keys, *channel, *rollout, *not_before, *min_client, *now, *config;
    bool        refresh, again, no_config;
} words;

static bool read_time(const char *option, const char *text, int64_t *out)
{
    if (text == NULL || dct_metadata_time(text, out))
        return true;
    command_usage("publish", "%s: \"%s\" is no time like 2026-11-20T08:00:00Z", option, text);
    return false;
}

static bool read_version(const char *text, uint32_t *out)
{
    unsigned major = 0, minor = 0, patch = 0;
    char end;
    *out = 0;
    if (text == NULL)
        return true;
    if (sscanf(text, "%u.%u.%u%c", &major, &minor, &patch, &end) != 3 || major > 1000 || minor > 999 || patch > 999) {
        command_usage("publish", "--min-client: \"%s\" is no version like 0.1.0", text);
        return false;
    }
    *out = major * 1000000 + minor * 1000 + patch;
    return true;
}

static bool is_channel(const char *text)
{
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (size > 0 && size <= 40 && text[size] == 0)
        return true;
    command_usage("publish", "--channel: \"%s\": small letters, digits and -", text);
    return false;
}

static int parse(int argc, char **argv, words *w)
{
    const char *rest[1] = { NULL };
    const command_option options[] = { { "-o", &w->out, NULL },           { "--keys", &w->keys, NULL },
                                       { "--channel", &w->channel, NULL }, { "--rollout", &w->rollout, NULL },
                                       { "--not-before", &w->not_before, NULL }, { "--min-client", &w->min_client, NULL },
                                       { "--now", &w->now, NULL },         { "--refresh", NULL, &w->refresh },
                                       { "--again", NULL, &w->again },
                                       { "--config", &w->config, NULL },   { "--no-config", NULL, &w->no_config } };
    int count = command_parse(argc, argv, options, sizeof options / sizeof *options, rest, 1);
    if (count < 0)
        return 2;
    w->bundle = rest[0];
    if (w->out == NULL || w->keys == NULL)
        return command_usage("publish", w->out == NULL ? "which tree? Name its folder with -o DIR"
                             : "whose keys? Name them with --keys DIR");
    bool settings = w->config != NULL || w->no_config;
    if (w->config != NULL && w->no_config)
        return command_usage("publish", "--config or --no-config, not both");
    bool terms = w->rollout != NULL || w->not_before != NULL || w->min_client != NULL || w->again;
    if (w->refresh ? w->bundle != NULL || settings || terms || w->channel != NULL : w->bundle == NULL && !settings)
        return command_usage("publish", w->refresh ? "--refresh goes alone" : "which bundle?");
    if (w->bundle == NULL && terms)
        return command_usage("publish", "%s is about a release: name its bundle",
                             w->rollout != NULL ? "--rollout" : w->not_before != NULL ? "--not-before"
                             : w->again ? "--again" : "--min-client");
    if (w->channel == NULL)
        w->channel = "stable";
    return 0;
}

static void say(const words *w, const dct_publish_result *result)
{
    if (w->refresh)
        printf("%s: signed anew\n", w->out);
    if (w->config != NULL || w->no_config)
        printf("%s: settings of %s %s\n", w->out, w->channel, w->no_config ? "withdrawn" : "published");
    if (w->bundle == NULL)
        return;
    printf("%s: release %" PRId64, w->out, result->release);
    if (result->unchanged) {
        printf(", the same content: roll-out and dates are new\n");
        return;
    }
    printf(", %" PRIu64 " bytes, full %" PRIu64 ", ", result->bundle_bytes, result->full_bytes);
    command_count(result->delta_count, "delta", "");
    if (result->newest_delta_bytes > 0)
        printf(", from the last release %" PRIu64, result->newest_delta_bytes);
    printf("\n");
}

/* The first root comes after the bundle was read: a slip in its name makes no tree. */
static docent_status make(dct_repository *r, const words *w, const dct_keyring *ring, const dct_publish_job *job,
                          const dct_buf *settings, dct_publish_result *result, docent_error *err)
{
    docent_status status = w->bundle != NULL ? dct_publish_release(r, job, result, err) : DOCENT_OK;
    if (status == DOCENT_OK && r->root == NULL && w->bundle != NULL)
        status = dct_repository_begin(r, ring, err);
    if (status == DOCENT_OK && w->config != NULL)
        status = dct_publish_config(r, w->channel, settings->data, settings->size, err);
    if (status == DOCENT_OK && w->no_config)
        status = dct_publish_no_config(r, w->channel, err);
    return status;
}

static docent_status work_on(dct_repository *r, const words *w, const dct_publish_job *job, const dct_buf *settings,
                             dct_publish_result *result, docent_error *err)
{
    dct_keyring ring;
    docent_status status = dct_keyring_read(r->alloc, w->keys, &ring, err);
    if (status == DOCENT_OK && w->now == NULL)
        status = dct_publish_own_clock(r, err);
    if (status != DOCENT_OK) {
        dct_keyring_wipe(&ring);
        return status;
    }
    if (w->refresh) {
        status = dct_publish_refresh(r, &ring, err);
    } else {
        status = make(r, w, &ring, job, settings, result, err);
        if (status == DOCENT_OK)
            status = dct_repository_commit(r, &ring, true, err);
    }
    dct_keyring_wipe(&ring);
    return status;
}

/* Everything that is wrong with it, before anything is changed. */
static docent_status read_settings(const words *w, dct_buf *out, docent_error *err)
{
    dct_diag diag;
    if (w->config == NULL)
        return DOCENT_OK;
    dct_diag_init(&diag, &dct_alloc_default);
    docent_status status = dct_remote_file_read(&dct_alloc_default, w->config, out, &diag, err);
    dct_diag_print(&diag, stderr, true);
    dct_diag_close(&diag);
    return status;
}

int cmd_publish(int argc, char **argv)
{
    words w = { .refresh = false };
    int64_t now_s = (int64_t)time(NULL);
    long rollout = 100;
    docent_error err;
    dct_repository r;
    dct_publish_result result = { .release = 0 };
    int code = parse(argc, argv, &w);
    if (code != 0)
        return code;
    dct_publish_job job = { .bundle = w.bundle, .channel = w.channel, .again = w.again };
    if (!is_channel(w.channel) || !read_time("--now", w.now, &now_s) || !read_time("--not-before", w.not_before, &job.not_before) ||
        !read_version(w.min_client, &job.min_client) ||
        (w.rollout != NULL && !command_number("publish", "--rollout", w.rollout, 0, 100, &rollout)))
        return 2;
    job.rollout = (uint32_t)rollout;
    dct_buf settings;
    dct_buf_init(&settings, &dct_alloc_default, DCT_MAX_PACK_BYTES);
    docent_status status = read_settings(&w, &settings, &err);
    if (status == DOCENT_OK)
        status = dct_repository_open(&r, &dct_alloc_default, w.out, now_s, &err);
    if (status == DOCENT_OK) {
        status = work_on(&r, &w, &job, &settings, &result, &err);
        dct_repository_close(&r);
    }
    dct_buf_close(&settings);
    if (status != DOCENT_OK)
        return command_fail("%s", err.message);
    say(&w, &result);
    return 0;
}
