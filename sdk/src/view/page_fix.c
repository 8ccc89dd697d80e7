/* A fix-it guide: one question or one thing to try a screen; the way here above it, each answer still to be changed. */
#include "blocks.h"
#include "opinion.h"

#include <math.h>
#include <string.h>

static const docent_article *guide_of(const dct_build *b)
{
    return b->content->article;
}

static const docent_block *block_at(const dct_build *b, uint32_t i)
{
    return docent_article_block(guide_of(b), i);
}

/* The n-th answer of a screen, UINT32_MAX past the end. */
static uint32_t answer_at(const dct_build *b, uint32_t screen, uint32_t n)
{
    for (uint32_t i = screen + 1; i < block_at(b, screen)->end; i = block_at(b, i)->end)
        if (block_at(b, i)->kind == DOCENT_BLOCK_ANSWER && n-- == 0)
            return i;
    return UINT32_MAX;
}

static uint32_t first_answer(const dct_build *b, uint32_t screen)
{
    uint32_t first = answer_at(b, screen, 0);
    return first == UINT32_MAX ? block_at(b, screen)->end : first;
}

/* ---- the way here ------------------------------------------------------------------------ */

static void add_trail_step(dct_build *b, dct_box *list, uint32_t index)
{
    const dct_trail *trail = &b->state->trail;
    uint32_t screen = dct_content_screen(guide_of(b), trail->steps[index].screen);
    uint32_t answer = screen == UINT32_MAX ? UINT32_MAX : answer_at(b, screen, trail->steps[index].answer);
    if (answer == UINT32_MAX)
        return;
    dct_box *row = dct_row(b, list, 8);
    row->flags |= DCT_BOX_FILL;
    row->min_h = b->m.large ? b->m.touch : roundf(36 * b->m.space);
    row->radius = roundf(8 * b->m.space);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 10, 4);
    dct_icon(b, row, "check", 18, DCT_TIP);
    dct_box *words = dct_add(b, row, DCT_BOX_WRAP);
    words->gap = roundf(8 * b->m.space);
    words->grow = 1;
    dct_text(b, words, DCT_LOOK_SMALL, DCT_NO_COLOUR, block_at(b, screen)->text);
    dct_text(b, words, DCT_LOOK_SMALL_BOLD, DCT_TEXT, block_at(b, answer)->text);
    dct_pressable(row, DOCENT_ROLE_LINK, dct_key("trail", index),
                  dct_press_go(dct_place(b, DCT_PAGE_FIX, docent_article_id(guide_of(b)), trail->steps[index].screen)),
                  NULL);
}

/* Screens answered before the one shown; what was answered after it is kept but not shown. */
static void add_trail(dct_build *b, dct_box *column, const char *screen)
{
    const dct_trail *trail = &b->state->trail;
    if (strcmp(trail->guide, docent_article_id(guide_of(b))) != 0 || trail->count == 0 ||
        strcmp(trail->steps[0].screen, screen) == 0)
        return;
    dct_box *list = dct_column(b, column, 2);
    list->flags |= DCT_BOX_FILL;
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key("trail", UINT32_MAX);
    list->label = dct_tr(b, "Your answers so far");
    for (uint32_t i = 0; i < trail->count && strcmp(trail->steps[i].screen, screen) != 0; i++)
        add_trail_step(b, list, i);
}

/* ---- the screen ------------------------------------------------------------------------------ */

static const char *answer_icon(const docent_block *answer)
{
    if (strcmp(answer->target, "solved") == 0)
        return "check-circle";
    if (strcmp(answer->target, "contact") == 0)
        return "person";
    return answer->target[0] == '#' ? NULL : "book";
}

dct_box *dct_choice_row(dct_build *b, dct_box *list, const char *icon, const char *text, bool chosen, uint32_t key, dct_press press)
{
    dct_box *row = dct_row(b, list, 12);
    row->flags |= DCT_BOX_FILL;
    row->min_h = roundf(b->m.touch * 1.2f);
    row->background = chosen ? DCT_ACCENT_SOFT : DCT_RAISED;
    row->border = chosen ? DCT_ACCENT : DCT_CONTROL;
    row->border_width = fmaxf(1, roundf((chosen ? 2 : 1) * b->m.scale));
    row->radius = roundf(12 * b->m.space);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 18, 10);
    if (icon != NULL)
        dct_icon(b, row, icon, 24, DCT_ACCENT);
    dct_text(b, row, DCT_LOOK_LABEL, DCT_NO_COLOUR, text)->grow = 1;
    dct_icon(b, row, chosen ? "check" : b->rtl ? "back" : "forward", 20, DCT_TEXT_SOFT);
    dct_pressable(row, DOCENT_ROLE_BUTTON, key, press, NULL);
    if (chosen)
        row->flags |= DCT_BOX_CHECKED;
    return row;
}

