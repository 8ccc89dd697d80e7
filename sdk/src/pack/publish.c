#include "publish.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../crypto/hash.h"
#include "../sync/metadata.h"
#include "published.h"
#include "squeeze.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { DELTA_PERCENT = 60 };

/* One release as the list remembers it: { release, sha256, length, path }. */
typedef struct work {
    dct_repository        *r;
    const dct_publish_job *job;
    dct_publish_result    *result;
    docent_error          *err;
    char     place[200];  /* CHANNEL/release.json */
    dct_buf  bundle;
    char     sha256[65];
    json_t  *history;     /* Of the channel, newest first; what was before. */
    json_t  *deltas;
    char     full_path[DCT_MAX_ID_BYTES];
} work;

static void iso(int64_t unix_s, char out[32])
{
    time_t t = (time_t)unix_s;
    struct tm *utc = gmtime(&t);
    out[0] = 0;
    if (utc != NULL)
        strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", utc);
}

/* ---- what was before ---- */

static const json_t *custom_of(const work *w, const char *path)
{
    return json_object_get(json_object_get(json_object_get(w->r->targets, "targets"), path), "custom");
}

/* Over all channels: a device that changes its channel never goes backwards. */
static int64_t newest_release(const dct_repository *r, int64_t *published)
{
    const char *path;
    json_t *entry;
    int64_t newest = 0;
    *published = 0;
    json_object_foreach(json_object_get(r->targets, "targets"), path, entry) {
        const json_t *custom = json_object_get(entry, "custom");
        int64_t n = dct_json_int(custom, "release", 1, INT32_MAX, 0), at = 0;
        dct_metadata_time(dct_json_text(custom, "published"), &at);
        newest = n > newest ? n : newest;
        *published = at > *published ? at : *published;
    }
    return newest;
}

docent_status dct_publish_clock(const dct_repository *r, docent_error *err)
{
    int64_t published;
    char then[32];
    newest_release(r, &published);
    if (published <= r->now_s)
        return DOCENT_OK;
    iso(published, then);
    return dct_fail(err, DOCENT_ERR_DENIED, "pack", 0, "the last release was published at %s: this clock is behind; set it", then);
}

docent_status dct_publish_own_clock(const dct_repository *r, docent_error *err)
{
    const int64_t year_2026_s = 1767225600, year_s = 366 * 86400;
    char now[32];
    bool early = r->now_s < year_2026_s;
    if (!early && (json_object_get(r->timestamp, "expires") == NULL || dct_repository_left_s(r, r->timestamp) > -2 * year_s))
        return DOCENT_OK;
    iso(r->now_s, now);
    return dct_fail(err, DOCENT_ERR_DENIED, "pack", 0, "this machine's clock says %s%s; set it, or say the time with --now", now,
                    early ? "" : ", years after all that is published here");
}

static docent_status read_bundle(work *w)
{
    docent *h;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = w->job->bundle;
    docent_status status = docent_open(&config, &h, w->err);
    if (status != DOCENT_OK)
        return status;
    status = docent_verify(h);
    if (status != DOCENT_OK)
        *w->err = *docent_last_error(h);
    docent_close(h);
    if (status == DOCENT_OK)
        status = dct_published_read(*w->job->bundle == '/' ? "" : ".", w->job->bundle, &w->bundle, w->err);
    if (status == DOCENT_OK && !dct_sha256_hex(w->bundle.data, w->bundle.size, w->sha256))
        status = dct_fail_memory(w->err, "pack");
    return status;
}

static docent_status look_back(work *w)
{
    int64_t published;
    w->result->release = newest_release(w->r, &published) + 1;
    w->history = json_deep_copy(json_object_get(custom_of(w, w->place), "history"));
    if (!json_is_array(w->history)) {
        json_decref(w->history);
        w->history = json_array();
    }
    docent_status status = dct_publish_clock(w->r, w->err);
    if (status != DOCENT_OK)
        return status;
    for (size_t i = 0; i < json_array_size(w->history); i++) {
        const json_t *old = json_array_get(w->history, i);
        if (strcmp(dct_json_text(old, "sha256"), w->sha256) != 0)
            continue;
        w->result->unchanged = i == 0;
        if (i > 0 && !w->job->again)
            return dct_fail(w->err, DOCENT_ERR_DENIED, "pack", 0,
                            "this is the content of release %" PRId64 ": --again publishes it once more, as a new release",
                            dct_json_int(old, "release", 0, INT32_MAX, 0));
        break;
    }
    return DOCENT_OK;
}

/* ---- files ---- */

static docent_status add_full(work *w)
{
    dct_buf packed;
    snprintf(w->full_path, sizeof w->full_path, "packs/core-%" PRId64 ".zst", w->result->release);
    dct_buf_init(&packed, w->r->alloc, 2 * (size_t)DCT_MAX_BUNDLE_BYTES);
    docent_status status = dct_squeeze(NULL, 0, w->bundle.data, w->bundle.size, &packed, w->err);
    w->result->full_bytes = packed.size;
    if (status == DOCENT_OK)
        status = dct_repository_add(w->r, w->full_path, packed.data, packed.size, NULL, w->err);
    dct_buf_close(&packed);
    return status;
}

