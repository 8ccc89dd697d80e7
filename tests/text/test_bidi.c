/* The order on the line of text that mixes directions, and what counts as one thing in it. Expected orders are
 * written as they are seen, from left to right. */
#include "text/atoms.h"
#include "text/bidi.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define ROOM 512

typedef struct text {
    uint32_t code_points[ROOM], starts[ROOM + 1];
    uint32_t count;
} text;

static void decode(const char *s, text *t)
{
    size_t at = 0, size = strlen(s);
    t->count = 0;
    while (at < size && t->count < ROOM) {
        t->starts[t->count] = (uint32_t)at;
        t->code_points[t->count++] = dct_utf8_next(s, size, &at);
    }
    t->starts[t->count] = (uint32_t)at;
}

/* UAX 9, L2: from the highest level down, what is at it or above is turned round. */
static void reorder(uint32_t *c, uint8_t *levels, uint32_t count)
{
    for (uint8_t level = 126; level > 0; level--)
        for (uint32_t i = 0; i < count; i++) {
            uint32_t from = i;
            while (i < count && levels[i] >= level)
                i++;
            for (uint32_t a = from, b = i; b > a + 1; a++, b--) {
                uint32_t swapped = c[a];
                uint8_t  swapped_level = levels[a];
                c[a] = c[b - 1], c[b - 1] = swapped;
                levels[a] = levels[b - 1], levels[b - 1] = swapped_level;
            }
        }
}

static void seen_with(const char *s, const dct_text_span *spans, uint32_t span_count, dct_direction direction,
                      const char *expected)
{
    text      t;
    uint8_t   levels[ROOM];
    bool      rtl;
    char      out[4 * ROOM + 1];
    size_t    size = 0;
    dct_arena arena;
    decode(s, &t);
    dct_arena_init(&arena, &dct_alloc_default, 1u << 20);
    dct_bidi bidi = { t.code_points, t.starts, t.count, spans, span_count, direction };
    assert_true(dct_bidi_levels(&bidi, &arena, levels, &rtl));
    reorder(t.code_points, levels, t.count);
    for (uint32_t i = 0; i < t.count; i++)
        size += dct_utf8_encode(t.code_points[i], out + size);
    out[size] = '\0';
    assert_string_equal(out, expected);
    dct_arena_close(&arena);
}

static void seen(const char *s, const char *expected)
{
    seen_with(s, NULL, 0, DCT_AUTO, expected);
}

#define ALEF "\u05D0"
#define BET "\u05D1"
#define GIMEL "\u05D2"

static void test_plain(void **state)
{
    (void)state;
    seen("abc 123", "abc 123");
    seen(ALEF BET " " GIMEL, GIMEL " " BET ALEF);
    seen("see " ALEF BET " now", "see " BET ALEF " now");
    seen("", "");
}

static void test_numbers_in_rtl(void **state)
{
    (void)state;
    seen(ALEF " +49 30 5550 1490 " BET, BET " +49 30 5550 1490 " ALEF);
    seen(ALEF " E-104 " BET, BET " E-104 " ALEF);
    seen(ALEF " 104-E " BET, BET " 104-E " ALEF);
    seen(ALEF " 75% " BET, BET " 75% " ALEF);
    seen(ALEF " -5 " BET, BET " -5 " ALEF);
    seen(ALEF " 20\u20AC " BET " $15", "$15 " BET " 20\u20AC " ALEF);
    seen(ALEF " 2.4 GHz " BET, BET " 2.4 GHz " ALEF);
    seen(ALEF " (030) 5550-1490.", ".(030) 5550-1490 " ALEF);
    seen(ALEF " http://example.com/help?a=1, " BET, BET " ,http://example.com/help?a=1 " ALEF);
    seen(ALEF " C++ " BET, BET " C++ " ALEF);
}

static void test_hebrew_prefix(void **state)
{
    (void)state;
    seen(BET "-75% " ALEF, ALEF " 75%-" BET); /* The hyphen joins the prefix; it is no minus. */
}

static void test_names_stay_in_order(void **state)
{
    (void)state;
    seen(ALEF " Orbit OX-200 " BET, BET " Orbit OX-200 " ALEF);
    seen(ALEF " OX-200, OX-300 " BET, BET " OX-200, OX-300 " ALEF);
    seen(ALEF " (OX-200) " BET, BET " )OX-200( " ALEF); /* Mirrored when drawn. */
}

