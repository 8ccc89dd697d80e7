/* Several bundles in one handle: whose article, text, number and picture counts, one search over all, and that nothing of a
 * bundle stays when it is removed. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <docent/article.h>

#include "support/bundle.h"

#define FULL "Hold the button of the lamp until it blinks, then let go and wait for the light to come back.\n"

static char vendor[1024], store[1024], empty[1024];

static void make_vendor(void)
{
    test_bundle *b = test_bundle_new(vendor);
    test_bundle_language(b, "en", "English", false);
    test_bundle_language(b, "de", "Deutsch", false);
    test_bundle_category(b, "lamps", "", "bulb", "Lamps");
    test_bundle_article(b, &(test_article){ .id = "reset", .title = "Reset the lamp", .body = FULL, .category = "lamps" });
    test_bundle_article(b, &(test_article){ .id = "returns", .title = "Returning goods",
                                            .body = "Send it to the factory in the first year.\n", .category = "lamps" });
    test_bundle_article(b, &(test_article){ .id = "dimmer", .title = "The dimmer hums", .related = "returns\nhours",
                                            .body = "A dimmer hums when the lamp is too weak for it.\n" });
    test_bundle_run(b, "INSERT INTO string VALUES('en', 'Home', 'Start')");
    test_bundle_run(b, "INSERT INTO alias VALUES(1, 'lamp.reset', 'reset', '')");
    test_bundle_run(b, "INSERT INTO contact VALUES('phone', '', '+49 30 1')");
    test_bundle_asset(b, "picture", "lamp.webp", "vendor", 6);
    test_bundle_asset(b, "picture", "dimmer.webp", "vendor", 6);
    test_bundle_finish(b);
}

static void make_store(void)
{
    test_bundle *b = test_bundle_new(store);
    test_bundle_language(b, "en", "English", false);
    test_bundle_language(b, "fr", "Français", false);
    test_bundle_category(b, "lamps", "", "bulb", "Our lamps");
    test_bundle_category(b, "shop", "", "store", "This shop");
    test_bundle_article(b, &(test_article){ .id = "returns", .title = "Returning goods", .category = "shop",
                                            .body = "Bring it to our desk within thirty days.\n" });
    test_bundle_article(b, &(test_article){ .id = "hours", .title = "Opening times", .category = "shop",
                                            .body = "We are here from nine to six.\n" });
    test_bundle_run(b, "INSERT INTO string VALUES('en', 'Home', 'Shop')");
    test_bundle_run(b, "INSERT INTO alias VALUES(1, 'lamp.reset', 'hours', '')");
    test_bundle_run(b, "INSERT INTO contact VALUES('phone', '', '+49 30 2')");
    test_bundle_asset(b, "picture", "lamp.webp", "store", 5);
    test_bundle_finish(b);
}

static int make(void **state)
{
    (void)state;
    snprintf(vendor, sizeof vendor, "%s", test_path("vendor.docent"));
    snprintf(store, sizeof store, "%s", test_path("store.docent"));
    snprintf(empty, sizeof empty, "%s", test_path("missing.docent"));
    make_vendor();
    make_store();
    return 0;
}

static int drop(void **state)
{
    (void)state;
    remove(vendor);
    remove(store);
    return 0;
}

static docent *open_vendor(void)
{
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h;
    config.bundle_path = vendor;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return h;
}

static void add(docent *h, const char *id, const char *path, int32_t precedence)
{
    docent_bundle b = DOCENT_BUNDLE_INIT;
    b.id = id;
    b.path = path;
    b.precedence = precedence;
    if (docent_bundle_add(h, &b) != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
}

static void expect_article(docent *h, const char *id, const char *words)
{
    docent_article *a;
    const char *text;
    assert_int_equal(docent_article_open(h, id, &a), DOCENT_OK);
    assert_int_equal(docent_article_plain(a, &text, NULL), DOCENT_OK);
    if (strstr(text, words) == NULL)
        fail_msg("%s says: %s", id, text);
    docent_article_close(a);
}

/* The ids of a list, one after the other. */
static const char *ids_of(docent_hits *hits)
{
    static char text[512];
    text[0] = '\0';
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        if (i > 0)
            strcat(text, " ");
        strcat(text, docent_hits_at(hits, i)->id);
    }
    docent_hits_free(hits);
    return text;
}

static const char *list(docent *h, const char *category)
{
    docent_hits *hits = NULL;
    assert_int_equal(docent_list(h, category, &hits), DOCENT_OK);
    return ids_of(hits);
}

