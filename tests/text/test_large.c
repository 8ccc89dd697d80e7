/* Paragraphs that nobody writes: as long as is shaped at once, of what makes bidi, segmentation, shaping or breaking slow.
 * Each is laid out in a moment, with fonts and without. */
#include "no_fonts.h"
#include "system_fonts.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <time.h>
#include <cmocka.h>

#define PATIENCE_S 8.0 /* A second on an idle machine; sanitizers and a busy one take more. */

static const char *const units[] = {
    "a", " ", "a ", ")(", "(", "1 ", "+1 ", "\u202E", "\u202E\u03014", "\u20661\u2069 ", "\u2067", "\u0628", "\u0628 1", "\u0301", "a\u0301\u0302",
    "\u200D", "\U0001F469\u200D", "\U0001F1E6", "\u0915\u094D", "\u0E01\u0E33", "\u1100\u1161\u11A8", "\u4E2D", "\u3042\u3099", "-", "\u00AD", "http://a/", "E-1",
    "\uFFFD", "\u200B", "\u2028", "\n", "\t", "\u0627\u0644", "\uFE0F", "\U0001F3FB", "\U000E0061", "\U0010FFFF",
};

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static void lay_out(dct_fonts *fonts, const char *text, size_t size, const char *unit, dct_direction direction)
{
    dct_arena arena;
    dct_layout layout;
    dct_text_span span = { 0, (uint32_t)size, 0, 16, 7, direction == DCT_RTL ? "ar" : "en" };
    dct_arena_init(&arena, &dct_alloc_default, DCT_MAX_ARENA_BYTES);
    double start = seconds();
    dct_paragraph *p = dct_paragraph_new(fonts, &arena, text, size, &span, 1, direction);
    if (p != NULL)
        (void)dct_paragraph_break(p, &arena, 400, DCT_ALIGN_START, 1.5f, 0, &layout);
    double took = seconds() - start;
    if (getenv("DOCENT_LOUD") != NULL)
        fprintf(stderr, "%6.0f ms %5zu MB %s %s%s\n", took * 1000, arena.total >> 20, direction == DCT_RTL ? "rtl" : "ltr", unit,
                p == NULL ? " (given up)" : "");
    if (took > PATIENCE_S)
        print_error("%s: %.1f s\n", unit, took);
    assert_true(took < PATIENCE_S);
    dct_arena_close(&arena);
}

static void lay_out_all(dct_fonts *fonts, size_t size)
{
    char *text = malloc(size + 1);
    assert_non_null(fonts);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i]), used = 0;
        for (; used + length <= size; used += length)
            memcpy(text + used, units[i], length);
        text[used] = 0;
        lay_out(fonts, text, used, units[i], DCT_LTR);
        lay_out(fonts, text, used, units[i], DCT_RTL);
    }
    free(text);
    dct_fonts_close(fonts);
}

static void without_fonts(void **state)
{
    (void)state;
    lay_out_all(no_fonts_open(), DCT_MAX_PARAGRAPH_BYTES);
}

static void with_fonts(void **state)
{
    (void)state;
    if (!system_fonts_installed())
        skip();
    lay_out_all(system_fonts_open(), DCT_MAX_PARAGRAPH_BYTES / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(without_fonts), cmocka_unit_test(with_fonts) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
