/* Links: to other articles by file, id or a help centre's URL, to places in this one, and out. */
#include "links.h"

#include "file.h"

#include "../base/buf.h"

#include <stdlib.h>
#include <string.h>

/* ---- addresses ------------------------------------------------------------------ */

static void encode(const char *text, dct_buf *out)
{
    for (; *text != 0; text++) {
        unsigned char c = (unsigned char)*text;
        if (c > 0x20 && c < 0x7F && strchr("%#?&\"<>\\^`{|}", c) == NULL)
            dct_buf_add_byte(out, c);
        else
            dct_buf_add_format(out, "%%%02X", (unsigned)c);
    }
}

static const char *address(dct_arena *arena, const char *word, const char *id, const char *anchor)
{
    dct_buf out;
    dct_buf_init(&out, arena->alloc, DCT_MAX_ADDRESS_BYTES);
    dct_buf_add_format(&out, "%s/", word);
    encode(id, &out);
    if (*anchor != 0) {
        dct_buf_add_byte(&out, '#');
        encode(anchor, &out);
    }
    char *copy = out.failed ? NULL : dct_arena_text(arena, (const char *)out.data, out.size);
    dct_buf_close(&out);
    return copy;
}

const char *dct_page_address(dct_arena *arena, const dct_page *page, const char *anchor)
{
    return address(arena, page->kind == DCT_PAGE_FIX ? "fix" : "article", page->id, anchor);
}

/* ---- what a link may lead to ------------------------------------------------------- */

static const dct_page *in_language(const dct_page *source, const char *lang)
{
    for (const dct_page *t = source->translations; t != NULL; t = t->next_translation)
        if (strcmp(t->lang, lang) == 0)
            return t;
    return source;
}

const dct_page *dct_page_of_id(const dct_project *p, const char *id, const char *lang)
{
    const dct_page *page = dct_lookup_get(&p->by_id, id);
    return page == NULL ? NULL : in_language(page, lang);
}

static const dct_page *source_of(const dct_page *page)
{
    return page->source != NULL ? page->source : page;
}

/* "step-3" of an article with three steps. */
static bool is_step(const dct_page *page, const char *anchor)
{
    if (strncmp(anchor, "step-", 5) != 0 || anchor[5] < '1' || anchor[5] > '9')
        return false;
    char *end;
    unsigned long number = strtoul(anchor + 5, &end, 10);
    return *end == 0 && number <= page->steps;
}

/* The anchor in `page` that `wanted` means; "" after a message when there is none. */
static const char *check_anchor(dct_project *p, const dct_page *page, const char *wanted, dct_place place)
{
    if (*wanted == 0 || is_step(page, wanted))
        return wanted;
    if (strncmp(wanted, ":~:", 3) == 0)
        return ""; /* A browser's search for words on the page. */
    const char *found = dct_anchor_find(&p->arena, page, wanted);
    if (found != NULL)
        return found;
    /* A translation without the anchor: its source has it, and the message would be the source's. */
    if (page->source == NULL || dct_anchor_find(&p->arena, page->source, wanted) == NULL)
        dct_diag_fault(p->diag, place, "broken link: there is no #%s in %s", wanted, page->file);
    return "";
}

static const char *to_page(dct_project *p, const dct_page *page, const char *anchor, const char *lang, dct_place place)
{
    const dct_page *there = in_language(source_of(page), lang);
    if (there->kind == DCT_PAGE_PART) {
        dct_diag_fault(p->diag, place, "broken link: %s is a part; only an answer of a guide can enter it", there->file);
        return NULL;
    }
    return dct_page_address(&p->arena, there, check_anchor(p, there, anchor, place));
}

/* ---- URLs --------------------------------------------------------------------------- */

static size_t scheme_size(const char *target)
{
    size_t i = 0;
    while ((target[i] >= 'a' && target[i] <= 'z') || (target[i] >= 'A' && target[i] <= 'Z') ||
           (i > 0 && ((target[i] >= '0' && target[i] <= '9') || strchr("+.-", target[i]) != NULL) && target[i] != 0))
        i++;
    return i > 1 && target[i] == ':' ? i + 1 : 0;
}

/* A fragment without its percent codes; "" when there is none. */
static const char *fragment_of(dct_project *p, const char *target)
{
    const char *hash = strchr(target, '#');
    const char *text = hash == NULL ? "" : dct_percent_decode(&p->arena, hash + 1, strlen(hash + 1));
    return text == NULL ? "" : text;
}

