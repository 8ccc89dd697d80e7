#include "download.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "answer.h"
#include "digest.h"

#include <inttypes.h>
#include <string.h>

enum { SLICE = 64 * 1024 };

typedef enum stage { STAGE_BEGIN, STAGE_HASH, STAGE_ASK, STAGE_FETCH, STAGE_FINISH, STAGE_DONE, STAGE_FAILED } stage;

struct dct_download {
    dct_download_config config;
    char               *url, *part, *name; /* Ours. */
    stage               stage;
    dct_file           *file;
    dct_digest          digest;
    uint64_t            hashed;  /* Bytes of the part that went into the digest. */
    uint64_t            received;
    bool                resumed; /* Some of the part is from another time: if the whole is wrong, that may be why. */
    bool                anew;    /* It was begun again already. */
    dct_fetch          *fetch;
    dct_reason          reason, in_sink;
    docent_error        err;
    uint32_t            later_s;
};

/* ---- life ---- */

static char *copy_text(const docent_alloc *alloc, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = dct_new(alloc, size);
    return copy != NULL ? memcpy(copy, text, size) : NULL;
}

static void free_text(const docent_alloc *alloc, char *text)
{
    if (text != NULL)
        dct_free(alloc, text, strlen(text) + 1);
}

docent_status dct_download_open(const dct_download_config *config, dct_download **out, docent_error *err)
{
    *out = NULL;
    dct_download *d = dct_new_zero(config->alloc, sizeof *d);
    if (d == NULL)
        return dct_fail_memory(err, "sync");
    d->config = *config;
    json_incref(config->hashes);
    d->url = copy_text(config->alloc, config->url);
    d->part = copy_text(config->alloc, config->part);
    d->name = copy_text(config->alloc, config->name);
    if (d->url == NULL || d->part == NULL || d->name == NULL) {
        dct_download_close(d);
        return dct_fail_memory(err, "sync");
    }
    *out = d;
    return DOCENT_OK;
}

static void drop_fetch(dct_download *d)
{
    dct_fetch_free(d->fetch);
    d->fetch = NULL;
}

static void drop_file(dct_download *d)
{
    dct_file_close(d->file);
    d->file = NULL;
}

void dct_download_close(dct_download *d)
{
    if (d == NULL)
        return;
    const docent_alloc *alloc = d->config.alloc;
    drop_fetch(d);
    drop_file(d);
    dct_digest_close(&d->digest);
    json_decref(d->config.hashes);
    free_text(alloc, d->url);
    free_text(alloc, d->part);
    free_text(alloc, d->name);
    dct_free(alloc, d, sizeof *d);
}

static void remove_part(dct_download *d)
{
    drop_file(d);
    dct_folder_remove(d->config.part_folder, d->part, NULL);
}

/* A part that nothing was ever written to is no trace worth keeping. */
static void fail(dct_download *d, dct_reason reason)
{
    d->reason = reason;
    d->stage = STAGE_FAILED;
    if (d->file != NULL && d->hashed == 0)
        remove_part(d);
    drop_file(d);
}

/* ---- what is here ---- */

static void restart_digest(dct_download *d)
{
    dct_digest_close(&d->digest);
    d->hashed = 0;
    dct_reason reason = dct_digest_begin(&d->digest, d->config.hashes, d->name, &d->err);
    if (reason != DCT_REASON_NONE)
        fail(d, reason);
}

/* Makes no part when nothing is to come: a server that only says no leaves nothing behind. */
static void begin(dct_download *d)
{
    docent_status status = dct_file_open(d->config.part_folder, d->part, false, &d->file, &d->err);
    restart_digest(d);
    if (d->stage == STAGE_FAILED)
        return;
    if (status != DOCENT_OK && status != DOCENT_ERR_MISSING)
        fail(d, dct_why_disk(&d->err));
    else
        d->stage = status == DOCENT_OK ? STAGE_HASH : STAGE_ASK;
}

