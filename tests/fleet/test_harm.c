/* What may go wrong for a device that tells its shop how it is: no line for a year, a collector that refuses, an end in the middle,
 * clocks, disks, memory. Nothing grows, no count goes back, and nothing is in the way of a person. */
#define _POSIX_C_SOURCE 200809L
#include "fleet/device.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "support/faulty.h"
#include "support/ration.h"

/* ---- what may go wrong ---- */

/* A year without a line: what waits is a day of hours, and then nothing is missing. */
static void test_a_year_offline(void **state)
{
    (void)state;
    device *d = begin(8);
    d->in_memory = true;
    start(d);
    report(d);
    d->net.offline = true;
    for (int month = 0; month < 12; month++) {
        docent_outbox box;
        search(d, "ink", month % 2);
        run(d, 730ull * HOUR_MS);
        assert_int_equal(docent_outbox_look(d->h, &box), DOCENT_OK); /* Of people's requests: none. */
        assert_int_equal(box.waiting, 0);
        assert_false(box.warn);
    }
    assert_int_equal(d->heartbeats, 0);
    assert_int_equal(d->events, 0);
    d->net.offline = false;
    run(d, HOUR_MS);
    assert_in_range(d->heartbeats, 1, DCT_MAX_TELEMETRY_WAITING + 1); /* In order: take_heartbeat() looks. */
    assert_in_range(d->heartbeats, DCT_MAX_TELEMETRY_WAITING - 2, DCT_MAX_TELEMETRY_WAITING + 1);
    assert_in_range(d->counts[HEARTBEATS], 8755, 8765);
    assert_int_equal(d->counts[SEARCHES], 12);
    assert_int_equal(d->counts[EMPTY], 6);
    print_message("a year offline: %lld heartbeats made, %u sent in the end\n", (long long)d->counts[HEARTBEATS], (unsigned)d->heartbeats);
    finish(d);
}

/* A network that swallows everything, and a device that dies in each try: the rows stay few. */
static void test_always_killed(void **state)
{
    (void)state;
    device *d = begin(9);
    write_device("{\"telemetry\":{\"url\":\"https://fleet.test\",\"interval_minutes\":1}}");
    start(d);
    for (int i = 0; i < 60; i++) {
        d->net.next = FAULT_STALL_BEFORE;
        run(d, 61000);
        stop(d); /* In the middle of a try, more often than not. */
        start(d);
    }
    stop(d);
    assert_true(d->net.happened[FAULT_STALL_BEFORE] >= 30);
    assert_in_range(look("SELECT count(*) FROM letter"), 1, DCT_MAX_TELEMETRY_WAITING);
    d->net.next = -1;
    start(d);
    run(d, 2ull * HOUR_MS);
    assert_in_range(d->counts[HEARTBEATS], 165, 190);
    assert_int_equal(d->counts[STARTS], 61); /* The one that ended before its first step was none. */
    finish(d);
}

/* What a collector does not take is dropped, and the next are told all the same; what it cannot take now waits. */
static void test_refused(void **state)
{
    (void)state;
    static const int dropped[] = { 400, 401, 404, 500 };
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        device *d = begin(10 + i);
        d->status = dropped[i];
        start(d);
        report(d);
        run(d, 5ull * HOUR_MS);
        assert_in_range(strlen(d->order), 5, 7); /* Each once. */
        assert_int_equal(look("SELECT count(*) FROM letter"), 0);
        d->status = 0;
        run(d, HOUR_MS);
        assert_int_equal(d->heartbeats, 1);
        assert_int_equal(d->events, 0);
        finish(d);
    }
    device *d = begin(20);
    d->status = 503;
    start(d);
    report(d);
    run(d, 5ull * HOUR_MS);
    assert_in_range(look("SELECT count(*) FROM letter"), 5, 6);
    d->status = 0;
    run(d, HOUR_MS);
    assert_in_range(d->heartbeats, 6, 7);
    finish(d);
}

