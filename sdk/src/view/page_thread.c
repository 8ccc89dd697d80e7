/* A conversation: what was written on both sides, where each message is, and a place to go on.
 *
 *        +-----------------------+     theirs: at the start
 *        | Ada, 14:03            |
 *        +-----------------------+
 *   +------------------------+         mine: at the end, with its state below
 *   | It crackles            |
 *   +------------------------+
 *              (v) Received
 *   [ text                  ] [Send]
 *
 * A chat that has not begun looks the same: what is written then begins it, whether somebody is there or not. */
#include "form_boxes.h"
#include "request_boxes.h"
#include "when.h"

#include <math.h>
#include <string.h>

static const docent_conversation *talk_of(const dct_build *b)
{
    return b->content->conversation;
}

/* ---- messages ------------------------------------------------------------------------- */

static void add_files(dct_build *b, dct_box *bubble, const docent_message *m)
{
    for (uint32_t i = 0; i < m->attachment_count; i++) {
        char name[257];
        dct_contact_file_name(b->content, &m->id, i, name);
        dct_box *row = dct_row(b, bubble, 6);
        dct_icon(b, row, "picture", 20, DCT_TEXT_SOFT);
        const char *shown = dct_arena_text(b->arena, name, strlen(name));
        dct_text(b, row, DCT_LOOK_SMALL_BOLD, DCT_TEXT, shown == NULL ? "" : shown);
    }
}

static void add_state(dct_build *b, dct_box *column, const docent_message *m)
{
    dct_box *row = dct_row(b, column, 6);
    dct_icon(b, row, dct_request_state_icon(m->state), 16, DCT_TEXT_SOFT);
    dct_text(b, row, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_request_state_text(b, m->state));
}

/* Who speaks and when: once for messages of the same person within ten minutes. */
static bool has_head(const dct_build *b, uint32_t i)
{
    const docent_message *m = docent_messages_at(b->content->messages, i);
    const docent_message *before = i == 0 ? NULL : docent_messages_at(b->content->messages, i - 1);
    return before == NULL || before->mine != m->mine || strcmp(before->author, m->author) != 0 || m->at - before->at > 600;
}

static void add_message(dct_build *b, dct_box *list, uint32_t i)
{
    const docent_message *m = docent_messages_at(b->content->messages, i);
    bool last = i + 1 == docent_messages_count(b->content->messages);
    dct_box *side = dct_column(b, list, 3);
    side->flags |= DCT_BOX_FILL;
    side->align_x = m->mine ? DCT_ALIGN_END : DCT_ALIGN_START;
    side->role = DOCENT_ROLE_ITEM;
    side->key = dct_key(m->id.text, 1);
    side->label = "";
    if (has_head(b, i)) {
        const char *who = m->mine ? dct_tr(b, "You") : m->author[0] != 0 ? m->author : dct_tr(b, "Answer");
        dct_text(b, side, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr_fill(b, "{0}, {1}", who, dct_when(b, m->at)))->max_w = b->m.measure;
    }
    dct_box *bubble = dct_column(b, side, 6);
    dct_surface(b, bubble, m->mine ? DCT_ACCENT_SOFT : DCT_SURFACE, DCT_BORDER, 14);
    dct_pad(b, bubble, 14, 10);
    bubble->max_w = roundf(fminf(b->m.measure, b->m.width - 2 * b->m.side) * (dct_is_tight(b) ? 1.0f : 0.86f));
    const char *words = m->text[0] != 0 ? m->text : dct_tr(b, "Sealed: it cannot be read here again.");
    dct_box *text = dct_text(b, bubble, DCT_LOOK_BODY, DCT_NO_COLOUR, words);
    text->flags |= DCT_BOX_SELECTABLE;
    text->order = b->selectable++;
    if (!m->mine && i >= b->seen_messages) { /* What comes while one looks is spoken at once. */
        text->role = DOCENT_ROLE_ALERT;
        text->flags |= DCT_BOX_ASSERTIVE;
    }
    add_files(b, bubble, m);
    bool special = m->state == DOCENT_REQUEST_HELD || m->state == DOCENT_REQUEST_WAITING;
    if (m->mine && (last || special || !docent_messages_at(b->content->messages, i + 1)->mine))
        add_state(b, side, m);
}

/* A page is built with every letter that is typed: years of a conversation stay out of it until somebody asks for them. */
#define SHOWN_FIRST 50u

