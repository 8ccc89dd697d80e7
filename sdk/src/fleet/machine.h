/* What a heartbeat says of the machine, asked from the system: nothing is kept, nothing names the machine. */
#ifndef DCT_MACHINE_H
#define DCT_MACHINE_H

#include <stdint.h>

/* By the names of OpenTelemetry's conventions: "amd64", "arm64"...; "linux", "windows"... */
const char *dct_machine_arch(void);
const char *dct_machine_os(void);
/* Bytes of this process that are in memory now; -1: this system does not say. */
int64_t dct_machine_memory(void);
/* Bytes that may still be written where this file lies; -1: not known. */
int64_t dct_machine_room(const char *path);

#endif
