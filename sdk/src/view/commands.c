/* Every action a person or a host can ask for by name, when it can be done, and which key means it. Keys, buttons, tests
 * and hosts all come through here. */
#include "view_impl.h"

#include "../base/limits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- when ------------------------------------------------------------------------------- */

static bool always(const docent_view *v)
{
    (void)v;
    return true;
}

static bool can_back(const docent_view *v)
{
    return v->state.history.at > 0;
}

static bool can_forward(const docent_view *v)
{
    return v->state.history.at + 1 < v->state.history.count;
}

static bool on_article(const docent_view *v)
{
    return v->content.article != NULL;
}

static bool finding(const docent_view *v)
{
    return v->state.find_open && v->matches.count > 0;
}

static bool find_is_open(const docent_view *v)
{
    return v->state.find_open;
}

static bool has_dialog(const docent_view *v)
{
    return v->state.dialog != DCT_DIALOG_NONE;
}

static bool is_panel(const docent_view *v)
{
    return (v->config.flags & DOCENT_VIEW_PANEL) != 0;
}

static bool is_button(const docent_view *v)
{
    return (v->config.flags & DOCENT_VIEW_BUTTON) != 0;
}

static bool typing(const docent_view *v)
{
    return v->state.field != DCT_FIELD_NONE;
}

/* ---- what --------------------------------------------------------------------------------- */

static void act(docent_view *v, dct_action_kind kind, uint32_t number, bool on)
{
    dct_action a = { .kind = kind, .number = number, .on = on };
    dct_act(v, &a);
}

static void travel(docent_view *v, dct_arrival how)
{
    dct_history *h = &v->state.history;
    uint32_t to = how == DCT_ARRIVE_BACK ? h->at - 1 : h->at + 1;
    dct_buf buf; /* A copy: arriving may move the history. */
    dct_buf_init(&buf, v->alloc, DCT_MAX_ADDRESS_BYTES * 3);
    dct_buf_add_text(&buf, h->visits[to].address);
    dct_act_go(v, dct_buf_text(&buf), how);
    dct_buf_close(&buf);
}

static void run_back(docent_view *v) { travel(v, DCT_ARRIVE_BACK); }
static void run_forward(docent_view *v) { travel(v, DCT_ARRIVE_FORWARD); }
static void run_home(docent_view *v) { docent_view_go(v, "home"); }
static void run_contents(docent_view *v) { docent_view_go(v, "toc"); }
static void run_contact(docent_view *v) { docent_view_go(v, "contact"); }
static void run_bookmarks(docent_view *v) { docent_view_go(v, "bookmarks"); }
static void run_settings(docent_view *v) { docent_view_go(v, "settings"); }

static void run_search(docent_view *v)
{
    act(v, DCT_ACT_FIELD, DCT_FIELD_SEARCH, false);
    act(v, DCT_ACT_SELECT_FIELD, 0, false);
    dct_act_focus(v, dct_key("field", DCT_FIELD_SEARCH), false);
}

static bool has_more(const docent_view *v)
{
    return v->content.hits != NULL && docent_hits_total(v->content.hits) > docent_hits_count(v->content.hits) &&
           v->content.limit < DCT_MAX_HITS;
}

static void run_more_results(docent_view *v)
{
    uint32_t more = v->content.limit + DCT_RESULTS_MORE;
    v->content.limit = more < DCT_MAX_HITS ? more : DCT_MAX_HITS;
    dct_content_load(&v->content, &v->state.address);
    v->need_build = true;
}

static void run_search_clear(docent_view *v)
{
    dct_action clear = { .kind = DCT_ACT_SET_TEXT, .number = DCT_FIELD_SEARCH, .text = "" };
    dct_act(v, &clear);
    run_search(v);
}

static void run_bookmark(docent_view *v)
{
    dct_buf buf;
    dct_buf_init(&buf, v->alloc, DCT_MAX_ADDRESS_BYTES * 3);
    if (dct_content_bookmark_address(&v->state.address, &buf) &&
        docent_bookmark_set(v->h, dct_buf_text(&buf), !v->content.bookmarked) == DOCENT_OK) {
        v->content.bookmarked = !v->content.bookmarked;
        v->need_build = true;
    }
    dct_buf_close(&buf);
}

