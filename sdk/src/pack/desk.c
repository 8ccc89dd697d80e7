/* One table says what may stand where; one function walks the YAML beside it and builds the JSON. Texts stay texts, in all
 * their languages: the device chooses.
 *
 *     contact:                       { "problems": [ {"id": "broken", "title": {"en": ..., "de": ...}, ...} ],
 *       problems:            --->      "routes": [ {"when": {"problem": "broken"}, "queue": "Repairs"} ],
 *         - id: broken                 "connectors": [ {"id": "desk", "kind": "rt", "url": "https://..."} ] } */
#include "desk.h"

#include "langs.h"
#include "refs.h"

#include "../base/limits.h"
#include "../net/json.h"

#include <string.h>

typedef enum form {
    TEXT = 1, /* One line as it stands. */
    WORDS,    /* Read by people: a text, or a map from language to text. */
    SWITCH,   /* true or false. */
    TEXTS,    /* A text or a list of texts. */
    LINK,     /* A web address, or one of a program: https:, mailto:, tel:, sms:, xmpp:. */
    SPAN,     /* 30m, 8h, 2d. */
    HEX,      /* 64 hexadecimal digits. */
    ARTICLE,  /* An id; becomes its address. */
    LABELS,   /* A map from an id to WORDS. */
    OPEN,     /* A map of anything: what a connector takes is its own business. */
    MAP,      /* By the table `inside`. */
    LIST      /* Of such maps. */
} form;

typedef struct rule {
    const char        *key;
    form               form;
    bool               needed;
    const struct rule *inside;
} rule;

static const rule when_rules[] = {
    { "kind", TEXTS, false, NULL },    { "problem", TEXTS, false, NULL }, { "product", TEXTS, false, NULL },
    { "audience", TEXTS, false, NULL },{ "version", TEXTS, false, NULL }, { "article", TEXTS, false, NULL },
    { "locale", TEXTS, false, NULL },  { "hours", TEXT, false, NULL },    { NULL, 0, false, NULL },
};
static const rule problem_rules[] = {
    { "id", TEXT, true, NULL },          { "title", WORDS, true, NULL },    { "first_answer", WORDS, false, NULL },
    { "article", ARTICLE, false, NULL }, { "fields", TEXTS, false, NULL },  { "when", MAP, false, when_rules },
    { NULL, 0, false, NULL },
};
static const rule field_rules[] = {
    { "id", TEXT, true, NULL },          { "label", WORDS, true, NULL },    { "hint", WORDS, false, NULL },
    { "type", TEXT, false, NULL },       { "required", SWITCH, false, NULL }, { "choices", LABELS, false, NULL },
    { "consent", WORDS, false, NULL },   { NULL, 0, false, NULL },
};
static const rule route_rules[] = {
    { "when", MAP, false, when_rules },  { "queue", TEXT, false, NULL },    { "connector", TEXT, false, NULL },
    { "priority", TEXT, false, NULL },   { "first_answer", WORDS, false, NULL }, { "answer_within", SPAN, false, NULL },
    { NULL, 0, false, NULL },
};
static const rule channel_rules[] = {
    { "id", TEXT, true, NULL },          { "name", WORDS, true, NULL },     { "url", LINK, true, NULL },
    { "icon", TEXT, false, NULL },       { "note", WORDS, false, NULL },    { NULL, 0, false, NULL },
};
static const rule forum_rules[] = { { "connector", TEXT, true, NULL }, { NULL, 0, false, NULL } };
static const rule rules[] = {
    { "ticket", TEXT, false, NULL },     { "callback", TEXT, false, NULL }, { "chat", TEXT, false, NULL },
    { "answer_within", SPAN, false, NULL }, { "consent", WORDS, false, NULL }, { "policy", TEXT, false, NULL },
    { "seal", HEX, false, NULL },        { "feedback", TEXT, false, NULL }, { "forum", MAP, false, forum_rules },
    { "problems", LIST, false, problem_rules }, { "fields", LIST, false, field_rules },
    { "routes", LIST, false, route_rules },     { "channels", LIST, false, channel_rules },
    { "connectors", LIST, false, NULL }, { NULL, 0, false, NULL },
};