static bool open_part(dct_download *d)
{
    if (d->file != NULL)
        dct_file_close(d->file);
    return dct_file_open(d->config.part_folder, d->part, true, &d->file, &d->err) == DOCENT_OK;
}

/* Throws the part away and goes on from its beginning. */
static void start_anew(dct_download *d)
{
    d->resumed = false;
    d->anew = true;
    if (!open_part(d) || dct_file_clear(d->file, &d->err) != DOCENT_OK) {
        fail(d, dct_why_disk(&d->err));
        return;
    }
    d->stage = STAGE_ASK;
    restart_digest(d);
}

static void hash_slices(dct_download *d, uint32_t budget_ms)
{
    unsigned char slice[4096];
    const docent_clock *clock = d->config.clock;
    uint64_t until = clock->monotonic_ms(clock->ctx) + budget_ms;
    if (dct_file_size(d->file) > d->config.length) {
        start_anew(d);
        return;
    }
    do {
        for (size_t done = 0; done < SLICE && d->hashed < dct_file_size(d->file);) {
            int64_t n = dct_file_read(d->file, d->hashed, slice, sizeof slice);
            if (n <= 0) {
                fail(d, dct_why(&d->err, DCT_REASON_STORAGE, "%.100s: cannot be read", d->part));
                return;
            }
            dct_digest_add(&d->digest, slice, (size_t)n);
            d->hashed += (uint64_t)n;
            done += (size_t)n;
        }
    } while (d->hashed < dct_file_size(d->file) && clock->monotonic_ms(clock->ctx) < until);
    if (d->hashed < dct_file_size(d->file))
        return;
    d->resumed = d->hashed > 0;
    d->stage = STAGE_ASK;
}

/* ---- the rest of it ---- */

static bool sink(void *ctx, uint64_t offset, const void *data, size_t size)
{
    dct_download *d = ctx;
    if (offset != d->hashed) { /* A transport that does not tell us where it is. */
        d->in_sink = dct_why(&d->err, DCT_REASON_SERVER, "%.100s: bytes came for another place", d->name);
        return false;
    }
    if (size > d->config.length - d->hashed) { /* The fetch's bound says the same; this one does not depend on it. */
        d->in_sink = dct_why(&d->err, DCT_REASON_TAMPER, "%.100s: more bytes came than were signed", d->name);
        return false;
    }
    if (dct_file_add(d->file, data, size, &d->err) != DOCENT_OK) {
        d->in_sink = dct_why_disk(&d->err);
        return false;
    }
    dct_digest_add(&d->digest, data, size);
    d->hashed += size;
    d->received += size;
    return true;
}

static bool has_room(dct_download *d, uint64_t missing)
{
    uint64_t room = dct_folder_free_bytes(d->config.part_folder);
    if (room >= missing)
        return true;
    fail(d, dct_why(&d->err, DCT_REASON_NOSPACE, "%.100s: %" PRIu64 " more bytes are needed, %" PRIu64 " are free", d->name,
                    missing, room));
    return false;
}

static void ask(dct_download *d)
{
    docent_request request = dct_answer_request(&d->config.request, d->url);
    uint64_t missing = d->config.length - d->hashed;
    if (!open_part(d)) {
        fail(d, dct_why_disk(&d->err));
        return;
    }
    d->stage = missing == 0 ? STAGE_FINISH : STAGE_FETCH;
    if (missing == 0 || !has_room(d, missing))
        return;
    request.resume_from = d->hashed;
    d->in_sink = DCT_REASON_NONE;
    d->fetch = dct_fetch_to(d->config.net, &request, missing, sink, d, &d->err);
    if (d->fetch == NULL)
        fail(d, d->err.status == DOCENT_ERR_NOMEM ? DCT_REASON_MEMORY : DCT_REASON_SETUP);
}

