/* Ten scripts with Debian's Noto fonts; skipped where they are not installed. */
#include "samples.h"
#include "system_fonts.h"

#include "base/limits.h"

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#define PX 18.0f

typedef struct page {
    dct_fonts     *fonts;
    dct_arena      arena;
    const char    *text;
    uint32_t       size;
    dct_paragraph *p;
    dct_layout     layout;
} page;

static int set_up(void **state)
{
    static page p;
    memset(&p, 0, sizeof p);
    if (system_fonts_installed())
        p.fonts = system_fonts_open();
    dct_arena_init(&p.arena, &dct_alloc_default, DCT_MAX_ARENA_BYTES);
    *state = &p;
    return 0;
}

static int tear_down(void **state)
{
    page *p = *state;
    dct_arena_close(&p->arena);
    dct_fonts_close(p->fonts);
    return 0;
}

static void shape(page *p, const char *language, const char *text, uint32_t flags)
{
    if (p->fonts == NULL) {
        print_message("no Noto fonts (Debian's fonts-noto-core, -mono, -cjk, -color-emoji): skipped\n");
        skip();
    }
    dct_text_span span = { 0, (uint32_t)strlen(text), flags, PX, 0, language };
    dct_arena_reset(&p->arena);
    p->text = text;
    p->size = (uint32_t)strlen(text);
    p->p = dct_paragraph_new(p->fonts, &p->arena, text, strlen(text), &span, 1, DCT_AUTO);
    assert_non_null(p->p);
}

static void lay(page *p, float width)
{
    assert_int_equal(dct_paragraph_break(p->p, &p->arena, width, DCT_ALIGN_START, 1.5f, 0, &p->layout), DOCENT_OK);
}

static void set(page *p, const char *language, const char *text)
{
    shape(p, language, text, 0);
    lay(p, 1.0e9f);
    assert_int_equal(p->layout.line_count, 1);
}

/* ---- glyphs ---- */

static uint32_t glyph_count(const page *p)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->layout.lines[0].run_count; i++)
        count += p->layout.lines[0].runs[i].count;
    return count;
}

static void assert_glyphs(page *p, const char *language, const char *text, uint32_t count)
{
    set(p, language, text);
    assert_int_equal(glyph_count(p), count);
}

static void test_shaping(void **state)
{
    page *p = *state;
    assert_glyphs(p, "ar", "\u0644\u0627", 1);              /* lam and alef become one */
    assert_glyphs(p, "hi", "\u0915\u094D\u0937", 1);        /* ksha */
    assert_glyphs(p, "en", "e\u0301", 1);                   /* composed */
    assert_glyphs(p, "en", "\U0001F469\u200D\U0001F4BB", 1); /* woman, joiner, laptop */
    assert_glyphs(p, "en", "\U0001F1E9\U0001F1EA", 1);      /* a flag */
    assert_glyphs(p, "en", "1\uFE0F\u20E3", 1);             /* a key cap */
    assert_glyphs(p, "en", "\U0001F44D\U0001F3FD", 1);      /* a skin tone */
    set(p, "ar", "\u0628\u0628\u0628");                     /* three forms of one letter */
    const dct_glyph *g = p->layout.lines[0].runs[0].glyphs;
    assert_true(p->layout.lines[0].runs[0].count >= 3 && g[0].glyph != g[p->layout.lines[0].runs[0].count - 1].glyph);
    set(p, "th", "\u0E17\u0E35\u0E48"); /* marks take no room */
    float with_marks = p->layout.lines[0].width;
    set(p, "th", "\u0E17");
    assert_true(fabsf(p->layout.lines[0].width - with_marks) < 0.01f);
}

static docent_font_role role_of(const page *p, uint32_t run)
{
    return system_fonts[p->layout.lines[0].runs[run].face & DCT_FACE_INDEX].role;
}

