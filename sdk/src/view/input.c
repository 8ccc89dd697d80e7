/* Keys, text, pointers and the wheel -> commands and actions.
 *
 *   finger: press and release on the same thing presses it; moved more than a few points it scrolls, and coasts on
 *   mouse:  press and release on the same thing presses it; over text it selects
 *
 * Everything acts on release (WCAG 2.5.2): who slips off a button has not pressed it. */
#include "view_impl.h"

#include <math.h>
#include <string.h>

/* ---- keys ------------------------------------------------------------------------------ */

static void act(docent_view *v, dct_action_kind kind, uint32_t number, bool on)
{
    dct_action a = { .kind = kind, .number = number, .on = on };
    dct_act(v, &a);
}

/* Enter in the search field: the keyboard goes, the first answer gets the focus. */
static void finish_search(docent_view *v)
{
    act(v, DCT_ACT_FIELD, DCT_FIELD_NONE, false);
    if (dct_frame_make(v) != DOCENT_OK)
        return;
    uint32_t first = dct_key("result", 0);
    if (dct_box_by_key(v->screen.main, first) != NULL)
        dct_act_focus(v, first, true);
}

static void insert(docent_view *v, const char *text)
{
    dct_action a = { .kind = DCT_ACT_INSERT, .text = text };
    dct_act(v, &a);
}

/* What Enter means depends on what is typed: words are looked for, a chat is sent, a letter goes on in a new line. */
static void enter_field(docent_view *v, bool shift)
{
    uint32_t field = v->state.field;
    if (field == DCT_FIELD_SEARCH)
        finish_search(v);
    else if (field == DCT_FIELD_FIND)
        dct_command_run(v, shift ? "find-previous" : "find-next");
    else if (field == DCT_FIELD_ASK)
        dct_command_run(v, "ask-send");
    else if (field == DCT_FIELD_CODE)
        dct_command_run(v, "claim");
    else if (field == DCT_FIELD_REPLY && !shift && v->state.address.page == DCT_PAGE_CHAT)
        dct_command_run(v, "reply-send");
    else if (v->state.fields[field].lines)
        insert(v, "\n");
    else
        dct_command_run(v, "focus-next");
}

/* A line up or down, at the same distance from the side. */
static bool field_line(docent_view *v, int step, bool keep)
{
    int root;
    const dct_box *b = dct_field_box(v, &root);
    if (b == NULL || !v->state.fields[v->state.field].lines || b->layout.line_count == 0)
        return false;
    dct_caret caret = dct_field_caret(v, b);
    float y = caret.top + caret.height / 2 + (float)step * b->layout.lines[0].height;
    uint32_t at = y < 0 ? 0 : y > b->layout.height ? v->state.fields[v->state.field].size
                : dct_layout_offset_at(b->paragraph, &b->layout, caret.x, y);
    act(v, DCT_ACT_PLACE, at, keep);
    return true;
}

static bool field_key(docent_view *v, uint32_t key, uint32_t mods)
{
    bool word = (mods & (DOCENT_MOD_CTRL | DOCENT_MOD_ALT)) != 0, keep = (mods & DOCENT_MOD_SHIFT) != 0;
    bool rtl = v->build.rtl;
    switch (key) {
    case DOCENT_KEY_BACKSPACE: act(v, DCT_ACT_DELETE, word, false); return true;
    case DOCENT_KEY_DELETE: act(v, DCT_ACT_DELETE, word, true); return true;
    case DOCENT_KEY_LEFT:
    case DOCENT_KEY_RIGHT: {
        bool forward = (key == DOCENT_KEY_RIGHT) != rtl;
        dct_edit_move move = forward ? (word ? DCT_EDIT_NEXT_WORD : DCT_EDIT_NEXT)
                                     : (word ? DCT_EDIT_PREVIOUS_WORD : DCT_EDIT_PREVIOUS);
        act(v, DCT_ACT_MOVE, move, keep);
        return true;
    }
    case DOCENT_KEY_UP: return field_line(v, -1, keep);
    case DOCENT_KEY_DOWN: return field_line(v, 1, keep);
    case DOCENT_KEY_HOME: act(v, DCT_ACT_MOVE, DCT_EDIT_START, keep); return true;
    case DOCENT_KEY_END: act(v, DCT_ACT_MOVE, DCT_EDIT_END, keep); return true;
    case DOCENT_KEY_ENTER: enter_field(v, keep); return true;
    default: return key >= 32 && key < 0x110000 && !word; /* Its text comes as DOCENT_INPUT_TEXT. */
    }
}

static bool on_key(docent_view *v, const docent_input *in)
{
    if (v->state.warn_seconds > 0)
        docent_view_warn(v, 0);
    if (v->state.field != DCT_FIELD_NONE && v->state.dialog == DCT_DIALOG_NONE && field_key(v, in->key, in->mods))
        return true;
    const char *command = dct_keymap_command(v, in->key, in->mods);
    return command != NULL && dct_command_run(v, command);
}

