/* A person's visit as lines of text, against a virtual clock: a test, a demonstration, a bug report. */
#ifndef KIOSK_SCRIPT_H
#define KIOSK_SCRIPT_H

#include <stdio.h>

#include "stage.h"

/* TREE goes to out. The first line that cannot be read or does not hold is told on err as `LINE n: why`. True when every
 * line held. Each line is answered before the next one is read, so another program can drive it through a pipe. */
bool kiosk_script_run(FILE *in, kiosk_stage *stage, FILE *out, FILE *err);

#endif
