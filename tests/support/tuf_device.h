/* A client like tuf_client.h's, without sockets and real time (fault_transport.h): for thousands of runs where memory, disk or
 * network fail at a chosen point.
 *
 *     tuf_device d;
 *     tuf_device_init(&d, &repo, seed);              a folder with the first root
 *     d.alloc = ...; d.net.percent = 30;             what shall fail
 *     dct_reason why = tuf_device_update(&d, "path");   open, refresh, find, download to FOLDER/got, close
 *     tuf_device_close(&d);
 */
#ifndef TEST_TUF_DEVICE_H
#define TEST_TUF_DEVICE_H

#include "fault_transport.h"
#include "sync/download.h"
#include "sync/updater.h"
#include "tuf_repo.h"

typedef struct tuf_device {
    const repo     *repo;
    fake_clock      time;
    docent_clock    clock;
    fault_transport net;
    docent_alloc    alloc;
    char            path[64];
    docent_error    err; /* Of the last update that failed. */
} tuf_device;

void tuf_device_init(tuf_device *d, const repo *r, uint64_t seed);
/* False: the transport still had exchanges. */
bool tuf_device_close(tuf_device *d);
dct_reason tuf_device_update(tuf_device *d, const char *path);
/* Is each file of the folder (but NAME.new and NAME.part) one that the repository gave out at some time, or the target? */
bool tuf_device_whole(const tuf_device *d, const void *target, size_t size);
/* Removes all but the root, which becomes version 1 again. */
void tuf_device_reset(tuf_device *d);
bool tuf_device_has(const tuf_device *d, const char *name, const void *data, size_t size);

#endif
