/* The part of a handle that reaches people: opened when it is first needed, so that a program that never asks for a person
 * has none of it. */
#ifndef DCT_REACH_H
#define DCT_REACH_H

#include "../contact/courier.h"
#include "handle.h"

typedef struct dct_reach {
    dct_outbox   outbox;
    dct_courier *courier;      /* NULL until the first step that has a connector. */
    dct_watched  watched;      /* Pages that are open, whether there is a courier or not. */
    docent_contact_hook hook;  /* Its texts are ours. */
    bool         has_hook;
    char        *label;
    uint32_t     uncounted;    /* Calls since the outbox was last counted. */
    bool         warned;
    dct_buf      draft;        /* What docent_draft_get() lent. */
    dct_buf      drafts;       /* Drafts of a sealed device: "key\0text\0" in memory alone. */
} dct_reach;

/* NULL with h->error filled. */
dct_reach *dct_handle_reach(docent *h);
/* The same with the rules; both or NULL. */
dct_reach *dct_handle_reach_desk(docent *h, dct_desk **desk);
/* What is due now; *next_ms becomes less where it must. */
docent_status dct_reach_step(docent *h, uint32_t *next_ms);
/* What the person at the device made or wrote; the file is rewritten by dct_state_forget(). */
docent_status dct_reach_forget(dct_reach *r, docent_error *err);
/* Before the desk, the net and the state. At once. */
void dct_reach_close(docent *h);
/* The rules of contact changed: what was under way goes on by the new ones. */
void dct_reach_reload(docent *h);
/* Tells the host once when much is waiting, or for long. Counting takes its time: now and then, or at once. */
void dct_reach_watch_room(docent *h, dct_reach *r, bool at_once);
/* Something new waits: docent_step() should run. */
void dct_reach_wake(docent *h);
/* A conversation's id as callers pass it. */
bool dct_id_ok(const docent_id *id);

#endif
