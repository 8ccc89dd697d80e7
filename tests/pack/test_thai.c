/* Marks between Thai words. */
#include "pack/thai.h"

#include <stdarg.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define Z "\u200B"

static void check(const char *text, const char *expected)
{
    dct_buf out;
    dct_buf_init(&out, &dct_alloc_default, 1u << 20);
    dct_thai *thai = dct_thai_open();
    assert_int_equal(dct_thai_mark_words(thai, text, strlen(text), &out), DOCENT_OK);
    assert_string_equal(dct_buf_text(&out), thai == NULL ? text : expected);
    dct_thai_close(thai);
    dct_buf_close(&out);
}

static void test_without_dictionary(void **state)
{
    (void)state;
    dct_buf out;
    dct_buf_init(&out, &dct_alloc_default, 100);
    assert_int_equal(dct_thai_mark_words(NULL, "แตะหน้า", strlen("แตะหน้า"), &out), DOCENT_OK);
    assert_string_equal(dct_buf_text(&out), "แตะหน้า");
    dct_buf_close(&out);
}

static void test_words(void **state)
{
    (void)state;
    check("แตะหน้าจอ", "แตะ" Z "หน้า" Z "จอ");
    check("ปิด WiFi แล้วเปิดใหม่", "ปิด WiFi แล้ว" Z "เปิด" Z "ใหม่");
    check("แตะ" Z "หน้าจอ", "แตะ" Z "หน้า" Z "จอ");
}

static void test_other_text(void **state)
{
    (void)state;
    check("", "");
    check("Touch the screen", "Touch the screen");
    check("\xFF\xE0\xB8", "\xFF\xE0\xB8"); /* Half a letter. */
    check("ไๆ่่่", "ไๆ่่่");                 /* Nonsense is not parted. */
}

static void test_long(void **state)
{
    (void)state;
    static char text[300001];
    dct_buf     out;
    for (size_t i = 0; i < 300000; i++)
        text[i] = "\u0E01\u0E32\u0E23"[i % 9];
    dct_thai *thai = dct_thai_open();
    dct_buf_init(&out, &dct_alloc_default, 4u << 20);
    assert_int_equal(dct_thai_mark_words(thai, text, 300000, &out), DOCENT_OK);
    assert_true(out.size >= 300000);
    dct_buf_close(&out);
    dct_buf_init(&out, &dct_alloc_default, 1000);
    assert_int_equal(dct_thai_mark_words(thai, text, 300000, &out), DOCENT_ERR_NOMEM);
    dct_thai_close(thai);
    dct_buf_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_without_dictionary),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_other_text),
        cmocka_unit_test(test_long),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
