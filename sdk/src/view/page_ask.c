/* The helper that is there at any hour: a conversation that answers from this help alone.
 *
 *                        +-------------+      the person's words, at the end
 *                        | no sound    |
 *                        +-------------+
 *   +-------------------------------+         an answer: blocks as on the article's own page,
 *   | (1) Hold both buttons ...     |         and where they come from
 *   | ----------------------------- |
 *   | (book) From: Reset it         |
 *   +-------------------------------+
 *   [That helped] [Not what I meant]          what can be said to the newest turn by a press
 *   =========================================
 *   [ in your own words            ] [Send]   fixed (chrome.c)
 *
 * What is here in the interface's own words says nothing about the product: that is always quoted. */
#include "blocks.h"
#include "origin.h"
#include "request_boxes.h"

#include "../base/buf.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EXAMPLES 3u

static const docent_ask *talk_of(const dct_build *b)
{
    return b->content->ask;
}

const char *dct_ask_for(const dct_build *b, const char *words)
{
    dct_address a = { .page = DCT_PAGE_ASK };
    dct_buf buf;
    snprintf(a.query, sizeof a.query, "%s", words);
    dct_buf_init(&buf, docent_alloc_of(b->h), 4096);
    dct_address_format(&a, &buf);
    const char *text = dct_arena_text(b->arena, (const char *)buf.data, buf.size);
    dct_buf_close(&buf);
    return text == NULL ? "ask" : text;
}

/* ---- bubbles ------------------------------------------------------------------------- */

static float bubble_room(const dct_build *b, float part)
{
    return roundf(fminf(b->m.measure, b->m.width - 2 * b->m.side) * (dct_is_tight(b) ? 1.0f : part));
}

static dct_box *add_side(dct_build *b, dct_box *list, uint32_t index, dct_text_align align)
{
    dct_box *side = dct_column(b, list, 8);
    side->flags |= DCT_BOX_FILL;
    side->align_x = align;
    side->role = DOCENT_ROLE_ITEM;
    side->key = dct_key("turn", index);
    side->label = "";
    return side;
}

static void select_text(dct_build *b, dct_box *text)
{
    text->flags |= DCT_BOX_SELECTABLE;
    text->order = b->selectable++;
}

static void add_words(dct_build *b, dct_box *list, uint32_t index)
{
    const docent_turn *turn = docent_ask_at(talk_of(b), index);
    if (turn->text[0] == 0)
        return;
    dct_box *side = add_side(b, list, index, DCT_ALIGN_END);
    side->label = dct_tr(b, "You");
    side->pad.top = roundf(8 * b->m.space);
    dct_box *bubble = dct_column(b, side, 0);
    dct_surface(b, bubble, DCT_ACCENT_SOFT, DCT_BORDER, 16);
    dct_pad(b, bubble, 16, 10);
    bubble->max_w = bubble_room(b, 0.8f);
    select_text(b, dct_text(b, bubble, DCT_LOOK_BODY_BOLD, DCT_TEXT, turn->text));
}

static dct_box *add_bubble(dct_build *b, dct_box *side, bool wide)
{
    dct_box *bubble = dct_column(b, side, 10);
    dct_surface(b, bubble, DCT_SURFACE, DCT_BORDER, 16);
    dct_pad(b, bubble, b->m.form == DCT_FORM_PANEL ? 14 : 20, b->m.form == DCT_FORM_PANEL ? 12 : 16);
    bubble->max_w = bubble_room(b, 0.94f);
    if (wide)
        bubble->want_w = bubble->max_w;
    return bubble;
}

/* ---- quotations ------------------------------------------------------------------------- */

/* Builds of its article what `turn` quotes; a guide's screen begins with its question. */
static void quote(dct_build *b, dct_box *bubble, const docent_turn *turn, uint32_t index)
{
    const docent_article *page = b->article;
    float measure = b->m.measure;
    b->article = turn->article;
    b->quote = index + 1;
    b->m.measure = bubble->max_w - bubble->pad.start - bubble->pad.end;
    dct_voice voice = dct_blocks_enter(b);
    if (turn->kind == DOCENT_TURN_SCREEN) {
        dct_box *question = dct_block_text(b, bubble, DCT_LOOK_HEADING, docent_article_block(turn->article, turn->from - 1));
        question->role = DOCENT_ROLE_HEADING;
        question->level = 2;
    }
    dct_blocks(b, bubble, turn->from, turn->to);
    dct_blocks_leave(b, voice);
    b->article = page;
    b->quote = 0;
    b->m.measure = measure;
}

/* Steps are quoted up to a number one can keep in mind. */
static bool is_torn(const docent_turn *turn)
{
    const docent_block *next = docent_article_block(turn->article, turn->to);
    return turn->kind == DOCENT_TURN_ANSWER && next != NULL && next->kind == DOCENT_BLOCK_STEP;
}