static bool on_text(docent_view *v, const docent_input *in)
{
    if (in->text == NULL || v->state.dialog != DCT_DIALOG_NONE)
        return false;
    bool first = v->state.fields[DCT_FIELD_SEARCH].size == 0 && v->state.field <= DCT_FIELD_SEARCH;
    if (first && (strcmp(in->text, "/") == 0 || strcmp(in->text, " ") == 0))
        return false; /* The key that opened the field, or pressed a button. */
    if (v->state.field == DCT_FIELD_NONE && v->state.address.page == DCT_PAGE_HOME)
        dct_command_run(v, "search"); /* Whoever types on the home page wants to search, in a chat to write. */
    if (v->state.field == DCT_FIELD_NONE && v->state.address.page == DCT_PAGE_CHAT)
        act(v, DCT_ACT_FIELD, DCT_FIELD_REPLY, false);
    if (v->state.field == DCT_FIELD_NONE && v->state.address.page == DCT_PAGE_ASK)
        act(v, DCT_ACT_FIELD, DCT_FIELD_ASK, false);
    if (v->state.field == DCT_FIELD_NONE)
        return false;
    insert(v, in->text);
    dct_thread_typing(v);
    return true;
}

/* ---- pointers ------------------------------------------------------------------------------ */

static float slop(const docent_view *v)
{
    return 8 * v->config.scale;
}

static dct_text_place place_at(docent_view *v, const dct_box *text, float x, float y)
{
    return (dct_text_place){ text->order, dct_hit_offset(v, text, x, y) };
}

static void select_range(docent_view *v, dct_text_place from, dct_text_place to)
{
    dct_action select = { .kind = DCT_ACT_SELECT, .from = from, .to = to };
    dct_act(v, &select);
}

static void select_word(docent_view *v, const dct_box *text, uint32_t offset, uint32_t clicks)
{
    uint32_t from = 0, to = text->text_size;
    if (clicks == 2)
        dct_text_word_at(text->text, text->text_size, offset, &from, &to);
    select_range(v, (dct_text_place){ text->order, from }, (dct_text_place){ text->order, to });
}

static void down_on_text(docent_view *v, const docent_input *in, const dct_hit *hit)
{
    bool field = hit->text->field != 0;
    if (field && in->pointer != 0)
        return; /* A finger that begins on a field may be about to scroll; it is pressed when the finger leaves. */
    v->drag.in_field = field;
    if (field) {
        act(v, DCT_ACT_FIELD, (uint32_t)hit->text->field, false);
        act(v, DCT_ACT_PLACE, hit->offset, (in->mods & DOCENT_MOD_SHIFT) != 0);
        dct_act_focus(v, dct_key("field", (uint32_t)hit->text->field), false);
        return;
    }
    if (in->pointer != 0)
        return; /* A finger scrolls. */
    v->drag.selecting = true;
    if (in->clicks >= 2)
        select_word(v, hit->text, hit->offset, in->clicks);
    else
        select_range(v, (dct_text_place){ hit->text->order, hit->offset },
                     (dct_text_place){ hit->text->order, hit->offset });
}

static bool on_down(docent_view *v, const docent_input *in)
{
    if (v->state.warn_seconds > 0)
        docent_view_warn(v, 0);
    dct_hit hit = dct_hit_at(v, in->x, in->y);
    v->drag = (dct_drag){ .down = true, .finger = in->pointer != 0, .x0 = in->x, .y0 = in->y, .x = in->x, .y = in->y,
                          .scroll0 = v->state.scroll.y, .t = in->time_ms, .t_before = in->time_ms, .y_before = in->y,
                          .key = hit.key };
    if (v->state.scroll.mode != DCT_SCROLL_STILL)
        dct_act_scroll(v, v->state.scroll.y, false); /* A touch stops what coasts. */
    act(v, DCT_ACT_PRESSED, hit.key, false);
    if (hit.text == NULL || hit.text->field == 0) {
        const dct_box *box = hit.box;
        bool keeps = box != NULL && (box->role == DOCENT_ROLE_KEY || box->press.what == DCT_DO_COMMAND ||
                                     box->press.what == DCT_DO_FIELD);
        if (!keeps)
            act(v, DCT_ACT_FIELD, DCT_FIELD_NONE, false);
    }
    if (hit.text != NULL && (hit.key == 0 || hit.text->field != 0))
        down_on_text(v, in, &hit);
    else if (hit.key == 0 && in->pointer == 0)
        select_range(v, (dct_text_place){ 0, 0 }, (dct_text_place){ 0, 0 });
    return true;
}

static void drag_selection(docent_view *v, const docent_input *in)
{
    const dct_box *text = dct_hit_nearest_text(v, in->x, in->y);
    if (text != NULL && in->clicks < 2)
        select_range(v, v->state.selection_from, place_at(v, text, in->x, in->y));
}

static void drag_page(docent_view *v, const docent_input *in)
{
    if (in->time_ms > v->drag.t) {
        v->drag.t_before = v->drag.t;
        v->drag.y_before = v->drag.y;
        v->drag.t = in->time_ms;
    }
    dct_act_scroll(v, v->drag.scroll0 - (in->y - v->drag.y0), false);
}

