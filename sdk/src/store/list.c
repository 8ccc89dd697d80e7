/* Lists of articles and categories, each in the language that is best for the reader. No statement here sorts texts: what
 * a hostile file can make SQLite hold at once stays small, and all that is kept is counted by the arena. */
#include "inside.h"

#include "../base/error.h"
#include "hits.h"

#include <stdlib.h>
#include <string.h>

/* A list while it is made. */
typedef struct maker {
    dct_store    *s;
    dct_arena     arena;
    dct_hit_list  list;
    const char   *category, *category_title; /* The last one looked up: lists are of one category mostly. */
    docent_error *err;
    docent_status status;
} maker;

static maker begin(dct_store *s, docent_error *err)
{
    maker m = { .s = s, .err = err, .status = DOCENT_OK };
    dct_arena_init(&m.arena, s->alloc, DCT_MAX_LIST_BYTES);
    return m;
}

static docent_status end(maker *m, docent_hits **out)
{
    *out = NULL;
    if (m->status == DOCENT_OK && dct_arena_failed(&m->arena))
        m->status = dct_db_fail_arena(&m->s->db, &m->arena, m->err);
    if (m->status == DOCENT_OK && (*out = dct_hits_finish(&m->list, m->s->alloc)) == NULL)
        m->status = dct_fail_memory(m->err, "store");
    dct_arena_close(&m->arena);
    return m->status;
}

/* NULL when memory is short; end() will say so. */
static docent_hit *add(maker *m)
{
    return m->status == DOCENT_OK ? dct_hit_add(&m->list, &m->arena) : NULL;
}

static const char *locale_of(const maker *m)
{
    return m->s->languages[m->s->locale].tag;
}

/* ---- categories ---- */

/* Title and summary; the id stands in for a title that is missing. */
static void category_text(maker *m, const char *id, docent_hit *hit)
{
    dct_choice choice = { 0, false, false };
    uint32_t count = 0;
    hit->title = id;
    hit->locale = m->s->languages[0].tag;
    dct_rows r = dct_rows_begin(&m->s->db, DCT_CATEGORY_TEXTS, &m->arena, m->err);
    dct_rows_bind_text(&r, 1, id);
    while (dct_rows_next(&r)) {
        const char *tag = dct_rows_peek(&r, 0);
        if (++count > DCT_MAX_LANGUAGES)
            dct_rows_refuse(&r, "a category in too many languages");
        if (!dct_choose(&choice, locale_of(m), tag, strcmp(tag, m->s->languages[0].tag) == 0))
            continue;
        hit->locale = dct_rows_text(&r, 0);
        hit->title = dct_rows_text(&r, 1);
        hit->summary = dct_rows_text(&r, 2);
    }
    m->status = dct_rows_end(&r);
}

static void add_category(maker *m, const char *id, const char *icon)
{
    docent_hit *hit = add(m);
    if (hit == NULL)
        return;
    hit->kind = DOCENT_KIND_CATEGORY;
    hit->id = id;
    hit->icon = icon;
    category_text(m, id, hit);
}

/* False when there is no such category. */
static bool find_category(maker *m, const char *id, const char **icon)
{
    dct_rows r = dct_rows_begin(&m->s->db, DCT_CATEGORY, &m->arena, m->err);
    dct_rows_bind_text(&r, 1, id);
    bool found = dct_rows_next(&r);
    *icon = found ? dct_rows_text(&r, 1) : "";
    m->status = dct_rows_end(&r);
    return found && m->status == DOCENT_OK;
}

static void add_children(maker *m, const char *category)
{
    dct_rows r = dct_rows_begin(&m->s->db, DCT_CATEGORY_CHILDREN, &m->arena, m->err);
    dct_rows_bind_text(&r, 1, category);
    while (m->status == DOCENT_OK && dct_rows_next(&r)) {
        const char *id = dct_rows_text(&r, 0);
        add_category(m, id, dct_rows_text(&r, 1));
    }
    docent_status status = dct_rows_end(&r);
    if (m->status == DOCENT_OK)
        m->status = status;
}

/* ---- articles ---- */