static void run_find(docent_view *v)
{
    act(v, DCT_ACT_FIND, 0, true);
    dct_act_focus(v, dct_key("field", DCT_FIELD_FIND), false);
}

static void run_find_close(docent_view *v) { act(v, DCT_ACT_FIND, 0, false); }

static void run_find_next(docent_view *v)
{
    act(v, DCT_ACT_FIND_AT, (v->state.find_at + 1) % v->matches.count, false);
}

static void run_find_previous(docent_view *v)
{
    act(v, DCT_ACT_FIND_AT, (v->state.find_at + v->matches.count - 1) % v->matches.count, false);
}

static void copy_field(docent_view *v)
{
    const dct_edit *edit = &v->state.fields[v->state.field];
    uint32_t from, to;
    if (dct_edit_selection(edit, &from, &to))
        dct_buf_add(&v->clipboard, edit->text + from, to - from);
}

static void run_copy(docent_view *v)
{
    dct_buf_clear(&v->clipboard);
    if (typing(v))
        copy_field(v);
    if (v->clipboard.size == 0)
        dct_find_copy(v->screen.main, v->state.selection_from, v->state.selection_to, &v->clipboard);
    v->say_clipboard = v->clipboard.size > 0 && !v->clipboard.failed;
}

static void run_select_all(docent_view *v)
{
    if (typing(v)) {
        act(v, DCT_ACT_SELECT_FIELD, 0, false);
        return;
    }
    dct_action all = { .kind = DCT_ACT_SELECT, .from = { 0, 0 }, .to = { UINT32_MAX, 0 } };
    dct_act(v, &all);
}

static void run_text_larger(docent_view *v) { docent_view_set_text_percent(v, v->state.text_percent + 25); }
static void run_text_smaller(docent_view *v) { docent_view_set_text_percent(v, v->state.text_percent - 25); }

static void run_theme_next(docent_view *v)
{
    const char *next = strcmp(v->state.theme, "light") == 0 ? "dark" : strcmp(v->state.theme, "dark") == 0 ? "contrast" : "light";
    docent_view_set_theme(v, next);
}

static void run_close_dialog(docent_view *v) { act(v, DCT_ACT_DIALOG, DCT_DIALOG_NONE, false); }
static void run_close(docent_view *v) { v->say_close = true; }
static void run_pressed(docent_view *v) { v->say_pressed = true; }
static void run_keyboard_hide(docent_view *v) { act(v, DCT_ACT_FIELD, DCT_FIELD_NONE, false); }
static void run_stay(docent_view *v) { docent_view_warn(v, 0); }

/* ---- focus ------------------------------------------------------------------------------------- */

static bool can_focus(const docent_view *v, uint32_t i)
{
    const dct_box *box = v->nodes.boxes[i];
    if (v->nodes.items[i].role == DOCENT_ROLE_KEY)
        return false; /* The on-screen keyboard is for fingers; whoever has keys has a keyboard. */
    return v->nodes.links[i] >= 0 || (box->flags & (DCT_BOX_FOCUSABLE | DCT_BOX_DISABLED)) == DCT_BOX_FOCUSABLE;
}

static void leave_field(docent_view *v, uint32_t i)
{
    const dct_press *press = v->nodes.links[i] >= 0 ? NULL : &v->nodes.boxes[i]->press;
    uint32_t field = press != NULL && press->what == DCT_DO_FIELD ? press->number : DCT_FIELD_NONE;
    act(v, DCT_ACT_FIELD, field, false);
}

static void focus_node(docent_view *v, uint32_t i)
{
    const dct_box *box = v->nodes.boxes[i];
    uint32_t key = v->nodes.items[i].id;
    bool in_page = dct_box_by_key(v->screen.main, box->key) == box;
    if (in_page)
        dct_frame_reveal(v, box, true);
    dct_act_focus(v, key, true);
    leave_field(v, i);
}

static void move_focus(docent_view *v, int step)
{
    uint32_t count = v->nodes.count, at = UINT32_MAX;
    for (uint32_t i = 0; i < count && at == UINT32_MAX; i++)
        if (v->nodes.items[i].id == v->state.focus && can_focus(v, i))
            at = i;
    uint32_t i = at != UINT32_MAX ? at : step > 0 ? count - 1 : 0;
    for (uint32_t n = 0; n < count; n++) {
        i = (i + count + (uint32_t)step) % count;
        if (can_focus(v, i)) {
            focus_node(v, i);
            return;
        }
    }
}

