/* When does a visit end? A state machine over a clock that is passed in.
 *
 *            input              idle_ms without input                warn_ms without input
 *   NOBODY ---------> ACTIVE ------------------------> WARNED --------------------------+
 *      ^                 ^------------- input ------------+                             |
 *      +--------------------------- RESET: forget the visit ----------------------------+
 *
 * While nobody is there nothing is timed, so the kiosk sleeps. The warning always lasts its full time, even when
 * the machine itself slept past the end of it. It will not show or forget anything: the caller does. */
#ifndef KIOSK_SESSION_H
#define KIOSK_SESSION_H

#include <stdbool.h>
#include <stdint.h>

typedef struct kiosk_session {
    enum { KIOSK_NOBODY, KIOSK_ACTIVE, KIOSK_WARNED } state;
    uint64_t idle_ms; /* 0: a visit never ends by itself. */
    uint64_t warn_ms;
    uint64_t since_ms; /* ACTIVE: the last input. WARNED: the warning's start. */
    uint32_t shown_s;  /* Seconds left that were last told; 0 for no warning on screen. */
} kiosk_session;

typedef enum kiosk_session_act {
    KIOSK_DO_NOTHING,
    KIOSK_DO_WARN,  /* Show or change the warning: shown_s seconds are left. */
    KIOSK_DO_CALM,  /* Take the warning away. */
    KIOSK_DO_RESET  /* The visit is over: forget it. Takes the warning away too. */
} kiosk_session_act;

void kiosk_session_start(kiosk_session *s, uint32_t idle_s, uint32_t warn_s);
/* A key, a touch, a movement. */
void kiosk_session_input(kiosk_session *s, uint64_t now_ms);
/* What to do now. Call again at *next_ms; UINT64_MAX is only after input. */
kiosk_session_act kiosk_session_tick(kiosk_session *s, uint64_t now_ms, uint64_t *next_ms);

#endif
