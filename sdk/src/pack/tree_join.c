/* Joining: parts are copied into the guides that enter them, once for each place to go on to, and then every way through
 * the screens is followed. */
#include "tree.h"

#include "file.h"

#include <string.h>

#define MAX_ENTRIES 200u /* Parts in one guide, counted as often as they are entered with another way on. */

typedef struct entry entry; /* A part, or the guide itself, within a guide. */
struct entry {
    const dct_page *page;
    const char     *prefix; /* Of its anchors: "" for the guide itself. */
    const char     *then;   /* Where `return` goes: "#anchor" in the guide; "" when nobody said. */
    dct_node      **screens;
    uint32_t        count;
    entry          *next;
};

typedef struct joiner {
    dct_project *p;
    dct_page    *guide;
    entry       *entries, **end;
    uint32_t     count;
    dct_lookup    screens; /* "#anchor" -> SCREEN. */
} joiner;

/* ---- entering parts ---------------------------------------------------------------- */

static const char *in_guide(joiner *j, const entry *e, const char *anchor)
{
    const char *name = *e->prefix == 0 ? dct_arena_format(&j->p->arena, "#%s", anchor)
                                       : dct_arena_format(&j->p->arena, "#%s-%s", e->prefix, anchor);
    return name == NULL ? "" : name;
}

static bool prefix_is_taken(const joiner *j, const char *prefix)
{
    for (const entry *e = j->entries; e != NULL; e = e->next)
        if (strcmp(e->prefix, prefix) == 0)
            return true;
    return false;
}

static const char *free_prefix(joiner *j, const dct_page *part)
{
    const char *prefix = part->id;
    for (unsigned n = 2; prefix != NULL && prefix_is_taken(j, prefix); n++)
        prefix = dct_arena_format(&j->p->arena, "%s-%u", part->id, n);
    return prefix;
}

static uint32_t count_screens(const dct_page *page)
{
    uint32_t count = 0;
    for (const dct_node *n = page->root->first; n != NULL; n = n->next)
        count += n->kind == DOCENT_BLOCK_SCREEN;
    return count;
}

/* Gives copies of a part's screens to the guide; its own are there already. */
static void add_screens(joiner *j, entry *e)
{
    bool own = e->page == j->guide;
    e->screens = dct_arena_array(&j->p->arena, count_screens(e->page) + 1, sizeof *e->screens);
    for (dct_node *n = e->page->root->first; n != NULL && e->screens != NULL; n = n->next) {
        dct_node *screen = n->kind != DOCENT_BLOCK_SCREEN ? NULL : own ? n : dct_node_copy(&j->p->arena, n);
        if (screen == NULL)
            continue;
        const char *name = in_guide(j, e, n->anchor);
        screen->anchor = name + (*name == '#');
        dct_lookup_add(&j->screens, name, screen);
        e->screens[e->count++] = screen;
    }
    for (uint32_t i = 0; !own && i < e->count; i++)
        dct_node_add(j->guide->root, e->screens[i]);
}

static entry *add_entry(joiner *j, const dct_page *page, const char *then, dct_place place)
{
    for (entry *e = j->entries; e != NULL; e = e->next)
        if (e->page == page && strcmp(e->then, then) == 0)
            return e;
    if (j->count == MAX_ENTRIES) {
        dct_diag_fault(j->p->diag, place, "loop: parts enter each other without end");
        return NULL;
    }
    j->count++;
    entry *e = dct_arena_new(&j->p->arena, sizeof *e);
    if (e == NULL)
        return NULL;
    e->page = page;
    e->then = then;
    e->prefix = page == j->guide ? "" : free_prefix(j, page);
    *j->end = e;
    j->end = &e->next;
    add_screens(j, e);
    return e;
}

/* ---- answers ---------------------------------------------------------------------------- */

/* `then #again` of an answer that enters a part, as an anchor of the guide. */
static const char *way_on(joiner *j, const entry *from, const dct_node *answer)
{
    const char *title = answer->title;
    if (*title == 0)
        return "";
    if (strncmp(title, "then #", 6) != 0) {
        dct_diag_fault(j->p->diag, answer->place, "the title of an answer says where to go on: \"then #screen\"");
        return "";
    }
    const char *anchor = dct_anchor_find(&j->p->arena, from->page, title + 6);
    if (anchor == NULL || *anchor == 0) {
        dct_diag_fault(j->p->diag, answer->place, "there is no screen #%s in %s", title + 6, from->page->file);
        return "";
    }
    return in_guide(j, from, anchor);
}