static docent_hits *search(docent *h, const char *words)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits = NULL;
    q.text = words;
    if (docent_search(h, &q, &hits) != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
    return hits;
}

/* ---- precedence ---- */

static void test_an_id_is_the_first_bundles(void **state)
{
    (void)state;
    docent *h = open_vendor();
    expect_article(h, "returns", "factory");
    add(h, "store", store, 10);
    expect_article(h, "returns", "desk");
    expect_article(h, "reset", "blinks");
    expect_article(h, "hours", "nine");
    assert_int_equal(docent_bundle_remove(h, "store"), DOCENT_OK);
    expect_article(h, "returns", "factory");
    docent_article *a;
    assert_int_equal(docent_article_open(h, "hours", &a), DOCENT_ERR_MISSING);
    docent_close(h);
}

static void test_behind_it_only_adds(void **state)
{
    (void)state;
    docent *h = open_vendor();
    add(h, "store", store, -1);
    expect_article(h, "returns", "factory");
    expect_article(h, "hours", "nine");
    assert_string_equal(docent_string(h, "Home"), "Start");
    docent_close(h);
}

static void test_texts_pictures_and_numbers(void **state)
{
    (void)state;
    docent *h = open_vendor();
    docent_asset *asset;
    docent_contact *contact;
    docent_article *a;
    add(h, "store", store, 10);
    assert_string_equal(docent_string(h, "Home"), "Shop");
    assert_int_equal(docent_asset_open(h, "picture", "lamp.webp", &asset), DOCENT_OK);
    assert_int_equal(asset->size, 5);
    docent_asset_close(asset);
    assert_int_equal(docent_asset_open(h, "picture", "dimmer.webp", &asset), DOCENT_OK);
    docent_asset_close(asset);
    assert_string_equal(docent_asset_name(h, "picture", 0), "dimmer.webp");
    assert_string_equal(docent_asset_name(h, "picture", 1), "lamp.webp");
    assert_null(docent_asset_name(h, "picture", 2));
    assert_int_equal(docent_contact_open(h, 0, &contact), DOCENT_OK);
    assert_string_equal(contact->phone, "+49 30 2");
    docent_contact_close(contact);
    assert_int_equal(docent_article_by_context(h, "lamp.reset", &a, NULL), DOCENT_OK);
    assert_string_equal(docent_article_id(a), "hours");
    docent_article_close(a);
    docent_close(h);
}

static void test_languages_of_all(void **state)
{
    (void)state;
    docent *h = open_vendor();
    assert_int_equal(docent_set_locale(h, "fr-CA"), DOCENT_OK);
    assert_string_equal(docent_locale(h)->tag, "en");
    add(h, "store", store, 10);
    assert_string_equal(docent_locale(h)->tag, "fr"); /* What was asked for is remembered. */
    assert_string_equal(docent_language_at(h, 0)->tag, "en");
    assert_string_equal(docent_language_at(h, 1)->tag, "de");
    assert_string_equal(docent_language_at(h, 2)->tag, "fr");
    assert_null(docent_language_at(h, 3));
    assert_int_equal(docent_bundle_remove(h, "store"), DOCENT_OK);
    assert_string_equal(docent_locale(h)->tag, "en");
    docent_close(h);
}

/* ---- lists ---- */

static void test_lists_are_merged(void **state)
{
    (void)state;
    docent *h = open_vendor();
    docent_article *a;
    docent_hits *hits;
    add(h, "store", store, 10);
    assert_string_equal(list(h, NULL), "lamps shop dimmer");
    assert_string_equal(list(h, "shop"), "hours returns");
    assert_string_equal(list(h, "lamps"), "reset"); /* "returns" stands in the shop now. */
    assert_int_equal(docent_list(h, "none", &hits), DOCENT_ERR_MISSING);
    assert_int_equal(docent_article_open(h, "dimmer", &a), DOCENT_OK);
    assert_int_equal(docent_article_related(a, &hits), DOCENT_OK);
    assert_string_equal(ids_of(hits), "returns hours");
    docent_article_close(a);
    assert_int_equal(docent_bookmark_set(h, "article/hours", true), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(h, "article/reset", true), DOCENT_OK);
    assert_int_equal(docent_bookmarks(h, &hits), DOCENT_OK);
    assert_string_equal(ids_of(hits), "reset hours");
    docent_close(h);
}

/* ---- search ---- */

