/* Lines on the device: what is in force after any of them, cut anywhere; releases and times that decide what is taken. */
#define _POSIX_C_SOURCE 200809L

#include "support/cmocka_all.h"

#include "base/alloc.h"
#include "net/clock.h"
#include "sync/generations.h"
#include "sync/plan.h"
#include "sync/release.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

typedef struct device {
    char            path[64];
    dct_generations g;
} device;

static void reopen(device *d)
{
    dct_generations_close(&d->g);
    assert_int_equal(dct_generations_open(&d->g, &dct_alloc_default, d->path, NULL), DOCENT_OK);
}

static int set_up(void **state)
{
    device *d = calloc(1, sizeof *d);
    strcpy(d->path, "/tmp/docent-generations.XXXXXX");
    assert_non_null(mkdtemp(d->path));
    reopen(d);
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    device *d = *state;
    char command[128];
    dct_generations_close(&d->g);
    snprintf(command, sizeof command, "rm -rf '%s'", d->path);
    int code = system(command);
    free(d);
    return code;
}

static void put_pack(device *d, const char *sha256)
{
    char name[80];
    snprintf(name, sizeof name, "%s.docent", sha256);
    assert_int_equal(dct_folder_write(d->g.packs, name, "x", 1, NULL), DOCENT_OK);
}

static void put(device *d, const char *name, const char *line)
{
    assert_int_equal(dct_folder_write(d->g.folder, name, line, strlen(line), NULL), DOCENT_OK);
}

static void install(device *d, int64_t release, const char *sha256)
{
    dct_generation g = { .release = release, .published = 1, .pack_count = 1 };
    memcpy(g.packs[0], sha256, sizeof g.packs[0]);
    put_pack(d, sha256);
    assert_int_equal(dct_generations_stage(&d->g, &g, NULL), DOCENT_OK);
    assert_int_equal(dct_generations_try(&d->g, NULL), DOCENT_OK);
}

static int64_t start(device *d)
{
    const dct_generation *now;
    reopen(d);
    assert_int_equal(dct_generations_start(&d->g, &now, NULL), DOCENT_OK);
    return now == NULL ? 0 : now->release;
}

static void a_trial_has_three_starts(void **state)
{
    device *d = *state;
    assert_int_equal(start(d), 0);
    install(d, 1, A);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    install(d, 2, B); /* Its first. */
    assert_int_equal(start(d), 2);
    assert_int_equal(start(d), 2);
    assert_int_equal(start(d), 1);
    assert_int_equal(d->g.bad, 2);
    assert_int_equal(start(d), 1);
}

static void a_confirmed_one_stays(void **state)
{
    device *d = *state;
    install(d, 1, A);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    install(d, 2, B);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    for (int i = 0; i < 5; i++)
        assert_int_equal(start(d), 2);
    const dct_generation *now;
    assert_int_equal(dct_generations_refuse(&d->g, &now, NULL), DOCENT_OK);
    assert_int_equal(now->release, 1);
    assert_int_equal(start(d), 1);
    assert_int_equal(dct_generations_refuse(&d->g, &now, NULL), DOCENT_OK);
    assert_null(now);
    assert_int_equal(start(d), 0);
    assert_int_equal(d->g.bad, 2);
}

/* What a confirmation that was cut leaves: both lines. */
static void a_cut_confirmation_is_finished(void **state)
{
    device *d = *state;
    put_pack(d, A);
    put_pack(d, B);
    put(d, "current", "2 1 " B "\n");
    put(d, "previous", "1 1 " A "\n");
    put(d, "trial", "3 2 1 " B "\n");
    assert_int_equal(start(d), 2);
    assert_int_equal(d->g.trial.release, 0);
    assert_int_equal(d->g.bad, 0);
}

static void rename_line(device *d, const char *from, const char *to)
{
    assert_int_equal(dct_folder_move(d->g.folder, from, d->g.folder, to, NULL), DOCENT_OK);
}

/* Without its line, what is in force is what was before; and the way back from there leads to the program's own. */
static void a_damaged_line_leaves_what_was_before(void **state)
{
    device *d = *state;
    const dct_generation *now;
    install(d, 1, A);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    install(d, 2, B);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    put(d, "current", "2 1 bbb");
    assert_int_equal(start(d), 1);
    assert_int_equal(dct_generations_refuse(&d->g, &now, NULL), DOCENT_OK);
    assert_null(now);
    assert_int_equal(start(d), 0);
}

