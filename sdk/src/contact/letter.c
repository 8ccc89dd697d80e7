/* Written by hand, so that the same letter gives the same bytes whatever library reads them; read by the library, because
 * reading is where bytes are not ours. */
#include "letter.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../net/json.h"

#include <string.h>

/* ---- writing ---- */

/* Between two members stands a comma: after what opens a list or an object there is none. */
static void add_name(dct_buf *out, const char *name)
{
    unsigned char last = out->size == 0 ? '{' : out->data[out->size - 1];
    if (last != '{' && last != '[')
        dct_buf_add_byte(out, ',');
    if (name != NULL) {
        dct_buf_add_json(out, name);
        dct_buf_add_byte(out, ':');
    }
}

static void add_text(dct_buf *out, const char *name, const char *text)
{
    if (text == NULL || *text == 0)
        return;
    add_name(out, name);
    dct_buf_add_json(out, text);
}

static void add_number(dct_buf *out, const char *name, int64_t number)
{
    add_name(out, name);
    dct_buf_add_format(out, "%lld", (long long)number);
}

static void open_in(dct_buf *out, const char *name, char bracket)
{
    add_name(out, name);
    dct_buf_add_byte(out, (unsigned char)bracket);
}

static bool any(const char *a, const char *b, const char *c, const char *d)
{
    return (a != NULL && *a) || (b != NULL && *b) || (c != NULL && *c) || (d != NULL && *d);
}

static void add_person(dct_buf *out, const dct_letter *l)
{
    if (!any(l->name, l->email, l->phone, NULL))
        return;
    open_in(out, "person", '{');
    add_text(out, "name", l->name);
    add_text(out, "email", l->email);
    add_text(out, "phone", l->phone);
    dct_buf_add_byte(out, '}');
}

static void add_where(dct_buf *out, const dct_letter *l)
{
    if (!any(l->product, l->audience, l->version, l->article))
        return;
    open_in(out, "where", '{');
    add_text(out, "product", l->product);
    add_text(out, "audience", l->audience);
    add_text(out, "version", l->version);
    add_text(out, "article", l->article);
    dct_buf_add_byte(out, '}');
}

static void add_fields(dct_buf *out, const dct_letter *l)
{
    if (l->field_count == 0)
        return;
    open_in(out, "fields", '{');
    for (uint32_t i = 0; i < l->field_count; i++) {
        add_name(out, l->fields[i].id);
        dct_buf_add_json(out, l->fields[i].value);
    }
    dct_buf_add_byte(out, '}');
}

static void add_story(dct_buf *out, const dct_letter *l)
{
    if (l->story_count == 0)
        return;
    open_in(out, "story", '[');
    for (uint32_t i = 0; i < l->story_count; i++) {
        open_in(out, NULL, '{');
        add_text(out, "kind", l->story[i].kind);
        add_text(out, "text", l->story[i].text);
        add_text(out, "address", l->story[i].address);
        dct_buf_add_byte(out, '}');
    }
    dct_buf_add_byte(out, ']');
}

static void add_files(dct_buf *out, const dct_letter *l)
{
    if (l->file_count == 0)
        return;
    open_in(out, "attachments", '[');
    for (uint32_t i = 0; i < l->file_count; i++) {
        open_in(out, NULL, '{');
        add_text(out, "name", l->files[i].name);
        add_text(out, "type", l->files[i].type);
        add_number(out, "bytes", (int64_t)l->files[i].bytes);
        add_text(out, "sha256", l->files[i].sha256);
        dct_buf_add_byte(out, '}');
    }
    dct_buf_add_byte(out, ']');
}

static const char *const part_names[] = { "", "create", "append", "close" };

docent_status dct_letter_write(const dct_letter *l, dct_buf *out, docent_error *err)
{
    dct_buf_add_byte(out, '{');
    add_text(out, "id", l->id);
    add_text(out, "conversation", l->conversation);
    add_number(out, "seq", l->seq);
    add_text(out, "kind", l->kind);
    add_text(out, "part", part_names[l->part]);
    add_text(out, "reference", l->reference);
    add_number(out, "made", l->made);
    add_text(out, "locale", l->locale);
    add_text(out, "subject", l->subject);
    add_text(out, "body", l->body);
    add_person(out, l);
    add_text(out, "problem", l->problem);
    add_text(out, "queue", l->queue);
    add_text(out, "priority", l->priority);
    add_where(out, l);
    add_fields(out, l);
    add_story(out, l);
    add_text(out, "diagnostics", l->diagnostics);
    if (l->until != 0) {
        open_in(out, "window", '{');
        add_number(out, "from", l->from);
        add_number(out, "until", l->until);
        dct_buf_add_byte(out, '}');
    }
    add_text(out, "device", l->device);
    add_text(out, "opinion", l->opinion);
    add_files(out, l);
    dct_buf_add_byte(out, '}');
    if (!out->failed)
        return DOCENT_OK;
    if (out->size + 4096 <= out->max)
        return dct_fail_memory(err, "contact");
    return dct_fail(err, DOCENT_ERR_LIMIT, "contact", 0, "a request of more than %u MB: send less text",
                    DCT_MAX_LETTER_BYTES >> 20);
}