/* The article of a help centre's URL, ".../articles/360016495679-Fix-port-access"; NULL when it is none of ours. */
static const dct_page *of_url(const dct_project *p, const char *url)
{
    const char *at = strstr(url, "/articles/");
    if (at == NULL)
        return NULL;
    at += strlen("/articles/");
    size_t digits = strspn(at, "0123456789"), whole = strcspn(at, "/?#");
    for (int i = 0; i < 2; i++) {
        size_t size = i == 0 ? digits : whole;
        char id[DCT_MAX_ID_BYTES + 1];
        if (size == 0 || size >= sizeof id)
            continue;
        memcpy(id, at, size);
        id[size] = 0;
        const dct_page *page = dct_lookup_get(&p->by_id, id);
        if (page != NULL)
            return page;
    }
    return NULL;
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Letters and digits of two names, without case: "MKR-Family" is "MKR Family". */
static bool same_name(const char *a, size_t a_size, const char *b)
{
    size_t i = 0;
    for (;; i++, b++) {
        while (i < a_size && strchr(" -_&", a[i]) != NULL)
            i++;
        while (*b != 0 && strchr(" -_&", *b) != NULL)
            b++;
        if (i >= a_size || *b == 0)
            return i >= a_size && *b == 0;
        if (folded(a[i]) != folded(*b))
            return false;
    }
}

/* The category of a help centre's URL, ".../sections/360004641919-MKR-Family". */
static const char *category_of_url(dct_project *p, const char *url)
{
    const char *at = strstr(url, "/sections/");
    if (at == NULL)
        at = strstr(url, "/categories/");
    if (at == NULL)
        return NULL;
    at = strchr(at + 1, '/') + 1;
    at += strspn(at, "0123456789");
    size_t size = strcspn(at, "/?#");
    const dct_category *found = NULL;
    for (const dct_category *c = p->categories; c != NULL; c = c->next) {
        const char *slash = strrchr(c->folder, '/');
        if (!c->used || size < 2 || !same_name(at, size, slash == NULL ? c->folder : slash + 1))
            continue;
        if (found != NULL)
            return NULL; /* Two of that name: leave it to the web. */
        found = c;
    }
    return found == NULL ? NULL : address(&p->arena, "toc", found->folder, "");
}

static const char *web_address(dct_project *p, const dct_page *page, const char *target, dct_place place)
{
    const dct_page *other = of_url(p, target);
    if (other != NULL && other->kind != DCT_PAGE_PART)
        return to_page(p, other, fragment_of(p, target), page->lang, place);
    const char *category = category_of_url(p, target);
    if (category != NULL)
        return category;
    if (strlen(target) > DCT_MAX_ADDRESS_BYTES) {
        dct_diag_fault(p->diag, place, "this address is longer than %u bytes", (unsigned)DCT_MAX_ADDRESS_BYTES);
        return NULL;
    }
    return target;
}

static const char *id_address(dct_project *p, const dct_page *page, const char *target, dct_place place)
{
    size_t size = strcspn(target, "#");
    const char *id = dct_percent_decode(&p->arena, target, size);
    const dct_page *other = id == NULL ? NULL : dct_lookup_get(&p->by_id, id);
    if (other != NULL)
        return to_page(p, other, fragment_of(p, target), page->lang, place);
    dct_diag_fault(p->diag, place, "broken link: there is no article \"%.*s\"", (int)size, target);
    return NULL;
}

static bool starts(const char *text, const char *with)
{
    for (; *with != 0; text++, with++)
        if (folded(*text) != *with)
            return false;
    return true;
}

static const char *scheme_address(dct_project *p, const dct_page *page, const char *target, dct_place place)
{
    if (starts(target, "article:"))
        return id_address(p, page, target + strlen("article:"), place);
    if (starts(target, "https:") || starts(target, "http:"))
        return web_address(p, page, target, place);
    if (starts(target, "mailto:") || starts(target, "tel:") || starts(target, "sms:"))
        return strlen(target) > DCT_MAX_ADDRESS_BYTES ? NULL : target;
    dct_diag_fault(p->diag, place, "a help text cannot lead to \"%.60s\"", target);
    return NULL;
}

/* ---- files ------------------------------------------------------------------------------ */

static const char *const own_addresses[] = { "home", "toc", "contact", "contact/ticket", "contact/chat",
                                             "contact/callback", "bookmarks", "settings", "ask", NULL };

static bool is_own_address(const char *target)
{
    for (size_t i = 0; own_addresses[i] != NULL; i++)
        if (strcmp(own_addresses[i], target) == 0)
            return true;
    return strncmp(target, "search?q=", 9) == 0;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The only page elsewhere whose file has this name: what was probably meant. */
static const dct_page *elsewhere(const dct_project *p, const char *path)
{
    const dct_page *found = NULL;
    for (uint32_t i = 0; i < p->page_count; i++) {
        if (strcmp(base_name(p->pages[i]->file), base_name(path)) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = p->pages[i];
    }
    return found;
}

static void tell_broken(dct_project *p, const char *path, const char *target, dct_place place)
{
    const dct_page *other = elsewhere(p, path);
    if (dct_lookup_get(&p->files, path) != NULL)
        dct_diag_fault(p->diag, place, "broken link: %s is no article, and is not packed", path);
    else if (other != NULL)
        dct_diag_fault(p->diag, place, "broken link: there is no %s; did you mean %s?", path, other->file);
    else
        dct_diag_fault(p->diag, place, "broken link: there is no %s", *path == 0 ? target : path);
}

static bool is_category(const dct_project *p, const char *folder)
{
    for (const dct_category *c = p->categories; c != NULL; c = c->next)
        if (c->used && strcmp(c->folder, folder) == 0)
            return true;
    return false;
}

static const char *file_address(dct_project *p, const dct_page *page, const char *target, dct_place place)
{
    size_t size = strcspn(target, "#?");
    const char *path = dct_path_resolve(&p->arena, page->file, target, size);
    if (path == NULL) {
        dct_diag_fault(p->diag, place, "broken link: \"%.*s\" is not in the project", (int)size, target);
        return NULL;
    }
    const dct_page *other = dct_lookup_get(&p->by_file, path);
    const char *longer = other != NULL ? NULL : dct_arena_format(&p->arena, "%s.md", path);
    if (longer != NULL)
        other = dct_lookup_get(&p->by_file, longer);
    if (other == NULL && page->source != NULL) { /* A translation in a folder of its own. */
        const char *there = dct_path_resolve(&p->arena, page->source->file, target, size);
        other = there == NULL ? NULL : dct_lookup_get(&p->by_file, there);
    }
    if (other != NULL)
        return to_page(p, other, fragment_of(p, target), page->lang, place);
    if (is_category(p, path))
        return address(&p->arena, "toc", path, "");
    tell_broken(p, path, target, place);
    return NULL;
}

const char *dct_link_address(dct_project *p, const dct_page *page, const char *target, dct_place place)
{
    if (target[0] == '#')
        return target[1] == 0 ? NULL : to_page(p, page, fragment_of(p, target), page->lang, place);
    if (is_own_address(target))
        return target;
    if (page->kind != DCT_PAGE_ARTICLE && (strcmp(target, "solved") == 0 || strcmp(target, "return") == 0))
        return NULL; /* An answer's place in a list that is none of answers, which was told. */
    if (target[0] == '/' && target[1] == '/')
        return dct_arena_format(&p->arena, "https:%s", target);
    if (scheme_size(target) > 0)
        return scheme_address(p, page, target, place);
    return *target == 0 ? NULL : file_address(p, page, target, place);
}

/* ---- all of a project -------------------------------------------------------------------- */

static void resolve_runs(dct_project *p, const dct_page *page, dct_node *node)
{
    const char *last = NULL, *last_address = NULL; /* Runs of one link share its target. */
    for (dct_run *r = node->runs; r != NULL; r = r->next) {
        if ((r->style & DOCENT_SPAN_LINK) == 0 || (r->style & DOCENT_SPAN_NOTE) != 0)
            continue;
        if (r->target != last)
            last_address = dct_link_address(p, page, last = r->target, r->place);
        r->target = last_address == NULL ? "" : last_address;
        if (last_address == NULL)
            r->style &= ~DOCENT_SPAN_LINK;
    }
}

static void count_steps(dct_page *page)
{
    for (const dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n))
        page->steps += n->kind == DOCENT_BLOCK_STEP;
}

void dct_links_resolve(dct_project *p)
{
    for (uint32_t i = 0; i < p->page_count; i++)
        count_steps(p->pages[i]);
    for (uint32_t i = 0; i < p->page_count; i++) {
        dct_page *page = p->pages[i];
        for (dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n))
            resolve_runs(p, page, n);
    }
}