/* No more: what waits goes, and nothing is made any more. */
static void test_turned_off(void **state)
{
    (void)state;
    device *d = begin(21);
    d->net.offline = true;
    start(d);
    report(d);
    run(d, 5ull * HOUR_MS);
    assert_in_range(look("SELECT count(*) FROM letter"), 5, 6);
    assert_int_equal(docent_fleet_report(d->h, NULL), DOCENT_OK);
    d->net.offline = false;
    uint32_t begun = d->net.begun;
    run(d, 5ull * HOUR_MS);
    assert_int_equal(d->net.begun, begun);
    stop(d);
    assert_int_equal(look("SELECT count(*) FROM letter"), 0);
    finish(d);
}

/* Heartbeats wait for hours; somebody writes; the line comes back. Theirs is first, and alone. */
static void test_requests_first(void **state)
{
    (void)state;
    docent_id id;
    docent_outbox box;
    docent_ticket ticket = DOCENT_TICKET_INIT;
    device *d = begin(22);
    write_device("{\"connectors\":{\"desk\":{\"kind\":\"webhook\",\"url\":\"https://desk.test/hook\"}},"
                 "\"telemetry\":{\"url\":\"https://fleet.test\"}}");
    d->net.offline = true;
    start(d);
    run(d, 5ull * HOUR_MS);
    ticket.body = "It blinks.";
    assert_int_equal(docent_ticket_submit(d->h, &ticket, &id), DOCENT_OK);
    assert_int_equal(docent_outbox_look(d->h, &box), DOCENT_OK);
    assert_int_equal(box.waiting, 1);
    stop(d);
    fake_clock_advance(&d->clock, 20 * 60000); /* So that no wait for another try is left: all of it is due at once. */
    d->net.offline = false;
    start(d);
    run(d, 3500); /* The desk takes four seconds. */
    assert_string_equal(d->order, "l");
    run(d, 60000);
    assert_int_equal(strncmp(d->order, "lhhhhh", 6), 0);
    assert_int_equal(d->letters, 1);
    finish(d);
}

/* ---- ends ---- */

/* In another process, which ends as if the power were cut, or as it should. */
static void live_and_end(device *d, bool properly)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        start(d);
        report(d);
        docent_step(d->h, 0, NULL);
        if (properly)
            docent_close(d->h);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void test_unclean_ends(void **state)
{
    (void)state;
    device *d = begin(23);
    live_and_end(d, true);
    live_and_end(d, false);
    live_and_end(d, false);
    live_and_end(d, true);
    live_and_end(d, false);
    start(d);
    report(d);
    run(d, HOUR_MS);
    assert_int_equal(d->counts[STARTS], 6);
    assert_int_equal(d->counts[UNCLEAN], 3);
    finish(d);
}

/* ---- clocks ---- */

static void test_clocks(void **state)
{
    (void)state;
    device *d = begin(24);
    int64_t right = d->clock.unix_ms;
    d->clock.unix_ms = 86400000; /* Its battery is empty. */
    start(d);
    report(d);
    search(d, "ink", 1);
    run(d, 3ull * HOUR_MS);
    assert_int_equal(d->heartbeats, 0);
    assert_int_equal(look("SELECT count(*) FROM letter"), 0);
    d->clock.unix_ms = right;
    run(d, HOUR_MS);
    assert_in_range(d->heartbeats, 1, 2);
    assert_int_equal(d->counts[SEARCHES], 1);
    assert_int_equal(d->counts[STARTS], 1);
    d->clock.unix_ms += 20ll * 366 * 24 * HOUR_MS; /* Somebody set the year. */
    run(d, HOUR_MS);
    stop(d);
    test_state_remove_all(state_file); /* As if it had been so from the beginning. */
    start(d);
    report(d);
    search(d, "ink", 1);
    run(d, HOUR_MS);
    assert_in_range(d->counts[SEARCHES], 1, 1);
    d->clock.unix_ms -= 20ll * 366 * 24 * HOUR_MS;
    d->last_time = 0;
    run(d, 2ull * HOUR_MS); /* What was counted since a time to come begins anew. */
    assert_int_equal(d->counts[SEARCHES], 0);
    search(d, "ink", 1);
    run(d, HOUR_MS);
    assert_int_equal(d->counts[SEARCHES], 1);
    finish(d);
}

