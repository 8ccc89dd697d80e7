/* The conversation for the person who reads it next: what was asked, and which passages were shown, by their titles. */
#include "talk.h"

#include <string.h>

/* Of a guide's screen its question: an answer says nothing without it. */
static size_t question_size(const docent_turn *turn)
{
    return turn->kind == DOCENT_TURN_SCREEN ? strcspn(turn->text, "\n") : 0;
}

static void add_place(dct_buf *out, const docent_turn *turn)
{
    dct_buf_add_format(out, "%s (%s)%s", turn->title, turn->address, question_size(turn) > 0 ? ": " : "");
    dct_buf_add(out, turn->text, question_size(turn));
    dct_buf_add_byte(out, '\n');
}

static const char *titled(docent_ask *ask, const docent_turn *turn)
{
    size_t size = question_size(turn);
    const char *text = size == 0 ? turn->title : dct_arena_format(&ask->arena, "%s: %.*s", turn->title, (int)size, turn->text);
    return text == NULL ? turn->title : text;
}

const char *docent_ask_letter(docent_ask *ask)
{
    if (ask == NULL)
        return "";
    dct_buf_clear(&ask->letter);
    for (uint32_t i = 0; i < ask->count; i++) {
        const docent_turn *turn = &ask->turns[i];
        if (turn->kind == DOCENT_TURN_PERSON && *turn->text != 0)
            dct_buf_add_format(&ask->letter, "> %s\n", turn->text);
        else if (*turn->address != 0)
            add_place(&ask->letter, turn);
    }
    return dct_buf_text(&ask->letter);
}

docent_status docent_ask_story(docent_ask *ask, const docent_story **out, uint32_t *count)
{
    if (ask == NULL || out == NULL || count == NULL)
        return DOCENT_ERR_ARG;
    docent_story *list = dct_arena_array(&ask->arena, ask->count + 1, sizeof *list);
    *out = list;
    *count = 0;
    for (uint32_t i = 0; list != NULL && i < ask->count; i++) {
        const docent_turn *turn = &ask->turns[i];
        if (turn->kind == DOCENT_TURN_PERSON && *turn->text != 0)
            list[(*count)++] = (docent_story){ "ask", turn->text, "" };
        else if (*turn->address != 0)
            list[(*count)++] = (docent_story){ turn->kind == DOCENT_TURN_SCREEN ? "fix" : "article", titled(ask, turn),
                                               turn->address };
    }
    return list == NULL ? DOCENT_ERR_NOMEM : DOCENT_OK;
}
