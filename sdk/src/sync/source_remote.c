/* What is set from afar, within a cycle: looked up in the signed lists that were just refreshed, fetched when it is another,
 * read, and only then put in the place of what is here.
 *
 *     METADATA --> REMOTE: listed? --no, and that is certain--> what is here goes away --+
 *                    |  the same as here, or refused before ------------------------------+--> RELEASE
 *                    +--> incoming/config.json --> it can be read? --> config.json -------+
 *
 * Nothing that happens here ends the cycle: settings that are wrong, too new or gone may not keep help from being corrected. */
#include "source_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "remote.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NAME "config.json"

/* ---- what is here ---- */

static void take(dct_source *s, json_t *settings)
{
    json_decref(s->settings);
    s->settings = settings;
    s->settings_set++;
    s->changes++;
}

/* A new reference in *out, or why there is none. */
static dct_reason parse_file(dct_source *s, dct_folder *folder, json_t **out, docent_error *err)
{
    dct_buf bytes;
    dct_buf_init(&bytes, s->alloc, DCT_MAX_REMOTE_BYTES);
    docent_status status = dct_folder_read(folder, NAME, &bytes, err);
    dct_reason reason = status != DOCENT_OK ? dct_why_disk(err) : dct_remote_parse(out, bytes.data, bytes.size, err);
    dct_buf_close(&bytes);
    return reason;
}

/* Where it cannot be read, the next look fetches it. */
void dct_source_open_remote(dct_source *s)
{
    docent_error err;
    json_t *settings = NULL;
    if (parse_file(s, s->generations.folder, &settings, &err) == DCT_REASON_NONE)
        take(s, settings);
}

/* Nothing is wrong with what is set now; what was refused before it would be looked at again. */
static void settled(dct_source *s)
{
    dct_error_clear(&s->settings_err);
    *s->settings_refused = 0;
}

/* The file first: after a cut the settings are there or not, never half believed. */
static void withdraw(dct_source *s)
{
    settled(s);
    if (dct_folder_remove(s->generations.folder, NAME, &s->settings_err) == DOCENT_OK && s->settings != NULL)
        take(s, NULL);
}

/* ---- one that is new ---- */

static bool is_refused(const dct_source *s, const dct_target *t)
{
    const char *hash = dct_json_text(t->hashes, "sha256");
    return *hash != 0 && strcmp(hash, s->settings_refused) == 0;
}

/* Fetched once, read once: what nobody can read is not fetched again before the next start. */
static void refuse(dct_source *s, dct_reason reason, const char *hash)
{
    if (reason == DCT_REASON_TAMPER || reason == DCT_REASON_INCOMPATIBLE)
        snprintf(s->settings_refused, sizeof s->settings_refused, "%.64s", hash);
    dct_folder_remove(s->generations.incoming, NAME, NULL);
    s->changes++;
}

/* What is not on the disk does not count: the next start would not know it. */
static void put_in_place(dct_source *s, const char *hash)
{
    json_t *settings = NULL;
    settled(s);
    dct_reason reason = parse_file(s, s->generations.incoming, &settings, &s->settings_err);
    if (reason != DCT_REASON_NONE)
        refuse(s, reason, hash);
    else if (dct_folder_move(s->generations.incoming, NAME, s->generations.folder, NAME, &s->settings_err) == DOCENT_OK &&
             !json_equal(settings, s->settings))
        take(s, json_incref(settings));
    json_decref(settings);
}

static void fetch(dct_source *s, const dct_target *t)
{
    dct_download_config config = dct_source_download(s, t, NAME ".part", NAME);
    if (t->length <= 0 || t->length > (int64_t)DCT_MAX_REMOTE_BYTES)
        dct_why(&s->settings_err, DCT_REASON_TAMPER, NAME ": of %" PRId64 " bytes; at most %u", t->length, DCT_MAX_REMOTE_BYTES);
    else if (!dct_source_may_fetch(s, (uint64_t)t->length))
        s->settings_err = s->err;
    else
        dct_download_open(&config, &s->download, &s->settings_err);
}

/* ---- moves ---- */

static void found(dct_source *s)
{
    const dct_target *t = dct_updater_target(s->updater);
    if (t != NULL && dct_download_is_there(s->generations.folder, NAME, (uint64_t)t->length, t->hashes))
        settled(s);
    else if (t != NULL && !is_refused(s, t))
        fetch(s, t);
    else if (t == NULL && dct_updater_absent(s->updater))
        withdraw(s);
}

static void fetched(dct_source *s, dct_download_state state)
{
    char hash[DCT_HEX_SHA256];
    const dct_target *t = dct_updater_target(s->updater);
    snprintf(hash, sizeof hash, "%.64s", t != NULL ? dct_json_text(t->hashes, "sha256") : "");
    if (state == DCT_DOWNLOAD_FAILED)
        s->settings_err = *dct_download_error(s->download);
    dct_source_drop_download(s);
    if (state == DCT_DOWNLOAD_DONE)
        put_in_place(s, hash);
}

void dct_source_find_remote(dct_source *s)
{
    char path[DCT_MAX_ID_BYTES + 16];
    snprintf(path, sizeof path, "%.*s/" NAME, (int)DCT_MAX_ID_BYTES, s->config.channel);
    dct_updater_find(s->updater, path);
    dct_source_enter(s, DCT_SOURCE_REMOTE);
}

bool dct_source_move_remote(dct_source *s, uint32_t budget_ms)
{
    if (s->download != NULL) {
        dct_download_state state;
        bool more = dct_source_move_download(s, budget_ms, &state);
        if (state == DCT_DOWNLOAD_BUSY)
            return more;
        fetched(s, state);
    } else {
        dct_updater_state state = dct_updater_step(s->updater);
        if (state == DCT_UPDATER_BUSY)
            return !dct_updater_waits(s->updater);
        if (state == DCT_UPDATER_FAILED && *s->settings_refused == 0) /* That stays true, and is not said twice. */
            s->settings_err = *dct_updater_error(s->updater);
        else
            found(s);
        if (s->download != NULL)
            return true;
    }
    dct_source_find_release(s);
    return true;
}
