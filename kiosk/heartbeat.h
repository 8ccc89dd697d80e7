/* How this kiosk is, told to its shop's collector: off without `telemetry` in the configuration or in the device's file. */
#ifndef KIOSK_HEARTBEAT_H
#define KIOSK_HEARTBEAT_H

#include <stdio.h>

#include <docent/docent.h>

#include "options.h"

/* As the configuration says. False with one line in `error`: an address that cannot be used. What is wrong with the device's
 * file is told on standard error and costs nobody the help. */
bool kiosk_heartbeat_open(docent *h, const kiosk_config *config, char error[KIOSK_ERROR_MAX]);
/* Prints what the next heartbeat would say, in one line. Nothing leaves, and nothing is counted. */
bool kiosk_heartbeat_print(docent *h, const kiosk_options *options, FILE *out, char error[KIOSK_ERROR_MAX]);

#endif
