/* Articles, guides and categories in lists, and what is shown when a list is empty. */
#include "origin.h"

#include <math.h>
#include <string.h>

static const char *kind_icon(const docent_hit *hit)
{
    return hit->kind == DOCENT_KIND_FIX ? "fix" : hit->step_count > 0 ? "steps" : "book";
}

/* What it is, in words: a shape alone would say it only to those who see it. */
static const char *kind_words(dct_build *b, const docent_hit *hit)
{
    if (hit->kind == DOCENT_KIND_FIX)
        return dct_tr(b, "Fix-it guide");
    if (hit->step_count > 0)
        return dct_tr_fill(b, "Steps: {0}", dct_number(b, hit->step_count), NULL);
    return dct_tr(b, "Article");
}

static const char *hit_place(dct_build *b, const docent_hit *hit)
{
    dct_page page = hit->kind == DOCENT_KIND_FIX ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE;
    return dct_place(b, page, hit->id, page == DCT_PAGE_FIX ? NULL : hit->anchor);
}

static void add_facts(dct_build *b, dct_box *column, const docent_hit *hit)
{
    const char *facts = kind_words(b, hit);
    if (hit->category[0] != 0)
        facts = dct_arena_format(b->arena, "%s  \xC2\xB7  %s", facts, hit->category);
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, facts == NULL ? "" : facts);
    dct_origin_line(b, column, hit->origin);
}

dct_box *dct_hit_card(dct_build *b, dct_box *parent, const docent_hit *hit, uint32_t key)
{
    dct_box *card = dct_row(b, parent, 14);
    card->flags |= DCT_BOX_FILL;
    card->align_y = DCT_ALIGN_START;
    dct_surface(b, card, DCT_SURFACE, DCT_BORDER, 12);
    card->hover = DCT_ACCENT_SOFT;
    card->min_h = b->m.touch;
    dct_pad(b, card, 16, 14);
    if (!dct_is_tight(b))
        dct_badge(b, card, kind_icon(hit), 38, hit->kind == DOCENT_KIND_FIX ? DCT_TIP_SOFT : DCT_ACCENT_SOFT,
                  hit->kind == DOCENT_KIND_FIX ? DCT_TIP : DCT_ACCENT);
    dct_box *column = dct_column(b, card, 3);
    column->grow = 1;
    const char *before = b->locale;
    b->locale = hit->locale;
    dct_marked_text(b, column, DCT_LOOK_SUBHEADING, hit->title[0] == 0 ? hit->id : hit->title, hit->title_marks,
                    hit->title_mark_count);
    if (hit->excerpt[0] != 0)
        dct_marked_text(b, column, DCT_LOOK_SOFT, hit->excerpt, hit->marks, hit->mark_count)->max_lines = 3;
    else if (hit->summary[0] != 0)
        dct_text(b, column, DCT_LOOK_SOFT, DCT_NO_COLOUR, hit->summary)->max_lines = 3;
    b->locale = before;
    add_facts(b, column, hit);
    dct_pressable(card, DOCENT_ROLE_LINK, key, dct_press_go(hit_place(b, hit)), NULL);
    card->locale = hit->locale;
    return card;
}

dct_box *dct_hit_line(dct_build *b, dct_box *parent, const docent_hit *hit, uint32_t key)
{
    dct_box *row = dct_row(b, parent, 10);
    row->flags |= DCT_BOX_FILL;
    row->min_h = b->m.touch;
    dct_surface(b, row, DCT_SURFACE, DCT_BORDER, 10);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 12, 8);
    dct_icon(b, row, kind_icon(hit), 22, DCT_ACCENT);
    const char *before = b->locale;
    b->locale = hit->locale;
    dct_text(b, row, DCT_LOOK_BODY_BOLD, DCT_NO_COLOUR, hit->title[0] == 0 ? hit->id : hit->title)->grow = 1;
    b->locale = before;
    dct_pressable(row, DOCENT_ROLE_LINK, key, dct_press_go(hit_place(b, hit)), NULL);
    row->locale = hit->locale;
    return row;
}

dct_box *dct_category_card(dct_build *b, dct_box *parent, const docent_hit *hit, uint32_t key)
{
    dct_box *card = dct_row(b, parent, 14);
    card->flags |= DCT_BOX_FILL;
    dct_surface(b, card, DCT_SURFACE, DCT_BORDER, 14);
    card->hover = DCT_ACCENT_SOFT;
    card->min_h = roundf(b->m.touch * 1.4f);
    card->align_y = DCT_ALIGN_CENTER;
    dct_pad(b, card, 16, 14);
    if (!dct_is_tight(b))
        dct_badge(b, card, hit->icon[0] == 0 ? "book" : hit->icon, 46, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *column = dct_column(b, card, 2);
    column->grow = 1;
    dct_text(b, column, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, hit->title);
    if (hit->summary[0] != 0)
        dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, hit->summary)->max_lines = 2;
    dct_pressable(card, DOCENT_ROLE_LINK, key, dct_press_go(dct_place(b, DCT_PAGE_TOC, hit->id, NULL)), NULL);
    return card;
}

dct_box *dct_empty(dct_build *b, dct_box *parent, const char *icon, const char *title, const char *text)
{
    dct_box *column = dct_column(b, parent, 12);
    column->flags |= DCT_BOX_FILL;
    column->align_x = DCT_ALIGN_CENTER;
    dct_pad(b, column, 8, dct_is_tight(b) ? 8 : 40);
    if (!dct_is_tight(b))
        dct_badge(b, column, icon, 72, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_heading(b, column, 1, DCT_LOOK_HEADING, title)->align_x = DCT_ALIGN_CENTER;
    if (text != NULL)
        dct_empty_words(b, column, text);
    return column;
}

void dct_empty_words(dct_build *b, dct_box *column, const char *text)
{
    dct_box *words = dct_text(b, column, DCT_LOOK_LEAD, DCT_NO_COLOUR, text);
    words->align_x = DCT_ALIGN_CENTER;
    words->max_w = b->m.measure;
}

void dct_person_card(dct_build *b, dct_box *parent)
{
    if (b->content->contact == NULL)
        return;
    dct_box *card = dct_row(b, parent, 16);
    card->flags |= DCT_BOX_FILL;
    dct_surface(b, card, DCT_ACCENT_SOFT, DCT_BORDER, 14);
    dct_pad(b, card, 18, 16);
    dct_box *column = dct_column(b, card, 2);
    column->grow = 1;
    dct_text(b, column, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, dct_tr(b, "Still stuck?"));
    const char *hours = dct_hours_line(b, b->content->contact);
    dct_text(b, column, DCT_LOOK_SOFT, DCT_NO_COLOUR, hours == NULL ? dct_tr(b, "Talk to a person") : hours);
    dct_button(b, card, DCT_BUTTON_PLAIN, "person", dct_tr(b, "Contact"), NULL, dct_key("person-card", 0),
               dct_press_command("contact"));
}
