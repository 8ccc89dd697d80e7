/* An article, and one step of it a screen.
 *
 *   wide:  [ title, text ............... ] [ on this page ]      narrow and tall: one column
 *          [                             ] [ related      ]
 */
#include "blocks.h"
#include "opinion.h"
#include "origin.h"

#include <math.h>
#include <string.h>

static const docent_article *article_of(const dct_build *b)
{
    return b->content->article;
}

static const char *article_id(const dct_build *b)
{
    return docent_article_id(article_of(b));
}

/* ---- head --------------------------------------------------------------------------- */

/* Lines of the text are spaces in a summary. */
static bool begins_with(const docent_block *b, const char *summary, size_t size)
{
    size_t i = 0;
    while (i < size && i < b->text_len && (b->text[i] == summary[i] || (b->text[i] == '\n' && summary[i] == ' ')))
        i++;
    return i == size;
}

/* A summary that only repeats how the text begins (pack takes it from there when the author gave none) is not shown. */
static bool repeats_the_text(const docent_article *a, const char *summary)
{
    const docent_block *b;
    size_t size = strlen(summary);
    if (size >= 3 && memcmp(summary + size - 3, "\xE2\x80\xA6", 3) == 0)
        size -= 3; /* The ellipsis of a cut, and the space before it. */
    while (size > 0 && (summary[size - 1] == ' ' || summary[size - 1] == '.'))
        size--;
    for (uint32_t i = 0; (b = docent_article_block(a, i)) != NULL && b->kind != DOCENT_BLOCK_HEADING; i++)
        if (b->kind == DOCENT_BLOCK_PARAGRAPH && begins_with(b, summary, size))
            return true;
    return false;
}

static void add_title(dct_build *b, dct_box *column)
{
    dct_voice voice = dct_blocks_enter(b);
    dct_box *title = dct_heading(b, column, 1, DCT_LOOK_TITLE, docent_article_title(article_of(b)));
    title->flags |= DCT_BOX_SELECTABLE;
    title->order = b->selectable++;
    const char *summary = docent_article_summary(article_of(b));
    if (summary[0] != 0 && !repeats_the_text(article_of(b), summary)) {
        dct_box *text = dct_text(b, column, DCT_LOOK_LEAD, DCT_NO_COLOUR, summary);
        text->flags |= DCT_BOX_SELECTABLE;
        text->order = b->selectable++;
    }
    dct_blocks_leave(b, voice);
    dct_origin_line(b, column, docent_article_origin(article_of(b)));
}

static void add_tools(dct_build *b, dct_box *column)
{
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(10 * b->m.space);
    if (dct_content_step_count(article_of(b)) > 1)
        dct_button(b, row, DCT_BUTTON_PLAIN, "steps", dct_tr(b, "Step by step"), NULL, dct_key("step-mode", 0),
                   dct_press_go(dct_place(b, DCT_PAGE_STEPS, article_id(b), "step-1")));
    bool on = b->content->bookmarked;
    dct_box *mark = dct_button(b, row, DCT_BUTTON_PLAIN, on ? "bookmark-filled" : "bookmark", dct_tr(b, "Bookmark"),
                               NULL, dct_key("bookmark", 1), dct_press_command("bookmark"));
    mark->role = DOCENT_ROLE_CHECKBOX;
    if (on)
        mark->flags |= DCT_BOX_CHECKED;
    dct_button(b, row, DCT_BUTTON_PLAIN, "search", dct_tr(b, "Find on this page"), NULL, dct_key("find", 1),
               dct_press_command("find"));
}

/* A text that says it is in another language than the interface. */
static void add_language_note(dct_build *b, dct_box *column)
{
    if (strcmp(docent_article_locale(article_of(b)), docent_locale(b->h)->tag) != 0)
        dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr(b, "This page is not translated yet."))->role =
            DOCENT_ROLE_STATUS;
}

/* ---- beside and below ---------------------------------------------------------------------- */

static uint32_t heading_count(const dct_build *b)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < docent_article_block_count(article_of(b)); i++) {
        const docent_block *block = docent_article_block(article_of(b), i);
        n += block->kind == DOCENT_BLOCK_HEADING && block->level == 2;
    }
    return n;
}