static void add_messages(dct_build *b, dct_box *column)
{
    uint32_t count = docent_messages_count(b->content->messages);
    uint32_t first = count > SHOWN_FIRST && !b->state->wish.unfold ? count - SHOWN_FIRST : 0;
    if (count == 0)
        return;
    if (first > 0)
        dct_button(b, column, DCT_BUTTON_QUIET, "up", dct_tr_fill(b, "Earlier messages: {0}", dct_number(b, first), NULL), NULL,
                   dct_key("messages-earlier", 0), (dct_press){ DCT_DO_WISH, "1", DCT_WISH_UNFOLD });
    dct_box *list = dct_column(b, column, 10);
    list->flags |= DCT_BOX_FILL;
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key("messages", 0);
    list->label = dct_tr(b, "Messages");
    for (uint32_t i = first; i < count; i++)
        add_message(b, list, i);
}

/* ---- who is there ------------------------------------------------------------------------ */

static void note(dct_build *b, dct_box *column, const char *icon, dct_token colour, const char *text)
{
    dct_box *row = dct_row(b, column, 8);
    row->flags |= DCT_BOX_FILL;
    dct_icon(b, row, icon, 20, colour);
    dct_box *words = dct_text(b, row, DCT_LOOK_SMALL_BOLD, colour, text);
    words->grow = 1;
    words->role = DOCENT_ROLE_STATUS;
}

static void add_presence(dct_build *b, dct_box *column)
{
    const docent_desk *desk = b->content->desk;
    const docent_chat_state *chat = &b->content->chat;
    bool begun = talk_of(b) != NULL;
    if (begun && desk->connected && !chat->online)
        note(b, column, "refresh", DCT_TEXT_SOFT, dct_tr(b, "Connecting. What you write is kept and sent by itself."));
    else if (desk->chat_open || chat->agent)
        note(b, column, "check-circle", DCT_OPEN, dct_tr(b, "Somebody is there."));
    else
        note(b, column, "clock", DCT_CLOSED, dct_tr(b, "Nobody is there right now. Write anyway: it is answered later."));
}

/* ---- going on ---------------------------------------------------------------------------------- */

static void add_composer(dct_build *b, dct_box *column)
{
    bool chat = b->state->address.page == DCT_PAGE_CHAT;
    const char *label = chat ? dct_tr(b, "Your message") : dct_tr(b, "Your reply");
    dct_form_text text = { DCT_FIELD_REPLY, label, "", "", NULL, false, chat ? 2 : 3 };
    if (b->content->chat.agent_typing)
        note(b, column, "chat", DCT_TEXT_SOFT, dct_tr(b, "Somebody is writing \xE2\x80\xA6"));
    dct_form_text_box(b, column, &text);
    dct_failed_box(b, column);
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(12 * b->m.space);
    dct_button(b, row, DCT_BUTTON_MAIN, b->rtl ? "back" : "forward", dct_tr(b, "Send"), NULL, dct_key("reply-send", 0),
               dct_press_command("reply-send"));
}

void dct_page_chat(dct_build *b, dct_box *page)
{
    if (b->content->desk == NULL || (!b->content->desk->chat && talk_of(b) == NULL)) {
        dct_page_not_offered(b, page, "chat", dct_tr(b, "There is no chat here"));
        return;
    }
    dct_box *column = dct_reading_column(b, page);
    dct_heading(b, column, 1, DCT_LOOK_TITLE, b->content->desk->chat_open ? dct_tr(b, "Chat") : dct_tr(b, "Leave a message"));
    add_presence(b, column);
    if (!b->content->desk->chat_open)
        dct_promise_line(b, column, talk_of(b) != NULL ? talk_of(b)->answer_by : b->content->desk->answer_by);
    if (talk_of(b) != NULL)
        dct_receipt_line(b, column, talk_of(b));
    add_messages(b, column);
    add_composer(b, column);
    if (talk_of(b) != NULL)
        dct_request_tools(b, column, talk_of(b));
}

void dct_page_request(dct_build *b, dct_box *page)
{
    const docent_conversation *c = talk_of(b);
    dct_box *column = dct_reading_column(b, page);
    dct_request_receipt(b, column, c);
    add_messages(b, column);
    dct_satisfied_boxes(b, column, c);
    bool fresh = c->state == DOCENT_REQUEST_SAVED && docent_messages_count(b->content->messages) < 2;
    if (!fresh && c->state != DOCENT_REQUEST_WAITING && c->kind != DOCENT_REQUEST_CALLBACK)
        add_composer(b, column);
    else
        dct_failed_box(b, column);
    dct_request_tools(b, column, c);
}