static void add_answer(dct_build *b, dct_box *list, uint32_t index, uint32_t n, bool chosen)
{
    const docent_block *answer = block_at(b, index);
    dct_choice_row(b, list, answer_icon(answer), answer->text, chosen, dct_key("answer", n),
                   (dct_press){ DCT_DO_ANSWER, answer->target, n });
}

static void add_answers(dct_build *b, dct_box *column, uint32_t screen)
{
    uint32_t chosen = dct_trail_answer(&b->state->trail, docent_article_id(guide_of(b)), block_at(b, screen)->anchor);
    dct_box *list = dct_column(b, column, 10);
    list->flags |= DCT_BOX_FILL;
    list->pad.top = roundf(6 * b->m.space);
    for (uint32_t n = 0, i; (i = answer_at(b, screen, n)) != UINT32_MAX; n++)
        add_answer(b, list, i, n, n == chosen);
}

static void add_screen(dct_build *b, dct_box *column, uint32_t screen, bool first)
{
    const docent_block *block = block_at(b, screen);
    dct_voice voice = dct_blocks_enter(b);
    if (first) /* What stands before the first screen introduces the guide. */
        dct_blocks(b, column, 0, screen);
    dct_box *card = dct_card(b, column, b->m.form == DCT_FORM_PANEL ? 16 : 24);
    card->flags |= DCT_BOX_FILL;
    card->gap = roundf(14 * b->m.space);
    dct_voice article = { b->locale, b->rtl };
    dct_blocks_leave(b, voice);
    if (block->flags & DOCENT_BLOCK_FIX)
        dct_text(b, card, DCT_LOOK_SMALL_BOLD, DCT_TIP, dct_tr(b, "Try this"));
    dct_blocks_leave(b, article);
    dct_box *question = dct_block_text(b, card, DCT_LOOK_TITLE, block);
    question->role = DOCENT_ROLE_HEADING;
    question->level = 1;
    dct_blocks(b, card, screen + 1, first_answer(b, screen));
    add_answers(b, card, screen);
    dct_blocks_leave(b, voice);
}

static void add_solved(dct_build *b, dct_box *column)
{
    dct_box *end = dct_empty(b, column, "check-circle", dct_tr(b, "Glad it works again"),
                             dct_tr(b, "You can go back if it was not that."));
    dct_button(b, end, DCT_BUTTON_MAIN, "home", dct_tr(b, "Home"), NULL, dct_key("solved-home", 0),
               dct_press_command("home"));
    dct_opinion_boxes(b, column);
}

static void add_tools(dct_build *b, dct_box *column)
{
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(10 * b->m.space);
    if (b->state->address.anchor[0] != 0)
        dct_button(b, row, DCT_BUTTON_QUIET, "refresh", dct_tr(b, "Start again"), NULL, dct_key("fix-again", 0),
                   dct_press_go(dct_place(b, DCT_PAGE_FIX, docent_article_id(guide_of(b)), NULL)));
    dct_button(b, row, DCT_BUTTON_QUIET, "person", dct_tr(b, "Talk to a person"), NULL, dct_key("fix-person", 0),
               dct_press_command("contact"));
}

void dct_page_fix(dct_build *b, dct_box *page)
{
    const char *anchor = b->state->address.anchor;
    dct_box *column = dct_reading_column(b, page);
    dct_box *title = dct_text(b, column, DCT_LOOK_LABEL, DCT_TEXT_SOFT, docent_article_title(guide_of(b)));
    title->locale = docent_article_locale(guide_of(b));
    add_trail(b, column, anchor);
    if (strcmp(anchor, "solved") == 0) {
        add_solved(b, column);
        return;
    }
    uint32_t screen = dct_content_screen(guide_of(b), anchor);
    if (screen == UINT32_MAX)
        return; /* content.c refuses such an address. */
    add_screen(b, column, screen, screen == dct_content_screen(guide_of(b), ""));
    add_tools(b, column);
}
