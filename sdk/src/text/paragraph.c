/* A paragraph from bytes to shaped glyphs, in this order:
 *
 *   decode -> graphemes -> breaks (UAX 14, tailored) -> bidi levels -> items -> shapes -> pieces
 *
 * What is temporary stands in the fonts' scratch arena and is gone at the end. A text that is too long is cut at
 * DCT_MAX_PARAGRAPH_BYTES, and its last line ends in an ellipsis. */
#include "paragraph.h"

#include "atoms.h"
#include "bidi.h"
#include "linebreak.h"

#include "../base/limits.h"
#include "../base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define DEFAULT_PX 16.0f
#define TAB_DIGITS 4.0f

/* ---- decoding ---- */

static bool is_hard(uint32_t c)
{
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* White space that hangs over the end of a line. No-break spaces and the Ogham space, which is drawn, do not. */
static bool hangs(uint32_t c)
{
    return c == ' ' || c == '\t' || (c >= 0x2000 && c <= 0x200B && c != 0x2007) || c == 0x205F || c == 0x3000;
}

/* Control characters have no picture; a replacement character shows that something was there. */
static uint32_t visible(uint32_t c)
{
    bool control = (c < 0x20 && c != '\t' && !is_hard(c)) || (c >= 0x7F && c < 0xA0 && c != 0x85);
    return control ? 0xFFFD : c;
}

static bool make_room(dct_paragraph *p, dct_arena *arena)
{
    uint32_t count = 0;
    for (size_t at = 0; at < p->size; count++)
        dct_utf8_next(p->text, p->size, &at);
    p->count = count;
    p->code_points = dct_arena_array(arena, (size_t)count + 1, sizeof *p->code_points);
    p->starts = dct_arena_array(arena, (size_t)count + 1, sizeof *p->starts);
    p->marks = dct_arena_array(arena, (size_t)count + 1, sizeof *p->marks);
    p->advances = dct_arena_array(arena, (size_t)count + 1, sizeof *p->advances);
    return p->code_points != NULL && p->starts != NULL && p->marks != NULL && p->advances != NULL;
}

static void decode(dct_paragraph *p)
{
    size_t at = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        p->starts[i] = (uint32_t)at;
        uint32_t c = visible(dct_utf8_next(p->text, p->size, &at));
        p->code_points[i] = c;
        p->marks[i] = (uint8_t)((is_hard(c) ? DCT_MARK_HARD : 0) | (hangs(c) ? DCT_MARK_HANGS : 0));
    }
    p->starts[p->count] = (uint32_t)at;
}

static void mark_graphemes(dct_paragraph *p)
{
    utf8proc_int32_t state = 0;
    p->marks[p->count] |= DCT_MARK_GRAPHEME;
    for (uint32_t i = 0; i < p->count; i++) {
        uint32_t before = i == 0 ? 0 : p->code_points[i - 1], c = p->code_points[i];
        bool plain = before >= 0x20 && before < 0x300 && c >= 0x20 && c < 0x300; /* Nothing joins down there. */
        if (i == 0 || (plain && before != 0xAD && c != 0xAD) ||
            utf8proc_grapheme_break_stateful((utf8proc_int32_t)before, (utf8proc_int32_t)c, &state)) {
            p->marks[i] |= DCT_MARK_GRAPHEME;
            state = 0;
        }
    }
}

/* ---- spans ---- */

/* A text without spans, and one whose spans are wrong, still gets a style. */
static bool take_spans(dct_paragraph *p, dct_arena *arena, const dct_text_span *spans, uint32_t count)
{
    uint32_t have = count == 0 ? 1 : count;
    dct_text_span *copy = dct_arena_array(arena, have, sizeof *copy);
    if (copy == NULL)
        return false;
    if (count == 0)
        copy[0].size_px = DEFAULT_PX;
    else
        memcpy(copy, spans, count * sizeof *copy);
    for (uint32_t i = 0; i < have; i++) {
        if (!(copy[i].size_px >= 1.0f))
            copy[i].size_px = DEFAULT_PX;
        if (copy[i].size_px > DCT_MAX_GLYPH_PX)
            copy[i].size_px = DCT_MAX_GLYPH_PX;
        if (copy[i].size_px > p->largest_px)
            p->largest_px = copy[i].size_px;
    }
    copy[have - 1].to = p->size;
    p->spans = copy;
    p->span_count = have;
    return true;
}

