/* A bundle, changed: a kind of change for each way in which a file can be wrong. The same number gives the same change. */
#ifndef FUZZ_MUTATE_H
#define FUZZ_MUTATE_H

#include "fuzz.h"

typedef struct mutant {
    const char *kind;   /* What was done, static. */
    uint8_t    *bytes;  /* At least `room` of them; the caller's. */
    size_t      size, room;
} mutant;

/* room must be at least size + 64 KB. */
void mutate(const uint8_t *whole, size_t size, uint64_t seed, mutant *out);
/* Some changes are made in SQL, so that the file is a sound database with unsound rows: to be run on the file; NULL when
 * the bytes are all. In buf. */
const char *mutate_sql(uint64_t seed, char *buf, size_t buf_size);

#endif
