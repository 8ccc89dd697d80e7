/* The pure half of the viewer: what actions do to the state. No bundle, font or clock is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "view/update.h"

static int set_up(void **state)
{
    dct_state *s = calloc(1, sizeof *s);
    dct_state_init(s, &dct_alloc_default);
    s->text_percent = 100;
    *state = s;
    return s == NULL;
}

static int tear_down(void **state)
{
    dct_state *s = *state;
    dct_history_close(&s->history);
    free(s);
    return 0;
}

static uint32_t arrive(dct_state *s, const char *address, dct_arrival how)
{
    dct_action a = { .kind = DCT_ACT_ARRIVE, .text = address, .number = (uint32_t)how };
    bool ok;
    uint32_t effects = dct_update(s, &a, &ok);
    assert_true(ok);
    return effects;
}

static uint32_t act(dct_state *s, dct_action a)
{
    return dct_update(s, &a, NULL);
}

static void back_keeps_the_scroll(void **state)
{
    dct_state *s = *state;
    arrive(s, "home", DCT_ARRIVE_NEW);
    act(s, (dct_action){ .kind = DCT_ACT_SCROLL, .y = 120 });
    arrive(s, "article/a", DCT_ARRIVE_NEW);
    assert_int_equal(dct_scroll_offset(&s->scroll), 0);
    act(s, (dct_action){ .kind = DCT_ACT_SCROLL, .y = 77 });
    arrive(s, "home", DCT_ARRIVE_BACK);
    assert_int_equal(dct_scroll_offset(&s->scroll), 120);
    arrive(s, "article/a", DCT_ARRIVE_FORWARD);
    assert_int_equal(dct_scroll_offset(&s->scroll), 77);
    assert_string_equal(s->address.id, "a");
}

static void a_new_page_forgets_what_was_ahead(void **state)
{
    dct_state *s = *state;
    arrive(s, "home", DCT_ARRIVE_NEW);
    arrive(s, "toc", DCT_ARRIVE_NEW);
    arrive(s, "contact", DCT_ARRIVE_NEW);
    arrive(s, "toc", DCT_ARRIVE_BACK);
    arrive(s, "settings", DCT_ARRIVE_NEW);
    assert_int_equal(s->history.count, 3);
    assert_int_equal(s->history.at, 2);
}

static void history_is_bounded(void **state)
{
    dct_state *s = *state;
    for (int i = 0; i < 1000; i++)
        arrive(s, i % 2 == 0 ? "home" : "toc", DCT_ARRIVE_NEW);
    assert_true(s->history.count <= 200);
    assert_string_equal(dct_history_now(&s->history)->address, "toc");
}

static void typing_asks_for_a_search(void **state)
{
    dct_state *s = *state;
    arrive(s, "home", DCT_ARRIVE_NEW);
    act(s, (dct_action){ .kind = DCT_ACT_FIELD, .number = DCT_FIELD_SEARCH });
    uint32_t effects = act(s, (dct_action){ .kind = DCT_ACT_INSERT, .text = "ink" });
    assert_true(effects & DCT_EFFECT_SEARCH);
    arrive(s, "search?q=ink", DCT_ARRIVE_NEW);
    assert_int_equal(s->field, DCT_FIELD_SEARCH);
    assert_string_equal(s->fields[DCT_FIELD_SEARCH].text, "ink");
    arrive(s, "article/x", DCT_ARRIVE_NEW);
    assert_int_equal(s->field, DCT_FIELD_NONE);
    assert_string_equal(s->fields[DCT_FIELD_SEARCH].text, "");
}

static void ticks_toggle_and_the_oldest_goes(void **state)
{
    dct_state *s = *state;
    act(s, (dct_action){ .kind = DCT_ACT_TICK, .text = "a", .number = 1 });
    assert_true(dct_state_ticked(s, "a", 1));
    assert_false(dct_state_ticked(s, "b", 1));
    act(s, (dct_action){ .kind = DCT_ACT_TICK, .text = "a", .number = 1 });
    assert_false(dct_state_ticked(s, "a", 1));
    for (uint32_t i = 0; i <= DCT_MAX_TICKS; i++)
        act(s, (dct_action){ .kind = DCT_ACT_TICK, .text = "long", .number = i });
    assert_false(dct_state_ticked(s, "long", 0));
    assert_true(dct_state_ticked(s, "long", DCT_MAX_TICKS));
}

static void answers_are_kept_until_changed(void **state)
{
    dct_state *s = *state;
    act(s, (dct_action){ .kind = DCT_ACT_ANSWER, .id = "no-sound", .text = "light", .number = 1 });
    act(s, (dct_action){ .kind = DCT_ACT_ANSWER, .id = "no-sound", .text = "volume", .number = 0 });
    assert_int_equal(dct_trail_answer(&s->trail, "no-sound", "light"), 1);
    /* Back at the first screen: the same answer keeps what came after, another one forgets it. */
    act(s, (dct_action){ .kind = DCT_ACT_ANSWER, .id = "no-sound", .text = "light", .number = 1 });
    assert_int_equal(dct_trail_answer(&s->trail, "no-sound", "volume"), 0);
    act(s, (dct_action){ .kind = DCT_ACT_ANSWER, .id = "no-sound", .text = "light", .number = 0 });
    assert_int_equal(dct_trail_answer(&s->trail, "no-sound", "volume"), UINT32_MAX);
    act(s, (dct_action){ .kind = DCT_ACT_ANSWER, .id = "other", .text = "start", .number = 0 });
    assert_int_equal(dct_trail_answer(&s->trail, "no-sound", "light"), UINT32_MAX);
}

