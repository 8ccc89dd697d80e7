/* Names of places within an article. */
#include "page.h"

#include "../base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#define MAX_ANCHOR 120u /* Bytes: it is part of addresses. */

static bool is_word(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category <= UTF8PROC_CATEGORY_NO && category != UTF8PROC_CATEGORY_CN;
}

char *dct_anchor_of(dct_arena *arena, const char *text, size_t size)
{
    char out[MAX_ANCHOR + 8];
    size_t used = 0;
    for (size_t at = 0; at < size && used < MAX_ANCHOR;) {
        uint32_t c = dct_utf8_next(text, size, &at);
        if (c == ' ' || c == '-' || c == 0xA0 || c == '\n')
            out[used++] = '-';
        else if (is_word(c) || c == '_')
            used += dct_utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + used);
    }
    return dct_arena_text(arena, out, used);
}

/* "name", "name-1", "name-2": the first that is free. `counts` remembers how far each name has come. */
static const char *free_name(dct_arena *arena, const dct_lookup *taken, dct_lookup *counts, const char *name)
{
    const char *base = *name == 0 ? "section" : name, *candidate = base;
    if (dct_lookup_get(taken, base) == NULL)
        return base;
    uint32_t *count = dct_lookup_get(counts, base);
    if (count == NULL && (count = dct_arena_new(arena, sizeof *count)) != NULL)
        dct_lookup_add(counts, base, count);
    while (count != NULL && candidate != NULL && dct_lookup_get(taken, candidate) != NULL)
        candidate = dct_arena_format(arena, "%s-%u", base, (unsigned)++*count);
    return candidate == NULL ? "" : candidate;
}

static char *fold(dct_arena *arena, const char *name)
{
    char *out = dct_arena_text(arena, name, strlen(name));
    for (char *p = out; p != NULL && *p != 0; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p + 32);
    return out;
}

/* The node that has the name already, else `node`. */
static dct_node *add_place(dct_arena *arena, dct_page *page, const char *name, dct_node *node)
{
    char *folded = fold(arena, name);
    if (folded != NULL)
        dct_lookup_add(&page->folded, folded, node);
    return dct_lookup_add(&page->places, name, node);
}

/* Names given by the author come first, so that one made from words gives way. */
static void take_given(dct_arena *arena, dct_page *page, dct_diag *diag)
{
    for (dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n)) {
        const dct_node *other = *n->anchor == 0 ? NULL : add_place(arena, page, n->anchor, n);
        if (other != NULL && other != n)
            dct_diag_fault(diag, n->place, "the anchor {#%s} is given twice; it is also on line %u", n->anchor,
                           (unsigned)other->place.line);
    }
    for (dct_anchor *a = page->anchors; a != NULL; a = a->next) {
        dct_node *node = a->node == NULL ? page->root : a->node;
        add_place(arena, page, a->name, node);
        if (node != page->root && *node->anchor == 0)
            node->anchor = a->name;
    }
}

void dct_anchors_make(dct_arena *arena, dct_page *page, dct_diag *diag)
{
    dct_lookup counts;
    dct_lookup_init(&counts, arena);
    dct_lookup_init(&page->places, arena);
    dct_lookup_init(&page->folded, arena);
    take_given(arena, page, diag);
    for (dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n)) {
        const char *words = n->kind == DOCENT_BLOCK_HEADING ? dct_anchor_of(arena, n->text, n->text_size) : NULL;
        if (words == NULL)
            continue;
        /* Links by the words work even where the author gave another name. */
        const char *name = free_name(arena, &page->places, &counts, words);
        add_place(arena, page, name, n);
        if (*n->anchor == 0)
            n->anchor = name;
    }
}

const char *dct_anchor_find(dct_arena *arena, const dct_page *page, const char *name)
{
    const dct_node *node = dct_lookup_get(&page->places, name);
    const char *folded = node != NULL ? NULL : fold(arena, name);
    if (folded != NULL)
        node = dct_lookup_get(&page->folded, folded);
    const char *words = node != NULL ? NULL : dct_anchor_of(arena, name, strlen(name));
    if (words != NULL && *words != 0)
        node = dct_lookup_get(&page->folded, words);
    return node == NULL ? NULL : node->anchor;
}
