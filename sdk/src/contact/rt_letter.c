/* A letter as RT takes it: a form of JSON and files. */
#include "../base/limits.h"
#include "mime.h"
#include "multipart.h"
#include "rt.h"
#include "said.h"

#include <string.h>

#define SUBJECT_BYTES 140u /* RT's subjects have 200 characters; the reference comes after it. */

static const char *subject_of(dct_task *t)
{
    const dct_letter *l = t->letter;
    const char *text = dct_said_line(t->arena, l->subject, strlen(l->subject), SUBJECT_BYTES);
    if (*text == 0)
        text = dct_said_line(t->arena, l->problem, strlen(l->problem), SUBJECT_BYTES);
    if (t->op != DCT_OP_CREATE)
        return dct_arena_format(t->arena, "%s%s(%s) [%s]", text, *text != 0 ? " " : "", l->id, l->reference);
    return dct_arena_format(t->arena, "%s%s[%s]", text, *text != 0 ? " " : "", l->reference);
}

static json_t *requestors(const dct_rt *rt, const dct_letter *l)
{
    json_t *list = json_array();
    bool ok = json_array_append_new(list, json_string(rt->requestor)) == 0;
    if (ok && dct_mail_address_ok(l->email) && strcmp(l->email, rt->requestor) != 0)
        ok = json_array_append_new(list, json_string(l->email)) == 0;
    if (ok)
        return list;
    json_decref(list);
    return NULL;
}

/* Of RT's 0 to 100; what is neither is left to the queue. */
static bool add_priority(const dct_letter *l, json_t *o)
{
    int priority = strcmp(l->priority, "urgent") == 0 ? 100 : strcmp(l->priority, "high") == 0 ? 80 : 0;
    return priority == 0 || json_object_set_new(o, "Priority", json_integer(priority)) == 0;
}

static bool fill(const dct_rt *rt, dct_task *t, json_t *o, const char *text)
{
    const dct_letter *l = t->letter;
    const char *subject = subject_of(t);
    bool ok = subject != NULL && json_object_set_new(o, "Subject", json_string(subject)) == 0 &&
              json_object_set_new(o, "Content", json_string(text)) == 0 &&
              json_object_set_new(o, "ContentType", json_string("text/plain")) == 0;
    if (!ok || t->op != DCT_OP_CREATE)
        return ok;
    return add_priority(l, o) && json_object_set_new(o, "Queue", json_string(*l->queue != 0 ? l->queue : rt->queue)) == 0 &&
           json_object_set_new(o, "Requestor", requestors(rt, l)) == 0 &&
           json_object_set_new(o, "CustomFields", json_pack("{s:s}", rt->field, l->conversation)) == 0;
}

static const char *letter_json(const dct_rt *rt, dct_task *t)
{
    dct_buf text, out;
    const char *json = NULL;
    json_t *o = json_object();
    bool written;
    dct_buf_init(&text, t->arena->alloc, DCT_MAX_LETTER_BYTES);
    dct_buf_init(&out, t->arena->alloc, DCT_MAX_LETTER_BYTES);
    written = o != NULL && dct_letter_text(t->letter, &text, NULL) == DOCENT_OK;
    dct_buf_add_format(&text, "\n-- \n%s\n", t->letter->id);
    written = written && !text.failed && fill(rt, t, o, dct_buf_text(&text)) && !text.failed;
    if (written && dct_json_write(o, &out, NULL) == DOCENT_OK)
        json = dct_arena_text(t->arena, (const char *)out.data, out.size);
    json_decref(o);
    dct_buf_close(&text);
    dct_buf_close(&out);
    return json;
}

/* An empty file is left out: RT refuses the whole request for it. The text names it with its size. */
void dct_rt_post(dct_connector *c, dct_task *t, const char *path, int next)
{
    const char *json = letter_json(c->self, t);
    dct_multipart *form = json != NULL ? dct_multipart_new(t->arena, t->letter->id, t->read_file, t->read_ctx) : NULL;
    if (form == NULL) {
        dct_task_end(t, DCT_NOT_SENT, "out of memory");
        return;
    }
    dct_multipart_text(form, "JSON", "application/json", json);
    for (uint32_t i = 0; i < t->letter->file_count; i++)
        if (t->letter->files[i].bytes > 0)
            dct_multipart_file(form, "Attachments", &t->letter->files[i]);
    const char *type = dct_multipart_end(form) ? dct_multipart_type(form) : NULL;
    docent_request r = { .method = "POST", .read = dct_multipart_read, .body_ctx = form, .body_bytes = dct_multipart_bytes(form),
                         .fresh_connection = true };
    dct_rt_ask(c, t, &r, path, type != NULL ? dct_arena_format(t->arena, "Content-Type: %s", type) : NULL, next);
}
