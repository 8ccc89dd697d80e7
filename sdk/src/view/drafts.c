/* What a person is writing is kept on the disk while they write: it is there again after the power comes back, and gone when
 * it was sent. Not with every letter (each takes a turn of the disk) but when the hand rests, and when the page is left.
 *
 *   a letter --> noted, due in DRAFT_MS --no other letter--> written
 *                     \--page left, view closed, sent-------^
 */
#include "view_impl.h"

#include "forms.h"

#include "../base/utf8.h"

#include <stdio.h>
#include <string.h>

#define DRAFT_MS 400u
#define DEFLECT_MS 250u
enum { PROBLEM_BIT = 30, WHEN_BIT = 31 }; /* As DCT_DRAFT_PROBLEM and _WHEN. */

/* ---- names ------------------------------------------------------------------------------ */

static const char *extra_key(const docent_view *v, uint32_t field, char *room, size_t size)
{
    dct_question list[DCT_MAX_QUESTIONS];
    const docent_problem *problem = dct_form_problem(&v->content, &v->state);
    uint32_t count = problem == NULL ? 0 : dct_form_questions(&v->content, &v->state, list);
    for (uint32_t i = 0; i < count; i++)
        if ((uint32_t)list[i].field == field) {
            snprintf(room, size, "ticket.field.%.128s", list[i].id);
            return room;
        }
    return NULL;
}

/* NULL for what is no part of a request now. */
static const char *key_of(const docent_view *v, uint32_t field, char *room, size_t size)
{
    switch (field) {
    case DCT_FIELD_BODY: return "ticket.body";
    case DCT_FIELD_ABOUT: return "callback.about";
    case DCT_FIELD_NAME: return "person.name";
    case DCT_FIELD_EMAIL: return "person.email";
    case DCT_FIELD_PHONE: return "person.phone";
    case PROBLEM_BIT: return "ticket.problem";
    case WHEN_BIT: return "callback.when";
    case DCT_FIELD_REPLY:
        snprintf(room, size, "reply.%s", v->content.conversation == NULL ? "" : v->content.conversation->id.text);
        return room;
    default: return field >= DCT_FIELD_EXTRA ? extra_key(v, field, room, size) : NULL;
    }
}

static const char *text_of(const docent_view *v, uint32_t field)
{
    return field == PROBLEM_BIT ? v->state.wish.problem : field == WHEN_BIT ? v->state.wish.when : v->state.fields[field].text;
}

/* ---- keeping -------------------------------------------------------------------------------- */

void dct_drafts_note(docent_view *v, const dct_action *action)
{
    uint32_t bit = action->kind == DCT_ACT_WISH ? (action->number == DCT_WISH_PROBLEM ? PROBLEM_BIT : WHEN_BIT)
                 : action->kind == DCT_ACT_SET_TEXT ? action->number : (uint32_t)v->state.field;
    v->draft_fields |= 1u << bit;
    v->draft_ms = v->now_ms + DRAFT_MS;
    if (bit == DCT_FIELD_BODY || bit == PROBLEM_BIT)
        v->deflect_ms = v->now_ms + DEFLECT_MS;
}

/* What cannot be written stays on the screen, and is tried again with the next letter. */
void dct_drafts_keep(docent_view *v)
{
    char room[160];
    for (uint32_t i = 0; i < 32; i++) {
        const char *key = (v->draft_fields >> i & 1) != 0 ? key_of(v, i, room, sizeof room) : NULL;
        if (key != NULL)
            (void)docent_draft_set(v->h, key, text_of(v, i));
    }
    v->draft_fields = 0;
    v->draft_ms = UINT64_MAX;
}

void dct_drafts_clear(docent_view *v, uint32_t fields)
{
    char room[160];
    for (uint32_t i = 0; i < 32; i++) {
        const char *key = (fields >> i & 1) != 0 ? key_of(v, i, room, sizeof room) : NULL;
        if (key == NULL)
            continue;
        (void)docent_draft_set(v->h, key, NULL);
        if (i < DCT_FIELD_COUNT)
            dct_edit_set(&v->state.fields[i], "");
    }
    v->draft_fields &= ~fields;
}

/* ---- finding it again -------------------------------------------------------------------------- */

static void load_field(docent_view *v, uint32_t field, bool whatever)
{
    char room[160];
    const char *key = key_of(v, field, room, sizeof room);
    if (key == NULL || (!whatever && v->state.fields[field].size > 0))
        return;
    dct_edit_set(&v->state.fields[field], docent_draft_get(v->h, key));
}

void dct_drafts_load_extra(docent_view *v)
{
    for (uint32_t i = DCT_FIELD_EXTRA; i < DCT_FIELD_COUNT; i++) {
        dct_edit_set(&v->state.fields[i], "");
        load_field(v, i, true);
    }
}

static void load_wish(docent_view *v, uint32_t bit, char *to, size_t room)
{
    char key_room[160];
    if (to[0] == 0)
        snprintf(to, room, "%s", docent_draft_get(v->h, key_of(v, bit, key_room, sizeof key_room)));
}

static void load_person(docent_view *v)
{
    load_field(v, DCT_FIELD_NAME, false);
    load_field(v, DCT_FIELD_EMAIL, false);
    load_field(v, DCT_FIELD_PHONE, false);
}

void dct_drafts_load(docent_view *v)
{
    dct_page page = v->state.address.page;
    if (page == DCT_PAGE_TICKET) {
        load_wish(v, PROBLEM_BIT, v->state.wish.problem, sizeof v->state.wish.problem);
        load_field(v, DCT_FIELD_BODY, false);
        dct_drafts_load_extra(v);
        load_person(v);
        v->deflect_ms = v->now_ms;
    } else if (page == DCT_PAGE_CALLBACK) {
        load_wish(v, WHEN_BIT, v->state.wish.when, sizeof v->state.wish.when);
        load_field(v, DCT_FIELD_ABOUT, false);
        load_person(v);
    } else if (page == DCT_PAGE_CHAT || page == DCT_PAGE_REQUEST) {
        load_field(v, DCT_FIELD_REPLY, true);
    }
}

/* ---- in time -------------------------------------------------------------------------------------- */

/* The problem in the author's words, and the person's own: what is said first is what it is about. */
static void deflect(docent_view *v)
{
    const docent_problem *problem = dct_form_problem(&v->content, &v->state);
    dct_buf words;
    dct_buf_init(&words, v->alloc, 1024);
    if (problem != NULL)
        dct_buf_add_format(&words, "%.200s ", problem->title);
    const char *letter = v->state.fields[DCT_FIELD_BODY].text;
    dct_buf_add_format(&words, "%.*s", (int)dct_utf8_cut(letter, 500), letter);
    if (dct_contact_deflect(&v->content, dct_buf_text(&words)))
        v->need_build = true;
    dct_buf_close(&words);
}

void dct_drafts_tick(docent_view *v)
{
    if (v->now_ms >= v->draft_ms)
        dct_drafts_keep(v);
    if (v->now_ms < v->deflect_ms)
        return;
    v->deflect_ms = UINT64_MAX;
    if (v->state.address.page == DCT_PAGE_TICKET)
        deflect(v);
}

uint64_t dct_drafts_next_ms(const docent_view *v)
{
    return v->draft_ms < v->deflect_ms ? v->draft_ms : v->deflect_ms;
}
