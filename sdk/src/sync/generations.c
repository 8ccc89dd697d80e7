#include "generations.h"

#include "../base/error.h"
#include "../crypto/random.h"
#include "sweep.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { LINE_ROOM = 512 };

/* ---- lines ---- */

/* A disk that stammers says of what is there that it cannot be read: it counts as absent for now, but then nothing is swept. */
static docent_status not_read(dct_generations *g, docent_status status)
{
    g->doubtful = g->doubtful || status == DOCENT_ERR_IO;
    return status == DOCENT_ERR_NOMEM ? status : DOCENT_ERR_MISSING;
}

/* DOCENT_ERR_MISSING: there is none, or it is damaged. Another status: it may be there, but cannot be read just now. */
static docent_status read_line(dct_generations *g, const char *name, char line[LINE_ROOM], docent_error *err)
{
    dct_buf text;
    dct_buf_init(&text, g->alloc, LINE_ROOM - 1);
    docent_status status = dct_folder_read(g->folder, name, &text, err);
    if (status != DOCENT_OK) {
        status = not_read(g, status);
    } else if (text.size < 2 || text.data[text.size - 1] != '\n') {
        status = DOCENT_ERR_MISSING;
    } else {
        memcpy(line, text.data, text.size - 1);
        line[text.size - 1] = 0;
        status = strlen(line) == text.size - 1 ? DOCENT_OK : DOCENT_ERR_MISSING;
    }
    dct_buf_close(&text);
    return status;
}

/* Reads a number and the space or end after it. */
static bool take_number(const char **at, int64_t *out)
{
    int64_t value = 0;
    const char *c = *at;
    for (; *c >= '0' && *c <= '9'; c++) {
        if (value > (INT64_MAX - 9) / 10)
            return false;
        value = value * 10 + (*c - '0');
    }
    if (c == *at || (*c != ' ' && *c != 0))
        return false;
    *at = *c == ' ' ? c + 1 : c;
    *out = value;
    return true;
}

static bool take_hash(const char **at, char out[DCT_HEX_SHA256])
{
    unsigned char bytes[DCT_SHA256_BYTES];
    size_t size = strcspn(*at, " ");
    if (size != DCT_HEX_SHA256 - 1)
        return false;
    memcpy(out, *at, size);
    out[size] = 0;
    *at += size;
    if (**at == ' ' && *++*at == 0) /* Another must follow. */
        return false;
    return dct_unhex(out, bytes, sizeof bytes);
}

static bool parse_generation(const char *at, dct_generation *out)
{
    memset(out, 0, sizeof *out);
    bool ok = take_number(&at, &out->release) && take_number(&at, &out->published) && out->release > 0;
    while (ok && *at != 0 && out->pack_count < DCT_GENERATION_PACKS)
        ok = take_hash(&at, out->packs[out->pack_count++]);
    return ok && *at == 0 && out->pack_count > 0;
}

/* DOCENT_ERR_MISSING as above. */
static docent_status find_pack(dct_generations *g, const char *sha256, docent_error *err)
{
    char name[DCT_HEX_SHA256 + 8];
    dct_file *file;
    snprintf(name, sizeof name, "%.64s.docent", sha256);
    docent_status status = dct_file_open(g->packs, name, false, &file, err);
    if (status != DOCENT_OK)
        return not_read(g, status);
    dct_file_close(file);
    return DOCENT_OK;
}

/* A generation counts only with all its packs. What cannot be read for want of memory is an error: taken for absent, it would
 * be swept away. */
static docent_status load(dct_generations *g, const char *name, dct_generation *out, uint32_t *starts, docent_error *err)
{
    char line[LINE_ROOM];
    const char *at = line;
    int64_t n = 0;
    docent_status status = read_line(g, name, line, err);
    if (status == DOCENT_OK && !((starts == NULL || take_number(&at, &n)) && parse_generation(at, out)))
        status = DOCENT_ERR_MISSING;
    for (uint32_t i = 0; status == DOCENT_OK && i < out->pack_count; i++)
        status = find_pack(g, out->packs[i], err);
    if (status != DOCENT_OK)
        memset(out, 0, sizeof *out);
    if (starts != NULL)
        *starts = status != DOCENT_OK ? 0 : n < DCT_TRIAL_STARTS ? (uint32_t)n : DCT_TRIAL_STARTS;
    return status == DOCENT_ERR_MISSING ? DOCENT_OK : status;
}

