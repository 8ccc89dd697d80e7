/* A time of the day, "22:00-06:00", by the clock on this machine's wall. */
#ifndef KIOSK_HOURS_H
#define KIOSK_HOURS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct kiosk_hours { uint32_t from_min, to_min; } kiosk_hours; /* Equal: the whole day. */

/* "HH:MM-HH:MM", two different times; an end before its beginning is on the next day. */
bool kiosk_hours_read(const char *text, kiosk_hours *out);
bool kiosk_hours_hold(const kiosk_hours *hours, int64_t unix_s);

#endif
