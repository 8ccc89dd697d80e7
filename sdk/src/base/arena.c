#include "arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define CHUNK_BYTES 32768u

struct dct_arena_chunk {
    dct_arena_chunk *previous;
    size_t           size, used; /* Of data. */
    _Alignas(max_align_t) unsigned char data[];
};

void dct_arena_init(dct_arena *arena, const docent_alloc *alloc, size_t max_bytes)
{
    memset(arena, 0, sizeof *arena);
    arena->alloc = alloc;
    arena->max = max_bytes;
}

static dct_arena_chunk *grow(dct_arena *arena, size_t size)
{
    size_t want = size > CHUNK_BYTES ? size : CHUNK_BYTES;
    arena->full = want > arena->max || arena->total > arena->max - want;
    dct_arena_chunk *chunk = arena->full ? NULL : dct_new(arena->alloc, sizeof *chunk + want);
    if (chunk == NULL) {
        arena->failed = true;
        return NULL;
    }
    chunk->previous = arena->last;
    chunk->size = want;
    chunk->used = 0;
    arena->last = chunk;
    arena->total += want;
    return chunk;
}

void *dct_arena_new(dct_arena *arena, size_t size)
{
    if (arena->failed)
        return NULL;
    if (size > arena->max) {
        arena->failed = arena->full = true;
        return NULL;
    }
    size_t rounded = (size + 15) & ~(size_t)15;
    dct_arena_chunk *chunk = arena->last;
    if (chunk == NULL || chunk->size - chunk->used < rounded)
        chunk = grow(arena, rounded);
    if (chunk == NULL)
        return NULL;
    void *p = chunk->data + chunk->used;
    chunk->used += rounded;
    return memset(p, 0, size);
}

void *dct_arena_array(dct_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = arena->full = true;
        return NULL;
    }
    return dct_arena_new(arena, count * size);
}

char *dct_arena_text(dct_arena *arena, const char *text, size_t size)
{
    char *copy = size == SIZE_MAX ? NULL : dct_arena_new(arena, size + 1);
    if (copy != NULL && size != 0)
        memcpy(copy, text, size);
    return copy;
}

char *dct_arena_format(dct_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    char *text = size < 0 ? NULL : dct_arena_new(arena, (size_t)size + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

bool dct_arena_failed(const dct_arena *arena)
{
    return arena->failed;
}

docent_status dct_arena_status(const dct_arena *arena)
{
    if (!arena->failed)
        return DOCENT_OK;
    return arena->full ? DOCENT_ERR_LIMIT : DOCENT_ERR_NOMEM;
}

static void drop_chunks(dct_arena *arena, dct_arena_chunk *keep)
{
    dct_arena_chunk *chunk = arena->last;
    while (chunk != NULL) {
        dct_arena_chunk *previous = chunk->previous;
        if (chunk != keep)
            dct_free(arena->alloc, chunk, sizeof *chunk + chunk->size);
        chunk = previous;
    }
    arena->last = keep;
    arena->total = keep == NULL ? 0 : keep->size;
    arena->failed = arena->full = false;
}

void dct_arena_reset(dct_arena *arena)
{
    dct_arena_chunk *keep = arena->last;
    if (keep != NULL && keep->size > 4 * CHUNK_BYTES)
        keep = NULL; /* One huge page must not hold its memory for ever. */
    drop_chunks(arena, keep);
    if (keep != NULL) {
        keep->previous = NULL;
        keep->used = 0;
    }
}

void dct_arena_close(dct_arena *arena)
{
    if (arena->alloc != NULL)
        drop_chunks(arena, NULL);
}
