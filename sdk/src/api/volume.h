/* One bundle that is open: its store and what searches it. A handle has one in force; another can take its place. */
#ifndef DCT_VOLUME_H
#define DCT_VOLUME_H

#include "handle.h"

typedef struct dct_volume {
    dct_store    *store;
    dct_searcher *searcher;
} dct_volume;

/* On failure *out is empty. */
docent_status dct_volume_open(const docent_alloc *alloc, const char *path, dct_volume *out, docent_error *err);
void dct_volume_close(dct_volume *c); /* An empty one is allowed. */
/* Asks it what a person would: the home page, a search. For content that nobody has seen working yet. */
docent_status dct_volume_probe(dct_volume *c, docent_error *err);
/* The same in parts, 0 to DCT_VOLUME_PARTS - 1: so that each takes a frame's time at most. */
enum { DCT_VOLUME_PARTS = 2 };
docent_status dct_volume_probe_part(dct_volume *c, uint32_t part, docent_error *err);
/* Puts it in force, in the language that was in force. What was there stays open until the next switch. */
void dct_volume_switch(docent *h, const dct_volume *c);

#endif
