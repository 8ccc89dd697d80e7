/* Redmine, by its REST with an API key of this device's own user.
 *
 *     POST uploads.json              a file, ahead of its letter
 *     POST issues.json               a letter; our id goes into a custom field, the reference into the subject
 *     GET  issues.json?cf_N=...      did it arrive? Then by the subject, for those whose field took nothing
 *     PUT  issues/N.json             more, as a note that ends with our id; or closed. Redmine says 204 to one who may not: both
 *                                    are looked at again
 *     GET  issues/N.json             notes of others and the state; If-None-Match
 *
 * Private notes are not read. Redmine does not know the same letter twice: every doubt is looked up. */
#include "../base/limits.h"
#include "../base/percent.h"
#include "redmine_answer.h"
#include "said.h"
#include "setting.h"
#include "task.h"

#include <string.h>

#define URL_BYTES 4096u
#define SUBJECT_BYTES 200u /* Redmine's subjects have 255 characters; the reference comes after it. */

typedef struct redmine {
    dct_arena   arena;
    const char *url, *project, *key;
    int64_t     field, tracker, closed_status; /* 0: not set. */
    dct_wire    wire;
} redmine;

enum { AT_UPLOADED = 1, AT_MADE, AT_SAID, AT_FOUND, AT_FOUND_SUBJECT, AT_ISSUE, AT_PROBED };

/* ---- configuration ---- */

static void configure(dct_settings *s, dct_connector *c, redmine *r)
{
    r->url = dct_setting_base(s, "url", "https http");
    if (*r->url == 0)
        dct_setting_fault(s, "url", "is not set: write Redmine's address into help.yaml, https://redmine.example");
    r->project = dct_setting_need(s, "project");
    r->field = dct_setting_int(s, "id_field", 0, INT32_MAX, 0);
    r->tracker = dct_setting_int(s, "tracker", 0, INT32_MAX, 0);
    r->closed_status = dct_setting_int(s, "closed_status", 0, INT32_MAX, 0);
    const char *key = dct_setting_secret(s, "key");
    if (*key == 0)
        dct_setting_fault(s, "key", "is not set: write the API key of the device's user into the device's file");
    r->key = dct_arena_format(&r->arena, "X-Redmine-API-Key: %s", key);
    dct_setting_wire(s, &r->wire);
    c->can = c->kind->can;
    if (r->closed_status == 0)
        c->can &= ~(uint32_t)DCT_CAN_CLOSE;
    dct_setting_pace(s, c, 60, 0);
}

static void close_redmine(dct_connector *c)
{
    redmine *r = c->self;
    if (r == NULL)
        return;
    dct_arena_close(&r->arena);
    dct_free(c->alloc, r, sizeof *r);
    c->self = NULL;
}

static docent_status open_redmine(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    redmine *r = dct_new_zero(c->alloc, sizeof *r);
    if (r == NULL)
        return dct_fail_memory(err, "contact");
    c->self = r;
    dct_arena_init(&r->arena, c->alloc, DCT_MAX_SETTINGS_BYTES);
    dct_settings s = { c, public_part, device_part, &r->arena, err, DOCENT_OK };
    configure(&s, c, r);
    if (dct_settings_end(&s) != DOCENT_OK)
        close_redmine(c);
    return s.status;
}

/* ---- requests ---- */

/* path NULL or line NULL: memory was short. line: one more header, or "". */
static void ask(dct_connector *c, dct_task *t, docent_request *q, const char *path, const char *line, int next)
{
    const redmine *r = c->self;
    const char *url = path != NULL ? dct_arena_format(t->arena, "%s/%s", r->url, path) : NULL;
    const char **headers = dct_arena_array(t->arena, 3, sizeof *headers);
    if (url == NULL || headers == NULL || line == NULL) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    headers[0] = r->key;
    headers[1] = "Accept: application/json";
    headers[2] = line;
    q->struct_size = (uint32_t)sizeof *q;
    q->url = url;
    q->headers = headers;
    q->header_count = *line != 0 ? 3 : 2;
    q->fresh_connection = q->read != NULL;
    dct_wire_use(&r->wire, q);
    dct_task_start(c, t, q, DCT_MAX_REPLY_BYTES, next);
}

static void get(dct_connector *c, dct_task *t, const char *path, const char *line, int next)
{
    docent_request q = { .method = "GET" };
    ask(c, t, &q, path, line, next);
}

