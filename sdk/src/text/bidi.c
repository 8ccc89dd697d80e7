/* Bidi by FriBidi, over a working copy in which what stands alone is wrapped in isolates (< >), and codes in marks that
 * make them count as Latin letters (^):
 *
 *   text       ABC +49 30 DEF E-104     levels   1 1 1 1 2 2 2 2 2 2 1 1 1 1 1 2 2 2 2 2
 *   copy       ABC <+49 30> DEF ^E-104^   places   copy position -> text position; marks have none
 *
 * Text without a right-to-left character, in a left-to-right paragraph, never gets here: its levels are 0. */
#include "bidi.h"

#include "atoms.h"

#include "../base/limits.h"

#include <fribidi.h>
#include <string.h>

#define LRI 0x2066u
#define FSI 0x2068u
#define PDI 0x2069u
#define LRM 0x200Eu

#define OPEN_SPAN 0x1u
#define OPEN_ATOM 0x2u
#define CLOSE_ATOM 0x4u
#define CLOSE_SPAN 0x8u
#define LATIN_BEFORE 0x10u
#define LATIN_AFTER 0x20u

/* Blocks that hold right-to-left letters, and the characters that ask for direction. */
static bool may_turn(uint32_t c)
{
    return c >= 0x590 && ((c <= 0x8FF) || (c >= 0x200E && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
                          (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFF) ||
                          (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF));
}

static bool all_left_to_right(const dct_bidi *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        if (may_turn(b->code_points[i]))
            return false;
    return true;
}

static bool first_strong_is_rtl(const dct_bidi *b)
{
    for (uint32_t i = 0; i < b->count; i++) {
        FriBidiCharType type = fribidi_get_bidi_type(b->code_points[i]);
        if (FRIBIDI_IS_LETTER(type))
            return FRIBIDI_IS_RTL(type);
    }
    return false;
}

/* ---- what stands alone ---- */

static uint32_t character_at_byte(const dct_bidi *b, uint32_t byte)
{
    uint32_t low = 0, high = b->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (b->starts[middle] < byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* "5 GHz", "Orbit 2": one space between, and letters on one side. */
static bool belong_together(const uint32_t *c, const dct_atom *a, const dct_atom *b)
{
    return b->from - a->to == 1 && (c[a->to] == ' ' || c[a->to] == 0xA0) && (a->letters || b->letters);
}

/* An atom of numbers stands alone; one with letters, or beside letters, is made to count as a Latin word, so that
 * phrases and their brackets keep the order that the algorithm gives them. */
static void mark_atom(const dct_atom *atom, bool latin, uint8_t *marks)
{
    if (atom->word)
        return;
    marks[atom->from] |= latin ? LATIN_BEFORE : OPEN_ATOM;
    marks[atom->to - 1] |= latin ? LATIN_AFTER : CLOSE_ATOM;
}

static void mark_atoms(const dct_bidi *b, uint32_t from, uint32_t to, uint8_t *marks)
{
    const uint32_t *c = b->code_points + from;
    dct_atom        atom, next;
    uint32_t        at = 0;
    bool            more = dct_atom_next(c, to - from, &at, &next), latin_before = false;
    while (more) {
        atom = next;
        more = dct_atom_next(c, to - from, &at, &next);
        bool together = more && belong_together(c, &atom, &next);
        mark_atom(&atom, atom.letters || latin_before || (together && next.letters), marks + from);
        latin_before = together && atom.letters;
    }
}

/* marks[i]: what goes before and after character i. Atoms are looked for within and between the spans that stand
 * alone. */
static void mark(const dct_bidi *b, bool rtl, uint8_t *marks)
{
    uint32_t done = 0;
    for (uint32_t i = 0; i < b->span_count; i++) {
        if ((b->spans[i].flags & DCT_TEXT_ISOLATE) == 0)
            continue;
        uint32_t from = character_at_byte(b, b->spans[i].from), to = character_at_byte(b, b->spans[i].to);
        if (from >= to || from < done)
            continue;
        marks[from] |= OPEN_SPAN;
        marks[to - 1] |= CLOSE_SPAN;
        if (rtl) {
            mark_atoms(b, done, from, marks);
            mark_atoms(b, from, to, marks);
        }
        done = to;
    }
    if (rtl)
        mark_atoms(b, done, b->count, marks);
}

/* ---- the working copy ---- */

typedef struct copy {
    FriBidiChar *text;
    uint32_t    *places; /* Into the text; UINT32_MAX for a mark of ours. */
    uint32_t     count;
} copy;

static void add(copy *c, uint32_t code_point, uint32_t place)
{
    c->text[c->count] = code_point;
    c->places[c->count++] = place;
}

static bool make_copy(const dct_bidi *b, const uint8_t *marks, dct_arena *scratch, copy *c)
{
    size_t room = b->count;
    for (uint32_t i = 0; i < b->count; i++)
        for (uint8_t m = marks[i]; m != 0; m &= (uint8_t)(m - 1))
            room++;
    c->count = 0;
    c->text = dct_arena_array(scratch, room, sizeof *c->text);
    c->places = dct_arena_array(scratch, room, sizeof *c->places);
    if (c->text == NULL || c->places == NULL)
        return false;
    for (uint32_t i = 0; i < b->count; i++) {
        if ((marks[i] & OPEN_SPAN) != 0)
            add(c, FSI, UINT32_MAX);
        if ((marks[i] & OPEN_ATOM) != 0)
            add(c, LRI, UINT32_MAX);
        if ((marks[i] & LATIN_BEFORE) != 0)
            add(c, LRM, UINT32_MAX);
        add(c, b->code_points[i], i);
        if ((marks[i] & LATIN_AFTER) != 0)
            add(c, LRM, UINT32_MAX);
        if ((marks[i] & CLOSE_ATOM) != 0)
            add(c, PDI, UINT32_MAX);
        if ((marks[i] & CLOSE_SPAN) != 0)
            add(c, PDI, UINT32_MAX);
    }
    return true;
}

/* ---- the algorithm, paragraph by paragraph as UAX 9 cuts them ---- */

typedef struct work {
    FriBidiCharType    *types;
    FriBidiBracketType *brackets;
    FriBidiLevel       *levels;
} work;

/* Where the piece that begins at `from` ends: behind a paragraph separator or, in a text longer than FriBidi is quick
 * with (its time is the square of numbers and brackets), behind a space. What is cut there counts as two paragraphs. */
static uint32_t piece_end(const copy *c, const work *w, uint32_t from)
{
    uint32_t most = c->count - from < DCT_MAX_BIDI_PIECE ? c->count : from + DCT_MAX_BIDI_PIECE, to = from;
    while (to < most && w->types[to] != FRIBIDI_TYPE_BS)
        to++;
    if (to < most)
        return to + 1;
    for (uint32_t at = to; to < c->count && at > from + DCT_MAX_BIDI_PIECE / 2; at--)
        if (w->types[at - 1] == FRIBIDI_TYPE_WS)
            return at;
    return to;
}

static bool resolve(const copy *c, const work *w, bool rtl)
{
    for (uint32_t from = 0; from < c->count;) {
        uint32_t to = piece_end(c, w, from);
        FriBidiParType base = rtl ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
        FriBidiStrIndex size = (FriBidiStrIndex)(to - from);
        if (fribidi_get_par_embedding_levels_ex(w->types + from, w->brackets + from, size, &base, w->levels + from) == 0)
            return false;
        from = to;
    }
    return true;
}

static bool levels_of_copy(const copy *c, bool rtl, dct_arena *scratch, uint8_t *levels)
{
    work w = { dct_arena_array(scratch, c->count, sizeof *w.types),
               dct_arena_array(scratch, c->count, sizeof *w.brackets),
               dct_arena_array(scratch, c->count, sizeof *w.levels) };
    if (w.types == NULL || w.brackets == NULL || w.levels == NULL)
        return false;
    fribidi_get_bidi_types(c->text, (FriBidiStrIndex)c->count, w.types);
    fribidi_get_bracket_types(c->text, (FriBidiStrIndex)c->count, w.types, w.brackets);
    if (!resolve(c, &w, rtl))
        return false;
    for (uint32_t i = 0; i < c->count; i++)
        if (c->places[i] != UINT32_MAX)
            levels[c->places[i]] = w.levels[i] < 0 ? 0 : (uint8_t)w.levels[i];
    return true;
}

bool dct_bidi_levels(const dct_bidi *b, dct_arena *scratch, uint8_t *levels, bool *rtl)
{
    copy c;
    *rtl = b->direction == DCT_RTL;
    memset(levels, 0, b->count);
    if (!*rtl && all_left_to_right(b))
        return true;
    if (b->direction == DCT_AUTO)
        *rtl = first_strong_is_rtl(b);
    uint8_t *marks = dct_arena_array(scratch, b->count, 1);
    if (b->count == 0)
        return true;
    if (marks == NULL)
        return false;
    mark(b, *rtl, marks);
    return make_copy(b, marks, scratch, &c) && levels_of_copy(&c, *rtl, scratch, levels);
}
