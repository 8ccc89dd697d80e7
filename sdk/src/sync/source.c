#include "source_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* 2026-11-22: when this was written. No right clock shows less. */
#define WRITTEN_S 1795305600

/* ---- life ---- */

static const char *copy_text(dct_source *s, const char *text)
{
    return text == NULL ? NULL : dct_arena_text(&s->texts, text, strlen(text));
}

static void copy_texts(dct_source *s)
{
    docent_source *c = &s->config;
    const char **texts[] = { &c->id, &c->channel, &c->ca_file, &c->pinned_key, &c->client_cert, &c->client_key, &c->proxy,
                             &c->proxy_user, &c->proxy_password };
    c->channel = c->channel != NULL ? c->channel : "stable";
    c->interval_s = c->interval_s != 0 ? c->interval_s : DCT_SYNC_INTERVAL_S;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = copy_text(s, *texts[i]);
    const char **urls = dct_arena_new(&s->texts, (c->url_count + 1) * sizeof *urls);
    for (uint32_t i = 0; urls != NULL && i < c->url_count; i++)
        urls[i] = copy_text(s, c->urls[i]);
    c->urls = urls;
}

static void make_request(dct_source *s)
{
    const docent_source *c = &s->config;
    s->request = (docent_request){ .struct_size = (uint32_t)sizeof s->request,
                                   .ca_file = c->ca_file,
                                   .pinned_key = c->pinned_key,
                                   .client_cert = c->client_cert,
                                   .client_key = c->client_key,
                                   .proxy = c->proxy,
                                   .proxy_user = c->proxy_user,
                                   .proxy_password = c->proxy_password };
}

static docent_status read_root(const docent_source *config, dct_buf *out, docent_error *err)
{
    FILE *file = fopen(config->root_path, "rb");
    char bytes[4096];
    size_t size;
    if (file == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, "sync", 0, "the first root %.150s cannot be read; it is metadata/1.root.json of "
                        "the publisher's tree", config->root_path);
    while ((size = fread(bytes, 1, sizeof bytes, file)) > 0)
        dct_buf_add(out, bytes, size);
    bool ok = ferror(file) == 0 && !out->failed;
    fclose(file);
    return ok ? DOCENT_OK : dct_fail(err, DOCENT_ERR_IO, "sync", 0, "the first root %.150s cannot be read", config->root_path);
}

static docent_status keep_root(dct_source *s, const docent_source *config, docent_error *err)
{
    dct_buf bytes;
    docent_status status = DOCENT_OK;
    if (dct_updater_has_root(s->generations.tuf))
        return DOCENT_OK;
    if (config->root == NULL && config->root_path == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "sync", 0, "source %.60s: name its first root: whom to believe", config->id);
    dct_buf_init(&bytes, s->alloc, DCT_MAX_ROOT_BYTES);
    if (config->root == NULL)
        status = read_root(config, &bytes, err);
    if (status == DOCENT_OK)
        status = dct_updater_install_root(s->generations.tuf, s->alloc, config->root != NULL ? config->root : bytes.data,
                                          config->root != NULL ? config->root_size : bytes.size, err);
    dct_buf_close(&bytes);
    bool said = status == DOCENT_ERR_NOMEM || status == DOCENT_ERR_IO || status == DOCENT_ERR_MISSING;
    if (status == DOCENT_OK || said || config->root != NULL)
        return status;
    return dct_fail(err, status, "sync", 0, "the first root %.150s is none that signs itself; take metadata/1.root.json of the "
                    "publisher's tree", config->root_path);
}

/* "DAY BYTES": what was fetched on which day. */
static void read_used(dct_source *s)
{
    dct_buf text;
    dct_buf_init(&text, s->alloc, 64);
    int64_t day;
    uint64_t bytes;
    if (dct_folder_read(s->generations.folder, "used", &text, NULL) == DOCENT_OK &&
        sscanf(dct_buf_text(&text), "%" SCNd64 " %" SCNu64, &day, &bytes) == 2) {
        s->day = day;
        s->day_bytes = bytes;
    }
    dct_buf_close(&text);
}

