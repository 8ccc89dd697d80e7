/* Carries an opinion out: it is counted in the library before the page says thank you. */
#include "view_impl.h"

#include "opinion.h"

#include <stdio.h>
#include <string.h>

static void act(docent_view *v, dct_opinion_stage stage, uint32_t reason, const char *place, const char *about)
{
    dct_action a = { .kind = DCT_ACT_OPINION, .number = (uint32_t)stage, .x = (float)reason, .text = place, .id = about };
    dct_act(v, &a);
}

static void vote(docent_view *v, docent_opinion opinion, const char *place, const char *why)
{
    dct_action voted = { .kind = DCT_ACT_VOTED, .text = place };
    if (docent_feedback_give(v->h, opinion, place, why) == DOCENT_OK)
        dct_act(v, &voted);
}

/* "article/ID#anchor", or "#block-N" where the author gave it no name. */
static void place_of(const docent_view *v, uint32_t block, char *out, size_t room)
{
    const docent_block *b = block == DCT_OPINE_PAGE ? NULL : docent_article_block(v->content.article, block);
    bool fix = v->state.address.page == DCT_PAGE_FIX;
    char number[24] = "";
    if (b != NULL && b->anchor[0] == 0)
        snprintf(number, sizeof number, "block-%u", (unsigned)block);
    const char *place = dct_place(&v->build, fix ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE, v->state.address.id,
                                  b == NULL ? NULL : b->anchor[0] != 0 ? b->anchor : number);
    snprintf(out, room, "%s", place);
}

/* What is asked next is seen, and the keyboard goes on there: what was pressed is gone. */
static void show_card(docent_view *v, uint32_t focus)
{
    if (dct_frame_make(v) != DOCENT_OK)
        return;
    const dct_box *card = dct_box_by_key(v->screen.main, dct_key("opinion", 0));
    if (card != NULL)
        dct_frame_reveal(v, card, true);
    dct_act_focus(v, focus, v->state.focus_seen);
}

static void choose(docent_view *v, uint32_t block)
{
    char place[sizeof v->state.opinion.place];
    const docent_block *b = block == DCT_OPINE_PAGE ? NULL : docent_article_block(v->content.article, block);
    place_of(v, block, place, sizeof place);
    act(v, DCT_OPINION_REASONS, 0, place, b == NULL ? docent_article_title(v->content.article) : b->text);
    show_card(v, dct_key("reason", 0));
}

/* Who says only that it did not help has said so already. */
static void send(docent_view *v)
{
    const dct_opinion *o = &v->state.opinion;
    char place[sizeof o->place], page[sizeof o->place];
    const dct_edit *why = &v->state.fields[DCT_FIELD_WHY];
    snprintf(place, sizeof place, "%s", o->place);
    docent_opinion opinion = o->reason != 0 ? (docent_opinion)o->reason : DOCENT_OPINION_UNCLEAR;
    if (o->reason != 0 || !dct_edit_blank(why))
        vote(v, opinion, place, dct_edit_blank(why) ? NULL : why->text);
    place_of(v, DCT_OPINE_PAGE, page, sizeof page);
    dct_action voted = { .kind = DCT_ACT_VOTED, .text = page };
    dct_act(v, &voted);
    dct_edit_set(&v->state.fields[DCT_FIELD_WHY], "");
    act(v, DCT_OPINION_NONE, 0, "", "");
}

void dct_opine_press(docent_view *v, const dct_press *press)
{
    uint32_t value = press->number >> 4;
    char place[sizeof v->state.opinion.place];
    switch ((dct_opinion_deed)(press->number & 15)) {
    case DCT_OPINE_VOTE:
        snprintf(place, sizeof place, "%s", press->text);
        vote(v, (docent_opinion)value, place, NULL);
        if (value != DOCENT_OPINION_NOT_HELPED)
            break;
        act(v, DCT_OPINION_REASONS, 0, place, "");
        show_card(v, dct_key("reason", 0));
        break;
    case DCT_OPINE_PICK:
        act(v, DCT_OPINION_PICKING, 0, "", "");
        show_card(v, dct_key("pick-page", 0));
        break;
    case DCT_OPINE_BLOCK:
        if (v->content.article != NULL)
            choose(v, value);
        break;
    case DCT_OPINE_REASON: act(v, DCT_OPINION_REASONS, value, NULL, NULL); break;
    case DCT_OPINE_SEND:
        if (v->content.article != NULL)
            send(v);
        break;
    case DCT_OPINE_CANCEL: act(v, DCT_OPINION_NONE, 0, "", ""); break;
    }
}
