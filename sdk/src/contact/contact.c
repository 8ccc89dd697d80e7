/*   [ docent_contact | allocator, size | strings ]      the allocator is kept, so that closing it needs no handle */
#include "contact.h"

#include "../base/error.h"
#include "../store/language.h"
#include "hours.h"

#include <string.h>

typedef struct block {
    docent_contact contact; /* First: the block is handed out as this. */
    docent_alloc   alloc;
    size_t         size;
    char           strings[];
} block;

#define STRINGS 13 /* Five ways, the zone's name, the special days of a week. */

static const char **string_at(docent_contact *c, int index)
{
    const char **const ways[] = { &c->phone, &c->phone_note, &c->email, &c->url, &c->address, &c->time_zone };
    return index < 6 ? ways[index] : &c->days[index - 6].holiday;
}

/* A value for all languages has lang "". */
static const char *value_of(const dct_contact_rows *rows, const char *key, const char *locale,
                            const char *default_locale)
{
    const char *value = "";
    int best = -1;
    for (uint32_t i = 0; i < rows->value_count; i++) {
        const dct_contact_value *v = &rows->values[i];
        if (strcmp(v->key, key) != 0)
            continue;
        bool common = *v->lang == 0 || strcmp(v->lang, default_locale) == 0;
        int nearness = 2 * dct_language_nearness(locale, v->lang) + common;
        if (nearness > best) {
            best = nearness;
            value = v->value;
        }
    }
    return value;
}

static docent_contact describe(const dct_contact_rows *rows, const char *locale, const char *default_locale,
                               int64_t now)
{
    static const char *const keys[] = { "phone", "phone_note", "email", "url", "address", "time_zone" };
    docent_contact c = { 0 };
    for (int i = 0; i < STRINGS; i++)
        *string_at(&c, i) = i < 6 ? value_of(rows, keys[i], locale, default_locale) : "";
    dct_hours_at(rows, locale, now, &c);
    return c;
}

static bool reaches_nobody(const docent_contact *c)
{
    return *c->phone == 0 && *c->email == 0 && *c->url == 0 && *c->address == 0;
}

docent_status dct_contact_make(const docent_alloc *alloc, const dct_contact_rows *rows, const char *locale,
                               const char *default_locale, int64_t now, docent_contact **out, docent_error *err)
{
    *out = NULL;
    if (now < DCT_HOURS_MIN || now > DCT_HOURS_MAX)
        return dct_fail(err, DOCENT_ERR_ARG, "contact", 0, "now: outside the years 1 to 9999; give unix seconds");
    docent_contact c = describe(rows, locale, default_locale, now);
    if (reaches_nobody(&c))
        return dct_fail(err, DOCENT_ERR_MISSING, "contact", 0, "this bundle names no way to reach a person");
    size_t size = sizeof(block);
    for (int i = 0; i < STRINGS; i++)
        size += strlen(*string_at(&c, i)) + 1;
    block *b = dct_new(alloc, size);
    if (b == NULL)
        return dct_fail_memory(err, "contact");
    *b = (block){ .contact = c, .alloc = *alloc, .size = size };
    char *to = b->strings;
    for (int i = 0; i < STRINGS; i++) {
        size_t bytes = strlen(*string_at(&c, i)) + 1;
        *string_at(&b->contact, i) = memcpy(to, *string_at(&c, i), bytes);
        to += bytes;
    }
    *out = &b->contact;
    return DOCENT_OK;
}

void docent_contact_close(docent_contact *contact)
{
    if (contact == NULL)
        return;
    block *b = (block *)(void *)contact;
    docent_alloc alloc = b->alloc;
    dct_free(&alloc, b, b->size);
}
