/* Conversations over a small shop's help: what is answered, asked back, run as a guide, and not known. */
#include "support/project.h"
#include "support/ration.h"

#include <docent/ask.h>

#include <string.h>

typedef struct talk {
    fixture     f;
    docent_ask *ask;
} talk;

static void open_talk(talk *t)
{
    fixture_open(&t->f);
    fixture_put(&t->f, "reset.md", "# Reset the headset\n\nIt forgets its phones.\n\n## Before you start\n\nCharge it.\n\n## How to\n\n"
                                   "1. Hold both buttons.\n2. Wait for the blue light.\n\n## After\n\nPair it again.\n");
    fixture_put(&t->f, "pair-phone.md", "# Pair with a phone\n\nPress the pairing button.\n");
    fixture_put(&t->f, "pair-tv.md", "# Pair with a television\n\nHold the pairing button.\n");
    fixture_put(&t->f, "silent.md", "---\ntitle: The headset is silent\nkind: fix\n---\n## Is the light on? {#light}\n\nLook left.\n\n"
                                    "- [Yes](#loud)\n- [No](reset.md#how-to)\n\n## Make it louder {#loud}\n\nPress +.\n\n"
                                    "- [It works](solved)\n- [Still silent](contact)\n");
    fixture_pack(&t->f);
    assert_non_null(t->f.help);
    assert_int_equal(docent_ask_open(t->f.help, NULL, &t->ask), DOCENT_OK);
}

static void close_talk(talk *t)
{
    docent_ask_close(t->ask);
    fixture_close(&t->f);
}

static const docent_turn *say(talk *t, const char *words)
{
    assert_int_equal(docent_ask_say(t->ask, words), DOCENT_OK);
    return docent_ask_at(t->ask, docent_ask_count(t->ask) - 1);
}

/* The option with this label, or of this kind when the label is NULL. */
static const docent_turn *choose(talk *t, const char *label, docent_option_kind kind)
{
    const docent_turn *last = docent_ask_at(t->ask, docent_ask_count(t->ask) - 1);
    for (uint32_t i = 0; i < last->option_count; i++)
        if (label != NULL ? strcmp(last->options[i].label, label) == 0 : last->options[i].kind == kind) {
            assert_int_equal(docent_ask_choose(t->ask, i, label == NULL ? "chosen" : NULL), DOCENT_OK);
            return docent_ask_at(t->ask, docent_ask_count(t->ask) - 1);
        }
    fail_msg("no such option: %s", label == NULL ? "(a kind)" : label);
    return NULL;
}

static void test_answer_is_quoted(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    const docent_turn *turn = say(&t, "how to reset headset");
    assert_int_equal(turn->kind, DOCENT_TURN_ANSWER);
    assert_string_equal(docent_article_id(turn->article), "reset");
    assert_memory_equal(turn->address, "article/reset", 13);
    assert_string_equal(turn->title, "Reset the headset");
    char *all;
    const char *plain;
    size_t size;
    assert_int_equal(docent_article_plain(turn->article, &plain, &size), DOCENT_OK);
    for (uint32_t i = turn->from; i < turn->to; i++) { /* Every word is the article's. */
        const docent_block *b = docent_article_block(turn->article, i);
        all = strstr(plain, b->text);
        assert_true(b->text_len == 0 || all != NULL);
    }
    assert_int_equal(choose(&t, NULL, DOCENT_OPTION_HELPED)->kind, DOCENT_TURN_SOLVED);
    close_talk(&t);
}

static void test_asks_back(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    const docent_turn *turn = say(&t, "pair");
    assert_int_equal(turn->kind, DOCENT_TURN_WHICH);
    assert_true(turn->option_count >= 4); /* Two articles, none of these, a person. */
    turn = choose(&t, "Pair with a television", DOCENT_OPTION_CHOICE);
    assert_int_equal(turn->kind, DOCENT_TURN_ANSWER);
    assert_string_equal(turn->text, "Hold the pairing button.\n");
    assert_string_equal(docent_ask_at(t.ask, 2)->text, "Pair with a television");
    close_talk(&t);
}

static void test_guide_runs_inside(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    const docent_turn *turn = say(&t, "headset silent");
    assert_int_equal(turn->kind, DOCENT_TURN_SCREEN);
    assert_string_equal(turn->text, "Is the light on?\nLook left.\n");
    assert_string_equal(turn->address, "fix/silent#light");
    turn = choose(&t, "Yes", DOCENT_OPTION_CHOICE);
    assert_string_equal(turn->address, "fix/silent#loud");
    turn = choose(&t, "Still silent", DOCENT_OPTION_CHOICE);
    assert_int_equal(turn->kind, DOCENT_TURN_PERSON_OFFERED);
    say(&t, "headset silent");
    turn = choose(&t, "No", DOCENT_OPTION_CHOICE); /* Leads to an article's section. */
    assert_int_equal(turn->kind, DOCENT_TURN_ANSWER);
    assert_string_equal(turn->address, "article/reset#how-to");
    assert_string_equal(turn->text, "How to\n1. Hold both buttons.\n2. Wait for the blue light.\n");
    close_talk(&t);
}

