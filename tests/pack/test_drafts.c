/* What is taken out of strangers' texts, and how what stays becomes part of a project: rule by rule. */
#include "support/cmocka_all.h"

#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "pack/draft_text.h"
#include "pack/draft_words.h"
#include "pack/redact.h"
#include "pack/voices.h"

static dct_arena arena;

static int begin(void **state)
{
    (void)state;
    dct_arena_init(&arena, &dct_alloc_default, 8 << 20);
    return 0;
}

static int end(void **state)
{
    (void)state;
    dct_arena_close(&arena);
    return 0;
}

static const char *redacted(const char *text, bool letter)
{
    dct_redact r;
    dct_redact_init(&r, &arena);
    dct_redact_name(&r, "Ada de Vries");
    dct_redact_value(&r, "Flat 4b");
    dct_redact_value(&r, "black"); /* An everyday word that stood in a field. */
    return dct_redact_text(&r, text, 100000, letter);
}

#define R "[removed]"
static const struct { const char *in, *out; } lines[] = {
    { "I am ADA, of Vries'.", "I am " R ", of " R "'." },
    { "Adam has a deadline", "Adam has a deadline" },
    { "the black one in flat 4b", "the black one in " R },
    { "mail ada.x+y@mail.example, or info@x.example.", "mail " R ", or " R "." },
    { "call +49 (0)30 5550-1490 or 030/5550149", "call " R " or " R },
    { "اتصل ٠١٢٣٤٥٦٧٨", "اتصل " R },
    { "channel 36, 5 GHz, step 12, error E-104, 2.1.7", "channel 36, 5 GHz, step 12, error E-104, 2.1.7" },
    { "open 192.168.1.1 or 10.0.0.138:8080", "open 192.168.1.1 or 10.0.0.138:8080" },
    { "serial AB12-CD345, order no. 471, since 2019", "serial " R ", order no. " R ", since 2019" },
    { "Bestellnummer: 4711", "Bestellnummer: " R },
    { "IMEI 356938035643809", "IMEI " R },
    { "see https://a.example/help and https://a.example/t?key=1 and www.a.example/u/abcdef0123456789abc",
      "see https://a.example/help and " R " and " R },
    { "12 Baker Street, London", R },
    { "Hauptstr. 5a", R },
    { "20457 Hamburg", R },
    { "1. Turn airplane mode on for 10 seconds", "1. Turn airplane mode on for 10 seconds" },
    { "2400 baud is slow", "2400 baud is slow" },
    { "", "" },
};

static void test_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_string_equal(redacted(lines[i].in, false), lines[i].out);
}

static void test_letters(void **state)
{
    (void)state;
    assert_string_equal(redacted("Dear Mr X,\n\nTry this.\nHi-fi works.\n\nKind regards,\nBob\nBoss", true),
                        "\nTry this.\nHi-fi works.\n\n");
    assert_string_equal(redacted("Hello", true), "");
    assert_string_equal(redacted("Regards to all", true), "Regards to all"); /* Nothing was said before. */
}

/* Any bytes that are UTF-8 end, and give UTF-8. */
static void test_any_text(void **state)
{
    (void)state;
    static const char pieces[] = "a9@.+(-/: \n_#é\xE2\x82\xAC\xF0\x9F\x98\x80www.http://";
    char text[64];
    uint64_t random = 7;
    for (int run = 0; run < 20000; run++) {
        size_t size = 0;
        while (size < 40) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            const char *from = pieces + (random >> 33) % (sizeof pieces - 1);
            while (((unsigned char)*from & 0xC0) == 0x80)
                from--;
            do
                text[size++] = *from++;
            while (((unsigned char)*from & 0xC0) == 0x80);
        }
        text[size] = 0;
        const char *out = redacted(text, run % 2 == 0);
        dct_buf b;
        dct_buf_init(&b, &dct_alloc_default, 1 << 20);
        dct_draft_markdown(&b, out);
        dct_draft_quoted(&b, out, 20);
        assert_false(b.failed);
        dct_buf_close(&b);
        dct_arena_reset(&arena);
    }
}

static void test_markdown(void **state)
{
    (void)state;
    dct_buf b;
    dct_buf_init(&b, &dct_alloc_default, 1 << 16);
    dct_draft_markdown(&b, "\n\nFirst\n---\n1. One\n   more\n3) Two\n\nThen\n- a\n\xE2\x80\xA2 b\n# h\n\n\n1986. A year\n");
    assert_string_equal(dct_buf_text(&b), "First\n\\---\n\n1. One\n   more\n2. Two\n\nThen\n\n- a\n- b\n   \\# h\n\n1986\\. A year\n");
    dct_buf_clear(&b);
    dct_draft_quoted(&b, "a\"b\\c\nd\xC2\x85" "e\xE2\x80\xA8" "f: #x", 100);
    assert_string_equal(dct_buf_text(&b), "\"a\\\"b\\\\c d e f: #x\"");
    dct_buf_close(&b);
}

static void test_words(void **state)
{
    (void)state;
    static dct_draft_words w;
    const char *best[16];
    dct_draft_words_init(&w, &arena, "de-CH");
    dct_draft_words_searched(&w, "kein ton");
    dct_draft_words_written(&w, "Der Ton ist weg, und der Kopfhörer ist neu. [removed] 2024 Kopfhörer");
    assert_int_equal(dct_draft_words_best(&w, best, 16), 5);
    assert_string_equal(best[0], "kein ton");
    assert_string_equal(best[1], "ton");
}

static void test_votes(void **state)
{
    (void)state;
    dct_voice few = { .against = 3 }, many = { .against = 30, .opinions = { [DOCENT_OPINION_HELPED] = 4 } }, none = { 0 };
    assert_true(dct_voice_against(&few) < dct_voice_against(&many));
    assert_int_equal(dct_voice_against(&none), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lines, begin, end),    cmocka_unit_test_setup_teardown(test_letters, begin, end),
        cmocka_unit_test_setup_teardown(test_any_text, begin, end), cmocka_unit_test_setup_teardown(test_markdown, begin, end),
        cmocka_unit_test_setup_teardown(test_words, begin, end),    cmocka_unit_test_setup_teardown(test_votes, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
