#include "write.h"

#include "compile.h"
#include "desk.h"
#include "interface.h"
#include "langs.h"
#include "zone.h"

#include "../base/error.h"
#include "../base/utf8.h"

#include <string.h>

/* ---- articles ------------------------------------------------------------------- */

#define SUMMARY_BYTES 180u

/* The article's first paragraph, cut after a sentence or a word. */
static bool is_code_alone(const dct_node *n)
{
    return n->runs != NULL && n->runs->from == 0 && n->runs->to == n->text_size && (n->runs->style & DOCENT_SPAN_CODE) != 0;
}

/* The paragraph that says what an article is about: no command to type. Manual pages say it in a quote. */
static const dct_node *first_paragraph(const dct_node *n)
{
    const dct_node *code = NULL;
    for (; n != NULL; n = n->next) {
        bool quoted = n->kind == DOCENT_BLOCK_QUOTE && n->first != NULL && n->first->kind == DOCENT_BLOCK_PARAGRAPH;
        const dct_node *found = quoted ? n->first : n;
        if (found->kind == DOCENT_BLOCK_PARAGRAPH && !is_code_alone(found))
            return found;
        if (found->kind == DOCENT_BLOCK_PARAGRAPH && code == NULL)
            code = found;
    }
    return code;
}

static const char *first_words(dct_arena *arena, const dct_page *page)
{
    const dct_node *n = first_paragraph(page->root->first);
    if (n == NULL)
        return "";
    size_t size = n->text_size, end = size;
    if (size > SUMMARY_BYTES) {
        end = dct_utf8_cut(n->text, SUMMARY_BYTES);
        size_t stop = end;
        while (stop > SUMMARY_BYTES / 2 && !(n->text[stop] == ' ' && strchr(".!?", n->text[stop - 1]) != NULL))
            stop--;
        if (stop > SUMMARY_BYTES / 2) {
            end = size = stop;
        } else {
            while (stop < end && n->text[end - 1] != ' ')
                end--;
            end = end > SUMMARY_BYTES / 2 ? end : dct_utf8_cut(n->text, SUMMARY_BYTES);
        }
    }
    char *text = dct_arena_format(arena, "%.*s%s", (int)end, n->text, end < size ? "\xE2\x80\xA6" : "");
    for (char *c = text; c != NULL && *c != 0; c++)
        if (*c == '\n')
            *c = ' ';
    return text == NULL ? "" : text;
}

const char *dct_summary_of(dct_arena *arena, const dct_page *page)
{
    return *page->summary != 0 ? page->summary : first_words(arena, page);
}

/* Mentions one a line, then `more`. */
static const char *join_lines(dct_arena *arena, const dct_mention *list, const char *more)
{
    dct_buf text;
    dct_buf_init(&text, arena->alloc, 1u << 20);
    for (const dct_mention *m = list; m != NULL; m = m->next)
        dct_buf_add_format(&text, "%s%s", text.size == 0 ? "" : "\n", m->text);
    if (*more != 0)
        dct_buf_add_format(&text, "%s%s", text.size == 0 ? "" : "\n", more);
    const char *copy = dct_arena_text(arena, (const char *)text.data, text.size);
    dct_buf_close(&text);
    return copy == NULL ? "" : copy;
}

static const char *asset_of(const void *ctx, const char *target, uint32_t *width, uint32_t *height)
{
    const dct_project *p = ctx;
    const dct_picture_use *use = dct_lookup_get(&p->pictures, target);
    if (use == NULL || use->asset == NULL)
        return NULL;
    *width = use->width;
    *height = use->height;
    return use->asset;
}

typedef struct section_writer {
    dct_bundle *b;
    int64_t     article;
} section_writer;

static docent_status write_section(void *ctx, const dct_section *s)
{
    section_writer *w = ctx;
    dct_bundle_section(w->b, w->article, s->anchor, s->heading, s->body, s->body_size);
    return DOCENT_OK;
}

static int kind_of(const dct_page *page)
{
    return page->kind == DCT_PAGE_FIX ? DOCENT_KIND_FIX : DOCENT_KIND_ARTICLE;
}

static uint32_t count_steps(const dct_doc *doc)
{
    uint32_t steps = 0;
    for (uint32_t i = 0; i < doc->block_count; i++)
        steps += doc->blocks[i].kind == DOCENT_BLOCK_STEP;
    return steps;
}