static void test_does_not_know(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    assert_int_equal(say(&t, "refund for my umbrella insurance")->kind, DOCENT_TURN_UNKNOWN);
    assert_int_equal(say(&t, "cheap flights to iceland")->kind, DOCENT_TURN_PERSON_OFFERED);
    const docent_story *story;
    uint32_t count;
    assert_int_equal(docent_ask_story(t.ask, &story, &count), DOCENT_OK);
    assert_int_equal(count, 2);
    assert_string_equal(story[0].kind, "ask");
    assert_string_equal(docent_ask_letter(t.ask), "> refund for my umbrella insurance\n> cheap flights to iceland\n");
    assert_int_equal(docent_ask_person(t.ask, "a human please"), DOCENT_OK);
    assert_int_equal(docent_ask_at(t.ask, docent_ask_count(t.ask) - 1)->kind, DOCENT_TURN_PERSON_OFFERED);
    close_talk(&t);
}

static void test_not_this_goes_on(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    const docent_turn *turn = say(&t, "pair with phone");
    for (int i = 0; turn->kind == DOCENT_TURN_ANSWER || turn->kind == DOCENT_TURN_WHICH; i++) {
        assert_true(i < 10);
        turn = choose(&t, NULL, DOCENT_OPTION_NOT_THIS);
    }
    assert_int_equal(turn->kind, DOCENT_TURN_UNKNOWN); /* Every candidate once, then the truth. */
    close_talk(&t);
}

static void test_the_same_twice(void **state)
{
    (void)state;
    talk t, u;
    open_talk(&t);
    open_talk(&u);
    static const char *const words[] = { "pair", "reset", "silent headset", "zzz", "light blue" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const docent_turn *a = say(&t, words[i]), *b = say(&u, words[i]);
        assert_int_equal(a->kind, b->kind);
        assert_string_equal(a->text, b->text);
        assert_string_equal(a->address, b->address);
    }
    close_talk(&t);
    close_talk(&u);
}

static void test_bounds(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    char longest[1200];
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    assert_int_equal(docent_ask_say(t.ask, longest), DOCENT_ERR_ARG);
    assert_int_equal(docent_ask_say(t.ask, "\xff"), DOCENT_ERR_ARG);
    assert_int_equal(docent_ask_say(t.ask, NULL), DOCENT_ERR_ARG);
    assert_int_equal(docent_ask_say(t.ask, "  \n"), DOCENT_OK);
    assert_int_equal(docent_ask_count(t.ask), 0);
    assert_int_equal(docent_ask_choose(t.ask, 0, NULL), DOCENT_ERR_ARG);
    docent_status status = DOCENT_OK;
    for (int i = 0; i < 200 && status == DOCENT_OK; i++)
        status = docent_ask_say(t.ask, "reset");
    assert_int_equal(status, DOCENT_ERR_LIMIT);
    assert_null(docent_ask_at(t.ask, docent_ask_count(t.ask)));
    close_talk(&t);
}

/* The n-th allocation of a conversation fails: it ends with a status or goes on, nothing leaks. Returns how many there were. */
static long talk_with(const char *path, long n)
{
    test_ration r = { .fail_at = -1 };
    docent_alloc alloc = test_ration_alloc(&r);
    docent_config config = DOCENT_CONFIG_INIT;
    docent *help = NULL;
    docent_ask *ask = NULL;
    config.bundle_path = path;
    config.alloc = &alloc;
    assert_int_equal(docent_open(&config, &help, NULL), DOCENT_OK);
    r.asked = 0;
    r.fail_at = n;
    if (docent_ask_open(help, NULL, &ask) == DOCENT_OK) {
        (void)docent_ask_say(ask, "how to reset headset");
        (void)docent_ask_choose(ask, 1, NULL);
        (void)docent_ask_say(ask, "the headset is silent");
        (void)docent_ask_choose(ask, 0, NULL);
        (void)docent_ask_person(ask, "a human please");
        const docent_story *story;
        uint32_t count;
        bool told = docent_ask_letter(ask) != NULL && docent_ask_story(ask, &story, &count) == DOCENT_OK;
        assert_true(told || n >= 0);
        for (uint32_t i = 0; i < docent_ask_count(ask); i++) /* What is there can be read. */
            assert_non_null(docent_ask_at(ask, i)->text);
    }
    docent_ask_close(ask);
    docent_close(help);
    assert_int_equal(r.live, 0);
    assert_false(r.wrong_size);
    return r.asked;
}

static void test_short_memory(void **state)
{
    (void)state;
    talk t;
    open_talk(&t);
    long asked = talk_with(t.f.bundle, -1);
    assert_true(asked > 20);
    for (long n = 0; n < asked; n++)
        talk_with(t.f.bundle, n);
    close_talk(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answer_is_quoted), cmocka_unit_test(test_asks_back),       cmocka_unit_test(test_guide_runs_inside),
        cmocka_unit_test(test_does_not_know),    cmocka_unit_test(test_not_this_goes_on), cmocka_unit_test(test_the_same_twice),
        cmocka_unit_test(test_bounds),           cmocka_unit_test(test_short_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