docent_status dct_pick_article(dct_store *s, const char *id, int64_t *rowid, docent_error *err)
{
    dct_choice choice = { 0, false, false };
    uint32_t count = 0;
    *rowid = 0;
    dct_rows r = dct_rows_begin(&s->db, DCT_TRANSLATIONS, NULL, err);
    dct_rows_bind_text(&r, 1, id);
    while (dct_rows_next(&r)) {
        const char *tag = dct_rows_peek(&r, 1);
        bool source = dct_rows_int(&r, 2, 0, 1) != 0;
        if (dct_choose(&choice, s->languages[s->locale].tag, tag, source))
            *rowid = dct_rows_int(&r, 0, 1, INT64_MAX);
        if (++count > DCT_MAX_LANGUAGES)
            dct_rows_refuse(&r, "an article in too many languages");
    }
    return dct_rows_end(&r);
}

static const char *title_of_category(maker *m, const char *id)
{
    docent_hit text = { 0 };
    if (*id == 0)
        return "";
    if (m->category == NULL || strcmp(m->category, id) != 0) {
        category_text(m, id, &text);
        m->category = id;
        m->category_title = text.title;
    }
    return m->category_title;
}

static void fill_article(maker *m, int64_t rowid, docent_hit *hit)
{
    const char *category = "";
    dct_rows r = dct_rows_begin(&m->s->db, DCT_ARTICLE_HEAD, &m->arena, m->err);
    dct_rows_bind_int(&r, 1, rowid);
    if (dct_rows_next(&r)) {
        hit->id = dct_rows_text(&r, 0);
        hit->locale = dct_rows_text(&r, 1);
        hit->kind = (docent_kind)dct_rows_int(&r, 2, DOCENT_KIND_ARTICLE, DOCENT_KIND_FIX);
        category = dct_rows_text(&r, 3);
        hit->title = dct_rows_text(&r, 4);
        hit->summary = dct_rows_text(&r, 5);
        hit->step_count = (uint32_t)dct_rows_int(&r, 6, 0, UINT32_MAX);
        hit->updated = dct_rows_text(&r, 7);
        hit->origin = dct_rows_text(&r, 8);
    }
    m->status = dct_rows_end(&r);
    if (m->status == DOCENT_OK)
        hit->category = title_of_category(m, category);
}

/* Left out when it is gone. NULL then, and on failure. */
static docent_hit *add_article(maker *m, const char *id)
{
    int64_t rowid = 0;
    if (m->status == DOCENT_OK)
        m->status = dct_pick_article(m->s, id, &rowid, m->err);
    docent_hit *hit = rowid == 0 ? NULL : add(m);
    if (hit != NULL)
        fill_article(m, rowid, hit);
    return m->status == DOCENT_OK ? hit : NULL;
}

/* ---- what a category holds ---- */

/* score holds the position while the list is made. */
static void add_articles(maker *m, const char *category)
{
    dct_rows r = dct_rows_begin(&m->s->db, DCT_CATEGORY_ARTICLES, &m->arena, m->err);
    dct_rows_bind_text(&r, 1, category);
    while (m->status == DOCENT_OK && dct_rows_next(&r)) {
        const char *id = dct_rows_text(&r, 0);
        int64_t position = dct_rows_int(&r, 1, INT32_MIN, INT32_MAX);
        docent_hit *hit = r.status == DOCENT_OK ? add_article(m, id) : NULL;
        if (hit != NULL)
            hit->score = (double)position;
        if (m->status == DOCENT_OK && dct_arena_failed(&m->arena))
            m->status = dct_db_fail_arena(&m->s->db, &m->arena, m->err);
    }
    docent_status status = dct_rows_end(&r);
    if (m->status == DOCENT_OK)
        m->status = status;
}

static int fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int compare_titles(const char *a, const char *b)
{
    while (*a != 0 && fold((unsigned char)*a) == fold((unsigned char)*b)) {
        a++;
        b++;
    }
    return fold((unsigned char)*a) - fold((unsigned char)*b);
}

