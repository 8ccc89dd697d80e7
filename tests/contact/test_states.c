/* The table of states, whole: every state with every event. What must never happen is said here once more, in other words. */
#include "support/cmocka_all.h"

#include <string.h>

#include "contact/reference.h"
#include "contact/states.h"
#include "contact/uuid.h"
#include "support/fake_clock.h"

static const dct_letter_state states[] = { DCT_LETTER_WAITING,   DCT_LETTER_QUEUED,    DCT_LETTER_HELD,      DCT_LETTER_BLOCKED,
                                           DCT_LETTER_UPLOADING, DCT_LETTER_SENDING,   DCT_LETTER_REPEATING, DCT_LETTER_DOUBTFUL,
                                           DCT_LETTER_DELIVERED, DCT_LETTER_ACKED };
enum { STATES = sizeof states / sizeof *states };

static void each(void (*check)(dct_letter_state from, dct_letter_event event, dct_letter_state to))
{
    for (int s = 0; s < STATES; s++)
        for (int e = 0; e < DCT_SAYS_COUNT; e++)
            check(states[s], (dct_letter_event)e, dct_state_after(states[s], (dct_letter_event)e));
}

/* What may be at the server is never simply sent: it waits for a word that it is not there, or goes as a repetition. */
static void never_blindly(dct_letter_state from, dct_letter_event event, dct_letter_state to)
{
    if (from == DCT_LETTER_DOUBTFUL || from == DCT_LETTER_REPEATING) {
        assert_int_not_equal(to, DCT_LETTER_SENDING);
        if (to == DCT_LETTER_QUEUED)
            assert_int_equal(event, DCT_SAYS_ABSENT);
    }
    if (from == DCT_LETTER_SENDING && to == DCT_LETTER_QUEUED)
        assert_true(event == DCT_SAYS_NOT_SENT || event == DCT_SAYS_LATER);
    if (to == DCT_LETTER_SENDING)
        assert_true(event == DCT_SAYS_SEND && (from == DCT_LETTER_QUEUED || from == DCT_LETTER_UPLOADING));
    if (to == DCT_LETTER_REPEATING)
        assert_true(event == DCT_SAYS_REPEAT && from == DCT_LETTER_DOUBTFUL);
}

static void never_back(dct_letter_state from, dct_letter_event event, dct_letter_state to)
{
    (void)event;
    if (from >= DCT_LETTER_FINISHED)
        assert_true(to == DCT_LETTER_NONE || to == DCT_LETTER_ACKED);
}

static void consent_is_the_only_way_out(dct_letter_state from, dct_letter_event event, dct_letter_state to)
{
    if (from == DCT_LETTER_WAITING && event != DCT_SAYS_WITHDRAW)
        assert_true(to == DCT_LETTER_NONE || (event == DCT_SAYS_AGREED && to == DCT_LETTER_QUEUED));
}

static void a_restart_believes_nothing(dct_letter_state from, dct_letter_event event, dct_letter_state to)
{
    if (event != DCT_SAYS_RESTART)
        return;
    if (from == DCT_LETTER_SENDING || from == DCT_LETTER_REPEATING)
        assert_int_equal(to, DCT_LETTER_DOUBTFUL);
    else
        assert_true(to == DCT_LETTER_NONE || to == DCT_LETTER_QUEUED);
}

static void only_what_is_here_is_taken_back(dct_letter_state from, dct_letter_event event, dct_letter_state to)
{
    if (event == DCT_SAYS_WITHDRAW)
        assert_int_equal(to, dct_state_may_be_there(from) || from >= DCT_LETTER_FINISHED ? DCT_LETTER_NONE : from);
}

static void a_verdict_has_a_place(dct_letter_state from, dct_letter_event event, dct_letter_state to)
{
    bool verdict = event >= DCT_SAYS_DONE && event <= DCT_SAYS_DOUBT;
    if (verdict && (from == DCT_LETTER_SENDING || from == DCT_LETTER_REPEATING))
        assert_int_not_equal(to, DCT_LETTER_NONE);
    if (to != DCT_LETTER_NONE)
        assert_true(dct_state_known(to));
}

static void test_every_state_with_every_event(void **state)
{
    (void)state;
    each(never_blindly);
    each(never_back);
    each(consent_is_the_only_way_out);
    each(a_restart_believes_nothing);
    each(only_what_is_here_is_taken_back);
    each(a_verdict_has_a_place);
}