/* ---- breaks ---- */

static bool is_korean(const dct_text_span *span)
{
    return span->language != NULL && (span->language[0] | 0x20) == 'k' && (span->language[1] | 0x20) == 'o' &&
           (span->language[2] == '\0' || span->language[2] == '-');
}

/* Korean is broken at spaces, though UAX 14 would part any two syllables: Hangul counts as letters, and so does Han in
 * a Korean text. Elsewhere Hangul is a quotation, and is Korean too. */
static uint8_t tailored_class(uint32_t c, const dct_text_span *span)
{
    uint8_t class = dct_char(c) & DCT_CHAR_CLASS;
    if (class >= DCT_BREAK_JL && class <= DCT_BREAK_H3)
        return DCT_BREAK_AL;
    bool han = class == DCT_BREAK_ID && c >= 0x2E80 && c < 0x1F000;
    return han && is_korean(span) ? DCT_BREAK_AL : class;
}

static void fill_classes(const dct_paragraph *p, uint8_t *classes)
{
    uint32_t span = 0;
    for (uint32_t i = 0; i < p->count; i++) {
        while (span + 1 < p->span_count && p->starts[i] >= p->spans[span].to)
            span++;
        classes[i] = tailored_class(p->code_points[i], &p->spans[span]);
    }
}

/* An opportunity inside from..to is kept for the case that the whole is wider than a line. */
static void hold(dct_paragraph *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from + 1; i < to; i++)
        if ((p->marks[i] & DCT_MARK_MAY) != 0)
            p->marks[i] = (uint8_t)((p->marks[i] & ~(unsigned)DCT_MARK_MAY) | DCT_MARK_HELD);
}

/* "USB-C", "Wi-Fi", "e-mail": a hyphen parts no word of one or two letters. */
static void hold_short_words(dct_paragraph *p)
{
    uint32_t since = UINT32_MAX; /* The hyphen before this word, if a line could end at it. */
    uint32_t letters = 0;
    for (uint32_t i = 0; i <= p->count; i++) {
        uint32_t c = i == p->count ? ' ' : p->code_points[i];
        bool     letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (letter) {
            letters++;
            continue;
        }
        if (since != UINT32_MAX && letters > 0 && letters <= 2)
            hold(p, since, since + 2);
        bool hyphen = c == '-' && i + 1 < p->count && letters > 0 && (p->marks[i + 1] & DCT_MARK_MAY) != 0;
        if (hyphen && letters <= 2)
            hold(p, i, i + 2);
        since = hyphen ? i : UINT32_MAX;
        letters = 0;
    }
}

static void hold_together(dct_paragraph *p)
{
    hold_short_words(p);
    for (uint32_t i = 0; i < p->span_count; i++)
        if ((p->spans[i].flags & DCT_TEXT_NO_BREAK) != 0 && p->spans[i].from < p->spans[i].to)
            hold(p, dct_character_at(p, p->spans[i].from), dct_character_at(p, p->spans[i].to));
    dct_atom atom;
    for (uint32_t at = 0; dct_atom_next(p->code_points, p->count, &at, &atom);)
        if (atom.whole && !atom.word)
            hold(p, atom.from, atom.to);
}

static bool mark_breaks(dct_paragraph *p, dct_arena *scratch)
{
    uint8_t *classes = dct_arena_array(scratch, (size_t)p->count + 1, 1);
    uint8_t *breaks = dct_arena_array(scratch, (size_t)p->count + 1, 1);
    if (classes == NULL || breaks == NULL)
        return false;
    fill_classes(p, classes);
    dct_line_breaks(classes, p->count, breaks);
    for (uint32_t i = 1; i < p->count; i++) {
        if (breaks[i] == DCT_BREAK_MUST)
            p->marks[i] |= DCT_MARK_MUST;
        else if (breaks[i] == DCT_BREAK_MAY && (p->marks[i] & DCT_MARK_GRAPHEME) != 0)
            p->marks[i] |= DCT_MARK_MAY;
        if (breaks[i] == DCT_BREAK_MAY && p->code_points[i - 1] == 0xAD)
            p->marks[i] |= DCT_MARK_HYPHEN;
    }
    if (p->count > 0 && (p->marks[p->count - 1] & DCT_MARK_HARD) != 0)
        p->marks[p->count] |= DCT_MARK_MUST;
    hold_together(p);
    return true;
}