static int64_t add_row(dct_project *p, dct_page *page, dct_bundle *b, const dct_buf *doc, uint32_t steps)
{
    const dct_page *source = page->source != NULL ? page->source : page;
    dct_bundle_article a = {
        .id = source->id, .lang = page->lang, .source = page->source == NULL, .kind = kind_of(source),
        .category = source->category, .position = source->order, .title = page->title,
        .summary = dct_summary_of(&p->arena, page), .keywords = join_lines(&p->arena, page->keywords, page->hidden_words),
        .audience = source->audience, .product = source->product, .versions = source->versions,
        .related = join_lines(&p->arena, source->related, ""),
        .steps = steps, .doc = doc->data, .doc_size = doc->size,
        .updated = page->standing.updated, .origin = page->standing.origin, .popularity = page->standing.popularity,
    };
    bool duplicate;
    int64_t row = dct_bundle_add_article(b, &a, &duplicate);
    if (duplicate)
        dct_diag_error(p->diag, page->id_place, "the id \"%s\" is there already in `%s`", a.id, a.lang);
    return row;
}

/* The row of an article and its sections. */
static docent_status add_text(dct_project *p, dct_page *page, dct_bundle *b, const dct_buf *doc, docent_error *err)
{
    dct_doc read;
    docent_status status = dct_doc_read(p->alloc, doc->data, doc->size, &read, err);
    if (status != DOCENT_OK)
        return status;
    section_writer w = { b, add_row(p, page, b, doc, count_steps(&read)) };
    if (w.article != 0)
        status = dct_sections(p->alloc, &read, write_section, &w, err);
    dct_doc_close(p->alloc, &read);
    return status;
}

docent_status dct_write_page(dct_project *p, dct_page *page, dct_bundle *b, docent_error *err)
{
    dct_buf doc;
    docent_error failure = { .status = DOCENT_OK };
    dct_buf_init(&doc, p->alloc, DCT_MAX_DOC_BYTES);
    docent_status status = dct_compile(p->alloc, page->root, asset_of, p, &doc, &failure);
    if (status == DOCENT_ERR_NOMEM) {
        status = dct_fail_memory(err, "pack");
    } else if (status != DOCENT_OK) {
        dct_diag_error(p->diag, page->place, "%s", failure.message);
        status = DOCENT_OK;
    } else if (b != NULL) {
        status = add_text(p, page, b, &doc, err);
    }
    dct_buf_close(&doc);
    return status;
}

/* ---- the rest --------------------------------------------------------------------------- */

void dct_write_languages(dct_project *p, dct_bundle *b)
{
    for (uint32_t i = 0; i < p->language_count; i++)
        dct_bundle_language(b, p->languages[i], dct_lang_name(p->languages[i]), dct_lang_rtl(p->languages[i]));
}

static void write_meta(dct_project *p, const dct_refs *refs, dct_bundle *b)
{
    char count[16];
    snprintf(count, sizeof count, "%u", (unsigned)p->article_count);
    dct_bundle_meta(b, "product", p->settings.product);
    dct_bundle_meta(b, "content_version", p->settings.version);
    dct_bundle_meta(b, "start", refs->start);
    dct_bundle_meta(b, "article_count", count);
}

/* In a language: the author's words, else those made from the folder's name, in the first language only. */
static void write_category_text(dct_project *p, const dct_category *c, uint32_t index, dct_bundle *b)
{
    const char *lang = p->languages[index], *slash = strrchr(c->folder, '/'), *name = slash == NULL ? c->folder : slash + 1;
    const dct_wording *own = c->title;
    while (own != NULL && strcmp(own->lang, lang) != 0)
        own = own->next;
    if (index > 0 && own == NULL) {
        if (c->title != NULL && *c->title->lang != 0 && p->strict)
            dct_diag_warning(p->diag, c->title->place, "missing translation: the title of \"%s\" is not given in `%s`",
                             c->folder, lang);
        return;
    }
    const char *title = c->title == NULL ? dct_title_of_name(&p->arena, name, strlen(name)) : dct_wording_for(c->title, lang);
    const char *summary = dct_wording_for(c->summary, lang);
    dct_bundle_category_text(b, c->folder, lang, title == NULL ? name : title, summary == NULL ? "" : summary);
}

