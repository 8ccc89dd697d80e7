/* What became of requests: the receipt of one, the list of all that may be seen here, and the code that opens one of one's own on
 * a device that people share. */
#include "form_boxes.h"
#include "request_boxes.h"
#include "when.h"

#include <math.h>
#include <string.h>

/* ---- the receipt ----------------------------------------------------------------------- */

static bool just_made(const dct_build *b, const docent_conversation *c)
{
    return strcmp(b->state->wish.sent, c->id.text) == 0 && docent_messages_count(b->content->messages) < 2;
}

static void add_code(dct_build *b, dct_box *wrap, const char *name, const char *code, const char *note)
{
    if (code[0] == 0)
        return;
    dct_box *column = dct_column(b, wrap, 1);
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, name);
    dct_box *text = dct_whole_text(b, column, DCT_LOOK_HEADING, code);
    text->flags |= DCT_BOX_SELECTABLE;
    text->order = b->selectable++;
    if (note[0] != 0)
        dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, note);
}

void dct_receipt_line(dct_build *b, dct_box *column, const docent_conversation *c)
{
    dct_box *wrap = dct_add(b, column, DCT_BOX_WRAP);
    wrap->gap = roundf(32 * b->m.space);
    wrap->line_gap = roundf(10 * b->m.space);
    add_code(b, wrap, dct_tr(b, "Reference"), c->reference, "");
    add_code(b, wrap, dct_tr(b, "Your code"), c->claim, dct_tr(b, "With it you can read the answer here."));
    add_code(b, wrap, dct_tr(b, "Number at the server"), c->remote, "");
}

static void add_state_note(dct_build *b, dct_box *card, const docent_conversation *c)
{
    bool waits = c->state == DOCENT_REQUEST_WAITING, held = c->state == DOCENT_REQUEST_HELD;
    if (c->why[0] != 0 && (waits || held)) {
        dct_box *row = dct_row(b, card, 8);
        row->flags |= DCT_BOX_FILL;
        dct_icon(b, row, held ? "warning" : "clock", 22, held ? DCT_CAUTION : DCT_TEXT_SOFT);
        dct_box *why = dct_text(b, row, DCT_LOOK_BODY_BOLD, held ? DCT_CAUTION : DCT_TEXT, c->why);
        why->grow = 1;
        why->role = DOCENT_ROLE_STATUS;
    }
    if (c->overdue) {
        dct_box *late = dct_text(b, card, DCT_LOOK_BODY_BOLD, DCT_CLOSED,
                                 dct_tr_fill(b, "The answer is late: it was promised by {0}. Please call if it cannot wait.",
                                             dct_when(b, c->answer_by), NULL));
        late->role = DOCENT_ROLE_STATUS;
    } else if (c->state != DOCENT_REQUEST_ANSWERED && c->state != DOCENT_REQUEST_CLOSED && !held && !waits) {
        dct_promise_line(b, card, c->answer_by);
    }
}

/* Nothing is configured that could send it: the ways that a person has. */
static void add_carry(dct_build *b, dct_box *column, const docent_conversation *c)
{
    const docent_desk *desk = b->content->desk;
    bool open = c->state == DOCENT_REQUEST_SAVED || c->state == DOCENT_REQUEST_WAITING || c->state == DOCENT_REQUEST_HELD;
    if (!open || (desk != NULL && desk->connected && c->state != DOCENT_REQUEST_HELD))
        return;
    dct_box *card = dct_card(b, column, 18);
    card->flags |= DCT_BOX_FILL;
    bool kiosk = (b->flags & DOCENT_VIEW_KIOSK) != 0, ways = !kiosk || b->host->code != NULL || b->host->save != NULL;
    dct_text(b, card, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, ways ? dct_tr(b, "Take it with you") : dct_tr(b, "It stays saved here"));
    dct_text(b, card, DCT_LOOK_SOFT, DCT_NO_COLOUR,
             ways ? dct_tr(b, "This device cannot send it by itself. It stays saved here; you can send it yourself:")
                  : dct_tr(b, "This device cannot send it by itself. When you call, say the reference."));
    dct_box *wrap = dct_add(b, card, DCT_BOX_WRAP);
    wrap->gap = roundf(10 * b->m.space);
    if (b->host->code != NULL)
        dct_button(b, wrap, DCT_BUTTON_PLAIN, "mobile", dct_tr(b, "Show a QR code"), NULL, dct_key("carry-code", 0),
                   dct_press_command("request-code"));
    if (!kiosk) {
        dct_button(b, wrap, DCT_BUTTON_PLAIN, "mail", dct_tr(b, "Open as an e-mail"), NULL, dct_key("carry-mail", 0),
                   dct_press_command("request-mail"));
        dct_button(b, wrap, DCT_BUTTON_PLAIN, "copy", dct_tr(b, "Copy the text"), NULL, dct_key("carry-copy", 0),
                   dct_press_command("request-copy"));
    }
    if (b->host->save != NULL)
        dct_button(b, wrap, DCT_BUTTON_PLAIN, "box", dct_tr(b, "Save as a file"), NULL, dct_key("carry-file", 0),
                   dct_press_command("request-file"));
}

