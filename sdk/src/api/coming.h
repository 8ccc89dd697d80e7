/* New content is made ready beside what is in force, a part in each docent_step(): opened, its lists asked for, searched. What
 * is left for the moment of the switch is a line on the disk and two pointers:
 *
 *     staged --> open --> lists --> search --> ready --> taken by who switches
 *                  \--------\---------\------> given up: who switches opens it, and says what is wrong with it */
#ifndef DCT_COMING_H
#define DCT_COMING_H

#include "../sync/generations.h"
#include "volume.h"

typedef struct dct_coming {
    int64_t    release; /* Staged; 0: nothing is made ready. */
    uint32_t   parts;   /* Of DCT_VOLUME_PARTS: asked so far. */
    bool       given_up;
    dct_volume volume;
} dct_coming;

/* One part more of what is staged; false: there is nothing more to do. */
bool dct_coming_step(dct_coming *c, docent *h, const dct_generations *g);
/* True: it was ready, and is the caller's. */
bool dct_coming_take(dct_coming *c, const dct_generations *g, dct_volume *out);
void dct_coming_drop(dct_coming *c); /* A zeroed one is allowed. */

#endif
