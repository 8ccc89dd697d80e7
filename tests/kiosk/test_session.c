/* The end of a visit, on a clock we own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "session.h"

static kiosk_session s;
static uint64_t next_ms;

static int set_up(void **state)
{
    (void)state;
    kiosk_session_start(&s, 60, 20);
    return 0;
}

static kiosk_session_act tick(uint64_t now_ms)
{
    return kiosk_session_tick(&s, now_ms, &next_ms);
}

static void nobody_is_never_timed(void **state)
{
    (void)state;
    assert_int_equal(tick(0), KIOSK_DO_NOTHING);
    assert_true(next_ms == UINT64_MAX);
    assert_int_equal(tick(1000000000), KIOSK_DO_NOTHING);
}

static void idle_then_countdown_then_reset(void **state)
{
    (void)state;
    kiosk_session_input(&s, 5000);
    assert_int_equal(tick(5000), KIOSK_DO_NOTHING);
    assert_int_equal(next_ms, 65000);
    assert_int_equal(tick(64999), KIOSK_DO_NOTHING);
    assert_int_equal(tick(65000), KIOSK_DO_WARN);
    for (uint32_t left = 20; left > 1; left--) {
        assert_int_equal(s.shown_s, left);
        assert_int_equal(next_ms, 65000 + (21 - left) * 1000);
        assert_int_equal(tick(next_ms - 1), KIOSK_DO_NOTHING);
        assert_int_equal(tick(next_ms), KIOSK_DO_WARN);
    }
    assert_int_equal(s.shown_s, 1);
    assert_int_equal(next_ms, 85000);
    assert_int_equal(tick(85000), KIOSK_DO_RESET);
    assert_true(next_ms == UINT64_MAX);
    assert_int_equal(tick(85001), KIOSK_DO_NOTHING);
}

static void any_input_extends_again_and_again(void **state)
{
    (void)state;
    uint64_t now_ms = 0;
    for (int i = 0; i < 50; i++) {
        kiosk_session_input(&s, now_ms);
        assert_int_equal(tick(now_ms), i == 0 ? KIOSK_DO_NOTHING : KIOSK_DO_CALM);
        assert_int_equal(tick(now_ms + 1), KIOSK_DO_NOTHING);
        assert_int_equal(next_ms, now_ms + 60000);
        now_ms += 60000;
        assert_int_equal(tick(now_ms), KIOSK_DO_WARN);
        now_ms += 19999; /* In the last moment. */
        assert_int_equal(tick(now_ms), KIOSK_DO_WARN);
        assert_int_equal(s.shown_s, 1);
    }
}

static void a_machine_that_slept_still_warns_in_full(void **state)
{
    (void)state;
    kiosk_session_input(&s, 0);
    assert_int_equal(tick(3600000), KIOSK_DO_WARN);
    assert_int_equal(s.shown_s, 20);
    assert_int_equal(tick(3600000 + 19999), KIOSK_DO_WARN);
    assert_int_equal(tick(3600000 + 20000), KIOSK_DO_RESET);
}

static void idle_of_zero_never_ends(void **state)
{
    (void)state;
    kiosk_session_start(&s, 0, 20);
    kiosk_session_input(&s, 7);
    assert_int_equal(tick(UINT64_MAX / 2), KIOSK_DO_NOTHING);
    assert_true(next_ms == UINT64_MAX);
}

static void a_new_visit_after_reset(void **state)
{
    (void)state;
    kiosk_session_input(&s, 0);
    tick(60000);
    assert_int_equal(tick(80000), KIOSK_DO_RESET);
    kiosk_session_input(&s, 90000);
    assert_int_equal(tick(90000), KIOSK_DO_NOTHING);
    assert_int_equal(next_ms, 150000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nobody_is_never_timed, set_up),
        cmocka_unit_test_setup(idle_then_countdown_then_reset, set_up),
        cmocka_unit_test_setup(any_input_extends_again_and_again, set_up),
        cmocka_unit_test_setup(a_machine_that_slept_still_warns_in_full, set_up),
        cmocka_unit_test_setup(idle_of_zero_never_ends, set_up),
        cmocka_unit_test_setup(a_new_visit_after_reset, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
