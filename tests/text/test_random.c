/* Random text, spans and widths: whatever comes, lines cover the text, runs cover their line, and every place on the
 * screen is a place in the text. With Noto fonts where they are installed, and always with boxes alone. */
#include "no_fonts.h"
#include "system_fonts.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#define ROUNDS 3000
#define TEXT_MAX 240
#define SPAN_MAX 6

typedef struct random_source {
    uint32_t seed;
} random_source;

static uint32_t draw(random_source *r, uint32_t below)
{
    r->seed = r->seed * 1664525u + 1013904223u;
    return (r->seed >> 8) % below;
}

static uint32_t draw_code_point(random_source *r)
{
    static const uint32_t odd[] = { ' ', ' ', '\n', '\t', 0xAD, 0x200B, 0x200D, 0x200E, 0x200F, 0x202E, 0x2066, 0x2067,
                                    0x2068, 0x2069, 0x0301, 0xFE0F, 0x20E3, 0x1F1E9, 0x1F3FD, 0x1F469, '(', ')', '-', '+',
                                    0x2028, '\r', 0, 0x3000, 0xA0, 0x2026, 0x201C, 0xE0067, 0x1FFFF, 0x94D };
    static const uint32_t starts[] = { 'a', '0', 0x5D0, 0x628, 0x915, 0xE01, 0x3042, 0x4E00, 0xAC00, 0x410 };
    if (draw(r, 3) == 0)
        return odd[draw(r, sizeof odd / sizeof odd[0])];
    return starts[draw(r, sizeof starts / sizeof starts[0])] + draw(r, 10);
}

static uint32_t draw_text(random_source *r, char *text)
{
    uint32_t size = 0, want = draw(r, TEXT_MAX - 8), same = draw(r, 4) == 0 ? draw_code_point(r) : 0;
    while (size < want) {
        if (draw(r, 40) == 0)
            text[size++] = (char)(0x80 + draw(r, 0x80));
        else
            size += (uint32_t)dct_utf8_encode(same != 0 && draw(r, 4) != 0 ? same : draw_code_point(r), text + size);
    }
    return size;
}

static uint32_t draw_spans(random_source *r, uint32_t size, dct_text_span *spans)
{
    static const char *const languages[] = { NULL, "en", "ko", "ar", "ja", "zh-Hant", "" };
    uint32_t count = 1 + draw(r, SPAN_MAX), at = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t to = i + 1 == count ? size : at + draw(r, size - at + 1);
        spans[i] = (dct_text_span){ at, to, draw(r, 32), 6.0f + (float)draw(r, 30), i, languages[draw(r, 7)] };
        at = to;
    }
    return count;
}

/* Each byte of the line but hard breaks in one run; runs side by side. */
static void check_line(const dct_line *line, const char *text)
{
    uint8_t seen[TEXT_MAX] = { 0 };
    float   pen = line->run_count == 0 ? 0.0f : line->runs[0].x;
    for (uint32_t i = 0; i < line->run_count; i++) {
        const dct_glyph_run *run = &line->runs[i];
        assert_true(fabsf(run->x - pen) < 0.05f);
        pen = run->x + run->width;
        assert_true(run->from >= line->from && run->to <= line->to && run->from <= run->to);
        for (uint32_t k = run->from; k < run->to; k++)
            seen[k]++;
        for (uint32_t k = 0; k < run->count; k++)
            assert_true(isfinite(run->glyphs[k].x) && isfinite(run->glyphs[k].y));
    }
    for (size_t at = line->from; at < line->to;) {
        size_t   from = at;
        uint32_t c = dct_utf8_next(text, line->to, &at);
        bool     hard = (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
        for (size_t k = from; k < at; k++)
            assert_int_equal(seen[k], hard ? 0 : 1);
    }
}

static void check_places(random_source *r, const dct_paragraph *p, const dct_layout *layout, const char *text,
                         uint32_t size)
{
    dct_text_box boxes[8];
    for (uint32_t at = 0; at <= size; at += 1 + draw(r, 5)) {
        dct_caret caret = dct_layout_caret(p, layout, at);
        assert_true(isfinite(caret.x) && caret.top >= 0.0f && caret.height >= 1.0f);
        uint32_t count = dct_layout_boxes(p, layout, at, at + draw(r, 30), boxes, 8);
        for (uint32_t i = 0; i < count && i < 8; i++)
            assert_true(isfinite(boxes[i].x) && boxes[i].w > 0.0f);
    }
    for (int i = 0; i < 20; i++) {
        float    x = (float)draw(r, 800) - 100.0f, y = (float)draw(r, 400) - 50.0f;
        uint32_t at = dct_layout_offset_at(p, layout, x, y);
        assert_true(at <= size);
        assert_true(at == size || at == 0 || ((unsigned char)text[at] & 0xC0) != 0x80 || !dct_utf8_valid(text, size));
    }
}

static void check_lines(const dct_layout *layout, uint32_t size)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < layout->line_count; i++) {
        const dct_line *line = &layout->lines[i];
        assert_int_equal(line->from, at);
        assert_true(line->to >= at);
        assert_true(line->height >= 1.0f && line->baseline >= line->top);
        at = line->to;
    }
    if (!layout->cut)
        assert_int_equal(at, size);
    assert_true(layout->line_count >= 1);
}

static void one_round(random_source *r, dct_fonts *fonts, dct_arena *arena)
{
    char          text[TEXT_MAX];
    dct_text_span spans[SPAN_MAX + 1];
    uint32_t      size = draw_text(r, text);
    uint32_t      count = draw_spans(r, size, spans);
    dct_paragraph *p = dct_paragraph_new(fonts, arena, text, size, spans, draw(r, 10) == 0 ? 0 : count,
                                         (dct_direction)draw(r, 3));
    assert_non_null(p);
    for (int i = 0; i < 4; i++) {
        dct_layout layout;
        uint32_t   max_lines = draw(r, 3) == 0 ? 1 + draw(r, 4) : 0;
        float      width = draw(r, 5) == 0 ? 0.0f : (float)draw(r, 700);
        assert_int_equal(dct_paragraph_break(p, arena, width, (dct_text_align)draw(r, 3), 1.5f, max_lines, &layout),
                         DOCENT_OK);
        check_lines(&layout, size);
        if (max_lines != 0)
            assert_true(layout.line_count <= max_lines);
        for (uint32_t k = 0; k < layout.line_count; k++)
            check_line(&layout.lines[k], text);
        check_places(r, p, &layout, text, size);
    }
    dct_arena_reset(arena);
}

static void run(dct_fonts *fonts)
{
    random_source r = { 2023 };
    dct_arena     arena;
    dct_arena_init(&arena, &dct_alloc_default, 64u << 20);
    for (int i = 0; i < ROUNDS; i++)
        one_round(&r, fonts, &arena);
    dct_arena_close(&arena);
    dct_fonts_close(fonts);
}

static void test_boxes_alone(void **state)
{
    (void)state;
    run(no_fonts_open());
}

static void test_noto(void **state)
{
    (void)state;
    if (!system_fonts_installed()) {
        print_message("no Noto fonts (Debian's fonts-noto-core, -mono, -cjk, -color-emoji): skipped\n");
        skip();
    }
    run(system_fonts_open());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_boxes_alone),
        cmocka_unit_test(test_noto),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
