/* What the handle keeps for docent_step(): the network once somebody needs it, the clock, the events. */
#ifndef DCT_BACKGROUND_H
#define DCT_BACKGROUND_H

#include "handle.h"

/* The net is opened by its first user, so that a handle that was not set up for it has none. Borrowed. */
docent_status dct_handle_net(docent *h, dct_net **out, docent_error *err);
/* The host's, or the system's. */
const docent_clock *dct_handle_clock(docent *h);
/* After the parts that use it. At once, without the network. */
void dct_background_close(docent *h);

#endif
