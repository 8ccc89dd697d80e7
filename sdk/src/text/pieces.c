/* Pieces: the paragraph cut at every place where a line may end, each with its widths, so that breaking it at another
 * width adds up numbers and shapes nothing.
 *
 *   |Touch·|the·|screen,·|   ink: without the white space (·), which hangs over the edge at the end of a line */
#include "paragraph.h"

static uint32_t count_pieces(const dct_paragraph *p)
{
    uint32_t count = 1;
    for (uint32_t i = 1; i < p->count; i++)
        if ((p->marks[i] & (DCT_MARK_MAY | DCT_MARK_MUST)) != 0)
            count++;
    return count;
}

static float hyphen_width(const dct_paragraph *p, uint32_t to)
{
    if (to >= p->count || (p->marks[to] & DCT_MARK_HYPHEN) == 0)
        return 0.0f;
    dct_shape hyphen;
    dct_shape_one(p, &p->items[dct_item_at(p, to - 1)], 0x2010, &hyphen);
    return hyphen.advance;
}

static dct_piece measure(const dct_paragraph *p, uint32_t from, uint32_t to)
{
    dct_piece piece = { .from = from, .end = to, .to = to };
    while (piece.end > from && (p->marks[piece.end - 1] & (DCT_MARK_HANGS | DCT_MARK_HARD)) != 0)
        piece.end--;
    for (uint32_t i = from; i < piece.end; i++)
        piece.ink += p->advances[i];
    piece.width = piece.ink;
    for (uint32_t i = piece.end; i < to; i++) {
        piece.width += p->advances[i];
        piece.tabs = piece.tabs || p->code_points[i] == '\t';
    }
    piece.hyphen = hyphen_width(p, to);
    piece.hard = (p->marks[to] & DCT_MARK_MUST) != 0;
    return piece;
}

static void widths(dct_paragraph *p)
{
    float line = 0.0f;
    for (uint32_t i = 0; i < p->piece_count; i++) {
        const dct_piece *piece = &p->pieces[i];
        if (line + piece->ink > p->max_width)
            p->max_width = line + piece->ink;
        if (piece->ink + piece->hyphen > p->min_width)
            p->min_width = piece->ink + piece->hyphen;
        line = piece->hard ? 0.0f : line + piece->width + (piece->tabs ? p->tab_px : 0.0f);
    }
}

bool dct_paragraph_split(dct_paragraph *p, dct_arena *arena)
{
    if (p->count == 0)
        return true;
    p->pieces = dct_arena_array(arena, count_pieces(p), sizeof *p->pieces);
    if (p->pieces == NULL)
        return false;
    uint32_t from = 0;
    for (uint32_t i = 1; i <= p->count; i++)
        if (i == p->count || (p->marks[i] & (DCT_MARK_MAY | DCT_MARK_MUST)) != 0) {
            p->pieces[p->piece_count++] = measure(p, from, i);
            from = i;
        }
    widths(p);
    return true;
}