/* A delta from bytes that no device has would be fetched for nothing. */
static docent_status old_bundle(work *w, const json_t *old, dct_buf *out)
{
    dct_buf packed;
    char hash[65] = "";
    int64_t length = dct_json_int(old, "length", 1, DCT_MAX_BUNDLE_BYTES, 0);
    dct_buf_init(&packed, w->r->alloc, 2 * (size_t)DCT_MAX_BUNDLE_BYTES);
    docent_status status = dct_repository_read(w->r, dct_json_text(old, "path"), 2 * (size_t)DCT_MAX_BUNDLE_BYTES, &packed, w->err);
    if (status == DOCENT_OK)
        status = dct_unsqueeze(packed.data, packed.size, (size_t)length, out, w->err);
    dct_buf_close(&packed);
    if (status == DOCENT_OK && !dct_sha256_hex(out->data, out->size, hash))
        return dct_fail_memory(w->err, "pack");
    if (status == DOCENT_ERR_NOMEM || (status == DOCENT_OK && strcmp(hash, dct_json_text(old, "sha256")) == 0))
        return status;
    return dct_fail(w->err, status != DOCENT_OK ? status : DOCENT_ERR_CORRUPT, "pack", 0,
                    "%.80s: the full file of release %" PRId64 " (targets/packs/*.core-%" PRId64 ".zst) is missing or damaged: put "
                    "it back from the web server or a copy", w->r->path, dct_json_int(old, "release", 0, INT32_MAX, 0),
                    dct_json_int(old, "release", 0, INT32_MAX, 0));
}

static docent_status keep_delta(work *w, const json_t *old, const dct_buf *packed)
{
    char path[DCT_MAX_ID_BYTES];
    snprintf(path, sizeof path, "delta/core-%" PRId64 "-%" PRId64 ".zd", dct_json_int(old, "release", 0, INT32_MAX, 0),
             w->result->release);
    if (packed->size > w->result->full_bytes * DELTA_PERCENT / 100)
        return DOCENT_OK;
    docent_status status = dct_repository_add(w->r, path, packed->data, packed->size, NULL, w->err);
    json_array_append_new(w->deltas, json_pack("{ss sI ss}", "path", path, "length", (json_int_t)packed->size, "from",
                                               dct_json_text(old, "sha256")));
    if (w->result->delta_count++ == 0)
        w->result->newest_delta_bytes = packed->size;
    return status;
}

static docent_status add_delta(work *w, const json_t *old)
{
    dct_buf bytes, packed;
    dct_buf_init(&bytes, w->r->alloc, (size_t)DCT_MAX_BUNDLE_BYTES);
    dct_buf_init(&packed, w->r->alloc, 2 * (size_t)DCT_MAX_BUNDLE_BYTES);
    docent_status status = old_bundle(w, old, &bytes);
    if (status == DOCENT_OK)
        status = dct_squeeze(bytes.data, bytes.size, w->bundle.data, w->bundle.size, &packed, w->err);
    if (status == DOCENT_OK)
        status = keep_delta(w, old, &packed);
    dct_buf_close(&bytes);
    dct_buf_close(&packed);
    return status;
}

static docent_status add_deltas(work *w)
{
    docent_status status = DOCENT_OK;
    for (size_t i = 0; status == DOCENT_OK && i < json_array_size(w->history) && i < DCT_PUBLISH_HISTORY; i++)
        if (strcmp(dct_json_text(json_array_get(w->history, i), "sha256"), w->sha256) != 0)
            status = add_delta(w, json_array_get(w->history, i));
    return status;
}

/* ---- the list forgets what no channel needs ---- */

static bool is_needed(const work *w, const char *path)
{
    const char *other;
    json_t *entry;
    json_object_foreach(json_object_get(w->r->targets, "targets"), other, entry) {
        const json_t *history = json_object_get(json_object_get(entry, "custom"), "history");
        for (size_t i = 0; i < json_array_size(history); i++)
            if (strcmp(dct_json_text(json_array_get(history, i), "path"), path) == 0)
                return true;
    }
    return false;
}

static json_t *last_release(work *w)
{
    dct_buf text;
    dct_buf_init(&text, w->r->alloc, DCT_MAX_RELEASE_BYTES);
    json_t *body = dct_repository_read(w->r, w->place, DCT_MAX_RELEASE_BYTES, &text, NULL) != DOCENT_OK
                       ? NULL
                       : dct_json_parse((const char *)text.data, text.size, DCT_MAX_RELEASE_BYTES, true, w->place, NULL);
    dct_buf_close(&text);
    return body;
}

