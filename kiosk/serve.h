/* Gives other kiosks of a shop what this one has verified: a small web server in a process of its own, off by default.
 *
 * It reads the files of the content folders and nothing else, answers GET and HEAD with one range at most, and bounds all
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

enum { KIOSK_SERVED_MAX = 8 };

/* A content folder, and the id that its addresses begin with; "" for the main one. */
typedef struct kiosk_served { const char *id, *folder; } kiosk_served;

/* Begins to serve the folders, 1 to KIOSK_SERVED_MAX of them, on all addresses; port 0 takes one that is free, see
 * server->port. Makes folders that are missing. Before windows and networks are opened: it forks. False with one line in
 * `error`. */
bool kiosk_serve_open(kiosk_server *server, const kiosk_served *served, unsigned count, uint16_t port, char *error,
                      unsigned error_size);
void kiosk_serve_close(kiosk_server *server);

#endif
