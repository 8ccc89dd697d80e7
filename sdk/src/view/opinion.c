/* "Did this help?" at the end of a page, and "this is wrong" about a part of it. Never in the way: the way to a person stands
 * beside it and asks for no opinion.
 *
 *   asked --yes--> thanks
 *     |---no--> reasons --send--> thanks          the no counts at once: a reason is a gift
 *     `---report--> picking --a paragraph--> reasons
 */
#include "opinion.h"

#include "form_boxes.h"
#include "request_boxes.h"

#include <docent/article.h>

#include <math.h>
#include <string.h>

dct_press dct_opine(dct_opinion_deed deed, uint32_t value, const char *text)
{
    return (dct_press){ DCT_DO_OPINE, text, (uint32_t)deed | value << 4 };
}

void dct_opinion_pickable(dct_build *b, dct_box *text, uint32_t block)
{
    if (b->state->opinion.stage != DCT_OPINION_PICKING)
        return;
    text->hover = DCT_ACCENT_SOFT;
    text->min_h = b->m.touch;
    text->radius = roundf(6 * b->m.space);
    dct_pad(b, text, 10, 8);
    text->border = DCT_CONTROL;
    text->border_width = fmaxf(1, roundf(b->m.scale));
    text->link_count = 0; /* A press chooses the paragraph, not where it leads. */
    text->flags &= ~DCT_BOX_SELECTABLE;
    dct_pressable(text, DOCENT_ROLE_BUTTON, dct_key("pick", block), dct_opine(DCT_OPINE_BLOCK, block, NULL), NULL);
}

static dct_box *row_of(dct_build *b, dct_box *column)
{
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(10 * b->m.space);
    row->line_gap = roundf(6 * b->m.space);
    return row;
}

static void add_question(dct_build *b, dct_box *column, const char *place)
{
    dct_text(b, column, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, dct_tr(b, "Did this help?"));
    dct_box *row = row_of(b, column);
    dct_button(b, row, DCT_BUTTON_PLAIN, "thumb-up", dct_tr(b, "Yes"), dct_tr(b, "Yes, this helped"), dct_key("helped", 1),
               dct_opine(DCT_OPINE_VOTE, DOCENT_OPINION_HELPED, place));
    dct_button(b, row, DCT_BUTTON_PLAIN, "thumb-down", dct_tr(b, "No"), dct_tr(b, "No, this did not help"), dct_key("helped", 2),
               dct_opine(DCT_OPINE_VOTE, DOCENT_OPINION_NOT_HELPED, place));
    if (b->state->address.page == DCT_PAGE_ARTICLE)
        dct_button(b, row, DCT_BUTTON_QUIET, "caution", dct_tr(b, "Report a mistake"), NULL, dct_key("helped", 3),
                   dct_opine(DCT_OPINE_PICK, 0, NULL));
}

static void add_picking(dct_build *b, dct_box *column)
{
    dct_box *text = dct_text(b, column, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, dct_tr(b, "Which part? Press it above."));
    text->role = DOCENT_ROLE_STATUS;
    text->flags |= DCT_BOX_ASSERTIVE;
    dct_box *row = row_of(b, column);
    dct_button(b, row, DCT_BUTTON_PLAIN, "book", dct_tr(b, "The whole page"), NULL, dct_key("pick-page", 0),
               dct_opine(DCT_OPINE_BLOCK, DCT_OPINE_PAGE, NULL));
    dct_button(b, row, DCT_BUTTON_QUIET, "close", dct_tr(b, "Cancel"), NULL, dct_key("opinion-cancel", 0),
               dct_opine(DCT_OPINE_CANCEL, 0, NULL));
}

