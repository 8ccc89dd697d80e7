/* Writing to a person: what it is about, what happened, and nothing that stands in the way of sending it.
 *
 *   wide:  [ problem, first answer      ] [ may already help ]      narrow and tall: one column, the articles
 *          [ the letter                 ] [ article          ]      below the letter
 *          [ fields, what goes along    ] [ article          ]
 *          [ send                       ]
 */
#include "along.h"
#include "form_boxes.h"
#include "request_boxes.h"

#include <math.h>
#include <string.h>

/* ---- what it is about ---------------------------------------------------------------- */

static void add_problems(dct_build *b, dct_box *column)
{
    const docent_desk *desk = b->content->desk;
    if (desk->problem_count == 0)
        return;
    dct_box *wrap = dct_form_group(b, column, dct_tr(b, "What is it about?"), false, NULL, dct_key("problems", 0));
    for (uint32_t i = 0; i < desk->problem_count; i++)
        dct_form_radio(b, wrap, NULL, desk->problems[i].title, strcmp(desk->problems[i].id, b->state->wish.problem) == 0,
                       dct_key("problem", i), (dct_press){ DCT_DO_WISH, desk->problems[i].id, DCT_WISH_PROBLEM });
}

static void add_first_answer(dct_build *b, dct_box *column)
{
    const docent_problem *problem = dct_form_problem(b->content, b->state);
    if (problem == NULL || (problem->first_answer[0] == 0 && problem->article[0] == 0))
        return;
    if (problem->first_answer[0] != 0) {
        dct_box *card = dct_row(b, column, 14);
        card->flags |= DCT_BOX_FILL;
        card->align_y = DCT_ALIGN_START;
        dct_surface(b, card, DCT_TIP_SOFT, DCT_BORDER, 12);
        dct_pad(b, card, 16, 14);
        dct_icon(b, card, "tip", 26, DCT_TIP);
        dct_box *text = dct_text(b, card, DCT_LOOK_BODY, DCT_NO_COLOUR, problem->first_answer);
        text->grow = 1;
        text->role = DOCENT_ROLE_STATUS;
    }
    if (problem->article[0] != 0)
        dct_button(b, dct_add(b, column, DCT_BOX_WRAP), DCT_BUTTON_QUIET, "book", dct_tr(b, "Read how"), NULL,
                   dct_key("problem-article", 0), dct_press_go(problem->article));
}

/* ---- what may answer it already ---------------------------------------------------------- */

static void add_deflect(dct_build *b, dct_box *parent, bool beside)
{
    uint32_t count = docent_hits_count(b->content->deflect);
    if (count == 0) {
        if (beside)
            dct_text(b, parent, DCT_LOOK_SMALL, DCT_NO_COLOUR,
                     dct_tr(b, "Pages that may already help appear here while you write."));
        return;
    }
    dct_box *column = dct_column(b, parent, 8);
    column->flags |= DCT_BOX_FILL;
    column->role = DOCENT_ROLE_REGION;
    column->key = dct_key("deflect", 0);
    column->label = dct_tr(b, "This may already help");
    dct_heading(b, column, 2, DCT_LOOK_SMALL_BOLD, dct_tr(b, "This may already help"));
    for (uint32_t i = 0; i < count; i++) {
        const docent_hit *hit = docent_hits_at(b->content->deflect, i);
        dct_hit_line(b, column, hit, dct_key("deflect", i + 1));
    }
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr(b, "What you write stays here while you read."));
}

/* ---- what goes along ------------------------------------------------------------------------ */

static void add_along_item(dct_build *b, dct_box *column, const dct_along *item)
{
    bool goes = dct_along_goes(b->state, item->bit);
    const char *text = dct_tr_fill(b, "{0}: {1}", dct_tr(b, item->name), item->bit == DCT_STRIKE_DIAGNOSTICS ? "" : item->text);
    if (item->bit == DCT_STRIKE_DIAGNOSTICS)
        text = dct_tr(b, item->name);
    dct_form_check(b, column, text, "", goes, dct_key("along", item->bit),
                   (dct_press){ DCT_DO_WISH, "1", DCT_WISH_STRIKE | item->bit << 8 });
    if (item->bit == DCT_STRIKE_DIAGNOSTICS && goes) {
        dct_box *code = dct_column(b, column, 0);
        code->flags |= DCT_BOX_FILL;
        dct_surface(b, code, DCT_SUNKEN, DCT_BORDER, 8);
        dct_pad(b, code, 12, 10);
        dct_text(b, code, DCT_LOOK_CODE, DCT_NO_COLOUR, item->text);
    }
}

void dct_along_boxes(dct_build *b, dct_box *parent)
{
    dct_along list[DCT_MAX_ALONG];
    uint32_t count = dct_along_list(b->content, b->state, b->arena, list), goes = 0;
    bool open = b->state->wish.unfold;
    for (uint32_t i = 0; i < count; i++)
        goes += dct_along_goes(b->state, list[i].bit);
    if (count == 0)
        return;
    dct_box *column = dct_column(b, parent, 2);
    column->flags |= DCT_BOX_FILL;
    dct_button(b, column, DCT_BUTTON_QUIET, open ? "up" : "down",
               dct_tr_fill(b, "What is sent along: {0} of {1}", dct_number(b, goes), dct_number(b, count)), NULL,
               dct_key("along", 999), (dct_press){ DCT_DO_WISH, open ? "" : "1", DCT_WISH_UNFOLD });
    if (!open)
        return;
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr(b, "So that nobody asks you twice. Untick what should stay here."));
    for (uint32_t i = 0; i < count; i++)
        add_along_item(b, column, &list[i]);
}

