#include "settings.h"

#include "langs.h"

#include "../base/limits.h"

#include <string.h>

dct_wording *dct_wording_read(dct_arena *arena, const dct_yaml *node, dct_diag *diag)
{
    dct_wording *first = NULL, **end = &first;
    if (node == NULL)
        return NULL;
    if (node->kind == DCT_YAML_TEXT) {
        first = dct_arena_new(arena, sizeof *first);
        if (first != NULL)
            *first = (dct_wording){ "", node->text, node->place, NULL };
        return first;
    }
    if (!dct_yaml_is(node, DCT_YAML_MAP, diag))
        return NULL;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next) {
        char tag[40];
        if (!dct_yaml_is(m, DCT_YAML_TEXT, diag))
            continue;
        if (!dct_lang_tag(m->key->text, strlen(m->key->text), tag, sizeof tag)) {
            dct_diag_fault(diag, m->key->place, "`%s` is not a language, like `de` or `pt-BR`", m->key->text);
            continue;
        }
        dct_wording *w = dct_arena_new(arena, sizeof *w);
        char *lang = dct_arena_text(arena, tag, strlen(tag));
        if (w == NULL || lang == NULL)
            break;
        *w = (dct_wording){ lang, m->text, m->place, NULL };
        *end = w;
        end = &w->next;
    }
    return first;
}

const char *dct_wording_for(const dct_wording *words, const char *lang)
{
    const dct_wording *best = NULL;
    size_t best_size = 0;
    for (const dct_wording *w = words; w != NULL; w = w->next) {
        size_t size = strlen(w->lang);
        bool fits = strncmp(w->lang, lang, size) == 0 && (size == 0 || lang[size] == 0 || lang[size] == '-');
        if (fits && (best == NULL || size > best_size)) {
            best = w;
            best_size = size;
        }
    }
    return best != NULL ? best->text : words != NULL ? words->text : NULL;
}

dct_mention *dct_mentions_read(dct_arena *arena, const dct_yaml *node, dct_diag *diag)
{
    dct_mention *first = NULL, **end = &first;
    if (node == NULL)
        return NULL;
    if (node->kind == DCT_YAML_MAP) {
        dct_yaml_is(node, DCT_YAML_LIST, diag);
        return NULL;
    }
    for (const dct_yaml *m = node->kind == DCT_YAML_LIST ? node->first : node; m != NULL; m = m->next) {
        dct_mention *mention = dct_yaml_is(m, DCT_YAML_TEXT, diag) ? dct_arena_new(arena, sizeof *mention) : NULL;
        if (mention != NULL) {
            *mention = (dct_mention){ m->text, "", m->place, NULL };
            *end = mention;
            end = &mention->next;
        }
        if (m == node)
            break;
    }
    return first;
}

/* ---- the parts ------------------------------------------------------------------ */

static void read_languages(dct_arena *arena, const dct_yaml *node, dct_diag *diag, dct_settings *out)
{
    dct_mention **at = &out->languages;
    *at = dct_mentions_read(arena, node, diag);
    for (uint32_t count = 0; *at != NULL; count++) {
        char tag[40];
        if (count == DCT_MAX_LANGUAGES) {
            dct_diag_fault(diag, (*at)->place, "more than %u languages", (unsigned)DCT_MAX_LANGUAGES);
            *at = NULL;
            return;
        }
        if (!dct_lang_tag((*at)->text, strlen((*at)->text), tag, sizeof tag)) {
            dct_diag_fault(diag, (*at)->place, "`%s` is not a language, like `de` or `pt-BR`", (*at)->text);
            *at = (*at)->next;
            continue;
        }
        char *copy = dct_arena_text(arena, tag, strlen(tag));
        if (copy == NULL)
            return;
        (*at)->text = copy;
        bool twice = false;
        for (const dct_mention *m = out->languages; m != *at; m = m->next)
            twice = twice || strcmp(m->text, copy) == 0;
        if (twice) {
            dct_diag_fault(diag, (*at)->place, "the language `%s` is given twice", copy);
            *at = (*at)->next;
        } else {
            at = &(*at)->next;
        }
    }
}

static const char *const icons[] = {
    "battery", "bluetooth", "book", "box", "camera", "card", "chat", "clock", "cloud", "coffee", "gear", "globe",
    "headset", "home", "key", "lamp", "laptop", "lock", "mail", "network", "person", "phone", "picture", "plug",
    "printer", "question", "robot", "screen", "search", "shield", "shop", "sound", "star", "tablet", "tool", "truck",
    "warning", "watch", "wifi", NULL,
};