static void test_latin_sentence(void **state)
{
    (void)state;
    seen_with("The fox, and 75% more. Done! (Yes) \"so\" on", NULL, 0, DCT_RTL,
              "The fox, and 75% more. Done! (Yes) \"so\" on");
    seen_with("Orbit OX-200 (v2.1)" ALEF, NULL, 0, DCT_RTL, ALEF "Orbit OX-200 (v2.1)");
    seen(ALEF " 10, 20 " BET, BET " 20 ,10 " ALEF); /* A list of numbers goes with the text. */
}

static void test_brackets(void **state)
{
    (void)state;
    seen(ALEF " (" BET " 2.1) " GIMEL, GIMEL " )2.1 " BET "( " ALEF);
}

static void test_isolated_spans(void **state)
{
    (void)state;
    const char *s = ALEF " a! b " BET;
    size_t      size = strlen(s);
    dct_text_span spans[3] = { { 0, 3, 0, 16, 0, NULL },
                               { 3, 5, DCT_TEXT_ISOLATE, 16, 0, NULL },
                               { 5, (uint32_t)size, 0, 16, 0, NULL } };
    seen_with(s, spans, 3, DCT_AUTO, BET " b a! " ALEF); /* "a!" is one name, "b" another. */
    seen_with(s, NULL, 0, DCT_AUTO, BET " a! b " ALEF);
}

static void test_direction(void **state)
{
    (void)state;
    seen_with("OX-200 " ALEF, NULL, 0, DCT_RTL, ALEF " OX-200");
    seen_with("OX-200 " ALEF, NULL, 0, DCT_LTR, "OX-200 " ALEF);
    seen_with("123 " ALEF, NULL, 0, DCT_AUTO, ALEF " 123"); /* The first letter decides. */
}

/* ---- atoms ---- */

/* The atoms of a text, each in square brackets; those never broken in round ones. */
static void atoms(const char *s, const char *expected)
{
    text     t;
    char     out[ROOM * 2] = "";
    dct_atom atom;
    decode(s, &t);
    for (uint32_t at = 0; dct_atom_next(t.code_points, t.count, &at, &atom);) {
        if (atom.word)
            continue;
        size_t size = strlen(out), length = t.starts[atom.to] - t.starts[atom.from];
        snprintf(out + size, sizeof out - size, atom.whole ? "(%.*s)" : "[%.*s]", (int)length, s + t.starts[atom.from]);
    }
    assert_string_equal(out, expected);
}

static void test_atoms(void **state)
{
    (void)state;
    atoms("Hold the power button.", "");
    atoms("Error E-104 or E104, see OX-200.", "(E-104)(E104)(OX-200)");
    atoms("Call +49 30 5550 1490.", "(+49 30 5550 1490)");
    atoms("Call 030/5550 1490 or (030) 5550-1490, now", "(030/5550 1490)((030) 5550-1490)");
    atoms("In 2026 12 of 15", "(2026)(12)(15)");
    atoms("https://example.com/a?b=1.", "[https://example.com/a?b=1]");
    atoms("help@harbour.example", "[help@harbour.example]");
    atoms("It costs $5.20, 20\u20AC or -3\u00B0.", "($5.20)(20\u20AC)(-3\u00B0)");
    atoms("...", "");
    atoms("(((((", "");
}

static void test_atoms_are_linear(void **state)
{
    (void)state;
    static const char *const seeds[] = { "1 ", "+", "(", "1-", "+1 ", "(1", "a.", "-", "1(2)" };
    uint32_t  count = 1u << 20;
    uint32_t *c = malloc(count * sizeof *c);
    assert_non_null(c);
    for (size_t k = 0; k < sizeof seeds / sizeof seeds[0]; k++) {
        size_t size = strlen(seeds[k]);
        for (uint32_t i = 0; i < count; i++)
            c[i] = (unsigned char)seeds[k][i % size];
        dct_atom atom;
        uint32_t last = 0;
        for (uint32_t at = 0; dct_atom_next(c, count, &at, &atom);) {
            assert_true(atom.from >= last && atom.to > atom.from && atom.to <= count);
            last = atom.to;
        }
    }
    free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_numbers_in_rtl),
        cmocka_unit_test(test_hebrew_prefix),
        cmocka_unit_test(test_names_stay_in_order),
        cmocka_unit_test(test_latin_sentence),
        cmocka_unit_test(test_brackets),
        cmocka_unit_test(test_isolated_spans),
        cmocka_unit_test(test_direction),
        cmocka_unit_test(test_atoms),
        cmocka_unit_test(test_atoms_are_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