/* ---- sending ------------------------------------------------------------------------------------ */

void dct_consent_boxes(dct_build *b, dct_box *column)
{
    const docent_desk *desk = b->content->desk;
    bool on = b->state->wish.consent;
    if (desk->consent[0] != 0)
        dct_form_check(b, column, desk->consent, dct_tr(b, "Without it, your request is kept here and not sent."), on,
                       dct_key("consent", 0), (dct_press){ DCT_DO_WISH, on ? "" : "1", DCT_WISH_CONSENT });
}

void dct_failed_box(dct_build *b, dct_box *column)
{
    if (b->state->wish.failed[0] == 0)
        return;
    dct_box *row = dct_row(b, column, 10);
    row->flags |= DCT_BOX_FILL;
    dct_surface(b, row, DCT_CAUTION_SOFT, DCT_CAUTION, 10);
    dct_pad(b, row, 14, 10);
    dct_icon(b, row, "warning", 24, DCT_CAUTION);
    dct_box *text = dct_text(b, row, DCT_LOOK_BODY_BOLD, DCT_NO_COLOUR, dct_tr(b, b->state->wish.failed));
    text->grow = 1;
    text->role = DOCENT_ROLE_ALERT;
    text->flags |= DCT_BOX_ASSERTIVE;
}

void dct_missing_box(dct_build *b, dct_box *column)
{
    if (!b->state->wish.tried || dct_form_missing(b->content, b->state) == DCT_FIELD_NONE)
        return;
    dct_box *text = dct_text(b, column, DCT_LOOK_BODY_BOLD, DCT_CAUTION, dct_tr(b, "Something is still missing above."));
    text->role = DOCENT_ROLE_ALERT;
    text->flags |= DCT_BOX_ASSERTIVE;
}

static void add_forum(dct_build *b, dct_box *column)
{
    bool on = b->state->wish.forum;
    if (b->content->desk->forum)
        dct_form_check(b, column, dct_tr(b, "Ask in the public forum instead"),
                       dct_tr(b, "Anybody can read it there. Your e-mail address and phone number are not published."), on,
                       dct_key("forum", 0), (dct_press){ DCT_DO_WISH, on ? "" : "1", DCT_WISH_FORUM });
}

void dct_unconnected_box(dct_build *b, dct_box *column)
{
    if (b->content->desk->connected)
        return;
    dct_box *row = dct_row(b, column, 8);
    row->flags |= DCT_BOX_FILL;
    dct_icon(b, row, "info", 22, DCT_TEXT_SOFT);
    const char *words = dct_tr(b, "This device cannot send it by itself: it is saved here, and you are shown how to take it "
                                  "with you.");
    dct_text(b, row, DCT_LOOK_SOFT, DCT_NO_COLOUR, words)->grow = 1;
}

static void add_send(dct_build *b, dct_box *column)
{
    dct_unconnected_box(b, column);
    dct_missing_box(b, column);
    dct_failed_box(b, column);
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(12 * b->m.space);
    dct_button(b, row, DCT_BUTTON_MAIN, "mail", dct_tr(b, "Send"), NULL, dct_key("ticket-send", 0),
               dct_press_command("ticket-send"));
    dct_promise_line(b, column, b->content->desk->answer_by);
}

static void add_letter(dct_build *b, dct_box *column)
{
    const char *wrong = b->state->wish.tried ? dct_form_wrong_letter(b->state) : NULL;
    wrong = wrong == NULL ? NULL : dct_tr(b, wrong);
    dct_form_text letter = { DCT_FIELD_BODY, dct_tr(b, "What happened?"), "", "", wrong, true, 5 };
    dct_form_text_box(b, column, &letter);
}

static void add_form(dct_build *b, dct_box *column, bool side)
{
    dct_question list[DCT_MAX_QUESTIONS];
    uint32_t count = dct_form_questions(b->content, b->state, list);
    add_problems(b, column);
    add_first_answer(b, column);
    add_letter(b, column);
    if (!side)
        add_deflect(b, column, false);
    for (uint32_t i = 0; i < count; i++)
        dct_form_question(b, column, &list[i]);
    dct_along_boxes(b, column);
    dct_consent_boxes(b, column);
    add_forum(b, column);
    add_send(b, column);
}

void dct_page_ticket(dct_build *b, dct_box *page)
{
    if (b->content->desk == NULL || !b->content->desk->ticket) {
        dct_page_not_offered(b, page, "mail", dct_tr(b, "Messages cannot be sent from here"));
        return;
    }
    bool side = b->m.form == DCT_FORM_PAGE && b->m.width - 2 * b->m.side >= b->m.measure + roundf(280 * b->m.text);
    dct_box *row = page;
    if (side) {
        row = dct_row(b, page, 40);
        row->flags |= DCT_BOX_FILL;
        row->align_y = DCT_ALIGN_START;
        row->max_w = b->m.measure + roundf(340 * b->m.text);
    }
    dct_box *column = dct_reading_column(b, row);
    column->gap = roundf(18 * b->m.space);
    column->grow = side ? 1 : 0;
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "Write to us"));
    add_form(b, column, side);
    if (side) {
        dct_box *beside = dct_column(b, row, 8);
        beside->want_w = roundf(300 * b->m.text);
        beside->pad.top = roundf(52 * b->m.space);
        add_deflect(b, beside, true);
    }
}
