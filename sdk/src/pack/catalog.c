/* Orders what was read: who is a translation of whom, which id is whose, which category holds what. */
#include "project.h"

#include "langs.h"

#include "../base/buf.h"
#include "../base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- languages ------------------------------------------------------------------- */

#define SAMPLE 200000u /* Bytes of text that a guess looks at. */

/* What the pages without a language in their names are probably written in. */
static const char *guess_language(dct_project *p)
{
    dct_buf sample;
    dct_buf_init(&sample, p->alloc, 2 * SAMPLE);
    for (uint32_t i = 0; i < p->page_count && sample.size < SAMPLE; i++) {
        if (*p->pages[i]->lang != 0 || p->pages[i]->root == NULL)
            continue;
        for (dct_node *n = p->pages[i]->root; n != NULL && sample.size < SAMPLE; n = dct_node_next(p->pages[i]->root, n))
            dct_buf_add(&sample, n->text, n->text_size < 2000 ? n->text_size : 2000);
    }
    const char *tag = dct_lang_guess((const char *)sample.data, sample.size);
    dct_buf_close(&sample);
    return tag == NULL ? "en" : tag;
}

static void add_language(dct_project *p, const char *tag, dct_place place)
{
    if (dct_project_has_language(p, tag))
        return;
    if (p->language_count == DCT_MAX_LANGUAGES)
        dct_diag_error(p->diag, place, "more than %u languages", (unsigned)DCT_MAX_LANGUAGES);
    else
        p->languages[p->language_count++] = tag;
}

/* Without help.yaml: the language of the pages whose names have none first, or English, then as the files come. */
static void find_languages(dct_project *p)
{
    bool unnamed = p->page_count == 0, english = false;
    for (uint32_t i = 0; i < p->page_count; i++) {
        unnamed = unnamed || *p->pages[i]->lang == 0;
        english = english || strcmp(p->pages[i]->lang, "en") == 0;
    }
    if (p->language_count == 0 && (unnamed || english))
        p->languages[p->language_count++] = unnamed ? guess_language(p) : "en";
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i];
        if (*page->lang == 0)
            page->lang = p->languages[0];
        if (!p->strict)
            add_language(p, page->lang, page->place);
        else if (!dct_project_has_language(p, page->lang))
            dct_diag_error(p->diag, page->place, "the language `%s` is not among `languages` in help.yaml", page->lang);
    }
}

/* ---- translations ------------------------------------------------------------------ */

static uint32_t language_rank(const dct_project *p, const char *tag)
{
    uint32_t i = 0;
    while (i < p->language_count && strcmp(p->languages[i], tag) != 0)
        i++;
    return i;
}

static void join(dct_page *source, dct_page *translation)
{
    dct_page **end = &source->translations;
    translation->source = source;
    while (*end != NULL)
        end = &(*end)->next_translation;
    *end = translation;
}

/* Of the pages with one stem, the one in the earliest language is the source. */
static void find_sources(dct_project *p, dct_lookup *by_stem)
{
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i], *best = dct_lookup_add(by_stem, page->stem, page);
        if (best != NULL && best != page && language_rank(p, page->lang) < language_rank(p, best->lang))
            dct_lookup_set(by_stem, page->stem, page);
    }
}

static void join_translations(dct_project *p)
{
    dct_lookup by_stem;
    dct_lookup_init(&by_stem, &p->arena);
    find_sources(p, &by_stem);
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i], *source = dct_lookup_get(&by_stem, page->stem);
        if (source == NULL || source == page) {
            if (p->strict && strcmp(page->lang, p->languages[0]) != 0)
                dct_diag_error(p->diag, page->place, "this is a translation, but there is no %s.md beside it", page->stem);
            continue;
        }
        bool twice = strcmp(source->lang, page->lang) == 0;
        for (dct_page *t = source->translations; t != NULL; t = t->next_translation)
            twice = twice || strcmp(t->lang, page->lang) == 0;
        if (twice)
            dct_diag_fault(p->diag, page->place, "there is another file for %s in `%s`", page->stem, page->lang);
        join(source, page);
    }
}

/* A translation says its title, summary, keywords and date; all else is its source's. */
static void take_over(dct_page *page)
{
    const dct_page *source = page->source;
    page->id = source->id;
    page->kind = source->kind;
    page->category = source->category;
    page->order = source->order;
    page->audience = source->audience;
    page->product = source->product;
    page->versions = source->versions;
    page->standing.popularity = source->standing.popularity;
    page->standing.origin = source->standing.origin;
    if (*page->standing.updated == 0)
        page->standing.updated = source->standing.updated;
    page->related = source->related;
    page->contexts = page->codes = NULL;
}

