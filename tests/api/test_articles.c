/* Lists, articles, assets, contact and bookmarks, over one small bundle. */
#include "support/cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include <docent/article.h>

#include "base/limits.h"
#include "store/state.h"
#include "support/bundle.h"

static char    path[1024];
static docent *h;

static int make(void **state)
{
    (void)state;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    snprintf(path, sizeof path, "%s", test_path("articles.docent"));
    test_bundle_sample(path);
    config.bundle_path = path;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        fail_msg("%s", err.message);
    return 0;
}

static int drop(void **state)
{
    (void)state;
    docent_close(h);
    remove(path);
    return 0;
}

static int in_english(void **state)
{
    (void)state;
    return docent_set_locale(h, "en");
}

/* "id: title; id: title" and frees. */
static const char *line_of(docent_status status, docent_hits *hits)
{
    static char line[1024];
    size_t used = 0;
    if (status != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
    line[0] = 0;
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        used += (size_t)snprintf(line + used, sizeof line - used, "%s%s%s: %s", i == 0 ? "" : "; ",
                                 hit->kind == DOCENT_KIND_CATEGORY ? "+" : "", hit->id, hit->title);
    }
    docent_hits_free(hits);
    return line;
}

static const char *list_of(const char *category)
{
    docent_hits *hits;
    docent_status status = docent_list(h, category, &hits);
    return line_of(status, hits);
}

/* ---- lists ---- */

static void test_table_of_contents(void **state)
{
    (void)state;
    assert_string_equal(list_of(NULL), "+orbit: Orbit headset; +home: At home; loose: About this help");
    assert_string_equal(list_of(""), "+orbit: Orbit headset; +home: At home; loose: About this help");
    assert_string_equal(list_of("home"), "+pebble: Pebble vacuum");
    assert_string_equal(list_of("pebble"), "pebble-dock: Place the dock");
    assert_string_equal(list_of("orbit"), "no-sound: The headset makes no sound; orbit-pair: Pair the Orbit headset; "
                                          "orbit-reset: Reset the headset");
    docent_set_locale(h, "de");
    assert_string_equal(list_of(NULL), "+orbit: Orbit-Kopfhörer; +home: At home; loose: About this help");
    assert_string_equal(list_of("orbit"), "no-sound: The headset makes no sound; orbit-pair: Orbit-Kopfhörer koppeln; "
                                          "orbit-reset: Reset the headset");
}

static void test_what_a_hit_says(void **state)
{
    (void)state;
    docent_hits *hits;
    assert_int_equal(docent_list(h, "orbit", &hits), DOCENT_OK);
    const docent_hit *hit = docent_hits_at(hits, 1);
    assert_int_equal(docent_hits_at(hits, 0)->kind, DOCENT_KIND_FIX);
    assert_int_equal(hit->kind, DOCENT_KIND_ARTICLE);
    assert_string_equal(hit->summary, "With a phone, in a minute.");
    assert_string_equal(hit->category, "Orbit headset");
    assert_string_equal(hit->locale, "en");
    assert_string_equal(hit->anchor, "");
    assert_string_equal(hit->icon, "");
    assert_int_equal(hit->step_count, 2);
    assert_true(hit->score == 0);
    docent_hits_free(hits);
    assert_int_equal(docent_list(h, NULL, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->icon, "headset");
    assert_int_equal(docent_hits_total(hits), 3);
    docent_hits_free(hits);
}

static void test_no_such_category(void **state)
{
    (void)state;
    docent_hits *hits;
    assert_int_equal(docent_list(h, "nowhere", &hits), DOCENT_ERR_MISSING);
    assert_null(hits);
    assert_non_null(strstr(docent_last_error(h)->message, "nowhere"));
}

static void test_top(void **state)
{
    (void)state;
    docent_hits *hits;
    docent_status status = docent_top(h, &hits);
    assert_string_equal(line_of(status, hits), "orbit-reset: Reset the headset; no-sound: The headset makes no sound");
}

static void test_search(void **state)
{
    (void)state;
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits;
    q.text = "pair headset";
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    assert_string_equal(docent_hits_at(hits, 0)->id, "orbit-pair");
    docent_hits_free(hits);
    q.text = "\" OR * NEAR( \xFF\xC3 : ^";
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    docent_hits_free(hits);
    q.text = "";
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 0);
    docent_hits_free(hits);
}

