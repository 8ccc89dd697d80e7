#include "content.h"

#include "answer.h"
#include "nearby.h"

#include <string.h>

void dct_content_init(dct_content *c, docent *h)
{
    memset(c, 0, sizeof *c);
    c->h = h;
    c->contact_minute = INT64_MIN;
    dct_buf_init(&c->evidence.diagnostics, docent_alloc_of(h), DCT_MAX_EVIDENCE_BYTES);
    dct_buf_init(&c->evidence.log, docent_alloc_of(h), DCT_MAX_EVIDENCE_BYTES);
    c->limit = DCT_RESULTS_FIRST;
}

static void drop_page(dct_content *c)
{
    dct_contact_drop(c);
    docent_article_close(c->article);
    docent_article_close(c->answer);
    docent_hits_free(c->related);
    docent_hits_free(c->hits);
    docent_hits_free(c->nearby);
    docent_hits_free(c->top);
    docent_hits_free(c->categories);
    c->article = c->answer = NULL;
    c->related = c->hits = c->nearby = c->top = c->categories = NULL;
}

void dct_content_close(dct_content *c)
{
    drop_page(c);
    dct_evidence_drop(c);
    docent_ask_close(c->ask);
    docent_contact_close(c->contact);
    docent_desk_close(c->desk);
    c->ask = NULL;
    c->contact = NULL;
    c->desk = NULL;
}

uint32_t dct_step_of_anchor(const char *anchor)
{
    if (strncmp(anchor, "step-", 5) != 0)
        return 0;
    uint32_t n = 0;
    for (const char *p = anchor + 5; *p >= '0' && *p <= '9' && n < 100000; p++)
        n = n * 10 + (uint32_t)(*p - '0');
    return n;
}

uint32_t dct_content_step(const docent_article *article, uint32_t step)
{
    uint32_t count = docent_article_block_count(article);
    for (uint32_t i = 0; i < count; i++) {
        const docent_block *b = docent_article_block(article, i);
        if (b->kind == DOCENT_BLOCK_STEP && b->number == step)
            return i;
    }
    return UINT32_MAX;
}

uint32_t dct_content_step_count(const docent_article *article)
{
    uint32_t count = docent_article_block_count(article), steps = 0;
    for (uint32_t i = 0; i < count; i++)
        steps += docent_article_block(article, i)->kind == DOCENT_BLOCK_STEP;
    return steps;
}

void dct_content_step_place(const docent_article *article, uint32_t index, uint32_t *place, uint32_t *count)
{
    uint32_t list = docent_article_block(article, index)->parent;
    *place = *count = 0;
    for (uint32_t i = list + 1; i < docent_article_block(article, list)->end; i = docent_article_block(article, i)->end) {
        (*count)++;
        if (i <= index)
            *place = *count;
    }
}

uint32_t dct_content_screen(const docent_article *guide, const char *anchor)
{
    uint32_t count = docent_article_block_count(guide);
    for (uint32_t i = 0; i < count; i++) {
        const docent_block *b = docent_article_block(guide, i);
        if (b->kind == DOCENT_BLOCK_SCREEN && (anchor[0] == 0 || strcmp(b->anchor, anchor) == 0))
            return i;
    }
    return UINT32_MAX;
}

/* What must be true of the article for the address to lead somewhere. */
static docent_status check_article(const dct_content *fresh, const dct_address *a)
{
    docent_kind kind = docent_article_kind(fresh->article);
    if (a->page == DCT_PAGE_FIX) {
        bool ended = strcmp(a->anchor, "solved") == 0;
        if (kind != DOCENT_KIND_FIX || (!ended && dct_content_screen(fresh->article, a->anchor) == UINT32_MAX))
            return DOCENT_ERR_MISSING;
    } else if (a->page == DCT_PAGE_STEPS) {
        uint32_t step = dct_step_of_anchor(a->anchor);
        if (dct_content_step(fresh->article, step == 0 ? 1 : step) == UINT32_MAX)
            return DOCENT_ERR_MISSING;
    }
    return DOCENT_OK;
}

static docent_status load_article(dct_content *fresh, const dct_address *a)
{
    docent_status status = docent_article_open(fresh->h, a->id, &fresh->article);
    if (status == DOCENT_OK)
        status = check_article(fresh, a);
    if (status == DOCENT_OK)
        status = docent_article_related(fresh->article, &fresh->related);
    return status;
}

const char *dct_content_context(const dct_content *c, dct_context_kind kind)
{
    return c->context.values[kind][0] == 0 || (c->context_off >> kind & 1) != 0 ? NULL : c->context.values[kind];
}

/* Nothing is a dead end: what is near, and the sections it may be in. */
static docent_status load_nearby(dct_content *fresh, const char *words)
{
    docent_status status = dct_nearby_find(fresh, words);
    return status == DOCENT_OK ? docent_list(fresh->h, NULL, &fresh->categories) : status;
}

