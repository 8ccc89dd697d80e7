/* Pages that are lists: search results, table of contents, bookmarks. */
#include "answer.h"
#include "nearby.h"
#include "pages.h"

#include <math.h>
#include <string.h>

dct_box *dct_reading_column(dct_build *b, dct_box *page)
{
    dct_box *column = dct_column(b, page, 14);
    column->flags |= DCT_BOX_FILL;
    column->max_w = b->m.measure;
    return column;
}

static void add_hits(dct_build *b, dct_box *parent, const docent_hits *hits, const char *key)
{
    dct_box *list = dct_column(b, parent, 10);
    list->role = DOCENT_ROLE_LIST;
    list->key = dct_key(key, UINT32_MAX);
    list->label = "";
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        if (hit->kind == DOCENT_KIND_CATEGORY)
            dct_category_card(b, list, hit, dct_key(key, i));
        else
            dct_hit_card(b, list, hit, dct_key(key, i));
    }
}

#define WEAK 0.5 /* Of the words that were searched, by their rarity. */

/* ---- results ------------------------------------------------------------------------- */

static void add_count(dct_build *b, dct_box *column)
{
    const docent_hits *hits = b->content->hits;
    const char *corrected = docent_hits_corrected(hits);
    const char *line = corrected[0] != 0
        ? dct_tr_fill(b, "Showing results for \xE2\x80\x9C{0}\xE2\x80\x9D", corrected, NULL)
        : dct_tr_fill(b, "Results: {0}", dct_number(b, docent_hits_total(hits)), NULL);
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, line)->role = DOCENT_ROLE_STATUS;
}

void dct_page_results(dct_build *b, dct_box *page)
{
    dct_box *column = dct_reading_column(b, page);
    if (b->state->address.query[strspn(b->state->address.query, " ")] == 0) {
        dct_empty(b, column, "search", dct_tr(b, "What do you need help with?"),
                  dct_tr(b, "Type a few words. Answers appear while you type."));
        return;
    }
    bool nothing = docent_hits_count(b->content->hits) == 0;
    bool answered = b->content->answer != NULL || dct_asks_for_person(b, b->state->address.query);
    if (!nothing || answered) {
        const char *title = dct_tr_fill(b, "Answers for \xE2\x80\x9C{0}\xE2\x80\x9D", b->state->address.query, NULL);
        dct_heading(b, column, 1, DCT_LOOK_SUBHEADING, title)->max_lines = 2;
        if (!nothing)
            add_count(b, column);
        if (!nothing && !dct_is_tight(b)) /* Else answers come first: chips would fill the page. */
            dct_context_chips(b, column);
    }
    dct_answer_card(b, column);
    if (nothing) {
        if (!answered)
            dct_nearby_page(b, column);
        return;
    }
    bool weak = docent_hits_at(b->content->hits, 0)->coverage < WEAK;
    if (weak) /* They hold a part of the words: the question as a whole may be another one. */
        dct_ask_card(b, column, "");
    add_hits(b, column, b->content->hits, "result");
    if (dct_is_tight(b))
        dct_context_chips(b, column);
    if (docent_hits_total(b->content->hits) > docent_hits_count(b->content->hits))
        dct_button(b, column, DCT_BUTTON_PLAIN, "plus", dct_tr(b, "More results"), NULL, dct_key("more-results", 0),
                   dct_press_command("more-results"));
    if (!weak)
        dct_ask_card(b, column, b->state->address.query);
    dct_person_card(b, column);
}

/* ---- contents --------------------------------------------------------------------------- */

static const docent_hit *category_named(const dct_build *b, const char *id)
{
    for (uint32_t i = 0; i < docent_hits_count(b->content->categories); i++) {
        const docent_hit *hit = docent_hits_at(b->content->categories, i);
        if (hit->kind == DOCENT_KIND_CATEGORY && strcmp(hit->id, id) == 0)
            return hit;
    }
    return NULL;
}

void dct_page_toc(dct_build *b, dct_box *page)
{
    const char *id = b->state->address.id;
    const docent_hit *category = id[0] == 0 ? NULL : category_named(b, id);
    dct_box *column = dct_reading_column(b, page);
    if (id[0] != 0)
        dct_button(b, column, DCT_BUTTON_QUIET, "list", dct_tr(b, "Contents"), NULL, dct_key("toc-up", 0),
                   dct_press_command("contents"));
    const char *title = category != NULL ? category->title : id[0] == 0 ? dct_tr(b, "Contents") : id;
    dct_heading(b, column, 1, DCT_LOOK_TITLE, title);
    if (category != NULL && category->summary[0] != 0)
        dct_text(b, column, DCT_LOOK_LEAD, DCT_NO_COLOUR, category->summary);
    add_hits(b, column, b->content->hits, "toc-item");
}

/* ---- bookmarks ----------------------------------------------------------------------------- */

void dct_page_bookmarks(dct_build *b, dct_box *page)
{
    dct_box *column = dct_reading_column(b, page);
    if (docent_hits_count(b->content->hits) == 0) {
        dct_empty(b, column, "bookmark", dct_tr(b, "No bookmarks yet"),
                  dct_tr(b, "Press Bookmark on a page to find it here again."));
        return;
    }
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "Bookmarks"));
    add_hits(b, column, b->content->hits, "bookmarked");
}
