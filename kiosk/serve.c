/* One loop over poll(): a listening socket, the leash, a handful of connections.
 *
 *   READ --empty line--> WRITE head --> WRITE file --> close        any of them --idle for 15 s--> close
 */
#define _POSIX_C_SOURCE 200809L
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "serve_path.h"

enum { CONNECTIONS = 16, REQUEST_BYTES = 4096, IDLE_MS = 15000, LIFE_MS = 1800000, PIECE_BYTES = 65536,
       METADATA_BYTES = 5 << 20 /* As much as the library takes. */ };

typedef struct connection {
    int      socket, file; /* -1: none. */
    uint64_t seen_ms, born_ms;
    size_t   used, sent;   /* Of `text`: the request, then the head of the answer. */
    bool     answering;
    int64_t  at, end;      /* Of the file. */
    char     text[REQUEST_BYTES + 1];
} connection;

typedef struct place {
    const char *id;
    int         folder;
} place;

typedef struct loop {
    int        listener, leash;
    place      places[KIOSK_SERVED_MAX];
    unsigned   count;
    connection all[CONNECTIONS];
} loop;

static uint64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000u + (uint64_t)t.tv_nsec / 1000000u;
}

static void drop(connection *c)
{
    if (c->socket >= 0)
        close(c->socket);
    if (c->file >= 0)
        close(c->file);
    c->socket = c->file = -1;
}

/* ---- the answer ---- */

static void say(connection *c, int status, const char *reason, const char *more)
{
    c->used = (size_t)snprintf(c->text, sizeof c->text, "HTTP/1.1 %d %s\r\nConnection: close\r\nServer: docent-kiosk\r\n%s\r\n",
                               status, reason, more);
    c->sent = 0;
    c->answering = true;
}

static void refuse(connection *c, int status)
{
    const char *reason = status == 404 ? "Not Found" : status == 405 ? "Method Not Allowed"
                       : status == 416 ? "Range Not Satisfiable" : "Bad Request";
    c->at = c->end = 0;
    say(c, status, reason, status == 405 ? "Allow: GET, HEAD\r\nContent-Length: 0\r\n" : "Content-Length: 0\r\n");
}

/* Which bytes; false when the range has none. */
static bool measure(const kiosk_request *r, int64_t size, int64_t *from, int64_t *end)
{
    *from = r->range && r->from >= 0 ? r->from : 0;
    *end = r->range && r->from >= 0 && r->to >= 0 && r->to < size ? r->to + 1 : size;
    if (r->range && r->from < 0)
        *from = r->to < size ? size - r->to : 0;
    return !r->range || *from < *end;
}

/* A list of files has its version behind all of them. */
static bool is_version(int file, long version)
{
    static char text[METADATA_BYTES];
    ssize_t size = pread(file, text, sizeof text, 0);
    return size > 0 && kiosk_metadata_version(text, (size_t)size) == version;
}

/* -1: there is no such file, or not of that version. */
static int open_version(int folder, const char *path, long version)
{
    int file = path[0] == '\0' ? -1 : openat(folder, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file >= 0 && version > 0 && !is_version(file, version)) {
        close(file);
        return -1;
    }
    return file;
}

static int open_asked(const loop *l, const kiosk_request *r)
{
    int file = -1;
    for (unsigned i = 0; i < l->count && file < 0; i++) {
        if (strcmp(l->places[i].id, r->place) != 0)
            continue;
        file = open_version(l->places[i].folder, r->path, r->version);
        if (file < 0)
            file = open_version(l->places[i].folder, r->other, r->version);
    }
    return file;
}

