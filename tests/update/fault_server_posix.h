/* A web server that does what the test's function says, byte by byte: right, late, broken, never. A process of its own, one
 * thread, so that what it does cannot help or hurt the devices that are judged.
 *
 *     port         HTTP; each whole request goes to `answer`
 *     port + 1     every connection is reset at once
 *     port + 2     nobody ever picks up
 */
#ifndef FAULT_SERVER_POSIX_H
#define FAULT_SERVER_POSIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum fault_end {
    FAULT_KEEP,   /* The connection waits for the next request. */
    FAULT_CLOSE,
    FAULT_RESET,
    FAULT_SILENT, /* It stays open, and nothing more comes. */
    FAULT_AGAIN   /* The last 4 KB again and again. */
} fault_end;

/* What is sent, all of it: status line, header lines, body. */
typedef struct fault_answer {
    char     *data; /* malloc(). */
    size_t    size, room;
    fault_end end;
    unsigned  wait_ms;   /* Before the first byte. */
    size_t    slow_from; /* From this byte on, */
    unsigned  rate;      /* so many bytes a second; 0: as fast as it goes. */
} fault_answer;

/* head: the request's lines, zero-terminated. */
typedef void (*fault_answer_fn)(void *ctx, const char *head, fault_answer *out);

typedef struct fault_server {
    int port;
    int pid;
} fault_server;

/* A mistake ends the program. */
void fault_server_start(fault_server *s, fault_answer_fn answer, void *ctx);
void fault_server_stop(fault_server *s);

#endif