const char *const dct_desk_keys[] = { "ticket", "callback", "chat", "answer_within", "consent", "policy", "seal", "feedback",
                                      "forum", "problems", "fields", "routes", "channels", "connectors", NULL };

/* ---- one value ---- */

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, text) == 0)
            return true;
    return false;
}

/* A text of which only some make sense. */
static bool check_choice(dct_project *p, const dct_yaml *node, const char *const *list, const char *all)
{
    if (is_one_of(node->text, list))
        return true;
    const char *near = dct_nearest(node->text, list);
    dct_diag_fault(p->diag, node->place, "`%s` is one of %s, not \"%s\"%s%s%s", node->key->text, all, node->text,
                   near == NULL ? "" : "; did you mean `", near == NULL ? "" : near, near == NULL ? "" : "`?");
    return false;
}

static bool check_text(dct_project *p, const dct_yaml *node)
{
    static const char *const types[] = { "text", "long_text", "email", "phone", "choice", "yes_no", NULL };
    static const char *const policies[] = { "at-least-once", "at-most-once", NULL };
    static const char *const hours[] = { "open", "closed", NULL };
    static const char *const priorities[] = { "low", "normal", "high", "urgent", NULL };
    const char *key = node->key == NULL ? "" : node->key->text;
    if (strcmp(key, "type") == 0)
        return check_choice(p, node, types, "text, long_text, email, phone, choice, yes_no");
    if (strcmp(key, "policy") == 0)
        return check_choice(p, node, policies, "at-least-once, at-most-once");
    if (strcmp(key, "hours") == 0)
        return check_choice(p, node, hours, "open, closed");
    if (strcmp(key, "priority") == 0)
        return check_choice(p, node, priorities, "low, normal, high, urgent");
    return true;
}

static bool is_span(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits < 5 && *text != '0' && text[digits] != 0 && strchr("mhd", text[digits]) != NULL &&
           text[digits + 1] == 0;
}

static bool is_link(const char *text)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:", "sms:", "xmpp:" };
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strncmp(text, schemes[i], strlen(schemes[i])) == 0)
            return strpbrk(text, " \t\n") == NULL;
    return false;
}

static json_t *text_value(dct_project *p, const dct_yaml *node, form f)
{
    if (!dct_yaml_is(node, DCT_YAML_TEXT, p->diag))
        return NULL;
    const char *text = node->text;
    if (f == SPAN && !is_span(text))
        dct_diag_fault(p->diag, node->place, "a promise is written 30m, 8h (of opening hours) or 2d (days), not \"%s\"", text);
    else if (f == LINK && !is_link(text))
        dct_diag_fault(p->diag, node->place, "`url` begins with https://, mailto:, tel:, sms: or xmpp:, not \"%s\"", text);
    else if (f == HEX && (strlen(text) != 64 || strspn(text, "0123456789abcdef") != 64))
        dct_diag_fault(p->diag, node->place, "`seal` is a public key of 64 hexadecimal digits; make one with: docent keys seal");
    else if (f != TEXT || check_text(p, node))
        return json_string(text);
    return NULL;
}

static json_t *switch_value(dct_project *p, const dct_yaml *node)
{
    if (!dct_yaml_is(node, DCT_YAML_TEXT, p->diag))
        return NULL;
    bool yes = strcmp(node->text, "true") == 0 || strcmp(node->text, "yes") == 0;
    if (!yes && strcmp(node->text, "false") != 0 && strcmp(node->text, "no") != 0)
        dct_diag_fault(p->diag, node->place, "`%s` is true or false, not \"%s\"", node->key->text, node->text);
    return json_boolean(yes);
}

static json_t *words_value(dct_project *p, const dct_yaml *node)
{
    if (node->kind == DCT_YAML_TEXT)
        return json_string(node->text);
    json_t *map = json_object();
    for (const dct_wording *w = dct_wording_read(&p->arena, node, p->diag); w != NULL; w = w->next)
        json_object_set_new(map, w->lang, json_string(w->text));
    return map;
}