static void run_focus_next(docent_view *v) { move_focus(v, 1); }
static void run_focus_previous(docent_view *v) { move_focus(v, -1); }
static void run_activate(docent_view *v) { docent_view_activate(v, v->state.focus); }

/* ---- scrolling -------------------------------------------------------------------------------------- */

static float scroll_target(const docent_view *v)
{
    return v->state.scroll.mode == DCT_SCROLL_EASE ? v->state.scroll.to : v->state.scroll.y;
}

static void scroll_by(docent_view *v, float pixels) { dct_act_scroll(v, scroll_target(v) + pixels, true); }
static float page_step(const docent_view *v) { return (float)v->main_area.h * 0.85f; }
static void run_scroll_down(docent_view *v) { scroll_by(v, 60 * v->build.m.space); }
static void run_scroll_up(docent_view *v) { scroll_by(v, -60 * v->build.m.space); }
static void run_page_down(docent_view *v) { scroll_by(v, page_step(v)); }
static void run_page_up(docent_view *v) { scroll_by(v, -page_step(v)); }
static void run_top(docent_view *v) { dct_act_scroll(v, 0, true); }
static void run_bottom(docent_view *v) { dct_act_scroll(v, dct_frame_scroll_max(v), true); }

/* ---- one step a screen ------------------------------------------------------------------------------ */

static uint32_t step_now(const docent_view *v)
{
    uint32_t step = dct_step_of_anchor(v->state.address.anchor);
    return step == 0 ? 1 : step;
}

static bool in_steps(const docent_view *v)
{
    return v->state.address.page == DCT_PAGE_STEPS && v->content.article != NULL;
}

static bool has_next_step(const docent_view *v)
{
    return in_steps(v) && step_now(v) < dct_content_step_count(v->content.article);
}

static bool has_previous_step(const docent_view *v)
{
    return in_steps(v) && step_now(v) > 1;
}

static void go_to_step(docent_view *v, uint32_t step)
{
    char anchor[24];
    snprintf(anchor, sizeof anchor, "step-%u", (unsigned)step);
    docent_view_go(v, dct_place(&v->build, DCT_PAGE_STEPS, docent_article_id(v->content.article), anchor));
}

static void run_step_next(docent_view *v) { go_to_step(v, step_now(v) + 1); }
static void run_step_previous(docent_view *v) { go_to_step(v, step_now(v) - 1); }

/* ---- a picture, larger ------------------------------------------------------------------------------- */

static bool in_zoom(const docent_view *v)
{
    return v->state.dialog == DCT_DIALOG_ZOOM;
}

static void run_zoom_in(docent_view *v) { act(v, DCT_ACT_ZOOM, 1, true); }
static void run_zoom_out(docent_view *v) { act(v, DCT_ACT_ZOOM, 1, false); }

/* ---- the table ------------------------------------------------------------------------------------------ */

static const dct_command commands[] = {
    { "back", can_back, run_back },
    { "forward", can_forward, run_forward },
    { "home", always, run_home },
    { "search", always, run_search },
    { "search-clear", always, run_search_clear },
    { "more-results", has_more, run_more_results },
    { "contents", always, run_contents },
    { "contact", always, run_contact },
    { "bookmark", on_article, run_bookmark },
    { "bookmarks", always, run_bookmarks },
    { "settings", always, run_settings },
    { "find", on_article, run_find },
    { "find-next", finding, run_find_next },
    { "find-previous", finding, run_find_previous },
    { "find-close", find_is_open, run_find_close },
    { "copy", always, run_copy },
    { "select-all", always, run_select_all },
    { "text-larger", always, run_text_larger },
    { "text-smaller", always, run_text_smaller },
    { "theme-next", always, run_theme_next },
    { "close-dialog", has_dialog, run_close_dialog },
    { "zoom-in", in_zoom, run_zoom_in },
    { "zoom-out", in_zoom, run_zoom_out },
    { "step-next", has_next_step, run_step_next },
    { "step-previous", has_previous_step, run_step_previous },
    { "close", is_panel, run_close },
    { "pressed", is_button, run_pressed },
    { "keyboard-hide", typing, run_keyboard_hide },
    { "stay", always, run_stay },
    { "focus-next", always, run_focus_next },
    { "focus-previous", always, run_focus_previous },
    { "activate", always, run_activate },
    { "scroll-down", always, run_scroll_down },
    { "scroll-up", always, run_scroll_up },
    { "page-down", always, run_page_down },
    { "page-up", always, run_page_up },
    { "scroll-top", always, run_top },
    { "scroll-bottom", always, run_bottom },
};

