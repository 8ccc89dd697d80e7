/* The kiosk in a window, until somebody closes it. */
#ifndef KIOSK_RUN_H
#define KIOSK_RUN_H

#include <docent/docent.h>

#include "options.h"

bool kiosk_run(docent *h, const kiosk_options *options, char error[KIOSK_ERROR_MAX]);

#endif
