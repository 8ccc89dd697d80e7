/* Breaking a paragraph at a width: pieces are taken while they fit, greedily.
 *
 *   |Touch the screen, |      the last piece's white space hangs
 *   |then unbelievab|         a piece wider than a line is cut: where held-back opportunities are, else between
 *   |lylong words   |         graphemes; never before it had a line of its own
 *
 * A hyphen counts only when the line ends at it. Where a break changes shapes the line is measured again as it will be
 * drawn, and if it has become too wide it gives up one piece. The time is linear in what is shown. */
#include "line.h"

#include <math.h>
#include <string.h>

#define SLACK 0.01f       /* Pixels: sums in another order differ by so much. */
#define ENDLESS 1.0e6f    /* A wider line is "as wide as need be". */
#define RETRIES 16        /* A line that grows when broken is shortened so often; then it stands out. */

typedef struct breaker {
    dct_paragraph *p;
    dct_arena     *arena;
    float          width, line_height;
    dct_text_align align;
    uint32_t       max_lines;
    dct_line      *lines;
    uint32_t       count, room;
    uint32_t       piece;  /* The piece in which the next line begins. */
    float          y, widest;
    bool           cut;
} breaker;

/* ---- where a line ends ---- */

/* The width of the ink of `piece` from character `from`, or anything above `limit`. */
static float ink_from(const dct_paragraph *p, const dct_piece *piece, uint32_t from, float limit)
{
    if (from == piece->from)
        return piece->ink;
    float width = 0.0f;
    for (uint32_t i = from; i < piece->end && width <= limit; i++)
        width += p->advances[i];
    return width;
}

static float after_space(const dct_paragraph *p, const dct_piece *piece, float x)
{
    if (!piece->tabs)
        return x + (piece->width - piece->ink);
    for (uint32_t i = piece->end; i < piece->to; i++)
        x = dct_line_advance(p, x, i);
    return x;
}

/* The end of the last piece that fits; `from` when the first does not. */
static uint32_t fit(const breaker *b, uint32_t from)
{
    const dct_paragraph *p = b->p;
    uint32_t             good = from;
    float                x = 0.0f;
    for (uint32_t i = b->piece; i < p->piece_count; i++) {
        const dct_piece *piece = &p->pieces[i];
        x += i == b->piece ? ink_from(p, piece, from, b->width) : piece->ink;
        if (x > b->width + SLACK)
            break;
        if (x + piece->hyphen <= b->width + SLACK)
            good = piece->to;
        if (piece->hard)
            break;
        x = after_space(p, piece, x);
    }
    return good;
}

static uint32_t next_grapheme(const dct_paragraph *p, uint32_t at)
{
    for (at++; at < p->count && (p->marks[at] & DCT_MARK_GRAPHEME) == 0;)
        at++;
    return at;
}

/* The first piece does not fit: cut it. At least one grapheme goes on the line. */
static uint32_t squeeze(const breaker *b, uint32_t from)
{
    const dct_paragraph *p = b->p;
    const dct_piece     *piece = &p->pieces[b->piece];
    uint32_t             found = from, held = from, last_letter = from;
    float                x = 0.0f;
    for (uint32_t at = from; at < piece->end;) {
        uint32_t next = next_grapheme(p, at);
        float    before = x;
        for (uint32_t i = at; i < next; i++)
            x = dct_line_advance(p, x, i);
        if (found > from && x > b->width + SLACK && (p->marks[at] & DCT_MARK_HANGS) == 0)
            break;
        if (x > before)
            last_letter = at;
        at = found = next;
        if ((p->marks[at] & DCT_MARK_HELD) != 0 && at < piece->end)
            held = at;
    }
    if (held > from)
        return held;
    if (found < piece->end)
        return found;
    bool no_hyphen = x + piece->hyphen > b->width + SLACK && last_letter > from;
    return no_hyphen ? last_letter : piece->to; /* The hyphen goes to the next line with the letter before it. */
}

/* The opportunity before `to`; a grapheme if the line has none; `from` if there is nothing to give up. */
static uint32_t shorter(const dct_paragraph *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = to - 1; i > from; i--)
        if ((p->marks[i] & DCT_MARK_MAY) != 0)
            return i;
    for (uint32_t i = to - 1; i > from; i--)
        if ((p->marks[i] & DCT_MARK_GRAPHEME) != 0)
            return i;
    return from;
}

static uint32_t ink_end(const dct_paragraph *p, uint32_t from, uint32_t to)
{
    while (to > from && (p->marks[to - 1] & (DCT_MARK_HANGS | DCT_MARK_HARD)) != 0)
        to--;
    return to;
}

static bool cuts_shapes(const dct_paragraph *p, uint32_t at)
{
    return at > 0 && at < p->count && (p->marks[at] & DCT_MARK_UNSAFE) != 0;
}

static dct_line_plan plan_to(const dct_paragraph *p, uint32_t from, uint32_t to)
{
    dct_line_plan plan = { from, ink_end(p, from, to), to, DCT_SIGN_NONE };
    if (to < p->count && to > from && (p->marks[to] & DCT_MARK_HYPHEN) != 0)
        plan.sign = DCT_SIGN_HYPHEN;
    return plan;
}

/* ---- lines ---- */

static dct_line *new_line(breaker *b)
{
    if (b->count == b->room) {
        uint32_t  room = b->room == 0 ? 4 : b->room * 2;
        dct_line *bigger = dct_arena_array(b->arena, room, sizeof *bigger);
        if (bigger == NULL)
            return NULL;
        if (b->count != 0)
            memcpy(bigger, b->lines, b->count * sizeof *bigger);
        b->lines = bigger;
        b->room = room;
    }
    return &b->lines[b->count++];
}