/* ---- ids ------------------------------------------------------------------------------ */

static char *without_spaces(dct_project *p, const char *text)
{
    char *out = dct_arena_text(&p->arena, text, strlen(text));
    for (char *c = out; c != NULL && *c != 0; c++)
        if ((unsigned char)*c <= ' ')
            *c = '-';
    return out;
}

static bool has_space(const char *text)
{
    for (; *text != 0; text++)
        if ((unsigned char)*text <= ' ')
            return true;
    return false;
}

#define MADE_ID_BYTES (DCT_MAX_ID_BYTES - 16) /* Leaves room for a number. */

static const char *made_id(dct_project *p, const char *stem, bool whole)
{
    const char *slash = strrchr(stem, '/');
    char *id = without_spaces(p, slash == NULL || whole ? stem : slash + 1);
    for (char *c = id; c != NULL && *c != 0; c++)
        if (*c == '/')
            *c = '-';
    if (id != NULL && strlen(id) > MADE_ID_BYTES)
        id[dct_utf8_cut(id, MADE_ID_BYTES)] = 0;
    return id;
}

static void check_id(dct_project *p, dct_page *page)
{
    if (*page->id == 0) {
        page->id = made_id(p, page->stem, false);
    } else if (has_space(page->id)) {
        dct_diag_fault(p->diag, page->id_place, "the id \"%s\" has white space in it", page->id);
        page->id = without_spaces(p, page->id);
    } else if (strlen(page->id) > DCT_MAX_ID_BYTES) {
        dct_diag_error(p->diag, page->id_place, "this id is longer than %u bytes", (unsigned)DCT_MAX_ID_BYTES);
    }
    if (page->id == NULL)
        page->id = "";
}

/* Another id for a page whose id is taken: by its path, then by number. */
static void rename_page(dct_project *p, dct_page *page)
{
    const char *base = made_id(p, page->stem, true);
    page->id = base;
    for (unsigned n = 2; page->id != NULL && dct_lookup_get(&p->by_id, page->id) != NULL; n++)
        page->id = dct_arena_format(&p->arena, "%s-%u", base, n);
    if (page->id != NULL)
        dct_lookup_add(&p->by_id, page->id, page);
}

static void give_ids(dct_project *p)
{
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i];
        if (page->source != NULL)
            continue;
        check_id(p, page);
        const dct_page *other = dct_lookup_add(&p->by_id, page->id, page);
        if (other == NULL || other == page)
            continue;
        dct_diag_fault(p->diag, page->id_place, "the id \"%s\" is also that of %s", page->id, other->file);
        rename_page(p, page);
    }
}

/* ---- categories ------------------------------------------------------------------------- */

static dct_category *find_category(dct_project *p, dct_lookup *names, const char *folder, dct_category ***end)
{
    dct_category *c = dct_lookup_get(names, folder);
    if (c != NULL || (c = dct_arena_new(&p->arena, sizeof *c)) == NULL)
        return c;
    c->folder = folder;
    c->icon = "";
    c->place = (dct_place){ folder, 0, 0 };
    **end = c;
    *end = &c->next;
    dct_lookup_add(names, folder, c);
    return c;
}

/* Marks the category of a folder and all above it as shown. */
static void use_category(dct_project *p, dct_lookup *names, const char *folder, dct_category ***end)
{
    while (*folder != 0) {
        dct_category *c = find_category(p, names, folder, end);
        if (c == NULL || c->used)
            return;
        c->used = true;
        const char *slash = strrchr(folder, '/');
        folder = slash == NULL ? "" : dct_arena_text(&p->arena, folder, (size_t)(slash - folder));
        if (folder == NULL)
            return;
    }
}

static int compare_folders(const void *a, const void *b)
{
    return strcmp((*(dct_category *const *)a)->folder, (*(dct_category *const *)b)->folder);
}

/* Those that help.yaml does not name, in byte order: `first` is the first of them. */
static void sort_rest(dct_project *p, dct_category **first)
{
    size_t count = 0;
    for (dct_category *c = *first; c != NULL; c = c->next)
        count++;
    dct_category **all = dct_arena_array(&p->arena, count + 1, sizeof *all);
    if (all == NULL || count < 2)
        return;
    count = 0;
    for (dct_category *c = *first; c != NULL; c = c->next)
        all[count++] = c;
    qsort(all, count, sizeof *all, compare_folders);
    for (size_t i = 0; i < count; i++) {
        *first = all[i];
        all[i]->next = NULL;
        first = &all[i]->next;
    }
}

