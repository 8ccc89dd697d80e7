/* What the files of the courier share: one slot for each connector, with its one task. */
#ifndef DCT_COURIER_INSIDE_H
#define DCT_COURIER_INSIDE_H

#include "courier.h"
#include "connector.h"

#define DCT_RETRY_MS 5000           /* The first repetition: within so long. */
#define DCT_RETRY_MOST_MS 900000    /* 15 min. */
#define DCT_LATEST_MS (2 * 3600000) /* Longer than any wait of ours. */

typedef struct dct_slot {
    dct_connector connector;
    struct dct_courier *courier;
    bool          open;
    bool          blocked;       /* Its credential is refused. */
    bool          letters_last;  /* So that neither letters nor polls starve. */
    uint32_t      fails;         /* One after another. */
    int64_t       pause_ms;      /* Nothing is begun before. */
    int64_t       look_ms;       /* Nothing is due before, unless the outbox changed since `looked`. */
    uint64_t      looked;
    uint32_t      stirs;         /* Of the connector, as far as the host was told. */
    int64_t       poll_ms;       /* Of connectors that are polled as one. */
    char         *credential;    /* What ENROL gave; NULL: none yet. */
    /* Its task. */
    bool          busy;
    dct_task      task;
    dct_arena     arena;
    dct_row       row;           /* Of letters. */
    dct_letter    letter;
    const char *const *uploads;
    dct_news_list news;          /* Of POLL. */
    dct_awaited   talk;
} dct_slot;

struct dct_courier {
    dct_courier_config config;
    docent_alloc alloc;
    int64_t      began_ms;       /* Unix, when it was opened; from then on time only goes forward. */
    uint64_t     mono_ms;
    dct_slot     slots[DCT_MAX_CONNECTORS];
    uint32_t     count;
    bool         lost;           /* Letters wait for connectors that are not configured any more. */
    dct_watched  none, *watched; /* `none` where nobody keeps a list. */
    docent_error problem;
};

/* The courier's own time: unix ms at its start, and since then whatever really passed. */
int64_t dct_courier_ms(const dct_courier *c);
int64_t dct_courier_backoff(dct_courier *c, uint32_t tries);
bool dct_courier_watches(const dct_courier *c, const char *conversation);
/* A courier that begins takes up the pages that are open. */
void dct_courier_watch_again(dct_courier *c);
void dct_courier_tell(dct_courier *c, docent_event_kind kind, const char *id);

/* Begins what is most due, if anything is. */
docent_status dct_slot_begin(dct_slot *s, docent_error *err);
/* Begins an operation on s->task, whose fields of the letter or talk are set. */
void dct_slot_start(dct_slot *s, dct_op op);
/* The task has a verdict: what follows from it. */
docent_status dct_slot_end(dct_slot *s, docent_error *err);
/* The host hears that something changed of its letter. */
void dct_slot_tell(const dct_slot *s);
/* Forgets the task. */
void dct_slot_drop(dct_slot *s);
void dct_slot_credential(dct_slot *s, const char *credential);
/* The next poll of what has been quiet since `changed`. */
int64_t dct_slot_next_poll(dct_slot *s, const char *conversation, int64_t changed_s);
/* A letter's move, with the event that the host hears of. */
docent_status dct_slot_move(dct_slot *s, const dct_move *move, bool *moved, docent_error *err);
/* One letter finds a connector that there is. */
docent_status dct_courier_reroute(dct_courier *c, docent_error *err);

#endif
