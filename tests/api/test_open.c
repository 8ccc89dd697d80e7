/* Opening a bundle, and what it says of itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <docent/article.h>

#include "support/bundle.h"

static docent *open_sample(const char *locale)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    config.bundle_path = test_path("open.docent");
    config.locale = locale;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return h;
}

static void test_info(void **state)
{
    (void)state;
    docent *h = open_sample(NULL);
    const docent_info *info = docent_info_of(h);
    assert_string_equal(info->product, "Harbour");
    assert_string_equal(info->content_version, "2026.11");
    assert_string_equal(info->start, "home");
    assert_string_equal(info->default_locale, "en");
    assert_int_equal(info->article_count, 5);
    assert_string_equal(docent_language_at(h, 2)->tag, "ar");
    assert_true(docent_language_at(h, 2)->rtl);
    assert_null(docent_language_at(h, 3));
    assert_int_equal(docent_version(), DOCENT_VERSION);
    docent_close(h);
}

static void test_verify(void **state)
{
    (void)state;
    docent *h = open_sample(NULL);
    if (docent_verify(h) != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
    docent_close(h);
}

static int make(void **state)
{
    (void)state;
    test_bundle_sample(test_path("open.docent"));
    return 0;
}

static int drop(void **state)
{
    (void)state;
    return remove(test_path("open.docent"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_info),
        cmocka_unit_test(test_verify),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
