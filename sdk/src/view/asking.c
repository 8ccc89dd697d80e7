/* Talking with the help: what is said and chosen on the Ask page, what comes of it, and how it goes along to a person.
 *
 *   words --asks for a person?--yes--> a person is offered
 *           \--no--> the library: an answer, a choice, a guide's screen, or nothing --> the page, the story, the count
 *
 * A question is counted for the authors once it has come to its end: helped, given up, or followed by another one. */
#include "view_impl.h"

#include "answer.h"

#include "../base/limits.h"

#include <stdio.h>
#include <string.h>

#define FULL DCT_MSG("This conversation is long enough. Please start a new one, or talk to a person.")

static void act(docent_view *v, dct_action_kind kind, uint32_t number, const char *text)
{
    dct_action a = { .kind = kind, .number = number, .text = text };
    dct_act(v, &a);
}

static const docent_turn *last_turn(const docent_view *v)
{
    uint32_t count = docent_ask_count(v->content.ask);
    return count == 0 ? NULL : docent_ask_at(v->content.ask, count - 1);
}

/* ---- for the authors -------------------------------------------------------------------- */

static void settle(docent_view *v, bool opened)
{
    dct_asking *a = &v->asking;
    if (a->counts)
        (void)docent_count_search(v->h, a->words, a->found, opened && a->id[0] != 0 ? a->id : NULL);
    a->counts = false;
}

static uint32_t found_of(const docent_turn *turn)
{
    uint32_t found = turn->article != NULL;
    for (uint32_t i = 0; i < turn->option_count && turn->kind == DOCENT_TURN_WHICH; i++)
        found += turn->options[i].kind == DOCENT_OPTION_CHOICE;
    return found;
}

static void begin_count(docent_view *v, const char *words)
{
    v->asking.counts = true;
    v->asking.id[0] = 0;
    v->asking.found = found_of(last_turn(v));
    snprintf(v->asking.words, sizeof v->asking.words, "%s", words);
}

/* Who reads an answer has opened it; who gives up on it has not. */
static void go_on_count(docent_view *v)
{
    const docent_turn *turn = last_turn(v);
    if (turn->article != NULL)
        snprintf(v->asking.id, sizeof v->asking.id, "%s", docent_article_id(turn->article));
    if (turn->kind == DOCENT_TURN_SOLVED)
        settle(v, true);
    else if (turn->kind == DOCENT_TURN_UNKNOWN || turn->kind == DOCENT_TURN_PERSON_OFFERED)
        settle(v, false);
}

/* ---- for the person who is asked then --------------------------------------------------------- */

static void note(docent_view *v, dct_story_kind kind, const char *text, const char *address)
{
    dct_action a = { .kind = DCT_ACT_STORY, .number = kind, .text = text, .id = address };
    dct_act(v, &a);
}

static void note_words(docent_view *v, const char *words)
{
    note(v, DCT_STORY_ASK, words, dct_ask_for(&v->build, words));
}

/* "No sound: Is the light on? Yes; ...": all screens of this guide in a row, up to the one at `at`. */
static void note_guide(docent_view *v, uint32_t at)
{
    const docent_ask *ask = v->content.ask;
    const docent_article *guide = docent_ask_at(ask, at)->article;
    uint32_t from = at;
    dct_buf text;
    dct_buf_init(&text, v->alloc, 4096);
    while (from >= 2 && docent_ask_at(ask, from - 2)->kind == DOCENT_TURN_SCREEN && docent_ask_at(ask, from - 2)->article == guide)
        from -= 2;
    dct_buf_add_text(&text, docent_article_title(guide));
    for (uint32_t i = from; i <= at; i += 2) {
        const docent_turn *screen = docent_ask_at(ask, i), *answer = docent_ask_at(ask, i + 1);
        if (answer != NULL && screen->from > 0)
            dct_buf_add_format(&text, "%s%s %s", i == from ? ": " : "; ", docent_article_block(guide, screen->from - 1)->text,
                               answer->text);
    }
    note(v, DCT_STORY_FIX, dct_buf_text(&text), dct_place(&v->build, DCT_PAGE_FIX, docent_article_id(guide), NULL));
    dct_buf_close(&text);
}

/* What was answered, and what came of it. */
static void note_turns(docent_view *v, uint32_t before)
{
    const docent_ask *ask = v->content.ask;
    const docent_turn *last = last_turn(v);
    uint32_t count = docent_ask_count(ask);
    if (before > 0 && docent_ask_at(ask, before - 1)->kind == DOCENT_TURN_SCREEN)
        note_guide(v, before - 1);
    if (last->kind == DOCENT_TURN_SCREEN)
        note_guide(v, count - 1);
    else if (last->kind == DOCENT_TURN_ANSWER)
        note(v, DCT_STORY_ARTICLE, last->title, dct_place(&v->build, DCT_PAGE_ARTICLE, docent_article_id(last->article), NULL));
}

/* ---- after a turn --------------------------------------------------------------------------------- */

/* The on-screen keyboard would cover the answer: it comes back with a touch of the field. */
static void keep_field(docent_view *v)
{
    bool keyboard = (v->config.flags & DOCENT_VIEW_KEYBOARD) != 0;
    act(v, DCT_ACT_FIELD, keyboard ? DCT_FIELD_NONE : DCT_FIELD_ASK, NULL);
    dct_act_focus(v, dct_key("field", DCT_FIELD_ASK), false);
}

/* Whoever chooses by keys chooses on. */
static void focus_options(docent_view *v)
{
    uint32_t key = dct_key("ask-option", (docent_ask_count(v->content.ask) - 1) * DCT_ASK_OPTIONS);
    if (!v->state.focus_seen || last_turn(v)->option_count == 0) {
        keep_field(v);
        return;
    }
    act(v, DCT_ACT_FIELD, DCT_FIELD_NONE, NULL);
    dct_act_focus(v, key, true);
}