static const char *encoded(dct_task *t, const char *before, const char *text)
{
    dct_buf out;
    dct_buf_init(&out, t->arena->alloc, URL_BYTES);
    dct_buf_add_text(&out, before);
    dct_percent_encode(text, &out);
    const char *path = out.failed ? NULL : dct_arena_text(t->arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return path;
}

static const char *issue_path(dct_task *t)
{
    return dct_arena_format(t->arena, "issues/%s.json", t->remote);
}

static void get_issue(dct_connector *c, dct_task *t)
{
    bool again = t->op == DCT_OP_POLL && t->cursor != NULL && *t->cursor != 0;
    const char *path = issue_path(t);
    get(c, t, path != NULL ? dct_arena_format(t->arena, "%s?include=journals", path) : NULL,
        again ? dct_arena_format(t->arena, "If-None-Match: %s", t->cursor) : "", AT_ISSUE);
}

/* Takes `issue` over. */
static void send(dct_connector *c, dct_task *t, const char *method, const char *path, json_t *issue, int next)
{
    dct_buf out;
    json_t *whole = issue != NULL ? json_pack("{s:o}", "issue", issue) : NULL;
    dct_memory_body *body = dct_arena_new(t->arena, sizeof *body);
    const char *json = NULL;
    dct_buf_init(&out, t->arena->alloc, DCT_MAX_LETTER_BYTES);
    if (whole != NULL && dct_json_write(whole, &out, NULL) == DOCENT_OK)
        json = dct_arena_text(t->arena, (const char *)out.data, out.size);
    if (body != NULL && json != NULL)
        *body = (dct_memory_body){ json, out.size };
    json_decref(whole);
    dct_buf_close(&out);
    docent_request q = { .method = method, .read = dct_memory_read, .body_ctx = body, .body_bytes = body != NULL ? body->size : 0 };
    ask(c, t, &q, body != NULL && json != NULL ? path : NULL, "Content-Type: application/json", next);
}

/* ---- letters ---- */

static json_t *text_of(dct_task *t)
{
    dct_buf text;
    json_t *value = NULL;
    dct_buf_init(&text, t->arena->alloc, DCT_MAX_LETTER_BYTES);
    docent_status status = dct_letter_text(t->letter, &text, NULL);
    dct_buf_add_format(&text, "\n-- \n%s\n", t->letter->id);
    if (status == DOCENT_OK && !text.failed)
        value = json_stringn((const char *)text.data, text.size);
    dct_buf_close(&text);
    return value;
}

static bool add_uploads(dct_task *t, json_t *issue)
{
    const dct_letter *l = t->letter;
    json_t *list = json_array();
    bool ok = list != NULL;
    for (uint32_t i = 0; ok && i < l->file_count; i++)
        if (t->uploads != NULL && t->uploads[i] != NULL && *t->uploads[i] != 0)
            ok = json_array_append_new(list, json_pack("{s:s,s:s,s:s}", "token", t->uploads[i], "filename", l->files[i].name,
                                                       "content_type", l->files[i].type)) == 0;
    if (ok)
        return json_object_set_new(issue, "uploads", list) == 0;
    json_decref(list);
    return false;
}

static json_t *drop(json_t *issue)
{
    json_decref(issue);
    return NULL;
}

static json_t *new_issue(const redmine *r, dct_task *t)
{
    const dct_letter *l = t->letter;
    const char *said = dct_said_line(t->arena, l->subject, strlen(l->subject), SUBJECT_BYTES);
    const char *subject = dct_arena_format(t->arena, "%s%s[%s]", said, *said != 0 ? " " : "", l->reference);
    const char *project = *l->queue != 0 ? l->queue : r->project;
    json_t *issue = json_object();
    bool ok = subject != NULL && json_object_set_new(issue, "project_id", json_string(project)) == 0 &&
              json_object_set_new(issue, "subject", json_string(subject)) == 0 &&
              json_object_set_new(issue, "description", text_of(t)) == 0 && add_uploads(t, issue);
    if (ok && r->tracker != 0)
        ok = json_object_set_new(issue, "tracker_id", json_integer(r->tracker)) == 0;
    if (ok && r->field != 0)
        ok = json_object_set_new(issue, "custom_fields",
                                 json_pack("[{s:I,s:s}]", "id", (json_int_t)r->field, "value", l->conversation)) == 0;
    return ok ? issue : drop(issue);
}

static json_t *new_note(dct_task *t)
{
    json_t *issue = json_object();
    bool ok = json_object_set_new(issue, "notes", text_of(t)) == 0 && add_uploads(t, issue);
    return ok ? issue : drop(issue);
}

static void upload(dct_connector *c, dct_task *t)
{
    const dct_letter_file *file = &t->letter->files[t->file];
    dct_task_file *body = dct_arena_new(t->arena, sizeof *body);
    if (body != NULL)
        *body = (dct_task_file){ t, file };
    docent_request q = { .method = "POST", .read = dct_task_read_file, .body_ctx = body, .body_bytes = file->bytes };
    ask(c, t, &q, body != NULL ? encoded(t, "uploads.json?filename=", file->name) : NULL, "Content-Type: application/octet-stream",
        AT_UPLOADED);
}

static void look_up(dct_connector *c, dct_task *t, bool by_subject)
{
    const redmine *r = c->self;
    const char *marked = by_subject ? dct_arena_format(t->arena, "[%s]", t->letter->reference) : NULL;
    const char *path = !by_subject ? dct_arena_format(t->arena, "issues.json?status_id=*&limit=5&cf_%lld=%s", (long long)r->field,
                                                      t->letter->conversation)
                       : marked != NULL ? encoded(t, "issues.json?status_id=*&limit=5&author_id=me&subject=~", marked)
                                        : NULL;
    get(c, t, path, "", by_subject ? AT_FOUND_SUBJECT : AT_FOUND);
}

static void begin(dct_connector *c, dct_task *t)
{
    const redmine *r = c->self;
    bool begun = t->op == DCT_OP_APPEND || t->op == DCT_OP_CLOSE || t->op == DCT_OP_LOOKUP_MESSAGE || t->op == DCT_OP_POLL;
    if (begun && !dct_redmine_id_ok(t->remote)) {
        dct_task_end(t, DCT_REFUSED, "\"%.60s\" is no issue of Redmine", t->remote);
        return;
    }
    switch (t->op) {
    case DCT_OP_UPLOAD: upload(c, t); return;
    case DCT_OP_CREATE: send(c, t, "POST", "issues.json", new_issue(r, t), AT_MADE); return;
    case DCT_OP_APPEND: send(c, t, "PUT", issue_path(t), new_note(t), AT_SAID); return;
    case DCT_OP_CLOSE:
        send(c, t, "PUT", issue_path(t), json_pack("{s:I}", "status_id", (json_int_t)r->closed_status), AT_SAID);
        return;
    case DCT_OP_LOOKUP: look_up(c, t, r->field == 0); return;
    case DCT_OP_LOOKUP_MESSAGE:
    case DCT_OP_POLL: get_issue(c, t); return;
    case DCT_OP_PROBE: get(c, t, "users/current.json", "", AT_PROBED); return;
    case DCT_OP_ENROL: break;
    }
    dct_task_end(t, DCT_REFUSED, "Redmine cannot enrol: write the API key of the device's user into the device's file");
}

/* ---- answers ---- */

static dct_redmine_mark mark_of(const redmine *r, const dct_task *t)
{
    return (dct_redmine_mark){ r->field, t->letter->conversation, t->letter->reference };
}

static void end_at(dct_task *t, const char *id, const char *why)
{
    t->out_remote = id;
    t->out_ref = dct_arena_format(t->arena, "#%s", id);
    dct_task_end(t, t->out_ref != NULL ? DCT_DONE : DCT_DOUBT, "%s", why);
}

static void made(const redmine *r, dct_task *t, const char *body, size_t size)
{
    bool marked;
    dct_redmine_mark mark = mark_of(r, t);
    const char *id = dct_fetch_status(t->fetch) == 201 ? dct_redmine_made(t->arena, &mark, body, size, &marked) : NULL;
    if (id == NULL)
        dct_task_end(t, DCT_DOUBT, "Redmine did not say which issue it made");
    else
        end_at(t, id, marked ? "" : "Redmine kept no id of ours: let tracker and project have the custom field \"id_field\"");
}

static void found(dct_connector *c, dct_task *t, const char *body, size_t size)
{
    const char *id;
    dct_redmine_mark mark = mark_of(c->self, t);
    dct_redmine_find how = dct_redmine_found(t->arena, &mark, body, size, &id);
    if (how == DCT_REDMINE_ONE)
        end_at(t, id, "");
    else if (how == DCT_REDMINE_NONE && t->at == AT_FOUND)
        look_up(c, t, true);
    else if (how == DCT_REDMINE_NONE)
        dct_task_end(t, DCT_ABSENT, "%s", "");
    else
        dct_task_end(t, DCT_NOT_SENT, "Redmine's answer to a search is not understood; is the custom field used as a filter?");
}

static void polled(dct_task *t, const char *body, size_t size)
{
    const char *tag = dct_fetch_header(t->fetch, "ETag");
    if (!dct_redmine_news(t, body, size)) {
        dct_task_end(t, DCT_NOT_SENT, "Redmine's answer about an issue is not understood");
        return;
    }
    if (tag != NULL && *tag != 0 && strlen(tag) <= 200 && strcmp(tag, dct_said_line(t->arena, tag, strlen(tag), 200)) == 0)
        t->out_cursor = dct_arena_text(t->arena, tag, strlen(tag));
    dct_task_end(t, DCT_DONE, "%s", "");
}

/* The issue, after something was put to it or to see whether it was. */
static void looked(dct_task *t, const char *body, size_t size)
{
    bool closed;
    dct_redmine_find noted = t->op != DCT_OP_CLOSE ? dct_redmine_noted(body, size, t->letter->id)
                             : !dct_redmine_closed(body, size, &closed) ? DCT_REDMINE_ODD
                             : closed ? DCT_REDMINE_ONE : DCT_REDMINE_NONE;
    if (noted == DCT_REDMINE_ONE)
        dct_task_end(t, DCT_DONE, "%s", "");
    else if (noted == DCT_REDMINE_ODD) /* What was put was taken: doubt is about reading it. */
        dct_task_end(t, t->op == DCT_OP_LOOKUP_MESSAGE ? DCT_NOT_SENT : DCT_DOUBT,
                     "Redmine's answer about an issue is not understood");
    else if (t->op == DCT_OP_LOOKUP_MESSAGE)
        dct_task_end(t, DCT_ABSENT, "%s", "");
    else
        dct_task_end(t, DCT_REFUSED, "Redmine took it and dropped it: give the role of the device's user \"%s\"",
                     t->op == DCT_OP_CLOSE ? "Edit issues" : "Add notes");
}

static void failed(dct_task *t, dct_verdict v)
{
    size_t size;
    const char *body = dct_fetch_body(t->fetch, &size), *said = dct_redmine_error(t->arena, body, size);
    bool written = t->at == AT_ISSUE && (t->op == DCT_OP_APPEND || t->op == DCT_OP_CLOSE);
    if (v == DCT_AUTH && dct_fetch_status(t->fetch) == 403)
        v = DCT_REFUSED; /* About one project or issue; a key that is not taken is 401. */
    if (written)
        v = DCT_DOUBT;
    if (*said != 0)
        dct_task_end(t, v, "Redmine: %s", said);
    else
        dct_task_end(t, v, NULL);
}

static void uploaded(dct_task *t, const char *body, size_t size)
{
    t->out_remote = dct_redmine_token(t->arena, body, size);
    if (t->out_remote != NULL)
        dct_task_end(t, DCT_DONE, "%s", "");
    else
        dct_task_end(t, DCT_DOUBT, "Redmine did not say what stands for the file");
}

static void step(dct_connector *c, dct_task *t)
{
    size_t size;
    if (t->verdict != DCT_PENDING || !dct_task_done(t))
        return;
    if (t->op == DCT_OP_POLL && dct_fetch_status(t->fetch) == 304) {
        dct_task_end(t, DCT_DONE, "%s", "");
        return;
    }
    bool writes = t->at == AT_UPLOADED || t->at == AT_MADE || t->at == AT_SAID;
    dct_verdict v = writes ? dct_task_http(t) : dct_task_read(t);
    const char *body = dct_fetch_body(t->fetch, &size);
    if (v != DCT_DONE) {
        failed(t, v);
        return;
    }
    switch (t->at) {
    case AT_UPLOADED: uploaded(t, body, size); return;
    case AT_MADE: made(c->self, t, body, size); return;
    case AT_SAID: get_issue(c, t); break;
    case AT_FOUND:
    case AT_FOUND_SUBJECT: found(c, t, body, size); return;
    case AT_PROBED: dct_task_end(t, DCT_DONE, "%s", ""); return;
    default:
        if (t->op == DCT_OP_POLL)
            polled(t, body, size);
        else
            looked(t, body, size);
        return;
    }
    if (t->verdict == DCT_NOT_SENT) /* The request to look; what was put may be there. */
        t->verdict = DCT_DOUBT;
}

static void cancel(dct_connector *c, dct_task *t)
{
    (void)c;
    dct_task_drop(t);
}

const dct_connector_kind dct_connect_redmine = {
    .name = "redmine",
    .can = DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE | DCT_CAN_POLL | DCT_CAN_APPEND | DCT_CAN_CLOSE | DCT_CAN_UPLOAD,
    .open = open_redmine,
    .close = close_redmine,
    .begin = begin,
    .step = step,
    .cancel = cancel,
};
