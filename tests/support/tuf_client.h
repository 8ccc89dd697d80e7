/* A client on this device: a folder of its own, the updater over libcurl, and a server (web_posix.h) that gives out a repo
 * (tuf_repo.h), all moved by one loop.
 *
 *     tuf_client c;
 *     tuf_client_open(&c, &repo);                    installs version 1 of the root
 *     assert_int_equal(tuf_client_refresh(&c, REPO_NOW), DCT_REASON_NONE);
 *     assert_int_equal(tuf_client_version(&c, "timestamp"), 1);
 *     tuf_client_close(&c);                          and removes the folder
 */
#ifndef TEST_TUF_CLIENT_H
#define TEST_TUF_CLIENT_H

#include "sync/download.h"
#include "sync/updater.h"
#include "tuf_repo.h"
#include "web_posix.h"

typedef struct tuf_client {
    repo         *repo;
    web          *web;
    docent_alloc  alloc;
    dct_net      *net;
    dct_folder   *folder;
    dct_updater  *updater;
    docent_request request;
    int64_t       not_before_s;
    char         *etag;            /* Of the test; NULL: none. From the next tuf_client_restart() on. */
    char          path[64], metadata_url[64], target_url[64];
    char          asked[400][120]; /* What was asked for, in order. */
    int           asked_count;
    const char   *head;            /* Of the request that bend() answers. */
    void        (*bend)(void *ctx, const char *path, web_answer *answer); /* May be NULL. */
    void         *bend_ctx;
} tuf_client;

void tuf_client_open(tuf_client *c, repo *r);
void tuf_client_close(tuf_client *c);
/* Another process of the same device: what was in memory is gone. */
void tuf_client_restart(tuf_client *c);

dct_reason tuf_client_refresh(tuf_client *c, int64_t now_s);
/* MISSING when the search ends without it. */
dct_reason tuf_client_find(tuf_client *c, const char *path);
/* Of what was found, to FOLDER/name; steps of 5 ms. */
dct_reason tuf_client_download(tuf_client *c, const char *name);

/* Of the file in the folder; 0 when there is none. */
int64_t tuf_client_version(tuf_client *c, const char *role);
/* The file's bytes, freed by the caller; NULL when there is none. */
char *tuf_client_file(tuf_client *c, const char *name, size_t *size);
void tuf_client_put(tuf_client *c, const char *name, const void *data, size_t size);
/* How often a name was asked for since the last tuf_client_forget(). */
int tuf_client_asked(const tuf_client *c, const char *name);
void tuf_client_forget(tuf_client *c);

/* The file for a path as a request says it, percent-encoded; NULL: 404. */
const char *tuf_client_serve(const repo *r, const char *path, size_t *size);

#endif