/* ---- reading ---- */

typedef struct reader {
    dct_arena *arena;
} reader;

static const char *text_of(reader *r, const json_t *object, const char *key)
{
    const char *text = dct_json_text(object, key);
    const char *copy = *text == 0 ? "" : dct_arena_text(r->arena, text, strlen(text));
    return copy == NULL ? "" : copy;
}

static int64_t number_of(const json_t *object, const char *key)
{
    return dct_json_int(object, key, INT64_MIN, INT64_MAX, 0);
}

static dct_part part_of(const json_t *object)
{
    const char *name = dct_json_text(object, "part");
    for (int i = DCT_PART_CREATE; i <= DCT_PART_CLOSE; i++)
        if (strcmp(part_names[i], name) == 0)
            return (dct_part)i;
    return DCT_PART_CREATE;
}

static void read_fields(reader *r, const json_t *list, dct_letter *out)
{
    size_t size = json_object_size(list);
    docent_field *f = size == 0 || size > DCT_MAX_LETTER_ITEMS ? NULL : dct_arena_array(r->arena, size, sizeof *f);
    const char *id;
    json_t *value;
    out->fields = f;
    if (f == NULL)
        return;
    json_object_foreach((json_t *)list, id, value)
    {
        const char *name = dct_arena_text(r->arena, id, strlen(id));
        f[out->field_count].id = name == NULL ? "" : name;
        f[out->field_count++].value = text_of(r, list, id);
    }
}

static void read_story(reader *r, const json_t *list, dct_letter *out)
{
    size_t size = json_array_size(list);
    docent_story *s = size == 0 || size > DCT_MAX_LETTER_ITEMS ? NULL : dct_arena_array(r->arena, size, sizeof *s);
    out->story = s;
    for (size_t i = 0; s != NULL && i < size; i++) {
        const json_t *item = json_array_get(list, i);
        s[out->story_count].kind = text_of(r, item, "kind");
        s[out->story_count].text = text_of(r, item, "text");
        s[out->story_count++].address = text_of(r, item, "address");
    }
}

static void read_files(reader *r, const json_t *list, dct_letter *out)
{
    size_t size = json_array_size(list);
    dct_letter_file *f = size == 0 || size > DCT_MAX_ATTACHMENTS ? NULL : dct_arena_array(r->arena, size, sizeof *f);
    out->files = f;
    for (size_t i = 0; f != NULL && i < size; i++) {
        const json_t *item = json_array_get(list, i);
        f[out->file_count].name = text_of(r, item, "name");
        f[out->file_count].type = text_of(r, item, "type");
        f[out->file_count].sha256 = text_of(r, item, "sha256");
        f[out->file_count++].bytes = (uint64_t)dct_json_int(item, "bytes", 0, INT64_MAX, 0);
    }
}

static void read_names(reader *r, const json_t *root, dct_letter *out)
{
    const json_t *person = json_object_get(root, "person"), *where = json_object_get(root, "where"),
                 *window = json_object_get(root, "window");
    out->name = text_of(r, person, "name");
    out->email = text_of(r, person, "email");
    out->phone = text_of(r, person, "phone");
    out->product = text_of(r, where, "product");
    out->audience = text_of(r, where, "audience");
    out->version = text_of(r, where, "version");
    out->article = text_of(r, where, "article");
    out->from = number_of(window, "from");
    out->until = number_of(window, "until");
}

static void read_root(reader *r, const json_t *root, dct_letter *out)
{
    out->id = text_of(r, root, "id");
    out->conversation = text_of(r, root, "conversation");
    out->reference = text_of(r, root, "reference");
    out->seq = (uint32_t)dct_json_int(root, "seq", 0, UINT32_MAX, 0);
    out->kind = text_of(r, root, "kind");
    out->part = part_of(root);
    out->made = number_of(root, "made");
    out->locale = text_of(r, root, "locale");
    out->subject = text_of(r, root, "subject");
    out->body = text_of(r, root, "body");
    out->problem = text_of(r, root, "problem");
    out->queue = text_of(r, root, "queue");
    out->priority = text_of(r, root, "priority");
    out->diagnostics = text_of(r, root, "diagnostics");
    out->device = text_of(r, root, "device");
    out->opinion = text_of(r, root, "opinion");
}

docent_status dct_letter_read(const void *data, size_t size, dct_arena *arena, dct_letter *out, docent_error *err)
{
    reader r = { arena };
    docent_error local;
    memset(out, 0, sizeof *out);
    if (err == NULL)
        err = &local;
    json_t *root = dct_json_parse(data, size, DCT_MAX_LETTER_BYTES, true, "a stored request", err);
    if (root == NULL)
        return err->status;
    read_root(&r, root, out);
    read_names(&r, root, out);
    read_fields(&r, json_object_get(root, "fields"), out);
    read_story(&r, json_object_get(root, "story"), out);
    read_files(&r, json_object_get(root, "attachments"), out);
    json_decref(root);
    docent_status status = dct_arena_status(arena);
    return status == DOCENT_OK ? DOCENT_OK : dct_fail(err, status, "contact", 0, "a stored request: too large, or out of memory");
}
