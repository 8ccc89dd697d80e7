/* See nearby.h. The search has tried slips already; what is left is wrong at its end, or far off:
 *
 *   prxntrr -> "prxntr|" "prxn|" -> printer ...     each as the beginning of a word, slips allowed
 *
 * The marks of what is found are the words that may have been meant; its category is the nearest section. */
#include "nearby.h"

#include "pages.h"

#include "../base/utf8.h"
#include "../text/match.h"

#include <math.h>
#include <string.h>

#define MAX_WORDS 4u      /* That are tried, in their order: at most twelve searches, only where one found nothing. */
#define LEAST_LETTERS 3u  /* Fewer begin anything. */
#define SHOWN 3u
#define MAX_MEANT 3u
#define MAX_MEANT_BYTES 64u

/* ---- finding ------------------------------------------------------------------------- */

static size_t letters_of(const char *text, size_t size)
{
    size_t count = 0;
    for (size_t at = 0; at < size; count++)
        dct_utf8_next(text, size, &at);
    return count;
}

static size_t bytes_of(const char *text, size_t size, size_t letters)
{
    size_t at = 0;
    while (letters-- > 0 && at < size)
        dct_utf8_next(text, size, &at);
    return at;
}

static docent_status try_beginning(dct_content *c, const char *word, size_t size)
{
    char text[sizeof ((dct_address *)0)->query];
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *hits = NULL;
    memcpy(text, word, size);
    text[size] = 0;
    query.text = text;
    query.flags = DOCENT_QUERY_PREFIX;
    query.limit = SHOWN;
    docent_status status = docent_search(c->h, &query, &hits);
    if (status == DOCENT_OK && docent_hits_count(hits) > 0)
        c->nearby = hits;
    else
        docent_hits_free(hits);
    return status;
}

/* Three quarters of it, then a half. */
static docent_status try_word(dct_content *c, const char *word, size_t size)
{
    size_t letters = letters_of(word, size);
    docent_status status = DOCENT_OK;
    for (size_t quarters = 3; status == DOCENT_OK && c->nearby == NULL && quarters >= 2; quarters--) {
        size_t left = (letters * quarters + 3) / 4;
        if (left >= LEAST_LETTERS)
            status = try_beginning(c, word, bytes_of(word, size, left));
    }
    return status;
}

docent_status dct_nearby_find(dct_content *c, const char *words)
{
    docent_status status = DOCENT_OK;
    uint32_t tried = 0;
    for (const char *p = words + strspn(words, " "); status == DOCENT_OK && c->nearby == NULL && *p != 0 && tried++ < MAX_WORDS;) {
        size_t size = strcspn(p, " ");
        status = try_word(c, p, size);
        p += size;
        p += strspn(p, " ");
    }
    return status;
}

/* ---- did you mean -------------------------------------------------------------------------- */

/* Not another form of one that is there: "print" finds what "printed" does. */
static bool is_new(char meant[MAX_MEANT][MAX_MEANT_BYTES], uint32_t count, const char *word)
{
    uint32_t from, to, size = (uint32_t)strlen(word);
    for (uint32_t i = 0; i < count; i++)
        if (dct_text_match(word, size, meant[i], (uint32_t)strlen(meant[i]), 0, &from, &to) && from == 0)
            return false;
    return true;
}

static uint32_t add_meant(char meant[MAX_MEANT][MAX_MEANT_BYTES], uint32_t count, const char *text, const docent_span *marks,
                          uint32_t mark_count)
{
    for (uint32_t i = 0; i < mark_count && count < MAX_MEANT; i++) {
        size_t size = marks[i].to - marks[i].from;
        if (size == 0 || size >= MAX_MEANT_BYTES)
            continue;
        memcpy(meant[count], text + marks[i].from, size);
        meant[count][size] = 0;
        count += is_new(meant, count, meant[count]);
    }
    return count;
}

static const char *search_for(dct_build *b, const char *word)
{
    dct_address a = { .page = DCT_PAGE_SEARCH };
    dct_buf buf;
    strcpy(a.query, word);
    dct_buf_init(&buf, docent_alloc_of(b->h), 4096);
    dct_address_format(&a, &buf);
    const char *text = dct_arena_text(b->arena, (const char *)buf.data, buf.size);
    dct_buf_close(&buf);
    return text == NULL ? "home" : text;
}

