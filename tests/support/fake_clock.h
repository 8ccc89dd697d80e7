/* A clock that stands still until told, and bytes that look random and come from a seed: a failure is replayed by both. */
#ifndef TEST_FAKE_CLOCK_H
#define TEST_FAKE_CLOCK_H

#include <docent/port.h>

typedef struct fake_clock {
    uint64_t monotonic_ms;
    int64_t  unix_ms;
    uint64_t random; /* The state of fake_random(). */
    bool     no_entropy; /* entropy() fails. */
} fake_clock;

/* From 2026-11-03 10:00:00 UTC, 1,000 ms after some start. */
void fake_clock_init(fake_clock *clock, uint64_t seed);
docent_clock fake_clock_of(fake_clock *clock);
void fake_clock_advance(fake_clock *clock, uint64_t ms);
/* The next number of a run (splitmix64); never zero state. */
uint64_t fake_random(uint64_t *state);

#endif
