/* What time it is and unpredictable bytes, behind one door: a test replays a failure from a seed. */
#ifndef DCT_CLOCK_H
#define DCT_CLOCK_H

#include <docent/port.h>

/* The system's. */
extern const docent_clock dct_clock_system;

#endif