static void add_reasons(dct_build *b, dct_box *column)
{
    static const struct { docent_opinion opinion; const char *text; } reasons[] = {
        { DOCENT_OPINION_WRONG, DCT_MSG("It is wrong") },
        { DOCENT_OPINION_UNCLEAR, DCT_MSG("It is unclear") },
        { DOCENT_OPINION_MISSING, DCT_MSG("Something is missing") },
    };
    const dct_opinion *o = &b->state->opinion;
    dct_box *wrap = dct_form_group(b, column, dct_tr(b, "What is the matter?"), false, NULL, dct_key("reasons", 0));
    for (uint32_t i = 0; i < 3; i++)
        dct_form_radio(b, wrap, NULL, dct_tr(b, reasons[i].text), o->reason == (uint32_t)reasons[i].opinion, dct_key("reason", i),
                       dct_opine(DCT_OPINE_REASON, (uint32_t)reasons[i].opinion, NULL));
    dct_form_text why = { DCT_FIELD_WHY, dct_tr(b, "In your words"), dct_tr(b, "Please no names or numbers of yours."), "", NULL,
                          false, 1 };
    dct_form_text_box(b, column, &why);
    dct_box *row = row_of(b, column);
    dct_button(b, row, DCT_BUTTON_MAIN, "check", dct_tr(b, "Send"), NULL, dct_key("opinion-send", 0),
               dct_opine(DCT_OPINE_SEND, 0, NULL));
    dct_button(b, row, DCT_BUTTON_QUIET, "close", dct_tr(b, "Cancel"), NULL, dct_key("opinion-cancel", 0),
               dct_opine(DCT_OPINE_CANCEL, 0, NULL));
}

static void add_about(dct_build *b, dct_box *column)
{
    if (b->state->opinion.about[0] != 0)
        dct_text(b, column, DCT_LOOK_SOFT, DCT_NO_COLOUR,
                 dct_tr_fill(b, "\xE2\x80\x9C{0}\xE2\x80\x9D", b->state->opinion.about, NULL))->max_lines = 2;
}

static void add_thanks(dct_build *b, dct_box *column)
{
    dct_box *row = dct_row(b, column, 10);
    dct_icon(b, row, "check-circle", 24, DCT_OPEN);
    dct_box *text = dct_text(b, row, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, dct_tr(b, "Thank you."));
    text->role = DOCENT_ROLE_STATUS;
}

static dct_box *card_of(dct_build *b, dct_box *column)
{
    dct_box *card = dct_card(b, column, 18);
    card->flags |= DCT_BOX_FILL;
    card->gap = roundf(12 * b->m.space);
    card->role = DOCENT_ROLE_REGION;
    card->key = dct_key("opinion", 0);
    card->label = dct_tr(b, "Your opinion");
    return card;
}

void dct_opinion_boxes(dct_build *b, dct_box *column)
{
    dct_box *card = card_of(b, column);
    dct_page page = b->state->address.page == DCT_PAGE_FIX ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE;
    const char *place = dct_place(b, page, b->state->address.id, NULL);
    switch (b->state->opinion.stage) {
    case DCT_OPINION_PICKING: add_picking(b, card); break;
    case DCT_OPINION_REASONS:
        add_about(b, card);
        add_reasons(b, card);
        break;
    default:
        if (dct_state_voted(b->state, place))
            add_thanks(b, card);
        else
            add_question(b, card, place);
    }
}

static bool has_answer(const dct_build *b)
{
    for (uint32_t i = 0; i < docent_messages_count(b->content->messages); i++)
        if (!docent_messages_at(b->content->messages, i)->mine)
            return true;
    return false;
}

/* Once somebody answered. */
void dct_satisfied_boxes(dct_build *b, dct_box *column, const docent_conversation *c)
{
    if (!has_answer(b))
        return;
    const char *place = dct_arena_format(b->arena, "conversation/%s", c->id.text);
    dct_box *card = card_of(b, column);
    if (place == NULL || dct_state_voted(b->state, place)) {
        add_thanks(b, card);
        return;
    }
    dct_text(b, card, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, dct_tr(b, "Are you satisfied with the answer?"));
    dct_box *row = row_of(b, card);
    dct_button(b, row, DCT_BUTTON_PLAIN, "thumb-up", dct_tr(b, "Yes"), dct_tr(b, "Yes, satisfied"), dct_key("satisfied", 1),
               dct_opine(DCT_OPINE_VOTE, DOCENT_OPINION_SATISFIED, place));
    dct_button(b, row, DCT_BUTTON_PLAIN, "thumb-down", dct_tr(b, "No"), dct_tr(b, "No, not satisfied"), dct_key("satisfied", 2),
               dct_opine(DCT_OPINE_VOTE, DOCENT_OPINION_NOT_SATISFIED, place));
}
