/* Turns what stands on a page into a request and hands it to the library, which keeps it before it says yes. Only then the page is
 * emptied and the receipt shown; when it cannot be kept, everything stays where it is and the page says why. */
#include "view_impl.h"

#include "along.h"
#include "forms.h"

#include <string.h>

#define MAX_TOLD DCT_MAX_ALONG
#define MAX_FILES 2u

static void wish(docent_view *v, dct_wish_part part, const char *text, bool on)
{
    dct_action a = { .kind = DCT_ACT_WISH, .number = part, .text = text, .on = on };
    dct_act(v, &a);
}

static const char *or_null(const char *text)
{
    return text[strspn(text, " \n")] == 0 ? NULL : text;
}

/* ---- what is missing ------------------------------------------------------------------- */

static const char *const choice_keys[] = { "field", "yes", "choice" };

static uint32_t choice_number(uint32_t i, uint32_t field)
{
    return i == 2 ? field * 256 : field;
}

/* The first thing that is missing gets the focus, and is said. */
static void show_missing(docent_view *v, uint32_t field)
{
    wish(v, DCT_WISH_TRIED, NULL, true);
    if (dct_frame_make(v) != DOCENT_OK)
        return;
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t key = dct_key(choice_keys[i], choice_number(i, field));
        const dct_box *box = dct_box_by_key(v->screen.main, key);
        if (box == NULL)
            continue;
        dct_frame_reveal(v, box, true);
        dct_act_focus(v, key, true);
        dct_action focus = { .kind = DCT_ACT_FIELD, .number = i == 0 ? field : DCT_FIELD_NONE };
        dct_act(v, &focus);
        return;
    }
}

/* ---- after it was kept -------------------------------------------------------------------- */

static void fail(docent_view *v)
{
    wish(v, DCT_WISH_FAILED, docent_last_error(v->h)->message, true);
}

static void show_request(docent_view *v, const docent_id *id)
{
    dct_action none = { .kind = DCT_ACT_FIELD, .number = DCT_FIELD_NONE };
    dct_act(v, &none);
    wish(v, DCT_WISH_SENT, id->text, true);
    dct_act_go(v, dct_place(&v->build, DCT_PAGE_REQUEST, id->text, NULL), DCT_ARRIVE_REPLACE);
}

static void finish(docent_view *v, docent_status status, const docent_id *id, uint32_t fields)
{
    if (status != DOCENT_OK) {
        fail(v);
        return;
    }
    dct_drafts_clear(v, fields);
    dct_evidence_drop(&v->content);
    v->state.wish = (dct_wish){ .struck = v->state.wish.struck };
    show_request(v, id);
}

/* ---- a ticket -------------------------------------------------------------------------------- */

typedef struct parcel {
    dct_arena         arena;
    docent_story      story[MAX_TOLD];
    uint32_t          story_count;
    docent_field      fields[DCT_MAX_QUESTIONS];
    uint32_t          field_count;
    docent_attachment files[MAX_FILES];
    uint32_t          file_count;
    const char       *diagnostics;
    docent_where      where;
} parcel;

/* The page that was read last says what it is about. */
static const char *article_of(const docent_view *v)
{
    for (uint32_t i = v->state.story.count; i-- > 0;)
        if (v->state.story.items[i].kind == DCT_STORY_ARTICLE || v->state.story.items[i].kind == DCT_STORY_FIX)
            return v->state.story.items[i].address;
    return NULL;
}

static void pack_along(docent_view *v, parcel *p)
{
    dct_along list[DCT_MAX_ALONG];
    uint32_t count = dct_along_list(&v->content, &v->state, &p->arena, list);
    const dct_evidence *e = &v->content.evidence;
    for (uint32_t i = 0; i < count; i++) {
        if (!dct_along_goes(&v->state, list[i].bit))
            continue;
        if (list[i].kind != NULL)
            p->story[p->story_count++] = (docent_story){ list[i].kind, list[i].text, list[i].address };
        else if (list[i].bit == DCT_STRIKE_DIAGNOSTICS)
            p->diagnostics = list[i].text;
        else if (list[i].bit == DCT_STRIKE_LOG)
            p->files[p->file_count++] = (docent_attachment){ "log.txt", "text/plain", e->log.data, e->log.size };
        else
            p->files[p->file_count++] = (docent_attachment){ "screen.png", "image/png", e->screen->data, e->screen->size };
    }
    p->where = dct_contact_where(&v->content);
    p->where.article = article_of(v);
}

