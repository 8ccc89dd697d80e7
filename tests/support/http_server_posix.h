/* A server on the loopback for tests, that does whatever its function does: answers, drips, cuts, lies or keeps silent. A
 * thread for each connection; the function is called in it, and for HTTP once a request is whole.
 *
 *     static bool serve(void *ctx, http_conn *c) { http_say(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"); return true; }
 *     http_server *s = http_server_start(serve, NULL, false);
 *     ... http_server_url(s, "/x") ...
 *     http_server_stop(s);
 *
 * raw = true: no HTTP is read; the function is called at once and speaks as it likes: SMTP, a proxy, nothing. */
#ifndef TEST_HTTP_SERVER_H
#define TEST_HTTP_SERVER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct http_server http_server;

typedef struct http_conn {
    http_server *server;
    int          fd;
    unsigned     number;     /* Of this request on its connection, from 0. */
    char         head[16384]; /* Request line and headers. */
    char        *body;
    size_t       body_size;
    char         ahead[16384]; /* Read, not used yet. */
    size_t       ahead_size;
} http_conn;

/* False: the connection is closed. */
typedef bool (*http_handler)(void *ctx, http_conn *c);

http_server *http_server_start(http_handler handler, void *ctx, bool raw);
void http_server_stop(http_server *s);
int http_server_port(const http_server *s);
unsigned http_server_requests(const http_server *s);    /* Whole ones, so far. */
unsigned http_server_connections(const http_server *s);
/* Borrowed; one of eight that are used in turn. */
const char *http_server_url(http_server *s, const char *path);

bool http_send(http_conn *c, const void *data, size_t size);
bool http_say(http_conn *c, const char *text);
/* "200 OK" and a body with its length. */
bool http_answer(http_conn *c, const char *status, const void *body, size_t size);
/* Ends with a reset instead of a polite end. */
void http_reset(http_conn *c);
/* A line without its end; false: the other side is gone, or ten seconds passed. */
bool http_line(http_conn *c, char *line, size_t room);
/* Is the header line there? Its value, or NULL. Borrowed; one of a thread at a time. */
const char *http_header(const http_conn *c, const char *name, char *value, size_t room);
void http_pause(unsigned ms);

#endif
