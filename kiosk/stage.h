/* A kiosk without a screen: a view, a frame buffer in memory, and a clock that stands still until it is moved. The same
 * session machine runs on it as in a window, so a script can wait two minutes in a moment. */
#ifndef KIOSK_STAGE_H
#define KIOSK_STAGE_H

#include <docent/view.h>

#include "options.h"
#include "remote.h"
#include "session.h"
#include "source.h"

typedef struct kiosk_stage {
    docent           *h;
    docent_view      *view;
    kiosk_session     session;
    kiosk_source      source;
    kiosk_remote      remote;
    uint64_t          now_ms;
    int64_t           unix_s; /* The wall clock when now_ms was 0. */
    docent_view_wants wants;
    docent_surface    surface; /* Owns its pixels. */
    bool              stale;   /* The buffer holds no frame. */
    bool              offline; /* Nothing is sent and nothing comes: the background stands still. */
    float             scale;
    char             *clipboard; /* The last text the view gave out; NULL for none. */
} kiosk_stage;

/* options: borrowed. False with one line in `error`. */
bool kiosk_stage_open(kiosk_stage *stage, docent *h, const kiosk_options *options, char error[KIOSK_ERROR_MAX]);
void kiosk_stage_close(kiosk_stage *stage);
/* Lets time pass: every moment at which the view or the session wants to be called gets its call. */
docent_status kiosk_stage_wait(kiosk_stage *stage, uint64_t ms);
docent_status kiosk_stage_resize(kiosk_stage *stage, int32_t width, int32_t height);
/* Input of a person; time_ms is filled in. */
bool kiosk_stage_input(kiosk_stage *stage, docent_input input);
/* Somebody is there, by whatever way it showed. */
void kiosk_stage_touched(kiosk_stage *stage);
docent_status kiosk_stage_paint(kiosk_stage *stage);

#endif