static void test_one_search_over_all(void **state)
{
    (void)state;
    docent *h = open_vendor();
    add(h, "store", store, 10);
    docent_hits *hits = search(h, "returning goods");
    assert_int_equal(docent_hits_count(hits), 1); /* The hidden one is not found. */
    assert_int_equal(docent_hits_total(hits), 1);
    assert_non_null(strstr(docent_hits_at(hits, 0)->excerpt, "desk"));
    docent_hits_free(hits);
    hits = search(h, "factory");
    assert_int_equal(docent_hits_count(hits), 0);
    docent_hits_free(hits);
    assert_int_equal(docent_bundle_remove(h, "store"), DOCENT_OK);
    hits = search(h, "factory");
    assert_int_equal(docent_hits_count(hits), 1);
    docent_hits_free(hits);
    docent_close(h);
}

static void test_a_word_of_one_is_no_slip_in_another(void **state)
{
    (void)state;
    docent *h = open_vendor();
    add(h, "store", store, 10);
    docent_hits *hits = search(h, "lamp");
    for (uint32_t i = 0; i < docent_hits_count(hits); i++)
        assert_string_not_equal(docent_hits_at(hits, i)->id, "hours");
    assert_string_equal(docent_hits_corrected(hits), "");
    docent_hits_free(hits);
    hits = search(h, "opneing times");
    assert_string_equal(docent_hits_corrected(hits), "opening times");
    assert_string_equal(docent_hits_at(hits, 0)->id, "hours");
    docent_hits_free(hits);
    docent_close(h);
}

/* The pages of a search are those of one list, whatever their size. */
static void test_pages_join(void **state)
{
    (void)state;
    docent *h = open_vendor();
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *all, *one;
    add(h, "store", store, 10);
    q.text = "lamp goods times dimmer";
    assert_int_equal(docent_search(h, &q, &all), DOCENT_OK);
    assert_int_equal(docent_hits_count(all), 4);
    q.limit = 1;
    for (q.offset = 0; q.offset < 5; q.offset++) {
        assert_int_equal(docent_search(h, &q, &one), DOCENT_OK);
        assert_int_equal(docent_hits_count(one), q.offset < 4);
        if (q.offset < 4)
            assert_string_equal(docent_hits_at(one, 0)->id, docent_hits_at(all, q.offset)->id);
        docent_hits_free(one);
    }
    for (uint32_t i = 1; i < 4; i++)
        assert_true(docent_hits_at(all, i)->score < docent_hits_at(all, i - 1)->score);
    docent_hits_free(all);
    q = (docent_query)DOCENT_QUERY_INIT;
    q.text = "lamp";
    q.flags = DOCENT_QUERY_EXPLAIN;
    assert_int_equal(docent_search(h, &q, &all), DOCENT_OK);
    assert_non_null(strstr(docent_hits_explained(all), "bundle 2"));
    docent_hits_free(all);
    docent_close(h);
}

/* ---- mistakes ---- */

static void test_mistakes_change_nothing(void **state)
{
    (void)state;
    docent *h = open_vendor();
    docent_bundle b = DOCENT_BUNDLE_INIT;
    docent_event event;
    assert_int_equal(docent_bundle_add(h, &b), DOCENT_ERR_ARG);
    b.id = "store";
    assert_int_equal(docent_bundle_add(h, &b), DOCENT_ERR_ARG);
    b.path = empty;
    assert_int_not_equal(docent_bundle_add(h, &b), DOCENT_OK);
    assert_int_equal(docent_bundle_add(NULL, &b), DOCENT_ERR_ARG);
    assert_int_equal(docent_bundle_remove(h, "store"), DOCENT_ERR_MISSING);
    assert_false(docent_poll(h, &event));
    expect_article(h, "returns", "factory");
    for (int i = 0; i < 7; i++) {
        char id[8];
        snprintf(id, sizeof id, "b%d", i);
        add(h, id, store, i);
    }
    assert_true(docent_poll(h, &event));
    assert_int_equal(event.kind, DOCENT_EVENT_CONTENT);
    b.path = store;
    assert_int_equal(docent_bundle_add(h, &b), DOCENT_ERR_LIMIT);
    add(h, "b3", store, 9); /* In place of itself. */
    docent_close(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_id_is_the_first_bundles), cmocka_unit_test(test_behind_it_only_adds),
        cmocka_unit_test(test_texts_pictures_and_numbers), cmocka_unit_test(test_languages_of_all),
        cmocka_unit_test(test_lists_are_merged), cmocka_unit_test(test_one_search_over_all),
        cmocka_unit_test(test_a_word_of_one_is_no_slip_in_another), cmocka_unit_test(test_pages_join),
        cmocka_unit_test(test_mistakes_change_nothing),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
