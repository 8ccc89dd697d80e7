/* From state to a frame: build the boxes, lay the parts of the screen out, record. Only what is needed is done again:
 *
 *   need_build   content, words, sizes, theme changed     -> boxes, layout, list, nodes
 *   need_record  scroll, focus, hover, selection changed  -> list, nodes
 */
#include "view_impl.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- parts of the screen ---------------------------------------------------------------- */

void dct_frame_roots(const docent_view *v, dct_box *roots[DCT_ROOT_COUNT])
{
    const dct_screen *s = &v->screen;
    dct_box *all[DCT_ROOT_COUNT] = { s->header, s->find, s->main, s->compose, s->footer, s->keyboard, s->dialog };
    for (uint32_t i = 0; i < DCT_ROOT_COUNT; i++)
        roots[i] = s->dialog == NULL || all[i] == s->dialog ? all[i] : NULL;
}

int32_t dct_frame_offset(const docent_view *v, const dct_box *root)
{
    return root == v->screen.main ? v->main_area.y - dct_scroll_offset(&v->state.scroll) : 0;
}

float dct_frame_scroll_max(const docent_view *v)
{
    return fmaxf(0, v->page_height - (float)v->main_area.h);
}

/* ---- building -------------------------------------------------------------------------------- */

static void load_keyboard(docent_view *v, uint32_t index, const char *name)
{
    docent_asset_close(v->keyboard[index]);
    v->keyboard[index] = NULL;
    if (docent_asset_open(v->h, "keyboard", name, &v->keyboard[index]) != DOCENT_OK)
        v->keyboard[index] = NULL;
}

/* The layout's text in the page's arena (assets are not zero-terminated); NULL when no keyboard is to be shown. */
static const char *keyboard_text(docent_view *v)
{
    if ((v->config.flags & DOCENT_VIEW_KEYBOARD) == 0 || v->state.field == DCT_FIELD_NONE)
        return NULL;
    const char *tag = docent_locale(v->h)->tag;
    if (strcmp(v->keyboard_locale, tag) != 0) {
        snprintf(v->keyboard_locale, sizeof v->keyboard_locale, "%s", tag);
        load_keyboard(v, 0, tag);
        if (v->keyboard[0] == NULL)
            load_keyboard(v, 0, "en");
        load_keyboard(v, 1, "symbols");
    }
    const docent_asset *layout = v->keyboard[v->state.keyboard_page == 2 ? 1 : 0];
    return layout == NULL ? NULL : dct_arena_text(&v->page_arena, layout->data, layout->size);
}

static void start_build(docent_view *v)
{
    const docent_language *language = docent_locale(v->h);
    v->build = (dct_build){ .arena = &v->page_arena, .fonts = v->fonts, .theme = &v->theme, .state = &v->state,
                            .content = &v->content, .article = v->content.article, .h = v->h, .flags = v->config.flags,
                            .locale = language->tag,
                            .rtl = language->rtl, .logo = v->logo, .offset_hour = INT64_MIN, .host = &v->host,
                            .seen_messages = v->seen_messages, .seen_turns = v->asking.seen };
    v->build.m = dct_metrics_of(v->config.width, v->config.height, v->config.scale, v->state.text_percent,
                                v->config.flags);
}

/* Heights of the fixed parts first; the page gets what is left, the footer gives way when that is too little. */
static bool lay_out(docent_view *v)
{
    dct_screen *s = &v->screen;
    float w = (float)v->config.width, h = (float)v->config.height, top = 0, bottom = h;
    dct_arena *arena = &v->page_arena;
    bool ok = s->header == NULL || dct_box_layout(s->header, arena, 0, 0, w, 0);
    top = s->header == NULL ? 0 : s->header->h;
    if (s->find != NULL) {
        ok = dct_box_layout(s->find, arena, 0, top, w, 0) && ok;
        top += s->find->h;
    }
    ok = (s->compose == NULL || dct_box_layout(s->compose, arena, 0, 0, w, 0)) && ok;
    float compose = s->compose == NULL ? 0 : s->compose->h;
    dct_box *below = s->keyboard != NULL ? s->keyboard : s->footer;
    if (below != NULL) {
        ok = dct_box_layout(below, arena, 0, 0, w, 0) && ok;
        if (below == s->footer && h - top - below->h - compose < 0.35f * h)
            s->footer = NULL;
        else
            bottom = fmaxf(top, h - below->h);
        if (bottom < h)
            ok = dct_box_layout(below, arena, 0, bottom, w, 0) && ok;
    }
    if (s->compose != NULL) {
        bottom = fmaxf(top, bottom - compose);
        ok = dct_box_layout(s->compose, arena, 0, bottom, w, 0) && ok;
    }
    v->main_area = (docent_rect){ 0, (int32_t)top, v->config.width, (int32_t)(bottom - top) };
    ok = dct_box_layout(s->main, arena, 0, 0, w, bottom - top) && ok;
    v->page_height = s->main->h;
    if (s->dialog != NULL)
        ok = dct_box_layout(s->dialog, arena, 0, 0, w, h) && ok;
    return ok;
}