static const dct_command *command_named(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    for (size_t i = 0; dct_contact_commands[i].name != NULL; i++)
        if (strcmp(dct_contact_commands[i].name, name) == 0)
            return &dct_contact_commands[i];
    return NULL;
}

bool dct_command_run(docent_view *v, const char *name)
{
    const dct_command *command = command_named(name);
    bool can = command != NULL && v->built && command->can(v);
    if (can)
        command->run(v);
    return can;
}

static const struct {
    uint32_t    key, mods;
    const char *command;
} keys[] = {
    { DOCENT_KEY_TAB, 0, "focus-next" },
    { DOCENT_KEY_TAB, DOCENT_MOD_SHIFT, "focus-previous" },
    { DOCENT_KEY_ENTER, 0, "activate" },
    { DOCENT_KEY_SPACE, 0, "activate" },
    { DOCENT_KEY_DOWN, 0, "scroll-down" },
    { DOCENT_KEY_UP, 0, "scroll-up" },
    { DOCENT_KEY_PAGE_DOWN, 0, "page-down" },
    { DOCENT_KEY_PAGE_UP, 0, "page-up" },
    { DOCENT_KEY_HOME, 0, "scroll-top" },
    { DOCENT_KEY_END, 0, "scroll-bottom" },
    { DOCENT_KEY_LEFT, DOCENT_MOD_ALT, "back" },
    { DOCENT_KEY_RIGHT, DOCENT_MOD_ALT, "forward" },
    { DOCENT_KEY_BACKSPACE, 0, "back" },
    { DOCENT_KEY_BACK, 0, "back" },
    { DOCENT_KEY_FORWARD, 0, "forward" },
    { DOCENT_KEY_HOME, DOCENT_MOD_ALT, "home" },
    { '/', 0, "search" },
    { 'k', DOCENT_MOD_CTRL, "search" },
    { 'f', DOCENT_MOD_CTRL, "find" },
    { 'g', DOCENT_MOD_CTRL, "find-next" },
    { 'g', DOCENT_MOD_CTRL | DOCENT_MOD_SHIFT, "find-previous" },
    { DOCENT_KEY_F1 + 2, 0, "find-next" },
    { DOCENT_KEY_F1 + 2, DOCENT_MOD_SHIFT, "find-previous" },
    { 'c', DOCENT_MOD_CTRL, "copy" },
    { 'a', DOCENT_MOD_CTRL, "select-all" },
    { 'd', DOCENT_MOD_CTRL, "bookmark" },
    { '+', DOCENT_MOD_CTRL, "text-larger" },
    { '=', DOCENT_MOD_CTRL, "text-larger" },
    { '-', DOCENT_MOD_CTRL, "text-smaller" },
};

const char *dct_keymap_command(const docent_view *v, uint32_t key, uint32_t mods)
{
    if (key == DOCENT_KEY_ESCAPE) /* Closes the innermost thing that is open. */
        return has_dialog(v) ? "close-dialog" : find_is_open(v) ? "find-close" : typing(v) ? "keyboard-hide"
             : is_panel(v) ? "close" : NULL;
    if (in_zoom(v) && (key == '+' || key == '=' || key == '-'))
        return key == '-' ? "zoom-out" : "zoom-in";
    if (in_steps(v) && mods == 0 && (key == DOCENT_KEY_LEFT || key == DOCENT_KEY_RIGHT))
        return (key == DOCENT_KEY_RIGHT) != v->build.rtl ? "step-next" : "step-previous";
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].key == key && keys[i].mods == mods)
            return keys[i].command;
    return NULL;
}