static void answer(connection *c, const loop *l)
{
    kiosk_request r;
    struct stat st;
    char more[256];
    int64_t from, end;
    int status = kiosk_request_read(c->text, c->used, &r);
    if (status == 0)
        c->file = open_asked(l, &r);
    if (status != 0 || c->file < 0 || fstat(c->file, &st) != 0 || !S_ISREG(st.st_mode)) {
        refuse(c, status != 0 ? status : 404);
        return;
    }
    if (!measure(&r, st.st_size, &from, &end)) {
        refuse(c, 416);
        return;
    }
    int n = snprintf(more, sizeof more,
                     "Content-Type: application/octet-stream\r\nAccept-Ranges: bytes\r\nContent-Length: %lld\r\n",
                     (long long)(end - from));
    if (r.range)
        snprintf(more + n, sizeof more - (size_t)n, "Content-Range: bytes %lld-%lld/%lld\r\n", (long long)from,
                 (long long)end - 1, (long long)st.st_size);
    c->at = from;
    c->end = r.head ? from : end;
    say(c, r.range ? 206 : 200, r.range ? "Partial Content" : "OK", more);
}

/* ---- bytes ---- */

static void hear(connection *c, const loop *l)
{
    ssize_t n = recv(c->socket, c->text + c->used, REQUEST_BYTES - c->used, 0);
    if (n <= 0) {
        if (n == 0 || (errno != EAGAIN && errno != EINTR))
            drop(c);
        return;
    }
    c->used += (size_t)n;
    c->text[c->used] = '\0';
    if (strstr(c->text, "\r\n\r\n") != NULL)
        answer(c, l);
    else if (c->used == REQUEST_BYTES)
        refuse(c, 400);
}

static void speak(connection *c)
{
    static char piece[PIECE_BYTES];
    ssize_t n = 0;
    if (c->sent < c->used) {
        n = send(c->socket, c->text + c->sent, c->used - c->sent, MSG_NOSIGNAL);
        c->sent += n > 0 ? (size_t)n : 0;
    } else if (c->at < c->end) {
        int64_t want = c->end - c->at < PIECE_BYTES ? c->end - c->at : PIECE_BYTES;
        ssize_t got = pread(c->file, piece, (size_t)want, (off_t)c->at);
        n = got > 0 ? send(c->socket, piece, (size_t)got, MSG_NOSIGNAL) : -2;
        c->at += n > 0 ? n : 0;
    }
    bool failed = n == -2 || (n < 0 && errno != EAGAIN && errno != EINTR);
    if (failed || (c->sent == c->used && c->at >= c->end))
        drop(c);
}

/* A stranger who comes when all places are taken waits in the system's queue until one is free. */
static void welcome(loop *l, connection *c)
{
    int socket = accept(l->listener, NULL, NULL);
    if (socket < 0)
        return;
    if (fcntl(socket, F_SETFL, O_NONBLOCK) != 0 || fcntl(socket, F_SETFD, FD_CLOEXEC) != 0) {
        close(socket);
        return;
    }
    memset(c, 0, sizeof *c);
    c->socket = socket;
    c->file = -1;
    c->seen_ms = c->born_ms = clock_ms();
}

static void tend(loop *l, connection *c, short events)
{
    uint64_t now = clock_ms();
    if (now - c->born_ms > (c->answering ? LIFE_MS : IDLE_MS)) {
        drop(c); /* Drop by drop is no way to ask. */
    } else if (events != 0) {
        c->seen_ms = now;
        if (c->answering)
            speak(c);
        else
            hear(c, l);
    } else if (now - c->seen_ms > IDLE_MS) {
        drop(c);
    }
}

static void run(loop *l)
{
    for (;;) {
        struct pollfd polls[CONNECTIONS + 2] = { { l->leash, POLLIN, 0 } };
        connection *open = NULL;
        for (int i = 0; i < CONNECTIONS; i++) {
            connection *c = &l->all[i];
            open = c->socket < 0 ? c : open;
            polls[i + 2] = (struct pollfd){ c->socket, c->answering ? POLLOUT : POLLIN, 0 };
        }
        polls[1] = (struct pollfd){ open != NULL ? l->listener : -1, POLLIN, 0 };
        if (poll(polls, CONNECTIONS + 2, IDLE_MS) < 0 && errno != EINTR)
            return;
        if (polls[0].revents != 0)
            return; /* The kiosk is gone. */
        for (int i = 0; i < CONNECTIONS; i++)
            if (l->all[i].socket >= 0)
                tend(l, &l->all[i], polls[i + 2].revents);
        if (polls[1].revents != 0 && open != NULL && open->socket < 0)
            welcome(l, open);
    }
}

