/* Breaking, alignment, carets and boxes, with fonts that have no face: every letter is a box of 6 pixels, every space
 * 2.5, and the sums can be done in the head. */
#include "no_fonts.h"

#include "base/limits.h"

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PX 10.0f
#define LETTER 6.0f
#define SPACE 2.5f

typedef struct page {
    dct_fonts     *fonts;
    dct_arena      arena;
    const char    *text;
    dct_paragraph *p;
    dct_layout     layout;
} page;

static int set_up(void **state)
{
    static page p;
    memset(&p, 0, sizeof p);
    p.fonts = no_fonts_open();
    dct_arena_init(&p.arena, &dct_alloc_default, DCT_MAX_ARENA_BYTES);
    *state = &p;
    return p.fonts == NULL;
}

static int tear_down(void **state)
{
    page *p = *state;
    dct_arena_close(&p->arena);
    dct_fonts_close(p->fonts);
    return 0;
}

static void shape(page *p, const char *text, uint32_t flags)
{
    dct_text_span span = { 0, (uint32_t)strlen(text), flags, PX, 7, "en" };
    p->text = text;
    p->p = dct_paragraph_new(p->fonts, &p->arena, text, strlen(text), &span, 1, DCT_AUTO);
    assert_non_null(p->p);
}

static void lay(page *p, float width, dct_text_align align, uint32_t max_lines)
{
    assert_int_equal(dct_paragraph_break(p->p, &p->arena, width, align, 1.5f, max_lines, &p->layout), DOCENT_OK);
}

static void set(page *p, const char *text, float width)
{
    shape(p, text, 0);
    lay(p, width, DCT_ALIGN_START, 0);
}

/* The lines' bytes with '|' between. */
static void assert_lines(const page *p, const char *expected)
{
    char   out[1024];
    size_t size = 0;
    for (uint32_t i = 0; i < p->layout.line_count; i++) {
        const dct_line *line = &p->layout.lines[i];
        if (i > 0)
            out[size++] = '|';
        assert_true(size + line->to - line->from < sizeof out);
        memcpy(out + size, p->text + line->from, line->to - line->from);
        size += line->to - line->from;
    }
    out[size] = '\0';
    assert_string_equal(out, expected);
}

static void assert_near(float a, float b)
{
    if (fabsf(a - b) > 0.01f)
        fail_msg("%g is not %g", (double)a, (double)b);
}

/* ---- breaking ---- */

static void test_words(void **state)
{
    page *p = *state;
    set(p, "one two three", 3 * LETTER + SPACE + 3 * LETTER);
    assert_lines(p, "one two |three");
    assert_near(p->layout.lines[0].width, 6 * LETTER + SPACE); /* The last space hangs. */
    set(p, "one two three", 3 * LETTER + SPACE + 3 * LETTER - 0.5f);
    assert_lines(p, "one |two |three");
    set(p, "one two three", 1000.0f);
    assert_lines(p, "one two three");
    assert_near(dct_paragraph_max_width(p->p), 11 * LETTER + 2 * SPACE);
    assert_near(dct_paragraph_min_width(p->p), 5 * LETTER);
}

static void test_hard_breaks(void **state)
{
    page *p = *state;
    set(p, "a\nbb\r\n\nc", 1000.0f);
    assert_lines(p, "a\n|bb\r\n|\n|c");
    assert_near(p->layout.height, 4 * 15.0f);
    set(p, "a\n", 1000.0f); /* The caret must have a place after the last line feed. */
    assert_lines(p, "a\n|");
    set(p, "", 1000.0f);
    assert_int_equal(p->layout.line_count, 1);
    assert_near(p->layout.height, 24.0f - 9.0f);
}

static void test_long_words(void **state)
{
    page *p = *state;
    set(p, "a unbelievably b", 5 * LETTER);
    assert_lines(p, "a |unbel|ievab|ly b");
    set(p, "unbelievably", 0.0f);
    assert_int_equal(p->layout.line_count, 12); /* One grapheme at least. */
    set(p, "e\u0301e\u0301e\u0301", LETTER);
    assert_int_equal(p->layout.line_count, 3);
}

