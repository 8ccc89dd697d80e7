#include "update.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- arriving ------------------------------------------------------------------------ */

static void leave_page(dct_state *s)
{
    dct_visit *now = dct_history_now(&s->history);
    if (now != NULL) {
        now->scroll = s->scroll.y;
        now->focus = s->focus;
    }
}

static bool enter_history(dct_state *s, const char *address, dct_arrival how)
{
    switch (how) {
    case DCT_ARRIVE_REPLACE: return dct_history_replace(&s->history, address);
    case DCT_ARRIVE_BACK: s->history.at--; return true;
    case DCT_ARRIVE_FORWARD: s->history.at++; return true;
    default: return dct_history_push(&s->history, address);
    }
}

/* The search field shows the words of the results page, and nothing elsewhere. */
static void fit_search_field(dct_state *s)
{
    dct_edit *edit = &s->fields[DCT_FIELD_SEARCH];
    const char *words = s->address.page == DCT_PAGE_SEARCH ? s->address.query : "";
    if (strcmp(edit->text, words) != 0)
        dct_edit_set(edit, words);
}

static uint32_t arrive(dct_state *s, const dct_action *a, bool *ok)
{
    dct_arrival how = (dct_arrival)a->number;
    leave_page(s);
    if (!enter_history(s, a->text, how)) {
        *ok = false;
        return 0;
    }
    bool typing = how == DCT_ARRIVE_REPLACE || (s->field == DCT_FIELD_SEARCH && s->fields[DCT_FIELD_SEARCH].size > 0);
    dct_address_parse(a->text, &s->address);
    dct_visit *now = dct_history_now(&s->history);
    bool again = how == DCT_ARRIVE_BACK || how == DCT_ARRIVE_FORWARD;
    s->scroll = (dct_scroll){ .y = again ? now->scroll : 0 };
    s->focus = again ? now->focus : typing ? s->focus : 0;
    s->find_open = false;
    s->dialog = DCT_DIALOG_NONE;
    s->opinion = (dct_opinion){ .stage = DCT_OPINION_NONE };
    s->wish.failed[0] = 0;
    s->wish.tried = s->wish.unfold = false;
    s->selection_from = s->selection_to = (dct_text_place){ 0, 0 };
    if (s->address.page != DCT_PAGE_SEARCH || again) {
        s->field = DCT_FIELD_NONE;
        s->keyboard_page = 0;
    }
    fit_search_field(s);
    return DCT_EFFECT_BUILD | (again ? 0 : DCT_EFFECT_REVEAL);
}

/* ---- fields --------------------------------------------------------------------------------- */

static dct_edit *edit_of(dct_state *s)
{
    return s->field == DCT_FIELD_NONE ? NULL : &s->fields[s->field];
}

/* What is to be done once another text stands in a field. */
static uint32_t after_field(uint32_t field)
{
    return field == DCT_FIELD_SEARCH ? DCT_EFFECT_SEARCH : field == DCT_FIELD_FIND ? DCT_EFFECT_FIND
         : field >= DCT_FIELD_BODY ? DCT_EFFECT_DRAFT : 0;
}

static uint32_t typed(dct_state *s, bool changed)
{
    if (!changed)
        return DCT_EFFECT_RECORD | DCT_EFFECT_CARET;
    if (s->field == DCT_FIELD_FIND)
        s->find_at = 0;
    return DCT_EFFECT_BUILD | DCT_EFFECT_CARET | after_field((uint32_t)s->field);
}

static uint32_t act_on_field(dct_state *s, const dct_action *a)
{
    dct_edit *edit = edit_of(s);
    if (edit == NULL)
        return 0;
    switch (a->kind) {
    case DCT_ACT_INSERT:
        if (s->keyboard_page == 1)
            s->keyboard_page = 0; /* Shift is for one letter. */
        return typed(s, dct_edit_insert(edit, a->text));
    case DCT_ACT_DELETE: return typed(s, dct_edit_delete(edit, a->on, a->number != 0));
    case DCT_ACT_MOVE: dct_edit_go(edit, (dct_edit_move)a->number, a->on); break;
    case DCT_ACT_PLACE: dct_edit_place(edit, a->number, a->on); break;
    case DCT_ACT_SELECT_FIELD: dct_edit_select_all(edit); break;
    default: break;
    }
    return DCT_EFFECT_RECORD | DCT_EFFECT_CARET;
}