static void add_source(dct_build *b, dct_box *bubble, const docent_turn *turn, uint32_t index)
{
    dct_rule(b, bubble);
    if (is_torn(turn))
        dct_text(b, bubble, DCT_LOOK_SMALL_BOLD, DCT_TEXT, dct_tr(b, "More steps are on the page itself."));
    dct_origin_line(b, bubble, turn->origin);
    dct_box *row = dct_row(b, bubble, 8);
    row->min_h = b->m.large ? b->m.touch : roundf(36 * b->m.space);
    row->radius = roundf(8 * b->m.space);
    row->hover = DCT_ACCENT_SOFT;
    dct_icon(b, row, turn->kind == DOCENT_TURN_SCREEN ? "fix" : "book", 20, DCT_LINK);
    dct_text(b, row, DCT_LOOK_SMALL_BOLD, DCT_LINK, dct_tr_fill(b, "From: {0}", turn->title, NULL));
    dct_pressable(row, DOCENT_ROLE_LINK, dct_key("ask-from", index), dct_press_go(turn->address), NULL);
}

static void add_quotation(dct_build *b, dct_box *side, const docent_turn *turn, uint32_t index)
{
    dct_box *bubble = add_bubble(b, side, true);
    bool screen = turn->kind == DOCENT_TURN_SCREEN;
    if (screen && (docent_article_block(turn->article, turn->from - 1)->flags & DOCENT_BLOCK_FIX) != 0)
        dct_text(b, bubble, DCT_LOOK_SMALL_BOLD, DCT_TIP, dct_tr(b, "Try this"));
    quote(b, bubble, turn, index);
    if (bubble->first != NULL && bubble->first->role == DOCENT_ROLE_HEADING)
        bubble->first->pad.top = 0;
    add_source(b, bubble, turn, index);
}

/* ---- a person is offered ------------------------------------------------------------------- */

static bool can_write(const dct_build *b)
{
    const docent_desk *desk = b->content->desk;
    return desk != NULL && (desk->ticket || desk->callback || desk->chat);
}