static void a_long_trail_ends_quietly(void **state)
{
    dct_state *s = *state;
    char screen[16];
    for (int i = 0; i < 200; i++) {
        screen[0] = 's';
        screen[1] = (char)('0' + i / 100);
        screen[2] = (char)('0' + i / 10 % 10);
        screen[3] = (char)('0' + i % 10);
        screen[4] = 0;
        act(s, (dct_action){ .kind = DCT_ACT_ANSWER, .id = "g", .text = screen, .number = 0 });
    }
    assert_int_equal(s->trail.count, DCT_MAX_TRAIL);
}

static void easing_ends_where_it_should(void **state)
{
    dct_state *s = *state;
    act(s, (dct_action){ .kind = DCT_ACT_SCROLL, .y = 500, .on = true, .time_ms = 1000 });
    float last = 0;
    for (uint64_t t = 1000; t <= 1200; t += 10) {
        act(s, (dct_action){ .kind = DCT_ACT_TIME, .time_ms = t, .y = 1000 });
        assert_true(s->scroll.y >= last);
        last = s->scroll.y;
    }
    assert_int_equal(dct_scroll_offset(&s->scroll), 500);
    assert_int_equal(s->scroll.mode, DCT_SCROLL_STILL);
}

static void coasting_does_not_depend_on_the_frame_rate(void **state)
{
    dct_state *s = *state;
    float ends[2];
    for (int i = 0; i < 2; i++) {
        act(s, (dct_action){ .kind = DCT_ACT_SCROLL, .y = 0 });
        act(s, (dct_action){ .kind = DCT_ACT_COAST, .y = 1500, .time_ms = 0 });
        for (uint64_t t = 0; t < 5000 && s->scroll.mode != DCT_SCROLL_STILL; t += i == 0 ? 16 : 7)
            act(s, (dct_action){ .kind = DCT_ACT_TIME, .time_ms = t, .y = 100000 });
        assert_int_equal(s->scroll.mode, DCT_SCROLL_STILL);
        ends[i] = s->scroll.y;
    }
    assert_true(ends[0] - ends[1] < 2 && ends[1] - ends[0] < 2);
}

static void scrolling_stops_at_the_ends(void **state)
{
    dct_state *s = *state;
    act(s, (dct_action){ .kind = DCT_ACT_COAST, .y = 9000, .time_ms = 0 });
    act(s, (dct_action){ .kind = DCT_ACT_TIME, .time_ms = 900, .y = 300 });
    assert_int_equal(dct_scroll_offset(&s->scroll), 300);
    assert_int_equal(s->scroll.mode, DCT_SCROLL_STILL);
}