/* A link in a line's place: not read, and nothing that it may have named is swept; nor is there a way back past it. */
static void what_cannot_be_read_is_not_swept(void **state)
{
    device *d = *state;
    const dct_generation *now;
    char link[128], to[128];
    install(d, 1, A);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    install(d, 2, B);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    rename_line(d, "previous", "elsewhere");
    snprintf(link, sizeof link, "%s/previous", d->path);
    snprintf(to, sizeof to, "%s/elsewhere", d->path);
    assert_int_equal(symlink(to, link), 0);
    assert_int_equal(start(d), 2);
    dct_generations_sweep(&d->g, NULL, 0);
    assert_true(dct_generations_has_pack(&d->g, A));
    assert_int_equal(dct_generations_refuse(&d->g, &now, NULL), DOCENT_ERR_IO);
    assert_int_equal(unlink(link), 0);
    rename_line(d, "elsewhere", "previous");
    assert_int_equal(start(d), 2);
    assert_int_equal(dct_generations_refuse(&d->g, &now, NULL), DOCENT_OK);
    assert_int_equal(now->release, 1);
}

/* Where a trial's start cannot be counted, what was before is in force until the next start. */
static void what_is_set_aside_comes_again(void **state)
{
    device *d = *state;
    install(d, 1, A);
    assert_int_equal(dct_generations_confirm(&d->g, NULL), DOCENT_OK);
    install(d, 2, B);
    assert_int_equal(dct_generations_set_aside(&d->g)->release, 1);
    assert_null(dct_generations_set_aside(&d->g));
    dct_generations_sweep(&d->g, NULL, 0);
    assert_int_equal(start(d), 2);
}

static void what_is_no_line_counts_as_absent(void **state)
{
    device *d = *state;
    static const char *const bad[] = { "", "\n", "2", "2 1\n", "2 1 " A, "2 1 " A " \n", "0 1 " A "\n", "-2 1 " A "\n",
                                      "2 1 " B "\n",
                                       "2 1 xx\n", "99999999999999999999 1 " A "\n", "2 1 " A " " A " " A " " A " " A "\n",
                                       "2 1 ../../../../../../../../../../../../../../../../../etc/passwd00000000\n" };
    put_pack(d, A);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        put(d, "current", bad[i]);
        assert_int_equal(start(d), 0);
    }
    put(d, "current", "2 1 " A "\n");
    assert_int_equal(start(d), 2);
}

static void packs_without_a_line_go(void **state)
{
    device *d = *state;
    install(d, 1, A);
    put_pack(d, B);
    dct_generations_sweep(&d->g, NULL, 0);
    assert_true(dct_generations_has_pack(&d->g, A));
    assert_false(dct_generations_has_pack(&d->g, B));
}

/* ---- release.json ---- */

#define RELEASE(members, pack) \
    "{\"format\":1,\"release\":7,\"published\":\"2026-11-20T08:00:00Z\"" members ",\"packs\":[{\"sha256\":\"" A "\",\"length\":100" pack "}]}"
#define FULL ",\"full\":{\"path\":\"f\",\"length\":50}"

static dct_reason parse(const char *text, dct_release *r)
{
    return dct_release_parse(r, text, strlen(text), NULL);
}

static void ways_are_sorted_and_bounded(void **state)
{
    (void)state;
    dct_release r;
    assert_int_equal(parse(RELEASE("", FULL ",\"deltas\":[{\"path\":\"b\",\"length\":20,\"from\":\"" B "\"},"
                                             "{\"path\":\"a\",\"length\":10,\"from\":\"" B "\"}]"), &r), DCT_REASON_NONE);
    assert_int_equal(r.packs[0].way_count, 3);
    assert_string_equal(r.packs[0].ways[0].path, "a");
    assert_string_equal(r.packs[0].ways[2].path, "f");
    assert_string_equal(r.packs[0].ways[2].from, "");
    assert_int_equal(r.rollout, 100);
    assert_int_equal(parse(RELEASE("", ""), &r), DCT_REASON_TAMPER);
    assert_int_equal(parse(RELEASE("", ",\"full\":{\"path\":\"f\",\"length\":0}"), &r), DCT_REASON_TAMPER);
    assert_int_equal(parse(RELEASE("", ",\"full\":{\"path\":\"f\",\"length\":2000000000}"), &r), DCT_REASON_TAMPER);
    assert_int_equal(parse(RELEASE(",\"not_before\":\"soon\"", FULL), &r), DCT_REASON_TAMPER);
    assert_int_equal(parse("{\"format\":2}", &r), DCT_REASON_INCOMPATIBLE);
    assert_int_equal(parse("{\"format\":1,\"release\":1,\"packs\":[]}", &r), DCT_REASON_TAMPER);
    assert_int_equal(parse("[]", &r), DCT_REASON_TAMPER);
}

static void a_roll_out_takes_its_percentage(void **state)
{
    (void)state;
    char name[16];
    int taken = 0, both = 0;
    dct_release r = { .number = 7, .rollout = 20 }, wider = { .number = 7, .rollout = 60 };
    for (int i = 0; i < 2000; i++) {
        snprintf(name, sizeof name, "device %d", i);
        taken += dct_release_includes(&r, name);
        both += dct_release_includes(&r, name) && dct_release_includes(&wider, name);
    }
    assert_in_range(taken, 320, 480);
    assert_int_equal(both, taken); /* Who has it keeps it when it grows. */
}