static void test_emoji_and_text_styles(void **state)
{
    page *p = *state;
    set(p, "en", "1\uFE0F\u20E3");
    assert_int_equal(role_of(p, 0), DOCENT_FONT_EMOJI);
    set(p, "en", "1");
    assert_int_equal(role_of(p, 0), DOCENT_FONT_SANS);
    set(p, "en", "\u2764\uFE0F");
    assert_int_equal(role_of(p, 0), DOCENT_FONT_EMOJI);
    set(p, "en", "\u260E\uFE0E");
    assert_int_equal(role_of(p, 0), DOCENT_FONT_SANS);
    set(p, "en", "\u2705");
    assert_int_equal(role_of(p, 0), DOCENT_FONT_EMOJI);
}

static uint32_t face_of(page *p, const char *text, uint32_t flags)
{
    shape(p, "en", text, flags);
    lay(p, 1.0e9f);
    return p->layout.lines[0].runs[0].face;
}

static void test_styles(void **state)
{
    page *p = *state;
    assert_int_equal(face_of(p, "a", 0), 0);
    assert_int_equal(face_of(p, "a", DCT_TEXT_BOLD), 1); /* There is a bold face. */
    assert_int_equal(face_of(p, "a", DCT_TEXT_ITALIC), 0 | DCT_FACE_SLANT);
    assert_int_equal(face_of(p, "a", DCT_TEXT_MONO), 2);
    assert_int_equal(face_of(p, "\u05D0", DCT_TEXT_BOLD) & ~DCT_FACE_INDEX, DCT_FACE_BOLD); /* There is none. */
    assert_int_equal(face_of(p, "\u2705", DCT_TEXT_BOLD | DCT_TEXT_ITALIC) & ~DCT_FACE_INDEX, 0);
}

static void test_marks_stay_with_their_letter(void **state)
{
    page *p = *state;
    set(p, "he", "\u05E9\u05C1\u05B8"); /* shin, dot, qamats */
    assert_int_equal(p->layout.lines[0].run_count, 1);
    set(p, "ja", "\u201C\u753B\u201D"); /* Quotes beside Han are wide. */
    assert_int_equal(p->layout.lines[0].run_count, 1);
    set(p, "en", "\u201Ca\u201D");
    assert_int_equal(p->layout.lines[0].runs[0].face, 0);
}

static void test_han_by_language(void **state)
{
    page *p = *state;
    set(p, "ja", "\u76F4");
    uint32_t japanese = p->layout.lines[0].runs[0].glyphs[0].glyph;
    set(p, "zh-Hans", "\u76F4");
    assert_int_not_equal(p->layout.lines[0].runs[0].glyphs[0].glyph, japanese);
}

static void test_boxes_for_what_is_missing(void **state)
{
    page *p = *state;
    set(p, "en", "x\U00012000y");
    assert_int_equal(p->layout.lines[0].run_count, 3);
    assert_int_equal(p->layout.lines[0].runs[1].face, DCT_FACE_BOX);
    assert_int_equal(p->layout.lines[0].runs[1].glyphs[0].glyph, 0x12000);
    for (size_t i = 0; i < SAMPLES_COVERED; i++) {
        set(p, samples[i][0], samples[i][1]);
        for (uint32_t k = 0; k < p->layout.lines[0].run_count; k++)
            assert_int_equal(p->layout.lines[0].runs[k].face & DCT_FACE_BOX, 0);
    }
}

/* ---- breaking at many widths ---- */

/* Every byte is on one line, and every cluster of letters has its glyph. */
static void check_lines(const page *p, float width)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < p->layout.line_count; i++) {
        const dct_line *line = &p->layout.lines[i];
        assert_int_equal(line->from, at);
        assert_true(line->to > at);
        uint32_t covered = 0;
        for (uint32_t k = 0; k < line->run_count; k++) {
            const dct_glyph_run *run = &line->runs[k];
            covered += run->to - run->from;
            for (uint32_t g = 0; g < run->count && run->to > run->from; g++)
                assert_true(run->glyphs[g].cluster >= run->from && run->glyphs[g].cluster < run->to);
        }
        assert_int_equal(covered, line->to - line->from);
        uint32_t end = line->to;
        while (end > line->from && p->text[end - 1] == ' ')
            end--;
        bool one = dct_text_next_grapheme(p->text, p->size, line->from) >= end;
        if (!one && line->width > width + 0.02f)
            fail_msg("line %u of %g pixels in %g: %.*s", i, (double)line->width, (double)width,
                     (int)(line->to - line->from), p->text + line->from);
        at = line->to;
    }
    assert_int_equal(at, p->size);
}

