#include "events.h"

#include <stdio.h>
#include <string.h>

void dct_events_wake(const dct_events *e)
{
    if (e->wakeup != NULL)
        e->wakeup(e->wakeup_ctx);
}

static docent_event *waiting(dct_events *e, uint32_t index)
{
    return &e->waiting[(e->first + index) % DCT_EVENTS_ROOM];
}

static docent_event *find(dct_events *e, docent_event_kind kind, const char *id)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (waiting(e, i)->kind == kind && strcmp(waiting(e, i)->id.text, id) == 0)
            return waiting(e, i);
    return NULL;
}

void dct_events_put(dct_events *e, docent_event_kind kind, const char *id, docent_status status)
{
    id = id == NULL ? "" : id;
    docent_event *event = find(e, kind, id);
    if (event != NULL) {
        event->status = status;
    } else if (e->count < DCT_EVENTS_ROOM) {
        event = waiting(e, e->count++);
        event->kind = kind;
        event->status = status;
        snprintf(event->id.text, sizeof event->id.text, "%s", id);
    } else if ((unsigned)kind < DCT_EVENT_KINDS) {
        e->spilled |= 1u << (unsigned)kind;
    }
    dct_events_wake(e);
}

/* What found no room comes after what did. */
static bool take_spilled(dct_events *e, docent_event *out)
{
    for (unsigned kind = 0; kind < DCT_EVENT_KINDS; kind++) {
        if ((e->spilled & 1u << kind) != 0) {
            e->spilled &= ~(1u << kind);
            out->kind = (docent_event_kind)kind;
            return true;
        }
    }
    return false;
}

bool dct_events_take(dct_events *e, docent_event *out)
{
    memset(out, 0, sizeof *out);
    if (e->count == 0)
        return take_spilled(e, out);
    *out = *waiting(e, 0);
    e->first = (e->first + 1) % DCT_EVENTS_ROOM;
    e->count--;
    return true;
}