/* A disk that takes no folder more keeps nothing for neighbours, and no content from us. */
static docent_status keep_for_neighbours(dct_source *s, docent_error *err)
{
    docent_status kept = dct_generations_below(&s->generations, "kept", &s->kept, err);
    docent_status roots = dct_generations_below(&s->generations, "roots", &s->roots, err);
    return kept == DOCENT_ERR_NOMEM || roots == DOCENT_ERR_NOMEM ? DOCENT_ERR_NOMEM : DOCENT_OK;
}

docent_status dct_source_open(dct_source *s, const docent_alloc *alloc, const docent_clock *clock, dct_net *net,
                              const docent_source *config, docent_error *err)
{
    memset(s, 0, sizeof *s);
    s->alloc = alloc;
    s->clock = clock;
    s->net = net;
    s->config = *config;
    dct_arena_init(&s->texts, alloc, DCT_MAX_REQUEST_BYTES);
    copy_texts(s);
    make_request(s);
    docent_status status = dct_arena_failed(&s->texts) ? dct_fail_memory(err, "sync") : DOCENT_OK;
    if (status == DOCENT_OK)
        status = dct_generations_open(&s->generations, alloc, config->folder, err);
    if (status == DOCENT_OK)
        status = keep_root(s, config, err);
    if (status == DOCENT_OK && (config->flags & DOCENT_SOURCE_KEEP) != 0)
        status = keep_for_neighbours(s, err);
    s->config.folder = s->config.root_path = NULL;
    s->config.root = NULL;
    if (status != DOCENT_OK) {
        dct_source_close(s);
        return status;
    }
    read_used(s);
    dct_source_open_remote(s);
    s->due_ms = dct_source_ms(s) + dct_plan_first_ms(s->generations.device, s->config.interval_s);
    return DOCENT_OK;
}

static void drop_import(dct_source *s)
{
    if (s->import_url != NULL)
        dct_free(s->alloc, s->import_url, strlen(s->import_url) + 1);
    s->import_url = NULL;
}

void dct_source_close(dct_source *s)
{
    if (s->alloc == NULL)
        return;
    dct_unpack_close(s->unpack);
    dct_download_close(s->download);
    dct_updater_close(s->updater);
    drop_import(s);
    json_decref(s->settings);
    dct_folder_close(s->kept);
    dct_folder_close(s->roots);
    dct_generations_close(&s->generations);
    dct_arena_close(&s->texts);
    memset(s, 0, sizeof *s);
}

/* ---- time ---- */

uint64_t dct_source_ms(const dct_source *s)
{
    return s->clock->monotonic_ms(s->clock->ctx);
}

int64_t dct_source_clock_s(const dct_source *s)
{
    int64_t now_s = s->clock->unix_ms(s->clock->ctx) / 1000, published = dct_generations_now(&s->generations)->published;
    int64_t least = published > WRITTEN_S ? published : WRITTEN_S;
    return now_s > least ? now_s : least;
}

/* Over budget, nothing is wrong. Before it asked anything: the connection may change any moment. After: tomorrow will do, and
 * asking sooner would only cost more. */
static uint64_t next_wait(dct_source *s, dct_reason reason, uint32_t later_s)
{
    uint32_t interval_s = s->config.interval_s;
    if (reason == DCT_REASON_BUDGET && !s->has_release && interval_s > DCT_SYNC_BUDGET_S)
        interval_s = DCT_SYNC_BUDGET_S;
    if (reason == DCT_REASON_NONE || reason == DCT_REASON_INCOMPATIBLE || reason == DCT_REASON_BUDGET)
        return dct_plan_next_ms(s->clock, interval_s);
    return s->wait_ms = dct_plan_again_ms(s->clock, s->wait_ms, later_s, interval_s);
}

