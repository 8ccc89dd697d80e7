/* Other settings for a view that is open: what it was opened with changes, and it begins anew. All or nothing: whoever
 * stands before the screen must not find half of it. */
#include "view_impl.h"

#include "../base/error.h"

#include <stdio.h>
#include <string.h>

/* A program that was built with an older header gives a shorter one. */
bool dct_view_read_config(const docent_view_config *config, docent_view_config *out)
{
    const size_t first = offsetof(docent_view_config, flags) + sizeof config->flags;
    memset(out, 0, sizeof *out);
    if (config == NULL || config->struct_size < first || config->struct_size > 4096)
        return false;
    memcpy(out, config, config->struct_size < sizeof *out ? config->struct_size : sizeof *out);
    return true;
}

typedef struct opened {
    char      *start;
    char       theme[sizeof ((docent_view *)0)->theme_at_open], locale[sizeof ((docent_view *)0)->locale_at_open];
    uint32_t   text_percent, flags;
    dct_context context;
} opened;

static opened opened_of(const docent_view *v)
{
    opened o = { .start = v->start, .text_percent = v->config.text_percent, .flags = v->config.flags,
                 .context = v->content.context };
    memcpy(o.theme, v->theme_at_open, sizeof o.theme);
    memcpy(o.locale, v->locale_at_open, sizeof o.locale);
    return o;
}

static void put(docent_view *v, const opened *o)
{
    v->start = o->start;
    v->config.text_percent = o->text_percent;
    v->config.flags = o->flags;
    v->content.context = o->context;
    memcpy(v->theme_at_open, o->theme, sizeof o->theme);
    memcpy(v->locale_at_open, o->locale, sizeof o->locale);
}

static char *copy_start(const docent_view *v, const docent_view_config *config)
{
    const char *start = config->start == NULL ? docent_info_of(v->h)->start : config->start;
    char *copy = dct_new(v->alloc, strlen(start) + 1);
    return copy == NULL ? NULL : memcpy(copy, start, strlen(start) + 1);
}

static void free_start(const docent_view *v, char *start)
{
    dct_free(v->alloc, start, strlen(start) + 1);
}

/* The context is judged first, and by itself: it changes nothing when it is refused. */
static docent_status take(docent_view *v, const docent_view_config *c)
{
    const char *theme = c->theme == NULL ? "light" : c->theme;
    uint32_t percent = c->text_percent == 0 ? 100 : c->text_percent;
    if (strlen(theme) >= sizeof v->theme_at_open)
        return DOCENT_ERR_MISSING;
    docent_status status = docent_view_set_context(v, c->product, c->version, c->audience, c->screen);
    if (status == DOCENT_ERR_ARG)
        return status;
    char *start = copy_start(v, c);
    if (start == NULL)
        return DOCENT_ERR_NOMEM;
    v->start = start;
    v->config.text_percent = percent < 100 ? 100 : percent > 200 ? 200 : percent;
    v->config.flags = (v->config.flags & ~DOCENT_VIEW_STILL) | (c->flags & DOCENT_VIEW_STILL);
    snprintf(v->theme_at_open, sizeof v->theme_at_open, "%s", theme);
    snprintf(v->locale_at_open, sizeof v->locale_at_open, "%s", docent_locale(v->h)->tag);
    return docent_view_reset(v);
}

docent_status docent_view_reopen(docent_view *v, const docent_view_config *config)
{
    docent_view_config own;
    if (v == NULL || !dct_view_read_config(config, &own))
        return DOCENT_ERR_ARG;
    opened before = opened_of(v);
    docent_status status = take(v, &own);
    if (status == DOCENT_OK) {
        free_start(v, before.start);
        return status;
    }
    if (v->start != before.start)
        free_start(v, v->start);
    put(v, &before);
    docent_view_reset(v);
    return status;
}
