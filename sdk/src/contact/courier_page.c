/* Pages that are open: their connections are kept up, and who is there is known.
 *
 *     page --> dct_watched (outlives the courier) --> connector of each: watch, look, typing, there
 */
#include "courier_inside.h"

#include "../base/limits.h"
#include "talks.h"

#include <string.h>

bool dct_courier_watches(const dct_courier *c, const char *conversation)
{
    for (int i = 0; i < DCT_WATCHED; i++)
        if (strcmp(c->watched->ids[i].text, conversation) == 0)
            return true;
    return false;
}

void dct_watched_note(dct_watched *w, const char *conversation, bool on)
{
    docent_id kept[DCT_WATCHED + 1] = { { "" } };
    int count = 0;
    if (*conversation == 0) {
        w->desk = on;
        return;
    }
    for (int i = 0; i < DCT_WATCHED; i++)
        if (w->ids[i].text[0] != 0 && strcmp(w->ids[i].text, conversation) != 0)
            kept[count++] = w->ids[i];
    if (on)
        memcpy(kept[count++].text, conversation, strlen(conversation) + 1);
    memcpy(w->ids, kept + (count > DCT_WATCHED), sizeof w->ids);
}

/* The slot and the server's name of a conversation; NULL when there is neither. */
static dct_slot *slot_of(dct_courier *c, const char *conversation, dct_arena *arena, const char **remote, docent_error *err,
                         docent_status *status)
{
    const char *connector;
    *remote = "";
    *status = dct_talks_remote(c->config.outbox, conversation, arena, &connector, remote, err);
    for (uint32_t i = 0; *status == DOCENT_OK && i < c->count; i++)
        if (strcmp(c->slots[i].connector.id, connector) == 0)
            return &c->slots[i];
    return NULL;
}

static void watch_desk(dct_courier *c, bool on)
{
    for (uint32_t i = 0; i < c->count; i++) {
        dct_connector *k = &c->slots[i].connector;
        if (k->kind->watch != NULL)
            k->kind->watch(k, "", on);
    }
}

static docent_status hurry(dct_courier *c, const char *conversation, bool on, docent_error *err)
{
    dct_arena arena;
    const char *remote;
    docent_status status;
    dct_arena_init(&arena, &c->alloc, DCT_MAX_CONTACT_BYTES);
    dct_slot *s = slot_of(c, conversation, &arena, &remote, err, &status);
    if (status == DOCENT_OK && s != NULL && s->connector.kind->watch != NULL && *remote != 0)
        s->connector.kind->watch(&s->connector, remote, on);
    if (status == DOCENT_OK && on)
        status = dct_inbox_hurry(c->config.outbox, conversation, err);
    if (on && s != NULL)
        s->poll_ms = s->poll_ms != 0 ? 1 : 0;
    dct_arena_close(&arena);
    return status;
}

docent_status dct_courier_watch(dct_courier *c, const char *conversation, bool on, docent_error *err)
{
    dct_watched_note(c->watched, conversation, on);
    if (*conversation != 0)
        return hurry(c, conversation, on, err);
    watch_desk(c, on);
    return DOCENT_OK;
}

void dct_courier_watch_again(dct_courier *c)
{
    if (c->watched->desk)
        watch_desk(c, true);
    for (int i = 0; i < DCT_WATCHED; i++)
        if (c->watched->ids[i].text[0] != 0)
            (void)hurry(c, c->watched->ids[i].text, true, NULL); /* What cannot be read now is polled in its own time. */
}

bool dct_courier_there(dct_courier *c, bool *somebody)
{
    bool told = false;
    *somebody = false;
    for (uint32_t i = 0; i < c->count; i++) {
        dct_connector *k = &c->slots[i].connector;
        bool here = false;
        if (k->kind->there != NULL && k->kind->there(k, &here)) {
            told = true;
            *somebody = *somebody || here;
        }
    }
    return told;
}

void dct_courier_typing(dct_courier *c, const char *conversation, bool on)
{
    dct_arena arena;
    const char *remote;
    docent_status status;
    dct_arena_init(&arena, &c->alloc, DCT_MAX_CONTACT_BYTES);
    dct_slot *s = slot_of(c, conversation, &arena, &remote, NULL, &status);
    if (s != NULL && s->connector.kind->typing != NULL && *remote != 0)
        s->connector.kind->typing(&s->connector, remote, on);
    dct_arena_close(&arena);
}

docent_status dct_courier_look(dct_courier *c, const char *conversation, docent_chat_state *out, docent_error *err)
{
    dct_arena arena;
    const char *remote;
    docent_status status;
    memset(out, 0, sizeof *out);
    dct_arena_init(&arena, &c->alloc, DCT_MAX_CONTACT_BYTES);
    dct_slot *s = slot_of(c, conversation, &arena, &remote, err, &status);
    if (s != NULL && s->connector.kind->look != NULL)
        s->connector.kind->look(&s->connector, remote, out);
    dct_arena_close(&arena);
    return status;
}