static docent_status save(dct_generations *g, const char *name, const dct_generation *generation, const uint32_t *starts,
                          docent_error *err)
{
    char line[LINE_ROOM];
    int size = starts != NULL ? snprintf(line, sizeof line, "%u ", (unsigned)*starts) : 0;
    size += snprintf(line + size, sizeof line - (size_t)size, "%" PRId64 " %" PRId64, generation->release, generation->published);
    for (uint32_t i = 0; i < generation->pack_count; i++)
        size += snprintf(line + size, sizeof line - (size_t)size, " %s", generation->packs[i]);
    line[size++] = '\n';
    return dct_folder_write(g->folder, name, line, (size_t)size, err);
}

static docent_status drop(dct_generations *g, const char *name, dct_generation *generation, docent_error *err)
{
    docent_status status = dct_folder_remove(g->folder, name, err);
    if (status == DOCENT_OK)
        memset(generation, 0, sizeof *generation);
    return status;
}

static docent_status save_bad(dct_generations *g, int64_t release, docent_error *err)
{
    char line[LINE_ROOM];
    if (release <= g->bad)
        return DOCENT_OK;
    int size = snprintf(line, sizeof line, "%" PRId64 "\n", release);
    docent_status status = dct_folder_write(g->folder, "bad", line, (size_t)size, err);
    if (status == DOCENT_OK)
        g->bad = release;
    return status;
}

/* ---- life ---- */

docent_status dct_generations_below(dct_generations *g, const char *name, dct_folder **out, docent_error *err)
{
    char path[DCT_PACK_PATH_ROOM];
    snprintf(path, sizeof path, "%s/%s", g->path, name);
    return dct_folder_open(g->alloc, path, out, err);
}

static docent_status name_device(dct_generations *g, docent_error *err)
{
    char line[LINE_ROOM];
    unsigned char bytes[16];
    docent_status status = read_line(g, "device", line, err);
    if (status == DOCENT_OK && strlen(line) == 32 && dct_unhex(line, bytes, sizeof bytes)) {
        memcpy(g->device, line, sizeof g->device);
        return DOCENT_OK;
    }
    if (status == DOCENT_ERR_NOMEM)
        return status;
    if (!dct_random(bytes, sizeof bytes))
        return dct_fail(err, DOCENT_ERR_IO, "sync", 0, "this system gives no random bytes");
    dct_hex(bytes, sizeof bytes, g->device);
    snprintf(line, sizeof line, "%s\n", g->device);
    /* The folder may be of a process that was killed as it made it. A disk that is full does not matter here. */
    if (dct_folder_settle(g->folder, NULL) == DOCENT_OK)
        dct_folder_write(g->folder, "device", line, strlen(line), NULL);
    return DOCENT_OK;
}

/* What is over is over, also where the disk cannot be told so now. */
static void finish(dct_generations *g, const char *name, dct_generation *generation)
{
    dct_folder_remove(g->folder, name, NULL);
    memset(generation, 0, sizeof *generation);
}

/* A confirmed trial or a staged release that is in force already is the end of something that was cut; so is the same release
 * before and now. A line that is damaged leaves what was before. */
static void finish_cut(dct_generations *g)
{
    if (g->current.release == 0)
        g->current = g->previous;
    if (g->previous.release >= g->current.release)
        memset(&g->previous, 0, sizeof g->previous);
    if (g->trial.release != 0 && g->trial.release <= g->current.release)
        finish(g, "trial", &g->trial);
    int64_t now = dct_generations_now(g)->release;
    if (g->staged.release != 0 && (g->staged.release <= now || g->staged.release <= g->bad))
        finish(g, "staged", &g->staged);
}

static docent_status read_lines(dct_generations *g, docent_error *err)
{
    char line[LINE_ROOM];
    const char *at = line;
    docent_status status = load(g, "current", &g->current, NULL, err);
    if (status == DOCENT_OK)
        status = load(g, "previous", &g->previous, NULL, err);
    if (status == DOCENT_OK)
        status = load(g, "staged", &g->staged, NULL, err);
    if (status == DOCENT_OK)
        status = load(g, "trial", &g->trial, &g->starts, err);
    if (status == DOCENT_OK)
        status = read_line(g, "bad", line, err);
    if (status == DOCENT_ERR_NOMEM)
        return status;
    if (status != DOCENT_OK || !take_number(&at, &g->bad))
        g->bad = 0;
    finish_cut(g);
    return DOCENT_OK;
}

