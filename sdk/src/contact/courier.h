/* Carries what waits to the servers, and fetches what they answer: in the host's time, never blocking, one task a connector.
 *
 *     outbox: due letter --> task --> connector --> verdict --> move (on the disk before anything else happens)
 *                  ^                                  |
 *                  +---- back-off, settle, LATER <----+          conversations: poll --> inbox, in one transaction
 *
 * It owns when; a connector owns how; states.h owns what follows from what. A connector that fails stops by itself and for
 * itself: 5 s to 15 min with full jitter, or as long as its server asked for. */
#ifndef DCT_COURIER_H
#define DCT_COURIER_H

#include "desk.h"
#include "inbox.h"
#include "outbox.h"

typedef struct dct_courier dct_courier;

#define DCT_WATCHED 4

/* The pages that are open: they outlive a courier, which is closed when the rules change. All zero: none. */
typedef struct dct_watched {
    docent_id ids[DCT_WATCHED];
    bool      desk; /* One that only asks whether somebody is there. */
} dct_watched;

typedef struct dct_courier_config {
    const docent_alloc *alloc; /* All borrowed until close. */
    dct_outbox         *outbox;
    const dct_desk     *desk;
    dct_net            *net;
    const docent_clock *clock;
    void              (*event)(void *ctx, docent_event_kind kind, const char *id);
    const char       *(*identity)(void *ctx); /* Who the person is, at this moment: "" when nobody asks; NULL: not signed in. */
    void               *ctx;
    dct_watched        *watched;   /* NULL: none is open when it begins. */
    const dct_connector_kind *(*kind_named)(const char *name); /* NULL: dct_connector_kind_named(). */
} dct_courier_config;

/* Opens the connectors and takes up what was left: what was on its way is in doubt. A connector that cannot be opened is left
 * out, with its message in dct_courier_problem(); what is meant for it waits. */
docent_status dct_courier_open(const dct_courier_config *config, dct_courier **out, docent_error *err);
/* At once, without the network. What was under way is found in doubt at the next start. */
void dct_courier_close(dct_courier *c);
/* Begins what is due and moves what is under way; the caller steps the net. */
docent_status dct_courier_step(dct_courier *c, docent_error *err);
/* When dct_courier_step() wants to be called again at the latest, apart from the net's own wish. */
uint32_t dct_courier_next_ms(dct_courier *c);
/* Why some connector could not be opened; status DOCENT_OK when all were. */
const docent_error *dct_courier_problem(const dct_courier *c);
uint32_t dct_courier_connectors(const dct_courier *c);

/* ---- for a page that is open ---- */

/* Of more than four the one that was opened first is not hurried any more. conversation "": nobody has written yet. */
void dct_watched_note(dct_watched *w, const char *conversation, bool on);
/* Keeps the connection up, and asks for what is new more often. */
docent_status dct_courier_watch(dct_courier *c, const char *conversation, bool on, docent_error *err);
void dct_courier_typing(dct_courier *c, const char *conversation, bool on);
docent_status dct_courier_look(dct_courier *c, const char *conversation, docent_chat_state *out, docent_error *err);
/* False: no server tells whether somebody is there. */
bool dct_courier_there(dct_courier *c, bool *somebody);

#endif