static json_t *article_value(dct_project *p, const dct_yaml *node)
{
    if (!dct_yaml_is(node, DCT_YAML_TEXT, p->diag))
        return NULL;
    const char *address = dct_refs_address(p, "`article`", node->text, node->place);
    return address == NULL ? NULL : json_string(address);
}

static json_t *open_value(dct_project *p, const dct_yaml *node)
{
    if (node->kind == DCT_YAML_TEXT)
        return json_string(node->text);
    json_t *out = node->kind == DCT_YAML_LIST ? json_array() : json_object();
    for (const dct_yaml *m = node->first; m != NULL; m = m->next)
        if (node->kind == DCT_YAML_LIST)
            json_array_append_new(out, open_value(p, m));
        else
            json_object_set_new(out, m->key->text, open_value(p, m));
    return out;
}

/* ---- maps and lists ---- */

static json_t *map_value(dct_project *p, const dct_yaml *node, const rule *inside, const char *what);

static json_t *labels_value(dct_project *p, const dct_yaml *node)
{
    if (!dct_yaml_is(node, DCT_YAML_MAP, p->diag))
        return NULL;
    json_t *out = json_object();
    for (const dct_yaml *m = node->first; m != NULL; m = m->next)
        json_object_set_new(out, m->key->text, words_value(p, m));
    return out;
}

static json_t *texts_value(dct_project *p, const dct_yaml *node)
{
    json_t *list = json_array();
    for (const dct_mention *m = dct_mentions_read(&p->arena, node, p->diag); m != NULL; m = m->next)
        json_array_append_new(list, json_string(m->text));
    return list;
}

static json_t *connector_value(dct_project *p, const dct_yaml *node)
{
    static const char *const secrets[] = { "token", "password", "secret", "client_key", NULL };
    static const char *const kinds[] = { "webhook", "mail", "rt", "redmine", "xmpp", NULL };
    if (!dct_yaml_is(node, DCT_YAML_MAP, p->diag))
        return NULL;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next)
        if (is_one_of(m->key->text, secrets))
            dct_diag_fault(p->diag, m->place, "`%s` is a secret, and content is public: it belongs into the device's own file",
                           m->key->text);
    const dct_yaml *kind = dct_yaml_get(node, "kind");
    if (dct_yaml_text(node, "id", p->diag) == NULL || dct_yaml_text(node, "kind", p->diag) == NULL)
        dct_diag_fault(p->diag, node->place, "a connector needs `id` and `kind`");
    else if (check_choice(p, kind, kinds, "webhook, mail, rt, redmine, xmpp"))
        return open_value(p, node);
    return NULL;
}

/* The text of a member, or "". */
static const char *member(const json_t *map, const char *key)
{
    return dct_json_text(map, key);
}

static json_t *list_value(dct_project *p, const dct_yaml *node, const rule *inside)
{
    json_t *list = json_array();
    if (!dct_yaml_is(node, DCT_YAML_LIST, p->diag))
        return list;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next) {
        json_t *item = inside == NULL ? connector_value(p, m) : map_value(p, m, inside, node->key->text);
        for (size_t i = 0; i < json_array_size(list) && item != NULL; i++)
            if (*member(item, "id") != 0 && strcmp(member(json_array_get(list, i), "id"), member(item, "id")) == 0)
                dct_diag_fault(p->diag, m->place, "the id `%s` is given twice", member(item, "id"));
        if (json_array_size(list) == DCT_MAX_DESK_ITEMS)
            dct_diag_fault(p->diag, m->place, "`%s` has more than %u entries", node->key->text, DCT_MAX_DESK_ITEMS);
        if (item != NULL)
            json_array_append_new(list, item);
    }
    return list;
}

static json_t *value(dct_project *p, const dct_yaml *node, const rule *r)
{
    switch (r->form) {
    case TEXT: case LINK: case SPAN: case HEX: return text_value(p, node, r->form);
    case WORDS: return words_value(p, node);
    case SWITCH: return switch_value(p, node);
    case TEXTS: return texts_value(p, node);
    case ARTICLE: return article_value(p, node);
    case LABELS: return labels_value(p, node);
    case OPEN: return open_value(p, node);
    case MAP: return map_value(p, node, r->inside, r->key);
    case LIST: return list_value(p, node, r->inside);
    }
    return NULL;
}