static bool took(docent_view *v, docent_status status, uint32_t before)
{
    const char *why = status == DOCENT_OK ? "" : status == DOCENT_ERR_LIMIT ? FULL : docent_last_error(v->h)->message;
    act(v, DCT_ACT_WISH, DCT_WISH_FAILED, why);
    v->need_build = true;
    v->need_newest = status == DOCENT_OK;
    v->need_bottom |= status != DOCENT_OK;
    return status == DOCENT_OK && docent_ask_count(v->content.ask) > before;
}

static docent_status open_talk(docent_view *v)
{
    docent_where where = dct_contact_where(&v->content);
    return v->content.ask != NULL ? DOCENT_OK : docent_ask_open(v->h, &where, &v->content.ask);
}

/* ---- what the person does -------------------------------------------------------------------------- */

bool dct_asking_say(docent_view *v, const char *words)
{
    char said[DCT_EDIT_LINE]; /* It may live in what is built anew. */
    snprintf(said, sizeof said, "%s", words);
    if (said[strspn(said, " ")] == 0 || dct_frame_make(v) != DOCENT_OK)
        return false;
    bool person = dct_asks_for_person(&v->build, said);
    docent_status status = open_talk(v);
    uint32_t before = docent_ask_count(v->content.ask);
    if (status == DOCENT_OK)
        status = person ? docent_ask_person(v->content.ask, said) : docent_ask_say(v->content.ask, said);
    if (!took(v, status, before))
        return false;
    settle(v, true);
    note_words(v, said);
    note_turns(v, before);
    if (!person) {
        begin_count(v, said);
        go_on_count(v);
    }
    return true;
}

static void run_vote(docent_view *v, const docent_article *a)
{
    const char *place = dct_place(&v->build, DCT_PAGE_ARTICLE, docent_article_id(a), NULL);
    if (!dct_state_voted(&v->state, place) && docent_feedback_give(v->h, DOCENT_OPINION_HELPED, place, NULL) == DOCENT_OK)
        act(v, DCT_ACT_VOTED, 0, place);
}

void dct_asking_choose(docent_view *v, const dct_press *press)
{
    const docent_turn *last = last_turn(v);
    uint32_t before = docent_ask_count(v->content.ask);
    if (last == NULL || press->number >= last->option_count)
        return;
    if (last->options[press->number].kind == DOCENT_OPTION_HELPED)
        run_vote(v, last->article);
    if (!took(v, docent_ask_choose(v->content.ask, press->number, press->text), before))
        return;
    note_turns(v, before);
    go_on_count(v);
    focus_options(v);
}

void dct_asking_send(docent_view *v)
{
    if (dct_asking_say(v, v->state.fields[DCT_FIELD_ASK].text))
        act(v, DCT_ACT_SET_TEXT, DCT_FIELD_ASK, "");
    keep_field(v);
}

void dct_asking_arrive(docent_view *v, dct_arrival how)
{
    bool back = how == DCT_ARRIVE_BACK || how == DCT_ARRIVE_FORWARD;
    if (v->state.address.page != DCT_PAGE_ASK)
        return;
    v->asking.seen = docent_ask_count(v->content.ask);
    v->need_newest = !back && v->asking.seen > 0;
    if (!back && (v->config.flags & DOCENT_VIEW_KEYBOARD) == 0)
        keep_field(v);
}

void dct_asking_end(docent_view *v)
{
    settle(v, true);
    docent_ask_close(v->content.ask);
    v->content.ask = NULL;
    v->asking = (dct_asking){ .counts = false };
}

void dct_asking_again(docent_view *v)
{
    dct_asking_end(v);
    act(v, DCT_ACT_WISH, DCT_WISH_FAILED, "");
    act(v, DCT_ACT_SET_TEXT, DCT_FIELD_ASK, "");
    dct_act_scroll(v, 0, false);
    v->need_build = true;
    keep_field(v);
}

/* ---- to a person ----------------------------------------------------------------------------------------- */

/* What stands in the letter stays. The conversation in it grows with the conversation: what was said before is its beginning. */
static void put_letter(docent_view *v, dct_field field)
{
    const char *letter = docent_ask_letter(v->content.ask), *text = v->state.fields[field].text;
    size_t handed = v->asking.handed;
    dct_buf whole;
    if (strstr(text, letter) != NULL)
        return;
    dct_buf_init(&whole, v->alloc, 2 * DCT_EDIT_LONG + (64u << 10));
    if (handed > 0 && strncmp(text, letter, handed) == 0)
        dct_buf_add_format(&whole, "%s%s", letter, text + handed);
    else
        dct_buf_add_format(&whole, "%s%s%s", text, dct_edit_blank(&v->state.fields[field]) ? "" : "\n\n", letter);
    act(v, DCT_ACT_SET_TEXT, (uint32_t)field, dct_buf_text(&whole));
    dct_buf_close(&whole);
    v->asking.handed = strlen(letter);
}

static void hand_over(docent_view *v, const char *address, dct_field field)
{
    if (docent_view_go(v, address) == DOCENT_OK && docent_ask_count(v->content.ask) > 0)
        put_letter(v, field);
}

void dct_asking_ticket(docent_view *v) { hand_over(v, "contact/ticket", DCT_FIELD_BODY); }
void dct_asking_callback(docent_view *v) { hand_over(v, "contact/callback", DCT_FIELD_ABOUT); }
void dct_asking_chat(docent_view *v) { hand_over(v, "contact/chat", DCT_FIELD_REPLY); }
