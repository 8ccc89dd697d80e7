#define _POSIX_C_SOURCE 200809L

#include "web_posix.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 8, HEAD_ROOM = 8192, PIECE = 65536 };

typedef struct line {
    int        fd; /* -1: free. */
    char       head[HEAD_ROOM], out[1024];
    size_t     head_size, out_size, out_at;
    bool       answering;
    web_answer a;
    size_t     at, end; /* Of the body. */
    uint64_t   dripped_ms;
    uint64_t   body_sent;
} line;

struct web {
    int       fd, port;
    web_serve serve;
    void     *ctx;
    uint64_t  sent;
    line      lines[MOST];
};

web *web_start(web_serve serve, void *ctx)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) } };
    socklen_t size = sizeof address;
    web *w = calloc(1, sizeof *w);
    w->serve = serve;
    w->ctx = ctx;
    w->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(w->fd, (struct sockaddr *)&address, size) != 0 || listen(w->fd, MOST) != 0 ||
        getsockname(w->fd, (struct sockaddr *)&address, &size) != 0 || fcntl(w->fd, F_SETFL, O_NONBLOCK) != 0) {
        perror("web");
        abort();
    }
    w->port = ntohs(address.sin_port);
    for (int i = 0; i < MOST; i++)
        w->lines[i].fd = -1;
    return w;
}

int web_port(const web *w)
{
    return w->port;
}

uint64_t web_sent(const web *w)
{
    return w->sent;
}

static void hang_up(line *l)
{
    close(l->fd);
    l->fd = -1;
}

void web_stop(web *w)
{
    for (int i = 0; i < MOST; i++)
        if (w->lines[i].fd >= 0)
            hang_up(&w->lines[i]);
    close(w->fd);
    free(w);
}

static void pick_up(web *w)
{
    for (int i = 0; i < MOST; i++) {
        line *l = &w->lines[i];
        if (l->fd >= 0)
            continue;
        int fd = accept(w->fd, NULL, NULL);
        if (fd < 0)
            return;
        fcntl(fd, F_SETFL, O_NONBLOCK);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)); /* Head and body are sent apart. */
        memset(l, 0, sizeof *l);
        l->fd = fd;
    }
}

static void begin_answer(web *w, line *l)
{
    char path[4096] = "";
    uint64_t from = 0;
    const char *range = strstr(l->head, "\r\nRange: bytes=");
    sscanf(l->head, "%*s /%4095[^ ]", path);
    l->a = (web_answer){ .status = 200, .headers = "", .body = "", .ranges = true, .cut_after = SIZE_MAX };
    w->serve(w->ctx, path, l->head, &l->a);
    l->at = 0;
    l->end = l->a.size;
    l->body_sent = 0;
    int n = 0;
    char content_range[96] = "";
    if (range != NULL && l->a.ranges && l->a.status == 200) {
        from = strtoull(range + 15, NULL, 10);
        l->a.status = from < l->a.size ? 206 : 416;
        l->at = from < l->a.size ? (size_t)from : l->end;
        snprintf(content_range, sizeof content_range, "Content-Range: bytes %" PRIu64 "-%zu/%zu\r\n", from, l->end - 1, l->end);
    }
    n = snprintf(l->out, sizeof l->out, "HTTP/1.1 %d X\r\n%s%s", l->a.status, content_range, l->a.headers);
    if (!l->a.endless && !l->a.no_length)
        n += snprintf(l->out + n, sizeof l->out - (size_t)n, "Content-Length: %zu\r\n", l->end - l->at);
    else
        n += snprintf(l->out + n, sizeof l->out - (size_t)n, "Connection: close\r\n");
    n += snprintf(l->out + n, sizeof l->out - (size_t)n, "\r\n");
    l->out_size = (size_t)n;
    l->out_at = 0;
    l->answering = true;
}

static void listen_on(web *w, line *l)
{
    ssize_t n = recv(l->fd, l->head + l->head_size, sizeof l->head - 1 - l->head_size, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
        hang_up(l);
        return;
    }
    if (n < 0)
        return;
    l->head_size += (size_t)n;
    l->head[l->head_size] = 0;
    if (strstr(l->head, "\r\n\r\n") != NULL)
        begin_answer(w, l);
}

static bool push(line *l, const char *from, size_t size, size_t *sent)
{
    ssize_t n = send(l->fd, from, size, MSG_NOSIGNAL);
    *sent = n > 0 ? (size_t)n : 0;
    if (n < 0 && errno != EAGAIN && errno != EINTR) {
        hang_up(l);
        return false;
    }
    return true;
}

static void end_answer(line *l)
{
    if (l->a.no_length || l->a.endless || l->body_sent >= l->a.cut_after) {
        hang_up(l);
        return;
    }
    l->answering = false;
    l->head_size = 0;
}

static bool may_drip(line *l)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    uint64_t now_ms = (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
    if (now_ms < l->dripped_ms + 20)
        return false;
    l->dripped_ms = now_ms;
    return true;
}

static void speak(web *w, line *l)
{
    size_t n;
    if (l->out_at < l->out_size) {
        if (!push(l, l->out + l->out_at, l->out_size - l->out_at, &n))
            return;
        l->out_at += n;
        if (l->out_at < l->out_size)
            return;
    }
    if (l->a.drip && !may_drip(l))
        return;
    size_t left = l->end - l->at, most = l->a.drip ? 1 : PIECE;
    if (left > most)
        left = most;
    if (left > l->a.cut_after - l->body_sent)
        left = (size_t)(l->a.cut_after - l->body_sent);
    if (left > 0 && !push(l, (const char *)l->a.body + l->at, left, &n))
        return;
    n = left > 0 ? n : 0;
    l->at += n;
    l->body_sent += n;
    w->sent += n;
    if (l->at == l->end && l->a.endless)
        l->at = 0;
    if (l->at == l->end || l->body_sent >= l->a.cut_after)
        end_answer(l);
}

void web_step(web *w)
{
    pick_up(w);
    for (int i = 0; i < MOST; i++) {
        line *l = &w->lines[i];
        if (l->fd >= 0 && !l->answering)
            listen_on(w, l);
        if (l->fd >= 0 && l->answering)
            speak(w, l);
    }
}
