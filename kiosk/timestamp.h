/* "2026-11-02T09:30:00+01:00" -> Unix seconds. Seconds and the offset may be left out; without an offset it is UTC. */
#ifndef KIOSK_TIMESTAMP_H
#define KIOSK_TIMESTAMP_H

#include <stdbool.h>
#include <stdint.h>

bool kiosk_timestamp(const char *text, int64_t *unix_s);

#endif
