/* What is set from afar for this kiosk: "kiosk.theme: dark" in the settings that the publisher of its content signs. What such
 * a key may be is in config_key.c, and the README lists it.
 *
 *     the file  <  settings from afar  <  the command line          remote: off in the file: nothing from afar
 *
 * They change between two visits, never under somebody's hands. A value that cannot be used is told once on standard error,
 * and the file's counts. */
#ifndef KIOSK_REMOTE_H
#define KIOSK_REMOTE_H

#include <docent/view.h>

#include "options.h"
#include "session.h"

typedef struct kiosk_remote {
    docent              *h;
    const kiosk_options *options;
    const char          *id;   /* The source whose settings are obeyed; NULL: none. */
    kiosk_config         now;  /* What is in force. */
    uint32_t             set;  /* docent_sync_look.settings_set that was looked at. */
    bool                 due;  /* What is set waits for the end of a visit. */
    char                 said[240]; /* Why the newest do not count, as it was told last. */
} kiosk_remote;

/* After the sources were opened. options: borrowed. */
void kiosk_remote_open(kiosk_remote *r, docent *h, const kiosk_options *options);
/* After each docent_step(): from when new content may take the place of what is shown counts at once. */
void kiosk_remote_notice(kiosk_remote *r);
/* The same; and looks whether something else is set; takes it over when nobody is there. True: it did, and the view begins anew. */
bool kiosk_remote_tick(kiosk_remote *r, kiosk_session *session, docent_view *view);

#endif