/* ---- articles ---- */

static docent_article *article(const char *id)
{
    docent_article *a;
    if (docent_article_open(h, id, &a) != DOCENT_OK)
        fail_msg("%s", docent_last_error(h)->message);
    return a;
}

static void test_an_article(void **state)
{
    (void)state;
    docent_article *a = article("orbit-pair");
    assert_int_equal(docent_article_kind(a), DOCENT_KIND_ARTICLE);
    assert_string_equal(docent_article_id(a), "orbit-pair");
    assert_string_equal(docent_article_title(a), "Pair the Orbit headset");
    assert_string_equal(docent_article_category(a), "orbit");
    assert_int_equal(docent_article_block(a, 0)->kind, DOCENT_BLOCK_PARAGRAPH);
    assert_null(docent_article_block(a, docent_article_block_count(a)));
    assert_int_equal(docent_article_block(a, docent_article_find(a, "several"))->kind, DOCENT_BLOCK_HEADING);
    assert_int_equal(docent_article_block(a, docent_article_find(a, "step-2"))->number, 2);
    assert_int_equal(docent_article_find(a, "nowhere"), UINT32_MAX);
    docent_article_close(a);
}

static void test_in_the_nearest_language(void **state)
{
    (void)state;
    docent_set_locale(h, "de-CH");
    docent_article *a = article("orbit-pair");
    assert_string_equal(docent_article_locale(a), "de");
    docent_article_close(a);
    a = article("orbit-reset"); /* Not translated: as it was written. */
    assert_string_equal(docent_article_locale(a), "en");
    docent_article_close(a);
    docent_set_locale(h, "ar");
    a = article("orbit-pair");
    assert_string_equal(docent_article_locale(a), "en");
    docent_article_close(a);
}

static void test_by_context(void **state)
{
    (void)state;
    docent_article *a;
    const char *anchor;
    assert_int_equal(docent_article_by_context(h, "settings.sound", &a, &anchor), DOCENT_OK);
    assert_string_equal(docent_article_id(a), "orbit-pair");
    assert_string_equal(anchor, "several");
    docent_article_close(a);
    assert_int_equal(docent_article_by_context(h, "settings.sound", &a, NULL), DOCENT_OK);
    docent_article_close(a);
    assert_int_equal(docent_article_by_context(h, "settings", &a, &anchor), DOCENT_ERR_MISSING);
    assert_null(a);
    assert_string_equal(anchor, "");
}

static void test_by_code(void **state)
{
    (void)state;
    static const char *const codes[] = { "E-104", "e 104", "E104", " e-1 0-4 " };
    docent_article *a;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        assert_int_equal(docent_article_by_code(h, codes[i], &a), DOCENT_OK);
        assert_string_equal(docent_article_id(a), "orbit-reset");
        docent_article_close(a);
    }
    assert_int_equal(docent_article_by_code(h, "E-105", &a), DOCENT_ERR_MISSING);
    assert_int_equal(docent_article_by_code(h, "--", &a), DOCENT_ERR_MISSING);
    assert_int_equal(docent_article_by_code(h, "settings.sound", &a), DOCENT_ERR_MISSING); /* A context is no code. */
}

