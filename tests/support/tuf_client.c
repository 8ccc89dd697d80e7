#define _POSIX_C_SOURCE 200809L

#include "tuf_client.h"

#include "base/alloc.h"
#include "net/clock.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define must(what) \
    do { \
        if (!(what)) { \
            fprintf(stderr, "tuf_client.c:%d: not true: %s\n", __LINE__, #what); \
            abort(); \
        } \
    } while (0)

static void decode(const char *path, char *out, size_t room)
{
    size_t n = 0;
    for (; *path != 0 && n + 1 < room; path++) {
        unsigned c;
        if (*path == '%' && sscanf(path + 1, "%2x", &c) == 1) {
            out[n++] = (char)c;
            path += 2;
        } else {
            out[n++] = *path;
        }
    }
    out[n] = 0;
}

const char *tuf_client_serve(const repo *r, const char *path, size_t *size)
{
    char name[400];
    decode(path, name, sizeof name);
    return repo_find(r, name, size);
}

static void serve(void *ctx, const char *path, const char *head, web_answer *answer)
{
    tuf_client *c = ctx;
    c->head = head;
    if (c->asked_count < (int)(sizeof c->asked / sizeof *c->asked))
        snprintf(c->asked[c->asked_count++], sizeof *c->asked, "%.119s", path);
    answer->body = tuf_client_serve(c->repo, path, &answer->size);
    if (answer->body == NULL) {
        answer->status = 404;
        answer->body = "no such file";
        answer->size = 12;
    }
    if (c->bend != NULL)
        c->bend(c->bend_ctx, path, answer);
}

static void open_updater(tuf_client *c)
{
    must(dct_net_open(&c->alloc, &dct_clock_system, NULL, &c->net, NULL) == DOCENT_OK);
    must(dct_folder_open(&c->alloc, c->path, &c->folder, NULL) == DOCENT_OK);
    dct_updater_config config = { .alloc = &c->alloc,
                                  .net = c->net,
                                  .folder = c->folder,
                                  .metadata_url = c->metadata_url,
                                  .target_url = c->target_url,
                                  .request = c->request,
                                  .etag = c->etag,
                                  .not_before_s = c->not_before_s };
    must(dct_updater_open(&config, &c->updater, NULL) == DOCENT_OK);
}

static void close_updater(tuf_client *c)
{
    dct_updater_close(c->updater);
    dct_folder_close(c->folder);
    dct_net_close(c->net);
}

void tuf_client_open(tuf_client *c, repo *r)
{
    size_t size;
    memset(c, 0, sizeof *c);
    c->repo = r;
    c->alloc = dct_alloc_default;
    c->web = web_start(serve, c);
    snprintf(c->metadata_url, sizeof c->metadata_url, "http://127.0.0.1:%d/metadata", web_port(c->web));
    snprintf(c->target_url, sizeof c->target_url, "http://127.0.0.1:%d/targets/", web_port(c->web));
    snprintf(c->path, sizeof c->path, "/tmp/docent-tuf-XXXXXX");
    must(mkdtemp(c->path) != NULL);
    open_updater(c);
    const char *root = repo_find(r, "metadata/1.root.json", &size);
    must(dct_updater_install_root(c->folder, &c->alloc, root, size, NULL) == DOCENT_OK);
}

void tuf_client_restart(tuf_client *c)
{
    close_updater(c);
    open_updater(c);
}

static void remove_folder(const char *path)
{
    char name[400];
    DIR *folder = opendir(path);
    for (struct dirent *e; (e = readdir(folder)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", path, e->d_name);
        unlink(name);
    }
    closedir(folder);
    rmdir(path);
}

void tuf_client_close(tuf_client *c)
{
    close_updater(c);
    web_stop(c->web);
    remove_folder(c->path);
}

static dct_reason run(tuf_client *c)
{
    dct_updater_state state;
    while ((state = dct_updater_step(c->updater)) == DCT_UPDATER_BUSY) {
        dct_net_step(c->net, 0);
        web_step(c->web);
    }
    return state == DCT_UPDATER_READY ? DCT_REASON_NONE : dct_updater_reason(c->updater);
}

dct_reason tuf_client_refresh(tuf_client *c, int64_t now_s)
{
    dct_updater_refresh(c->updater, now_s);
    return run(c);
}

dct_reason tuf_client_find(tuf_client *c, const char *path)
{
    dct_updater_find(c->updater, path);
    dct_reason reason = run(c);
    return reason == DCT_REASON_NONE ? dct_updater_reason(c->updater) : reason;
}

dct_reason tuf_client_download(tuf_client *c, const char *name)
{
    char part[80];
    dct_download *d;
    const dct_target *target = dct_updater_target(c->updater);
    must(target != NULL);
    snprintf(part, sizeof part, "%s.part", name);
    dct_download_config config = { .alloc = &c->alloc,
                                   .clock = &dct_clock_system,
                                   .net = c->net,
                                   .request = c->request,
                                   .url = target->url,
                                   .length = (uint64_t)target->length,
                                   .hashes = target->hashes,
                                   .part_folder = c->folder,
                                   .folder = c->folder,
                                   .part = part,
                                   .name = name };
    must(dct_download_open(&config, &d, NULL) == DOCENT_OK);
    dct_download_state state;
    while ((state = dct_download_step(d, 5)) == DCT_DOWNLOAD_BUSY) {
        dct_net_step(c->net, 0);
        web_step(c->web);
    }
    dct_reason reason = dct_download_reason(d);
    must((state == DCT_DOWNLOAD_DONE) == (reason == DCT_REASON_NONE));
    dct_download_close(d);
    return reason;
}

char *tuf_client_file(tuf_client *c, const char *name, size_t *size)
{
    dct_buf out;
    dct_buf_init(&out, &dct_alloc_default, 64 << 20);
    char *copy = NULL;
    if (dct_folder_read(c->folder, name, &out, NULL) == DOCENT_OK) {
        copy = calloc(1, out.size + 1);
        if (out.size > 0)
            memcpy(copy, out.data, out.size);
        *size = out.size;
    }
    dct_buf_close(&out);
    return copy;
}

void tuf_client_put(tuf_client *c, const char *name, const void *data, size_t size)
{
    must(dct_folder_write(c->folder, name, data, size, NULL) == DOCENT_OK);
}

int64_t tuf_client_version(tuf_client *c, const char *role)
{
    char name[120];
    size_t size;
    snprintf(name, sizeof name, "%s.json", role);
    char *data = tuf_client_file(c, name, &size);
    if (data == NULL)
        return 0;
    json_t *whole = json_loadb(data, size, 0, NULL);
    must(whole != NULL);
    int64_t version = json_integer_value(json_object_get(json_object_get(whole, "signed"), "version"));
    json_decref(whole);
    free(data);
    return version;
}

int tuf_client_asked(const tuf_client *c, const char *name)
{
    int n = 0;
    for (int i = 0; i < c->asked_count; i++)
        n += strcmp(c->asked[i], name) == 0;
    return n;
}

void tuf_client_forget(tuf_client *c)
{
    c->asked_count = 0;
}
