#include "pieces.h"

#include <string.h>

static dct_piece *add(dct_pieces *p, uint64_t bytes)
{
    dct_piece *piece = p->failed ? NULL : dct_arena_new(p->arena, sizeof *piece);
    p->failed = piece == NULL;
    if (piece == NULL)
        return NULL;
    piece->at = p->bytes;
    piece->bytes = bytes;
    p->bytes += bytes;
    if (p->last != NULL)
        p->last->next = piece;
    else
        p->first = piece;
    p->last = piece;
    return piece;
}

void dct_pieces_data(dct_pieces *p, const char *text, size_t size)
{
    dct_piece *piece = text != NULL ? add(p, size) : NULL;
    p->failed = piece == NULL;
    if (piece != NULL)
        piece->text = text;
}

void dct_pieces_text(dct_pieces *p, const char *text)
{
    dct_pieces_data(p, text, text != NULL ? strlen(text) : 0);
}

void dct_pieces_stretch(dct_pieces *p, const void *source, uint64_t bytes)
{
    dct_piece *piece = add(p, bytes);
    if (piece != NULL)
        piece->source = source;
}

int64_t dct_pieces_read(const dct_pieces *p, uint64_t offset, void *to, size_t size, dct_read_stretch read, const void *ctx)
{
    char *out = to;
    size_t done = 0;
    for (const dct_piece *piece = p->first; piece != NULL && done < size; piece = piece->next)
        while (done < size && offset >= piece->at && offset - piece->at < piece->bytes) {
            uint64_t from = offset - piece->at, left = piece->bytes - from;
            int64_t n = left < size - done ? (int64_t)left : (int64_t)(size - done);
            if (piece->text != NULL)
                memcpy(out + done, piece->text + from, (size_t)n);
            else
                n = read(ctx, piece->source, from, out + done, (size_t)n);
            if (n <= 0)
                return -1;
            done += (size_t)n;
            offset += (uint64_t)n;
        }
    return (int64_t)done;
}
