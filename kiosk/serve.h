/* Gives other kiosks of a shop what this one has verified: a small web server in a process of its own, off by default.
 *
 * It reads the files of one content folder and nothing else, answers GET and HEAD with one range at most, and bounds all
 * that a stranger can ask of it: connections, the size of a request, seconds without a byte. It does no TLS: what it gives
 * is signed, and those who fetch it verify. */
#ifndef KIOSK_SERVE_H
#define KIOSK_SERVE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct kiosk_server {
    int  process; /* 0: none. */
    int  leash;   /* It ends when this is closed, however this process ends. */
    uint16_t port;
} kiosk_server;

/* Begins to serve `folder` on all addresses; port 0 takes one that is free, see server->port. Before windows and networks
 * are opened: it forks. False with one line in `error`. */
bool kiosk_serve_open(kiosk_server *server, const char *folder, uint16_t port, char *error, unsigned error_size);
void kiosk_serve_close(kiosk_server *server);

#endif
