#include "download.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "answer.h"
#include "digest.h"
#include "resume.h"

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
    char                first[16]; /* Bytes that came from the beginning of the file. */
    size_t              first_size;
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
    dct_resume_forget(d->config.part_folder, d->part);
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

/* NONE: the part is empty, and so is its digest. */
static dct_reason clear_part(dct_download *d)
{
    d->resumed = false;
    d->anew = true;
    d->hashed = 0;
    d->first_size = 0;
    if (dct_file_clear(d->file, &d->err) != DOCENT_OK)
        return dct_why_disk(&d->err);
    dct_digest_close(&d->digest);
    return dct_digest_begin(&d->digest, d->config.hashes, d->name, &d->err);
}

/* Throws the part away and goes on from its beginning. */
static void start_anew(dct_download *d)
{
    dct_reason reason = open_part(d) ? clear_part(d) : dct_why_disk(&d->err);
    dct_resume_forget(d->config.part_folder, d->part);
    if (reason != DCT_REASON_NONE)
        fail(d, reason);
    else
        d->stage = STAGE_ASK;
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

/* The file's first bytes. Where the rest was asked for, they begin the part anew; only a log-in page may not have it. */
static dct_reason begin_file(dct_download *d, const void *data, size_t size)
{
    char before = 0;
    dct_reason reason = DCT_REASON_NONE;
    if (d->hashed > 0 && dct_answer_looks_like_page(data, size) && dct_file_read(d->file, 0, &before, 1) == 1 && before != '<')
        return dct_why(&d->err, DCT_REASON_CAPTIVE, "%.100s: a page came instead of the rest", d->name);
    if (d->hashed > 0)
        reason = clear_part(d);
    d->first_size = size < sizeof d->first ? size : sizeof d->first;
    memcpy(d->first, data, d->first_size);
    if (reason == DCT_REASON_NONE && d->config.length >= DCT_RESUME_FROM_BYTES)
        dct_resume_note(d->config.part_folder, d->part, d->url, d->fetch);
    return reason;
}

static bool sink(void *ctx, uint64_t offset, const void *data, size_t size)
{
    dct_download *d = ctx;
    if (offset == 0 && (d->in_sink = begin_file(d, data, size)) != DCT_REASON_NONE)
        return false;
    if (offset != d->hashed) { /* A transport that does not tell us where it is. */
        d->in_sink = dct_why(&d->err, DCT_REASON_SERVER, "%.100s: bytes came for another place", d->name);
        return false;
    }
    if (size > d->config.length - d->hashed) { /* The fetch's bound says the same; this one does not depend on it. */
        d->in_sink = dct_why(&d->err, DCT_REASON_SERVER, "%.100s: more bytes came than were signed", d->name);
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

static dct_fetch *fetch_rest(dct_download *d, uint64_t missing)
{
    char line[DCT_RESUME_LINE];
    const char *lines[] = { line };
    docent_request request = dct_answer_request(&d->config.request, d->url);
    request.resume_from = d->hashed;
    if (d->hashed > 0 && request.header_count == 0 &&
        dct_resume_line(d->config.part_folder, d->config.alloc, d->part, d->url, line)) {
        request.headers = lines;
        request.header_count = 1;
    }
    dct_fetch *f = dct_fetch_to(d->config.net, &request, missing, sink, d, &d->err);
    if (f != NULL)
        dct_fetch_take_whole(f);
    return f;
}

static void ask(dct_download *d)
{
    uint64_t missing = d->config.length - d->hashed;
    if (!open_part(d)) {
        fail(d, dct_why_disk(&d->err));
        return;
    }
    d->stage = missing == 0 ? STAGE_FINISH : STAGE_FETCH;
    if (missing == 0 || !has_room(d, missing))
        return;
    d->in_sink = DCT_REASON_NONE;
    d->fetch = fetch_rest(d, missing);
    if (d->fetch == NULL)
        fail(d, d->err.status == DOCENT_ERR_NOMEM ? DCT_REASON_MEMORY : DCT_REASON_SETUP);
}

/* Of more bytes than were signed none is worth keeping. */
static void fail_fetch(dct_download *d, dct_reason reason)
{
    const docent_clock *clock = d->config.clock;
    bool too_much = dct_fetch_carried(d->fetch) == DOCENT_CARRIED_REFUSED && dct_fetch_received(d->fetch) > 0;
    d->later_s = dct_answer_later_s(d->fetch, clock->unix_ms(clock->ctx) / 1000);
    if (too_much && dct_answer_looks_like_page(d->first, d->first_size))
        reason = dct_why(&d->err, DCT_REASON_CAPTIVE, "%.100s: a page came instead, longer than what was signed", d->name);
    if (too_much)
        remove_part(d);
    fail(d, reason);
}

/* It is whole, or ended, and is not what was signed. */
static void refuse(dct_download *d, dct_reason reason, const char *what)
{
    if (d->resumed && !d->anew) {
        start_anew(d);
        return;
    }
    remove_part(d);
    if (reason == DCT_REASON_CAPTIVE)
        dct_why(&d->err, reason, "%.100s: a page came instead", d->name);
    else if (reason == DCT_REASON_SERVER)
        dct_why(&d->err, reason, "%.100s: came packed in another way, which nobody asked for", d->name);
    else
        dct_why(&d->err, reason, "%.100s: is not what was signed: %s", d->name, what);
    fail(d, reason);
}

static void end_early(dct_download *d)
{
    dct_reason reason = dct_answer_suspect(d->fetch, d->first, d->first_size, false);
    if (reason == DCT_REASON_OFFLINE)
        fail(d, dct_why(&d->err, reason, "%.100s: cut after %" PRIu64 " bytes", d->name, d->hashed));
    else
        refuse(d, reason, "it ends too early");
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
        end_early(d);
}

/* ---- the end ---- */

static void finish(dct_download *d, dct_reason if_wrong)
{
    docent_error *err = &d->err;
    if (!dct_digest_end(&d->digest)) {
        refuse(d, if_wrong, "its hash is another");
        return;
    }
    bool ok = dct_file_sync(d->file, err) == DOCENT_OK &&
              dct_folder_move(d->config.part_folder, d->part, d->config.folder, d->name, err) == DOCENT_OK;
    if (!ok) {
        fail(d, dct_why_disk(err));
        return;
    }
    drop_file(d);
    dct_resume_forget(d->config.part_folder, d->part);
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
    dct_reason if_wrong = DCT_REASON_TAMPER;
    if (d->stage == STAGE_FETCH && dct_fetch_done(d->fetch)) {
        if_wrong = dct_answer_suspect(d->fetch, d->first, d->first_size, true);
        take(d);
        drop_fetch(d);
    }
    if (d->stage == STAGE_FINISH)
        finish(d, if_wrong);
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