static void write_categories(dct_project *p, dct_bundle *b)
{
    for (const dct_category *c = p->categories; c != NULL; c = c->next) {
        if (!c->used)
            continue;
        const char *slash = strrchr(c->folder, '/');
        const char *parent = slash == NULL ? "" : dct_arena_text(&p->arena, c->folder, (size_t)(slash - c->folder));
        dct_bundle_category(b, c->folder, parent == NULL ? "" : parent, c->icon);
        for (uint32_t i = 0; i < p->language_count; i++)
            write_category_text(p, c, i, b);
    }
}

static void write_wording(dct_bundle *b, const char *key, const dct_wording *words)
{
    for (const dct_wording *w = words; w != NULL; w = w->next)
        dct_bundle_contact(b, key, w->lang, w->text);
}

static void write_text(dct_bundle *b, const char *key, const char *text)
{
    if (*text != 0)
        dct_bundle_contact(b, key, "", text);
}

static void write_zone(dct_project *p, const dct_contact *c, dct_bundle *b)
{
    dct_zone_change *changes;
    uint32_t count;
    docent_error failure;
    if (dct_zone_read(p->alloc, c->time_zone, &changes, &count, &failure) != DOCENT_OK) {
        dct_diag_error(p->diag, c->time_zone_place, "%s", failure.message);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        dct_bundle_zone(b, changes[i].since, changes[i].utc_offset_s);
    dct_free(p->alloc, changes, count * sizeof *changes);
}

static void write_contact(dct_project *p, dct_bundle *b)
{
    const dct_contact *c = &p->settings.contact;
    write_text(b, "phone", c->phone);
    write_wording(b, "phone_note", c->phone_note);
    write_text(b, "email", c->email);
    write_text(b, "url", c->url);
    write_wording(b, "address", c->address);
    const char *rules = dct_desk_compile(p);
    write_text(b, "desk", rules == NULL ? "" : rules);
    if (!c->has_hours)
        return;
    write_text(b, "time_zone", c->time_zone);
    write_zone(p, c, b);
    for (const dct_open_hours *h = c->hours; h != NULL; h = h->next)
        dct_bundle_hours(b, h->day, h->from_min, h->to_min);
    for (const dct_holiday *h = c->holidays; h != NULL; h = h->next) {
        for (const dct_wording *w = h->name; w != NULL; w = w->next)
            dct_bundle_holiday(b, h->day, w->lang, w->text);
        if (h->name == NULL)
            dct_bundle_holiday(b, h->day, "", "");
    }
}

static bool is_spoken(const dct_project *p, const char *lang)
{
    for (uint32_t i = 0; i < p->language_count; i++)
        if (strcmp(p->languages[i], lang) == 0)
            return true;
    return *lang == 0;
}

static void write_synonyms(dct_project *p, dct_bundle *b)
{
    for (const dct_synonyms *s = p->settings.synonyms; s != NULL; s = s->next) {
        if (is_spoken(p, s->lang))
            dct_bundle_synonym(b, s->lang, join_lines(&p->arena, s->words, ""));
        else
            dct_diag_warning(p->diag, s->words->place, "synonyms in `%s`, which is not one of the content's languages", s->lang);
    }
}

static void write_strings(dct_project *p, dct_bundle *b)
{
    for (uint32_t i = 0; i < p->language_count; i++)
        for (const dct_po_string *s = dct_interface_strings(p, i); s != NULL; s = s->next)
            dct_bundle_string(b, p->languages[i], s->msgid, s->msgstr);
}

docent_status dct_write_project(dct_project *p, const dct_refs *refs, dct_bundle *b, docent_error *err)
{
    docent_status status = DOCENT_OK;
    write_meta(p, refs, b);
    dct_write_languages(p, b);
    write_categories(p, b);
    for (uint32_t i = 0; i < p->page_count && status == DOCENT_OK; i++)
        if (p->pages[i]->kind != DCT_PAGE_PART)
            status = dct_write_page(p, p->pages[i], b, err);
    for (const dct_alias *a = refs->aliases; a != NULL; a = a->next)
        dct_bundle_alias(b, a->kind, a->name, a->id, a->anchor);
    for (const dct_mention *m = refs->top; m != NULL; m = m->next)
        dct_bundle_top(b, m->text);
    write_synonyms(p, b);
    write_contact(p, b);
    write_strings(p, b);
    return status;
}
