#include "state.h"

#include "../base/bytes.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <string.h>

/* ---- history ------------------------------------------------------------------ */

void dct_history_init(dct_history *h, const docent_alloc *alloc)
{
    memset(h, 0, sizeof *h);
    h->alloc = alloc;
}

static char *copy_text(dct_history *h, const char *text, size_t *room)
{
    *room = strlen(text) + 1;
    char *copy = dct_new(h->alloc, *room);
    if (copy != NULL)
        memcpy(copy, text, *room);
    return copy;
}

static void drop_visits(dct_history *h, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        dct_free(h->alloc, h->visits[i].address, h->visits[i].room);
    memmove(h->visits + from, h->visits + to, (h->count - to) * sizeof *h->visits);
    h->count -= to - from;
}

static bool reserve(dct_history *h)
{
    if (h->count < h->room)
        return true;
    uint32_t room = h->room == 0 ? 16 : h->room * 2;
    dct_visit *visits = dct_resize(h->alloc, h->visits, h->room * sizeof *visits, room * sizeof *visits);
    if (visits == NULL)
        return false;
    h->visits = visits;
    h->room = room;
    return true;
}

bool dct_history_push(dct_history *h, const char *address)
{
    size_t room;
    char *copy = reserve(h) ? copy_text(h, address, &room) : NULL;
    if (copy == NULL)
        return false;
    if (h->count > 0)
        drop_visits(h, h->at + 1, h->count);
    if (h->count == DCT_MAX_HISTORY)
        drop_visits(h, 0, 1);
    h->visits[h->count] = (dct_visit){ copy, room, 0, 0 };
    h->at = h->count++;
    return true;
}

bool dct_history_replace(dct_history *h, const char *address)
{
    size_t room;
    if (h->count == 0)
        return dct_history_push(h, address);
    char *copy = copy_text(h, address, &room);
    if (copy == NULL)
        return false;
    dct_visit *now = &h->visits[h->at];
    dct_free(h->alloc, now->address, now->room);
    now->address = copy;
    now->room = room;
    return true;
}

dct_visit *dct_history_now(dct_history *h)
{
    return h->count == 0 ? NULL : &h->visits[h->at];
}

void dct_history_close(dct_history *h)
{
    if (h->visits != NULL)
        drop_visits(h, 0, h->count);
    dct_free(h->alloc, h->visits, h->room * sizeof *h->visits);
    h->visits = NULL;
    h->count = h->room = h->at = 0;
}

/* ---- fields --------------------------------------------------------------------- */

static bool is_long(uint32_t field)
{
    return field == DCT_FIELD_BODY || field == DCT_FIELD_REPLY || field == DCT_FIELD_ABOUT;
}

void dct_state_init(dct_state *s, const docent_alloc *alloc)
{
    uint32_t lines = 0, letters = 0;
    memset(s, 0, sizeof *s);
    dct_history_init(&s->history, alloc);
    s->zoom = 1;
    for (uint32_t i = 0; i < DCT_FIELD_EXTRA; i++)
        if (is_long(i))
            dct_edit_init(&s->fields[i], s->long_texts[letters++], DCT_EDIT_LONG, true);
        else
            dct_edit_init(&s->fields[i], s->line_texts[lines++], DCT_EDIT_LINE, false);
    for (uint32_t i = 0; i < DCT_MAX_EXTRA; i++)
        dct_edit_init(&s->fields[DCT_FIELD_EXTRA + i], s->extra_texts[i], DCT_EXTRA_BYTES, false);
}

/* ---- ticks --------------------------------------------------------------------- */

uint64_t dct_tick_key(const char *article, uint32_t step)
{
    uint64_t hash = dct_hash(DCT_HASH_START, article, strlen(article));
    unsigned char bytes[4] = { (unsigned char)step, (unsigned char)(step >> 8), (unsigned char)(step >> 16), 1 };
    return dct_hash(hash, bytes, sizeof bytes);
}

static uint32_t tick_index(const dct_state *s, uint64_t key)
{
    uint32_t i = 0;
    while (i < s->tick_count && s->ticks[i] != key)
        i++;
    return i;
}

bool dct_state_ticked(const dct_state *s, const char *article, uint32_t step)
{
    return tick_index(s, dct_tick_key(article, step)) < s->tick_count;
}

