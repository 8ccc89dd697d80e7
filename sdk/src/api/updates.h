/* The part of a handle that keeps its content new: its sources, and the moment when the content of one takes the place of what is
 * in force. */
#ifndef DCT_UPDATES_H
#define DCT_UPDATES_H

#include "../sync/source.h"
#include "coming.h"
#include "handle.h"

typedef struct dct_updates {
    struct dct_updates *next;
    dct_source source;
    dct_coming coming;    /* What is staged, on its way to be in force. */
    uint64_t   trial_ms;  /* Monotonic: when what is on trial was put in force here. */
    uint32_t   told;      /* source.changes that were told. */
    int64_t    told_staged;
    uint32_t   told_settings; /* source.settings_set. */
} dct_updates;

/* What is due now; *next_ms becomes less where it must. What fails is in the status. */
void dct_updates_step(docent *h, uint32_t budget_ms, uint32_t *next_ms);
/* Begins a call: NULL with h->error filled when there is none of that id; NULL is the first. */
dct_updates *dct_updates_find(docent *h, const char *id);
/* Before the net. At once. */
void dct_updates_close(docent *h);

#endif
