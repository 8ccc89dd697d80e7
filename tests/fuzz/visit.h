/* All that a person and a program can do with a bundle, one after the other: open, list, search, read, verify, and look at
 * it in two sizes. Each call's time is taken; what a header promises is checked with fuzz_check(). */
#ifndef FUZZ_VISIT_H
#define FUZZ_VISIT_H

#include "fuzz.h"

#include <docent/view.h>

typedef struct visit {
    bool        opened, viewed, verified;
    double      longest_s; /* The slowest call, in seconds of processor time. */
    const char *longest;   /* Which it was. */
    size_t      peak_bytes;/* The most that was allocated at once, SQLite's own not counted. */
} visit;

#define VISIT_SMALL 0x1u /* One small window, the pages that show most, no verifying: for a fuzzer, that lives on speed. */
void visit_bundle(const char *path, unsigned flags, visit *out);

#endif
