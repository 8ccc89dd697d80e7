/* Which language is in force, which text of several is best for it, and what the interface says in it. */
#include "inside.h"

#include "language.h"

#include <stdlib.h>
#include <string.h>

const docent_language *dct_store_language(const dct_store *s, uint32_t index)
{
    return index < s->language_count ? &s->languages[index] : NULL;
}

static uint32_t nearest(const dct_store *s, const char *locale)
{
    uint32_t best = 0;
    int nearness = 0;
    for (uint32_t i = 0; locale != NULL && i < s->language_count; i++) {
        int n = dct_language_nearness(locale, s->languages[i].tag);
        if (n > nearness) {
            nearness = n;
            best = i;
        }
    }
    return best;
}

static void forget_strings(dct_store *s)
{
    dct_arena_reset(&s->strings.arena);
    s->strings.pairs = NULL;
    s->strings.count = 0;
    s->strings.loaded = false;
}

void dct_store_set_locale(dct_store *s, const char *locale)
{
    s->locale = nearest(s, locale);
    forget_strings(s);
}

const docent_language *dct_store_locale(const dct_store *s)
{
    return &s->languages[s->locale];
}

const char *dct_store_nearest(const dct_store *s, const char *locale)
{
    return s->languages[nearest(s, locale)].tag;
}

/* The nearest language; without one the source; without that whatever came first. */
bool dct_choose(dct_choice *choice, const char *locale, const char *tag, bool source)
{
    int nearness = dct_language_nearness(locale, tag);
    bool better = !choice->any || nearness > choice->nearness ||
                  (nearness == choice->nearness && source && !choice->source);
    if (better)
        *choice = (dct_choice){ nearness, source, true };
    return better;
}

/* ---- strings of the interface ---- */

static bool grow(dct_strings *strings, uint32_t *room)
{
    if (strings->count < *room)
        return true;
    uint32_t more = *room == 0 ? 256 : *room * 2;
    const char **pairs = dct_arena_array(&strings->arena, (size_t)more * 2, sizeof *pairs);
    if (pairs == NULL)
        return false;
    if (strings->count != 0)
        memcpy(pairs, strings->pairs, (size_t)strings->count * 2 * sizeof *pairs);
    strings->pairs = pairs;
    *room = more;
    return true;
}

/* A failure leaves no strings, so that all of the interface speaks English rather than half of it. */
static void load(dct_store *s)
{
    uint32_t room = 0;
    dct_strings *strings = &s->strings;
    dct_rows r = dct_rows_begin(&s->db, DCT_STRINGS, &strings->arena, NULL);
    dct_rows_bind_text(&r, 1, s->languages[s->locale].tag);
    while (dct_rows_next(&r) && grow(strings, &room)) {
        strings->pairs[2 * strings->count] = dct_rows_text(&r, 0);
        strings->pairs[2 * strings->count + 1] = dct_rows_text(&r, 1);
        strings->count++;
    }
    docent_status status = dct_rows_end(&r);
    bool short_of_memory = status == DOCENT_ERR_NOMEM || dct_arena_failed(&strings->arena);
    if (status != DOCENT_OK || short_of_memory)
        forget_strings(s);
    strings->loaded = !short_of_memory;
}

static int compare(const void *key, const void *pair)
{
    return strcmp(key, *(const char *const *)pair);
}

const char *dct_store_string(dct_store *s, const char *msgid)
{
    if (!s->strings.loaded)
        load(s);
    const dct_strings *strings = &s->strings;
    const char *const *pair = strings->count == 0 ? NULL
                                                  : bsearch(msgid, strings->pairs, strings->count,
                                                            2 * sizeof *strings->pairs, compare);
    return pair == NULL || *pair[1] == 0 ? msgid : pair[1];
}