static const char *read_icon(const dct_yaml *map, dct_diag *diag)
{
    const char *icon = dct_yaml_text(map, "icon", diag);
    if (icon == NULL)
        return "";
    for (size_t i = 0; icons[i] != NULL; i++)
        if (strcmp(icons[i], icon) == 0)
            return icon;
    const char *near = dct_nearest(icon, icons);
    dct_diag_fault(diag, dct_yaml_get(map, "icon")->place, "there is no icon `%s`%s%s%s", icon,
                   near == NULL ? "" : "; did you mean `", near == NULL ? "" : near, near == NULL ? "" : "`?");
    return "";
}

static void trim_slashes(dct_arena *arena, const char **folder)
{
    const char *text = *folder;
    while (strncmp(text, "./", 2) == 0)
        text += 2;
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '/')
        size--;
    char *copy = dct_arena_text(arena, text, size);
    *folder = copy == NULL ? "" : copy;
}

static void read_categories(dct_arena *arena, const dct_yaml *node, dct_diag *diag, dct_settings *out)
{
    static const char *const keys[] = { "folder", "title", "summary", "icon", NULL };
    dct_category **end = &out->categories;
    if (!dct_yaml_is(node, DCT_YAML_LIST, diag))
        return;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next) {
        if (!dct_yaml_is(m, DCT_YAML_MAP, diag))
            continue;
        dct_yaml_check_keys(m, keys, "a category", diag);
        const char *folder = dct_yaml_text(m, "folder", diag);
        dct_category *c = folder == NULL ? NULL : dct_arena_new(arena, sizeof *c);
        if (c == NULL) {
            if (folder == NULL)
                dct_diag_fault(diag, m->place, "a category needs `folder`");
            continue;
        }
        trim_slashes(arena, &folder);
        c->folder = folder;
        c->place = m->place;
        c->icon = read_icon(m, diag);
        c->title = dct_wording_read(arena, dct_yaml_get(m, "title"), diag);
        c->summary = dct_wording_read(arena, dct_yaml_get(m, "summary"), diag);
        *end = c;
        end = &c->next;
    }
}

static void read_terms(dct_arena *arena, const dct_yaml *node, dct_diag *diag, dct_settings *out)
{
    dct_term **end = &out->terms;
    if (!dct_yaml_is(node, DCT_YAML_MAP, diag))
        return;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next) {
        dct_term *term = dct_arena_new(arena, sizeof *term);
        if (term == NULL)
            return;
        term->name = m->key->text;
        term->words = dct_wording_read(arena, m, diag);
        *end = term;
        end = &term->next;
    }
}

static void read_contexts(dct_arena *arena, const dct_yaml *node, dct_diag *diag, dct_settings *out)
{
    dct_mention **end = &out->contexts;
    if (!dct_yaml_is(node, DCT_YAML_MAP, diag))
        return;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next) {
        dct_mention *c = dct_yaml_is(m, DCT_YAML_TEXT, diag) ? dct_arena_new(arena, sizeof *c) : NULL;
        if (c == NULL)
            continue;
        *c = (dct_mention){ m->key->text, m->text, m->place, NULL };
        *end = c;
        end = &c->next;
    }
}

/* A text of the top level and where it stands. */
static const char *read_top(const dct_yaml *yaml, const char *key, const char *otherwise, dct_place *place, dct_diag *diag)
{
    const char *text = dct_yaml_text(yaml, key, diag);
    if (text != NULL && place != NULL)
        *place = dct_yaml_get(yaml, key)->place;
    return text == NULL ? otherwise : text;
}

void dct_settings_read(dct_arena *arena, const dct_yaml *yaml, dct_diag *diag, dct_settings *out)
{
    static const char *const keys[] = { "product", "version", "languages", "start", "accent", "logo", "categories",
                                        "top", "terms", "synonyms", "contexts", "contact", NULL };
    memset(out, 0, sizeof *out);
    if (yaml != NULL)
        out->place = out->start_place = yaml->place;
    if (yaml != NULL && dct_yaml_is(yaml, DCT_YAML_MAP, diag))
        dct_yaml_check_keys(yaml, keys, "help.yaml", diag);
    out->product = read_top(yaml, "product", "", NULL, diag);
    out->version = read_top(yaml, "version", "", NULL, diag);
    out->start = read_top(yaml, "start", "home", &out->start_place, diag);
    out->accent = read_top(yaml, "accent", "", &out->accent_place, diag);
    out->logo = read_top(yaml, "logo", "", &out->logo_place, diag);
    read_languages(arena, dct_yaml_get(yaml, "languages"), diag, out);
    read_categories(arena, dct_yaml_get(yaml, "categories"), diag, out);
    out->top = dct_mentions_read(arena, dct_yaml_get(yaml, "top"), diag);
    read_terms(arena, dct_yaml_get(yaml, "terms"), diag, out);
    out->synonyms = dct_synonyms_read(arena, dct_yaml_get(yaml, "synonyms"), diag);
    read_contexts(arena, dct_yaml_get(yaml, "contexts"), diag, out);
    dct_contact_read(arena, dct_yaml_get(yaml, "contact"), diag, &out->contact);
}
