/* Carries actions out: the pure update first, then what it asks for, which may fetch from the library. */
#include "view_impl.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <math.h>
#include <string.h>

/* ---- effects ------------------------------------------------------------------------- */

static void search_again(docent_view *v)
{
    dct_address a = { .page = DCT_PAGE_SEARCH };
    strcpy(a.query, v->state.fields[DCT_FIELD_SEARCH].text);
    dct_buf buf;
    dct_buf_init(&buf, v->alloc, DCT_MAX_ADDRESS_BYTES);
    dct_address_format(&a, &buf);
    bool there = v->state.address.page == DCT_PAGE_SEARCH;
    if (there || a.query[0] != 0)
        dct_act_go(v, dct_buf_text(&buf), there ? DCT_ARRIVE_REPLACE : DCT_ARRIVE_NEW);
    dct_buf_close(&buf);
}

static void load_theme(docent_view *v)
{
    dct_theme theme;
    if (dct_theme_load(v->h, v->state.theme, &theme, NULL) == DOCENT_OK)
        v->theme = theme;
}

void dct_act(docent_view *v, const dct_action *action)
{
    uint32_t effects = dct_update(&v->state, action, NULL);
    if (effects & DCT_EFFECT_THEME)
        load_theme(v);
    v->need_match |= (effects & DCT_EFFECT_FIND) != 0;
    v->need_build |= (effects & (DCT_EFFECT_BUILD | DCT_EFFECT_FIND)) != 0;
    v->need_record |= (effects & DCT_EFFECT_RECORD) != 0;
    v->need_reveal |= (effects & DCT_EFFECT_REVEAL) != 0;
    v->content.context_off = v->state.context_off;
    v->need_caret |= (effects & DCT_EFFECT_CARET) != 0;
    if (effects & DCT_EFFECT_DRAFT)
        dct_drafts_note(v, action);
    if (effects & DCT_EFFECT_SEARCH)
        search_again(v);
}

/* The question is no part of the place: who comes back to it does not ask again. */
static docent_status ask_for(docent_view *v, const char *words)
{
    bool there = v->state.address.page == DCT_PAGE_ASK;
    docent_status status = dct_act_go(v, "ask", there ? DCT_ARRIVE_REPLACE : DCT_ARRIVE_NEW);
    if (status == DOCENT_OK)
        dct_asking_say(v, words);
    return status;
}

docent_status dct_act_go(docent_view *v, const char *address, dct_arrival how)
{
    dct_address parsed;
    dct_asked asked;
    char copy[DCT_MAX_ADDRESS_BYTES + 1]; /* The text may live in the page that is left. */
    if (!dct_address_parse(address, &parsed))
        return DOCENT_ERR_SYNTAX;
    strcpy(copy, address);
    if (parsed.page == DCT_PAGE_ASK && parsed.query[0] != 0)
        return ask_for(v, parsed.query);
    bool same_words = parsed.page == v->state.address.page && strcmp(parsed.query, v->state.address.query) == 0;
    if (!same_words)
        v->content.limit = DCT_RESULTS_FIRST;
    dct_asked_look(v, &parsed, how, &asked);
    dct_drafts_keep(v);
    docent_status status = dct_content_load(&v->content, &parsed);
    if (status != DOCENT_OK)
        return status;
    bool ok = true;
    dct_action arrive = { .kind = DCT_ACT_ARRIVE, .text = copy, .number = (uint32_t)how };
    uint32_t effects = dct_update(&v->state, &arrive, &ok);
    if (!ok) { /* Memory was short: fetch again what the state still says. */
        dct_content_load(&v->content, &v->state.address);
        return DOCENT_ERR_NOMEM;
    }
    dct_asked_count(v, &asked, &parsed);
    dct_asked_arrive(v, same_words, how);
    dct_told_note(v, how == DCT_ARRIVE_REPLACE);
    dct_thread_arrive(v);
    dct_asking_arrive(v, how);
    dct_drafts_load(v);
    if (parsed.page == DCT_PAGE_TICKET)
        dct_evidence_take(&v->content);
    v->need_build = true;
    v->need_reveal |= (effects & DCT_EFFECT_REVEAL) != 0;
    v->drag.selecting = false;
    return DOCENT_OK;
}

/* ---- small actions ------------------------------------------------------------------------ */

void dct_act_focus(docent_view *v, uint32_t key, bool seen)
{
    dct_action focus = { .kind = DCT_ACT_FOCUS, .number = key, .on = seen };
    dct_act(v, &focus);
}

void dct_act_scroll(docent_view *v, float y, bool eased)
{
    float fit = fmaxf(0, fminf(y, dct_frame_scroll_max(v)));
    bool still = (v->config.flags & DOCENT_VIEW_STILL) != 0;
    dct_action scroll = { .kind = DCT_ACT_SCROLL, .y = fit, .on = eased && !still, .time_ms = v->now_ms };
    dct_act(v, &scroll);
}

/* ---- presses --------------------------------------------------------------------------------- */

