/* What waits to leave, in the device's own file: every letter is there, whole, before a call returns.
 *
 *     posting --seal--> frozen bytes --+
 *     attachments ----> files.h -------+--> one transaction: conversation, letter, attachments, consent, tallies
 *
 *     courier: due letter --move(event)--> the same row in its next state (states.h), with what changed beside it
 *
 * It never waits for a network and knows no connector: those are courier.h's. Requests are never evicted; of feedback and
 * telemetry the oldest go. */
#ifndef DCT_OUTBOX_H
#define DCT_OUTBOX_H

#include "../base/limits.h"
#include "../store/state.h"
#include "files.h"
#include "letter.h"
#include "states.h"
#include "uuid.h"

enum { DCT_RANK_REQUEST = 0, DCT_RANK_FEEDBACK = 1, DCT_RANK_TELEMETRY = 2, DCT_RANKS = 3 };

#define DCT_NEVER_MS INT64_MAX

typedef struct dct_outbox {
    docent_alloc        alloc;
    const docent_clock *clock;
    dct_state          *state;
    dct_db              db;      /* Of outbox*.c. */
    dct_db              talk_db; /* Of talks.c and inbox.c. */
    dct_db              keep_db; /* Of keep.c and tally.c. */
    dct_files           files;
    dct_uuid_maker      ids;
    bool                shared;  /* docent_config.shared. */
    docent_id           device;  /* Of this device, made once. */
    uint64_t            changes; /* Goes up with every change: who remembers an older one should look again. */
    docent_outbox       totals;  /* As of `counted`. */
    uint64_t            counted;
    bool                was_counted;
} dct_outbox;

/* alloc, clock and state are borrowed. Reads nothing but the device's id. */
docent_status dct_outbox_open(dct_outbox *o, const docent_alloc *alloc, const docent_clock *clock, dct_state *state,
                              bool shared, docent_error *err);
void dct_outbox_close(dct_outbox *o);
int64_t dct_outbox_unix_ms(const dct_outbox *o);

/* ---- putting in ---- */

typedef struct dct_posting {
    dct_letter  letter;         /* id, reference, seq, made, device and files are filled in here; conversation where it is new. */
    docent_request_kind kind;   /* Of a new conversation; 0: of none that a person sees (feedback). */
    uint32_t    rank;
    const char *connector;      /* "" when none is configured. */
    const char *seal;           /* A public key, or "". */
    int64_t     answer_by;
    bool        must_consent;   /* What it agrees to has to be agreed to. */
    bool        agreed;
    const char *consent;        /* The text that is agreed to, or "". */
    const char *idempotency;    /* Or NULL. */
    const docent_attachment *attachments; uint32_t attachment_count;
    docent_id   id;             /* Out: the letter's. */
} dct_posting;

/* Begins a conversation, or adds to letter.conversation when that is not "". *out: the conversation. Of the posting only id and
 * letter.seq change. Telemetry has the device's own id as its conversation, so that it leaves in order; nobody sees it. */
docent_status dct_outbox_put(dct_outbox *o, dct_posting *posting, docent_id *out, docent_error *err);

/* ---- taking out: for the courier ---- */

typedef struct dct_row {
    int64_t  position;
    docent_id id, conversation;
    uint32_t seq, tries;
    dct_part part;
    dct_letter_state state;
    bool     sealed;
    int64_t  due_ms, doubt_ms, until, made;
    char     kind[16];
} dct_row;

/* The next letter of a connector that is due and has nothing unfinished before it in its conversation; position 0: none.
 * *next_ms: when another becomes due; DCT_NEVER_MS: none. */
docent_status dct_outbox_due(dct_outbox *o, const char *connector, int64_t now_ms, dct_row *out, int64_t *next_ms,
                             docent_error *err);
/* Its frozen bytes and files; texts in the arena. */
docent_status dct_outbox_body(dct_outbox *o, const dct_row *row, dct_arena *arena, const void **data, size_t *size,
                              docent_error *err);
/* The files that belong to a letter or message; uploads[i] is the server's name for file i, or "". */
docent_status dct_outbox_files(dct_outbox *o, const char *owner, dct_arena *arena, const dct_letter_file **files,
                               const char *const **uploads, uint32_t *count, docent_error *err);
docent_status dct_outbox_uploaded(dct_outbox *o, const char *owner, uint32_t index, const char *upload, docent_error *err);

typedef struct dct_move {
    dct_letter_event event;
    int64_t     due_ms;   /* Of its new state. */
    int64_t     doubt_ms; /* Since when it may be there; 0: it is not. */
    uint32_t    tries;
    const char *why;      /* For a person; "" else. */
    const char *remote;   /* What the server calls it: of CREATE the conversation, else the letter; NULL: not said. */
    const char *ref;      /* The number it tells people; NULL: not said. */
} dct_move;

/* Changes the row, on the disk, if it still is in row->state; *moved says whether it was, and row is brought up. A letter
 * that is delivered changes its conversation in the same transaction. */
docent_status dct_outbox_move(dct_outbox *o, dct_row *row, const dct_move *move, bool *moved, docent_error *err);
/* It stays in its state, and is looked at again later. */
docent_status dct_outbox_postpone(dct_outbox *o, dct_row *row, int64_t due_ms, const char *why, docent_error *err);
/* Held without a server having said so: it cannot be read, or cannot be sent at all. */
docent_status dct_outbox_hold(dct_outbox *o, const dct_row *row, const char *why, docent_error *err);
/* Needs no sending after all: to close what a server cannot close. */
docent_status dct_outbox_spare(dct_outbox *o, const dct_row *row, docent_error *err);
/* By the letter's own id: it came back from the server. Within a transaction. */
docent_status dct_outbox_found(dct_outbox *o, const char *id, docent_error *err);
/* The process begins anew: what was on its way is in doubt from now on, what was blocked may try again. */
docent_status dct_outbox_restart(dct_outbox *o, int64_t now_ms, docent_error *err);
/* Doubtful ones of a connector are looked at no earlier than this. */
docent_status dct_outbox_settle(dct_outbox *o, const char *connector, int64_t due_ms, docent_error *err);
/* Due times later than any wait of ours (latest_ms) are of a clock that was set back since: they are due now. */
docent_status dct_outbox_clock_set(dct_outbox *o, const char *connector, int64_t latest_ms, docent_error *err);
/* Everything of a connector that waits for a credential may go on. */
docent_status dct_outbox_enrolled(dct_outbox *o, const char *connector, docent_error *err);
/* The next connector after `after` that letters wait for: "" at the end. NULL begins. */
docent_status dct_outbox_connector(dct_outbox *o, const char *after, char out[DCT_MAX_ID_BYTES + 1], docent_error *err);
docent_status dct_outbox_reroute(dct_outbox *o, const dct_row *row, const char *connector, docent_error *err);

/* ---- by people ---- */

/* DOCENT_ERR_BUSY when it is too late, DOCENT_ERR_MISSING when there is no such conversation. */
docent_status dct_outbox_withdraw(dct_outbox *o, const char *conversation, docent_error *err);
docent_status dct_outbox_agree(dct_outbox *o, const char *conversation, const char *text, docent_error *err);
/* Counts only when something changed since. now_s: unix. */
docent_status dct_outbox_count(dct_outbox *o, int64_t now_s, docent_outbox *out, docent_error *err);
/* Telemetry that waits goes: nobody is told any more. */
docent_status dct_outbox_drop_figures(dct_outbox *o, docent_error *err);
/* What has reached a server, or was only the person's own, goes; see docent_forget() in contact.h. */
docent_status dct_outbox_forget(dct_outbox *o, docent_error *err);

#endif
