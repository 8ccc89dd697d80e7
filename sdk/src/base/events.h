/* What happened, waiting to be polled: bounded, without an allocation, and nothing is forgotten.
 *
 *     put ---> [ kind,id | kind,id | ... ] ---> take         the same kind and id twice is one event, with the last status
 *          \-> full: one bit for its kind  ---> take         an event of that kind without an id: look at all of it
 *
 * It also keeps the host's wakeup, so that whoever has an event or new work can say so. It does not know what events mean. */
#ifndef DCT_EVENTS_H
#define DCT_EVENTS_H

#include <docent/docent.h>

enum { DCT_EVENTS_ROOM = 64, DCT_EVENT_KINDS = 32 };

typedef struct dct_events {
    docent_event waiting[DCT_EVENTS_ROOM]; /* A ring. */
    uint32_t     first, count;
    uint32_t     spilled; /* Bit n: an event of kind n found no room. */
    void       (*wakeup)(void *ctx);
    void        *wakeup_ctx;
} dct_events; /* All zero is empty. */

/* id may be NULL. Wakes the host. */
void dct_events_put(dct_events *e, docent_event_kind kind, const char *id, docent_status status);
bool dct_events_take(dct_events *e, docent_event *out);
/* There is work: docent_step() should run now. */
void dct_events_wake(const dct_events *e);

#endif
