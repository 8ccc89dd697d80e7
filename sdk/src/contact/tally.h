/* Counts for the authors, and how long answers take. Places and numbers: nothing of who, when, or what was written. */
#ifndef DCT_TALLY_H
#define DCT_TALLY_H

#include "outbox.h"

/* `tally.kind`. Opinions are 16 + docent_opinion. */
enum {
    DCT_TALLY_ASKED = 1,   /* This address was in the story of a request: it was read, and did not help. */
    DCT_TALLY_EXIT = 2,    /* The same of a guide: it ended with a person. */
    DCT_TALLY_KEPT = 3,    /* "": an answer came by when it was promised. */
    DCT_TALLY_BROKEN = 4,
    DCT_TALLY_REQUESTS = 5,/* By kind: "ticket", "chat" ... */
    DCT_TALLY_OPINION = 16
};

docent_status dct_tally_add(dct_outbox *o, int kind, const char *name, docent_error *err);
/* Of a new request: itself, and the places of its story, each once. Within a transaction. */
docent_status dct_tally_asked(dct_outbox *o, const dct_letter *letter, docent_error *err);
/* The first answer came. Within a transaction. */
docent_status dct_tally_answered(dct_outbox *o, int64_t made, int64_t answer_by, int64_t now_s, docent_error *err);
/* Of the last answers; 0, 0 when there was none. */
docent_status dct_tally_median(dct_outbox *o, uint32_t *median_s, int64_t *at, docent_error *err);

#endif