static float start_of(const breaker *b, float ink)
{
    float spare = b->width - ink;
    if (b->align == DCT_ALIGN_CENTER)
        return spare / 2.0f;
    bool right = (b->align == DCT_ALIGN_END) != b->p->rtl;
    return right ? spare : 0.0f;
}

static float size_at(const dct_paragraph *p, uint32_t at)
{
    if (p->item_count == 0)
        return p->spans[0].size_px;
    return p->items[dct_item_at(p, at < p->count ? at : p->count - 1)].size_px;
}

static bool set_line(breaker *b, const dct_line_plan *plan, dct_line_parts *parts)
{
    const dct_paragraph *p = b->p;
    dct_line            *line = new_line(b);
    if (line == NULL || !dct_line_set(p, plan, parts, b->arena, start_of(b, parts->ink), line))
        return false;
    float size = parts->largest_px > 0.0f ? parts->largest_px : size_at(p, plan->from);
    line->top = b->y;
    line->height = fmaxf(roundf(size * b->line_height), 1.0f);
    line->baseline = b->y + roundf((line->height - (p->ascent + p->descent) * size) / 2.0f + p->ascent * size);
    b->y += line->height;
    b->widest = fmaxf(b->widest, parts->ink);
    return true;
}

/* The line that is as long as fits, and how it will be drawn. */
static bool plan_line(const breaker *b, uint32_t from, dct_line_plan *plan, dct_line_parts *parts)
{
    const dct_paragraph *p = b->p;
    uint32_t             to = fit(b, from);
    if (to == from)
        to = squeeze(b, from);
    for (int i = 0;; i++) {
        *plan = plan_to(p, from, to);
        if (!dct_line_measure(p, plan, parts))
            return false;
        bool changed = cuts_shapes(p, from) || cuts_shapes(p, to);
        if (!changed || parts->ink <= b->width + SLACK || i == RETRIES)
            return true;
        uint32_t less = shorter(p, from, to);
        if (less == from)
            return true;
        to = less;
    }
}

/* The last line that may be: as many graphemes as leave room for the ellipsis. */
static bool plan_cut(const breaker *b, uint32_t from, dct_line_plan *plan, dct_line_parts *parts)
{
    const dct_paragraph *p = b->p;
    dct_line_plan        alone = { from, from, from, DCT_SIGN_ELLIPSIS };
    if (!dct_line_measure(p, &alone, parts))
        return false;
    float    room = b->width - parts->ink, x = 0.0f;
    uint32_t to = from;
    while (to < p->count && (p->marks[to] & DCT_MARK_HARD) == 0) {
        uint32_t next = next_grapheme(p, to);
        for (uint32_t i = to; i < next; i++)
            x = dct_line_advance(p, x, i);
        if (x > room + SLACK)
            break;
        to = next;
    }
    for (int i = 0;; i++) {
        to = ink_end(p, from, to);
        *plan = (dct_line_plan){ from, to, to, DCT_SIGN_ELLIPSIS };
        if (!dct_line_measure(p, plan, parts))
            return false;
        if (parts->ink <= b->width + SLACK || to == from || i == RETRIES)
            return true;
        to = shorter(p, from, to);
    }
}

static bool must_cut(const breaker *b, uint32_t to)
{
    bool more = to < b->p->count || (b->p->marks[b->p->count] & DCT_MARK_MUST) != 0;
    return (more && b->max_lines != 0 && b->count + 1 == b->max_lines) || (b->p->cut && to == b->p->count);
}

static bool add_line(breaker *b, uint32_t *from)
{
    dct_line_plan  plan;
    dct_line_parts parts;
    bool           good = plan_line(b, *from, &plan, &parts);
    if (good && must_cut(b, plan.to)) {
        b->cut = true;
        good = plan_cut(b, *from, &plan, &parts);
    }
    good = good && set_line(b, &plan, &parts);
    dct_arena_reset(&b->p->fonts->scratch);
    *from = plan.to;
    while (good && b->piece < b->p->piece_count && b->p->pieces[b->piece].to <= plan.to)
        b->piece++;
    return good;
}

/* The line after a final line feed, and the only line of an empty text. */
static bool add_empty_line(breaker *b)
{
    dct_line_plan  plan = { b->p->count, b->p->count, b->p->count, DCT_SIGN_NONE };
    dct_line_parts parts = { NULL, 0, 0.0f, 0.0f, 0.0f };
    return set_line(b, &plan, &parts);
}

static bool break_all(breaker *b)
{
    for (uint32_t from = 0; from < b->p->count && !b->cut;)
        if (!add_line(b, &from))
            return false;
    if (b->cut || (b->p->count > 0 && (b->p->marks[b->p->count] & DCT_MARK_MUST) == 0))
        return true;
    return add_empty_line(b);
}

docent_status dct_paragraph_break(dct_paragraph *p, dct_arena *arena, float width, dct_text_align align,
                                  float line_height, uint32_t max_lines, dct_layout *out)
{
    memset(out, 0, sizeof *out);
    breaker b = { .p = p, .arena = arena, .width = width > 0.0f ? width : 0.0f, .align = align,
                  .line_height = line_height > 0.0f && line_height < 100.0f ? line_height : 1.0f,
                  .max_lines = max_lines };
    if (b.width > ENDLESS)
        b.width = p->max_width;
    if (!break_all(&b))
        return DOCENT_ERR_NOMEM;
    *out = (dct_layout){ b.widest, b.y, b.lines, b.count, b.cut };
    return DOCENT_OK;
}
