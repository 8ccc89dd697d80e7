/* The handle of level 1 and what every call of api/ does first and last: arguments checked, errors kept. */
#ifndef DCT_HANDLE_H
#define DCT_HANDLE_H

#include "../base/error.h"
#include "../base/events.h"
#include "../base/limits.h"
#include "../contact/desk.h"
#include "../net/clock.h"
#include "../net/net.h"
#include "../search/search.h"
#include "../store/state.h"
#include "../store/store.h"

typedef struct dct_background {
    dct_events       events;
    dct_net         *net; /* NULL until somebody needs it: dct_handle_net(). */
    docent_transport transport;
    docent_clock     clock;
    bool             has_transport, has_clock; /* The host's. */
    bool             stepped;
} dct_background;

struct docent {
    docent_alloc  alloc;
    docent_error  error; /* Of the last call that failed. */
    dct_store    *store;
    dct_state    *state; /* NULL until used when it is kept in memory. */
    dct_searcher *searcher;
    char          wanted[DCT_MAX_ID_BYTES + 1]; /* The locale that was asked for; "" for the content's own. */
    char         *device_path; /* NULL: none. */
    bool          shared;
    dct_desk     *desk;        /* NULL until asked for, and when it cannot be read: see desk_error. */
    docent_error  desk_error;
    char         *bundle_path; /* The content that came with the program. */
    struct dct_updates *updates; /* NULL: none were set up. See updates.h. */
    dct_store    *old_store;   /* In force before the last switch: what callers borrowed of it still counts. */
    dct_searcher *old_searcher;
    struct dct_shelf *shelf;   /* Bundles beside that one; NULL: none. See shelf.h. */
    struct dct_beat *beat;     /* NULL: nobody is told how this device is. See beat.h. */
    struct dct_reach *reach;   /* NULL until a person is asked for, or a connector is there: see reach.h. */
    dct_background background; /* See background.h. */
};

/* Begins a public call: a new budget for the bundle. */
void dct_call(docent *h);
/* Says on the handle that the caller broke a rule. h may be NULL. */
docent_status dct_misuse(docent *h, const char *what);
/* The rules of contact, read at the first call; NULL when they cannot be read: h->desk_error says why, and stays. */
dct_desk *dct_handle_desk(docent *h);
/* An id, a name, an address: not NULL, not too long, valid UTF-8. */
bool dct_text_ok(const char *text, size_t max_bytes);

#endif
