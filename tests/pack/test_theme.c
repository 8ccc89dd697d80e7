/* Themes: what is written, the accent's contrast in each theme, and files that are no theme. */
#include "pack/theme.h"
#include "pack/theme_colour.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const docent_alloc *const alloc = &dct_alloc_default;

static const char light[] =
    "# comment\nsurface: \"#FFFFFF\"\non-accent: \"#ffffff\"\naccent: \"#0b57d0\"\ntext: '#1b1c1f'\n"
    "accent-soft: \"#e3ecfb\"\nradius: 12\nscale: 1.25\n";

static docent_status make(const char *name, const char *yaml, const char *accent, dct_buf *out, dct_theme_note *note,
                          docent_error *err)
{
    dct_buf_init(out, alloc, 65536);
    return dct_theme_make_from(alloc, name, yaml, strlen(yaml), accent, out, note, err);
}

static void a_theme_is_written_sorted(void **state)
{
    (void)state;
    dct_buf out;
    dct_theme_note note;
    assert_int_equal(make("light", light, NULL, &out, &note, NULL), DOCENT_OK);
    assert_string_equal(dct_buf_text(&out),
                        "accent #0b57d0\naccent-soft #e3ecfb\non-accent #ffffff\nradius 12\nscale 1.25\n"
                        "surface #ffffff\ntext #1b1c1f\n");
    assert_false(note.corrected);
    assert_string_equal(note.used, "");
    dct_buf_close(&out);
}

static void contrast_is_that_of_the_standard(void **state)
{
    (void)state;
    dct_colour black = { 0, 0, 0 }, white = { 255, 255, 255 }, grey = { 0x76, 0x76, 0x76 },
               lighter = { 0x77, 0x77, 0x77 };
    assert_true(dct_colour_contrast(black, white) > 20.999 && dct_colour_contrast(black, white) < 21.001);
    assert_true(dct_colour_contrast(grey, white) >= 4.5);
    assert_true(dct_colour_contrast(white, lighter) < 4.5);
}

static dct_colour token_of(dct_buf *out, const char *name)
{
    char line[64];
    dct_colour colour = { 0, 0, 0 };
    snprintf(line, sizeof line, "%s #", name);
    const char *at = strstr(dct_buf_text(out), line);
    assert_non_null(at);
    char value[8] = "";
    memcpy(value, at + strlen(line) - 1, 7);
    assert_true(dct_colour_parse(value, &colour));
    return colour;
}

static void an_accent_that_is_good_is_kept(void **state)
{
    (void)state;
    dct_buf out;
    dct_theme_note note;
    assert_int_equal(make("light", light, "#0B6E75", &out, &note, NULL), DOCENT_OK);
    assert_false(note.corrected);
    assert_string_equal(note.used, "#0b6e75");
    dct_colour used = token_of(&out, "accent");
    assert_int_equal(used.g, 0x6e);
    /* The soft ground follows: as far from white as the theme's own, 28/244 of the way in red. */
    dct_colour soft = token_of(&out, "accent-soft");
    assert_in_range(soft.r, 0xe0, 0xe7);
    assert_in_range(soft.g, 0xeb, 0xf3);
    dct_buf_close(&out);
}

static void a_pale_accent_is_darkened_as_little_as_needed(void **state)
{
    (void)state;
    dct_buf out;
    dct_theme_note note;
    assert_int_equal(make("light", light, "#ffcc00", &out, &note, NULL), DOCENT_OK);
    assert_true(note.corrected);
    assert_true(note.contrast >= 4.5 && note.contrast < 4.7);
    dct_colour used = token_of(&out, "accent");
    assert_true(used.r > used.g && used.b == 0); /* Still a yellow. */
    dct_buf_close(&out);
}