static void check_named(dct_project *p)
{
    for (dct_category *c = p->settings.categories; c != NULL; c = c->next)
        if (!c->used)
            dct_diag_warning(p->diag, c->place, "no article is in the folder \"%s\"", c->folder);
}

static void make_categories(dct_project *p)
{
    dct_lookup names;
    dct_lookup_init(&names, &p->arena);
    dct_category **end = &p->settings.categories;
    for (; *end != NULL; end = &(*end)->next) {
        const dct_category *other = dct_lookup_add(&names, (*end)->folder, *end);
        if (other != NULL && other != *end)
            dct_diag_fault(p->diag, (*end)->place, "the folder \"%s\" is given twice", (*end)->folder);
    }
    dct_category **rest = end;
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i];
        const char *slash = strrchr(page->stem, '/');
        if (slash == NULL || page->source != NULL || page->kind == DCT_PAGE_PART)
            continue;
        page->category = dct_arena_text(&p->arena, page->stem, (size_t)(slash - page->stem));
        if (page->category == NULL)
            page->category = "";
        use_category(p, &names, page->category, &end);
    }
    sort_rest(p, rest);
    check_named(p);
    p->categories = p->settings.categories;
}

/* ---- order -------------------------------------------------------------------------------- */

/* By title as people expect it: without case, then byte by byte so that nothing is left to chance. */
static int compare_titles(const char *a, const char *b)
{
    size_t i = 0, j = 0, a_size = strlen(a), b_size = strlen(b);
    while (i < a_size && j < b_size) {
        utf8proc_int32_t c = utf8proc_tolower((utf8proc_int32_t)dct_utf8_next(a, a_size, &i));
        utf8proc_int32_t d = utf8proc_tolower((utf8proc_int32_t)dct_utf8_next(b, b_size, &j));
        if (c != d)
            return c < d ? -1 : 1;
    }
    return i < a_size ? 1 : j < b_size ? -1 : strcmp(a, b);
}

static int compare_pages(const void *left, const void *right)
{
    const dct_page *a = *(dct_page *const *)left, *b = *(dct_page *const *)right;
    int order = strcmp(a->category, b->category);
    if (order == 0 && a->position != b->position)
        order = a->position < b->position ? -1 : 1;
    if (order == 0)
        order = compare_titles(a->title, b->title);
    return order != 0 ? order : strcmp(a->file, b->file);
}

static void order_pages(dct_project *p)
{
    dct_page **sorted = dct_arena_array(&p->arena, p->page_count + 1, sizeof *sorted);
    if (sorted == NULL || p->page_count == 0)
        return;
    memcpy(sorted, p->pages, p->page_count * sizeof *sorted);
    qsort(sorted, p->page_count, sizeof *sorted, compare_pages);
    for (uint32_t i = 0; i < p->page_count; i++) {
        bool same = i > 0 && strcmp(sorted[i]->category, sorted[i - 1]->category) == 0;
        sorted[i]->order = same ? sorted[i - 1]->order + 1 : 0;
    }
}

/* The anchors of a translation are its source's where the headings correspond, so that a link works in every language. */
static void carry_anchors(dct_page *page)
{
    const dct_node *theirs = page->source->root;
    for (int pass = 0; pass < 2; pass++) {
        const dct_node *from = theirs;
        for (dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n)) {
            if (n->kind != DOCENT_BLOCK_HEADING)
                continue;
            do
                from = dct_node_next(theirs, from);
            while (from != NULL && from->kind != DOCENT_BLOCK_HEADING);
            if (from == NULL || from->level != n->level)
                return;
            if (pass == 1 && *n->anchor == 0)
                n->anchor = from->anchor;
        }
    }
}

static void make_anchors(dct_project *p)
{
    for (uint32_t i = 0; i < p->page_count; i++)
        if (p->pages[i]->source == NULL)
            dct_anchors_make(&p->arena, p->pages[i], p->diag);
    for (uint32_t i = 0; i < p->page_count; i++)
        if (p->pages[i]->source != NULL) {
            carry_anchors(p->pages[i]);
            dct_anchors_make(&p->arena, p->pages[i], p->diag);
        }
}

void dct_catalog_make(dct_project *p)
{
    find_languages(p);
    join_translations(p);
    give_ids(p);
    for (uint32_t i = 0; i < p->page_count; i++)
        dct_title_make(&p->arena, p->pages[i]);
    make_categories(p);
    order_pages(p);
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i];
        if (page->source != NULL)
            take_over(page);
        else if (page->kind != DCT_PAGE_PART)
            p->article_count++;
    }
    make_anchors(p);
}