static void test_soft_hyphens(void **state)
{
    page *p = *state;
    set(p, "hy\u00ADphen\u00ADate", 100 * LETTER);
    assert_lines(p, "hy\u00ADphen\u00ADate");
    assert_near(p->layout.lines[0].width, 9 * LETTER); /* Unseen. */
    lay(p, 7 * LETTER, DCT_ALIGN_START, 0);
    assert_lines(p, "hy\u00ADphen\u00AD|ate");
    assert_near(p->layout.lines[0].width, 7 * LETTER); /* With the hyphen. */
    lay(p, 6 * LETTER, DCT_ALIGN_START, 0);
    assert_lines(p, "hy\u00AD|phen\u00AD|ate");
}

static void test_no_break(void **state)
{
    page *p = *state;
    shape(p, "ab cd ef", DCT_TEXT_NO_BREAK);
    lay(p, 6 * LETTER + 2 * SPACE, DCT_ALIGN_START, 0);
    assert_lines(p, "ab cd ef");
    lay(p, 4 * LETTER + SPACE, DCT_ALIGN_START, 0); /* Too wide for any line: its own opportunities are next best. */
    assert_lines(p, "ab cd |ef");
    set(p, "call +49 30 5550 1490", 14 * LETTER + 3 * SPACE);
    assert_lines(p, "call |+49 30 5550 1490");
}

static void test_short_words_with_hyphens(void **state)
{
    page *p = *state;
    set(p, "a USB-C by e-mail", 6 * LETTER);
    assert_lines(p, "a |USB-C |by |e-mail");
    set(p, "a well-known", 8 * LETTER);
    assert_lines(p, "a well-|known");
}

static void test_zero_width_space(void **state)
{
    page *p = *state;
    set(p, "ab\u200Bcd\u200Bef", 4 * LETTER);
    assert_lines(p, "ab\u200Bcd\u200B|ef");
    assert_near(p->layout.lines[0].width, 4 * LETTER);
}

static void test_korean_breaks_at_spaces(void **state)
{
    page *p = *state;
    set(p, "\uD55C\uAE00\uC740 \uB744\uC5B4\uC4F0\uAE30", 5 * LETTER);
    assert_lines(p, "\uD55C\uAE00\uC740 |\uB744\uC5B4\uC4F0\uAE30");
    set(p, "\u753B\u9762\u306B\u89E6\u308C", 3 * LETTER); /* Japanese anywhere. */
    assert_lines(p, "\u753B\u9762\u306B|\u89E6\u308C");
}

static void test_tabs(void **state)
{
    page *p = *state;
    set(p, "a\tb\tc", 1000.0f); /* Stops every four digits. */
    assert_near(p->layout.lines[0].width, 2 * 4 * LETTER + LETTER);
    set(p, "a\tb", 4 * LETTER);
    assert_lines(p, "a\t|b");
}

static void test_max_lines(void **state)
{
    page *p = *state;
    shape(p, "one two three four", 0);
    lay(p, 8 * LETTER, DCT_ALIGN_START, 1);
    assert_true(p->layout.cut);
    assert_int_equal(p->layout.line_count, 1);
    assert_true(p->layout.lines[0].width <= 8 * LETTER + 0.01f);
    assert_lines(p, "one two"); /* And the ellipsis. */
    const dct_glyph_run *last = &p->layout.lines[0].runs[p->layout.lines[0].run_count - 1];
    assert_int_equal(last->from, last->to);
    lay(p, 8 * LETTER, DCT_ALIGN_START, 3);
    assert_false(p->layout.cut);
    shape(p, "one\ntwo", 0);
    lay(p, 100 * LETTER, DCT_ALIGN_START, 1);
    assert_true(p->layout.cut);
    assert_near(p->layout.lines[0].width, 4 * LETTER);
}

/* ---- places ---- */

static void test_alignment(void **state)
{
    page *p = *state;
    shape(p, "abcd ", 0);
    lay(p, 10 * LETTER, DCT_ALIGN_START, 0);
    assert_near(p->layout.lines[0].x, 0);
    lay(p, 10 * LETTER, DCT_ALIGN_CENTER, 0);
    assert_near(p->layout.lines[0].x, 3 * LETTER);
    lay(p, 10 * LETTER, DCT_ALIGN_END, 0);
    assert_near(p->layout.lines[0].x, 6 * LETTER);
    shape(p, "\u05D0\u05D1\u05D2\u05D3 ", 0);
    assert_true(dct_paragraph_rtl(p->p));
    lay(p, 10 * LETTER, DCT_ALIGN_START, 0);
    assert_near(p->layout.lines[0].x, 6 * LETTER);
    lay(p, 10 * LETTER, DCT_ALIGN_END, 0);
    assert_near(p->layout.lines[0].x, 0);
}