void dct_state_tick(dct_state *s, const char *article, uint32_t step)
{
    uint64_t key = dct_tick_key(article, step);
    uint32_t i = tick_index(s, key);
    if (i == s->tick_count && s->tick_count < DCT_MAX_TICKS) {
        s->ticks[s->tick_count++] = key;
        return;
    }
    bool was_set = i < s->tick_count;
    uint32_t drop = was_set ? i : 0;
    memmove(s->ticks + drop, s->ticks + drop + 1, (s->tick_count - drop - 1) * sizeof *s->ticks);
    s->tick_count--;
    if (!was_set)
        s->ticks[s->tick_count++] = key;
}

/* ---- the way through a guide ------------------------------------------------------ */

static uint32_t trail_index(const dct_trail *t, const char *screen)
{
    uint32_t i = 0;
    while (i < t->count && strcmp(t->steps[i].screen, screen) != 0)
        i++;
    return i;
}

uint32_t dct_trail_answer(const dct_trail *t, const char *guide, const char *screen)
{
    if (strcmp(t->guide, guide) != 0)
        return UINT32_MAX;
    uint32_t i = trail_index(t, screen);
    return i < t->count ? t->steps[i].answer : UINT32_MAX;
}

void dct_trail_note(dct_trail *t, const char *guide, const char *screen, uint32_t answer)
{
    if (strlen(guide) >= sizeof t->guide || strlen(screen) >= sizeof t->steps[0].screen)
        return;
    if (strcmp(t->guide, guide) != 0) {
        memset(t, 0, sizeof *t);
        strcpy(t->guide, guide);
    }
    uint32_t i = trail_index(t, screen);
    if (i == DCT_MAX_TRAIL)
        return;
    if (i < t->count && t->steps[i].answer == answer)
        return; /* The same answer again: what came after it still holds. */
    strcpy(t->steps[i].screen, screen);
    t->steps[i].answer = answer;
    t->count = i + 1;
}

/* ---- opinions ------------------------------------------------------------------------ */

bool dct_state_voted(const dct_state *s, const char *place)
{
    uint64_t key = dct_hash(DCT_HASH_START, place, strlen(place));
    for (uint32_t i = 0; i < s->vote_count; i++)
        if (s->votes[i] == key)
            return true;
    return false;
}

void dct_state_vote(dct_state *s, const char *place)
{
    if (dct_state_voted(s, place))
        return;
    if (s->vote_count == DCT_MAX_VOTES)
        memmove(s->votes, s->votes + 1, --s->vote_count * sizeof *s->votes);
    s->votes[s->vote_count++] = dct_hash(DCT_HASH_START, place, strlen(place));
}

/* ---- the story so far ---------------------------------------------------------------- */

/* What was struck stays struck when items move. */
static void drop_item(dct_state *s, uint32_t i)
{
    dct_story *t = &s->story;
    uint32_t low = s->wish.struck & ((1u << i) - 1), story = s->wish.struck & ((1u << DCT_MAX_STORY) - 1);
    uint32_t rest = s->wish.struck & ~((1u << DCT_MAX_STORY) - 1);
    memmove(t->items + i, t->items + i + 1, (t->count - i - 1) * sizeof *t->items);
    t->count--;
    s->wish.struck = rest | low | (story >> (i + 1) << i);
}

static void copy_cut(char *to, size_t room, const char *text)
{
    size_t size = strlen(text) < room ? strlen(text) : dct_utf8_cut(text, room - 1);
    memcpy(to, text, size);
    to[size] = 0;
}

void dct_story_note(dct_state *s, dct_story_kind kind, const char *text, const char *address, bool refines)
{
    dct_story *t = &s->story;
    for (uint32_t i = 0; i < t->count; i++)
        if (strcmp(t->items[i].address, address) == 0) {
            drop_item(s, i);
            break;
        }
    if (refines && kind == DCT_STORY_SEARCH && t->count > 0 && t->items[t->count - 1].kind == DCT_STORY_SEARCH)
        drop_item(s, t->count - 1);
    if (t->count == DCT_MAX_STORY)
        drop_item(s, 0);
    dct_story_item *item = &t->items[t->count++];
    item->kind = kind;
    copy_cut(item->text, sizeof item->text, text);
    copy_cut(item->address, sizeof item->address, address);
}
