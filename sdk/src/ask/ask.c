/* The conversation's turns: each call adds the person's, and one that answers it.
 *
 * It will not guess: what is shown is quoted, and where nothing says enough of what was asked, that is said. */
#include "talk.h"

#include "choose.h"
#include "guide.h"
#include "passage.h"

#include "../base/limits.h"
#include "../base/percent.h"
#include "../base/utf8.h"

#include <string.h>

#define MISSES 2u /* Then a person is offered. */
#define LETTER_BYTES (64u << 10)

/* ---- life ---- */

static const char *kept(docent_ask *ask, const char *text)
{
    return text == NULL ? NULL : dct_talk_keep(ask, text, strlen(text));
}

docent_status docent_ask_open(docent *h, const docent_where *where, docent_ask **out)
{
    if (h == NULL || out == NULL)
        return DOCENT_ERR_ARG;
    docent_ask *ask = dct_new_zero(docent_alloc_of(h), sizeof *ask);
    *out = ask;
    if (ask == NULL)
        return DOCENT_ERR_NOMEM;
    ask->h = h;
    ask->alloc = *docent_alloc_of(h);
    dct_arena_init(&ask->arena, &ask->alloc, DCT_MAX_ARENA_BYTES / 16);
    dct_buf_init(&ask->letter, &ask->alloc, LETTER_BYTES);
    if (where != NULL) {
        ask->where.product = kept(ask, where->product);
        ask->where.audience = kept(ask, where->audience);
        ask->where.version = kept(ask, where->version);
        ask->where.article = kept(ask, where->article);
    }
    return DOCENT_OK;
}

void docent_ask_close(docent_ask *ask)
{
    if (ask == NULL)
        return;
    docent_alloc alloc = ask->alloc;
    for (uint32_t i = 0; i < ask->article_count; i++)
        docent_article_close(ask->articles[i]);
    dct_buf_close(&ask->letter);
    dct_arena_close(&ask->arena);
    dct_free(&alloc, ask, sizeof *ask);
}

/* ---- turns ---- */

static void person_says(docent_ask *ask, const char *words)
{
    docent_turn *turn = dct_talk_add(ask, DOCENT_TURN_PERSON);
    if (turn != NULL)
        turn->text = kept(ask, words);
}

static void offer_person(docent_ask *ask)
{
    ask->misses = 0;
    dct_talk_add(ask, DOCENT_TURN_PERSON_OFFERED);
}

static void miss(docent_ask *ask)
{
    ask->guide = NULL;
    if (++ask->misses >= MISSES) {
        offer_person(ask);
        return;
    }
    docent_turn *turn = dct_talk_add(ask, DOCENT_TURN_UNKNOWN);
    if (turn != NULL)
        dct_talk_option(ask, turn, DOCENT_OPTION_PERSON, "", (dct_ask_move){ .kind = DCT_MOVE_PERSON });
}

static const char *address_of(docent_ask *ask, const docent_article *a, const char *anchor)
{
    return dct_talk_address(ask, "article/", docent_article_id(a), anchor);
}

static void quote(docent_ask *ask, const docent_article *a, const char *anchor)
{
    dct_passage p = dct_passage_at(a, anchor);
    docent_turn *turn = dct_talk_add(ask, DOCENT_TURN_ANSWER);
    dct_buf text;
    if (turn == NULL)
        return;
    dct_buf_init(&text, &ask->alloc, 1u << 20);
    dct_passage_text(a, p, &text);
    turn->text = dct_talk_keep(ask, dct_buf_text(&text), text.size);
    dct_buf_close(&text);
    turn->article = a;
    turn->from = p.from;
    turn->to = p.to;
    turn->title = docent_article_title(a);
    turn->locale = docent_article_locale(a);
    turn->origin = docent_article_origin(a);
    turn->address = address_of(ask, a, anchor);
    dct_talk_option(ask, turn, DOCENT_OPTION_HELPED, "", (dct_ask_move){ .kind = DCT_MOVE_SOLVED });
    dct_talk_option(ask, turn, DOCENT_OPTION_NOT_THIS, "", (dct_ask_move){ .kind = DCT_MOVE_NEXT });
    dct_talk_option(ask, turn, DOCENT_OPTION_PERSON, "", (dct_ask_move){ .kind = DCT_MOVE_PERSON });
}

/* A guide from its start, or from the screen that is named. */
static bool start_guide(docent_ask *ask, docent_article *guide, const char *anchor)
{
    ask->guide = guide;
    return (*anchor != 0 && dct_guide_go(ask, anchor)) || dct_guide_start(ask, guide);
}

static void show_candidate(docent_ask *ask, uint32_t index)
{
    const dct_ask_candidate *c = &ask->candidates[index];
    docent_article *a = dct_talk_article(ask, c->id);
    if (a == NULL)
        miss(ask);
    else if (docent_article_kind(a) != DOCENT_KIND_FIX)
        quote(ask, a, c->anchor);
    else if (!start_guide(ask, a, c->anchor))
        miss(ask);
}

static void which(docent_ask *ask, uint32_t count)
{
    docent_turn *turn = dct_talk_add(ask, DOCENT_TURN_WHICH);
    if (turn == NULL)
        return;
    for (uint32_t i = 0; i < count; i++)
        dct_talk_option(ask, turn, DOCENT_OPTION_CHOICE, ask->candidates[i].title,
                        (dct_ask_move){ .kind = DCT_MOVE_ARTICLE, .candidate = i });
    ask->next = count;
    dct_talk_option(ask, turn, DOCENT_OPTION_NOT_THIS, "", (dct_ask_move){ .kind = DCT_MOVE_NEXT });
    dct_talk_option(ask, turn, DOCENT_OPTION_PERSON, "", (dct_ask_move){ .kind = DCT_MOVE_PERSON });
}

