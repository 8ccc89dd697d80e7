#include "updater_inside.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "answer.h"

#include <stdio.h>
#include <string.h>

/* ---- life ---- */

static char *copy_text(const docent_alloc *alloc, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = dct_new(alloc, size);
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

docent_status dct_updater_open(const dct_updater_config *config, dct_updater **out, docent_error *err)
{
    const docent_alloc *alloc = config->alloc;
    *out = NULL;
    dct_updater *u = dct_new_zero(alloc, sizeof *u);
    if (u == NULL)
        return dct_fail_memory(err, "sync");
    u->config = *config;
    dct_trusted_init(&u->trusted, alloc, 0);
    u->metadata_url = copy_text(alloc, config->metadata_url);
    u->target_url = copy_text(alloc, config->target_url != NULL ? config->target_url : "");
    if (u->metadata_url == NULL || u->target_url == NULL) {
        dct_updater_close(u);
        return dct_fail_memory(err, "sync");
    }
    *out = u;
    return DOCENT_OK;
}

static void forget_search(dct_updater *u)
{
    dct_search_free(u->search);
    u->search = NULL;
    u->role = NULL;
    dct_metadata_drop(&u->held);
    u->target.path = NULL;
}

static void forget_fetch(dct_updater *u)
{
    if (u->fetch != NULL)
        u->bytes += dct_fetch_received(u->fetch);
    dct_fetch_free(u->fetch);
    u->fetch = NULL;
}

void dct_updater_close(dct_updater *u)
{
    if (u == NULL)
        return;
    const docent_alloc *alloc = u->config.alloc;
    forget_search(u);
    forget_fetch(u);
    dct_trusted_close(&u->trusted);
    if (u->metadata_url != NULL)
        dct_free(alloc, u->metadata_url, strlen(u->metadata_url) + 1);
    if (u->target_url != NULL)
        dct_free(alloc, u->target_url, strlen(u->target_url) + 1);
    dct_free(alloc, u, sizeof *u);
}

docent_status dct_updater_install_root(dct_folder *folder, const docent_alloc *alloc, const void *data, size_t size,
                                       docent_error *err)
{
    dct_trusted t;
    docent_error local;
    err = err != NULL ? err : &local;
    if (size > DCT_MAX_ROOT_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "sync", 0, "root.json: is larger than %u bytes", DCT_MAX_ROOT_BYTES);
    dct_trusted_init(&t, alloc, 0);
    dct_reason reason = dct_trusted_root(&t, data, size, NULL, err);
    dct_trusted_close(&t);
    return reason != DCT_REASON_NONE ? err->status : dct_folder_write(folder, "root.json", data, size, err);
}

bool dct_updater_has_root(dct_folder *folder)
{
    dct_file *file;
    if (dct_file_open(folder, "root.json", false, &file, NULL) != DOCENT_OK)
        return false;
    dct_file_close(file);
    return true;
}

/* ---- the caller's side ---- */

void dct_updater_refresh(dct_updater *u, int64_t now_s)
{
    forget_search(u);
    forget_fetch(u);
    dct_trusted_close(&u->trusted);
    u->clock_is_wrong = now_s < u->config.not_before_s;
    dct_trusted_init(&u->trusted, u->config.alloc, u->clock_is_wrong ? u->config.not_before_s : now_s);
    u->roots = 0;
    u->bytes = 0;
    u->changed = false;
    dct_updater_enter(u, PHASE_ROOT);
}

void dct_updater_find(dct_updater *u, const char *path)
{
    bool failed_search = u->phase == PHASE_FAILED && u->search != NULL;
    if (u->phase != PHASE_READY && !failed_search)
        return;
    forget_search(u);
    if (strlen(path) > DCT_MAX_TARGET_PATH) {
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_MISSING, "a path of more than %u bytes", DCT_MAX_TARGET_PATH));
        return;
    }
    u->search = dct_search_new(u->config.alloc, path);
    if (u->search == NULL)
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_MEMORY, "out of memory"));
    else
        dct_updater_enter(u, PHASE_ROLE);
}