/* The part that a target names, in its source's language; NULL when it is none. */
static dct_page *part_of(joiner *j, const entry *from, const char *target)
{
    const char *path = dct_path_resolve(&j->p->arena, from->page->file, target, strcspn(target, "#?"));
    dct_page *page = path == NULL ? NULL : dct_lookup_get(&j->p->by_file, path);
    if (page == NULL || page->kind != DCT_PAGE_PART)
        return NULL;
    return page->source != NULL ? page->source : page;
}

static const char *enter_part(joiner *j, const entry *from, dct_page *part, const dct_node *answer)
{
    part->entered = true;
    const dct_page *page = dct_page_of_id(j->p, part->id, from->page->lang);
    entry *e = page == NULL ? NULL : add_entry(j, page, way_on(j, from, answer), answer->place);
    return e == NULL || e->count == 0 ? NULL : dct_arena_format(&j->p->arena, "#%s", e->screens[0]->anchor);
}

static const char *to_screen(joiner *j, const entry *from, const dct_node *answer)
{
    const char *anchor = dct_anchor_find(&j->p->arena, from->page, answer->target + 1);
    const char *name = anchor == NULL || *anchor == 0 ? NULL : in_guide(j, from, anchor);
    if (name != NULL && dct_lookup_get(&j->screens, name) != NULL)
        return name;
    dct_diag_fault(j->p->diag, answer->place, "dead end: there is no screen %s in %s", answer->target, from->page->file);
    return NULL;
}

static const char *go_back(joiner *j, const entry *from, const dct_node *answer)
{
    if (*from->then != 0)
        return from->then;
    if (*from->prefix == 0)
        dct_diag_fault(j->p->diag, answer->place, "dead end: only a part has somewhere to `return` to");
    else
        dct_diag_fault(j->p->diag, answer->place,
                       "dead end: %s enters this part without saying where to go on; give its answer the title "
                       "\"then #screen\"", j->guide->file);
    return NULL;
}

/* Where an answer leads in the joined guide; NULL after a message. */
static const char *resolve(joiner *j, const entry *from, const dct_node *answer)
{
    const char *target = answer->target;
    if (strcmp(target, "solved") == 0 || strcmp(target, "contact") == 0)
        return target;
    if (strcmp(target, "return") == 0)
        return go_back(j, from, answer);
    if (target[0] == '#')
        return to_screen(j, from, answer);
    dct_page *part = part_of(j, from, target);
    if (part != NULL)
        return enter_part(j, from, part, answer);
    const char *address = dct_link_address(j->p, from->page, target, answer->place);
    if (address == NULL || strncmp(address, "article/", 8) == 0 || strncmp(address, "fix/", 4) == 0 ||
        strncmp(address, "contact/", 8) == 0)
        return address;
    dct_diag_fault(j->p->diag, answer->place,
                   "dead end: an answer leads to a screen, an article, a guide, `solved` or `contact`, not to %.80s", target);
    return NULL;
}

static void join_screen(joiner *j, const entry *e, dct_node *screen)
{
    uint32_t answers = 0;
    for (dct_node *n = dct_node_next(screen, screen); n != NULL; n = dct_node_skip(screen, n)) {
        if (n->kind == DCT_NODE_GROUP && n->first != NULL && n->first->kind == DOCENT_BLOCK_ANSWER) {
            n = n->first; /* The group of answers is the screen's last child. */
        } else if (n->kind != DOCENT_BLOCK_ANSWER) {
            continue;
        }
        const char *target = resolve(j, e, n);
        answers++;
        if (target == NULL) {
            dct_node_drop(n);
            continue;
        }
        n->target = target;
        n->title = "";
        if (strcmp(target, "solved") == 0)
            screen->flags |= DOCENT_BLOCK_FIX;
    }
    if (answers == 1 || answers > 5)
        dct_diag_fault(j->p->diag, screen->place, "a screen has two to five answers; this one has %u", (unsigned)answers);
}

/* ---- ways through -------------------------------------------------------------------------- */