/* Two hundred devices that start together: no minute has more than a few of them. */
static void test_no_wave(void **state)
{
    (void)state;
    uint32_t minutes[60] = { 0 }, most = 0, soon[5] = { 0 };
    for (int i = 0; i < 200; i++) {
        device *d = begin(1000 + (uint64_t)i);
        d->in_memory = true;
        start(d);
        docent_fleet fleet = DOCENT_FLEET_INIT;
        char name[16];
        snprintf(name, sizeof name, "kiosk-%d", i);
        fleet.url = "https://fleet.test";
        fleet.instance = name;
        assert_int_equal(docent_fleet_report(d->h, &fleet), DOCENT_OK);
        uint64_t from = d->clock.monotonic_ms;
        while (d->heartbeats == 0)
            run(d, 1000);
        assert_true(d->clock.monotonic_ms - from <= 301000);
        soon[(d->clock.monotonic_ms - from) / 60200]++;
        while (d->heartbeats == 1)
            run(d, 1000);
        minutes[(uint64_t)(d->last_time / 1000000000 / 60) % 60]++;
        finish(d);
    }
    for (int i = 0; i < 60; i++)
        most = minutes[i] > most ? minutes[i] : most;
    print_message("first heartbeats in the five minutes after a start: %u %u %u %u %u; at most %u of 200 in one minute of an hour\n",
                  soon[0], soon[1], soon[2], soon[3], soon[4], most);
    assert_in_range(most, 4, 14);
    for (int i = 0; i < 5; i++)
        assert_in_range(soon[i], 15, 70);
}

/* ---- disks and memory ---- */

/* The disk fails at its n-th call, for good, until the device starts again: no count ever goes back, whatever was told. */
static void test_failing_disk(void **state)
{
    (void)state;
    bool whole = false;
    test_faulty_install();
    for (long n = 0; !whole; n += 1 + n / 12) {
        device *d = begin(25);
        start(d);
        report(d);
        search(d, "ink", 0);
        test_disk.asked = 0;
        test_disk.fail_at = n;
        test_disk.for_ever = true;
        d->least_ms = 60000; /* Whoever cannot write asks again at once: its host would not. */
        run(d, HOUR_MS);
        d->least_ms = 1;
        whole = test_disk.asked <= n;
        test_disk.fail_at = -1;
        stop(d);
        int64_t told = d->counts[SEARCHES];
        start(d);
        report(d);
        search(d, "ink", 0);
        run(d, 2ull * HOUR_MS);
        assert_true(d->counts[SEARCHES] >= told + 1 && d->counts[SEARCHES] <= 2);
        finish(d);
    }
    test_disk.fail_at = -1;
    test_disk.for_ever = false;
}

static void test_memory(void **state)
{
    (void)state;
    bool whole = false;
    for (long n = 0; !whole; n++) {
        test_ration r = { .fail_at = -1 };
        docent_alloc alloc = test_ration_alloc(&r);
        device *d = begin(26);
        d->in_memory = true;
        d->alloc = &alloc;
        start(d);
        r.asked = 0;
        r.fail_at = n;
        docent_fleet fleet = DOCENT_FLEET_INIT;
        fleet.url = "https://fleet.test";
        fleet.instance = "kiosk-17";
        docent_status status = docent_fleet_report(d->h, &fleet);
        if (status == DOCENT_OK)
            run(d, HOUR_MS / 2);
        else
            assert_int_equal(status, DOCENT_ERR_NOMEM);
        whole = r.asked <= n;
        r.fail_at = -1;
        if (status != DOCENT_OK)
            report(d);
        run(d, 2ull * HOUR_MS);
        assert_true(d->heartbeats >= 1);
        assert_int_equal(d->counts[STARTS], 1);
        finish(d);
        assert_int_equal(r.live, 0);
    }
}

static int all_tests(void)
{
    const struct CMUnitTest all[] = {
        cmocka_unit_test(test_a_year_offline),
        cmocka_unit_test(test_always_killed),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_turned_off),
        cmocka_unit_test(test_requests_first),
        cmocka_unit_test(test_unclean_ends),
        cmocka_unit_test(test_clocks),
        cmocka_unit_test(test_no_wave),
        cmocka_unit_test(test_failing_disk),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(all, NULL, NULL);
}

int main(void)
{
    return with_files("fleet-harm", all_tests);
}
