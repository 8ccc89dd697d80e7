/* Splitting: from headings and lists to screens and answers. tree_join.c does the rest. */
#include "tree.h"

#include <string.h>

/* The one link that all of an item's text is; NULL when it is something else. */
static const dct_run *only_link(const dct_node *item)
{
    const dct_node *text = item->first;
    if (text == NULL || text->next != NULL || text->kind != DOCENT_BLOCK_PARAGRAPH || text->runs == NULL)
        return NULL;
    uint32_t at = 0;
    for (const dct_run *r = text->runs; r != NULL; at = r->to, r = r->next)
        if (r->from != at || (r->style & DOCENT_SPAN_LINK) == 0 || r->target != text->runs->target)
            return NULL;
    return at == text->text_size ? text->runs : NULL;
}

static bool is_answers(const dct_node *list)
{
    if (list == NULL || list->kind != DOCENT_BLOCK_LIST || list->first == NULL)
        return false;
    for (const dct_node *item = list->first; item != NULL; item = item->next)
        if (only_link(item) == NULL)
            return false;
    return true;
}

/* The list becomes a group of answers; each keeps the link's target and title until it is joined. */
static void make_answers(dct_node *list)
{
    list->kind = DCT_NODE_GROUP;
    list->number = 0;
    for (dct_node *item = list->first; item != NULL; item = item->next) {
        const dct_run *link = only_link(item);
        dct_node *text = item->first;
        item->kind = DOCENT_BLOCK_ANSWER;
        item->flags = item->number = 0;
        item->place = link->place;
        item->target = link->target;
        item->title = link->title;
        item->text = text->text;
        item->text_size = text->text_size;
        item->runs = text->runs;
        item->first = item->last = NULL;
        for (dct_run *r = item->runs; r != NULL; r = r->next) {
            r->style &= ~DOCENT_SPAN_LINK;
            r->target = "";
        }
    }
}

static void finish_screen(dct_project *p, dct_node *screen)
{
    if (screen == NULL)
        return;
    if (is_answers(screen->last))
        make_answers(screen->last);
    else if (screen->last != NULL && screen->last->kind == DOCENT_BLOCK_LIST)
        dct_diag_fault(p->diag, screen->last->place, "dead end: the answers of a screen are a list of links only");
    else
        dct_diag_fault(p->diag, screen->place, "dead end: the screen \"%s\" has no answers", screen->text);
}

static dct_node *new_screen(dct_project *p, const dct_node *heading)
{
    dct_node *screen = dct_node_new(&p->arena, DOCENT_BLOCK_SCREEN, heading->place);
    if (screen == NULL)
        return NULL;
    screen->text = heading->text;
    screen->text_size = heading->text_size;
    screen->runs = heading->runs;
    screen->anchor = heading->anchor;
    return screen;
}

static void split(dct_project *p, dct_page *page)
{
    dct_node *screen = NULL, *child = page->root->first;
    page->root->first = page->root->last = NULL;
    for (dct_node *next; child != NULL; child = next) {
        next = child->next;
        bool note = child->kind == DOCENT_BLOCK_FOOTNOTE;
        bool begins = child->kind == DOCENT_BLOCK_HEADING && child->level <= 2;
        if (begins || note) {
            finish_screen(p, screen);
            screen = begins ? new_screen(p, child) : NULL;
            if (!begins || screen != NULL)
                dct_node_add(page->root, begins ? screen : child);
        } else {
            dct_node_add(screen != NULL ? screen : page->root, child);
        }
    }
    finish_screen(p, screen);
}

static bool has_screens(const dct_page *page)
{
    for (const dct_node *n = page->root->first; n != NULL; n = n->next)
        if (n->kind == DOCENT_BLOCK_SCREEN)
            return true;
    return false;
}

void dct_trees_split(dct_project *p)
{
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i];
        if (page->kind == DCT_PAGE_ARTICLE)
            continue;
        split(p, page);
        if (has_screens(page))
            continue;
        dct_diag_fault(p->diag, page->place, "a %s needs screens: headings that begin with ##",
                       page->kind == DCT_PAGE_FIX ? "guide" : "part");
        if (page->kind == DCT_PAGE_FIX)
            page->kind = DCT_PAGE_ARTICLE;
    }
}