/* ---- times ---- */

static void devices_do_not_look_together(void **state)
{
    (void)state;
    char name[16];
    int slots[12] = { 0 };
    for (int i = 0; i < 1200; i++) {
        snprintf(name, sizeof name, "device %d", i);
        uint64_t ms = dct_plan_first_ms(name, 3600);
        assert_true(ms < 3600000);
        slots[ms / 300000]++;
    }
    for (int i = 0; i < 12; i++)
        assert_in_range(slots[i], 60, 150);
}

enum { SIX_HOURS_S = 6 * 3600 };

static void waits_grow_within_bounds(void **state)
{
    (void)state;
    uint64_t wait = 0, most = 6 * 3600000;
    int at_most = 0;
    for (int i = 0; i < 200; i++) {
        uint64_t next = dct_plan_again_ms(&dct_clock_system, wait, 0, 24 * 3600);
        assert_in_range(next, 30000, most);
        assert_true(next <= (wait > 30000 ? wait : 30000) * 3);
        at_most += next == most;
        wait = next;
    }
    assert_in_range(at_most, 0, 2); /* Chance is bounded, not what it chose: a fleet has no moment in common. */
    for (int i = 0; i < 100; i++)
        assert_in_range(dct_plan_again_ms(&dct_clock_system, most, 0, 600), 30000, 600000);
    assert_int_equal(dct_plan_again_ms(&dct_clock_system, 0, 0, 10), 30000);
}

/* At least as long as the server asks for, and not all at once then. */
static void patience_ends_one_by_one(void **state)
{
    (void)state;
    int slots[20] = { 0 }; /* Minutes after the date that 600 were told in the hour before. */
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t asked_s = 3600 - i * 6;
        uint64_t ms = dct_plan_again_ms(&dct_clock_system, 0, asked_s, SIX_HOURS_S);
        assert_in_range(ms, asked_s * 1000u, (2u * asked_s + SIX_HOURS_S / 24) * 1000u);
        uint64_t slot = (ms / 1000 - asked_s) / 60;
        if (slot < 20)
            slots[slot]++;
    }
    for (int i = 0; i < 20; i++) /* They came at ten a minute. */
        assert_in_range(slots[i], 0, 40);
    assert_in_range(dct_plan_again_ms(&dct_clock_system, 0, 1000000, SIX_HOURS_S), 3600000, 2 * 3600000 + 900000);
    assert_in_range(dct_plan_again_ms(&dct_clock_system, 0, 1, 10), 30000, 32000);
}

static bool is_there(const device *d, const char *name, off_t *size)
{
    char path[160];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", d->path, name);
    bool there = stat(path, &st) == 0;
    *size = there ? st.st_size : 0;
    return there;
}

/* Nine megabytes that nobody wants have no name as a pack at once; their room comes back in pieces, also after a restart. */
static void large_ones_go_in_pieces(void **state)
{
    device *d = *state;
    char command[256];
    off_t size;
    snprintf(command, sizeof command, "cd %s && for f in packs/" B ".docent incoming/x.zst; do head -c 9437184 /dev/zero > $f; done",
             d->path);
    assert_int_equal(system(command), 0);
    put_pack(d, A);
    dct_generations_sweep(&d->g, NULL, 0);
    assert_false(dct_generations_has_pack(&d->g, B));
    assert_false(is_there(d, "packs/" A ".docent", &size)); /* A small one is gone. */
    assert_true(is_there(d, "packs/." B ".docent", &size));
    assert_int_equal(size, 9437184);
    assert_true(dct_generations_tidy(&d->g));
    assert_true(is_there(d, "packs/." B ".docent", &size));
    assert_int_equal(size, 9437184 - (4 << 20));
    reopen(d);
    int pieces = 0;
    while (dct_generations_tidy(&d->g))
        pieces++;
    assert_int_equal(pieces, 2 + 3);
    assert_false(is_there(d, "packs/." B ".docent", &size));
    assert_false(is_there(d, "incoming/.x.zst", &size));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_trial_has_three_starts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_confirmed_one_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_cut_confirmation_is_finished, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_damaged_line_leaves_what_was_before, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_is_not_swept, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_set_aside_comes_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_line_counts_as_absent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(packs_without_a_line_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_ones_go_in_pieces, set_up, tear_down),
        cmocka_unit_test(ways_are_sorted_and_bounded),
        cmocka_unit_test(a_roll_out_takes_its_percentage),
        cmocka_unit_test(devices_do_not_look_together),
        cmocka_unit_test(waits_grow_within_bounds),
        cmocka_unit_test(patience_ends_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