static void test_line_boxes(void **state)
{
    page *p = *state;
    set(p, "one two", 3 * LETTER);
    assert_near(p->layout.lines[0].top, 0);
    assert_near(p->layout.lines[1].top, 15);
    assert_near(p->layout.lines[0].baseline, roundf((15.0f - PX) / 2 + 0.8f * PX));
    assert_near(p->layout.lines[1].baseline - p->layout.lines[0].baseline, 15);
    assert_near(p->layout.height, 30);
    assert_int_equal(p->layout.lines[0].runs[0].style, 7);
}

static void test_caret(void **state)
{
    page *p = *state;
    set(p, "ab \u05D0\u05D1\u05D2 cd", 1000.0f); /* Seen: ab GBA cd */
    assert_near(dct_layout_caret(p->p, &p->layout, 0).x, 0);
    assert_near(dct_layout_caret(p->p, &p->layout, 1).x, LETTER);
    float hebrew = 2 * LETTER + SPACE;
    assert_near(dct_layout_caret(p->p, &p->layout, 3).x, hebrew + 3 * LETTER); /* Before alef: its right edge. */
    assert_near(dct_layout_caret(p->p, &p->layout, 5).x, hebrew + 2 * LETTER);
    assert_near(dct_layout_caret(p->p, &p->layout, 9).x, hebrew + 3 * LETTER);
    assert_near(dct_layout_caret(p->p, &p->layout, 12).x, hebrew + 5 * LETTER + SPACE); /* The end. */
    assert_near(dct_layout_caret(p->p, &p->layout, 99).x, hebrew + 5 * LETTER + SPACE);
    set(p, "a\n", 1000.0f);
    assert_near(dct_layout_caret(p->p, &p->layout, 2).top, 15);
    assert_near(dct_layout_caret(p->p, &p->layout, 2).x, 0);
}

static void test_hit(void **state)
{
    page *p = *state;
    set(p, "abc def", 3 * LETTER);
    assert_int_equal(dct_layout_offset_at(p->p, &p->layout, -50, -50), 0);
    assert_int_equal(dct_layout_offset_at(p->p, &p->layout, 1.4f * LETTER, 5), 1);
    assert_int_equal(dct_layout_offset_at(p->p, &p->layout, 1.6f * LETTER, 5), 2);
    assert_int_equal(dct_layout_offset_at(p->p, &p->layout, 500, 5), 3); /* The next line's start is not this line's end. */
    assert_int_equal(dct_layout_offset_at(p->p, &p->layout, -5, 20), 4);
    assert_int_equal(dct_layout_offset_at(p->p, &p->layout, 500, 500), 7);
}

static void test_boxes(void **state)
{
    page        *p = *state;
    dct_text_box boxes[4];
    set(p, "ab \u05D0\u05D1\u05D2 cd", 1000.0f);
    assert_int_equal(dct_layout_boxes(p->p, &p->layout, 0, 2, boxes, 4), 1);
    assert_near(boxes[0].x, 0);
    assert_near(boxes[0].w, 2 * LETTER);
    assert_int_equal(dct_layout_boxes(p->p, &p->layout, 1, 5, boxes, 4), 2); /* b and space, then alef at the right. */
    assert_near(boxes[0].x, LETTER);
    assert_near(boxes[0].w, LETTER + SPACE);
    assert_near(boxes[1].x, 2 * LETTER + SPACE + 2 * LETTER);
    assert_near(boxes[1].w, LETTER);
    assert_int_equal(dct_layout_boxes(p->p, &p->layout, 0, 99, boxes, 4), 1); /* All of it touches. */
    assert_int_equal(dct_layout_boxes(p->p, &p->layout, 1, 5, boxes, 1), 2);
    assert_int_equal(dct_layout_boxes(p->p, &p->layout, 3, 3, boxes, 4), 0);
    set(p, "abc def", 3 * LETTER);
    assert_int_equal(dct_layout_boxes(p->p, &p->layout, 1, 6, boxes, 4), 2);
    assert_near(boxes[1].y, 15);
    assert_near(boxes[1].w, 2 * LETTER);
}

