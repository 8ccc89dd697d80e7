/* A small HTTP/1.1 server over real sockets, moved by the test itself: no thread, no other process, no fixed port.
 *
 *     web *w = web_start(serve, ctx);              serve() says what to answer to a path
 *     ... web_step(w) in the loop that also moves the client ...
 *     web_stop(w);
 *
 * It can misbehave: cut an answer, drip it byte by byte, never end it, forget ranges. */
#ifndef TEST_WEB_POSIX_H
#define TEST_WEB_POSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct web web;

typedef struct web_answer {
    int         status;     /* 200 at first. */
    const char *headers;    /* "Name: value\r\n" lines, or "". */
    const void *body;       /* Lives until the answer is sent. */
    size_t      size;
    bool        ranges;     /* Range is obeyed; true at first. */
    bool        no_length;  /* No Content-Length: the end of the connection ends it. */
    bool        endless;    /* The body again and again; no Content-Length. */
    bool        drip;       /* One byte every 20 ms. */
    size_t      cut_after;  /* The connection is closed after so many bytes of the body; SIZE_MAX at first. */
} web_answer;

/* `path` without its first slash, as it came; head: the request's lines. */
typedef void (*web_serve)(void *ctx, const char *path, const char *head, web_answer *answer);

web *web_start(web_serve serve, void *ctx);
int web_port(const web *w);
void web_step(web *w);
uint64_t web_sent(const web *w); /* Bytes of bodies. */
void web_stop(web *w);

#endif