/* ---- its process ---- */

static int listen_on(uint16_t *port)
{
    struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(*port), .sin6_addr = IN6ADDR_ANY_INIT };
    struct sockaddr_in any4 = { .sin_family = AF_INET, .sin_port = htons(*port), .sin_addr = { htonl(INADDR_ANY) } };
    int on = 1, off = 0, s = socket(AF_INET6, SOCK_STREAM, 0);
    bool six = s >= 0;
    if (!six)
        s = socket(AF_INET, SOCK_STREAM, 0);
    if (s < 0)
        return -1;
    setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (six)
        setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    socklen_t size = six ? sizeof any : sizeof any4;
    struct sockaddr *address = six ? (struct sockaddr *)&any : (struct sockaddr *)&any4;
    if (fcntl(s, F_SETFL, O_NONBLOCK) != 0 || bind(s, address, size) != 0 || listen(s, CONNECTIONS) != 0 ||
        getsockname(s, address, &size) != 0) {
        close(s);
        return -1;
    }
    *port = ntohs(six ? any.sin6_port : any4.sin_port);
    return s;
}

static void be_server(loop *l)
{
    for (int i = 0; i < CONNECTIONS; i++)
        l->all[i].socket = l->all[i].file = -1;
    signal(SIGINT, SIG_IGN); /* Ctrl+C is for the kiosk; the leash tells. */
    run(l);
}

/* False with errno; what was opened stays in l. */
static bool open_places(loop *l, const kiosk_served *served, unsigned count)
{
    for (l->count = 0; l->count < count && l->count < KIOSK_SERVED_MAX; l->count++) {
        const kiosk_served *s = &served[l->count];
        int folder = mkdir(s->folder, 0700) == 0 || errno == EEXIST ? open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
        if (folder < 0)
            return false;
        l->places[l->count] = (place){ s->id, folder };
    }
    return true;
}

static void close_places(loop *l)
{
    while (l->count > 0)
        close(l->places[--l->count].folder);
}

bool kiosk_serve_open(kiosk_server *server, const kiosk_served *served, unsigned count, uint16_t port, char *error,
                      unsigned error_size)
{
    static loop l; /* Too large for a stack; the server's process has it to itself. */
    int leash[2] = { -1, -1 };
    l.listener = -1;
    *server = (kiosk_server){ -1, -1, port };
    if (!open_places(&l, served, count) || pipe(leash) != 0 || (l.listener = listen_on(&server->port)) < 0)
        snprintf(error, error_size, "serve: %.400s on port %u: %s", served[l.count < count ? l.count : 0].folder, port,
                 strerror(errno));
    else if (fcntl(leash[1], F_SETFD, FD_CLOEXEC) != 0 || (server->process = (int)fork()) < 0)
        snprintf(error, error_size, "serve: %s", strerror(errno));
    if (server->process == 0 && l.listener >= 0) {
        close(leash[1]);
        l.leash = leash[0];
        be_server(&l);
        _exit(0);
    }
    if (l.listener >= 0)
        close(l.listener);
    close_places(&l);
    if (leash[0] >= 0)
        close(leash[0]);
    if (server->process > 0)
        server->leash = leash[1];
    else if (leash[1] >= 0)
        close(leash[1]);
    if (server->process < 0)
        server->process = 0;
    return server->process > 0;
}

void kiosk_serve_close(kiosk_server *server)
{
    if (server->process == 0)
        return;
    close(server->leash);
    waitpid((pid_t)server->process, NULL, 0);
    *server = (kiosk_server){ 0, -1, 0 };
}