static void text_size_has_bounds(void **state)
{
    dct_state *s = *state;
    act(s, (dct_action){ .kind = DCT_ACT_TEXT_SIZE, .number = 900 });
    assert_int_equal(s->text_percent, 200);
    act(s, (dct_action){ .kind = DCT_ACT_TEXT_SIZE, .number = 1 });
    assert_int_equal(s->text_percent, 100);
}

static void note(dct_state *s, dct_story_kind kind, const char *text, const char *address, bool refines)
{
    act(s, (dct_action){ .kind = DCT_ACT_STORY, .number = kind, .text = text, .id = address, .on = refines });
}

/* Words that are still being typed are one search; a page that is read again is told once, and last. */
static void the_story_is_told_once(void **state)
{
    dct_state *s = *state;
    note(s, DCT_STORY_SEARCH, "no", "search?q=no", false);
    note(s, DCT_STORY_SEARCH, "no ink", "search?q=no%20ink", true);
    note(s, DCT_STORY_ARTICLE, "Ink", "article/ink", false);
    note(s, DCT_STORY_ARTICLE, "Paper", "article/paper", false);
    act(s, (dct_action){ .kind = DCT_ACT_WISH, .number = DCT_WISH_STRIKE, .x = 2 }); /* Paper stays here. */
    note(s, DCT_STORY_ARTICLE, "Ink", "article/ink", false);
    assert_int_equal(s->story.count, 3);
    assert_string_equal(s->story.items[0].text, "no ink");
    assert_string_equal(s->story.items[1].text, "Paper");
    assert_string_equal(s->story.items[2].text, "Ink");
    assert_int_equal(s->wish.struck, 1u << 1); /* And stays struck where it is now. */
    for (char c = 'a'; c < 'a' + 26; c++) {
        char address[] = { 'f', 'i', 'x', '/', c, 0 };
        note(s, DCT_STORY_FIX, "A guide", address, false);
    }
    assert_int_equal(s->story.count, DCT_MAX_STORY);
    assert_string_equal(s->story.items[DCT_MAX_STORY - 1].address, "fix/z");
    assert_int_equal(s->wish.struck, 0);
}

static void a_wish_says_what_is_to_be_kept(void **state)
{
    dct_state *s = *state;
    assert_true(act(s, (dct_action){ .kind = DCT_ACT_WISH, .number = DCT_WISH_PROBLEM, .text = "broken" }) & DCT_EFFECT_DRAFT);
    assert_string_equal(s->wish.problem, "broken");
    assert_false(act(s, (dct_action){ .kind = DCT_ACT_WISH, .number = DCT_WISH_CONSENT, .on = true }) & DCT_EFFECT_DRAFT);
    assert_true(s->wish.consent);
    act(s, (dct_action){ .kind = DCT_ACT_FIELD, .number = DCT_FIELD_BODY });
    assert_true(act(s, (dct_action){ .kind = DCT_ACT_INSERT, .text = "a\nb" }) & DCT_EFFECT_DRAFT);
    assert_string_equal(s->fields[DCT_FIELD_BODY].text, "a\nb");
    act(s, (dct_action){ .kind = DCT_ACT_WISH, .number = DCT_WISH_TRIED, .on = true });
    arrive(s, "article/a", DCT_ARRIVE_NEW);
    assert_false(s->wish.tried); /* What was missing there is not asked for elsewhere. */
    assert_string_equal(s->fields[DCT_FIELD_BODY].text, "a\nb");
    for (int i = 0; i < 100; i++) {
        char place[16] = { 'p', (char)('0' + i / 10), (char)('0' + i % 10), 0 };
        act(s, (dct_action){ .kind = DCT_ACT_VOTED, .text = place });
    }
    assert_true(dct_state_voted(s, "p99"));
    assert_false(dct_state_voted(s, "p00")); /* The oldest are forgotten. */
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        test(back_keeps_the_scroll),          test(a_new_page_forgets_what_was_ahead),
        test(history_is_bounded),             test(typing_asks_for_a_search),
        test(ticks_toggle_and_the_oldest_goes), test(answers_are_kept_until_changed),
        test(a_long_trail_ends_quietly),      test(easing_ends_where_it_should),
        test(coasting_does_not_depend_on_the_frame_rate), test(scrolling_stops_at_the_ends),
        test(text_size_has_bounds),
        test(the_story_is_told_once),         test(a_wish_says_what_is_to_be_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