/* A mirror that fails hands over to the next at once; when all did, it waits. */
void dct_source_end(dct_source *s, dct_reason reason, uint32_t later_s)
{
    bool mirror = false;
    if (!s->importing && reason != DCT_REASON_NONE && s->config.url_count > 0) {
        s->url = (s->url + 1) % s->config.url_count;
        mirror = reason != DCT_REASON_BUDGET && ++s->failed_urls < s->config.url_count;
    }
    if (reason == DCT_REASON_NONE) {
        s->wait_ms = 0;
        s->last_check_s = dct_source_clock_s(s);
        dct_error_clear(&s->err);
    }
    if (!mirror)
        s->failed_urls = 0;
    if (s->importing || reason != DCT_REASON_NONE) /* The next one to ask may be another, or what is here is. */
        *s->etag = 0;
    if (s->importing)
        drop_import(s);
    dct_source_drop_download(s);
    dct_unpack_close(s->unpack);
    s->unpack = NULL;
    if (!s->importing && s->updater != NULL && dct_updater_bytes(s->updater) > 0)
        dct_source_count(s, dct_updater_bytes(s->updater));
    dct_updater_close(s->updater);
    s->updater = NULL;
    s->importing = false;
    s->declined = false;
    s->reason = reason;
    s->due_ms = dct_source_ms(s) + (mirror ? 0 : next_wait(s, reason, later_s));
    dct_source_enter(s, DCT_SOURCE_IDLE);
}

void dct_source_enter(dct_source *s, dct_source_stage stage)
{
    s->stage = stage;
    s->changes++;
}

/* What is left of earlier content goes first: what comes wants its room. */
static bool tidied(dct_source *s, uint64_t until)
{
    while (dct_generations_tidy(&s->generations))
        if (dct_source_ms(s) >= until)
            return false;
    return true;
}

void dct_source_step(dct_source *s, uint32_t budget_ms, uint32_t *next_ms)
{
    uint64_t now = dct_source_ms(s), until = now + budget_ms;
    bool asked = s->import_url != NULL, planned = s->config.url_count > 0;
    bool tidy = s->stage != DCT_SOURCE_IDLE || tidied(s, until);
    if (tidy && s->stage == DCT_SOURCE_IDLE && (asked || (planned && now >= s->due_ms)))
        dct_source_begin(s);
    bool more = s->stage != DCT_SOURCE_IDLE;
    while (more && s->stage != DCT_SOURCE_IDLE) {
        now = dct_source_ms(s);
        more = dct_source_move(s, until > now ? (uint32_t)(until - now) : 0);
        if (dct_source_ms(s) >= until)
            break;
    }
    uint64_t wait = UINT32_MAX;
    now = dct_source_ms(s);
    if (s->stage != DCT_SOURCE_IDLE)
        wait = more ? 0 : UINT32_MAX; /* The net knows when it goes on. */
    else if (!tidy)
        wait = 0;
    else if (planned)
        wait = s->due_ms > now ? s->due_ms - now : 0;
    if (wait < *next_ms)
        *next_ms = (uint32_t)wait;
}

/* ---- what the host asks for ---- */

void dct_source_now(dct_source *s)
{
    s->due_ms = 0;
    s->wait_ms = 0;
}

/* A whole fleet that starts at once comes here a moment later, each with the same number from afar: the device's own decides
 * again. */
void dct_source_interval(dct_source *s, uint32_t interval_s)
{
    uint64_t now = dct_source_ms(s);
    uint32_t before_s = s->config.interval_s;
    s->config.interval_s = interval_s != 0 ? interval_s : DCT_SYNC_INTERVAL_S;
    if (s->config.interval_s == before_s || s->stage != DCT_SOURCE_IDLE || s->wait_ms != 0 || s->due_ms <= now)
        return;
    if (s->last_check_s == 0 || s->due_ms > now + s->config.interval_s * 1000ull)
        s->due_ms = now + dct_plan_first_ms(s->generations.device, s->config.interval_s);
}