/* Position, then title, then id: no two are equal, so that the order is the same everywhere. */
static int compare_articles(const void *left, const void *right)
{
    const docent_hit *a = left, *b = right;
    if (a->score != b->score)
        return a->score < b->score ? -1 : 1;
    int order = compare_titles(a->title, b->title);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static void sort_articles(maker *m, uint32_t first)
{
    if (m->status != DOCENT_OK || dct_arena_failed(&m->arena) || m->list.count - first < 2)
        return;
    qsort(m->list.items + first, m->list.count - first, sizeof *m->list.items, compare_articles);
}

docent_status dct_store_list(dct_store *s, const char *category, docent_hits **out, docent_error *err)
{
    maker m = begin(s, err);
    const char *icon;
    if (category == NULL)
        category = "";
    if (*category != 0 && !find_category(&m, category, &icon) && m.status == DOCENT_OK)
        m.status = dct_fail(err, DOCENT_ERR_MISSING, "store", 0, "no category `%.100s` in this bundle", category);
    if (m.status == DOCENT_OK)
        add_children(&m, category);
    uint32_t first = m.list.count;
    if (m.status == DOCENT_OK)
        add_articles(&m, category);
    sort_articles(&m, first);
    for (uint32_t i = first; i < m.list.count; i++)
        m.list.items[i].score = 0;
    return end(&m, out);
}

/* ---- lists of ids ---- */

docent_status dct_store_top(dct_store *s, docent_hits **out, docent_error *err)
{
    maker m = begin(s, err);
    dct_rows r = dct_rows_begin(&s->db, DCT_TOP, &m.arena, err);
    while (m.status == DOCENT_OK && m.list.count < DCT_MAX_HITS && dct_rows_next(&r)) {
        const char *id = dct_rows_text(&r, 0);
        if (r.status == DOCENT_OK)
            (void)add_article(&m, id);
    }
    docent_status status = dct_rows_end(&r);
    if (m.status == DOCENT_OK)
        m.status = status;
    return end(&m, out);
}

docent_status dct_store_related(dct_store *s, const char *ids, docent_hits **out, docent_error *err)
{
    maker m = begin(s, err);
    while (*ids != 0 && m.status == DOCENT_OK && m.list.count < DCT_MAX_HITS) {
        size_t size = strcspn(ids, "\n");
        const char *id = dct_arena_text(&m.arena, ids, size);
        if (id == NULL)
            break;
        (void)add_article(&m, id);
        ids += size + (ids[size] == '\n');
    }
    return end(&m, out);
}

/* ---- places ---- */

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

char *dct_decode(dct_arena *arena, const char *text, size_t size)
{
    const char *end = text + size;
    char *out = dct_arena_new(arena, size + 1), *to = out;
    while (out != NULL && text < end) {
        bool escaped = *text == '%' && end - text > 2 && hex(text[1]) >= 0 && hex(text[2]) >= 0;
        *to++ = escaped ? (char)(hex(text[1]) << 4 | hex(text[2])) : *text;
        text += escaped ? 3 : 1;
    }
    return out;
}

static void add_place(maker *m, const char *address)
{
    const char *icon, *slash = strchr(address, '/'), *anchor = strchr(address, '#');
    if (slash == NULL || (anchor != NULL && anchor < slash))
        return;
    size_t page = (size_t)(slash - address);
    const char *id = dct_decode(&m->arena, slash + 1, strcspn(slash + 1, "#"));
    const char *place = anchor == NULL ? "" : dct_decode(&m->arena, anchor + 1, strlen(anchor + 1));
    if (id == NULL || place == NULL)
        return;
    if (page == 3 && memcmp(address, "toc", 3) == 0) {
        if (find_category(m, id, &icon))
            add_category(m, id, icon);
    } else if ((page == 7 && memcmp(address, "article", 7) == 0) || (page == 3 && memcmp(address, "fix", 3) == 0) ||
               (page == 5 && memcmp(address, "steps", 5) == 0)) {
        docent_hit *hit = add_article(m, id);
        if (hit != NULL)
            hit->anchor = place;
    }
}

docent_status dct_store_places(dct_store *s, const char *const *addresses, uint32_t count, docent_hits **out,
                               docent_error *err)
{
    maker m = begin(s, err);
    for (uint32_t i = 0; i < count && m.status == DOCENT_OK; i++)
        add_place(&m, addresses[i]);
    return end(&m, out);
}
