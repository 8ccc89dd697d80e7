/* Newer content for the kiosk: over the network, from a stick, from a neighbour. */
#ifndef KIOSK_SOURCE_H
#define KIOSK_SOURCE_H

#include <docent/sync.h>
#include <docent/view.h>

#include "config.h"

typedef struct kiosk_source {
    docent     *h;                  /* NULL: the configuration has no content folder. */
    const char *usb;
    char        stick[KIOSK_TEXT_MAX]; /* The tree that is plugged in; "" for none. */
    bool        asked;              /* It is being read, */
    bool        told;               /* or it is done, and the person was told. */
    bool        moved;              /* Something was under way since it was asked for. */
    uint64_t    look_ms;            /* When to look for sticks again. */
    int64_t     check_s;            /* last_check before the stick. */
} kiosk_source;

/* False with one line in `error`. What a stick or a server does later is no error of the kiosk's. */
bool kiosk_source_open(kiosk_source *s, docent *h, const kiosk_config *config, char error[KIOSK_ERROR_MAX]);
/* Looks for a stick and follows what is read from it; tells the view. *next_ms becomes earlier where it must. */
void kiosk_source_tick(kiosk_source *s, docent_view *view, uint64_t now_ms, uint64_t *next_ms);

#endif
