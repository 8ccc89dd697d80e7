/* Which file of which content folder a request asks for, and which bytes of it. */
#ifndef KIOSK_SERVE_PATH_H
#define KIOSK_SERVE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct kiosk_request {
    char    place[64]; /* Whose content: "" for the main one's, else an id. */
    char    path[256]; /* Below that content folder; "" when there is no such file here. */
    char    other[256];/* Where it may be as well; "" for nowhere. */
    long    version;   /* The file must be of this one; 0: any. */
    bool    head;
    bool    range;
    int64_t from, to;  /* Of the range: to -1 is the end; from -1: the last `to` bytes. */
} kiosk_request;

/* Reads a whole request, to its empty line. The status to answer with when it is not to be served: 400, 404, 405; else 0. */
int kiosk_request_read(const char *text, size_t size, kiosk_request *out);

/* The version of a file of metadata; -1 when its text has none. */
long kiosk_metadata_version(const char *text, size_t size);

#endif