static dct_box *side_link(dct_build *b, dct_box *column, const char *text, uint32_t key, const char *address)
{
    dct_box *row = dct_row(b, column, 0);
    row->flags |= DCT_BOX_FILL;
    row->min_h = b->m.large ? b->m.touch : roundf(36 * b->m.space);
    row->radius = roundf(8 * b->m.space);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 10, 5);
    dct_text(b, row, DCT_LOOK_BODY, DCT_LINK, text)->grow = 1;
    dct_pressable(row, DOCENT_ROLE_LINK, key, dct_press_go(address), NULL);
    return row;
}

static void side_heading(dct_build *b, dct_box *column, const char *text)
{
    dct_box *heading = dct_heading(b, column, 2, DCT_LOOK_SMALL_BOLD, text);
    heading->pad.start = roundf(10 * b->m.space);
    heading->pad.top = roundf(8 * b->m.space);
}

static void add_on_this_page(dct_build *b, dct_box *column)
{
    if (heading_count(b) < 2)
        return;
    side_heading(b, column, dct_tr(b, "On this page"));
    dct_voice voice = dct_blocks_enter(b);
    for (uint32_t i = 0; i < docent_article_block_count(article_of(b)); i++) {
        const docent_block *block = docent_article_block(article_of(b), i);
        if (block->kind == DOCENT_BLOCK_HEADING && block->level == 2 && block->text_len > 0)
            side_link(b, column, block->text, dct_key("section", i),
                      dct_place(b, DCT_PAGE_ARTICLE, article_id(b), block->anchor));
    }
    dct_blocks_leave(b, voice);
}

static void add_related(dct_build *b, dct_box *column)
{
    uint32_t count = docent_hits_count(b->content->related);
    if (count == 0)
        return;
    side_heading(b, column, dct_tr(b, "Related"));
    for (uint32_t i = 0; i < count; i++) {
        const docent_hit *hit = docent_hits_at(b->content->related, i);
        dct_page page = hit->kind == DOCENT_KIND_FIX ? DCT_PAGE_FIX : DCT_PAGE_ARTICLE;
        dct_voice voice = { b->locale, b->rtl };
        b->locale = hit->locale;
        side_link(b, column, hit->title, dct_key("related", i), dct_place(b, page, hit->id, NULL));
        dct_blocks_leave(b, voice);
    }
}

static bool has_side(const dct_build *b)
{
    bool content = heading_count(b) >= 2 || docent_hits_count(b->content->related) > 0;
    return content && b->m.form == DCT_FORM_PAGE &&
           b->m.width - 2 * b->m.side >= b->m.measure + roundf(280 * b->m.text);
}

static dct_box *side_column(dct_build *b, dct_box *row)
{
    dct_box *side = dct_column(b, row, 4);
    side->want_w = roundf(250 * b->m.text);
    side->pad.top = roundf(8 * b->m.space);
    return side;
}

void dct_page_article(dct_build *b, dct_box *page)
{
    bool side = has_side(b);
    dct_box *row = page;
    if (side) {
        row = dct_row(b, page, 40);
        row->flags |= DCT_BOX_FILL;
        row->align_y = DCT_ALIGN_START;
        row->max_w = b->m.measure + roundf(40 * b->m.space) + roundf(250 * b->m.text);
    }
    dct_box *column = dct_reading_column(b, row);
    column->grow = side ? 1 : 0;
    add_title(b, column);
    add_language_note(b, column);
    add_tools(b, column);
    dct_voice voice = dct_blocks_enter(b);
    dct_blocks(b, column, 0, docent_article_block_count(article_of(b)));
    dct_blocks_leave(b, voice);
    dct_column(b, column, 0)->min_h = roundf(8 * b->m.space);
    if (side) {
        dct_box *beside = side_column(b, row);
        add_on_this_page(b, beside);
        add_related(b, beside);
    } else {
        add_related(b, column);
    }
    dct_opinion_boxes(b, column);
    dct_person_card(b, column);
}

/* ---- one step a screen -------------------------------------------------------------------------- */

