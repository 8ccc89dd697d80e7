/* Words, folding, stems, parts: what becomes of text before it is counted. */
#include "support.h"

#include "search/keyboard.h"
#include "search/lang.h"
#include "search/parts.h"
#include "search/stem.h"
#include "search/words.h"

static void assert_words(const char *source, const char *expected)
{
    dct_words words;
    dct_word word;
    char found[1024] = "";
    dct_words_init(&words, source, strlen(source), false);
    while (dct_words_next(&words, &word)) {
        assert_true(word.from < word.to && word.to <= strlen(source));
        strcat(found, *found ? " " : "");
        strcat(found, word.kind == DCT_WORD_JOINED ? "+" : word.kind == DCT_WORD_SHORT ? "." : "");
        strcat(found, word.text);
    }
    assert_string_equal(expected, found);
}

static void words_are_cut(void **state)
{
    (void)state;
    assert_words("Print, then: STOP!", "print then stop");
    assert_words("Wi-Fi setup", "wi fi +wifi setup");
    assert_words("E-104", "e 104 +e104");
    assert_words("Größe \xEF\xBC\xB7\xEF\xBD\x89", "gr\xC3\xB6sse wi");
    assert_words("打印机", "打印 .打 印机 .印 .机");
    assert_words("印 A", "印 a");
    assert_words("ที่นี่", "ที่นี่");
    assert_words("कितने अंक", "कितने अंक");
    assert_words("\xFF\xFE" "a\xC0" "b", "a b");
    assert_words("", "");
    assert_words(" -- \"*\" ( ", "");
}

static void assert_folds(const char *source, bool turkic, const char *expected)
{
    char lower[DCT_MAX_WORD_BYTES + 1], folded[DCT_MAX_WORD_BYTES + 1];
    size_t size = dct_lower(source, strlen(source), turkic, lower);
    dct_fold(lower, size, folded);
    assert_string_equal(expected, folded);
}

static void variants_fold_together(void **state)
{
    (void)state;
    assert_folds("Größe", false, "grosse");
    assert_folds("Ёлка", false, "елка");
    assert_folds("ISPARTA", true, "isparta");
    assert_folds("İstanbul", true, "istanbul");
    assert_folds("ペアリング", false, "ぺありんぐ"); /* what a kana keyboard types */
    assert_folds("أحمد", false, "احمد");
    assert_folds("مدرسة", false, "مدرسه");
    assert_folds("שלום", false, "שלומ");
    assert_folds("ΣΕΛΙΔΕΣ", false, "σελιδεσ");
}

static void long_words_are_cut_at_a_letter(void **state)
{
    char lower[DCT_MAX_WORD_BYTES + 1], source[400];
    (void)state;
    for (size_t i = 0; i < 132; i++)
        memcpy(source + 3 * i, "語", 3);
    assert_int_equal(63, dct_lower(source, 396, false, lower));
}

static void assert_term(const char *lang, const char *word, const char *expected)
{
    dct_stemmers stemmers;
    char term[DCT_MAX_WORD_BYTES + 1];
    memset(&stemmers, 0, sizeof stemmers);
    dct_term(&stemmers, dct_lang_of(lang), word, strlen(word), term);
    assert_string_equal(expected, term);
    dct_stemmers_close(&stemmers);
}

static void words_are_stemmed_in_their_language(void **state)
{
    (void)state;
    assert_term("en-US", "printers", "printer");
    assert_term("de", "häuser", "haus");
    assert_term("ru", "принтеры", "принтер");
    assert_term("ru", "printers", "printer"); /* Latin letters in a Russian text are English. */
    assert_term("en", "принтеры", "принтеры"); /* And not the reverse. */
    assert_term("ja", "printers", "printer");
    assert_term("xx", "printers", "printers");
    assert_term("en", "e104s", "e104s"); /* A code is no word. */
}

static void languages_are_known_by_their_tags(void **state)
{
    (void)state;
    assert_int_equal(dct_lang_of("de"), dct_lang_of("DE-at"));
    assert_int_equal(DCT_LANG_NONE, dct_lang_of("deu"));
    assert_int_equal(DCT_LANG_NONE, dct_lang_of(NULL));
    assert_true(dct_lang_is_small(dct_lang_of("en"), "how", 3));
    assert_false(dct_lang_is_small(dct_lang_of("en"), "ho", 2));
    assert_false(dct_lang_is_small(dct_lang_of("de"), "how", 3));
}

/* A bundle that knows three words. */
static uint32_t uses(const void *context, const char *word, size_t size)
{
    const char *const *known = context;
    for (; *known != NULL; known++)
        if (strlen(*known) == size && memcmp(*known, word, size) == 0)
            return 5;
    return 0;
}

static void compounds_have_parts(void **state)
{
    static const char *const known[] = { "speicher", "platz", "zeitung", NULL };
    dct_split split;
    (void)state;
    assert_true(dct_parts_split("speicherplatz", 13, uses, known, &split));
    assert_int_equal(8, split.left);
    assert_int_equal(8, split.right);
    assert_true(dct_parts_split("zeitungsplatz", 13, uses, known, &split));
    assert_int_equal(7, split.left);
    assert_int_equal(8, split.right);
    assert_false(dct_parts_split("speicherchip", 12, uses, known, &split));
    assert_false(dct_parts_split("platz", 5, uses, known, &split));
}

static void keys_have_neighbours(void **state)
{
    char out[64];
    (void)state;
    assert_true(dct_keyboard_near(dct_keyboard_key('a'), dct_keyboard_key('s')));
    assert_false(dct_keyboard_near(dct_keyboard_key('a'), dct_keyboard_key('p')));
    assert_int_equal(DCT_NO_KEY, dct_keyboard_key(' '));
    assert_true(dct_keyboard_swap("ghbdtn", 6, 0, 1, out, sizeof out) > 0);
    assert_string_equal("привет", out);
    assert_int_equal(0, dct_keyboard_swap("ghbdtn", 6, 0, 1, out, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut),
        cmocka_unit_test(variants_fold_together),
        cmocka_unit_test(long_words_are_cut_at_a_letter),
        cmocka_unit_test(words_are_stemmed_in_their_language),
        cmocka_unit_test(languages_are_known_by_their_tags),
        cmocka_unit_test(compounds_have_parts),
        cmocka_unit_test(keys_have_neighbours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
