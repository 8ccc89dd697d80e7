#include "state.h"

#include "../base/bytes.h"
#include "../base/limits.h"

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
