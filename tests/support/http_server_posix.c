#define _POSIX_C_SOURCE 200809L

#include "http_server_posix.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONNECTIONS = 256, PATIENCE_MS = 10000 };

typedef struct seat {
    pthread_t    thread;
    http_server *server;
    atomic_int   fd; /* -1: closed. */
} seat;

struct http_server {
    int          fd, port;
    http_handler handler;
    void        *ctx;
    bool         raw;
    pthread_t    thread;
    atomic_uint  requests, connections;
    seat         seats[MAX_CONNECTIONS];
    char         urls[8][128];
    unsigned     url;
};

void http_pause(unsigned ms)
{
    struct timespec t = { ms / 1000, (long)(ms % 1000) * 1000000 };
    nanosleep(&t, NULL);
}

bool http_send(http_conn *c, const void *data, size_t size)
{
    const char *p = data;
    while (size > 0) {
        ssize_t n = send(c->fd, p, size, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        p += n;
        size -= (size_t)n;
    }
    return true;
}

bool http_say(http_conn *c, const char *text)
{
    return http_send(c, text, strlen(text));
}

bool http_answer(http_conn *c, const char *status, const void *body, size_t size)
{
    char head[256];
    snprintf(head, sizeof head, "HTTP/1.1 %s\r\nContent-Length: %zu\r\n\r\n", status, size);
    return http_say(c, head) && http_send(c, body, size);
}

void http_reset(http_conn *c)
{
    struct linger now = { 1, 0 };
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

/* More bytes into `ahead`. */
static bool fill(http_conn *c)
{
    struct pollfd p = { c->fd, POLLIN, 0 };
    if (c->ahead_size == sizeof c->ahead || poll(&p, 1, PATIENCE_MS) <= 0)
        return false;
    ssize_t n = recv(c->fd, c->ahead + c->ahead_size, sizeof c->ahead - c->ahead_size, 0);
    if (n > 0)
        c->ahead_size += (size_t)n;
    return n > 0;
}

static void use(http_conn *c, size_t size)
{
    memmove(c->ahead, c->ahead + size, c->ahead_size - size);
    c->ahead_size -= size;
}

bool http_line(http_conn *c, char *line, size_t room)
{
    for (;;) {
        char *end = memchr(c->ahead, '\n', c->ahead_size);
        size_t size = end == NULL ? 0 : (size_t)(end - c->ahead);
        if (end != NULL) {
            size_t kept = size < room ? size : room - 1;
            memcpy(line, c->ahead, kept);
            line[kept] = 0;
            if (kept > 0 && line[kept - 1] == '\r')
                line[kept - 1] = 0;
            use(c, size + 1);
            return true;
        }
        if (!fill(c))
            return false;
    }
}

const char *http_header(const http_conn *c, const char *name, char *value, size_t room)
{
    size_t size = strlen(name);
    for (const char *p = strstr(c->head, "\r\n"); p != NULL; p = strstr(p, "\r\n")) {
        p += 2;
        if (strncasecmp(p, name, size) == 0 && p[size] == ':') {
            p += size + 1 + strspn(p + size + 1, " ");
            snprintf(value, room, "%.*s", (int)strcspn(p, "\r\n"), p);
            return value;
        }
    }
    return NULL;
}

static bool read_body(http_conn *c)
{
    char value[64];
    size_t want = http_header(c, "Content-Length", value, sizeof value) == NULL ? 0 : (size_t)strtoul(value, NULL, 10);
    free(c->body);
    c->body = calloc(1, want + 1);
    for (c->body_size = 0; c->body_size < want;) {
        if (c->ahead_size == 0 && !fill(c))
            return false;
        size_t n = c->ahead_size < want - c->body_size ? c->ahead_size : want - c->body_size;
        memcpy(c->body + c->body_size, c->ahead, n);
        c->body_size += n;
        use(c, n);
    }
    return true;
}

static bool read_request(http_conn *c)
{
    size_t size = 0;
    do {
        if (sizeof c->head - size < 3 || !http_line(c, c->head + size, sizeof c->head - size - 2))
            return false;
        bool last = c->head[size] == 0;
        strcat(c->head + size, "\r\n");
        size += strlen(c->head + size);
        if (last)
            break;
    } while (true);
    return read_body(c);
}

static void *talk(void *arg)
{
    seat *s = arg;
    http_conn *c = calloc(1, sizeof *c);
    c->server = s->server;
    c->fd = s->fd;
    bool more = true;
    while (more && (s->server->raw || read_request(c))) {
        atomic_fetch_add(&s->server->requests, 1);
        more = s->server->handler(s->server->ctx, c) && !s->server->raw;
        c->number++;
    }
    s->fd = -1;
    close(c->fd);
    free(c->body);
    free(c);
    return NULL;
}

static void *listen_on(void *arg)
{
    http_server *s = arg;
    for (;;) {
        int fd = accept(s->fd, NULL, NULL);
        unsigned n = atomic_load(&s->connections);
        if (fd < 0 || n == MAX_CONNECTIONS) {
            if (fd >= 0)
                close(fd);
            return NULL;
        }
        s->seats[n].server = s;
        s->seats[n].fd = fd;
        if (pthread_create(&s->seats[n].thread, NULL, talk, &s->seats[n]) != 0)
            abort();
        atomic_fetch_add(&s->connections, 1);
    }
}

http_server *http_server_start(http_handler handler, void *ctx, bool raw)
{
    http_server *s = calloc(1, sizeof *s);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof at;
    s->handler = handler;
    s->ctx = ctx;
    s->raw = raw;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (s->fd < 0 || bind(s->fd, (struct sockaddr *)&at, size) != 0 || listen(s->fd, 64) != 0 ||
        getsockname(s->fd, (struct sockaddr *)&at, &size) != 0 || pthread_create(&s->thread, NULL, listen_on, s) != 0)
        abort();
    s->port = ntohs(at.sin_port);
    return s;
}

void http_server_stop(http_server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->fd);
    for (unsigned i = 0; i < s->connections; i++) {
        int fd = s->seats[i].fd;
        if (fd >= 0)
            shutdown(fd, SHUT_RDWR);
        pthread_join(s->seats[i].thread, NULL);
    }
    free(s);
}

int http_server_port(const http_server *s)
{
    return s->port;
}

unsigned http_server_requests(const http_server *s)
{
    return atomic_load(&s->requests);
}

unsigned http_server_connections(const http_server *s)
{
    return atomic_load(&s->connections);
}

const char *http_server_url(http_server *s, const char *path)
{
    char *url = s->urls[s->url++ % 8];
    snprintf(url, sizeof s->urls[0], "http://127.0.0.1:%d%s", s->port, path);
    return url;
}