static void add_phone(dct_build *b, dct_box *bubble)
{
    const docent_contact *c = b->content->contact;
    const char *hours = dct_hours_line(b, c);
    if (c == NULL || (c->phone[0] == 0 && hours == NULL))
        return;
    dct_box *row = dct_row(b, bubble, 14);
    row->flags |= DCT_BOX_FILL;
    if (!dct_is_tight(b))
        dct_badge(b, row, c->phone[0] != 0 ? "phone" : "clock", 44, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *words = dct_column(b, row, 2);
    words->grow = 1;
    if (c->phone[0] != 0)
        select_text(b, dct_whole_text(b, words, dct_is_tight(b) ? DCT_LOOK_LABEL : DCT_LOOK_HEADING, c->phone));
    if (hours != NULL)
        dct_text(b, words, DCT_LOOK_SMALL_BOLD, c->open ? DCT_OPEN : DCT_CLOSED, hours);
}

static void add_ways(dct_build *b, dct_box *side)
{
    const docent_desk *desk = b->content->desk;
    dct_box *row = dct_add(b, side, DCT_BOX_WRAP);
    row->gap = roundf(10 * b->m.space);
    if (desk != NULL && desk->ticket)
        dct_button(b, row, DCT_BUTTON_MAIN, "mail", dct_tr(b, "Write to us"), NULL, dct_key("ask-ticket", 0),
                   dct_press_command("ask-ticket"));
    if (desk != NULL && desk->callback)
        dct_button(b, row, DCT_BUTTON_PLAIN, "callback", dct_tr(b, "Call me back"), NULL, dct_key("ask-callback", 0),
                   dct_press_command("ask-callback"));
    if (desk != NULL && desk->chat)
        dct_button(b, row, DCT_BUTTON_PLAIN, "chat", desk->chat_open ? dct_tr(b, "Chat with us now") : dct_tr(b, "Leave a message"),
                   NULL, dct_key("ask-chat", 0), dct_press_command("ask-chat"));
    if (!can_write(b) && b->content->contact != NULL)
        dct_button(b, row, DCT_BUTTON_MAIN, "person", dct_tr(b, "Contact"), NULL, dct_key("ask-contact", 0),
                   dct_press_command("contact"));
}

static const char *offer_text(dct_build *b)
{
    if (can_write(b))
        return dct_tr(b, "A person can take it from here. What was said goes along, so that nobody asks you twice.");
    return b->content->contact != NULL ? dct_tr(b, "A person can take it from here.")
         : dct_tr(b, "This help does not say whom to call. Ask where you got the product.");
}

static void add_offer(dct_build *b, dct_box *side, bool newest)
{
    dct_box *bubble = add_bubble(b, side, false);
    select_text(b, dct_text(b, bubble, DCT_LOOK_BODY, DCT_NO_COLOUR, offer_text(b)));
    if (!newest)
        return;
    add_phone(b, bubble);
    add_ways(b, side);
}

/* ---- what can be said by a press ------------------------------------------------------------- */

static const char *option_words(const docent_turn *turn, const docent_option *option)
{
    switch (option->kind) {
    case DOCENT_OPTION_HELPED: return DCT_MSG("That helped");
    case DOCENT_OPTION_NOT_THIS: return turn->kind == DOCENT_TURN_WHICH ? DCT_MSG("None of these") : DCT_MSG("Not what I meant");
    case DOCENT_OPTION_PERSON: return DCT_MSG("Talk to a person");
    default: return NULL;
    }
}

static const char *option_icon(docent_option_kind kind)
{
    return kind == DOCENT_OPTION_HELPED ? "check" : kind == DOCENT_OPTION_PERSON ? "person" : "close";
}

static uint32_t option_key(uint32_t index, uint32_t option)
{
    return dct_key("ask-option", index * 16 + option);
}

/* Titles and a guide's answers: as the guide's own page has them. */
static void add_choices(dct_build *b, dct_box *side, const docent_turn *turn, uint32_t index)
{
    dct_box *list = dct_column(b, side, 8);
    list->want_w = list->max_w = bubble_room(b, 0.94f);
    const char *before = b->locale;
    b->locale = turn->locale[0] == 0 ? before : turn->locale;
    for (uint32_t i = 0; i < turn->option_count; i++)
        if (turn->options[i].kind == DOCENT_OPTION_CHOICE)
            dct_choice_row(b, list, NULL, turn->options[i].label, false, option_key(index, i), (dct_press){ DCT_DO_ASK, NULL, i });
    b->locale = before;
}

static void add_options(dct_build *b, dct_box *side, const docent_turn *turn, uint32_t index)
{
    if (turn->kind == DOCENT_TURN_WHICH || turn->kind == DOCENT_TURN_SCREEN)
        add_choices(b, side, turn, index);
    dct_box *row = dct_add(b, side, DCT_BOX_WRAP);
    row->gap = roundf(10 * b->m.space);
    for (uint32_t i = 0; i < turn->option_count; i++) {
        const docent_option *o = &turn->options[i];
        const char *words = option_words(turn, o);
        if (words == NULL)
            continue;
        words = dct_tr(b, words);
        dct_button(b, row, o->kind == DOCENT_OPTION_PERSON ? DCT_BUTTON_QUIET : DCT_BUTTON_PLAIN, option_icon(o->kind), words, NULL,
                   option_key(index, i), (dct_press){ DCT_DO_ASK, words, i });
    }
}

/* ---- turns ------------------------------------------------------------------------------------ */

static const char *own_words(dct_build *b, const docent_turn *turn)
{
    switch (turn->kind) {
    case DOCENT_TURN_WHICH: return dct_tr(b, "Which one do you mean?");
    case DOCENT_TURN_UNKNOWN:
        return dct_tr(b, "I did not find that here. Please say it in other words, or name the thing it is about.");
    case DOCENT_TURN_SOLVED: return dct_tr(b, "I am glad. Is there anything else?");
    case DOCENT_TURN_PERSON_OFFERED: return offer_text(b);
    default: return turn->text;
    }
}

/* What comes while one looks is spoken, all of it; and what can be chosen. */
static void announce(dct_build *b, dct_box *side, const docent_turn *turn)
{
    dct_buf said;
    dct_buf_init(&said, docent_alloc_of(b->h), 65536);
    dct_buf_add_text(&said, own_words(b, turn));
    if (turn->title[0] != 0)
        dct_buf_add_format(&said, "%s%s.", said.size > 0 && said.data[said.size - 1] == '\n' ? "" : " ",
                           dct_tr_fill(b, "From: {0}", turn->title, NULL));
    for (uint32_t i = 0; i < turn->option_count; i++)
        if (turn->options[i].kind == DOCENT_OPTION_CHOICE)
            dct_buf_add_format(&said, "%s%s", i == 0 ? " " : ", ", turn->options[i].label);
    char *label = dct_arena_text(b->arena, (const char *)said.data, said.size);
    for (char *p = label; p != NULL && *p != 0; p++)
        *p = *p == '\n' ? ' ' : *p;
    dct_buf_close(&said);
    side->role = DOCENT_ROLE_STATUS;
    side->label = label == NULL ? "" : label;
}

static void add_turn(dct_build *b, dct_box *list, uint32_t index)
{
    const docent_turn *turn = docent_ask_at(talk_of(b), index);
    bool newest = index + 1 == docent_ask_count(talk_of(b));
    if (turn->kind == DOCENT_TURN_PERSON) {
        add_words(b, list, index);
        return;
    }
    dct_box *side = add_side(b, list, index, DCT_ALIGN_START);
    if (newest && index >= b->seen_turns)
        announce(b, side, turn);
    if (turn->article != NULL)
        add_quotation(b, side, turn, index);
    else if (turn->kind == DOCENT_TURN_PERSON_OFFERED)
        add_offer(b, side, newest);
    else
        select_text(b, dct_text(b, add_bubble(b, side, false), DCT_LOOK_BODY, DCT_NO_COLOUR, own_words(b, turn)));
    if (newest && turn->option_count > 0)
        add_options(b, side, turn, index);
}

/* ---- before the first question ------------------------------------------------------------------ */

static void add_examples(dct_build *b, dct_box *column)
{
    uint32_t count = docent_hits_count(b->content->top);
    if (count == 0)
        return;
    dct_heading(b, column, 2, DCT_LOOK_SMALL_BOLD, dct_tr(b, "For example"));
    dct_box *list = dct_column(b, column, 8);
    list->flags |= DCT_BOX_FILL;
    for (uint32_t i = 0; i < count && i < EXAMPLES; i++) {
        const docent_hit *hit = docent_hits_at(b->content->top, i);
        const char *before = b->locale;
        b->locale = hit->locale;
        dct_choice_row(b, list, hit->kind == DOCENT_KIND_FIX ? "fix" : "question", hit->title, false, dct_key("ask-example", i),
                       dct_press_go(dct_ask_for(b, hit->title)));
        b->locale = before;
    }
}

static void add_welcome(dct_build *b, dct_box *column)
{
    dct_box *row = dct_row(b, column, 16);
    row->flags |= DCT_BOX_FILL;
    if (!dct_is_tight(b))
        dct_badge(b, row, "chat", 56, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *words = dct_column(b, row, 2);
    words->grow = 1;
    dct_heading(b, words, 1, DCT_LOOK_TITLE, dct_tr(b, "Ask a question"));
    dct_text(b, words, DCT_LOOK_SOFT, DCT_NO_COLOUR,
             dct_tr(b, "Answers at any hour, word for word from this help, with the page they come from."));
    dct_column(b, column, 0)->min_h = roundf(6 * b->m.space);
    add_examples(b, column);
}

static void add_head(dct_build *b, dct_box *column)
{
    dct_box *row = dct_is_tight(b) ? dct_column(b, column, 2) : dct_row(b, column, 12);
    row->flags |= DCT_BOX_FILL;
    dct_heading(b, row, 1, DCT_LOOK_SUBHEADING, dct_tr(b, "Ask a question"))->grow = dct_is_tight(b) ? 0 : 1;
    dct_button(b, row, DCT_BUTTON_QUIET, "refresh", dct_tr(b, "New conversation"), NULL, dct_key("ask-again", 0),
               dct_press_command("ask-again"));
}

void dct_page_ask(dct_build *b, dct_box *page)
{
    uint32_t count = docent_ask_count(talk_of(b));
    dct_box *column = dct_reading_column(b, page);
    if (count == 0) {
        add_welcome(b, column);
        dct_failed_box(b, column);
        return;
    }
    add_head(b, column);
    dct_box *list = dct_column(b, column, 10);
    list->flags |= DCT_BOX_FILL;
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key("turns", 0);
    list->label = dct_tr(b, "Conversation");
    for (uint32_t i = 0; i < count; i++)
        add_turn(b, list, i);
    dct_failed_box(b, column);
}

/* ---- the way here from a search ------------------------------------------------------------------- */

void dct_ask_card(dct_build *b, dct_box *parent, const char *words)
{
    dct_box *row = dct_row(b, parent, 14);
    row->flags |= DCT_BOX_FILL;
    row->min_h = roundf(b->m.touch * 1.2f);
    dct_surface(b, row, DCT_SURFACE, DCT_BORDER, 14);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 16, 12);
    if (!dct_is_tight(b))
        dct_badge(b, row, "chat", 40, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *text = dct_column(b, row, 1);
    text->grow = 1;
    dct_text(b, text, DCT_LOOK_LABEL, DCT_NO_COLOUR, dct_tr(b, "Ask a question"));
    dct_text(b, text, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr(b, "In your own words. It asks back when several answers fit."));
    dct_icon(b, row, b->rtl ? "back" : "forward", 18, DCT_TEXT_SOFT);
    dct_pressable(row, DOCENT_ROLE_LINK, dct_key("ask-card", 0), dct_press_go(dct_ask_for(b, words)), NULL);
}
