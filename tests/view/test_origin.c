/* Whose a text is: read from a few facts in JSON, whatever stands there instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/viewer.h"
#include "view/origin.h"

static void facts_are_read(void **state)
{
    (void)state;
    dct_origin o;
    assert_true(dct_origin_read("{\"kind\":\"community\",\"url\":\"https://f.test/a?\\\"kind\\\":1\",\"date\":\"2026-10-03\",\"votes\":12}", &o));
    assert_string_equal(o.kind, "community");
    assert_string_equal(o.date, "2026-10-03");
    assert_true(o.counted);
    assert_int_equal(o.votes, 12);
    assert_true(dct_origin_read(" { \"nested\" : {\"votes\":9, \"kind\":\"x\"}, \"kind\" : \"forum\" }", &o));
    assert_string_equal(o.kind, "forum");
    assert_false(o.counted);
}

static void anything_else_is_nothing(void **state)
{
    (void)state;
    static const char *const odd[] = { "", "x", "[]", "{}", "{\"kind\"}", "{\"kind\":", "{\"kind\":\"", "{\"kind\":7}",
        "{\"kind\":\"a word that is much too long for it\"}", "{\"kind\":\"esc\\u0061ped\"}", "{\"\\", "\"kind\":\"community\"" };
    dct_origin o;
    assert_false(dct_origin_read(NULL, &o));
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        if (dct_origin_read(odd[i], &o))
            fail_msg("%s was read as %s", odd[i], o.kind);
    assert_true(dct_origin_read("{\"kind\":\"community\",\"votes\":99999999999999999999}", &o));
    assert_true(o.votes >= 100000000u && o.votes < 2000000000u);
}

/* Marked in lists and on the page, in the reader's words. */
static void other_customers_are_named(void **state)
{
    (void)state;
    char path[512];
    snprintf(path, sizeof path, "%s", test_path("origin.docent"));
    test_bundle *b = test_bundle_sample_open(path);
    if (!test_viewer_assets(b)) {
        test_bundle_finish(b);
        skip();
    }
    test_bundle_run(b, "UPDATE article SET origin = '{\"kind\":\"community\",\"date\":\"2026-10-03\",\"votes\":12}' WHERE id = 'loose'");
    test_bundle_finish(b);
    test_viewer *t = test_viewer_open(path, 1000, 700, 0);
    assert_int_equal(docent_view_go(t->view, "article/loose"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_TEXT, "From the community, 3 October 2026, 12 votes"));
    assert_int_equal(docent_view_go(t->view, "toc"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_non_null(test_viewer_find(t, DOCENT_ROLE_LINK, "12 votes"));
    assert_int_equal(docent_view_go(t->view, "article/orbit-reset"), DOCENT_OK);
    test_viewer_pass(t, 16);
    assert_null(test_viewer_find(t, 0, "community"));
    test_viewer_close(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_are_read), cmocka_unit_test(anything_else_is_nothing),
        cmocka_unit_test(other_customers_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
