/*  One block:   [ docent_hits | hits | spans | corrected, explained, strings... ]
 *
 * The allocator is kept in the block, so that freeing it needs no handle. */
#include "hits.h"

#include <string.h>

struct docent_hits {
    docent_alloc alloc;
    size_t       size; /* Of the block. */
    uint32_t     count, total;
    const char  *corrected, *explained;
    docent_hit   hits[];
};

docent_hit *dct_hit_add(dct_hit_list *list, dct_arena *arena)
{
    if (list->count == list->room) {
        uint32_t room = list->room == 0 ? 16 : list->room * 2;
        docent_hit *items = dct_arena_array(arena, room, sizeof *items);
        if (items == NULL)
            return NULL;
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    docent_hit *hit = &list->items[list->count++];
    memset(hit, 0, sizeof *hit);
    return hit;
}

/* Where the next spans and the next string go. */
typedef struct filler {
    docent_span *spans;
    char        *strings;
} filler;

static const char *copy_string(filler *f, const char *text)
{
    size_t size = text == NULL ? 0 : strlen(text);
    char *copy = f->strings;
    if (size != 0)
        memcpy(copy, text, size);
    copy[size] = 0;
    f->strings += size + 1;
    return copy;
}

static const docent_span *copy_spans(filler *f, const docent_span *spans, uint32_t count)
{
    docent_span *copy = f->spans;
    if (count != 0)
        memcpy(copy, spans, count * sizeof *copy);
    f->spans += count;
    return copy;
}

static size_t string_bytes(const char *text)
{
    return text == NULL ? 1 : strlen(text) + 1;
}

static size_t hit_string_bytes(const docent_hit *hit)
{
    return string_bytes(hit->id) + string_bytes(hit->title) + string_bytes(hit->summary) +
           string_bytes(hit->category) + string_bytes(hit->icon) + string_bytes(hit->locale) +
           string_bytes(hit->anchor) + string_bytes(hit->excerpt) + string_bytes(hit->updated) +
           string_bytes(hit->origin);
}

static void copy_hit(filler *f, docent_hit *to, const docent_hit *from)
{
    *to = *from;
    to->id = copy_string(f, from->id);
    to->title = copy_string(f, from->title);
    to->summary = copy_string(f, from->summary);
    to->category = copy_string(f, from->category);
    to->icon = copy_string(f, from->icon);
    to->locale = copy_string(f, from->locale);
    to->anchor = copy_string(f, from->anchor);
    to->excerpt = copy_string(f, from->excerpt);
    to->updated = copy_string(f, from->updated);
    to->origin = copy_string(f, from->origin);
    to->marks = copy_spans(f, from->marks, from->mark_count);
    to->title_marks = copy_spans(f, from->title_marks, from->title_mark_count);
}

docent_hits *dct_hits_finish(const dct_hit_list *list, const docent_alloc *alloc)
{
    size_t spans = 0, strings = string_bytes(list->corrected) + string_bytes(list->explained);
    for (uint32_t i = 0; i < list->count; i++) {
        spans += (size_t)list->items[i].mark_count + list->items[i].title_mark_count;
        strings += hit_string_bytes(&list->items[i]);
    }
    size_t head = sizeof(docent_hits) + list->count * sizeof(docent_hit);
    size_t size = head + spans * sizeof(docent_span) + strings;
    docent_hits *hits = dct_new(alloc, size);
    if (hits == NULL)
        return NULL;
    filler f = { (docent_span *)(void *)((char *)hits + head), (char *)hits + head + spans * sizeof(docent_span) };
    hits->alloc = *alloc;
    hits->size = size;
    hits->count = list->count;
    hits->total = list->total > list->count ? list->total : list->count;
    hits->corrected = copy_string(&f, list->corrected);
    hits->explained = copy_string(&f, list->explained);
    for (uint32_t i = 0; i < list->count; i++)
        copy_hit(&f, &hits->hits[i], &list->items[i]);
    return hits;
}

uint32_t docent_hits_count(const docent_hits *hits)
{
    return hits == NULL ? 0 : hits->count;
}

uint32_t docent_hits_total(const docent_hits *hits)
{
    return hits == NULL ? 0 : hits->total;
}

const char *docent_hits_corrected(const docent_hits *hits)
{
    return hits == NULL ? "" : hits->corrected;
}

const char *docent_hits_explained(const docent_hits *hits)
{
    return hits == NULL ? "" : hits->explained;
}

const docent_hit *docent_hits_at(const docent_hits *hits, uint32_t index)
{
    return hits == NULL || index >= hits->count ? NULL : &hits->hits[index];
}

void docent_hits_free(docent_hits *hits)
{
    if (hits == NULL)
        return;
    docent_alloc alloc = hits->alloc;
    dct_free(&alloc, hits, hits->size);
}
