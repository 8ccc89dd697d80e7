/* The one block that results are. */
#include "support/cmocka_all.h"

#include <string.h>

#include "store/hits.h"
#include "support/ration.h"

static docent_hits *make(const docent_alloc *alloc, uint32_t count)
{
    static const docent_span marks[] = { { 0, 3 }, { 5, 9 } };
    char title[16] = "borrowed";
    dct_arena arena;
    dct_hit_list list = { 0 };
    dct_arena_init(&arena, &dct_alloc_default, 1 << 20);
    for (uint32_t i = 0; i < count; i++) {
        docent_hit *hit = dct_hit_add(&list, &arena);
        title[0] = (char)('A' + i % 26);
        hit->id = dct_arena_text(&arena, title, strlen(title));
        hit->title = dct_arena_text(&arena, title, strlen(title));
        hit->marks = marks;
        hit->mark_count = i % 3;
        hit->title_marks = marks + 1;
        hit->title_mark_count = 1;
        hit->score = (double)(count - i);
    }
    list.total = 1000;
    list.corrected = count == 0 ? NULL : "printer";
    docent_hits *hits = dct_hits_finish(&list, alloc);
    dct_arena_close(&arena);
    return hits;
}

static void test_everything_is_copied(void **state)
{
    (void)state;
    docent_hits *hits = make(&dct_alloc_default, 40);
    assert_int_equal(docent_hits_count(hits), 40);
    assert_int_equal(docent_hits_total(hits), 1000);
    assert_string_equal(docent_hits_corrected(hits), "printer");
    for (uint32_t i = 0; i < 40; i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        assert_int_equal(hit->title[0], 'A' + i % 26);
        assert_string_equal(hit->summary, "");
        assert_string_equal(hit->excerpt, "");
        assert_int_equal(hit->mark_count, i % 3);
        if (hit->mark_count == 2)
            assert_int_equal(hit->marks[1].to, 9);
        assert_int_equal(hit->title_marks[0].from, 5);
    }
    assert_null(docent_hits_at(hits, 40));
    docent_hits_free(hits);
}

static void test_none(void **state)
{
    (void)state;
    docent_hits *hits = make(&dct_alloc_default, 0);
    assert_int_equal(docent_hits_count(hits), 0);
    assert_string_equal(docent_hits_corrected(hits), "");
    assert_null(docent_hits_at(hits, 0));
    docent_hits_free(hits);
    docent_hits_free(NULL);
    assert_int_equal(docent_hits_count(NULL), 0);
    assert_string_equal(docent_hits_corrected(NULL), "");
}

static void test_freed_without_a_handle(void **state)
{
    (void)state;
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    docent_hits *hits = make(&alloc, 5);
    memset(&alloc, 0, sizeof alloc); /* The block has its own copy. */
    assert_int_equal(r.live, 1);
    docent_hits_free(hits);
    assert_int_equal(r.live, 0);
    assert_false(r.wrong_size);
    r = (test_ration){ .fail_at = 0 };
    alloc = test_ration_alloc(&r);
    assert_null(make(&alloc, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_is_copied),
        cmocka_unit_test(test_none),
        cmocka_unit_test(test_freed_without_a_handle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