static void test_related_and_plain(void **state)
{
    (void)state;
    docent_hits *hits;
    const char *text;
    size_t size;
    docent_article *a = article("orbit-pair");
    docent_status status = docent_article_related(a, &hits);
    assert_string_equal(line_of(status, hits), "orbit-reset: Reset the headset; no-sound: The headset makes no sound");
    assert_int_equal(docent_article_plain(a, &text, &size), DOCENT_OK);
    assert_int_equal(strlen(text), size);
    assert_non_null(strstr(text, "1. Hold the power button until the light blinks blue.\n"));
    assert_non_null(strstr(text, "\nA hand on the left ear cup\n"));
    const char *again;
    assert_int_equal(docent_article_plain(a, &again, NULL), DOCENT_OK);
    assert_ptr_equal(text, again);
    docent_article_close(a);
    a = article("loose");
    assert_int_equal(docent_article_related(a, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 0);
    docent_hits_free(hits);
    docent_article_close(a);
}

static void test_a_guide(void **state)
{
    (void)state;
    docent_article *a = article("no-sound");
    uint32_t i = docent_article_find(a, "volume"), answers = 0;
    const docent_block *screen = docent_article_block(a, i);
    assert_int_equal(docent_article_kind(a), DOCENT_KIND_FIX);
    assert_int_equal(screen->kind, DOCENT_BLOCK_SCREEN);
    for (uint32_t c = i + 1; c < screen->end; c = docent_article_block(a, c)->end)
        answers += docent_article_block(a, c)->kind == DOCENT_BLOCK_ANSWER;
    assert_int_equal(answers, 2);
    docent_article_close(a);
}

/* ---- assets ---- */

static void test_assets(void **state)
{
    (void)state;
    docent_asset *asset;
    assert_int_equal(docent_asset_open(h, "picture", "power.webp", &asset), DOCENT_OK);
    assert_int_equal(asset->size, 20);
    assert_memory_equal(asset->data, "not really a picture", 20);
    docent_asset_close(asset);
    assert_int_equal(docent_asset_open(h, "theme", "power.webp", &asset), DOCENT_ERR_MISSING);
    assert_null(asset);
    assert_string_equal(docent_asset_name(h, "theme", 0), "dark");
    assert_string_equal(docent_asset_name(h, "theme", 1), "light");
    assert_null(docent_asset_name(h, "theme", 2));
    assert_string_equal(docent_asset_name(h, "theme", 1), "light"); /* Out of turn. */
    assert_string_equal(docent_asset_name(h, "picture", 0), "power.webp");
    assert_null(docent_asset_name(h, "nothing", 0));
    docent_asset_close(NULL);
}

/* ---- a person ---- */

static void test_contact(void **state)
{
    (void)state;
    docent_contact *c;
    assert_int_equal(docent_contact_open(h, 1779183000, &c), DOCENT_OK); /* 19 May 2026, 09:30 UTC: a Tuesday. */
    assert_string_equal(c->phone, "+49 30 5550 1490");
    assert_string_equal(c->phone_note, "Free of charge");
    assert_string_equal(c->time_zone, "Europe/Berlin");
    assert_true(c->has_hours && c->open);
    assert_int_equal(c->utc_offset_s, 7200);
    assert_int_equal(c->next_min, 1080);
    assert_int_equal(c->next_change - 1779183000, (18 * 60 - (11 * 60 + 30)) * 60);
    docent_contact_close(c);
    docent_contact_close(NULL);
}

/* ---- bookmarks ---- */

static void test_bookmarks(void **state)
{
    (void)state;
    docent_hits *hits;
    assert_int_equal(docent_bookmark_set(h, "article/orbit-reset", true), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(h, "article/gone", true), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(h, "article/orbit%2Dpair#several", true), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(h, "fix/no-sound", true), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(h, "toc/orbit", true), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(h, "settings", true), DOCENT_OK);
    docent_status status = docent_bookmarks(h, &hits);
    assert_string_equal(docent_hits_at(hits, 2)->anchor, "several");
    assert_string_equal(line_of(status, hits), "+orbit: Orbit headset; no-sound: The headset makes no sound; "
                                               "orbit-pair: Pair the Orbit headset; orbit-reset: Reset the headset");
    assert_true(docent_bookmark_get(h, "settings"));
    assert_int_equal(docent_bookmark_set(h, "settings", false), DOCENT_OK);
    assert_false(docent_bookmark_get(h, "settings"));
    assert_int_equal(docent_forget(h), DOCENT_OK);
    assert_false(docent_bookmark_get(h, "fix/no-sound"));
    assert_int_equal(docent_bookmarks(h, &hits), DOCENT_OK);
    assert_int_equal(docent_hits_count(hits), 0);
    docent_hits_free(hits);
}

/* ---- what people ask ---- */

static docent *open_with_state(const char *state_path, const char *locale)
{
    docent *other;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = path;
    config.state_path = state_path;
    config.locale = locale;
    assert_int_equal(docent_open(&config, &other, NULL), DOCENT_OK);
    return other;
}

static void test_counting_searches(void **state)
{
    (void)state;
    char where[1024];
    dct_arena arena;
    const dct_search_count *list;
    uint32_t count;
    snprintf(where, sizeof where, "%s", test_path("counts.db"));
    remove(where);
    docent *other = open_with_state(where, "de");
    assert_int_equal(docent_count_search(other, "  Koppeln ", 3, "orbit-pair"), DOCENT_OK);
    assert_int_equal(docent_count_search(other, "koppeln", 4, "orbit-pair"), DOCENT_OK);
    assert_int_equal(docent_count_search(other, "anna@mail.example", 0, NULL), DOCENT_OK);
    assert_int_equal(docent_count_search(other, "", 0, NULL), DOCENT_OK);
    assert_int_equal(docent_bookmark_set(other, "article/orbit-pair", true), DOCENT_OK);
    assert_int_equal(docent_forget(other), DOCENT_OK);
    docent_close(other);
    dct_arena_init(&arena, &dct_alloc_default, 8 << 20);
    assert_int_equal(dct_state_read_counts(&dct_alloc_default, where, &arena, &list, &count, NULL), DOCENT_OK);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].words, "koppeln");
    assert_string_equal(list[0].lang, "de");
    assert_string_equal(list[0].opened, "orbit-pair");
    assert_int_equal(list[0].found, 4);
    assert_int_equal(list[0].count, 2);
    dct_arena_close(&arena);
    remove(where);
    assert_int_equal(docent_count_search(h, "in memory", 0, NULL), DOCENT_OK);
    assert_int_equal(docent_count_search(NULL, "x", 0, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_count_search(h, NULL, 0, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_count_search(h, "\xFF", 0, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_count_search(h, "x", 0, ""), DOCENT_ERR_ARG);
}

/* ---- callers' mistakes ---- */

static void test_null_everywhere(void **state)
{
    (void)state;
    docent_article *a;
    docent_hits *hits;
    const char *text;
    assert_int_equal(docent_open(NULL, NULL, NULL), DOCENT_ERR_ARG);
    docent_close(NULL);
    assert_int_equal(docent_last_error(NULL)->status, DOCENT_OK);
    assert_null(docent_info_of(NULL));
    assert_null(docent_locale(NULL));
    assert_int_equal(docent_verify(NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_set_locale(NULL, "en"), DOCENT_ERR_ARG);
    assert_string_equal(docent_string(NULL, "x"), "x");
    assert_string_equal(docent_string(h, NULL), "");
    assert_int_equal(docent_search(NULL, NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_search(h, NULL, &hits), DOCENT_ERR_ARG);
    assert_int_equal(docent_list(h, NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_top(NULL, &hits), DOCENT_ERR_ARG);
    assert_int_equal(docent_article_open(h, NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_article_by_context(h, NULL, &a, NULL), DOCENT_ERR_ARG);
    a = article("loose");
    assert_int_equal(docent_article_plain(a, NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_article_plain(NULL, &text, NULL), DOCENT_ERR_ARG);
    assert_string_equal(text, "");
    assert_int_equal(docent_article_related(NULL, &hits), DOCENT_ERR_ARG);
    assert_int_equal(docent_article_find(a, NULL), UINT32_MAX);
    assert_string_equal(docent_article_title(NULL), "");
    docent_article_close(NULL);
    docent_article_close(a);
    assert_int_equal(docent_contact_open(h, 0, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_bookmark_set(h, "", true), DOCENT_ERR_ARG);
    assert_int_equal(docent_bookmark_set(h, NULL, true), DOCENT_ERR_ARG);
    assert_false(docent_bookmark_get(h, NULL));
    assert_int_equal(docent_forget(NULL), DOCENT_ERR_ARG);
    assert_null(docent_asset_name(h, NULL, 0));
}

static void test_odd_arguments(void **state)
{
    (void)state;
    static char long_id[DCT_MAX_ID_BYTES + 2];
    docent_article *a;
    docent_hits *hits;
    docent_query q = DOCENT_QUERY_INIT;
    memset(long_id, 'x', sizeof long_id - 1);
    assert_int_equal(docent_article_open(h, long_id, &a), DOCENT_ERR_ARG);
    assert_int_equal(docent_article_open(h, "\xFF", &a), DOCENT_ERR_ARG);
    assert_int_equal(docent_article_open(h, "' OR 1=1 --", &a), DOCENT_ERR_MISSING);
    assert_int_equal(docent_article_open(h, "", &a), DOCENT_ERR_MISSING);
    q.text = "x";
    q.limit = 201;
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_ERR_ARG);
    q.limit = 0;
    q.struct_size = 4;
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_ERR_ARG);
    assert_int_equal(docent_last_error(h)->status, DOCENT_ERR_ARG);
    assert_null(strchr(docent_last_error(h)->message, '\n'));
}

/* A program built with an older header knows fewer fields. */
static void test_shorter_structs(void **state)
{
    (void)state;
    docent_hits *hits;
    docent *other;
    docent_query q = DOCENT_QUERY_INIT;
    docent_config config = DOCENT_CONFIG_INIT;
    q.text = "headset";
    q.limit = 12345; /* Beyond struct_size: not looked at. */
    q.struct_size = (uint32_t)(offsetof(docent_query, text) + sizeof q.text);
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    docent_hits_free(hits);
    q.limit = 0;
    q.product = "\xFF";
    q.struct_size = (uint32_t)offsetof(docent_query, product); /* Before products were known. */
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    docent_hits_free(hits);
    q.struct_size = (uint32_t)sizeof q;
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_ERR_ARG);
    q.product = "Orbit";
    assert_int_equal(docent_search(h, &q, &hits), DOCENT_OK);
    docent_hits_free(hits);
    config.bundle_path = path;
    config.state_path = "";
    config.struct_size = (uint32_t)offsetof(docent_config, state_path);
    assert_int_equal(docent_open(&config, &other, NULL), DOCENT_OK);
    docent_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_table_of_contents, in_english),
        cmocka_unit_test_setup(test_what_a_hit_says, in_english),
        cmocka_unit_test_setup(test_no_such_category, in_english),
        cmocka_unit_test_setup(test_top, in_english),
        cmocka_unit_test_setup(test_search, in_english),
        cmocka_unit_test_setup(test_an_article, in_english),
        cmocka_unit_test_setup(test_in_the_nearest_language, in_english),
        cmocka_unit_test_setup(test_by_context, in_english),
        cmocka_unit_test_setup(test_by_code, in_english),
        cmocka_unit_test_setup(test_related_and_plain, in_english),
        cmocka_unit_test_setup(test_a_guide, in_english),
        cmocka_unit_test_setup(test_assets, in_english),
        cmocka_unit_test_setup(test_contact, in_english),
        cmocka_unit_test_setup(test_bookmarks, in_english),
        cmocka_unit_test_setup(test_counting_searches, in_english),
        cmocka_unit_test_setup(test_null_everywhere, in_english),
        cmocka_unit_test_setup(test_odd_arguments, in_english),
        cmocka_unit_test_setup(test_shorter_structs, in_english),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
