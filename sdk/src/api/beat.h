/* The part of a handle that tells its shop how it is: opened when there is somebody to tell. <docent/fleet.h>. */
#ifndef DCT_BEAT_H
#define DCT_BEAT_H

#include "../fleet/fleet.h"
#include "handle.h"

typedef struct dct_beat {
    dct_fleet fleet;
    bool      open, refused; /* refused: it cannot be opened as it is set; not tried again before that changes. */
    docent_error why;        /* Of `refused`. */
    json_t   *host;          /* What the program says; NULL: nothing. */
} dct_beat;

/* What is due now; *next_ms becomes less where it must. What fails is tried again: it is no error of the handle. */
void dct_beat_step(docent *h, uint32_t *next_ms);
/* Somebody searched. */
void dct_beat_search(docent *h, uint32_t found);
/* What the program says of telemetry, for the rules that are read; NULL: nothing. */
json_t *dct_beat_host(const docent *h);
/* It ends by itself. Before the reach. */
void dct_beat_close(docent *h);

#endif
