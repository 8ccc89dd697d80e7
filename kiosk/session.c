#include "session.h"

void kiosk_session_start(kiosk_session *s, uint32_t idle_s, uint32_t warn_s)
{
    *s = (kiosk_session){ .state = KIOSK_NOBODY };
    s->idle_ms = (uint64_t)idle_s * 1000u;
    s->warn_ms = (uint64_t)warn_s * 1000u;
}

void kiosk_session_input(kiosk_session *s, uint64_t now_ms)
{
    s->state = KIOSK_ACTIVE;
    s->since_ms = now_ms;
}

/* Between two ticks of the countdown. */
static kiosk_session_act count_down(kiosk_session *s, uint64_t now_ms, uint64_t *next_ms)
{
    uint64_t end_ms = s->since_ms + s->warn_ms;
    if (now_ms >= end_ms) {
        s->state = KIOSK_NOBODY;
        s->shown_s = 0;
        return KIOSK_DO_RESET;
    }
    uint32_t left_s = (uint32_t)((end_ms - now_ms + 999) / 1000);
    *next_ms = end_ms - (uint64_t)(left_s - 1) * 1000;
    if (left_s == s->shown_s)
        return KIOSK_DO_NOTHING;
    s->shown_s = left_s;
    return KIOSK_DO_WARN;
}

static kiosk_session_act watch(kiosk_session *s, uint64_t now_ms, uint64_t *next_ms)
{
    if (s->idle_ms != 0)
        *next_ms = s->since_ms + s->idle_ms;
    if (s->shown_s != 0) {
        s->shown_s = 0;
        return KIOSK_DO_CALM;
    }
    if (now_ms < *next_ms)
        return KIOSK_DO_NOTHING;
    s->state = KIOSK_WARNED;
    s->since_ms = now_ms;
    return count_down(s, now_ms, next_ms);
}

kiosk_session_act kiosk_session_tick(kiosk_session *s, uint64_t now_ms, uint64_t *next_ms)
{
    *next_ms = UINT64_MAX;
    switch (s->state) {
    case KIOSK_ACTIVE: return watch(s, now_ms, next_ms);
    case KIOSK_WARNED: return count_down(s, now_ms, next_ms);
    default: return KIOSK_DO_NOTHING;
    }
}
