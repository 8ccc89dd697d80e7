/* When to look again, so that a thousand devices that woke up together do not ask together: the first time at a moment that
 * the device's own number decides, after a failure after a wait that grows by chance (decorrelated jitter). */
#ifndef DCT_PLAN_H
#define DCT_PLAN_H

#include <docent/port.h>

/* Milliseconds from a start to the first look. */
uint64_t dct_plan_first_ms(const char *device, uint32_t interval_s);
/* From one look that succeeded to the next: the interval, give or take a twentieth. */
uint64_t dct_plan_next_ms(const docent_clock *clock, uint32_t interval_s);
/* After a failure: between 30 s and three times the last wait, at most 6 h or the interval; at least what the server asks
 * for, up to 1 h, and then as long again at the most, with a part of the interval. */
uint64_t dct_plan_again_ms(const docent_clock *clock, uint64_t last_ms, uint32_t server_s, uint32_t interval_s);

#endif