static const char *count_text(docent_view *v)
{
    if (v->state.fields[DCT_FIELD_FIND].size == 0)
        return "";
    if (v->matches.count == 0)
        return dct_tr(&v->build, "No match");
    return dct_tr_fill(&v->build, "{0} of {1}", dct_number(&v->build, v->state.find_at + 1),
                       dct_number(&v->build, v->matches.count));
}

static void build_find(docent_view *v)
{
    v->matches = (dct_matches){ NULL, 0 };
    if (!v->state.find_open)
        return;
    dct_find_all(v->screen.main, v->state.fields[DCT_FIELD_FIND].text, &v->page_arena, &v->matches);
    v->screen.find = dct_build_find(&v->build, count_text(v));
}

static docent_status build_page(docent_view *v)
{
    dct_arena_reset(&v->page_arena);
    start_build(v);
    dct_screen_build(&v->build, keyboard_text(v), &v->screen);
    build_find(v);
    v->built = !dct_arena_failed(&v->page_arena) && lay_out(v);
    if (!v->built) {
        v->screen = (dct_screen){ 0 };
        return DOCENT_ERR_NOMEM;
    }
    return DOCENT_OK;
}

/* ---- where to look ------------------------------------------------------------------------------- */

static const dct_box *anchor_box(docent_view *v)
{
    const char *anchor = v->state.address.anchor;
    if (anchor[0] == 0 || v->state.address.page != DCT_PAGE_ARTICLE)
        return NULL;
    for (dct_box *b = v->screen.main; b != NULL; b = dct_box_next(v->screen.main, b))
        if (b->anchor != NULL && strcmp(b->anchor, anchor) == 0)
            return b;
    return NULL;
}

void dct_frame_reveal(docent_view *v, const dct_box *box, bool eased)
{
    float margin = 24 * v->build.m.space, y = v->state.scroll.mode == DCT_SCROLL_EASE ? v->state.scroll.to : v->state.scroll.y;
    float height = (float)v->main_area.h, want = y;
    if (box->y - margin < y || box->h + 2 * margin > height)
        want = box->y - margin;
    else if (box->y + box->h + margin > y + height)
        want = box->y + box->h + margin - height;
    if (want != y)
        dct_act_scroll(v, want, eased);
}

static void reveal(docent_view *v)
{
    const dct_box *box = anchor_box(v);
    v->need_reveal = false;
    if (box != NULL)
        dct_act_scroll(v, box->y - 16 * v->build.m.space, false);
}

/* The match that is looked at is brought into sight. */
static void reveal_match(docent_view *v)
{
    v->need_match = false;
    if (v->state.find_at >= v->matches.count)
        return;
    const dct_box *box = dct_find_text(v->screen.main, v->matches.items[v->state.find_at].order);
    if (box != NULL)
        dct_frame_reveal(v, box, true);
}

/* Whoever types sees where, whatever the on-screen keyboard covers. */
static void reveal_caret(docent_view *v)
{
    int root;
    dct_box *roots[DCT_ROOT_COUNT], *b = dct_field_box(v, &root);
    v->need_caret = false;
    dct_frame_roots(v, roots);
    if (b == NULL || roots[root] != v->screen.main)
        return;
    dct_caret caret = dct_field_caret(v, b);
    dct_box line = { .x = b->x, .y = b->y + b->pad.top + caret.top, .w = 1, .h = caret.height };
    dct_frame_reveal(v, &line, false);
}

/* What was said last, and the answer below it: all of that if there is room, else its beginning. */
static void reveal_newest(docent_view *v)
{
    uint32_t i = docent_ask_count(v->content.ask);
    v->need_newest = false;
    while (i > 0 && docent_ask_at(v->content.ask, i - 1)->kind != DOCENT_TURN_PERSON)
        i--;
    const dct_box *box = i == 0 ? NULL : dct_box_by_key(v->screen.main, dct_key("turn", i - 1));
    if (box != NULL)
        dct_act_scroll(v, box->y - 14 * v->build.m.space, true);
}

static void clamp_scroll(docent_view *v)
{
    float max = dct_frame_scroll_max(v);
    if (v->state.scroll.y > max || v->state.scroll.y < 0)
        dct_act_scroll(v, v->state.scroll.y, false);
}

docent_status dct_frame_make(docent_view *v)
{
    docent_status status = DOCENT_OK;
    if (v->need_build) {
        status = build_page(v);
        if (status != DOCENT_OK)
            return status;
        v->need_build = false;
        v->need_record = true;
        if (v->need_reveal)
            reveal(v);
        if (v->need_match)
            reveal_match(v);
        clamp_scroll(v);
    }
    if (v->need_bottom) {
        v->need_bottom = false;
        dct_act_scroll(v, dct_frame_scroll_max(v), false);
    }
    if (v->need_newest)
        reveal_newest(v);
    if (v->need_caret)
        reveal_caret(v);
    if (v->need_record) {
        dct_field_follow(v);
        dct_arena_reset(&v->frame_arena);
        dct_record(v);
        bool ok = dct_nodes_make(v) && !dct_arena_failed(&v->frame_arena);
        v->need_record = false;
        v->painted = false;
        status = ok ? DOCENT_OK : DOCENT_ERR_NOMEM;
    }
    return status;
}