static void add_members(dct_project *p, const dct_yaml *node, const rule *list, const char *what, json_t *out)
{
    for (const rule *r = list; r->key != NULL; r++) {
        const dct_yaml *m = dct_yaml_get(node, r->key);
        json_t *v = m == NULL ? NULL : value(p, m, r);
        if (v != NULL)
            json_object_set_new(out, r->key, v);
        else if (m == NULL && r->needed)
            dct_diag_fault(p->diag, node->place, "`%s`: an entry needs `%s`", what, r->key);
    }
}

static json_t *map_value(dct_project *p, const dct_yaml *node, const rule *inside, const char *what)
{
    const char *keys[16];
    size_t count = 0;
    if (!dct_yaml_is(node, DCT_YAML_MAP, p->diag))
        return NULL;
    for (const rule *r = inside; r->key != NULL && count < 15; r++)
        keys[count++] = r->key;
    keys[count] = NULL;
    dct_yaml_check_keys(node, keys, what, p->diag);
    json_t *out = json_object();
    add_members(p, node, inside, what, out);
    return out;
}

/* ---- what one part says of another ---- */

static bool has_id(const json_t *list, const char *id)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(member(json_array_get(list, i), "id"), id) == 0)
            return true;
    return false;
}

static void check_names(dct_project *p, const json_t *desk, dct_place place)
{
    size_t i, k;
    json_t *item, *name;
    json_array_foreach(json_object_get(desk, "problems"), i, item)
        json_array_foreach(json_object_get(item, "fields"), k, name)
            if (!has_id(json_object_get(desk, "fields"), json_string_value(name)))
                dct_diag_fault(p->diag, place, "problem `%s`: there is no field `%s`", member(item, "id"), json_string_value(name));
    json_array_foreach(json_object_get(desk, "routes"), i, item) {
        json_array_foreach(json_object_get(json_object_get(item, "when"), "problem"), k, name)
            if (!has_id(json_object_get(desk, "problems"), json_string_value(name)))
                dct_diag_fault(p->diag, place, "a route is for the problem `%s`, which is not there", json_string_value(name));
        if (*member(item, "connector") != 0 && !has_id(json_object_get(desk, "connectors"), member(item, "connector")))
            dct_diag_fault(p->diag, place, "a route names the connector `%s`, which is not there", member(item, "connector"));
    }
    const char *forum = member(json_object_get(desk, "forum"), "connector"), *feedback = member(desk, "feedback");
    if (*forum != 0 && !has_id(json_object_get(desk, "connectors"), forum))
        dct_diag_fault(p->diag, place, "`forum` names the connector `%s`, which is not there", forum);
    if (*feedback != 0 && !has_id(json_object_get(desk, "connectors"), feedback))
        dct_diag_fault(p->diag, place, "`feedback` names the connector `%s`, which is not there", feedback);
}

const char *dct_desk_compile(dct_project *p)
{
    const dct_yaml *yaml = p->settings.contact.rules;
    const char *text = NULL;
    dct_buf out;
    if (yaml == NULL || yaml->kind != DCT_YAML_MAP)
        return NULL;
    json_t *desk = json_object();
    add_members(p, yaml, rules, "contact", desk);
    if (json_object_size(desk) > 0) {
        check_names(p, desk, yaml->place);
        dct_buf_init(&out, p->alloc, DCT_MAX_CONTACT_BYTES);
        if (dct_json_write(desk, &out, NULL) == DOCENT_OK)
            text = dct_arena_text(&p->arena, (const char *)out.data, out.size);
        else
            dct_diag_fault(p->diag, yaml->place, "`contact`: its rules are larger than %u bytes", DCT_MAX_CONTACT_BYTES);
        dct_buf_close(&out);
    }
    json_decref(desk);
    return text;
}
