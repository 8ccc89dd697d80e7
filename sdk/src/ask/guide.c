#include "guide.h"

#include "passage.h"

#include <string.h>

static uint32_t first_screen(const docent_article *a)
{
    for (uint32_t i = 0; i < docent_article_block_count(a); i++)
        if (docent_article_block(a, i)->kind == DOCENT_BLOCK_SCREEN)
            return i;
    return UINT32_MAX;
}

/* What stands between the question and its answers. */
static uint32_t before_answers(const docent_article *a, uint32_t screen)
{
    uint32_t end = docent_article_block(a, screen)->end, i = screen + 1;
    while (i < end && docent_article_block(a, i)->kind != DOCENT_BLOCK_ANSWER)
        i = docent_article_block(a, i)->end;
    return i;
}

static void add_answers(docent_ask *ask, docent_turn *turn, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i = docent_article_block(ask->guide, i)->end) {
        const docent_block *b = docent_article_block(ask->guide, i);
        if (b->kind == DOCENT_BLOCK_ANSWER)
            dct_talk_option(ask, turn, DOCENT_OPTION_CHOICE, b->text,
                            (dct_ask_move){ .kind = DCT_MOVE_TARGET, .target = b->target });
    }
    dct_talk_option(ask, turn, DOCENT_OPTION_PERSON, "", (dct_ask_move){ .kind = DCT_MOVE_PERSON });
}

static bool show(docent_ask *ask, uint32_t screen)
{
    const docent_article *a = ask->guide;
    const docent_block *b = docent_article_block(a, screen);
    docent_turn *turn = dct_talk_add(ask, DOCENT_TURN_SCREEN);
    dct_buf text;
    if (turn == NULL)
        return false;
    uint32_t answers = before_answers(a, screen);
    dct_buf_init(&text, &ask->alloc, 1u << 20);
    dct_passage_text(a, (dct_passage){ screen, answers }, &text);
    turn->text = dct_talk_keep(ask, dct_buf_text(&text), text.size);
    dct_buf_close(&text);
    turn->article = a;
    turn->from = screen + 1;
    turn->to = answers;
    turn->title = docent_article_title(a);
    turn->locale = docent_article_locale(a);
    turn->origin = docent_article_origin(a);
    turn->address = dct_talk_address(ask, "fix/", docent_article_id(a), b->anchor);
    add_answers(ask, turn, answers, b->end);
    return true;
}

bool dct_guide_start(docent_ask *ask, docent_article *guide)
{
    uint32_t screen = first_screen(guide);
    ask->guide = guide;
    return screen != UINT32_MAX && show(ask, screen);
}

bool dct_guide_go(docent_ask *ask, const char *anchor)
{
    uint32_t screen = ask->guide == NULL ? UINT32_MAX : docent_article_find(ask->guide, anchor);
    if (screen == UINT32_MAX || docent_article_block(ask->guide, screen)->kind != DOCENT_BLOCK_SCREEN)
        return false;
    return show(ask, screen);
}
