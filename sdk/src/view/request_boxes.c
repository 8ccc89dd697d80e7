#include "request_boxes.h"

#include "when.h"

#include <math.h>

/* ---- words --------------------------------------------------------------------------- */

const char *dct_request_state_text(dct_build *b, docent_request_state state)
{
    switch (state) {
    case DOCENT_REQUEST_SAVED: return dct_tr(b, "Saved");
    case DOCENT_REQUEST_SENT: return dct_tr(b, "Sent");
    case DOCENT_REQUEST_RECEIVED: return dct_tr(b, "Received");
    case DOCENT_REQUEST_ANSWERED: return dct_tr(b, "Answered");
    case DOCENT_REQUEST_CLOSED: return dct_tr(b, "Closed");
    case DOCENT_REQUEST_HELD: return dct_tr(b, "Held back");
    case DOCENT_REQUEST_WAITING: return dct_tr(b, "Waiting");
    }
    return "";
}

const char *dct_request_state_icon(docent_request_state state)
{
    switch (state) {
    case DOCENT_REQUEST_SENT: return "check";
    case DOCENT_REQUEST_RECEIVED: return "check-circle";
    case DOCENT_REQUEST_ANSWERED: return "chat";
    case DOCENT_REQUEST_CLOSED: return "lock";
    case DOCENT_REQUEST_HELD: return "warning";
    default: return "clock";
    }
}

const char *dct_request_kind_text(dct_build *b, docent_request_kind kind)
{
    return kind == DOCENT_REQUEST_CALLBACK ? dct_tr(b, "Call-back") : kind == DOCENT_REQUEST_CHAT ? dct_tr(b, "Chat")
         : kind == DOCENT_REQUEST_FORUM ? dct_tr(b, "Question in the forum") : dct_tr(b, "Message");
}

const char *dct_request_kind_icon(docent_request_kind kind)
{
    return kind == DOCENT_REQUEST_CALLBACK ? "phone" : kind == DOCENT_REQUEST_CHAT ? "chat"
         : kind == DOCENT_REQUEST_FORUM ? "globe" : "mail";
}

/* ---- the promise ------------------------------------------------------------------------ */

void dct_promise_line(dct_build *b, dct_box *column, int64_t answer_by)
{
    const docent_desk *desk = b->content->desk;
    if (desk == NULL || !desk->connected) /* What does not leave by itself is answered by nobody. */
        return;
    if (answer_by != 0) {
        dct_box *row = dct_row(b, column, 8);
        row->flags |= DCT_BOX_FILL;
        dct_icon(b, row, "clock", 22, DCT_ACCENT);
        const char *by = dct_tr_fill(b, "Answer by {0}", dct_when(b, answer_by), NULL);
        dct_text(b, row, DCT_LOOK_BODY_BOLD, DCT_NO_COLOUR, by)->grow = 1;
    }
    if (desk->median_s != 0)
        dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR,
                 dct_tr_fill(b, "The last answers took about {0} (as of {1}).", dct_span_text(b, desk->median_s),
                             dct_day_text(b, desk->median_at)));
}

void dct_way_buttons(dct_build *b, dct_box *parent)
{
    const docent_desk *desk = b->content->desk;
    if (desk == NULL)
        return;
    if (desk->chat_open)
        dct_button(b, parent, DCT_BUTTON_PLAIN, "chat", dct_tr(b, "Chat with us now"), NULL, dct_key("way-button", 0),
                   dct_press_command("chat"));
    if (desk->ticket)
        dct_button(b, parent, DCT_BUTTON_PLAIN, "mail", dct_tr(b, "Write to us"), NULL, dct_key("way-button", 1),
                   dct_press_command("ticket"));
    if (desk->callback)
        dct_button(b, parent, DCT_BUTTON_PLAIN, "callback", dct_tr(b, "Call me back"), NULL, dct_key("way-button", 2),
                   dct_press_command("callback"));
}

/* ---- where it is --------------------------------------------------------------------------- */

static uint32_t steps_done(docent_request_state state)
{
    switch (state) {
    case DOCENT_REQUEST_SENT: return 2;
    case DOCENT_REQUEST_RECEIVED: return 3;
    case DOCENT_REQUEST_ANSWERED:
    case DOCENT_REQUEST_CLOSED: return 4;
    default: return 1;
    }
}

/* A tick or an empty circle, and the word: told apart without colour. */
void dct_request_steps(dct_build *b, dct_box *column, docent_request_state state)
{
    static const docent_request_state steps[] = { DOCENT_REQUEST_SAVED, DOCENT_REQUEST_SENT, DOCENT_REQUEST_RECEIVED,
                                                  DOCENT_REQUEST_ANSWERED };
    uint32_t done = steps_done(state);
    dct_box *wrap = dct_add(b, column, DCT_BOX_WRAP);
    wrap->gap = roundf(18 * b->m.space);
    wrap->line_gap = roundf(6 * b->m.space);
    wrap->role = DOCENT_ROLE_STATUS;
    wrap->key = dct_key("request-steps", 0);
    wrap->flags |= DCT_BOX_LEAF_LABEL;
    wrap->label = dct_request_state_text(b, state);
    for (uint32_t i = 0; i < 4; i++) {
        dct_box *step = dct_row(b, wrap, 6);
        dct_icon(b, step, i < done ? "check-circle" : "circle", 22, i < done ? DCT_OPEN : DCT_CONTROL);
        dct_text(b, step, i < done ? DCT_LOOK_SMALL_BOLD : DCT_LOOK_SMALL, i < done ? DCT_TEXT : DCT_TEXT_SOFT,
                 dct_request_state_text(b, steps[i]));
    }
}

void dct_count_badge(dct_build *b, dct_box *parent, uint32_t count)
{
    if (count == 0)
        return;
    dct_box *badge = dct_column(b, parent, 0);
    badge->min_h = badge->min_w = roundf(24 * b->m.text);
    badge->align_x = badge->align_y = DCT_ALIGN_CENTER;
    dct_pad(b, badge, 6, 0);
    badge->background = DCT_CAUTION;
    badge->radius = badge->min_h / 2;
    badge->flags |= DCT_BOX_SILENT;
    dct_text(b, badge, DCT_LOOK_SMALL_BOLD, DCT_SURFACE, count > 99 ? "99+" : dct_number(b, count));
}

/* ---- for the camera of a phone ---------------------------------------------------------------- */

#define CODE_MODULES (177u * 177u) /* The largest QR code there is. */

dct_box *dct_code_box(dct_build *b, dct_box *parent, const char *text, float room)
{
    unsigned char *modules = b->host->code == NULL ? NULL : dct_arena_new(b->arena, CODE_MODULES);
    uint32_t side = 0;
    if (modules == NULL || !b->host->code(b->host->ctx, text, modules, CODE_MODULES, &side) || side == 0 || side > 177)
        return NULL;
    float largest = 8 * b->m.scale * (b->m.large ? 1.5f : 1); /* A short text need not fill the screen. */
    float unit = floorf(fminf(largest, room / (float)(side + 8)));
    if (unit < 2)
        return NULL;
    dct_box *code = dct_add(b, parent, DCT_BOX_CODE);
    code->modules = modules;
    code->side = side;
    code->want_w = code->want_h = unit * (float)(side + 8);
    code->radius = roundf(8 * b->m.space);
    code->role = DOCENT_ROLE_PICTURE;
    code->key = dct_key("code", 0);
    code->label = dct_tr(b, "QR code");
    return code;
}