/* From everywhere there is a way to a server: nothing is stuck for ever. */
static void test_a_way_from_everywhere(void **state)
{
    (void)state;
    bool reaches[STATES] = { false };
    for (int round = 0; round < STATES; round++)
        for (int s = 0; s < STATES; s++)
            for (int e = 0; e < DCT_SAYS_COUNT; e++)
                for (int t = 0; t < STATES; t++)
                    if (dct_state_after(states[s], (dct_letter_event)e) == states[t])
                        reaches[s] = reaches[s] || states[t] == DCT_LETTER_DELIVERED || reaches[t];
    for (int s = 0; s < STATES; s++)
        assert_true(reaches[s] || states[s] >= DCT_LETTER_FINISHED);
}

static void test_what_is_no_state(void **state)
{
    (void)state;
    assert_int_equal(dct_state_after((dct_letter_state)99, DCT_SAYS_DONE), DCT_LETTER_NONE);
    assert_int_equal(dct_state_after(DCT_LETTER_QUEUED, DCT_SAYS_COUNT), DCT_LETTER_NONE);
    assert_false(dct_state_known(0));
    assert_false(dct_state_known(-1));
    assert_string_equal(dct_state_name((dct_letter_state)99), "none");
}

/* ---- names ---- */

static void test_ids_sort_as_they_were_made(void **state)
{
    (void)state;
    fake_clock now;
    dct_uuid_maker maker = { 0, 0 };
    docent_id last = { "" }, id;
    fake_clock_init(&now, 3);
    docent_clock clock = fake_clock_of(&now);
    for (int i = 0; i < 10000; i++) {
        if (i % 1000 == 999)
            now.unix_ms = i % 2000 == 999 ? 0 : now.unix_ms + 1; /* A clock that was set back. */
        assert_true(dct_uuid_make(&maker, &clock, &id));
        assert_true(dct_uuid_ok(id.text) && id.text[14] == '7');
        assert_true(strcmp(id.text, last.text) > 0);
        last = id;
    }
    now.no_entropy = true;
    assert_false(dct_uuid_make(&maker, &clock, &id));
}

static void slips_are_noticed(const char *code, const char *alphabet)
{
    char typed[16], read[DCT_REFERENCE_ROOM];
    assert_true(dct_reference_read(code, read));
    assert_string_equal(read, code);
    for (int i = 0; i < 9; i++) {
        for (const char *c = alphabet; code[i] != '-' && *c != 0; c++) {
            strcpy(typed, code);
            typed[i] = *c;
            assert_int_equal(dct_reference_read(typed, read), *c == code[i]);
        }
        int next = i == 3 ? 5 : i + 1;
        if (i == 4 || next > 8)
            continue;
        strcpy(typed, code);
        typed[i] = code[next];
        typed[next] = code[i];
        assert_int_equal(dct_reference_read(typed, read), code[i] == code[next]);
    }
}

static void test_slips_are_noticed(void **state)
{
    (void)state;
    fake_clock now;
    char code[DCT_REFERENCE_ROOM], read[DCT_REFERENCE_ROOM];
    fake_clock_init(&now, 4);
    docent_clock clock = fake_clock_of(&now);
    for (int i = 0; i < 300; i++) {
        assert_true(dct_reference_make(&clock, code));
        if (strspn(code, "0123456789-") < 9) /* Of digits alone it could be a claim code. */
            slips_are_noticed(code, "23456789ABCDEFGHJKMNPQRSTUVWXYZ");
        assert_true(dct_claim_make(&clock, code));
        assert_true(dct_reference_read(code, read));
    }
    assert_true(dct_reference_make(&clock, code));
    char typed[32] = " ";
    strcat(typed, code);
    for (char *c = typed; *c != 0; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    assert_true(dct_reference_read(typed, read));
    assert_string_equal(read, code);
    assert_false(dct_reference_read("", read));
    assert_false(dct_reference_read("K7QM-3XR2-K7QM", read));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_state_with_every_event), cmocka_unit_test(test_a_way_from_everywhere),
        cmocka_unit_test(test_what_is_no_state),             cmocka_unit_test(test_ids_sort_as_they_were_made),
        cmocka_unit_test(test_slips_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