/* On a shared device the codes leave in the camera of a phone, too. */
static void add_claim_code(dct_build *b, dct_box *row, const docent_conversation *c)
{
    if (c->claim[0] == 0 || b->m.form == DCT_FORM_PANEL || b->state->text_percent > 150)
        return;
    const char *text = dct_arena_format(b->arena, "%s %s / %s", docent_info_of(b->h)->product, c->reference, c->claim);
    if (text != NULL)
        dct_code_box(b, row, text, roundf(130 * b->m.space));
}

void dct_request_receipt(dct_build *b, dct_box *column, const docent_conversation *c)
{
    dct_box *card = dct_column(b, column, 12);
    card->flags |= DCT_BOX_FILL;
    dct_surface(b, card, DCT_SURFACE, DCT_BORDER, 14);
    dct_pad(b, card, b->m.form == DCT_FORM_PANEL ? 16 : 24, 18);
    dct_box *head = dct_row(b, card, 14);
    head->flags |= DCT_BOX_FILL;
    if (!dct_is_tight(b))
        dct_badge(b, head, just_made(b, c) ? "check" : dct_request_kind_icon(c->kind), 46, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *words = dct_column(b, head, 0);
    words->grow = 1;
    const char *kind = dct_request_kind_text(b, c->kind);
    dct_box *title = dct_heading(b, words, 1, DCT_LOOK_HEADING, just_made(b, c) ? dct_tr(b, "Your request is saved") : kind);
    if (just_made(b, c))
        title->flags |= DCT_BOX_ASSERTIVE;
    if (c->subject[0] != 0)
        dct_text(b, words, DCT_LOOK_SOFT, DCT_NO_COLOUR, c->subject)->max_lines = 2;
    dct_box *codes = dct_row(b, card, 16);
    codes->flags |= DCT_BOX_FILL;
    dct_box *facts = dct_column(b, codes, 0);
    facts->grow = 1;
    dct_receipt_line(b, facts, c);
    add_claim_code(b, codes, c);
    dct_request_steps(b, card, c->state);
    add_state_note(b, card, c);
    if (c->needs_consent)
        dct_button(b, card, DCT_BUTTON_MAIN, "check", dct_tr(b, "I agree, send it"), NULL, dct_key("request-consent", 0),
                   dct_press_command("request-consent"));
    add_carry(b, column, c);
}

void dct_request_tools(dct_build *b, dct_box *column, const docent_conversation *c)
{
    bool leaves = c->state == DOCENT_REQUEST_SAVED || c->state == DOCENT_REQUEST_WAITING || c->state == DOCENT_REQUEST_HELD;
    dct_box *wrap = dct_add(b, column, DCT_BOX_WRAP);
    wrap->gap = roundf(10 * b->m.space);
    if (leaves)
        dct_button(b, wrap, DCT_BUTTON_QUIET, "close", dct_tr(b, "Take it back"), NULL, dct_key("request-withdraw", 0),
                   dct_press_command("request-withdraw"));
    else if (c->state != DOCENT_REQUEST_CLOSED)
        dct_button(b, wrap, DCT_BUTTON_QUIET, "check", dct_tr(b, "This is solved"), NULL, dct_key("request-close", 0),
                   dct_press_command("request-close"));
    dct_button(b, wrap, DCT_BUTTON_QUIET, "list", dct_tr(b, "All requests"), NULL, dct_key("requests-all", 0),
               dct_press_command("requests"));
}

/* ---- the list ---------------------------------------------------------------------------------- */

static void add_facts(dct_build *b, dct_box *column, const docent_conversation *c)
{
    dct_box *wrap = dct_add(b, column, DCT_BOX_WRAP);
    wrap->gap = roundf(12 * b->m.space);
    wrap->line_gap = 2;
    dct_box *state = dct_row(b, wrap, 6);
    dct_icon(b, state, dct_request_state_icon(c->state), 18, DCT_TEXT_SOFT);
    dct_text(b, state, DCT_LOOK_SMALL_BOLD, DCT_TEXT, dct_request_state_text(b, c->state));
    dct_text(b, wrap, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_when(b, c->made));
    dct_text(b, wrap, DCT_LOOK_SMALL, DCT_NO_COLOUR, c->reference);
    if (c->overdue)
        dct_text(b, wrap, DCT_LOOK_SMALL_BOLD, DCT_CLOSED, dct_tr(b, "Answer is late"));
    if (c->unread > 0)
        dct_text(b, wrap, DCT_LOOK_SMALL_BOLD, DCT_ACCENT, dct_tr_fill(b, "New answers: {0}", dct_number(b, c->unread), NULL));
}

static void add_request(dct_build *b, dct_box *list, const docent_conversation *c, uint32_t i)
{
    dct_box *row = dct_row(b, list, 14);
    row->flags |= DCT_BOX_FILL;
    row->min_h = b->m.touch;
    dct_surface(b, row, DCT_SURFACE, c->unread > 0 ? DCT_ACCENT : DCT_BORDER, 12);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 16, 12);
    if (!dct_is_tight(b))
        dct_badge(b, row, dct_request_kind_icon(c->kind), 38, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *words = dct_column(b, row, 3);
    words->grow = 1;
    const char *title = c->subject[0] != 0 ? c->subject : dct_request_kind_text(b, c->kind);
    dct_text(b, words, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, title)->max_lines = 2;
    add_facts(b, words, c);
    dct_count_badge(b, row, c->unread);
    dct_pressable(row, DOCENT_ROLE_LINK, dct_key("request", i), dct_press_go(dct_place(b, DCT_PAGE_REQUEST, c->id.text, NULL)),
                  NULL);
}

static void add_claim_button(dct_build *b, dct_box *parent)
{
    dct_button(b, parent, DCT_BUTTON_PLAIN, "key", dct_tr(b, "I have a code"), NULL, dct_key("claim-open", 0),
               dct_press_go("contact/claim"));
}

void dct_page_requests(dct_build *b, dct_box *page)
{
    uint32_t count = docent_conversations_count(b->content->conversations);
    dct_box *column = dct_reading_column(b, page);
    if (count == 0) {
        dct_box *empty = dct_empty(b, column, "chat", dct_tr(b, "No requests here"),
                                   dct_tr(b, "What you ask a person is listed here, with its answer."));
        add_claim_button(b, empty);
        return;
    }
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "Your requests"));
    dct_box *list = dct_column(b, column, 10);
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key("requests", UINT32_MAX);
    list->label = "";
    for (uint32_t i = 0; i < count; i++)
        add_request(b, list, docent_conversations_at(b->content->conversations, i), i);
    add_claim_button(b, column);
}

/* ---- a code -------------------------------------------------------------------------------------- */

void dct_page_claim(dct_build *b, dct_box *page)
{
    dct_box *column = dct_reading_column(b, page);
    column->gap = roundf(18 * b->m.space);
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "Read an answer"));
    dct_form_text code = { DCT_FIELD_CODE, dct_tr(b, "Your code"), dct_tr(b, "It stands on your receipt, as 8241-7730 does."), "",
                           NULL, true, 1 };
    dct_form_text_box(b, column, &code);
    dct_failed_box(b, column);
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    dct_button(b, row, DCT_BUTTON_MAIN, "key", dct_tr(b, "Show my request"), NULL, dct_key("claim", 0), dct_press_command("claim"));
}
