/* `synonyms` in help.yaml: what people call a thing, a group a line, for all languages or by language. */
#include "settings.h"

#include "langs.h"

#include <string.h>

#define MAX_WORDS_BYTES 80u /* A phrase; search looks at its first few words. */

/* The words of one language; those that cannot be one line of the bundle are told. */
static dct_mention *read_words(dct_arena *arena, const dct_yaml *node, dct_diag *diag)
{
    dct_mention *words = dct_mentions_read(arena, node, diag);
    for (dct_mention **at = &words; *at != NULL;) {
        const char *text = (*at)->text;
        bool good = *text != 0 && strlen(text) <= MAX_WORDS_BYTES && strchr(text, '\n') == NULL;
        if (!good)
            dct_diag_fault(diag, (*at)->place, "a synonym is a word or a short phrase, not \"%.40s\"", text);
        if (good)
            at = &(*at)->next;
        else
            *at = (*at)->next;
    }
    if (words != NULL && words->next == NULL)
        dct_diag_fault(diag, words->place, "\"%.40s\" stands alone; a group of synonyms has two words at least", words->text);
    return words;
}

static void add_group(dct_arena *arena, const char *lang, const dct_yaml *node, dct_diag *diag, dct_synonyms ***end)
{
    dct_mention *words = read_words(arena, node, diag);
    dct_synonyms *group = words == NULL || words->next == NULL ? NULL : dct_arena_new(arena, sizeof *group);
    if (group == NULL)
        return;
    *group = (dct_synonyms){ lang, words, NULL };
    **end = group;
    *end = &group->next;
}

static void read_by_language(dct_arena *arena, const dct_yaml *map, dct_diag *diag, dct_synonyms ***end)
{
    for (const dct_yaml *m = map->first; m != NULL; m = m->next) {
        char tag[40];
        if (!dct_lang_tag(m->key->text, strlen(m->key->text), tag, sizeof tag)) {
            dct_diag_fault(diag, m->key->place, "`%s` is not a language, like `de` or `pt-BR`", m->key->text);
            continue;
        }
        const char *lang = dct_arena_text(arena, tag, strlen(tag));
        if (lang != NULL)
            add_group(arena, lang, m, diag, end);
    }
}

dct_synonyms *dct_synonyms_read(dct_arena *arena, const dct_yaml *node, dct_diag *diag)
{
    dct_synonyms *first = NULL, **end = &first;
    if (node == NULL || !dct_yaml_is(node, DCT_YAML_LIST, diag))
        return NULL;
    for (const dct_yaml *m = node->first; m != NULL; m = m->next) {
        if (m->kind == DCT_YAML_MAP)
            read_by_language(arena, m, diag, &end);
        else if (dct_yaml_is(m, DCT_YAML_LIST, diag))
            add_group(arena, "", m, diag, &end);
    }
    return first;
}
