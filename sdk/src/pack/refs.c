#include "refs.h"

#include "file.h"

#include "../store/code.h"

#include <string.h>

/* A message for an id that is nobody's, with one that looks like it. */
static void tell_missing(dct_project *p, const char *what, const char *id, dct_place place)
{
    const char **ids = dct_arena_array(&p->arena, p->page_count + 1, sizeof *ids);
    const char *near = NULL;
    uint32_t count = 0;
    if (ids != NULL && p->page_count <= 5000) {
        for (uint32_t i = 0; i < p->page_count; i++)
            if (p->pages[i]->source == NULL && p->pages[i]->kind != DCT_PAGE_PART)
                ids[count++] = p->pages[i]->id;
        near = dct_nearest(id, ids);
    }
    if (near != NULL)
        dct_diag_fault(p->diag, place, "%s: there is no article \"%s\"; did you mean \"%s\"?", what, id, near);
    else
        dct_diag_fault(p->diag, place, "%s: there is no article \"%s\"", what, id);
}

static const dct_page *shown_page(dct_project *p, const char *what, const char *id, dct_place place)
{
    const dct_page *page = dct_lookup_get(&p->by_id, id);
    if (page != NULL && page->kind != DCT_PAGE_PART)
        return page;
    if (page != NULL)
        dct_diag_fault(p->diag, place, "%s: \"%s\" is a part of guides; it is not shown on its own", what, id);
    else
        tell_missing(p, what, id, place);
    return NULL;
}

/* Takes mentions of what does not exist out of a list. */
static void check_ids(dct_project *p, const char *what, dct_mention **list)
{
    while (*list != NULL)
        if (shown_page(p, what, (*list)->text, (*list)->place) == NULL)
            *list = (*list)->next;
        else
            list = &(*list)->next;
}

const char *dct_refs_address(dct_project *p, const char *what, const char *id, dct_place place)
{
    const dct_page *page = shown_page(p, what, id, place);
    return page == NULL ? NULL : dct_page_address(&p->arena, page, "");
}

/* ---- aliases ----------------------------------------------------------------------- */

typedef struct collector {
    dct_project *p;
    dct_lookup    contexts, codes;
    dct_alias  **end;
} collector;

static void add_alias(collector *c, int kind, const char *shown, const char *name, const char *id, const char *anchor,
                      dct_place place)
{
    dct_alias *alias = dct_arena_new(&c->p->arena, sizeof *alias);
    if (alias == NULL)
        return;
    *alias = (dct_alias){ kind, name, id, anchor, place, NULL };
    const dct_alias *other = dct_lookup_add(kind == 1 ? &c->contexts : &c->codes, name, alias);
    if (other != alias) {
        if (other != NULL)
            dct_diag_fault(c->p->diag, place, "the %s \"%s\" leads to \"%s\" already (%s:%u)",
                           kind == 1 ? "context id" : "error code", shown, other->id, other->place.file,
                           (unsigned)other->place.line);
        return;
    }
    *c->end = alias;
    c->end = &alias->next;
}

/* "wifi-slow#restart" of help.yaml. */
static void add_context(collector *c, const dct_mention *m)
{
    dct_project *p = c->p;
    size_t size = strcspn(m->value, "#");
    const char *id = dct_arena_text(&p->arena, m->value, size);
    const dct_page *page = id == NULL ? NULL : shown_page(p, m->text, id, m->place);
    if (page == NULL)
        return;
    const char *wanted = m->value[size] == '#' ? m->value + size + 1 : "";
    const char *anchor = *wanted == 0 ? "" : dct_anchor_find(&p->arena, page, wanted);
    if (anchor == NULL)
        dct_diag_fault(p->diag, m->place, "%s: there is no #%s in %s", m->text, wanted, page->file);
    add_alias(c, 1, m->text, m->text, page->id, anchor == NULL ? "" : anchor, m->place);
}

static void add_codes(collector *c, const dct_page *page)
{
    for (const dct_mention *m = page->codes; m != NULL; m = m->next) {
        char key[64];
        if (dct_code_key(m->text, key, sizeof key) == 0) {
            dct_diag_fault(c->p->diag, m->place, "the error code \"%s\" has no letters or digits, or too many", m->text);
            continue;
        }
        const char *copy = dct_arena_text(&c->p->arena, key, strlen(key));
        if (copy != NULL)
            add_alias(c, 2, m->text, copy, page->id, "", m->place);
    }
}

static void collect_aliases(dct_project *p, dct_refs *out)
{
    collector c = { .p = p, .end = &out->aliases };
    dct_lookup_init(&c.contexts, &p->arena);
    dct_lookup_init(&c.codes, &p->arena);
    for (const dct_mention *m = p->settings.contexts; m != NULL; m = m->next)
        add_context(&c, m);
    for (uint32_t i = 0; i < p->page_count; i++) {
        const dct_page *page = p->pages[i];
        if (page->source != NULL || page->kind == DCT_PAGE_PART)
            continue;
        for (const dct_mention *m = page->contexts; m != NULL; m = m->next)
            add_alias(&c, 1, m->text, m->text, page->id, "", m->place);
        add_codes(&c, page);
    }
}

/* ---- the start page ------------------------------------------------------------------- */

static const char *check_start(dct_project *p)
{
    const char *start = p->settings.start;
    dct_place place = p->settings.start_place;
    bool article = strncmp(start, "article/", 8) == 0, fix = strncmp(start, "fix/", 4) == 0;
    if (!article && !fix) {
        static const char *const pages[] = { "home", "toc", "contact", NULL };
        for (size_t i = 0; pages[i] != NULL; i++)
            if (strcmp(start, pages[i]) == 0 || (strncmp(start, "toc/", 4) == 0 && start[4] != 0))
                return start;
        dct_diag_fault(p->diag, place, "`start` is home, toc, contact, article/ID or fix/ID, not \"%s\"", start);
        return "home";
    }
    const char *text = start + (article ? 8 : 4);
    const char *id = dct_percent_decode(&p->arena, text, strcspn(text, "#"));
    const dct_page *page = id == NULL ? NULL : shown_page(p, "`start`", id, place);
    if (page == NULL)
        return "home";
    const char *wanted = strchr(text, '#') == NULL ? "" : strchr(text, '#') + 1;
    const char *anchor = *wanted == 0 ? "" : dct_anchor_find(&p->arena, page, wanted);
    if (anchor == NULL)
        dct_diag_fault(p->diag, place, "`start`: there is no #%s in %s", wanted, page->file);
    const char *address = dct_page_address(&p->arena, page, anchor == NULL ? "" : anchor);
    return address == NULL ? "home" : address;
}

void dct_refs_resolve(dct_project *p, dct_refs *out)
{
    memset(out, 0, sizeof *out);
    check_ids(p, "`top`", &p->settings.top);
    out->top = p->settings.top;
    for (uint32_t i = 0; i < p->page_count; i++)
        if (p->pages[i]->source == NULL)
            check_ids(p, "`related`", &p->pages[i]->related);
    collect_aliases(p, out);
    out->start = check_start(p);
}