static uint32_t set_text(dct_state *s, const dct_action *a)
{
    if (a->number >= DCT_FIELD_COUNT || strcmp(s->fields[a->number].text, a->text) == 0)
        return 0;
    dct_edit_set(&s->fields[a->number], a->text);
    return DCT_EFFECT_BUILD | after_field(a->number);
}

static uint32_t set_field(dct_state *s, uint32_t field)
{
    if (field >= DCT_FIELD_COUNT || s->field == (dct_field)field)
        return 0;
    s->field = (dct_field)field;
    s->keyboard_page = 0;
    /* The frame of a field that is typed into looks different, and the keyboard comes or goes. */
    return DCT_EFFECT_BUILD | DCT_EFFECT_CARET;
}

/* ---- a request that is written ------------------------------------------------------------------ */

static void keep(char *to, size_t room, const char *text)
{
    snprintf(to, room, "%s", text == NULL ? "" : text);
}

/* Another problem asks for other things: what is missing is found out anew. */
static uint32_t set_wish(dct_state *s, const dct_action *a)
{
    dct_wish *f = &s->wish;
    switch ((dct_wish_part)a->number) {
    case DCT_WISH_PROBLEM:
        keep(f->problem, sizeof f->problem, a->text);
        f->tried = false;
        return DCT_EFFECT_BUILD | DCT_EFFECT_DRAFT;
    case DCT_WISH_WHEN: keep(f->when, sizeof f->when, a->text); return DCT_EFFECT_BUILD | DCT_EFFECT_DRAFT;
    case DCT_WISH_CONSENT: f->consent = a->on; break;
    case DCT_WISH_FORUM: f->forum = a->on; break;
    case DCT_WISH_TRIED: f->tried = a->on; break;
    case DCT_WISH_UNFOLD: f->unfold = a->on; break;
    case DCT_WISH_STRIKE: f->struck ^= 1u << (uint32_t)a->x; break;
    case DCT_WISH_FAILED: keep(f->failed, sizeof f->failed, a->text); break;
    case DCT_WISH_SENT: keep(f->sent, sizeof f->sent, a->text); break;
    }
    return DCT_EFFECT_BUILD;
}

static uint32_t set_opinion(dct_state *s, const dct_action *a)
{
    dct_opinion *o = &s->opinion;
    o->stage = (dct_opinion_stage)a->number;
    o->reason = (uint32_t)a->x;
    if (a->text != NULL)
        keep(o->place, sizeof o->place, a->text);
    if (a->id != NULL)
        keep(o->about, sizeof o->about, a->id);
    return DCT_EFFECT_BUILD;
}

/* ---- scrolling --------------------------------------------------------------------------------- */

#define EASE_MS 180.0f
#define FRICTION_PER_S 3.2f /* Velocity falls to 1/e in about 0.3 s: the feel of paper on a table. */
#define STOP_PX_PER_S 12.0f

int32_t dct_scroll_offset(const dct_scroll *scroll)
{
    return (int32_t)lroundf(scroll->y);
}

static uint32_t scroll_to(dct_state *s, const dct_action *a)
{
    dct_scroll *c = &s->scroll;
    if (!a->on) {
        *c = (dct_scroll){ .y = a->y };
    } else {
        c->from = c->y;
        c->to = a->y;
        c->start_ms = a->time_ms;
        c->mode = DCT_SCROLL_EASE;
    }
    return DCT_EFFECT_RECORD;
}