static dct_updater_state outside(phase p)
{
    switch (p) {
    case PHASE_IDLE: return DCT_UPDATER_IDLE;
    case PHASE_READY: return DCT_UPDATER_READY;
    case PHASE_FAILED: return DCT_UPDATER_FAILED;
    default: return DCT_UPDATER_BUSY;
    }
}

dct_updater_state dct_updater_step(dct_updater *u)
{
    if (u->fetch != NULL && !dct_fetch_done(u->fetch))
        return DCT_UPDATER_BUSY;
    if (u->fetch != NULL) {
        dct_cycle_take(u);
        forget_fetch(u);
    } else if (outside(u->phase) == DCT_UPDATER_BUSY) {
        dct_cycle_go_on(u);
    }
    return outside(u->phase);
}

bool dct_updater_waits(const dct_updater *u)
{
    return u->fetch != NULL && !dct_fetch_done(u->fetch);
}

dct_reason dct_updater_reason(const dct_updater *u)
{
    return u->reason;
}

const docent_error *dct_updater_error(const dct_updater *u)
{
    return &u->err;
}

uint32_t dct_updater_later_s(const dct_updater *u)
{
    return u->later_s;
}

uint64_t dct_updater_bytes(const dct_updater *u)
{
    return u->bytes + (u->fetch != NULL ? dct_fetch_received(u->fetch) : 0);
}

bool dct_updater_changed(const dct_updater *u)
{
    return u->changed;
}

const dct_target *dct_updater_target(const dct_updater *u)
{
    return u->phase == PHASE_READY && u->target.path != NULL ? &u->target : NULL;
}

bool dct_updater_absent(const dct_updater *u)
{
    return u->phase == PHASE_READY && u->search != NULL && u->target.path == NULL && !dct_search_cut(u->search);
}

/* ---- for cycle.c ---- */

void dct_updater_fail(dct_updater *u, dct_reason reason)
{
    u->reason = reason;
    u->phase = PHASE_FAILED;
}

void dct_updater_enter(dct_updater *u, phase p)
{
    u->phase = p;
    u->entered = u->only_newer = false;
    u->reason = DCT_REASON_NONE;
    u->later_s = 0;
    dct_error_clear(&u->err);
}

void dct_updater_fetch(dct_updater *u, int64_t version, const char *role, size_t max_bytes)
{
    char url[DCT_MAX_SYNC_URL], condition[DCT_SYNC_ETAG_ROOM + 24];
    const char *headers[] = { condition };
    if (!dct_place_metadata(u->metadata_url, version, role, url)) {
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_SETUP, "%s.json: its address is too long", role));
        return;
    }
    docent_request request = dct_answer_request(&u->config.request, url);
    if (u->only_newer) {
        snprintf(condition, sizeof condition, "If-None-Match: %s", u->config.etag);
        request.headers = headers;
        request.header_count = 1;
    }
    u->fetch = dct_fetch_new(u->config.net, &request, max_bytes, &u->err);
    if (u->fetch == NULL)
        dct_updater_fail(u, u->err.status == DOCENT_ERR_NOMEM ? DCT_REASON_MEMORY : DCT_REASON_SETUP);
}

bool dct_updater_local(dct_updater *u, const char *role, size_t max_bytes, dct_buf *out)
{
    char file[DCT_ROLE_FILE_ROOM];
    dct_place_role_file(role, file);
    dct_buf_init(out, u->config.alloc, max_bytes);
    docent_status status = dct_folder_read(u->config.folder, file, out, &u->err);
    if (status == DOCENT_ERR_NOMEM || out->failed) {
        dct_updater_fail(u, dct_why(&u->err, DCT_REASON_MEMORY, "%s: out of memory", file));
        return false;
    }
    return true; /* A copy that cannot be read is as good as none: it is fetched again. */
}

bool dct_updater_keep(dct_updater *u, const char *role, const void *data, size_t size)
{
    char file[DCT_ROLE_FILE_ROOM];
    dct_place_role_file(role, file);
    if (dct_folder_write(u->config.folder, file, data, size, &u->err) == DOCENT_OK)
        return true;
    dct_updater_fail(u, dct_why_disk(&u->err));
    return false;
}