static void forget_deltas(work *w, const json_t *last)
{
    const json_t *deltas = json_object_get(json_array_get(json_object_get(last, "packs"), 0), "deltas");
    for (size_t i = 0; i < json_array_size(deltas); i++)
        dct_repository_remove(w->r, dct_json_text(json_array_get(deltas, i), "path"));
}

/* ---- release.json ---- */

static json_t *with_terms(work *w, json_t *body)
{
    char date[32];
    json_object_set_new(body, "min_client", json_integer(w->job->min_client));
    json_object_set_new(body, "rollout", json_integer(w->job->rollout));
    json_object_del(body, "not_before");
    iso(w->job->not_before, date);
    if (w->job->not_before > 0)
        json_object_set_new(body, "not_before", json_string(date));
    return body;
}

static json_t *new_release(work *w)
{
    char date[32];
    iso(w->r->now_s, date);
    return json_pack("{si sI ss s[{ss ss sI s{ss sI} sO}]}", "format", 1, "release", (json_int_t)w->result->release, "published",
                     date,
                     "packs", "name", "core", "sha256", w->sha256, "length", (json_int_t)w->bundle.size, "full", "path",
                             w->full_path,
                     "length", (json_int_t)w->result->full_bytes, "deltas", w->deltas);
}

static docent_status write_release(work *w, json_t *body)
{
    json_t *custom = json_pack("{sO sO sO}", "release", json_object_get(body, "release"), "published",
                               json_object_get(body, "published"), "history", w->history);
    char *text = json_dumps(body, JSON_INDENT(1));
    docent_status status = text == NULL || custom == NULL
                               ? dct_fail_memory(w->err, "pack")
                               : dct_repository_add(w->r, w->place, text, strlen(text), custom, w->err);
    free(text);
    json_decref(custom);
    return status;
}

static docent_status change_terms(work *w)
{
    json_t *body = last_release(w);
    if (body == NULL)
        return dct_fail(w->err, DOCENT_ERR_CORRUPT, "pack", 0, "%.100s: its last release.json cannot be read", w->r->path);
    w->result->release = dct_json_int(body, "release", 1, INT32_MAX, 0);
    docent_status status = write_release(w, with_terms(w, body));
    json_decref(body);
    return status;
}

static docent_status make_release(work *w)
{
    json_t *last = last_release(w), *gone;
    forget_deltas(w, last);
    json_decref(last);
    docent_status status = add_full(w);
    if (status == DOCENT_OK)
        status = add_deltas(w);
    if (status != DOCENT_OK)
        return status;
    json_array_insert_new(w->history, 0, json_pack("{sI ss sI ss}", "release", (json_int_t)w->result->release, "sha256", w->sha256,
                                                   "length", (json_int_t)w->bundle.size, "path", w->full_path));
    json_t *body = with_terms(w, new_release(w)), *dropped = json_array();
    while (json_array_size(w->history) > DCT_PUBLISH_HISTORY + 1) {
        json_array_append(dropped, json_array_get(w->history, json_array_size(w->history) - 1));
        json_array_remove(w->history, json_array_size(w->history) - 1);
    }
    status = write_release(w, body);
    for (size_t i = 0; (gone = json_array_get(dropped, i)) != NULL; i++)
        if (!is_needed(w, dct_json_text(gone, "path")))
            dct_repository_remove(w->r, dct_json_text(gone, "path"));
    json_decref(dropped);
    json_decref(body);
    return status;
}

docent_status dct_publish_release(dct_repository *r, const dct_publish_job *job, dct_publish_result *result, docent_error *err)
{
    work w = { .r = r, .job = job, .result = result, .err = err, .deltas = json_array() };
    memset(result, 0, sizeof *result);
    snprintf(w.place, sizeof w.place, "%.100s/release.json", job->channel);
    dct_buf_init(&w.bundle, r->alloc, (size_t)DCT_MAX_BUNDLE_BYTES);
    docent_status status = read_bundle(&w);
    result->bundle_bytes = w.bundle.size;
    if (status == DOCENT_OK)
        status = look_back(&w);
    if (status == DOCENT_OK)
        status = result->unchanged ? change_terms(&w) : make_release(&w);
    dct_buf_close(&w.bundle);
    json_decref(w.history);
    json_decref(w.deltas);
    return status;
}

docent_status dct_publish_refresh(dct_repository *r, const dct_keyring *ring, docent_error *err)
{
    const int64_t half_year_s = 183 * 86400;
    uint32_t missing;
    if (r->root == NULL || json_object_get(r->timestamp, "expires") == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "%.150s: nothing was published here yet: publish a bundle first",
                        r->path);
    docent_status status = dct_publish_clock(r, err);
    if (status == DOCENT_OK && ring->count == 1 && dct_repository_left_s(r, r->root) < 3 * half_year_s)
        status = dct_repository_rotate(r, ring, ring, &missing, err);
    if (status == DOCENT_OK)
        status = dct_repository_commit(r, ring, dct_repository_left_s(r, r->targets) < half_year_s, err);
    return status;
}
