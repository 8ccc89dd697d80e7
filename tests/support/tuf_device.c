#define _POSIX_C_SOURCE 200809L

#include "tuf_device.h"

#include "base/alloc.h"
#include "base/error.h"
#include "tuf_client.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define must(what) \
    do { \
        if (!(what)) { \
            fprintf(stderr, "tuf_device.c:%d: not true: %s\n", __LINE__, #what); \
            abort(); \
        } \
    } while (0)

static bool serve(void *ctx, const docent_request *request, const void *body, size_t body_size, bool again, fault_reply *reply)
{
    tuf_device *d = ctx;
    size_t size = 0;
    const char *data = tuf_client_serve(d->repo, request->url + strlen("http://repo/"), &size);
    (void)body, (void)body_size, (void)again;
    fault_give(reply, request, data, size);
    return true;
}

static void put(const tuf_device *d, const char *name, const void *data, size_t size)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", d->path, name);
    FILE *file = fopen(path, "wb");
    must(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0);
}

static char *get(const tuf_device *d, const char *name, size_t *size)
{
    char path[400];
    snprintf(path, sizeof path, "%s/%s", d->path, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return NULL;
    char *data = malloc(8 << 20);
    *size = fread(data, 1, 8 << 20, file);
    fclose(file);
    return data;
}

/* fn(d, name) for each file. */
static bool each(const tuf_device *d, bool (*fn)(const tuf_device *d, const char *name, const void *ctx), const void *ctx)
{
    bool ok = true;
    DIR *folder = opendir(d->path);
    must(folder != NULL);
    for (struct dirent *e; (e = readdir(folder)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            ok = fn(d, e->d_name, ctx) && ok;
    closedir(folder);
    return ok;
}

static bool remove_one(const tuf_device *d, const char *name, const void *ctx)
{
    char path[400];
    (void)ctx;
    snprintf(path, sizeof path, "%s/%s", d->path, name);
    return unlink(path) == 0;
}

void tuf_device_reset(tuf_device *d)
{
    size_t size;
    const char *root = repo_find(d->repo, "metadata/1.root.json", &size);
    must(each(d, remove_one, NULL));
    put(d, "root.json", root, size);
}

void tuf_device_init(tuf_device *d, const repo *r, uint64_t seed)
{
    memset(d, 0, sizeof *d);
    d->repo = r;
    d->alloc = dct_alloc_default;
    fake_clock_init(&d->time, seed);
    d->time.unix_ms = (int64_t)REPO_NOW * 1000;
    d->clock = fake_clock_of(&d->time);
    fault_init(&d->net, seed, &d->time, serve, d);
    snprintf(d->path, sizeof d->path, "/dev/shm/docent-tuf-XXXXXX"); /* Disks that fail here are ours, so it may be memory. */
    if (mkdtemp(d->path) == NULL) {
        snprintf(d->path, sizeof d->path, "/tmp/docent-tuf-XXXXXX");
        must(mkdtemp(d->path) != NULL);
    }
    tuf_device_reset(d);
}

bool tuf_device_close(tuf_device *d)
{
    must(each(d, remove_one, NULL));
    rmdir(d->path);
    d->net.closed = true; /* By each update. */
    return fault_close(&d->net);
}

/* ---- an update from beginning to end ---- */

typedef struct run {
    dct_net     *net;
    dct_folder  *folder;
    dct_updater *updater;
    dct_download *download;
} run;

static dct_reason of_status(docent_status status)
{
    return status == DOCENT_ERR_NOMEM ? DCT_REASON_MEMORY : DCT_REASON_STORAGE;
}

static dct_reason open_all(tuf_device *d, run *x)
{
    docent_transport transport = fault_transport_of(&d->net);
    docent_status status = dct_net_open(&d->alloc, &d->clock, &transport, &x->net, &d->err);
    if (status == DOCENT_OK)
        status = dct_folder_open(&d->alloc, d->path, &x->folder, &d->err);
    if (status != DOCENT_OK)
        return of_status(status);
    dct_updater_config config = { .alloc = &d->alloc,
                                  .net = x->net,
                                  .folder = x->folder,
                                  .metadata_url = "http://repo/metadata",
                                  .target_url = "http://repo/targets",
                                  .request = { .total_ms = 60000 } };
    status = dct_updater_open(&config, &x->updater, &d->err);
    return status == DOCENT_OK ? DCT_REASON_NONE : of_status(status);
}

static dct_reason wait_updater(tuf_device *d, run *x)
{
    dct_updater_state state;
    while ((state = dct_updater_step(x->updater)) == DCT_UPDATER_BUSY)
        dct_net_step(x->net, 1000);
    if (state == DCT_UPDATER_FAILED)
        d->err = *dct_updater_error(x->updater);
    return dct_updater_reason(x->updater);
}

static dct_reason download(tuf_device *d, run *x)
{
    const dct_target *target = dct_updater_target(x->updater);
    dct_download_config config = { .alloc = &d->alloc,
                                   .clock = &d->clock,
                                   .net = x->net,
                                   .request = { .total_ms = 60000 },
                                   .url = target->url,
                                   .length = (uint64_t)target->length,
                                   .hashes = target->hashes,
                                   .part_folder = x->folder,
                                   .folder = x->folder,
                                   .part = "got.part",
                                   .name = "got" };
    if (dct_download_is_there(x->folder, "got", config.length, config.hashes))
        return DCT_REASON_NONE;
    docent_status status = dct_download_open(&config, &x->download, &d->err);
    if (status != DOCENT_OK)
        return of_status(status);
    while (dct_download_step(x->download, 5) == DCT_DOWNLOAD_BUSY)
        dct_net_step(x->net, 1000);
    d->err = *dct_download_error(x->download);
    return dct_download_reason(x->download);
}

dct_reason tuf_device_update(tuf_device *d, const char *path)
{
    run x = { 0 };
    dct_error_clear(&d->err);
    dct_reason reason = open_all(d, &x);
    if (reason == DCT_REASON_NONE) {
        dct_updater_refresh(x.updater, REPO_NOW);
        reason = wait_updater(d, &x);
    }
    if (reason == DCT_REASON_NONE) {
        dct_updater_find(x.updater, path);
        reason = wait_updater(d, &x);
    }
    if (reason == DCT_REASON_NONE)
        reason = download(d, &x);
    dct_download_close(x.download);
    dct_updater_close(x.updater);
    dct_folder_close(x.folder);
    dct_net_close(x.net);
    must(d->net.closed && d->net.first == NULL); /* Nothing is left under way. */
    return reason;
}

/* ---- what lies in the folder ---- */

typedef struct target {
    const void *data;
    size_t      size;
} target;

static bool ends_with(const char *name, const char *end)
{
    size_t n = strlen(name), k = strlen(end);
    return n >= k && strcmp(name + n - k, end) == 0;
}

static bool was_published(const tuf_device *d, const char *name, const char *data, size_t size)
{
    for (int i = 0; i < d->repo->file_count; i++) {
        const repo_file *f = &d->repo->files[i];
        if (f->data != NULL && ends_with(f->name, name) && f->size == size && memcmp(f->data, data, size) == 0)
            return true;
    }
    return false;
}

static bool is_whole(const tuf_device *d, const char *name, const void *ctx)
{
    const target *t = ctx;
    size_t size = 0;
    if (ends_with(name, ".new"))
        return true;
    char *data = get(d, name, &size);
    bool ok = data != NULL;
    if (ok && strcmp(name, "got.part") == 0)
        ok = size <= t->size && memcmp(data, t->data, size) == 0;
    else if (ok && strcmp(name, "got") == 0)
        ok = size == t->size && memcmp(data, t->data, size) == 0;
    else if (ok)
        ok = was_published(d, name, data, size);
    if (!ok)
        fprintf(stderr, "%s/%s is not whole\n", d->path, name);
    free(data);
    return ok;
}

bool tuf_device_whole(const tuf_device *d, const void *data, size_t size)
{
    return each(d, is_whole, &(target){ data, size });
}

bool tuf_device_has(const tuf_device *d, const char *name, const void *data, size_t size)
{
    size_t is_size = 0;
    char *is = get(d, name, &is_size);
    bool ok = is != NULL && is_size == size && memcmp(is, data, size) == 0;
    free(is);
    return ok;
}