/* ---- the whole ---- */

static void measure_font(dct_paragraph *p)
{
    static const uint32_t letter = 'x', digit = '0';
    dct_want want = { p->spans[0].flags & (DCT_TEXT_BOLD | DCT_TEXT_MONO), HB_LANGUAGE_INVALID, false, false };
    uint32_t  index = dct_fonts_choose(p->fonts, &letter, 1, &want);
    dct_face *face = (index & DCT_FACE_BOX) != 0 ? NULL : dct_face_get(p->fonts, index & DCT_FACE_INDEX);
    if (face == NULL && p->item_count > 0 && (p->items[0].face & DCT_FACE_BOX) == 0)
        face = dct_face_get(p->fonts, p->items[0].face & DCT_FACE_INDEX);
    p->ascent = face == NULL ? 0.8f : face->ascent;
    p->descent = face == NULL ? 0.2f : face->descent;
    dct_item  style = { .flags = p->spans[0].flags, .size_px = p->spans[0].size_px, .language = HB_LANGUAGE_INVALID };
    dct_shape one;
    dct_shape_one(p, &style, digit, &one);
    p->tab_px = TAB_DIGITS * one.advance;
}

static bool build(dct_paragraph *p, dct_arena *arena, dct_direction direction)
{
    dct_arena *scratch = &p->fonts->scratch;
    if (!make_room(p, arena))
        return false;
    decode(p);
    mark_graphemes(p);
    uint8_t *levels = dct_arena_array(scratch, (size_t)p->count + 1, 1);
    if (levels == NULL || !mark_breaks(p, scratch))
        return false;
    dct_bidi bidi = { p->code_points, p->starts, p->count, p->spans, p->span_count, direction };
    if (!dct_bidi_levels(&bidi, scratch, levels, &p->rtl) || !dct_paragraph_itemize(p, arena, levels))
        return false;
    measure_font(p);
    return dct_paragraph_shape(p, arena) && dct_paragraph_split(p, arena);
}

dct_paragraph *dct_paragraph_new(dct_fonts *fonts, dct_arena *arena, const char *text, size_t size,
                                 const dct_text_span *spans, uint32_t span_count, dct_direction direction)
{
    dct_paragraph *p = dct_arena_new(arena, sizeof *p);
    if (p == NULL)
        return NULL;
    p->fonts = fonts;
    p->text = text;
    p->cut = size > DCT_MAX_PARAGRAPH_BYTES;
    p->size = (uint32_t)(p->cut ? dct_utf8_cut(text, DCT_MAX_PARAGRAPH_BYTES) : size);
    bool good = take_spans(p, arena, spans, span_count) && build(p, arena, direction);
    for (uint32_t i = 0; i < p->span_count; i++)
        p->spans[i].language = NULL; /* It was lent for this call. */
    dct_arena_reset(&fonts->scratch);
    return good ? p : NULL;
}

bool dct_paragraph_rtl(const dct_paragraph *p)
{
    return p->rtl;
}

float dct_paragraph_max_width(const dct_paragraph *p)
{
    return p->max_width;
}

float dct_paragraph_min_width(const dct_paragraph *p)
{
    return p->min_width;
}

/* ---- looking things up ---- */

uint32_t dct_item_at(const dct_paragraph *p, uint32_t at)
{
    uint32_t low = 0, high = p->item_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->items[middle].from <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t dct_character_at(const dct_paragraph *p, uint32_t offset)
{
    if (offset >= p->starts[p->count])
        return p->count;
    uint32_t low = 0, high = p->count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}
