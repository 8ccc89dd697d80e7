#define _POSIX_C_SOURCE 200809L

#include "fault_server_posix.h"

#include "support/machine.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PORTS = 3, RESETS = 1, DEAF = 2, LINES = 1000, HEAD_ROOM = 8192, TAIL = 4096 };

typedef struct line {
    int          fd;
    char         head[HEAD_ROOM];
    size_t       head_size;
    fault_answer a;
    size_t       at;
    bool         answering, silent;
    uint64_t     begun_ms;
} line;

typedef struct server {
    int             listening[PORTS];
    fault_answer_fn answer;
    void           *ctx;
    line           *lines[LINES];
    size_t          count;
} server;

static _Noreturn void die(const char *what)
{
    perror(what);
    exit(2);
}

static void hang_up(server *s, size_t i, bool reset)
{
    line *l = s->lines[i];
    struct linger at_once = { 1, 0 };
    if (reset)
        setsockopt(l->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(l->fd);
    free(l->a.data);
    free(l);
    s->lines[i] = s->lines[--s->count];
}

static void pick_up(server *s, int which)
{
    for (int fd; s->count < LINES && (fd = accept(s->listening[which], NULL, NULL)) >= 0;) {
        line *l = calloc(1, sizeof *l);
        if (l == NULL)
            die("memory");
        fcntl(fd, F_SETFL, O_NONBLOCK);
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
        l->fd = fd;
        s->lines[s->count++] = l;
        if (which == RESETS)
            hang_up(s, s->count - 1, true);
    }
}

/* What is behind the request's empty line belongs to the next one. */
static void answer(server *s, line *l)
{
    char *end = strstr(l->head, "\r\n\r\n");
    if (end == NULL || l->answering)
        return;
    size_t used = (size_t)(end - l->head) + 4;
    char kept = l->head[used];
    l->head[used] = 0;
    memset(&l->a, 0, sizeof l->a);
    s->answer(s->ctx, l->head, &l->a);
    l->head[used] = kept;
    l->head_size -= used;
    memmove(l->head, l->head + used, l->head_size + 1);
    l->at = 0;
    l->answering = true;
    l->begun_ms = machine_ms(CLOCK_MONOTONIC);
}

/* False: the other side is gone. */
static bool hear(server *s, line *l)
{
    ssize_t n = recv(l->fd, l->head + l->head_size, HEAD_ROOM - 1 - l->head_size, 0);
    if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        return false;
    if (n > 0)
        l->head_size += (size_t)n;
    l->head[l->head_size] = 0;
    answer(s, l);
    return true;
}

/* How many bytes may leave by now. */
static size_t allowed(const line *l, uint64_t now)
{
    uint64_t past = now - l->begun_ms;
    if (past < l->a.wait_ms)
        return 0;
    if (l->a.rate == 0 || l->at < l->a.slow_from)
        return l->a.rate == 0 ? l->a.size : l->a.slow_from;
    uint64_t slow = (past - l->a.wait_ms) * l->a.rate / 1000;
    return l->a.slow_from + slow < l->a.size ? l->a.slow_from + (size_t)slow : l->a.size;
}

static bool speak(line *l)
{
    size_t may = allowed(l, machine_ms(CLOCK_MONOTONIC));
    while (l->at < may) {
        ssize_t n = send(l->fd, l->a.data + l->at, may - l->at, MSG_NOSIGNAL);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR;
        l->at += (size_t)n;
        if (l->at == l->a.size && l->a.end == FAULT_AGAIN)
            l->at = l->a.size > TAIL ? l->a.size - TAIL : 0;
    }
    return true;
}

/* One line's turn. False: it was hung up. */
static bool turn(server *s, size_t i, short events)
{
    line *l = s->lines[i];
    if ((events & (POLLIN | POLLERR | POLLHUP)) != 0 && !hear(s, l)) {
        hang_up(s, i, false);
        return false;
    }
    if (!l->answering || l->silent)
        return true;
    if (!speak(l)) {
        hang_up(s, i, false);
        return false;
    }
    if (l->at < l->a.size || machine_ms(CLOCK_MONOTONIC) - l->begun_ms < l->a.wait_ms)
        return true;
    if (l->a.end == FAULT_CLOSE || l->a.end == FAULT_RESET) {
        hang_up(s, i, l->a.end == FAULT_RESET);
        return false;
    }
    if (l->a.end == FAULT_KEEP) {
        free(l->a.data);
        l->a.data = NULL;
        l->answering = false;
        answer(s, l);
    }
    l->silent = l->a.end == FAULT_SILENT;
    return true;
}

static bool full_speed(const line *l)
{
    return l->answering && !l->silent && l->a.rate == 0 && l->a.wait_ms == 0;
}

static void serve(server *s)
{
    static struct pollfd polled[LINES + 2];
    for (;;) {
        size_t count = s->count;
        bool slow = false;
        for (size_t i = 0; i < count; i++) {
            const line *l = s->lines[i];
            slow = slow || (l->answering && !l->silent && !full_speed(l));
            polled[i] = (struct pollfd){ l->fd, (short)(POLLIN | (full_speed(l) ? POLLOUT : 0)), 0 };
        }
        polled[count] = (struct pollfd){ s->listening[0], POLLIN, 0 };
        polled[count + 1] = (struct pollfd){ s->listening[RESETS], POLLIN, 0 };
        poll(polled, count + 2, slow ? 20 : 1000);
        for (size_t i = count; i-- > 0;) /* From the end: who hangs up is replaced by one that had its turn. */
            if (polled[i].revents != 0 || s->lines[i]->answering)
                turn(s, i, polled[i].revents);
        pick_up(s, 0);
        pick_up(s, RESETS);
        if (getppid() == 1) /* The test died. */
            exit(0);
    }
}

static int listen_at(int port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons((uint16_t)port),
                                   .sin_addr = { .s_addr = htonl(INADDR_LOOPBACK) } };
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
        die("socket");
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
    if (bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 512) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Three ports in a row that are free. */
static int find_ports(int out[PORTS])
{
    for (int port = 20000 + getpid() % 20000; port < 60000; port += PORTS) {
        int got = 0;
        while (got < PORTS && (out[got] = listen_at(port + got)) >= 0)
            got++;
        if (got == PORTS)
            return port;
        while (got > 0)
            close(out[--got]);
    }
    die("no free ports");
    return 0;
}

void fault_server_start(fault_server *s, fault_answer_fn answer_fn, void *ctx)
{
    static server of_child;
    of_child.answer = answer_fn;
    of_child.ctx = ctx;
    s->port = find_ports(of_child.listening);
    s->pid = (int)fork();
    if (s->pid < 0)
        die("fork");
    if (s->pid == 0)
        serve(&of_child);
    close(of_child.listening[0]);
    close(of_child.listening[RESETS]);
    /* That of the port where nobody picks up stays open here, too: it is the system that answers there. */
}

void fault_server_stop(fault_server *s)
{
    kill((pid_t)s->pid, SIGTERM);
    waitpid((pid_t)s->pid, NULL, 0);
}