static void hover(docent_view *v, const docent_input *in)
{
    if (in->pointer == 0)
        act(v, DCT_ACT_HOVER, dct_hit_at(v, in->x, in->y).key, false);
}

static bool on_move(docent_view *v, const docent_input *in)
{
    dct_drag *d = &v->drag;
    if (!d->down) {
        hover(v, in);
        d->x = in->x;
        d->y = in->y;
        return false;
    }
    if (!d->moved && hypotf(in->x - d->x0, in->y - d->y0) > slop(v)) {
        d->moved = true;
        if (d->finger)
            act(v, DCT_ACT_PRESSED, 0, false);
    }
    if (v->state.dialog == DCT_DIALOG_ZOOM) {
        dct_action pan = { .kind = DCT_ACT_PAN, .x = in->x - d->x, .y = in->y - d->y };
        dct_act(v, &pan);
    } else if (d->in_field) {
        dct_hit hit = dct_hit_at(v, in->x, in->y);
        if (hit.text != NULL && hit.text->field != 0)
            act(v, DCT_ACT_PLACE, hit.offset, true);
    } else if (d->selecting) {
        drag_selection(v, in);
    } else if (d->moved && d->finger) {
        drag_page(v, in);
    }
    d->x = in->x;
    d->y = in->y;
    return true;
}

/* How fast the finger left, from its last two movements. */
static void let_go(docent_view *v, const docent_input *in)
{
    dct_drag *d = &v->drag;
    float seconds = (float)(d->t - d->t_before) / 1000.0f;
    bool resting = in->time_ms > d->t + 60;
    float velocity = seconds <= 0 || resting ? 0 : -(d->y - d->y_before) / seconds;
    if (fabsf(velocity) < 80 * v->config.scale || (v->config.flags & DOCENT_VIEW_STILL) != 0)
        return;
    dct_action coast = { .kind = DCT_ACT_COAST, .y = velocity, .time_ms = in->time_ms };
    dct_act(v, &coast);
}

static void press_at(docent_view *v, const docent_input *in)
{
    dct_hit hit = dct_hit_at(v, in->x, in->y);
    if (hit.key == 0 || hit.key != v->drag.key)
        return;
    if (hit.box->role != DOCENT_ROLE_KEY)
        dct_act_focus(v, hit.key, false);
    dct_press press = hit.link != NULL ? hit.link->press : hit.box->press;
    if (press.what != DCT_DO_FIELD || !v->drag.in_field)
        dct_act_press(v, &press);
    if (press.what == DCT_DO_FIELD && v->drag.finger && hit.text != NULL && hit.text->field == (int32_t)press.number)
        act(v, DCT_ACT_PLACE, hit.offset, false);
}

static bool on_up(docent_view *v, const docent_input *in)
{
    dct_drag *d = &v->drag;
    if (!d->down)
        return false;
    act(v, DCT_ACT_PRESSED, 0, false);
    if (d->moved && d->finger && !d->in_field)
        let_go(v, in);
    else if (!d->moved || !d->selecting)
        press_at(v, in);
    d->down = d->selecting = false;
    return true;
}

static bool on_cancel(docent_view *v)
{
    v->drag = (dct_drag){ .down = false };
    act(v, DCT_ACT_PRESSED, 0, false);
    act(v, DCT_ACT_HOVER, 0, false);
    return true;
}

static bool on_wheel(docent_view *v, const docent_input *in)
{
    float max = dct_frame_scroll_max(v);
    if (v->state.dialog == DCT_DIALOG_ZOOM && in->y != 0)
        return dct_command_run(v, in->y < 0 ? "zoom-in" : "zoom-out");
    if (in->y == 0 || max <= 0 || v->screen.dialog != NULL)
        return false;
    float from = v->state.scroll.mode == DCT_SCROLL_EASE ? v->state.scroll.to : v->state.scroll.y;
    dct_act_scroll(v, from + in->y * 60 * v->build.m.space, true);
    return true;
}

bool docent_view_input(docent_view *v, const docent_input *in)
{
    if (v == NULL || in == NULL || !isfinite(in->x) || !isfinite(in->y))
        return false;
    if (in->time_ms > v->now_ms)
        v->now_ms = in->time_ms;
    if (dct_frame_make(v) != DOCENT_OK)
        return false;
    switch (in->kind) {
    case DOCENT_INPUT_KEY: return on_key(v, in);
    case DOCENT_INPUT_TEXT: return on_text(v, in);
    case DOCENT_INPUT_DOWN: return on_down(v, in);
    case DOCENT_INPUT_MOVE: return on_move(v, in);
    case DOCENT_INPUT_UP: return on_up(v, in);
    case DOCENT_INPUT_CANCEL: return on_cancel(v);
    case DOCENT_INPUT_WHEEL: return on_wheel(v, in);
    case DOCENT_INPUT_FOCUS:
        if (in->key == 0)
            on_cancel(v);
        return true;
    }
    return false;
}
