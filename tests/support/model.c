#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const model_kind *model_kind_named(const char *name)
{
    static const model_kind *const kinds[] = { &model_webhook, &model_mail, &model_rt };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i]->name, name) == 0)
            return kinds[i];
    return NULL;
}

void model_open(model *m, const char *kind, fake_clock *clock)
{
    memset(m, 0, sizeof *m);
    m->kind = model_kind_named(kind);
    m->clock = clock;
    m->dedup = true;
}

void model_close(model *m)
{
    for (uint32_t i = 0; i < m->item_count; i++)
        free(m->items[i].data);
    free(m->out);
    m->out = NULL;
    m->item_count = 0;
}

model_item *model_add(model *m, const char *id, const char *conversation, const void *data, size_t size)
{
    if (m->item_count == MODEL_ITEMS)
        abort();
    model_item *item = &m->items[m->item_count++];
    memset(item, 0, sizeof *item);
    snprintf(item->id, sizeof item->id, "%s", id);
    snprintf(item->conversation, sizeof item->conversation, "%s", conversation);
    item->data = malloc(size + 1);
    if (item->data == NULL)
        abort();
    memcpy(item->data, data, size);
    item->data[size] = 0;
    item->size = size;
    return item;
}

void model_reply(model *m, const char *conversation, const char *text)
{
    m->kind->reply(m, conversation, text);
}

uint32_t model_count(const model *m, const char *id)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->item_count; i++)
        n += m->items[i].ours && m->items[i].box == 0 && strcmp(m->items[i].id, id) == 0;
    return n;
}

uint32_t model_letters(const model *m, const char *conversation, const model_item **out, uint32_t room)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->item_count && n < room; i++)
        if (m->items[i].ours && m->items[i].box == 0 && strcmp(m->items[i].conversation, conversation) == 0)
            out[n++] = &m->items[i];
    return n;
}
