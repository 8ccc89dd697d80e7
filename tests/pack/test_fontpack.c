/* Fonts: what is kept for each language, what costs nothing, and that the check finds a font that draws differently. */
#include "pack/fontpack.h"
#include "pack/fontpack_cut.h"
#include "pack/fontpack_faces.h"
#include "pack/fontpack_files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const docent_alloc *const alloc = &dct_alloc_default;

static void say(dct_fontpack *f, const char *language, const char *text)
{
    dct_fontpack_text(f, language, DCT_FONTPACK_SANS, text, strlen(text));
}

static void build(dct_fontpack *f)
{
    docent_error err = { .message = "" };
    if (dct_fontpack_build(f, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
}

/* One language and one text. */
static dct_fontpack *packed(const char *language, const char *text)
{
    dct_fontpack *f = dct_fontpack_new(alloc);
    assert_non_null(f);
    dct_fontpack_language(f, language);
    say(f, language, text);
    build(f);
    return f;
}

static const dct_fontpack_font *find(const dct_fontpack *f, const char *name)
{
    const dct_fontpack_font *font;
    for (uint32_t i = 0; (font = dct_fontpack_font_at(f, i)) != NULL; i++)
        if (strcmp(font->name, name) == 0)
            return font;
    return NULL;
}

static bool draws(const dct_fontpack_font *font, uint32_t c)
{
    for (uint32_t i = 0; font != NULL && i < font->range_count; i++)
        if (c >= font->ranges[2 * i] && c <= font->ranges[2 * i + 1])
            return true;
    return false;
}

static uint32_t count(const dct_fontpack *f)
{
    uint32_t n = 0;
    while (dct_fontpack_font_at(f, n) != NULL)
        n++;
    return n;
}

static size_t total(const dct_fontpack *f)
{
    const dct_fontpack_font *font;
    size_t bytes = 0;
    for (uint32_t i = 0; (font = dct_fontpack_font_at(f, i)) != NULL; i++)
        bytes += font->size;
    return bytes;
}

/* ---- what is kept ---- */

static void english_needs_two_small_fonts(void **state)
{
    (void)state;
    dct_fontpack *f = packed("en", "Press the button.");
    assert_int_equal(count(f), 2);
    const dct_fontpack_font *regular = find(f, "NotoSans-400"), *bold = find(f, "NotoSans-700");
    assert_true(regular != NULL && bold != NULL);
    assert_int_equal(regular->role, DOCENT_FONT_SANS);
    assert_int_equal(bold->weight, 700);
    assert_string_equal(regular->languages, "");
    assert_in_range(regular->size, 5000, 60000);
    assert_true(regular->full_size > 10 * regular->size);
    for (uint32_t c = ' '; c < 0x7F; c++) /* Whatever the text says, all of this can be typed. */
        assert_true(draws(regular, c) && draws(bold, c));
    assert_true(draws(regular, 0x2026) && draws(regular, 0x25CC));
    assert_false(draws(regular, 0x416));
    dct_fontpack_free(f);
}

/* The ranges are those of the bytes that are stored, ascending and apart. */
static void ranges_are_of_the_cut_font(void **state)
{
    (void)state;
    dct_fontpack *f = packed("de", "Größe \xE2\x82\xAC 5");
    const dct_fontpack_font *font = find(f, "NotoSans-400");
    hb_blob_t *blob =
        hb_blob_create((const char *)font->data, (unsigned)font->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_set_t *has = hb_set_create();
    hb_face_collect_unicodes(face, has);
    uint32_t sum = 0;
    for (uint32_t i = 0; i < font->range_count; i++) {
        assert_true(font->ranges[2 * i] <= font->ranges[2 * i + 1]);
        assert_true(i == 0 || font->ranges[2 * i] > font->ranges[2 * i - 1] + 1);
        sum += font->ranges[2 * i + 1] - font->ranges[2 * i] + 1;
        for (uint32_t c = font->ranges[2 * i]; c <= font->ranges[2 * i + 1]; c++)
            assert_true(hb_set_has(has, c));
    }
    assert_int_equal(sum, hb_set_get_population(has));
    hb_set_destroy(has);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    dct_fontpack_free(f);
}

static void each_script_gets_its_face(void **state)
{
    (void)state;
    static const struct { const char *language, *text, *font, *tag; uint32_t typed; } cases[] = {
        { "ar", "اضغط الزر.", "NotoSansArabic", "", 0x638 },
        { "he", "לחץ", "NotoSansHebrew", "", 0x5E7 },
        { "hi", "बटन", "NotoSansDevanagari", "", 0x918 },
        { "th", "กด", "NotoSansThai", "", 0xE0B },
        { "ta", "பொத்தான்", "NotoSansTamil", "", 0xBB7 },
        { "ru", "Кнопка", "NotoSans", "", 0x449 },
        { "el", "Κουμπί", "NotoSans", "", 0x3C8 },
        { "pl", "Przycisk", "NotoSans", "", 0x17B },
        { "ja", "ボタンを押す", "NotoSansJP", "ja", 0x3053 },
        { "ko", "버튼을 누르세요", "NotoSansKR", "ko", 0xBC84 },
        { "zh-CN", "按下按钮", "NotoSansSC", "zh-Hans", 0x94AE },
        { "zh-TW", "按下按鈕", "NotoSansTC", "zh-Hant", 0x9215 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[64];
        dct_fontpack *f = packed(cases[i].language, cases[i].text);
        for (int weight = 400; weight <= 700; weight += 300) {
            snprintf(name, sizeof name, "%s-%d", cases[i].font, weight);
            const dct_fontpack_font *font = find(f, name);
            if (font == NULL || !draws(font, cases[i].typed) || strcmp(font->languages, cases[i].tag) != 0)
                fail_msg("%s: %s", cases[i].language, name);
        }
        assert_string_equal(dct_fontpack_font_at(f, 0)->name, "NotoSans-400");
        assert_int_equal(dct_fontpack_missing_at(f, 0), 0);
        dct_fontpack_free(f);
    }
}

static void scripts_beyond_the_table_are_found(void **state)
{
    (void)state;
    dct_fontpack *f = packed("en", "\xE1\x8E\xA0 and \xF0\x90\x8C\xB0"); /* Cherokee A, Gothic AHSA */
    assert_true(draws(find(f, "NotoSansCherokee-400"), 0x13A0));
    assert_true(draws(find(f, "NotoSansCherokee-700"), 0x13A0));
    assert_true(draws(find(f, "NotoSansGothic-400"), 0x10330));
    dct_fontpack_free(f);
}

static void declared_but_unwritten_cjk_costs_nothing(void **state)
{
    (void)state;
    dct_fontpack *english = packed("en", "Press"), *f = dct_fontpack_new(alloc);
    dct_fontpack_language(f, "en");
    dct_fontpack_language(f, "ja");
    dct_fontpack_language(f, "zh-Hans");
    dct_fontpack_language(f, "ko");
    say(f, "en", "Press");
    build(f);
    assert_int_equal(total(f), total(english));
    dct_fontpack_free(english);
    dct_fontpack_free(f);
}

/* Han is drawn for the language of its text; in a text of another for the first that is declared. */
static void han_follows_the_language(void **state)
{
    (void)state;
    dct_fontpack *f = dct_fontpack_new(alloc);
    dct_fontpack_language(f, "en");
    dct_fontpack_language(f, "zh-Hans");
    dct_fontpack_language(f, "ja");
    say(f, "zh-Hans", "\xE9\xAA\xA8");           /* U+9AA8 */
    say(f, "ja", "\xE7\x9B\xB4\xE3\x81\x99");    /* U+76F4 U+3059 */
    say(f, "en", "\xE6\xB5\xB7 \xE3\x82\xAB");   /* U+6D77, U+30AB */
    build(f);
    const dct_fontpack_font *sc = find(f, "NotoSansSC-400"), *jp = find(f, "NotoSansJP-400");
    assert_true(draws(sc, 0x9AA8) && !draws(jp, 0x9AA8));
    assert_true(draws(jp, 0x76F4) && !draws(sc, 0x76F4));
    assert_true(draws(sc, 0x6D77) && !draws(jp, 0x6D77));
    assert_true(draws(jp, 0x30AB));
    dct_fontpack_free(f);
}

static void code_has_a_face_of_its_own(void **state)
{
    (void)state;
    dct_fontpack *without = packed("en", "no code"), *f = dct_fontpack_new(alloc);
    assert_null(find(without, "NotoSansMono-400"));
    dct_fontpack_language(f, "en");
    const char *code = "\xE2\x94\x9C\xE2\x94\x80 src \xE6\xB5\xB7"; /* Box drawing, Han */
    dct_fontpack_text(f, "en", DCT_FONTPACK_MONO, code, strlen(code));
    build(f);
    const dct_fontpack_font *mono = find(f, "NotoSansMono-400");
    assert_true(draws(mono, 0x251C) && draws(mono, '~'));
    assert_int_equal(mono->role, DOCENT_FONT_MONO);
    assert_null(find(f, "NotoSansMono-700"));
    assert_true(draws(find(f, "NotoSansJP-400"), 0x6D77)); /* What the face for code lacks. */
    dct_fontpack_free(without);
    dct_fontpack_free(f);
}

static void only_emoji_that_are_used_are_kept(void **state)
{
    (void)state;
    dct_fontpack *f =
        packed("en", "\xE2\x9A\xA0\xEF\xB8\x8F \xF0\x9F\x94\x8B \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA7 "
                     "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA 1\xEF\xB8\x8F\xE2\x83\xA3");
    const dct_fontpack_font *emoji = find(f, "NotoColorEmoji-400");
    assert_non_null(emoji);
    assert_int_equal(emoji->role, DOCENT_FONT_EMOJI);
    assert_true(draws(emoji, 0x26A0) && draws(emoji, 0x1F50B) && draws(emoji, 0x1F469) && draws(emoji, 0x1F527));
    assert_true(draws(emoji, 0x1F1E9) && draws(emoji, 0x20E3) && draws(emoji, '1'));
    assert_false(draws(emoji, 0x1F600));
    assert_in_range(emoji->size, 10000, 200000);
    dct_fontpack_free(f);
    f = packed("en", "plain (c) \xC2\xA9 \xE2\x84\xA2 text");
    assert_null(find(f, "NotoColorEmoji-400"));
    dct_fontpack_free(f);
}

static void marks_stand_in_the_face_of_their_letters(void **state)
{
    (void)state;
    dct_fontpack *f = packed("en", "y\xCC\x87 e\xCC\x81\xCC\xA3"); /* y dot above; e acute, dot below */
    const dct_fontpack_font *font = find(f, "NotoSans-400");
    assert_true(draws(font, 0x307) && draws(font, 0x323));
    assert_true(draws(font, 0x1E8F)); /* HarfBuzz draws the pair as this one. */
    dct_fontpack_free(f);
}

static void what_no_font_has_is_told(void **state)
{
    (void)state;
    dct_fontpack *f =
        packed("en", "a\xF0\x96\xBA\x80 b\xF4\x80\x80\x80\xEF\xBF\xBD\x01"); /* U+16E80; private; controls */
    if (dct_fontpack_missing_at(f, 0) != 0) /* A newer Noto may have it. */
        assert_int_equal(dct_fontpack_missing_at(f, 0), 0x16E80);
    assert_int_equal(dct_fontpack_missing_at(f, 1), 0);
    dct_fontpack_free(f);
}

static void licences_travel_along(void **state)
{
    (void)state;
    dct_fontpack *f = packed("ja", "\xE6\xB5\xB7");
    bool core = false, cjk = false;
    const dct_fontpack_licence *l;
    for (uint32_t i = 0; (l = dct_fontpack_licence_at(f, i)) != NULL; i++) {
        core |= strcmp(l->name, "fonts-noto-core") == 0;
        cjk |= strcmp(l->name, "fonts-noto-cjk") == 0;
        assert_int_equal(strlen(l->text), l->size);
        assert_non_null(strstr(l->text, "Open Font License"));
    }
    assert_true(core && cjk);
    dct_fontpack_free(f);
}

static void the_same_twice_gives_the_same_bytes(void **state)
{
    (void)state;
    dct_fontpack *a = packed("hi", "बटन दबाएँ \xF0\x9F\x94\x8B 海"), *b = packed("hi", "बटन दबाएँ \xF0\x9F\x94\x8B 海");
    assert_int_equal(count(a), count(b));
    for (uint32_t i = 0; i < count(a); i++) {
        const dct_fontpack_font *x = dct_fontpack_font_at(a, i), *y = dct_fontpack_font_at(b, i);
        assert_string_equal(x->name, y->name);
        assert_int_equal(x->size, y->size);
        assert_memory_equal(x->data, y->data, x->size);
    }
    dct_fontpack_free(a);
    dct_fontpack_free(b);
}

static void bad_text_does_no_harm(void **state)
{
    (void)state;
    dct_fontpack *f = dct_fontpack_new(alloc);
    char text[4000];
    uint32_t seed = 5;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    dct_fontpack_language(f, "");
    dct_fontpack_language(f, "\xFF\xFE not a tag");
    dct_fontpack_text(f, "x", DCT_FONTPACK_SANS, text, sizeof text);
    dct_fontpack_text(f, "", DCT_FONTPACK_MONO, text, sizeof text);
    build(f);
    dct_fontpack_free(f);
}

static void too_many_languages_are_refused(void **state)
{
    (void)state;
    dct_fontpack *f = dct_fontpack_new(alloc);
    docent_error err;
    for (int i = 0; i < 65; i++)
        dct_fontpack_language(f, "en");
    assert_int_equal(dct_fontpack_build(f, &err), DOCENT_ERR_LIMIT);
    dct_fontpack_free(f);
}

/* ---- the check itself ---- */

static hb_face_t *open_devanagari(void)
{
    char path[DCT_FONT_PATH_BYTES];
    assert_true(dct_font_file_find("NotoSansDevanagari-Regular.ttf", path));
    hb_blob_t *blob = hb_blob_create_from_file(path);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    return face;
}

static docent_status check(dct_cut *cut, const hb_set_t *wanted, const char *text, docent_error *err)
{
    return dct_cut_check(alloc, cut, wanted, "test", "hi", text, strlen(text), err);
}

/* A font cut without the letters of a text, or without its layout tables, does not pass. */
static void a_font_that_draws_differently_is_found(void **state)
{
    (void)state;
    const char *text = "क्षत्रिय कि";
    hb_face_t *full = open_devanagari();
    hb_set_t *wanted = hb_set_create();
    docent_error err = { .message = "" };
    dct_cut cut;
    hb_set_add_range(wanted, 0x900, 0x97F);
    hb_set_add(wanted, ' ');
    assert_int_equal(dct_cut_make(full, wanted, "test", &cut, &err), DOCENT_OK);
    assert_int_equal(check(&cut, wanted, text, &err), DOCENT_OK);
    dct_cut_close(alloc, &cut);

    hb_set_t *few = hb_set_create();
    hb_set_add_range(few, 0x900, 0x920);
    assert_int_equal(dct_cut_make(full, few, "test", &cut, &err), DOCENT_OK);
    assert_int_equal(check(&cut, wanted, text, &err), DOCENT_ERR_CORRUPT);
    assert_non_null(strstr(err.message, "\xE0\xA4\x95\xE0\xA5\x8D"));
    dct_cut_close(alloc, &cut);

    assert_int_equal(dct_cut_make(full, wanted, "test", &cut, &err), DOCENT_OK);
    hb_face_t *bare = hb_face_builder_create(); /* The same glyphs without the rules that join them. */
    static const char *const tables[] = { "cmap", "head", "hhea", "hmtx", "maxp", "glyf", "loca" };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        hb_blob_t *table = hb_face_reference_table(cut.face, hb_tag_from_string(tables[i], 4));
        assert_true(hb_face_builder_add_table(bare, hb_tag_from_string(tables[i], 4), table));
        hb_blob_destroy(table);
    }
    hb_blob_t *bytes = hb_face_reference_blob(bare);
    hb_face_t *plain = hb_face_create(bytes, 0);
    hb_font_destroy(cut.fonts[1]);
    cut.fonts[1] = hb_font_create(plain);
    assert_int_equal(check(&cut, wanted, text, &err), DOCENT_ERR_CORRUPT);
    dct_cut_close(alloc, &cut);
    hb_face_destroy(plain);
    hb_face_destroy(bare);
    hb_blob_destroy(bytes);
    hb_set_destroy(few);
    hb_set_destroy(wanted);
    hb_face_destroy(full);
}

static void fonts_are_found_by_name(void **state)
{
    (void)state;
    char path[DCT_FONT_PATH_BYTES];
    assert_true(dct_font_file_find("NotoSans-Regular.ttf", path));
    assert_false(dct_font_file_find("NoSuchFont-Regular.ttf", path));
}

/* A face whose file is not there: the message names the package. */
static void a_missing_font_names_its_package(void **state)
{
    (void)state;
    static const dct_face_spec spec = {
        DCT_FACE_SCRIPT,   "NotoSansNowhere", "Zzzz", "", { "NotoSansNowhere-Regular.ttf", NULL }, NULL,
        "fonts-noto-extra"
    };
    dct_arena arena;
    dct_faces faces;
    dct_arena_init(&arena, alloc, 1 << 20);
    dct_faces_init(&faces, &arena);
    dct_installed *face = &faces.face[faces.count++];
    face->spec = &spec;
    assert_false(dct_faces_open(&faces, face, true));
    assert_int_equal(faces.error.status, DOCENT_OK);
    assert_false(dct_faces_open(&faces, face, false));
    assert_int_equal(faces.error.status, DOCENT_ERR_MISSING);
    assert_non_null(strstr(faces.error.message, "install the Debian package fonts-noto-extra"));
    dct_faces_close(&faces);
    dct_arena_close(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_needs_two_small_fonts),
        cmocka_unit_test(ranges_are_of_the_cut_font),
        cmocka_unit_test(each_script_gets_its_face),
        cmocka_unit_test(scripts_beyond_the_table_are_found),
        cmocka_unit_test(declared_but_unwritten_cjk_costs_nothing),
        cmocka_unit_test(han_follows_the_language),
        cmocka_unit_test(code_has_a_face_of_its_own),
        cmocka_unit_test(only_emoji_that_are_used_are_kept),
        cmocka_unit_test(marks_stand_in_the_face_of_their_letters),
        cmocka_unit_test(what_no_font_has_is_told),
        cmocka_unit_test(licences_travel_along),
        cmocka_unit_test(the_same_twice_gives_the_same_bytes),
        cmocka_unit_test(bad_text_does_no_harm),
        cmocka_unit_test(too_many_languages_are_refused),
        cmocka_unit_test(a_font_that_draws_differently_is_found),
        cmocka_unit_test(fonts_are_found_by_name),
        cmocka_unit_test(a_missing_font_names_its_package),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