static void pack_fields(docent_view *v, parcel *p)
{
    dct_question list[DCT_MAX_QUESTIONS];
    uint32_t count = dct_form_questions(&v->content, &v->state, list);
    for (uint32_t i = 0; i < count; i++) {
        const char *text = v->state.fields[list[i].field].text;
        if (list[i].asked != NULL && or_null(text) != NULL)
            p->fields[p->field_count++] = (docent_field){ list[i].id, text };
    }
}

/* Who they are need not be typed again on a device of their own. */
static uint32_t person_drafts(const docent_view *v)
{
    bool shared = (v->config.flags & DOCENT_VIEW_KIOSK) != 0;
    return shared ? 1u << DCT_FIELD_NAME | 1u << DCT_FIELD_EMAIL | 1u << DCT_FIELD_PHONE : 0;
}

static uint32_t ticket_drafts(const docent_view *v)
{
    uint32_t fields = 1u << DCT_FIELD_BODY | DCT_DRAFT_PROBLEM | person_drafts(v);
    for (uint32_t i = DCT_FIELD_EXTRA; i < DCT_FIELD_COUNT; i++)
        fields |= 1u << i;
    return fields;
}

void dct_send_ticket(docent_view *v)
{
    const dct_edit *f = v->state.fields;
    dct_field missing = dct_form_missing(&v->content, &v->state);
    docent_ticket t = DOCENT_TICKET_INIT;
    const docent_problem *problem = dct_form_problem(&v->content, &v->state);
    parcel p = { .story_count = 0 };
    docent_id id = { "" };
    if (missing != DCT_FIELD_NONE) {
        show_missing(v, (uint32_t)missing);
        return;
    }
    dct_arena_init(&p.arena, v->alloc, DCT_MAX_ARENA_BYTES);
    pack_along(v, &p);
    pack_fields(v, &p);
    t.body = f[DCT_FIELD_BODY].text;
    t.name = or_null(f[DCT_FIELD_NAME].text);
    t.email = or_null(f[DCT_FIELD_EMAIL].text);
    t.phone = or_null(f[DCT_FIELD_PHONE].text);
    t.problem = problem == NULL ? NULL : problem->id;
    t.where = &p.where;
    t.fields = p.fields;
    t.field_count = p.field_count;
    t.attachments = p.files;
    t.attachment_count = p.file_count;
    t.story = p.story;
    t.story_count = p.story_count;
    t.diagnostics = p.diagnostics;
    t.consent = v->state.wish.consent || v->content.desk == NULL || v->content.desk->consent[0] == 0;
    t.forum = v->state.wish.forum;
    finish(v, docent_ticket_submit(v->h, &t, &id), &id, ticket_drafts(v));
    dct_arena_close(&p.arena);
}

/* ---- a call-back ---------------------------------------------------------------------------------- */

void dct_send_callback(docent_view *v)
{
    const dct_edit *f = v->state.fields;
    dct_field missing = dct_form_missing(&v->content, &v->state);
    docent_callback c = DOCENT_CALLBACK_INIT;
    parcel p = { .story_count = 0 };
    docent_id id = { "" };
    if (missing != DCT_FIELD_NONE) {
        show_missing(v, (uint32_t)missing);
        return;
    }
    dct_arena_init(&p.arena, v->alloc, DCT_MAX_ARENA_BYTES);
    pack_along(v, &p);
    c.phone = f[DCT_FIELD_PHONE].text;
    c.name = or_null(f[DCT_FIELD_NAME].text);
    c.about = or_null(f[DCT_FIELD_ABOUT].text);
    dct_form_window(v->state.wish.when, &c.from, &c.until);
    c.where = &p.where;
    c.story = p.story;
    c.story_count = p.story_count;
    c.consent = v->state.wish.consent || v->content.desk == NULL || v->content.desk->consent[0] == 0;
    finish(v, docent_callback_request(v->h, &c, &id), &id,
           1u << DCT_FIELD_ABOUT | DCT_DRAFT_WHEN | person_drafts(v));
    dct_arena_close(&p.arena);
}

/* ---- a conversation ----------------------------------------------------------------------------------- */

