/* Set on questions whose answer is known, and on questions about other things, which no article answers: see
 * tests/bench/ask.c. A wrong answer costs a person more than "please say it in other words". */
#include "choose.h"

#include <string.h>

#define ENOUGH 0.55   /* Of what was asked, by the rarity of its words. */
#define CLEAR_LEAD 1.12 /* A first that stands this far above the second is the answer. */
#define CHOICES 3u    /* More is a list, and the search has that. */

static void add(docent_ask *ask, const docent_hit *hit)
{
    ask->candidates[ask->candidate_count++] = (dct_ask_candidate){
        .id = dct_talk_keep(ask, hit->id, strlen(hit->id)),
        .anchor = dct_talk_keep(ask, hit->anchor, strlen(hit->anchor)),
        .title = dct_talk_keep(ask, hit->title, strlen(hit->title)),
        .kind = hit->kind,
    };
}

static bool is_article(const docent_hit *hit)
{
    return hit->kind == DOCENT_KIND_ARTICLE || hit->kind == DOCENT_KIND_FIX;
}

uint32_t dct_ask_choose(docent_ask *ask, const docent_hits *hits)
{
    double first = 0;
    uint32_t equal = 0;
    ask->candidate_count = ask->next = 0;
    for (uint32_t i = 0; i < docent_hits_count(hits) && ask->candidate_count < DCT_MAX_CANDIDATES; i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        if (!is_article(hit) || hit->coverage < ENOUGH)
            continue;
        if (ask->candidate_count == 0)
            first = hit->score;
        equal += first < CLEAR_LEAD * hit->score && equal < CHOICES;
        add(ask, hit);
    }
    return equal;
}
