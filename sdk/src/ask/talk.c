#include "talk.h"

#include "../base/limits.h"
#include "../base/percent.h"

#include <string.h>

const char *dct_talk_keep(docent_ask *ask, const char *text, size_t size)
{
    const char *copy = dct_arena_text(&ask->arena, text, size);
    return copy == NULL ? "" : copy;
}

const char *dct_talk_address(docent_ask *ask, const char *form, const char *id, const char *anchor)
{
    dct_buf text;
    dct_buf_init(&text, &ask->alloc, DCT_MAX_ADDRESS_BYTES);
    dct_buf_add_text(&text, form);
    dct_percent_encode(id, &text);
    if (*anchor != 0) {
        dct_buf_add_byte(&text, '#');
        dct_percent_encode(anchor, &text);
    }
    const char *copy = text.failed ? "" : dct_talk_keep(ask, (const char *)text.data, text.size);
    dct_buf_close(&text);
    return copy;
}

docent_turn *dct_talk_add(docent_ask *ask, docent_turn_kind kind)
{
    if (ask->count == DCT_MAX_TURNS)
        return NULL;
    docent_turn *turn = &ask->turns[ask->count++];
    *turn = (docent_turn){ .kind = kind, .text = "", .title = "", .address = "", .locale = "", .origin = "" };
    return turn;
}

void dct_talk_option(docent_ask *ask, docent_turn *turn, docent_option_kind kind, const char *label, dct_ask_move move)
{
    if (turn->option_count == DCT_MAX_CANDIDATES + 3)
        return;
    if (turn->options == NULL)
        turn->options = dct_arena_array(&ask->arena, DCT_MAX_CANDIDATES + 3, sizeof *turn->options);
    if (turn->options == NULL)
        return;
    ask->moves[turn->option_count] = move;
    ((docent_option *)turn->options)[turn->option_count++] = (docent_option){ kind, label };
}

static bool keep_if_other(docent_ask *ask, const char **kept, const char *now)
{
    if (*kept != NULL && strcmp(*kept, now) == 0)
        return false;
    *kept = dct_talk_keep(ask, now, strlen(now));
    return true;
}

/* What was quoted before stays as it was; what is quoted next is in the language of now, out of the content of now. */
static void renew(docent_ask *ask)
{
    bool other = keep_if_other(ask, &ask->locale, docent_locale(ask->h)->tag);
    if (keep_if_other(ask, &ask->version, docent_info_of(ask->h)->content_version) || other)
        ask->fresh = ask->article_count;
}

docent_article *dct_talk_article(docent_ask *ask, const char *id)
{
    renew(ask);
    for (uint32_t i = ask->fresh; i < ask->article_count; i++)
        if (strcmp(docent_article_id(ask->articles[i]), id) == 0)
            return ask->articles[i];
    docent_article *a = NULL;
    if (ask->article_count == DCT_MAX_TURNS || docent_article_open(ask->h, id, &a) != DOCENT_OK)
        return NULL;
    return ask->articles[ask->article_count++] = a;
}
