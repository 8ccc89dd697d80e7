/* Arena, buffer and allocator: bounds, alignment, and what a failure leaves behind. */
#include "support/cmocka_all.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support/ration.h"

/* ---- arena ---- */

static void test_arena_gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    dct_arena arena;
    dct_arena_init(&arena, &alloc, 1 << 20);
    for (size_t size = 0; size < 300; size++) {
        unsigned char *p = dct_arena_new(&arena, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0); /* Not 16 everywhere. */
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xEE, size);
    }
    assert_string_equal(dct_arena_text(&arena, "abcdef", 3), "abc");
    assert_string_equal(dct_arena_format(&arena, "%s-%d", "x", 7), "x-7");
    dct_arena_reset(&arena);
    assert_int_equal(*(unsigned char *)dct_arena_new(&arena, 1), 0); /* Used before, zero again. */
    dct_arena_close(&arena);
    assert_int_equal(r.live, 0);
    assert_false(r.wrong_size);
}

static void test_arena_has_a_bound(void **state)
{
    (void)state;
    dct_arena arena;
    dct_arena_init(&arena, &dct_alloc_default, 100000);
    assert_int_equal(dct_arena_status(&arena), DOCENT_OK);
    while (dct_arena_new(&arena, 1000) != NULL)
        assert_true(arena.total <= 100000);
    assert_int_equal(dct_arena_status(&arena), DOCENT_ERR_LIMIT);
    assert_null(dct_arena_new(&arena, 1)); /* Sticky. */
    dct_arena_reset(&arena);
    assert_int_equal(dct_arena_status(&arena), DOCENT_OK);
    assert_null(dct_arena_array(&arena, SIZE_MAX / 2, 3));
    assert_int_equal(dct_arena_status(&arena), DOCENT_ERR_LIMIT);
    dct_arena_close(&arena);
}

static void test_arena_tells_short_memory(void **state)
{
    (void)state;
    test_ration r = { .fail_at = 1 };
    docent_alloc alloc = test_ration_alloc(&r);
    dct_arena arena;
    dct_arena_init(&arena, &alloc, 1 << 24);
    assert_non_null(dct_arena_new(&arena, 10));
    assert_null(dct_arena_new(&arena, 1 << 20));
    assert_true(dct_arena_failed(&arena));
    assert_int_equal(dct_arena_status(&arena), DOCENT_ERR_NOMEM);
    assert_null(dct_arena_text(&arena, "x", 1));
    assert_null(dct_arena_format(&arena, "x"));
    dct_arena_close(&arena);
    assert_int_equal(r.live, 0);
}

static void test_arena_lets_huge_chunks_go(void **state)
{
    (void)state;
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    dct_arena arena;
    dct_arena_init(&arena, &alloc, 1 << 24);
    assert_non_null(dct_arena_new(&arena, 10));
    assert_non_null(dct_arena_new(&arena, 1 << 20));
    dct_arena_reset(&arena);
    assert_int_equal(r.live, 0);
    assert_non_null(dct_arena_new(&arena, 10));
    dct_arena_reset(&arena);
    assert_int_equal(r.live, 1);
    dct_arena_close(&arena);
    assert_int_equal(r.live, 0);
}

/* ---- buffer ---- */

static void test_buffer_grows(void **state)
{
    (void)state;
    dct_buf b;
    dct_buf_init(&b, &dct_alloc_default, 1 << 20);
    assert_string_equal(dct_buf_text(&b), "");
    for (int i = 0; i < 1000; i++)
        dct_buf_add_format(&b, "%03d ", i);
    assert_int_equal(b.size, 4000);
    assert_memory_equal(dct_buf_text(&b) + 3996, "999 ", 5);
    dct_buf_clear(&b);
    dct_buf_add_u16(&b, 0x1234);
    dct_buf_add_u32(&b, 0x89ABCDEF);
    assert_memory_equal(b.data, "\x34\x12\xEF\xCD\xAB\x89", 6);
    dct_buf_close(&b);
    assert_int_equal(b.size, 0);
}

static void test_buffer_has_a_bound(void **state)
{
    (void)state;
    dct_buf b;
    dct_buf_init(&b, &dct_alloc_default, 10);
    dct_buf_add(&b, "1234567", 7);
    dct_buf_add(&b, "89ABC", 5);
    assert_true(b.failed);
    assert_int_equal(b.size, 7); /* What was there stays. */
    dct_buf_add_byte(&b, 'x');   /* Sticky, though it would fit. */
    assert_int_equal(b.size, 7);
    dct_buf_clear(&b);
    dct_buf_add(&b, "0123456789", 10);
    assert_false(b.failed);
    assert_string_equal(dct_buf_text(&b), ""); /* The terminator does not fit. */
    dct_buf_close(&b);
}

static void test_buffer_without_memory(void **state)
{
    (void)state;
    test_ration r = { .fail_at = 1 };
    docent_alloc alloc = test_ration_alloc(&r);
    dct_buf b;
    dct_buf_init(&b, &alloc, 1 << 20);
    dct_buf_add_text(&b, "kept");
    assert_null(dct_buf_grow(&b, 100000));
    assert_true(b.failed);
    assert_memory_equal(b.data, "kept", 4);
    dct_buf_close(&b);
    assert_int_equal(r.live, 0);
    assert_false(r.wrong_size);
}

static void test_allocator(void **state)
{
    (void)state;
    assert_null(dct_new(&dct_alloc_default, 0));
    unsigned char *p = dct_new_zero(&dct_alloc_default, 100);
    assert_int_equal(p[99], 0);
    p = dct_resize(&dct_alloc_default, p, 100, 1000);
    assert_int_equal(p[99], 0);
    dct_free(&dct_alloc_default, p, 1000);
    dct_free(&dct_alloc_default, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(test_arena_has_a_bound),
        cmocka_unit_test(test_arena_tells_short_memory),
        cmocka_unit_test(test_arena_lets_huge_chunks_go),
        cmocka_unit_test(test_buffer_grows),
        cmocka_unit_test(test_buffer_has_a_bound),
        cmocka_unit_test(test_buffer_without_memory),
        cmocka_unit_test(test_allocator),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