static docent_status load_search(dct_content *fresh, const dct_address *a)
{
    docent_query query = DOCENT_QUERY_INIT;
    query.text = a->query;
    query.flags = DOCENT_QUERY_PREFIX;
    query.limit = fresh->limit;
    query.product = dct_content_context(fresh, DCT_CONTEXT_PRODUCT);
    query.version = dct_content_context(fresh, DCT_CONTEXT_VERSION);
    query.audience = dct_content_context(fresh, DCT_CONTEXT_AUDIENCE);
    query.screen = dct_content_context(fresh, DCT_CONTEXT_SCREEN);
    docent_status status = docent_search(fresh->h, &query, &fresh->hits);
    if (status != DOCENT_OK)
        return status;
    dct_answer_find(fresh, a->query);
    return docent_hits_count(fresh->hits) > 0 ? DOCENT_OK : load_nearby(fresh, a->query);
}

static docent_status load_home(dct_content *fresh)
{
    docent_status status = docent_top(fresh->h, &fresh->top);
    return status == DOCENT_OK ? docent_list(fresh->h, NULL, &fresh->categories) : status;
}

/* A category's own page needs its title and summary: they come with the list it stands in. */
static docent_status load_toc(dct_content *fresh, const dct_address *a)
{
    docent_status status = docent_list(fresh->h, NULL, &fresh->categories);
    return status == DOCENT_OK ? docent_list(fresh->h, a->id, &fresh->hits) : status;
}

static docent_status load_page(dct_content *fresh, const dct_address *a)
{
    switch (a->page) {
    case DCT_PAGE_ARTICLE:
    case DCT_PAGE_STEPS:
    case DCT_PAGE_FIX: return load_article(fresh, a);
    case DCT_PAGE_SEARCH: return load_search(fresh, a);
    case DCT_PAGE_HOME: return load_home(fresh);
    case DCT_PAGE_ASK: return docent_top(fresh->h, &fresh->top);
    case DCT_PAGE_TOC: return load_toc(fresh, a);
    case DCT_PAGE_BOOKMARKS: return docent_bookmarks(fresh->h, &fresh->hits);
    default: return dct_contact_load(fresh, a);
    }
}

bool dct_content_bookmark_address(const dct_address *address, dct_buf *out)
{
    if (address->page != DCT_PAGE_ARTICLE && address->page != DCT_PAGE_STEPS && address->page != DCT_PAGE_FIX)
        return false;
    dct_address plain = *address;
    plain.page = address->page == DCT_PAGE_FIX ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE;
    plain.anchor[0] = 0;
    dct_address_format(&plain, out);
    return true;
}

static bool is_bookmarked(const dct_content *c, const dct_address *address)
{
    dct_buf buf;
    dct_buf_init(&buf, docent_alloc_of(c->h), DCT_MAX_ADDRESS_BYTES * 3);
    bool yes = dct_content_bookmark_address(address, &buf) && docent_bookmark_get(c->h, dct_buf_text(&buf));
    dct_buf_close(&buf);
    return yes;
}

docent_status dct_content_load(dct_content *c, const dct_address *address)
{
    dct_content fresh = { .h = c->h, .limit = c->limit, .context = c->context, .context_off = c->context_off,
                          .contact = c->contact, .contact_minute = c->contact_minute, .desk = c->desk, .unread = c->unread,
                          .evidence = c->evidence, .ask = c->ask, .unix_s = c->unix_s }; /* What stays whatever the page. */
    docent_status status = load_page(&fresh, address);
    if (status != DOCENT_OK) {
        drop_page(&fresh);
        return status;
    }
    drop_page(c);
    fresh.bookmarked = is_bookmarked(c, address);
    *c = fresh;
    return DOCENT_OK;
}

bool dct_content_tick(dct_content *c, int64_t unix_s)
{
    int64_t minute = unix_s / 60;
    c->unix_s = unix_s;
    if (minute == c->contact_minute)
        return false;
    docent_contact *fresh = NULL;
    if (docent_contact_open(c->h, unix_s, &fresh) != DOCENT_OK)
        fresh = NULL; /* None given, or no memory: the page then says nothing of hours. */
    bool first = c->contact_minute == INT64_MIN;
    docent_contact *old = c->contact;
    bool differs = first || (old == NULL) != (fresh == NULL) ||
                   (fresh != NULL && (fresh->open != old->open || fresh->next_change != old->next_change ||
                                      fresh->next_days != old->next_days ||
                                      fresh->days[0].weekday != old->days[0].weekday));
    docent_contact_close(old);
    c->contact = fresh;
    c->contact_minute = minute;
    return dct_contact_tick(c) || differs;
}