/* The best one that was not shown, until there is none. */
static void show_next(docent_ask *ask)
{
    ask->guide = NULL;
    if (ask->next >= ask->candidate_count)
        miss(ask);
    else
        show_candidate(ask, ask->next++);
}

/* ---- what the person does ---- */

static docent_status find(docent_ask *ask, const char *words)
{
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *hits;
    query.text = words;
    query.limit = 2 * DCT_MAX_CANDIDATES;
    query.product = ask->where.product;
    query.audience = ask->where.audience;
    query.version = ask->where.version;
    docent_status status = docent_search(ask->h, &query, &hits);
    if (status != DOCENT_OK)
        return status;
    uint32_t equal = dct_ask_choose(ask, hits);
    docent_hits_free(hits);
    person_says(ask, words);
    if (equal == 0) {
        miss(ask);
    } else if (equal == 1) {
        ask->misses = 0;
        ask->next = 1;
        show_candidate(ask, 0);
    } else {
        ask->misses = 0;
        which(ask, equal);
    }
    return dct_arena_status(&ask->arena);
}

/* Two turns come at once, and the last may offer a person. */
static docent_status check_room(const docent_ask *ask)
{
    return ask->count + 3 > DCT_MAX_TURNS ? DOCENT_ERR_LIMIT : dct_arena_status(&ask->arena);
}

static bool are_words(const char *text)
{
    size_t size = strlen(text);
    return size <= DCT_MAX_QUERY_BYTES && dct_utf8_valid(text, size);
}

docent_status docent_ask_say(docent_ask *ask, const char *words)
{
    if (ask == NULL || words == NULL || !are_words(words))
        return DOCENT_ERR_ARG;
    if (words[strspn(words, " \t\r\n")] == 0)
        return DOCENT_OK;
    docent_status status = check_room(ask);
    ask->guide = status == DOCENT_OK ? NULL : ask->guide;
    return status == DOCENT_OK ? find(ask, words) : status;
}

docent_status docent_ask_person(docent_ask *ask, const char *words)
{
    if (ask == NULL || (words != NULL && !are_words(words)))
        return DOCENT_ERR_ARG;
    docent_status status = check_room(ask);
    if (status != DOCENT_OK)
        return status;
    if (words != NULL)
        person_says(ask, words);
    offer_person(ask);
    return dct_arena_status(&ask->arena);
}

/* "ID#anchor", percent-encoded. */
static void go_elsewhere(docent_ask *ask, const char *place)
{
    char id[DCT_MAX_ID_BYTES + 1], anchor[DCT_MAX_ID_BYTES + 1] = "";
    size_t size = strcspn(place, "#");
    const char *rest = place[size] == 0 ? "" : place + size + 1;
    ask->candidate_count = ask->next = 0;
    if (!dct_percent_decode_to(place, size, id, sizeof id) ||
        !dct_percent_decode_to(rest, strlen(rest), anchor, sizeof anchor)) {
        miss(ask);
        return;
    }
    ask->candidates[0] = (dct_ask_candidate){ .id = kept(ask, id), .anchor = kept(ask, anchor), .title = "" };
    ask->candidate_count = ask->next = 1;
    show_candidate(ask, 0);
}

static void go_to(docent_ask *ask, const char *target)
{
    bool fix = strncmp(target, "fix/", 4) == 0, article = strncmp(target, "article/", 8) == 0;
    if (*target == '#' && dct_guide_go(ask, target + 1))
        return;
    if (strcmp(target, "solved") == 0) {
        dct_talk_add(ask, DOCENT_TURN_SOLVED);
    } else if (fix || article) {
        go_elsewhere(ask, target + (fix ? 4 : 8));
    } else {
        offer_person(ask);
    }
}

docent_status docent_ask_choose(docent_ask *ask, uint32_t option, const char *label)
{
    const docent_turn *last = ask == NULL || ask->count == 0 ? NULL : &ask->turns[ask->count - 1];
    if (last == NULL || option >= last->option_count || (label != NULL && !are_words(label)))
        return DOCENT_ERR_ARG;
    docent_status status = check_room(ask);
    if (status != DOCENT_OK)
        return status;
    dct_ask_move move = ask->moves[option];
    person_says(ask, label != NULL ? label : last->options[option].label);
    switch (move.kind) {
    case DCT_MOVE_ARTICLE: show_candidate(ask, move.candidate); break;
    case DCT_MOVE_TARGET: go_to(ask, move.target); break;
    case DCT_MOVE_NEXT: show_next(ask); break;
    case DCT_MOVE_SOLVED: dct_talk_add(ask, DOCENT_TURN_SOLVED); break;
    case DCT_MOVE_PERSON: offer_person(ask); break;
    }
    return dct_arena_status(&ask->arena);
}

uint32_t docent_ask_count(const docent_ask *ask)
{
    return ask == NULL ? 0 : ask->count;
}

const docent_turn *docent_ask_at(const docent_ask *ask, uint32_t index)
{
    return ask != NULL && index < ask->count ? &ask->turns[index] : NULL;
}
