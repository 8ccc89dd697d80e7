/* Queries that nobody means, and queries as people hurry them: the same ones for the same seed.
 *
 *   words of the bundle -> cut, misspelt, joined, strewn with operators --+
 *   bytes, code points, operators, one letter a million times ------------+--> text, without a zero byte */
#ifndef FUZZ_QUERIES_H
#define FUZZ_QUERIES_H

#include <stddef.h>
#include <stdint.h>

#define QUERIES_MAX_BYTES (1u << 20)

/* In the order of query_kind_name(). The last two are rare: their length is their point. */
typedef enum query_kind {
    QUERY_WORDS = 0, QUERY_SLIPS, QUERY_CUT, QUERY_MIXED, QUERY_OPERATORS, QUERY_LETTERS, QUERY_NONSENSE, QUERY_SCRIPTS,
    QUERY_BYTES, QUERY_LONG, QUERY_MANY, QUERY_HUGE, QUERY_KINDS
} query_kind;

typedef struct queries {
    uint64_t     seed;
    const char **words; /* Of the bundle; borrowed. */
    uint32_t     word_count;
    char         text[QUERIES_MAX_BYTES + 1];
    size_t       size;
} queries;

/* Below `below`, which is not 0. */
uint32_t query_chance(queries *q, uint32_t below);
/* The next text, in q->text until the call after it. */
query_kind query_next(queries *q);
const char *query_kind_name(query_kind kind);

#endif
