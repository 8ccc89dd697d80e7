#include "answer.h"

#include "request_boxes.h"

#include "../text/match.h"

#include <math.h>
#include <string.h>

/* ---- which article ------------------------------------------------------------------- */

/* A page answers a question by name when its title holds all of the words, it has steps, and no other page is near. */
#define CLEAR_LEAD 1.25
#define LEAST_WORDS 2u
#define STEPS_SHOWN 3u

static uint32_t count_words(const char *text)
{
    uint32_t n = 0;
    for (const char *p = text; *p != 0;) {
        p += strspn(p, " ");
        n += *p != 0;
        p += strcspn(p, " ");
    }
    return n;
}

/* Bytes of the title that did not match, without spaces: a short title that says more than was asked is another matter. */
static bool title_is_the_question(const docent_hit *hit, const char *words)
{
    return hit->title_mark_count >= count_words(words) && hit->title_mark_count >= LEAST_WORDS;
}

static bool leads(const docent_hits *hits)
{
    const docent_hit *first = docent_hits_at(hits, 0), *second = docent_hits_at(hits, 1);
    return second == NULL || first->score >= CLEAR_LEAD * second->score;
}

/* An error code has a digit and no space within: "e 104" is left to the list. */
static bool looks_like_code(const char *words)
{
    return strpbrk(words, "0123456789") != NULL && count_words(words) == 1;
}

void dct_answer_find(dct_content *c, const char *words)
{
    if (looks_like_code(words) && docent_article_by_code(c->h, words, &c->answer) == DOCENT_OK)
        return;
    c->answer = NULL;
    const docent_hit *first = docent_hits_at(c->hits, 0);
    if (first == NULL || first->kind != DOCENT_KIND_ARTICLE || first->step_count == 0)
        return;
    if (title_is_the_question(first, words) && leads(c->hits) &&
        docent_article_open(c->h, first->id, &c->answer) != DOCENT_OK)
        c->answer = NULL;
}

/* ---- the card ---------------------------------------------------------------------------- */

static dct_box *open_card(dct_build *b, dct_box *column, const char *what)
{
    dct_box *card = dct_card(b, column, b->m.form == DCT_FORM_PANEL ? 16 : 22);
    card->flags |= DCT_BOX_FILL;
    card->border = DCT_ACCENT;
    card->border_width = fmaxf(2, roundf(2 * b->m.scale));
    card->gap = roundf(10 * b->m.space);
    card->role = DOCENT_ROLE_REGION;
    card->key = dct_key("answer", 0);
    card->label = dct_tr(b, DCT_MSG("Answer"));
    dct_text(b, card, DCT_LOOK_SMALL_BOLD, DCT_ACCENT, what);
    return card;
}

static void open_article(dct_build *b, dct_box *card, const docent_article *a, const char *anchor)
{
    dct_page page = docent_article_kind(a) == DOCENT_KIND_FIX ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE;
    dct_button(b, card, DCT_BUTTON_MAIN, "book", dct_tr(b, "Open the page"), NULL, dct_key("answer-open", 0),
               dct_press_go(dct_place(b, page, docent_article_id(a), page == DCT_PAGE_FIX ? NULL : anchor)));
}

/* ---- an error code --------------------------------------------------------------------------- */

static bool has_words(const docent_block *block, const char *words)
{
    uint32_t from, to;
    return block->text_len > 0 && dct_text_match(block->text, block->text_len, words, (uint32_t)strlen(words), 0, &from, &to);
}

/* The smallest thing that says what the code means: its row of a table, else its paragraph. */
static uint32_t passage(const docent_article *a, const char *words)
{
    for (uint32_t i = 0; i < docent_article_block_count(a); i++) {
        const docent_block *block = docent_article_block(a, i);
        if (has_words(block, words))
            return block->kind == DOCENT_BLOCK_CELL ? block->parent : i;
    }
    return UINT32_MAX;
}