static void test_widths(void **state)
{
    page *p = *state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        shape(p, samples[i][0], samples[i][1], 0);
        for (float width = 20.0f; width < 1000.0f; width += width < 200.0f ? 7.3f : 41.7f) {
            dct_layout before;
            lay(p, width);
            check_lines(p, width);
            before = p->layout;
            lay(p, width);
            assert_int_equal(before.line_count, p->layout.line_count);
            for (uint32_t k = 0; k < before.line_count; k++)
                assert_int_equal(before.lines[k].to, p->layout.lines[k].to);
        }
        lay(p, dct_paragraph_min_width(p->p));
        check_lines(p, dct_paragraph_min_width(p->p));
        lay(p, dct_paragraph_max_width(p->p) + 0.5f);
        assert_int_equal(p->layout.line_count, 1);
    }
}

/* ---- carets ---- */

/* The byte after the grapheme at `at`, and its box; false when it has no width or is hidden in a hyphen. */
static bool box_of(const page *p, uint32_t at, uint32_t next, dct_text_box *box)
{
    dct_text_box boxes[2];
    if (dct_layout_boxes(p->p, &p->layout, at, next, boxes, 2) != 1)
        return false;
    *box = boxes[0];
    return box->w > 0.5f;
}

static void check_grapheme(const page *p, uint32_t at, uint32_t next, uint32_t *checked)
{
    dct_text_box box;
    if (!box_of(p, at, next, &box))
        return;
    dct_caret caret = dct_layout_caret(p->p, &p->layout, at);
    bool      rtl = fabsf(caret.x - box.x) > fabsf(caret.x - box.x - box.w);
    float     edge = rtl ? box.x + box.w : box.x;
    assert_true(fabsf(caret.x - edge) < 0.05f);
    float y = box.y + box.h / 2.0f, quarter = rtl ? 0.75f : 0.25f;
    uint32_t near = dct_layout_offset_at(p->p, &p->layout, box.x + quarter * box.w, y);
    uint32_t far = dct_layout_offset_at(p->p, &p->layout, box.x + (1.0f - quarter) * box.w, y);
    if (near != at)
        fail_msg("hit at the start of byte %u gives %u in: %s", at, near, p->text);
    if (far != next && far != at) /* `at` at a line's end: the next line's start is not this line's. */
        fail_msg("hit at the end of byte %u gives %u, not %u in: %s", at, far, next, p->text);
    if (far == next)
        (*checked)++;
}

static void test_carets(void **state)
{
    page *p = *state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        shape(p, samples[i][0], samples[i][1], 0);
        for (float width = 150.0f; width < 900.0f; width += 190.0f) {
            uint32_t graphemes = 0, checked = 0;
            lay(p, width);
            for (uint32_t at = 0; at < p->size; graphemes++) {
                uint32_t next = dct_text_next_grapheme(p->text, p->size, at);
                assert_int_equal(dct_text_previous_grapheme(p->text, p->size, next), at);
                check_grapheme(p, at, next, &checked);
                at = next;
            }
            assert_true(checked * 10 > graphemes * 7);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shaping),
        cmocka_unit_test(test_emoji_and_text_styles),
        cmocka_unit_test(test_styles),
        cmocka_unit_test(test_marks_stay_with_their_letter),
        cmocka_unit_test(test_han_by_language),
        cmocka_unit_test(test_boxes_for_what_is_missing),
        cmocka_unit_test(test_widths),
        cmocka_unit_test(test_carets),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