typedef enum mark { MARK_NEW = 0, MARK_OPEN = 1, MARK_DONE = 2 } mark;

/* The answers of a screen, one after the other. */
static dct_node *next_answer(dct_node *screen, dct_node *answer)
{
    dct_node *n = answer == NULL ? NULL : answer->next;
    if (answer == NULL && screen->last != NULL && screen->last->kind == DCT_NODE_GROUP)
        n = screen->last->first;
    while (n != NULL && n->kind != DOCENT_BLOCK_ANSWER)
        n = n->next;
    return n;
}

static dct_node *screen_of(const joiner *j, const dct_node *answer)
{
    return answer->target[0] == '#' ? dct_lookup_get(&j->screens, answer->target) : NULL;
}

/* Depth first without recursion: span_rows of a screen is its mark. */
static void follow(joiner *j, dct_node *start, dct_node **path, dct_node **at, uint32_t room)
{
    uint32_t depth = 0;
    path[0] = start;
    at[0] = NULL;
    start->span_rows = MARK_OPEN;
    for (;;) {
        dct_node *screen = path[depth];
        at[depth] = next_answer(screen, at[depth]);
        if (at[depth] == NULL) {
            screen->span_rows = MARK_DONE;
            if (depth-- == 0)
                return;
            continue;
        }
        dct_node *to = screen_of(j, at[depth]);
        if (to != NULL && to->span_rows == MARK_OPEN)
            dct_diag_fault(j->p->diag, at[depth]->place, "loop: this answer leads back to \"%s\"", to->text);
        if (to == NULL || to->span_rows != MARK_NEW || depth + 1 == room)
            continue;
        to->span_rows = MARK_OPEN;
        path[++depth] = to;
        at[depth] = NULL;
    }
}

static void check_ways(joiner *j)
{
    uint32_t count = 0;
    dct_node *first = NULL;
    for (dct_node *n = j->guide->root->first; n != NULL; n = n->next)
        if (n->kind == DOCENT_BLOCK_SCREEN) {
            first = first == NULL ? n : first;
            n->span_rows = MARK_NEW;
            count++;
        }
    dct_node **path = dct_arena_array(&j->p->arena, count + 1, sizeof *path);
    dct_node **at = dct_arena_array(&j->p->arena, count + 1, sizeof *at);
    if (first == NULL || path == NULL || at == NULL)
        return;
    follow(j, first, path, at, count);
    for (dct_node *n = j->guide->root->first; n != NULL; n = n->next) {
        if (n->kind == DOCENT_BLOCK_SCREEN && n->span_rows == MARK_NEW)
            dct_diag_fault(j->p->diag, n->place, "no answer leads to the screen \"%s\"", n->text);
        n->span_rows = 0;
    }
}

/* Footnotes stand last. */
static void move_notes(dct_node *root)
{
    dct_node *child = root->first, *notes = NULL, **end = &notes;
    root->first = root->last = NULL;
    for (dct_node *next; child != NULL; child = next) {
        next = child->next;
        if (child->kind != DOCENT_BLOCK_FOOTNOTE) {
            dct_node_add(root, child);
            continue;
        }
        child->next = NULL;
        *end = child;
        end = &child->next;
    }
    for (dct_node *next; notes != NULL; notes = next) {
        next = notes->next;
        dct_node_add(root, notes);
    }
}

static void join(dct_project *p, dct_page *guide)
{
    joiner j = { .p = p, .guide = guide };
    j.end = &j.entries;
    dct_lookup_init(&j.screens, &p->arena);
    add_entry(&j, guide, "", guide->place);
    for (const entry *e = j.entries; e != NULL; e = e->next) /* It grows while parts are entered. */
        for (uint32_t i = 0; i < e->count; i++)
            join_screen(&j, e, e->screens[i]);
    move_notes(guide->root);
    check_ways(&j);
}

void dct_trees_join(dct_project *p)
{
    for (uint32_t i = 0; i < p->page_count; i++)
        if (p->pages[i]->kind == DCT_PAGE_FIX)
            join(p, p->pages[i]);
    for (uint32_t i = 0; i < p->page_count; i++)
        if (p->pages[i]->kind == DCT_PAGE_PART && p->pages[i]->source == NULL && !p->pages[i]->entered)
            dct_diag_warning(p->diag, p->pages[i]->place, "no guide enters this part");
}