void dct_send_reply(docent_view *v)
{
    const docent_conversation *c = v->content.conversation;
    docent_id id = { "" }, known = { "" };
    if (dct_edit_blank(&v->state.fields[DCT_FIELD_REPLY]))
        return;
    if (c != NULL)
        known = c->id;
    docent_status status = docent_chat_post(v->h, c == NULL ? NULL : &known, v->state.fields[DCT_FIELD_REPLY].text, NULL, 0, &id);
    if (status != DOCENT_OK) {
        fail(v);
        return;
    }
    dct_drafts_clear(v, 1u << DCT_FIELD_REPLY);
    wish(v, DCT_WISH_FAILED, "", false);
    if (c != NULL)
        docent_chat_typing(v->h, &known, false);
    dct_thread_refresh(v);
    dct_thread_arrive(v);
    v->need_bottom = true;
}

void dct_send_claim(docent_view *v)
{
    docent_id id = { "" };
    const char *code = or_null(v->state.fields[DCT_FIELD_CODE].text);
    docent_status status = code == NULL ? DOCENT_ERR_MISSING : docent_claim(v->h, code, &id);
    if (status == DOCENT_OK) {
        dct_edit_set(&v->state.fields[DCT_FIELD_CODE], "");
        wish(v, DCT_WISH_FAILED, "", false);
        show_request(v, &id);
        wish(v, DCT_WISH_SENT, "", false); /* It was made before. */
        return;
    }
    wish(v, DCT_WISH_FAILED, status == DOCENT_ERR_LIMIT ? DCT_MSG("Too many wrong codes. Please wait a minute.")
                             : code == NULL ? DCT_MSG("Please enter the code from your receipt.")
                             : DCT_MSG("There is no request with this code here. Please check it."), true);
}

static void changed(docent_view *v, docent_status status)
{
    if (status != DOCENT_OK)
        fail(v);
    dct_thread_refresh(v);
}

void dct_request_close(docent_view *v)
{
    docent_id id = v->content.conversation->id;
    changed(v, docent_request_close(v->h, &id));
}

void dct_request_consent(docent_view *v)
{
    docent_id id = v->content.conversation->id;
    changed(v, docent_request_consent(v->h, &id));
}

/* What has not left is nobody's business any more: the list is where one goes then. */
void dct_request_withdraw(docent_view *v)
{
    docent_id id = v->content.conversation->id;
    if (docent_request_withdraw(v->h, &id) == DOCENT_OK)
        dct_act_go(v, "contact/requests", DCT_ARRIVE_REPLACE);
    else
        changed(v, DOCENT_ERR_BUSY);
}

/* ---- ways without a connection ---------------------------------------------------------------------------- */

static docent_asset *exported(docent_view *v, const char *form)
{
    docent_asset *asset = NULL;
    docent_id id = v->content.conversation->id;
    if (docent_request_export(v->h, &id, form, &asset) == DOCENT_OK)
        return asset;
    fail(v);
    return NULL;
}

/* For the host to do with: *say when it is whole. */
static void hand_over(docent_view *v, const char *form, dct_buf *to, bool *say)
{
    docent_asset *made = exported(v, form);
    if (made == NULL)
        return;
    dct_buf_clear(to);
    dct_buf_add(to, made->data, made->size);
    *say = !to->failed;
    docent_asset_close(made);
}

void dct_carry_mail(docent_view *v)
{
    hand_over(v, "mailto", &v->url, &v->say_url);
}

void dct_carry_copy(docent_view *v)
{
    hand_over(v, "text", &v->clipboard, &v->say_clipboard);
}

void dct_carry_file(docent_view *v)
{
    docent_asset *mail = exported(v, "eml");
    if (mail == NULL)
        return;
    const char *name = dct_arena_format(&v->page_arena, "%s.eml", v->content.conversation->reference);
    if (name == NULL || !v->host.save(v->host.ctx, name, mail->data, mail->size))
        wish(v, DCT_WISH_FAILED, DCT_MSG("The file could not be written."), true);
    docent_asset_close(mail);
}

void dct_carry_code(docent_view *v)
{
    docent_asset *text = exported(v, "text");
    if (text == NULL)
        return;
    dct_buf copy;
    dct_buf_init(&copy, v->alloc, 4096);
    dct_buf_add(&copy, text->data, text->size);
    dct_action show = { .kind = DCT_ACT_DIALOG, .number = DCT_DIALOG_CODE, .text = dct_buf_text(&copy) };
    dct_act(v, &show);
    dct_buf_close(&copy);
    docent_asset_close(text);
}