/* Every theme that is shipped carries every colour of a coarse cube. */
static void shipped_themes_carry_any_accent(void **state)
{
    (void)state;
    const char *name;
    uint32_t themes = 0;
    for (; (name = dct_theme_name_at(themes)) != NULL; themes++) {
        double need = strcmp(name, "contrast") == 0 ? 7.0 : 4.5;
        for (unsigned c = 0; c < 125; c++) {
            char accent[8];
            dct_colour_write((dct_colour){ (uint8_t)(c % 5 * 63), (uint8_t)(c / 5 % 5 * 63), (uint8_t)(c / 25 * 63) },
                             accent);
            dct_buf out;
            dct_theme_note note;
            docent_error err;
            dct_buf_init(&out, alloc, 65536);
            assert_int_equal(dct_theme_make(alloc, name, accent, &out, &note, &err), DOCENT_OK);
            dct_colour used = token_of(&out, "accent");
            assert_true(dct_colour_contrast(used, token_of(&out, "on-accent")) >= need);
            assert_true(dct_colour_contrast(used, token_of(&out, "surface")) >= need);
            assert_true(note.contrast >= need);
            assert_int_equal(note.corrected, strcmp(note.used, accent) != 0);
            dct_buf_close(&out);
        }
    }
    assert_int_equal(themes, 3);
    assert_string_equal(dct_theme_name_at(0), "light");
}

static void faults_are_named_with_their_line(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "a: \"#12345\"\n", "themes/x.yaml:1:4:" },        { "a: 1\nb: [1]\n", "themes/x.yaml:2:4:" },
        { "a: 1\nA: 2\n", "themes/x.yaml:2:1:" },           { "a: 1\na: 2\n", "given twice" },
        { "just words\n", "flat map" },                     { "a: {b: 1}\n", "flat map" },
        { "a: *b\n", "themes/x.yaml:1" },                   { "a: \"#12345g\"\n", "neither" },
        { "a: 1.\n", "neither" },                           { "a: -1\n", "neither" },
        { "\x01", "themes/x.yaml:1" },                      { "a: 'b\n", "themes/x.yaml" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dct_buf out;
        docent_error err;
        assert_int_equal(make("x", cases[i][0], NULL, &out, NULL, &err), DOCENT_ERR_SYNTAX);
        if (strstr(err.message, cases[i][1]) == NULL)
            fail_msg("%s gave: %s", cases[i][0], err.message);
        dct_buf_close(&out);
    }
}

static void accents_that_cannot_be_used_are_refused(void **state)
{
    (void)state;
    dct_buf out;
    docent_error err;
    static const char *const wrong[] = { "blue", "#fff", "#0b57d0ff", "#0b57dg", "" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(make("light", light, wrong[i], &out, NULL, &err), DOCENT_ERR_SYNTAX);
        dct_buf_close(&out);
    }
    assert_int_equal(make("light", "accent: '#000000'\n", "#112233", &out, NULL, &err), DOCENT_ERR_SYNTAX);
    assert_non_null(strstr(err.message, "surface"));
    dct_buf_close(&out);
    assert_int_equal(dct_theme_make(alloc, "nowhere", NULL, &out, NULL, &err), DOCENT_ERR_MISSING);
}

/* A theme that no accent suits (its grounds are black and white) keeps its own. */
static void where_nothing_fits_the_theme_keeps_its_accent(void **state)
{
    (void)state;
    dct_buf out;
    dct_theme_note note;
    const char *odd = "surface: '#000000'\non-accent: '#777777'\nbackground: '#ffffff'\naccent: '#123456'\n";
    assert_int_equal(make("odd", odd, "#888888", &out, &note, NULL), DOCENT_OK);
    assert_true(note.corrected);
    assert_string_equal(note.used, "#123456");
    dct_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_theme_is_written_sorted),
        cmocka_unit_test(contrast_is_that_of_the_standard),
        cmocka_unit_test(an_accent_that_is_good_is_kept),
        cmocka_unit_test(a_pale_accent_is_darkened_as_little_as_needed),
        cmocka_unit_test(shipped_themes_carry_any_accent),
        cmocka_unit_test(faults_are_named_with_their_line),
        cmocka_unit_test(accents_that_cannot_be_used_are_refused),
        cmocka_unit_test(where_nothing_fits_the_theme_keeps_its_accent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