static uint32_t coast(dct_state *s, const dct_action *a)
{
    s->scroll.velocity = a->y;
    s->scroll.from = s->scroll.y;
    s->scroll.start_ms = a->time_ms;
    s->scroll.mode = DCT_SCROLL_COAST;
    return DCT_EFFECT_RECORD;
}

static float ease_out(float t)
{
    float u = 1 - t;
    return 1 - u * u * u;
}

static void move_ease(dct_scroll *c, uint64_t now_ms)
{
    float t = now_ms <= c->start_ms ? 0 : (float)(now_ms - c->start_ms) / EASE_MS;
    c->y = t >= 1 ? c->to : c->from + (c->to - c->from) * ease_out(t);
    if (t >= 1)
        c->mode = DCT_SCROLL_STILL;
}

/* y(t) = from + v0 / k (1 - e^-kt): the closed form, so that the frame rate does not change where it stops. */
static void move_coast(dct_scroll *c, uint64_t now_ms)
{
    float t = now_ms <= c->start_ms ? 0 : (float)(now_ms - c->start_ms) / 1000.0f;
    float fade = expf(-FRICTION_PER_S * t);
    c->y = c->from + c->velocity / FRICTION_PER_S * (1 - fade);
    if (fabsf(c->velocity) * fade < STOP_PX_PER_S)
        c->mode = DCT_SCROLL_STILL;
}

static uint32_t pass_time(dct_state *s, const dct_action *a)
{
    dct_scroll *c = &s->scroll;
    int32_t before = dct_scroll_offset(c);
    if (c->mode == DCT_SCROLL_EASE)
        move_ease(c, a->time_ms);
    else if (c->mode == DCT_SCROLL_COAST)
        move_coast(c, a->time_ms);
    if (c->y < 0 || c->y > a->y) {
        c->y = c->y < 0 ? 0 : a->y;
        if (c->mode == DCT_SCROLL_COAST)
            c->mode = DCT_SCROLL_STILL;
    }
    return before == dct_scroll_offset(c) ? 0 : DCT_EFFECT_RECORD;
}

/* ---- the rest --------------------------------------------------------------------------------------- */

static uint32_t open_find(dct_state *s, bool open)
{
    if (s->find_open == open)
        return 0;
    s->find_open = open;
    s->field = open ? DCT_FIELD_FIND : DCT_FIELD_NONE;
    s->find_at = 0;
    if (open)
        dct_edit_select_all(&s->fields[DCT_FIELD_FIND]);
    return DCT_EFFECT_BUILD | DCT_EFFECT_FIND;
}

static uint32_t set_match(dct_state *s, uint32_t index)
{
    s->find_at = index;
    return DCT_EFFECT_BUILD | DCT_EFFECT_FIND;
}

static uint32_t set_dialog(dct_state *s, const dct_action *a)
{
    s->dialog = (dct_dialog)a->number;
    snprintf(s->dialog_text, sizeof s->dialog_text, "%s", a->text == NULL ? "" : a->text);
    s->zoom = 1;
    s->pan_x = s->pan_y = 0;
    return DCT_EFFECT_BUILD;
}

#define ZOOM_STEP 1.5f
#define ZOOM_MOST 5.1f /* Four steps: pictures are stored at twice the size they are drawn at. */

static uint32_t set_zoom(dct_state *s, bool closer)
{
    float zoom = closer ? s->zoom * ZOOM_STEP : s->zoom / ZOOM_STEP;
    if (zoom > ZOOM_MOST || zoom < 0.99f)
        return 0;
    float change = zoom / s->zoom; /* What is in the middle stays there. */
    s->pan_x *= change;
    s->pan_y *= change;
    s->zoom = zoom;
    return DCT_EFFECT_RECORD;
}

static uint32_t pan(dct_state *s, float x, float y)
{
    s->pan_x += x;
    s->pan_y += y;
    return DCT_EFFECT_RECORD;
}