docent_status dct_generations_open(dct_generations *g, const docent_alloc *alloc, const char *path, docent_error *err)
{
    memset(g, 0, sizeof *g);
    g->alloc = alloc;
    g->untidy = true;
    if (strlen(path) >= sizeof g->path)
        return dct_fail(err, DOCENT_ERR_LIMIT, "sync", 0, "the folder's path is longer than %zu bytes", sizeof g->path - 1);
    memcpy(g->path, path, strlen(path) + 1);
    docent_status status = dct_folder_open(alloc, path, &g->folder, err);
    if (status == DOCENT_OK)
        status = dct_folder_lock(g->folder, err);
    if (status == DOCENT_OK)
        status = dct_generations_below(g, "tuf", &g->tuf, err);
    if (status == DOCENT_OK)
        status = dct_generations_below(g, "packs", &g->packs, err);
    if (status == DOCENT_OK)
        status = dct_generations_below(g, "incoming", &g->incoming, err);
    if (status == DOCENT_OK)
        status = name_device(g, err);
    if (status == DOCENT_OK)
        status = read_lines(g, err);
    if (status != DOCENT_OK)
        dct_generations_close(g);
    return status;
}

void dct_generations_close(dct_generations *g)
{
    dct_folder_close(g->incoming);
    dct_folder_close(g->packs);
    dct_folder_close(g->tuf);
    dct_folder_close(g->folder);
    memset(g, 0, sizeof *g);
}

/* ---- changes ---- */

static docent_status end_trial(dct_generations *g, docent_error *err)
{
    docent_status status = save_bad(g, g->trial.release, err);
    return status == DOCENT_OK ? drop(g, "trial", &g->trial, err) : status;
}

const dct_generation *dct_generations_now(const dct_generations *g)
{
    return g->trial.release != 0 ? &g->trial : &g->current;
}

static const dct_generation *some(const dct_generations *g)
{
    const dct_generation *now = dct_generations_now(g);
    return now->release != 0 ? now : NULL;
}

docent_status dct_generations_start(dct_generations *g, const dct_generation **out, docent_error *err)
{
    docent_status status = DOCENT_OK;
    if (g->trial.release != 0 && g->starts >= DCT_TRIAL_STARTS) {
        status = end_trial(g, err);
    } else if (g->trial.release != 0) {
        uint32_t starts = g->starts + 1;
        status = save(g, "trial", &g->trial, &starts, err);
        g->starts = status == DOCENT_OK ? starts : g->starts;
    }
    *out = some(g);
    return status;
}

/* Previous moves up before its own line goes: cut between the two, or failing there, both say the same, which counts as once. */
static docent_status fall_back(dct_generations *g, docent_error *err)
{
    if (g->doubtful && g->previous.release == 0)
        return dct_fail(err, DOCENT_ERR_IO, "sync", 0, "folder %.150s: the content before cannot be read now", g->path);
    docent_status status = save_bad(g, g->current.release, err);
    if (status == DOCENT_OK && g->previous.release == 0) {
        status = drop(g, "previous", &g->previous, err); /* There may be such a line. */
        return status == DOCENT_OK ? drop(g, "current", &g->current, err) : status;
    }
    if (status == DOCENT_OK)
        status = save(g, "current", &g->previous, NULL, err);
    if (status == DOCENT_OK) {
        g->current = g->previous;
        finish(g, "previous", &g->previous);
    }
    return status;
}

docent_status dct_generations_refuse(dct_generations *g, const dct_generation **out, docent_error *err)
{
    docent_status status = g->trial.release != 0 ? end_trial(g, err) : g->current.release != 0 ? fall_back(g, err) : DOCENT_OK;
    *out = some(g);
    return status;
}

const dct_generation *dct_generations_set_aside(dct_generations *g)
{
    g->doubtful = true; /* The disk goes on naming it. */
    if (g->trial.release != 0) {
        memset(&g->trial, 0, sizeof g->trial);
    } else {
        g->current = g->previous;
        memset(&g->previous, 0, sizeof g->previous);
    }
    return some(g);
}