/* ---- what a host may do wrong ---- */

static void test_bad_bytes(void **state)
{
    page *p = *state;
    char  text[] = "a\xFF\xC0\0b";
    dct_text_span span = { 0, 5, 0, PX, 0, NULL };
    p->text = text;
    p->p = dct_paragraph_new(p->fonts, &p->arena, text, 5, &span, 1, DCT_AUTO);
    assert_non_null(p->p);
    lay(p, 1000.0f, DCT_ALIGN_START, 0);
    assert_near(p->layout.lines[0].width, 5 * LETTER); /* A replacement character for each bad byte. */
}

static void test_odd_arguments(void **state)
{
    page *p = *state;
    dct_text_span spans[2] = { { 0, 2, 0, -1.0f, 0, "x-not a tag at all, and long" }, { 2, 900, 0, NAN, 0, "" } };
    p->text = "abcd";
    p->p = dct_paragraph_new(p->fonts, &p->arena, p->text, 4, spans, 2, DCT_AUTO);
    assert_non_null(p->p);
    lay(p, NAN, DCT_ALIGN_CENTER, 0);
    assert_int_equal(p->layout.line_count, 4);
    lay(p, INFINITY, DCT_ALIGN_END, 0);
    assert_int_equal(p->layout.line_count, 1);
    assert_near(p->layout.lines[0].x, 0);
    p->p = dct_paragraph_new(p->fonts, &p->arena, p->text, 4, NULL, 0, DCT_RTL);
    assert_non_null(p->p);
    lay(p, 1000.0f, DCT_ALIGN_START, 0);
}

static void test_memory_is_short(void **state)
{
    page *p = *state;
    char  text[4096];
    memset(text, 'a', sizeof text);
    for (size_t max = 0; max < 400000; max += 5000) {
        dct_arena small;
        dct_arena_init(&small, &dct_alloc_default, max);
        dct_paragraph *made = dct_paragraph_new(p->fonts, &small, text, sizeof text, NULL, 0, DCT_AUTO);
        dct_layout     layout;
        if (made != NULL && dct_paragraph_break(made, &small, 100.0f, DCT_ALIGN_START, 1.5f, 0, &layout) != DOCENT_OK)
            assert_true(dct_arena_failed(&small));
        dct_arena_close(&small);
    }
}

/* Ten megabytes in one paragraph: cut, and it shows. */
static void huge(page *p, const char *seed)
{
    size_t size = 10u << 20, step = strlen(seed);
    char  *text = malloc(size);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = seed[i % step];
    p->p = dct_paragraph_new(p->fonts, &p->arena, text, size, NULL, 0, DCT_AUTO);
    assert_non_null(p->p);
    lay(p, 600.0f, DCT_ALIGN_START, 0);
    assert_true(p->layout.cut);
    const dct_line *last = &p->layout.lines[p->layout.line_count - 1];
    assert_true(last->to <= DCT_MAX_PARAGRAPH_BYTES);
    if (p->layout.line_count > 1) /* Not for one endless grapheme, or spaces, which hang. */
        assert_true(last->to > DCT_MAX_PARAGRAPH_BYTES - 1000);
    free(text);
    dct_arena_reset(&p->arena);
}

static void test_huge(void **state)
{
    static const char *const seeds[] = { "word ", "a", "\n", "1 ", "\u0301", "\u05D0 (", "a\u05D0", " ", "\u200D",
                                         "\u2066", "\U0001F469\u200D", "\U0001F1E9", "\xFF", "\t", "a\u00AD" };
    for (size_t i = 0; i < sizeof seeds / sizeof seeds[0]; i++)
        huge(*state, seeds[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_hard_breaks),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_soft_hyphens),
        cmocka_unit_test(test_no_break),
        cmocka_unit_test(test_short_words_with_hyphens),
        cmocka_unit_test(test_zero_width_space),
        cmocka_unit_test(test_korean_breaks_at_spaces),
        cmocka_unit_test(test_tabs),
        cmocka_unit_test(test_max_lines),
        cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_line_boxes),
        cmocka_unit_test(test_caret),
        cmocka_unit_test(test_hit),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_bad_bytes),
        cmocka_unit_test(test_odd_arguments),
        cmocka_unit_test(test_memory_is_short),
        cmocka_unit_test(test_huge),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
