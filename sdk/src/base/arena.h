/* Memory that is dropped as a whole: a page's boxes, a frame's draw list, a search's words.
 *
 *   first -> [chunk 1.....used..] -> [chunk 2...used........] -> NULL
 *
 * An allocation that fails makes the arena fail from then on: callers may build a whole structure and look at
 * dct_arena_failed() once at the end, provided that they cope with NULL on the way. */
#ifndef DCT_ARENA_H
#define DCT_ARENA_H

#include "alloc.h"

typedef struct dct_arena_chunk dct_arena_chunk;

typedef struct dct_arena {
    const docent_alloc *alloc;
    dct_arena_chunk    *last;
    size_t              total, max; /* Bytes of all chunks, and their bound. */
    bool                failed;
    bool                full; /* It failed because of `max`. */
} dct_arena;

/* alloc is borrowed. */
void dct_arena_init(dct_arena *arena, const docent_alloc *alloc, size_t max_bytes);
/* Zeroed, aligned for anything; NULL when memory is short or the bound is reached. */
void *dct_arena_new(dct_arena *arena, size_t size);
/* Zeroed; NULL as well when count * size overflows. */
void *dct_arena_array(dct_arena *arena, size_t count, size_t size);
/* A zero-terminated copy; text may be NULL when size is 0. */
char *dct_arena_text(dct_arena *arena, const char *text, size_t size);
/* printf into the arena. NULL when memory is short. */
char *dct_arena_format(dct_arena *arena, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
bool dct_arena_failed(const dct_arena *arena);
/* DOCENT_OK, or why it failed: DOCENT_ERR_LIMIT at its bound, else DOCENT_ERR_NOMEM. */
docent_status dct_arena_status(const dct_arena *arena);
/* Keeps one chunk for the next page. */
void dct_arena_reset(dct_arena *arena);
void dct_arena_close(dct_arena *arena);

#endif