const dct_generation *dct_generations_before(const dct_generations *g)
{
    const dct_generation *before = g->trial.release != 0 ? &g->current : &g->previous;
    return before->release != 0 ? before : NULL;
}

/* A pack that is here may be of a process that was killed as it put it there. */
docent_status dct_generations_stage(dct_generations *g, const dct_generation *staged, docent_error *err)
{
    docent_status status = dct_folder_settle(g->packs, err);
    if (status == DOCENT_OK)
        status = save(g, "staged", staged, NULL, err);
    if (status == DOCENT_OK)
        g->staged = *staged;
    return status;
}

docent_status dct_generations_try(dct_generations *g, docent_error *err)
{
    const uint32_t first = 1;
    dct_generation staged = g->staged;
    docent_status status = save(g, "trial", &staged, &first, err);
    if (status == DOCENT_OK) {
        g->trial = staged;
        g->starts = first;
        status = drop(g, "staged", &g->staged, err);
    }
    return status;
}

docent_status dct_generations_unstage(dct_generations *g, docent_error *err)
{
    docent_status status = save_bad(g, g->staged.release, err);
    return status == DOCENT_OK ? drop(g, "staged", &g->staged, err) : status;
}

/* Where its last step failed, it is done again from there: previous must not become what is current. */
docent_status dct_generations_confirm(dct_generations *g, docent_error *err)
{
    docent_status status = DOCENT_OK;
    bool here = g->current.release == g->trial.release;
    if (!here && g->current.release != 0)
        status = save(g, "previous", &g->current, NULL, err);
    if (!here && status == DOCENT_OK)
        status = save(g, "current", &g->trial, NULL, err);
    if (status != DOCENT_OK)
        return status;
    if (!here) {
        g->previous = g->current;
        g->current = g->trial;
    }
    return drop(g, "trial", &g->trial, err);
}

/* ---- packs ---- */

void dct_generations_pack_path(const dct_generations *g, const char *sha256, char out[DCT_PACK_PATH_ROOM])
{
    snprintf(out, DCT_PACK_PATH_ROOM, "%s/packs/%.64s.docent", g->path, sha256);
}

void dct_generations_incoming_path(const dct_generations *g, const char *name, char out[DCT_PACK_PATH_ROOM])
{
    snprintf(out, DCT_PACK_PATH_ROOM, "%s/incoming/%.80s", g->path, name);
}

bool dct_generations_has_pack(dct_generations *g, const char *sha256)
{
    return find_pack(g, sha256, NULL) == DOCENT_OK;
}

static bool names(const dct_generation *generation, const char *file)
{
    for (uint32_t i = 0; i < generation->pack_count; i++)
        if (strncmp(generation->packs[i], file, DCT_HEX_SHA256 - 1) == 0)
            return true;
    return false;
}

typedef struct kept { const dct_generations *g; const char *const *names; size_t count; } kept;

static bool keep_incoming(void *ctx, const char *file)
{
    const kept *k = ctx;
    for (size_t i = 0; i < k->count; i++)
        if (strncmp(file, k->names[i], strlen(k->names[i])) == 0)
            return true;
    return false;
}

static bool keep_pack(void *ctx, const char *file)
{
    const dct_generations *g = ((const kept *)ctx)->g;
    return names(&g->current, file) || names(&g->previous, file) || names(&g->trial, file) || names(&g->staged, file) ||
           keep_incoming(ctx, file);
}

void dct_generations_sweep(dct_generations *g, const char *const *keep, size_t keep_count)
{
    char path[DCT_PACK_PATH_ROOM];
    kept k = { g, keep, keep_count };
    if (g->doubtful)
        return;
    snprintf(path, sizeof path, "%s/packs", g->path);
    dct_sweep(path, keep_pack, &k);
    snprintf(path, sizeof path, "%s/incoming", g->path);
    dct_sweep(path, keep_incoming, &k);
    g->untidy = true;
}

bool dct_generations_tidy(dct_generations *g)
{
    static const char *const below[] = { "packs", "incoming", "kept" };
    char path[DCT_PACK_PATH_ROOM];
    for (size_t i = 0; g->untidy && i < sizeof below / sizeof *below; i++) {
        snprintf(path, sizeof path, "%s/%s", g->path, below[i]);
        if (dct_sweep_piece(path))
            return true;
    }
    g->untidy = false;
    return false;
}
