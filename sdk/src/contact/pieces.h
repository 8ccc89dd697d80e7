/* A request's body that is never in memory as a whole: a list of pieces, each a text that lies in memory or a stretch that is
 * made where it is asked for.
 *
 *     text | stretch | text | stretch | text        dct_pieces_read(offset) from anywhere, again and again
 *          at          at                           what a stretch is, and how it is read, only its owner knows */
#ifndef DCT_PIECES_H
#define DCT_PIECES_H

#include "../base/arena.h"

typedef struct dct_piece {
    struct dct_piece *next;
    uint64_t    at, bytes;  /* In the body. */
    const char *text;       /* NULL: a stretch. */
    const void *source;     /* Of a stretch: its owner's. */
} dct_piece;

typedef struct dct_pieces {
    dct_arena *arena;
    dct_piece *first, *last;
    uint64_t   bytes;
    bool       failed; /* Memory was short: sticky; nothing is added any more. */
} dct_pieces;

/* The text lives in the arena or for ever; NULL: memory was short. */
void dct_pieces_text(dct_pieces *p, const char *text);
void dct_pieces_data(dct_pieces *p, const char *text, size_t size);
void dct_pieces_stretch(dct_pieces *p, const void *source, uint64_t bytes);

/* 1 to size bytes of a stretch at `from`, or -1. */
typedef int64_t (*dct_read_stretch)(const void *ctx, const void *source, uint64_t from, char *to, size_t size);
/* The bytes at offset, as many as there are; -1 when a stretch cannot be read or is shorter than it was: what is missing cannot
 * be made up. */
int64_t dct_pieces_read(const dct_pieces *p, uint64_t offset, void *to, size_t size, dct_read_stretch read, const void *ctx);

#endif
