/* A line being typed: graphemes are never split, words move as words, and nothing overflows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "view/edit.h"

static dct_edit line(void)
{
    static char room[DCT_EDIT_LINE];
    dct_edit e;
    dct_edit_init(&e, room, sizeof room, false);
    return e;
}

static void typing_and_deleting(void **state)
{
    (void)state;
    dct_edit e = line();
    dct_edit_set(&e, "");
    assert_true(dct_edit_insert(&e, "no"));
    assert_true(dct_edit_insert(&e, " ink"));
    assert_string_equal(e.text, "no ink");
    assert_true(dct_edit_delete(&e, false, false));
    assert_string_equal(e.text, "no in");
    assert_true(dct_edit_delete(&e, false, true));
    assert_string_equal(e.text, "no ");
    dct_edit_go(&e, DCT_EDIT_START, false);
    assert_false(dct_edit_delete(&e, false, false));
    assert_true(dct_edit_delete(&e, true, false));
    assert_string_equal(e.text, "o ");
}

static void a_selection_is_replaced(void **state)
{
    (void)state;
    dct_edit e = line();
    uint32_t from, to;
    dct_edit_set(&e, "printer jams");
    dct_edit_select_all(&e);
    assert_true(dct_edit_selection(&e, &from, &to));
    assert_int_equal(from, 0);
    assert_int_equal(to, 12);
    assert_true(dct_edit_insert(&e, "x"));
    assert_string_equal(e.text, "x");
    assert_false(dct_edit_selection(&e, &from, &to));
}

static void a_family_is_one_letter(void **state)
{
    (void)state;
    /* Woman, joiner, girl; then e and a combining acute. */
    static const char text[] = "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7" "e\xCC\x81";
    dct_edit e = line();
    dct_edit_set(&e, text);
    dct_edit_delete(&e, false, false);
    assert_int_equal(e.size, 11);
    dct_edit_delete(&e, false, false);
    assert_int_equal(e.size, 0);
}

static void a_line_stays_a_line(void **state)
{
    (void)state;
    dct_edit e = line();
    dct_edit_set(&e, "a\nb\tc\x01");
    assert_string_equal(e.text, "a b c ");
    dct_edit_set(&e, "\xFF\xC3");
    assert_true(dct_utf8_valid(e.text, e.size));
}

static void a_letter_has_lines(void **state)
{
    (void)state;
    char room[64];
    dct_edit e;
    dct_edit_init(&e, room, sizeof room, true);
    assert_true(dct_edit_blank(&e));
    dct_edit_insert(&e, " \n");
    assert_true(dct_edit_blank(&e));
    dct_edit_set(&e, "one\ntwo\r\nthree");
    assert_string_equal(e.text, "one\ntwo\nthree");
    assert_false(dct_edit_blank(&e));
    dct_edit_go(&e, DCT_EDIT_START, false);
    assert_int_equal(e.caret, 8);
    dct_edit_place(&e, 2, false);
    dct_edit_go(&e, DCT_EDIT_END, true);
    assert_int_equal(e.caret, 3);
    assert_int_equal(e.anchor, 2);
    dct_edit_go(&e, DCT_EDIT_NEXT, false);
    assert_int_equal(e.caret, 4);
}

static void too_much_is_cut_at_a_letter(void **state)
{
    (void)state;
    char text[4 * DCT_EDIT_LINE];
    dct_edit e = line();
    size_t n = 0;
    while (n + 4 < sizeof text) {
        memcpy(text + n, "\xE3\x81\x82", 3);
        n += 3;
    }
    text[n] = 0;
    dct_edit_set(&e, text);
    assert_true(e.size < DCT_EDIT_LINE);
    assert_true(dct_utf8_valid(e.text, e.size));
    assert_false(dct_edit_insert(&e, "\xE3\x81\x82"));
}

static void any_keys_leave_valid_text(void **state)
{
    (void)state;
    static const char *const pieces[] = { "a",        " ", "\xC3\xA9", "\xE0\xA4\xA8\xE0\xA4\xBF", "\xF0\x9F\x91\x8D",
                                          "\xD8\xA8", "\xCC\x81" };
    dct_edit e = line();
    uint32_t seed = 7;
    dct_edit_set(&e, "");
    for (int i = 0; i < 50000; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t r = seed >> 16;
        switch (r % 5) {
        case 0:
        case 1: dct_edit_insert(&e, pieces[(r >> 4) % 7]); break;
        case 2: dct_edit_delete(&e, (r >> 4) & 1, (r >> 5) & 1); break;
        case 3: dct_edit_go(&e, (dct_edit_move)((r >> 4) % 6), (r >> 8) & 1); break;
        default: dct_edit_go(&e, DCT_EDIT_END, false); break;
        }
        assert_true(e.size < DCT_EDIT_LINE && e.caret <= e.size && e.anchor <= e.size);
        assert_int_equal(e.text[e.size], 0);
        assert_true(dct_utf8_valid(e.text, e.size));
        assert_true(dct_utf8_valid(e.text, e.caret));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typing_and_deleting),     cmocka_unit_test(a_selection_is_replaced),
        cmocka_unit_test(a_family_is_one_letter),  cmocka_unit_test(a_line_stays_a_line),
        cmocka_unit_test(too_much_is_cut_at_a_letter), cmocka_unit_test(any_keys_leave_valid_text),
        cmocka_unit_test(a_letter_has_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