docent_status dct_source_import(dct_source *s, const char *url, docent_error *err)
{
    size_t size = strlen(url) + 1;
    if (s->importing)
        return dct_fail(err, DOCENT_ERR_BUSY, "sync", 0, "source %.60s: content is being imported already", s->config.id);
    char *copy = dct_new(s->alloc, size);
    if (copy == NULL)
        return dct_fail_memory(err, "sync");
    memcpy(copy, url, size);
    drop_import(s);
    s->import_url = copy;
    if (s->stage != DCT_SOURCE_IDLE) { /* What was under way is kept in its files, and goes on after it. */
        int64_t checked_s = s->last_check_s;
        dct_source_end(s, DCT_REASON_NONE, 0);
        s->last_check_s = checked_s; /* It found out nothing. */
        s->due_ms = 0;
    }
    return DOCENT_OK;
}

void dct_source_bytes(const dct_source *s, uint64_t *done, uint64_t *total)
{
    uint64_t left = 0;
    *done = s->bytes_before + (s->download != NULL ? dct_download_here(s->download) : 0);
    for (uint32_t i = s->pack; s->has_release && i < s->release.pack_count; i++) {
        const dct_release_pack *p = &s->release.packs[i];
        if (i > s->pack)
            left += p->way_count > 0 ? p->ways[0].length : 0;
        else if (s->stage == DCT_SOURCE_FIND || s->stage == DCT_SOURCE_FETCH)
            left += s->whole ? p->length : p->ways[s->way].length;
    }
    *total = s->bytes_before + left;
    if (*total < *done)
        *total = *done;
}

static docent_sync_state state_of(const dct_source *s)
{
    switch (s->stage) {
    case DCT_SOURCE_METADATA:
    case DCT_SOURCE_REMOTE:
    case DCT_SOURCE_RELEASE: return DOCENT_SYNC_CHECKING;
    case DCT_SOURCE_FIND:
    case DCT_SOURCE_FETCH: return DOCENT_SYNC_FETCHING;
    case DCT_SOURCE_UNPACK:
    case DCT_SOURCE_PLACE:
    case DCT_SOURCE_KEEP:
    case DCT_SOURCE_STAGE: return DOCENT_SYNC_UNPACKING;
    default: return s->generations.staged.release != 0 ? DOCENT_SYNC_STAGED : DOCENT_SYNC_IDLE;
    }
}

void dct_source_look(const dct_source *s, docent_sync_look *out)
{
    const dct_generation *now = dct_generations_now(&s->generations);
    uint64_t ms = dct_source_ms(s);
    int64_t unix_s = dct_source_clock_s(s);
    memset(out, 0, sizeof *out);
    out->state = state_of(s);
    out->reason = dct_reason_name(s->reason);
    out->reason_text = s->reason == DCT_REASON_NONE ? "" : dct_reason_text(s->reason);
    out->message = s->reason == DCT_REASON_NONE && !s->declined ? "" : s->err.message;
    out->release = now->release;
    out->published = now->published;
    out->staged = s->generations.staged.release;
    out->trial = s->generations.trial.release != 0;
    out->last_check = s->last_check_s;
    if (s->config.url_count > 0)
        out->next_check = unix_s + (s->due_ms > ms ? (int64_t)((s->due_ms - ms) / 1000) : 0);
    dct_source_bytes(s, &out->bytes_done, &out->bytes_total);
    out->day_bytes = s->day == unix_s / 86400 ? s->day_bytes : 0;
    out->beside = (s->config.flags & DOCENT_SOURCE_BESIDE) != 0;
    out->importing = s->import_url != NULL;
    out->settings_set = s->settings_set;
    out->settings_message = s->settings_err.message;
}