static void add_progress(dct_build *b, dct_box *column, uint32_t step, uint32_t count)
{
    dct_text(b, column, DCT_LOOK_SMALL_BOLD, DCT_NO_COLOUR,
             dct_tr_fill(b, "Step {0} of {1}", dct_number(b, step), dct_number(b, count)))->role = DOCENT_ROLE_STATUS;
    dct_box *bar = dct_row(b, column, 0);
    bar->flags |= DCT_BOX_FILL | DCT_BOX_SILENT;
    bar->background = DCT_SUNKEN;
    bar->border = DCT_BORDER;
    bar->border_width = 1;
    bar->min_h = roundf(8 * b->m.space);
    bar->radius = bar->min_h / 2;
    dct_box *done = dct_column(b, bar, 0);
    done->grow = (float)step;
    done->min_h = bar->min_h;
    done->background = DCT_ACCENT;
    done->radius = bar->radius;
    if (step < count)
        dct_column(b, bar, 0)->grow = (float)(count - step);
}

static void step_button(dct_build *b, dct_box *row, dct_button_kind kind, const char *icon, const char *text,
                        uint32_t step)
{
    const char *anchor = dct_arena_format(b->arena, "step-%u", (unsigned)step);
    dct_button(b, row, kind, icon, dct_tr(b, text), NULL, dct_key(text, 0),
               dct_press_go(dct_place(b, DCT_PAGE_STEPS, article_id(b), anchor)));
}

static void add_step_buttons(dct_build *b, dct_box *column, uint32_t step, uint32_t count)
{
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(12 * b->m.space);
    row->pad.top = roundf(16 * b->m.space);
    if (step > 1)
        step_button(b, row, DCT_BUTTON_PLAIN, b->rtl ? "forward" : "back", DCT_MSG("Previous step"), step - 1);
    if (step < count)
        step_button(b, row, DCT_BUTTON_MAIN, b->rtl ? "back" : "forward", DCT_MSG("Next step"), step + 1);
    else
        dct_button(b, row, DCT_BUTTON_MAIN, "check", dct_tr(b, "Done"), NULL, dct_key("steps-done", 0),
                   dct_press_go(dct_place(b, DCT_PAGE_ARTICLE, article_id(b), NULL)));
    dct_button(b, row, DCT_BUTTON_QUIET, "list", dct_tr(b, "All steps"), NULL, dct_key("steps-all", 0),
               dct_press_go(dct_place(b, DCT_PAGE_ARTICLE, article_id(b), NULL)));
}

/* The heading a step stands under; NULL when there is none. */
static const docent_block *heading_before(const dct_build *b, uint32_t index)
{
    for (uint32_t i = index; i-- > 0;)
        if (docent_article_block(article_of(b), i)->kind == DOCENT_BLOCK_HEADING)
            return docent_article_block(article_of(b), i);
    return NULL;
}

void dct_page_steps(dct_build *b, dct_box *page)
{
    uint32_t step = dct_step_of_anchor(b->state->address.anchor), count = dct_content_step_count(article_of(b));
    step = step == 0 ? 1 : step;
    uint32_t index = dct_content_step(article_of(b), step);
    dct_box *column = dct_reading_column(b, page);
    dct_heading(b, column, 1, DCT_LOOK_SUBHEADING, docent_article_title(article_of(b)));
    const docent_block *heading = heading_before(b, index);
    uint32_t place, in_list;
    dct_content_step_place(article_of(b), index, &place, &in_list);
    if (heading != NULL && heading->text_len > 0)
        dct_text(b, column, DCT_LOOK_LEAD, DCT_NO_COLOUR, heading->text);
    add_progress(b, column, place, in_list);
    dct_box *card = dct_card(b, column, 24);
    card->gap = roundf(14 * b->m.space);
    card->flags |= DCT_BOX_FILL;
    dct_voice voice = dct_blocks_enter(b);
    dct_text(b, card, DCT_LOOK_DISPLAY, DCT_ACCENT, dct_number(b, place))->flags |= DCT_BOX_SILENT;
    dct_blocks_large(b, card, index + 1, docent_article_block(article_of(b), index)->end);
    dct_blocks_leave(b, voice);
    add_step_buttons(b, column, step, count);
    dct_person_card(b, column);
}
