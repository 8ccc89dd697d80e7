/* Newer content, looked for now, for whoever sets a kiosk up. */
#ifndef KIOSK_LOOK_H
#define KIOSK_LOOK_H

#include <stdio.h>

#include <docent/docent.h>

#include "options.h"

/* Looks and fetches, and prints a line for each source: how it went. What came is shown from the next start on. False: one of
 * them failed, or, with one line in `error`, none could be asked. */
bool kiosk_look(docent *h, const kiosk_options *options, FILE *out, char error[KIOSK_ERROR_MAX]);

#endif