static void answer(docent_view *v, const dct_press *press)
{
    const docent_article *guide = v->content.article;
    uint32_t screen = guide == NULL ? UINT32_MAX : dct_content_screen(guide, v->state.address.anchor);
    if (screen == UINT32_MAX)
        return;
    char id[257], target[300];
    dct_action note = { .kind = DCT_ACT_ANSWER, .id = docent_article_id(guide),
                        .text = docent_article_block(guide, screen)->anchor, .number = press->number };
    dct_act(v, &note);
    dct_told_note(v, false); /* The last answer may lead to a person, and is no page of its own. */
    /* Both live in the article, which the next page replaces. */
    strncpy(id, docent_article_id(guide), sizeof id - 1);
    id[sizeof id - 1] = 0;
    strncpy(target, press->text, sizeof target - 1);
    target[sizeof target - 1] = 0;
    bool within = target[0] == '#' || strcmp(target, "solved") == 0;
    if (within)
        docent_view_go(v, dct_place(&v->build, DCT_PAGE_FIX, id, target[0] == '#' ? target + 1 : target));
    else
        docent_view_go(v, target);
}

static void leave_help(docent_view *v, const char *url)
{
    if (v->config.flags & DOCENT_VIEW_KIOSK) {
        dct_action show = { .kind = DCT_ACT_DIALOG, .number = DCT_DIALOG_LINK, .text = url };
        dct_act(v, &show);
        return;
    }
    dct_buf_clear(&v->url);
    dct_buf_add_text(&v->url, url);
    v->say_url = !v->url.failed;
}

static void copy(docent_view *v, const char *text)
{
    dct_buf_clear(&v->clipboard);
    dct_buf_add_text(&v->clipboard, text);
    v->say_clipboard = !v->clipboard.failed;
}

/* A key of the on-screen keyboard. A dead key is a mark on U+25CC: it waits for its letter. */
static void type_key(docent_view *v, const dct_press *press)
{
    static const char circle[] = "\xE2\x97\x8C";
    if (press->text == NULL || press->text[0] == 0) {
        docent_input key = { .kind = DOCENT_INPUT_KEY, .key = press->number, .time_ms = v->now_ms };
        docent_view_input(v, &key);
        return;
    }
    if (strncmp(press->text, circle, 3) == 0 && press->text[3] != 0 && strlen(press->text) < 3 + sizeof v->state.dead) {
        strcpy(v->state.dead, press->text + 3);
        return;
    }
    char text[64];
    size_t size = strlen(press->text), mark = strlen(v->state.dead);
    if (size + mark >= sizeof text)
        return;
    memcpy(text, press->text, size);
    memcpy(text + size, v->state.dead, mark + 1);
    v->state.dead[0] = 0;
    dct_action insert = { .kind = DCT_ACT_INSERT, .text = text };
    dct_act(v, &insert);
}

/* Another problem asks for other things: what was written for the one before is kept under its name. */
static void wish(docent_view *v, const dct_press *press)
{
    dct_action a = { .kind = DCT_ACT_WISH, .number = press->number & 255, .text = press->text,
                     .on = press->text != NULL && press->text[0] != 0, .x = (float)(press->number >> 8) };
    if (a.number == DCT_WISH_PROBLEM)
        dct_drafts_keep(v);
    dct_act(v, &a);
    if (a.number == DCT_WISH_PROBLEM)
        dct_drafts_load_extra(v);
}

void dct_act_press(docent_view *v, const dct_press *press)
{
    dct_action a = { .text = press->text, .number = press->number };
    switch (press->what) {
    case DCT_DO_NOTHING: break;
    case DCT_DO_COMMAND: dct_command_run(v, press->text); break;
    case DCT_DO_GO: docent_view_go(v, press->text); break;
    case DCT_DO_URL: leave_help(v, press->text); break;
    case DCT_DO_TICK:
        a.kind = DCT_ACT_TICK;
        dct_act(v, &a);
        break;
    case DCT_DO_ANSWER: answer(v, press); break;
    case DCT_DO_ZOOM:
        a.kind = DCT_ACT_DIALOG;
        a.number = DCT_DIALOG_ZOOM;
        dct_act(v, &a);
        break;
    case DCT_DO_FIELD:
        a.kind = DCT_ACT_FIELD;
        dct_act(v, &a);
        v->need_newest |= a.number == DCT_FIELD_ASK; /* The on-screen keyboard takes room below it. */
        break;
    case DCT_DO_THEME: docent_view_set_theme(v, press->text); break;
    case DCT_DO_LOCALE: docent_view_set_locale(v, press->text); break;
    case DCT_DO_TEXT_SIZE: docent_view_set_text_percent(v, press->number); break;
    case DCT_DO_COPY: copy(v, press->text); break;
    case DCT_DO_KEY: type_key(v, press); break;
    case DCT_DO_CONTEXT:
        a.kind = DCT_ACT_CONTEXT;
        dct_act(v, &a);
        break;
    case DCT_DO_LAYOUT:
        a.kind = DCT_ACT_KEYBOARD;
        dct_act(v, &a);
        break;
    case DCT_DO_SET:
        a.kind = DCT_ACT_SET_TEXT;
        dct_act(v, &a);
        break;
    case DCT_DO_WISH: wish(v, press); break;
    case DCT_DO_ASK: dct_asking_choose(v, press); break;
    case DCT_DO_OPINE: dct_opine_press(v, press); break;
    }
}
