/* Home: one thing to do (say what you need), then the questions most people have, then everything by subject. */
#include "pages.h"

#include <math.h>

static void add_hero(dct_build *b, dct_box *page)
{
    const docent_info *info = docent_info_of(b->h);
    dct_box *hero = dct_column(b, page, 14);
    hero->flags |= DCT_BOX_FILL;
    hero->align_x = DCT_ALIGN_CENTER;
    float along = b->m.form == DCT_FORM_PANEL ? 20 : b->m.form == DCT_FORM_TALL ? 64 : 36;
    dct_pad(b, hero, 0, along);
    if (info->product[0] != 0)
        dct_text(b, hero, DCT_LOOK_SMALL_BOLD, DCT_ACCENT, info->product)->align_x = DCT_ALIGN_CENTER;
    dct_heading(b, hero, 1, b->m.form == DCT_FORM_PANEL ? DCT_LOOK_TITLE : DCT_LOOK_DISPLAY,
                dct_tr(b, "How can we help?"))->align_x = DCT_ALIGN_CENTER;
    dct_box *field = dct_search_field(b, hero, true);
    field->max_w = roundf(b->m.measure * 1.05f);
    dct_button(b, hero, DCT_BUTTON_QUIET, "chat", dct_tr(b, "Ask a question"), NULL, dct_key("home-ask", 0),
               dct_press_command("ask"));
}

static void add_top(dct_build *b, dct_box *page)
{
    uint32_t count = docent_hits_count(b->content->top);
    if (count == 0)
        return;
    dct_heading(b, page, 2, DCT_LOOK_HEADING, dct_tr(b, "Often asked"));
    dct_box *grid = dct_add(b, page, DCT_BOX_GRID);
    grid->gap = roundf(12 * b->m.space);
    grid->column_min = roundf(340 * b->m.text);
    grid->column_max = 2;
    for (uint32_t i = 0; i < count; i++) {
        dct_box *row = dct_row(b, grid, 12);
        const docent_hit *hit = docent_hits_at(b->content->top, i);
        row->min_h = b->m.touch;
        dct_surface(b, row, DCT_SURFACE, DCT_BORDER, 12);
        row->hover = DCT_ACCENT_SOFT;
        dct_pad(b, row, 16, 12);
        dct_icon(b, row, hit->kind == DOCENT_KIND_FIX ? "fix" : "question", 24, DCT_ACCENT);
        const char *before = b->locale;
        b->locale = hit->locale;
        dct_text(b, row, DCT_LOOK_BODY_BOLD, DCT_NO_COLOUR, hit->title)->grow = 1;
        b->locale = before;
        dct_icon(b, row, b->rtl ? "back" : "forward", 18, DCT_TEXT_SOFT);
        dct_page page_of = hit->kind == DOCENT_KIND_FIX ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE;
        dct_pressable(row, DOCENT_ROLE_LINK, dct_key("top", i),
                      dct_press_go(dct_place(b, page_of, hit->id, NULL)), NULL);
        row->locale = hit->locale;
    }
}

static void add_categories(dct_build *b, dct_box *page)
{
    uint32_t count = docent_hits_count(b->content->categories), shown = 0;
    if (count == 0)
        return;
    dct_heading(b, page, 2, DCT_LOOK_HEADING, dct_tr(b, "By subject"));
    dct_box *grid = dct_add(b, page, DCT_BOX_GRID);
    grid->gap = roundf(12 * b->m.space);
    grid->column_min = roundf(290 * b->m.text);
    grid->column_max = 3;
    for (uint32_t i = 0; i < count; i++) {
        const docent_hit *hit = docent_hits_at(b->content->categories, i);
        if (hit->kind == DOCENT_KIND_CATEGORY)
            dct_category_card(b, grid, hit, dct_key("category", shown++));
        else
            dct_hit_card(b, grid, hit, dct_key("category", shown++));
    }
}

void dct_page_home(dct_build *b, dct_box *page)
{
    dct_box *column = dct_column(b, page, 16);
    column->flags |= DCT_BOX_FILL;
    column->max_w = roundf(1080 * b->m.space);
    add_hero(b, column);
    add_top(b, column);
    dct_column(b, column, 0)->min_h = roundf(8 * b->m.space);
    add_categories(b, column);
}