static void add_row(dct_build *b, dct_box *card, const docent_article *a, uint32_t row, const char *words)
{
    for (uint32_t i = row + 1; i < docent_article_block(a, row)->end; i = docent_article_block(a, i)->end) {
        const docent_block *cell = docent_article_block(a, i);
        if (cell->text_len > 0 && !has_words(cell, words))
            dct_text(b, card, DCT_LOOK_LEAD, DCT_TEXT, cell->text);
    }
}

static void add_code(dct_build *b, dct_box *column, const docent_article *a, const char *words)
{
    uint32_t index = passage(a, words);
    dct_box *card = open_card(b, column, docent_article_title(a));
    dct_heading(b, card, 2, DCT_LOOK_TITLE, words);
    if (index != UINT32_MAX && docent_article_block(a, index)->kind == DOCENT_BLOCK_ROW)
        add_row(b, card, a, index, words);
    else if (index != UINT32_MAX)
        dct_text(b, card, DCT_LOOK_LEAD, DCT_TEXT, docent_article_block(a, index)->text);
    else
        dct_text(b, card, DCT_LOOK_LEAD, DCT_TEXT, docent_article_summary(a));
    open_article(b, card, a, NULL);
}

/* ---- the steps of what was asked for ------------------------------------------------------------ */

static const char *step_text(const docent_article *a, uint32_t step)
{
    uint32_t index = dct_content_step(a, step);
    const docent_block *text = index == UINT32_MAX ? NULL : docent_article_block(a, index + 1);
    return text != NULL && text->kind == DOCENT_BLOCK_PARAGRAPH ? text->text : NULL;
}

static void add_step(dct_build *b, dct_box *card, uint32_t step, const char *text)
{
    dct_box *row = dct_row(b, card, 10);
    row->flags |= DCT_BOX_FILL;
    row->align_y = DCT_ALIGN_START;
    const char *number = dct_arena_format(b->arena, "%u.", (unsigned)step);
    dct_text(b, row, DCT_LOOK_BODY_BOLD, DCT_ACCENT, number == NULL ? "" : number);
    dct_text(b, row, DCT_LOOK_BODY, DCT_NO_COLOUR, text)->grow = 1;
}

static void add_steps(dct_build *b, dct_box *column, const docent_article *a)
{
    uint32_t count = dct_content_step_count(a);
    dct_box *card = open_card(b, column, dct_tr_fill(b, "Steps: {0}", dct_number(b, count), NULL));
    const char *before = b->locale;
    b->locale = docent_article_locale(a);
    dct_heading(b, card, 2, DCT_LOOK_HEADING, docent_article_title(a));
    for (uint32_t step = 1; step <= count && step <= STEPS_SHOWN; step++) {
        const char *text = step_text(a, step);
        if (text != NULL)
            add_step(b, card, step, text);
    }
    b->locale = before;
    open_article(b, card, a, "step-1");
}

/* ---- a person ------------------------------------------------------------------------------------- */

static void add_person(dct_build *b, dct_box *column)
{
    const docent_contact *c = b->content->contact;
    const char *hours = dct_hours_line(b, c);
    dct_box *card = open_card(b, column, dct_tr(b, "Talk to a person"));
    if (c->phone[0] != 0)
        dct_whole_text(b, card, DCT_LOOK_TITLE, c->phone);
    if (hours != NULL)
        dct_text(b, card, DCT_LOOK_BODY_BOLD, c->open ? DCT_OPEN : DCT_CLOSED, hours);
    dct_box *row = dct_add(b, card, DCT_BOX_WRAP);
    row->gap = roundf(10 * b->m.space);
    dct_button(b, row, DCT_BUTTON_MAIN, "person", dct_tr(b, "Contact"), NULL, dct_key("answer-contact", 0),
               dct_press_command("contact"));
    dct_way_buttons(b, row);
}

void dct_answer_card(dct_build *b, dct_box *column)
{
    const docent_article *a = b->content->answer;
    const char *words = b->state->address.query;
    if (dct_asks_for_person(b, words))
        add_person(b, column);
    else if (a != NULL && looks_like_code(words))
        add_code(b, column, a, dct_trimmed(b, words));
    else if (a != NULL)
        add_steps(b, column, a);
}
