/* Tells the authors what was asked and whether it helped: once for the words that stood on a results page when it was left,
 * not for every letter on the way to them.
 *
 *   results --a result is pressed-----------------> words, opened
 *           --home, a person, back, reset, close--> words, nothing opened   after a second, or when nothing was found
 *           --other words-------------------------> nothing: they go on asking
 *
 * Who leaves a page with the answer itself on top may have what they wanted: that says nothing. Who comes back to results
 * and leaves again is not counted twice; a second result they open is. */
#include "view_impl.h"

#include <string.h>

#define LOOKED_MS 1000u /* Who is gone sooner did not read the list: a slip of the hand, a glance. */

static bool is_answer(const dct_content *c, const dct_address *to)
{
    if (to->page != DCT_PAGE_ARTICLE && to->page != DCT_PAGE_STEPS && to->page != DCT_PAGE_FIX)
        return false;
    if (c->answer != NULL && strcmp(docent_article_id(c->answer), to->id) == 0)
        return true;
    for (uint32_t i = 0; i < docent_hits_count(c->hits); i++)
        if (strcmp(docent_hits_at(c->hits, i)->id, to->id) == 0)
            return true;
    return false;
}

void dct_asked_look(const docent_view *v, const dct_address *to, dct_arrival how, dct_asked *out)
{
    const dct_address *here = &v->state.address;
    out->counts = false;
    if (here->page != DCT_PAGE_SEARCH || v->content.hits == NULL || (to != NULL && to->page == DCT_PAGE_SEARCH))
        return;
    out->found = docent_hits_total(v->content.hits);
    out->opened = to != NULL && how == DCT_ARRIVE_NEW && is_answer(&v->content, to);
    bool looked = out->found == 0 || v->now_ms - v->asked_ms >= LOOKED_MS;
    bool answered = v->content.answer != NULL; /* On the page itself: who leaves may well know what they wanted. */
    out->counts = out->opened || (looked && !answered && !v->asked_before);
    strcpy(out->words, here->query);
}

void dct_asked_count(docent_view *v, const dct_asked *asked, const dct_address *to)
{
    if (asked->counts) /* Whether it can be written is no business of whoever reads on. */
        (void)docent_count_search(v->h, asked->words, asked->found, asked->opened ? to->id : NULL);
}

void dct_asked_arrive(docent_view *v, bool same_words, dct_arrival how)
{
    if (v->state.address.page != DCT_PAGE_SEARCH || same_words)
        return;
    v->asked_ms = v->now_ms;
    v->asked_before = how == DCT_ARRIVE_BACK || how == DCT_ARRIVE_FORWARD;
}

void dct_asked_end(docent_view *v)
{
    dct_asked asked;
    dct_asked_look(v, NULL, DCT_ARRIVE_NEW, &asked);
    dct_asked_count(v, &asked, NULL);
}