static void add_did_you_mean(dct_build *b, dct_box *column)
{
    char meant[MAX_MEANT][MAX_MEANT_BYTES];
    uint32_t count = 0;
    for (uint32_t i = 0; i < docent_hits_count(b->content->nearby); i++) {
        const docent_hit *hit = docent_hits_at(b->content->nearby, i);
        count = add_meant(meant, count, hit->title, hit->title_marks, hit->title_mark_count);
        count = add_meant(meant, count, hit->excerpt, hit->marks, hit->mark_count);
    }
    if (count == 0)
        return;
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(8 * b->m.space);
    dct_box *words = dct_row(b, row, 0);
    words->min_h = dct_is_tight(b) ? 0 : b->m.touch;
    dct_text(b, words, DCT_LOOK_BODY, DCT_NO_COLOUR, dct_tr(b, "Did you mean:"));
    for (uint32_t i = 0; i < count; i++) {
        const char *word = dct_arena_text(b->arena, meant[i], strlen(meant[i]));
        dct_button(b, row, DCT_BUTTON_PLAIN, "search", word == NULL ? "" : word, NULL, dct_key("meant", i),
                   dct_press_go(search_for(b, meant[i])));
    }
}

/* ---- the nearest section, everything, a person --------------------------------------------------- */

static const docent_hit *section_of(const dct_build *b, const docent_hit *hit)
{
    for (uint32_t i = 0; i < docent_hits_count(b->content->categories); i++) {
        const docent_hit *category = docent_hits_at(b->content->categories, i);
        if (category->kind == DOCENT_KIND_CATEGORY && strcmp(category->title, hit->category) == 0)
            return category;
    }
    return NULL;
}

static void add_ways_on(dct_build *b, dct_box *column)
{
    const docent_hit *first = docent_hits_at(b->content->nearby, 0);
    const docent_hit *section = first == NULL ? NULL : section_of(b, first);
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->align_x = DCT_ALIGN_CENTER;
    row->gap = roundf(12 * b->m.space);
    if (section != NULL)
        dct_button(b, row, DCT_BUTTON_PLAIN, "book", section->title,
                   dct_tr_fill(b, "All pages of \xE2\x80\x9C{0}\xE2\x80\x9D", section->title, NULL), dct_key("nothing-section", 0),
                   dct_press_go(dct_place(b, DCT_PAGE_TOC, section->id, NULL)));
    dct_button(b, row, DCT_BUTTON_MAIN, "list", dct_tr(b, "Contents"), NULL, dct_key("nothing-contents", 0),
               dct_press_command("contents"));
    dct_button(b, row, DCT_BUTTON_PLAIN, "chat", dct_tr(b, "Ask a question"), NULL, dct_key("nothing-ask", 0),
               dct_press_command("ask"));
    if (b->content->contact != NULL)
        dct_button(b, row, DCT_BUTTON_PLAIN, "person", dct_tr(b, "Talk to a person"), NULL, dct_key("nothing-contact", 0),
                   dct_press_command("contact"));
}

static void add_nearest(dct_build *b, dct_box *column)
{
    dct_heading(b, column, 2, DCT_LOOK_SUBHEADING, dct_tr(b, "Nearest to it"));
    dct_box *list = dct_column(b, column, 10);
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key("nearby", UINT32_MAX);
    list->label = "";
    for (uint32_t i = 0; i < docent_hits_count(b->content->nearby); i++)
        dct_hit_card(b, list, docent_hits_at(b->content->nearby, i), dct_key("nearby", i));
}

static void add_sections(dct_build *b, dct_box *column)
{
    dct_box *list = dct_column(b, column, 10);
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key("nothing-sections", UINT32_MAX);
    list->label = "";
    for (uint32_t i = 0; i < docent_hits_count(b->content->categories); i++) {
        const docent_hit *hit = docent_hits_at(b->content->categories, i);
        if (hit->kind == DOCENT_KIND_CATEGORY)
            dct_category_card(b, list, hit, dct_key("nothing-sections", i));
    }
}

void dct_nearby_page(dct_build *b, dct_box *column)
{
    bool near_ones = docent_hits_count(b->content->nearby) > 0;
    const char *title = dct_tr_fill(b, "Nothing found for \xE2\x80\x9C{0}\xE2\x80\x9D", b->state->address.query, NULL);
    dct_box *empty = dct_empty(b, column, "search", title, NULL);
    if (near_ones)
        add_did_you_mean(b, empty);
    dct_empty_words(b, empty, dct_tr(b, "Try one word that names the thing or the problem, or look through the contents."));
    add_ways_on(b, empty);
    if (near_ones)
        add_nearest(b, column);
    else
        add_sections(b, column);
}