static uint32_t set_key(uint32_t *key, uint32_t value)
{
    if (*key == value)
        return 0;
    *key = value;
    return DCT_EFFECT_RECORD;
}

static uint32_t set_focus(dct_state *s, const dct_action *a)
{
    uint32_t effects = set_key(&s->focus, a->number);
    if (s->focus_seen != a->on)
        effects |= DCT_EFFECT_RECORD;
    s->focus_seen = a->on;
    return effects;
}

static uint32_t set_select(dct_state *s, const dct_action *a)
{
    s->selection_from = a->from;
    s->selection_to = a->to;
    return DCT_EFFECT_RECORD;
}

static uint32_t set_size(dct_state *s, uint32_t percent)
{
    uint32_t fit = percent < 100 ? 100 : percent > 200 ? 200 : percent;
    if (fit == s->text_percent)
        return 0;
    s->text_percent = fit;
    return DCT_EFFECT_BUILD;
}

static uint32_t set_warn(dct_state *s, uint32_t seconds)
{
    if (s->warn_seconds == seconds)
        return 0;
    s->warn_seconds = seconds;
    return DCT_EFFECT_BUILD;
}

uint32_t dct_update(dct_state *s, const dct_action *a, bool *ok)
{
    bool ignored;
    if (ok == NULL)
        ok = &ignored;
    *ok = true;
    switch (a->kind) {
    case DCT_ACT_ARRIVE: return arrive(s, a, ok);
    case DCT_ACT_FOCUS: return set_focus(s, a);
    case DCT_ACT_HOVER: return set_key(&s->hover, a->number);
    case DCT_ACT_PRESSED: return set_key(&s->pressed, a->number);
    case DCT_ACT_FIELD: return set_field(s, a->number);
    case DCT_ACT_INSERT:
    case DCT_ACT_DELETE:
    case DCT_ACT_MOVE:
    case DCT_ACT_PLACE:
    case DCT_ACT_SELECT_FIELD: return act_on_field(s, a);
    case DCT_ACT_SET_TEXT: return set_text(s, a);
    case DCT_ACT_TICK: dct_state_tick(s, a->text, a->number); return DCT_EFFECT_BUILD;
    case DCT_ACT_ANSWER: dct_trail_note(&s->trail, a->id, a->text, a->number); return DCT_EFFECT_BUILD;
    case DCT_ACT_SCROLL: return scroll_to(s, a);
    case DCT_ACT_COAST: return coast(s, a);
    case DCT_ACT_TIME: return pass_time(s, a);
    case DCT_ACT_SELECT: return set_select(s, a);
    case DCT_ACT_FIND: return open_find(s, a->on);
    case DCT_ACT_FIND_AT: return set_match(s, a->number);
    case DCT_ACT_DIALOG: return set_dialog(s, a);
    case DCT_ACT_ZOOM: return set_zoom(s, a->on);
    case DCT_ACT_PAN: return pan(s, a->x, a->y);
    case DCT_ACT_THEME: snprintf(s->theme, sizeof s->theme, "%s", a->text); return DCT_EFFECT_THEME | DCT_EFFECT_BUILD;
    case DCT_ACT_TEXT_SIZE: return set_size(s, a->number);
    case DCT_ACT_WARN: return set_warn(s, a->number);
    case DCT_ACT_CONTEXT: s->context_off ^= 1u << a->number; return DCT_EFFECT_SEARCH | DCT_EFFECT_BUILD;
    case DCT_ACT_OPINION: return set_opinion(s, a);
    case DCT_ACT_VOTED: dct_state_vote(s, a->text); return DCT_EFFECT_BUILD;
    case DCT_ACT_STORY: dct_story_note(s, (dct_story_kind)a->number, a->text, a->id, a->on); return 0;
    case DCT_ACT_WISH: return set_wish(s, a);
    case DCT_ACT_KEYBOARD: return set_key(&s->keyboard_page, a->number) != 0 ? DCT_EFFECT_BUILD : 0;
    }
    return 0;
}
