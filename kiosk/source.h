/* Newer content for the kiosk: over the network, from a stick, from a neighbour; for its own bundle and for those beside. */
#ifndef KIOSK_SOURCE_H
#define KIOSK_SOURCE_H

#include <docent/sync.h>
#include <docent/view.h>

#include "config.h"

/* One source and the stick it may be fed from. */
typedef struct kiosk_feed {
    char    id[KIOSK_NAME_MAX];
    char    stick[KIOSK_TEXT_MAX]; /* The tree that is plugged in; "" for none. */
    bool    asked;                 /* It is being read, */
    bool    told;                  /* or it is done. */
} kiosk_feed;

typedef struct kiosk_source {
    docent     *h;
    kiosk_feed  feeds[KIOSK_BESIDE_MAX + 1];
    uint32_t    count;
    const char *usb;
    uint64_t    look_ms;           /* When to look for sticks again. */
    const char *why;               /* Of what is plugged in now, one could not be used. Static. */

    const kiosk_hours *hours;      /* When new content may be switched to; set by the caller before, */
    int64_t   (*unix_s)(void *ctx);/* as is the clock, */
    uint32_t    flags;             /* and DOCENT_SOURCE_* of all feeds. */
    void       *ctx;
} kiosk_source;

/* False with one line in `error`. What a stick, a server or a disk does is no error of the kiosk's, and what cannot be opened
 * beside the main content is told on standard error and left out. */
bool kiosk_source_open(kiosk_source *s, docent *h, const kiosk_config *config, char error[KIOSK_ERROR_MAX]);
/* Looks for a stick and follows what is read from it; tells the view. *next_ms becomes earlier where it must. */
/* The view began anew: that a stick is being read is said again. */
void kiosk_source_again(const kiosk_source *s, docent_view *view);
void kiosk_source_tick(kiosk_source *s, docent_view *view, uint64_t now_ms, uint64_t *next_ms);

#endif