static void fail_fetch(dct_download *d, dct_reason reason)
{
    d->later_s = dct_answer_later_s(d->fetch, 0);
    if (reason == DCT_REASON_TAMPER)
        remove_part(d);
    fail(d, reason);
}

/* It is whole, or ended, and is not what was signed. */
static void refuse(dct_download *d, bool page, const char *what)
{
    if (d->resumed && !d->anew) {
        start_anew(d);
        return;
    }
    remove_part(d);
    fail(d, page ? dct_why(&d->err, DCT_REASON_CAPTIVE, "%.100s: a page came instead", d->name)
                 : dct_why(&d->err, DCT_REASON_TAMPER, "%.100s: is not what was signed: %s", d->name, what));
}

static void take(dct_download *d)
{
    if (dct_answer_no_range(d->fetch) && !d->anew) {
        start_anew(d);
        return;
    }
    if (d->in_sink != DCT_REASON_NONE) {
        fail_fetch(d, d->in_sink);
        return;
    }
    dct_reason reason = dct_answer_judge(d->fetch, d->name, false, &d->err);
    if (reason != DCT_REASON_NONE)
        fail_fetch(d, reason);
    else if (d->hashed == d->config.length)
        d->stage = STAGE_FINISH;
    else
        refuse(d, dct_answer_is_page(d->fetch), "it ends too early");
}

/* ---- the end ---- */

static void finish(dct_download *d, bool page)
{
    docent_error *err = &d->err;
    if (!dct_digest_end(&d->digest)) {
        refuse(d, page, "its hash is another");
        return;
    }
    bool ok = dct_file_sync(d->file, err) == DOCENT_OK &&
              dct_folder_move(d->config.part_folder, d->part, d->config.folder, d->name, err) == DOCENT_OK;
    if (!ok) {
        fail(d, dct_why_disk(err));
        return;
    }
    drop_file(d);
    d->stage = STAGE_DONE;
}

dct_download_state dct_download_step(dct_download *d, uint32_t budget_ms)
{
    if (d->stage == STAGE_BEGIN)
        begin(d);
    if (d->stage == STAGE_HASH)
        hash_slices(d, budget_ms);
    if (d->stage == STAGE_ASK)
        ask(d);
    bool page = false;
    if (d->stage == STAGE_FETCH && dct_fetch_done(d->fetch)) {
        page = dct_answer_is_page(d->fetch);
        take(d);
        drop_fetch(d);
    }
    if (d->stage == STAGE_FINISH)
        finish(d, page);
    return d->stage == STAGE_DONE ? DCT_DOWNLOAD_DONE : d->stage == STAGE_FAILED ? DCT_DOWNLOAD_FAILED : DCT_DOWNLOAD_BUSY;
}

/* ---- what it says ---- */

uint64_t dct_download_here(const dct_download *d)
{
    return d->hashed;
}

uint64_t dct_download_received(const dct_download *d)
{
    return d->received;
}

dct_reason dct_download_reason(const dct_download *d)
{
    return d->reason;
}

const docent_error *dct_download_error(const dct_download *d)
{
    return &d->err;
}

uint32_t dct_download_later_s(const dct_download *d)
{
    return d->later_s;
}

bool dct_download_is_there(dct_folder *folder, const char *name, uint64_t length, json_t *hashes)
{
    unsigned char slice[4096];
    dct_file *file;
    dct_digest digest;
    uint64_t at = 0;
    int64_t n = 0;
    if (dct_file_open(folder, name, false, &file, NULL) != DOCENT_OK)
        return false;
    bool there = dct_file_size(file) == length && dct_digest_begin(&digest, hashes, name, NULL) == DCT_REASON_NONE;
    if (there) {
        while (at < length && (n = dct_file_read(file, at, slice, sizeof slice)) > 0) {
            dct_digest_add(&digest, slice, (size_t)n);
            at += (uint64_t)n;
        }
        there = dct_digest_end(&digest) && at == length;
    }
    dct_file_close(file);
    return there;
}
