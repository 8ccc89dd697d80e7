/* Remembers, in words, what was looked for and read: a person who is asked next need not be told it again. It stays in the
 * view until somebody presses send, and goes with the session. */
#include "view_impl.h"

#include "../base/limits.h"

#include <string.h>

static void note(docent_view *v, dct_story_kind kind, const char *text, const char *address, bool refines)
{
    dct_action a = { .kind = DCT_ACT_STORY, .number = kind, .text = text, .id = address, .on = refines };
    dct_act(v, &a);
}

/* The n-th answer of a screen; NULL past the end. */
static const docent_block *answer_of(const docent_article *guide, uint32_t screen, uint32_t n)
{
    for (uint32_t i = screen + 1; i < docent_article_block(guide, screen)->end; i = docent_article_block(guide, i)->end)
        if (docent_article_block(guide, i)->kind == DOCENT_BLOCK_ANSWER && n-- == 0)
            return docent_article_block(guide, i);
    return NULL;
}

static void add_answers(const docent_view *v, const docent_article *guide, dct_buf *out)
{
    const dct_trail *trail = &v->state.trail;
    if (strcmp(trail->guide, docent_article_id(guide)) != 0)
        return;
    for (uint32_t i = 0; i < trail->count; i++) {
        uint32_t screen = dct_content_screen(guide, trail->steps[i].screen);
        const docent_block *answer = screen == UINT32_MAX ? NULL : answer_of(guide, screen, trail->steps[i].answer);
        if (answer == NULL)
            continue;
        dct_buf_add_text(out, i == 0 ? ": " : "; ");
        dct_buf_add_text(out, docent_article_block(guide, screen)->text);
        dct_buf_add_byte(out, ' ');
        dct_buf_add_text(out, answer->text);
    }
}

static void note_article(docent_view *v)
{
    const docent_article *a = v->content.article;
    bool fix = docent_article_kind(a) == DOCENT_KIND_FIX;
    dct_address place = { .page = fix ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE };
    dct_buf text, address;
    dct_buf_init(&text, v->alloc, 4096);
    dct_buf_init(&address, v->alloc, DCT_MAX_ADDRESS_BYTES);
    strcpy(place.id, v->state.address.id);
    dct_address_format(&place, &address);
    dct_buf_add_text(&text, docent_article_title(a));
    if (fix)
        add_answers(v, a, &text);
    note(v, fix ? DCT_STORY_FIX : DCT_STORY_ARTICLE, dct_buf_text(&text), dct_buf_text(&address), false);
    dct_buf_close(&text);
    dct_buf_close(&address);
}

void dct_told_note(docent_view *v, bool refines)
{
    dct_page page = v->state.address.page;
    if (page == DCT_PAGE_SEARCH && v->state.address.query[0] != 0)
        note(v, DCT_STORY_SEARCH, v->state.address.query, docent_view_address(v), refines);
    else if (v->content.article != NULL)
        note_article(v);
}
