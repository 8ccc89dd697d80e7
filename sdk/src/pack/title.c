/* What an article is called when nobody says so. */
#include "page.h"

#include "../base/utf8.h"

#include <string.h>
#include <utf8proc.h>

char *dct_title_of_name(dct_arena *arena, const char *name, size_t size)
{
    char *out = dct_arena_new(arena, size + 8);
    bool plain = memchr(name, ' ', size) == NULL;
    for (size_t i = 0; i < size; i++)
        plain = plain && !(name[i] >= 'A' && name[i] <= 'Z');
    if (out == NULL)
        return NULL;
    size_t at = 0, used = 0;
    if (plain && size > 0)
        used = dct_utf8_encode((uint32_t)utf8proc_toupper((utf8proc_int32_t)dct_utf8_next(name, size, &at)), out);
    for (; at < size; at++)
        out[used++] = plain && (name[at] == '-' || name[at] == '_') ? ' ' : name[at];
    out[used] = 0;
    return out;
}

static const char *base_name(const char *stem)
{
    const char *slash = strrchr(stem, '/');
    return slash == NULL ? stem : slash + 1;
}

static const char *one_line(dct_arena *arena, const char *text)
{
    char *out = dct_arena_text(arena, text, strlen(text));
    for (char *p = out; p != NULL && *p != 0; p++)
        if (*p == '\n')
            *p = ' ';
    return out == NULL ? "" : out;
}

/* The title is above the text already. Links to the heading lead to the article's start. */
static void take_off(dct_page *page, dct_node *heading)
{
    for (dct_anchor *a = page->anchors; a != NULL; a = a->next)
        if (a->node == heading)
            a->node = NULL;
    dct_node_drop(heading);
}

void dct_title_make(dct_arena *arena, dct_page *page)
{
    dct_node *first = page->root->first;
    while (first != NULL && first->kind != DOCENT_BLOCK_HEADING)
        first = first->next;
    bool top = first != NULL && (first->level == 1 || (first == page->root->first && page->kind == DCT_PAGE_ARTICLE));
    if (*page->title == 0 && first != NULL && top) {
        page->title = one_line(arena, first->text);
        take_off(page, first);
    } else if (first != NULL && first->level == 1 && first == page->root->first &&
               strcmp(first->text, page->title) == 0) {
        take_off(page, first);
    }
    if (*page->title == 0) {
        const char *name = base_name(page->stem);
        const char *title = dct_title_of_name(arena, name, strlen(name));
        page->title = title == NULL ? "" : title;
    }
}
