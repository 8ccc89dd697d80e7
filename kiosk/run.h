/* The kiosk in a window, until somebody closes it. */
#ifndef KIOSK_RUN_H
#define KIOSK_RUN_H

#include <docent/docent.h>

#include "config.h"
#include "source.h"

bool kiosk_run(docent *h, const kiosk_config *config, kiosk_source *source, char error[KIOSK_ERROR_MAX]);

#endif
