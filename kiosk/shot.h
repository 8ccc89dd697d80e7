/* A picture of what is in memory, as a PNG file. */
#ifndef KIOSK_SHOT_H
#define KIOSK_SHOT_H

#include <stdbool.h>

#include <docent/view.h>

/* False when the file cannot be written: `error` says why. */
bool kiosk_shot(const docent_surface *surface, const char *path, char error[256]);

#endif
