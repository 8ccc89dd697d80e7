#include "blocks.h"

#include "opinion.h"

#include <math.h>
#include <string.h>

typedef struct walk {
    dct_build *b;
    dct_look   look;   /* Of paragraphs here. */
    uint32_t   depth;
    uint32_t   end;    /* A quotation may end within a list of steps, or begin there. */
} walk;

static void add_blocks(walk *w, dct_box *parent, uint32_t first, uint32_t end);

static const docent_block *block_at(const walk *w, uint32_t i)
{
    return docent_article_block(w->b->article, i);
}

/* The same block may be quoted twice on a page. */
static uint32_t key_of(const walk *w, const char *name, uint32_t number)
{
    return dct_key(name, number + (w->b->quote << 20));
}

dct_voice dct_blocks_enter(dct_build *b)
{
    dct_voice before = { b->locale, b->rtl };
    b->locale = docent_article_locale(b->article);
    b->rtl = dct_locale_rtl(b->h, b->locale);
    return before;
}

void dct_blocks_leave(dct_build *b, dct_voice voice)
{
    b->locale = voice.locale;
    b->rtl = voice.rtl;
}

#define QUOTED_HEIGHT 0.28f /* Of the view, at most, for a picture in a quotation. */

/* ---- headings, pictures, code ------------------------------------------------------ */

static void add_heading(walk *w, dct_box *parent, const docent_block *block)
{
    dct_look look = block->level <= 2 ? DCT_LOOK_HEADING : DCT_LOOK_SUBHEADING;
    dct_box *box = dct_block_text(w->b, parent, look, block);
    box->role = DOCENT_ROLE_HEADING;
    box->level = block->level;
    box->anchor = block->anchor;
    box->pad.top = roundf((block->level <= 2 ? 18 : 10) * w->b->m.space);
}

static void add_picture(walk *w, dct_box *parent, const docent_block *block, uint32_t index)
{
    dct_build *b = w->b;
    dct_box *frame = dct_column(b, parent, 0);
    frame->radius = roundf(10 * b->m.space);
    dct_box *picture = dct_add(b, frame, DCT_BOX_PICTURE);
    float zoom = b->m.large ? b->m.text : b->m.scale * fminf(1.25f, b->m.text / b->m.scale);
    if (b->quote != 0 && block->height > 0) /* What is said next to it stays in sight; a press shows it large. */
        zoom = fminf(zoom, QUOTED_HEIGHT * b->m.height / (float)block->height);
    picture->name = block->target;
    picture->want_w = fmaxf(1, roundf((float)block->width * zoom));
    picture->want_h = fmaxf(1, roundf((float)block->height * zoom));
    picture->max_w = b->m.measure;
    picture->radius = frame->radius;
    if (block->text[0] == 0)
        picture->flags |= DCT_BOX_SILENT;
    else
        dct_pressable(picture, DOCENT_ROLE_PICTURE, key_of(w, "picture", index),
                      (dct_press){ DCT_DO_ZOOM, block->target, index }, block->text);
}

static void add_code(walk *w, dct_box *parent, const docent_block *block, uint32_t index)
{
    dct_build *b = w->b;
    dct_voice before = { b->locale, b->rtl };
    b->rtl = false; /* Programs are written from left to right in every language. */
    dct_box *card = dct_column(b, parent, 6);
    dct_surface(b, card, DCT_SUNKEN, DCT_BORDER, 10);
    dct_pad(b, card, 14, 10);
    dct_box *text = dct_block_text(b, card, DCT_LOOK_CODE, block);
    text->role = DOCENT_ROLE_CODE;
    dct_box *row = dct_row(b, card, 0);
    row->flags |= DCT_BOX_FILL;
    row->align_x = DCT_ALIGN_END;
    dct_button(b, row, DCT_BUTTON_QUIET, "copy", dct_tr(b, "Copy"), NULL, key_of(w, "copy", index),
               (dct_press){ DCT_DO_COPY, block->text, 0 });
    dct_blocks_leave(b, before);
}

/* ---- steps and lists -------------------------------------------------------------------- */

/* The big number of a step: press it to tick the step off.
 *
 *   (3)  Hold the button for five seconds.
 *        [picture]
 */
static void add_step_number(walk *w, dct_box *row, const docent_block *block, uint32_t place)
{
    dct_build *b = w->b;
    const char *id = docent_article_id(b->article);
    bool done = dct_state_ticked(b->state, id, block->number);
    const char *number = dct_number(b, place);
    dct_box *hit = dct_column(b, row, 0);
    hit->want_w = fmaxf(b->m.touch, roundf(38 * b->m.text));
    hit->min_h = hit->want_w;
    hit->align_x = hit->align_y = DCT_ALIGN_CENTER;
    dct_box *badge = dct_column(b, hit, 0);
    badge->want_w = badge->want_h = roundf(36 * b->m.text);
    badge->radius = badge->want_w / 2;
    badge->align_x = badge->align_y = DCT_ALIGN_CENTER;
    badge->background = done ? DCT_TIP : DCT_ACCENT;
    if (done)
        dct_icon(b, badge, "check", 22, DCT_SURFACE);
    else
        dct_text(b, badge, DCT_LOOK_NUMBER, DCT_NO_COLOUR, number);
    dct_pressable(hit, DOCENT_ROLE_CHECKBOX, key_of(w, "step", block->number),
                  (dct_press){ DCT_DO_TICK, id, block->number }, dct_tr_fill(b, "Step {0}", number, NULL));
    if (done)
        hit->flags |= DCT_BOX_CHECKED;
}

static const char *step_anchor(walk *w, uint32_t number)
{
    return dct_arena_format(w->b->arena, "step-%u", (unsigned)number);
}

static void add_steps(walk *w, dct_box *parent, uint32_t first, uint32_t end)
{
    dct_build *b = w->b;
    dct_box *list = dct_column(b, parent, 14);
    list->role = DOCENT_ROLE_LIST;
    list->key = key_of(w, "steps", first);
    list->label = "";
    uint32_t place, count;
    dct_content_step_place(b->article, first, &place, &count);
    for (uint32_t i = first; i < end; i = block_at(w, i)->end) {
        const docent_block *step = block_at(w, i);
        dct_box *row = dct_row(b, list, b->m.form == DCT_FORM_PANEL ? 8 : 12);
        row->flags |= DCT_BOX_FILL;
        row->align_y = DCT_ALIGN_START;
        row->anchor = step_anchor(w, step->number);
        row->role = DOCENT_ROLE_ITEM;
        row->key = key_of(w, "step-item", step->number);
        row->label = "";
        add_step_number(w, row, step, place++); /* As the author wrote it: each list from 1. */
        dct_box *column = dct_column(b, row, 10);
        column->grow = 1;
        column->pad.top = roundf((b->m.touch - 16 * 1.5f * b->m.text) / 2);
        add_blocks(w, column, i + 1, step->end);
    }
}

static const char *bullet(walk *w, const docent_block *item)
{
    if (item->number != 0)
        return dct_arena_format(w->b->arena, "%u.", (unsigned)item->number);
    return w->depth % 2 == 0 ? "\xE2\x80\xA2" : "\xE2\x80\x93";
}

/* A dot is not said; a number is, and whether a task is done. */
static void add_mark(walk *w, dct_box *row, const docent_block *item)
{
    dct_build *b = w->b;
    if (item->flags & DOCENT_BLOCK_CHECKBOX) {
        bool done = (item->flags & DOCENT_BLOCK_CHECKED) != 0;
        dct_box *icon = dct_icon(b, row, done ? "check-circle" : "circle", 22, done ? DCT_TIP : DCT_TEXT_SOFT);
        icon->role = DOCENT_ROLE_PICTURE;
        icon->key = dct_key("task", b->texts++);
        icon->label = dct_tr(b, done ? DCT_MSG("Done") : DCT_MSG("To do"));
        return;
    }
    const char *mark = bullet(w, item);
    dct_box *dot = dct_text(b, row, w->look, DCT_TEXT_SOFT, mark == NULL ? "" : mark);
    dot->min_w = roundf((item->number == 0 ? 16 : 26) * b->m.text);
    if (item->number == 0)
        dot->flags |= DCT_BOX_SILENT;
}

static void add_list(walk *w, dct_box *parent, uint32_t first, uint32_t end)
{
    dct_build *b = w->b;
    dct_box *list = dct_column(b, parent, 6);
    list->role = DOCENT_ROLE_LIST;
    list->key = key_of(w, "list", first);
    list->label = "";
    for (uint32_t i = first; i < end; i = block_at(w, i)->end) {
        const docent_block *item = block_at(w, i);
        dct_box *row = dct_row(b, list, 8);
        row->flags |= DCT_BOX_FILL;
        row->align_y = DCT_ALIGN_START;
        row->role = DOCENT_ROLE_ITEM;
        row->key = key_of(w, "item", i);
        row->label = "";
        add_mark(w, row, item);
        dct_box *column = dct_column(b, row, 8);
        column->grow = 1;
        walk inner = *w;
        inner.depth++;
        add_blocks(&inner, column, i + 1, item->end);
    }
}

/* ---- alerts and quotes --------------------------------------------------------------------- */

static const struct {
    dct_token   colour, tint;
    const char *icon, *name;
} alerts[] = {
    [0] = { DCT_NOTE, DCT_NOTE_SOFT, "info", DCT_MSG("Note") },
    [DOCENT_ALERT_NOTE] = { DCT_NOTE, DCT_NOTE_SOFT, "info", DCT_MSG("Note") },
    [DOCENT_ALERT_TIP] = { DCT_TIP, DCT_TIP_SOFT, "tip", DCT_MSG("Tip") },
    [DOCENT_ALERT_IMPORTANT] = { DCT_IMPORTANT, DCT_IMPORTANT_SOFT, "important", DCT_MSG("Important") },
    [DOCENT_ALERT_WARNING] = { DCT_WARNING, DCT_WARNING_SOFT, "warning", DCT_MSG("Warning") },
    [DOCENT_ALERT_CAUTION] = { DCT_CAUTION, DCT_CAUTION_SOFT, "caution", DCT_MSG("Caution") },
};

/* The alert's own name is in the article's language, as far as the interface speaks it. */
static void add_alert(walk *w, dct_box *parent, const docent_block *block, uint32_t index)
{
    dct_build *b = w->b;
    uint32_t kind = block->level <= DOCENT_ALERT_CAUTION ? block->level : 0;
    dct_box *card = dct_row(b, parent, 12);
    card->flags |= DCT_BOX_FILL;
    card->align_y = DCT_ALIGN_START;
    dct_surface(b, card, alerts[kind].tint, alerts[kind].colour, 12);
    dct_pad(b, card, 16, 14);
    card->role = DOCENT_ROLE_ALERT;
    card->key = key_of(w, "alert", index);
    card->label = "";
    dct_icon(b, card, alerts[kind].icon, 26, alerts[kind].colour);
    dct_box *column = dct_column(b, card, 6);
    column->grow = 1;
    dct_text(b, column, DCT_LOOK_LABEL, alerts[kind].colour, dct_tr(b, alerts[kind].name));
    add_blocks(w, column, index + 1, block->end);
}

static void add_quote(walk *w, dct_box *parent, const docent_block *block, uint32_t index)
{
    dct_build *b = w->b;
    dct_box *row = dct_row(b, parent, 14);
    row->flags |= DCT_BOX_FILL;
    row->align_y = DCT_ALIGN_START;
    dct_box *column = dct_column(b, row, 10);
    column->grow = 1;
    column->background = DCT_SUNKEN;
    column->radius = roundf(8 * b->m.space);
    dct_pad(b, column, 16, 12);
    add_blocks(w, column, index + 1, block->end);
}

/* ---- tables ---------------------------------------------------------------------------------- */

static void add_cell(walk *w, dct_box *row, uint32_t index, bool header)
{
    dct_build *b = w->b;
    const docent_block *cell = block_at(w, index);
    dct_box *box = dct_column(b, row, 6);
    dct_pad(b, box, 12, 10);
    box->role = DOCENT_ROLE_CELL;
    box->key = key_of(w, "cell", index);
    box->label = "";
    dct_box *text = dct_block_text(b, box, header ? DCT_LOOK_SMALL_BOLD : w->look, cell);
    text->align_x = cell->level == DOCENT_ALIGN_CENTER ? DCT_ALIGN_CENTER
                    : cell->level == DOCENT_ALIGN_END  ? DCT_ALIGN_END
                                                       : DCT_ALIGN_START;
    add_blocks(w, box, index + 1, cell->end);
}

static void add_wide_table(walk *w, dct_box *parent, const docent_block *table, uint32_t index)
{
    dct_build *b = w->b;
    dct_box *frame = dct_card(b, parent, 0);
    float edge = frame->border_width; /* The ground of the first row stays inside of it. */
    frame->gap = 0;
    frame->pad = (dct_edges){ edge, edge, edge, edge };
    dct_box *box = dct_add(b, frame, DCT_BOX_TABLE);
    box->column_max = table->number;
    box->role = DOCENT_ROLE_TABLE;
    box->key = key_of(w, "table", index);
    box->label = "";
    for (uint32_t r = index + 1; r < table->end; r = block_at(w, r)->end) {
        const docent_block *row = block_at(w, r);
        dct_box *line = dct_row(b, box, 0);
        bool header = (row->flags & DOCENT_BLOCK_HEADER) != 0;
        line->role = DOCENT_ROLE_ROW;
        line->key = key_of(w, "row", r);
        line->label = "";
        line->background = header ? DCT_SUNKEN : DCT_NO_COLOUR;
        line->note = header ? "head" : "rule";
        line->radius = header ? fmaxf(0, frame->radius - edge) : 0;
        for (uint32_t c = r + 1; c < row->end; c = block_at(w, c)->end)
            add_cell(w, line, c, header);
    }
}

/* The c-th cell of a row, UINT32_MAX past the end. */
static uint32_t cell_at(walk *w, uint32_t row, uint32_t column)
{
    uint32_t c = row + 1;
    for (uint32_t n = 0; c < block_at(w, row)->end; c = block_at(w, c)->end, n++)
        if (n == column)
            return c;
    return UINT32_MAX;
}

/* Where columns would be too narrow to read, every row becomes a card that names its columns:
 *
 *   Light      Red, blinking
 *   Meaning    Battery low
 */
static void add_narrow_table(walk *w, dct_box *parent, const docent_block *table, uint32_t index)
{
    dct_build *b = w->b;
    uint32_t header = index + 1;
    bool named = header < table->end && (block_at(w, header)->flags & DOCENT_BLOCK_HEADER) != 0;
    dct_box *list = dct_column(b, parent, 10);
    list->role = DOCENT_ROLE_TABLE;
    list->key = key_of(w, "table", index);
    list->label = "";
    for (uint32_t r = named ? block_at(w, header)->end : header; r < table->end; r = block_at(w, r)->end) {
        dct_box *card = dct_card(b, list, 14);
        card->role = DOCENT_ROLE_ROW;
        card->key = key_of(w, "row", r);
        card->label = "";
        card->flags |= DCT_BOX_FILL;
        for (uint32_t n = 0, c; (c = cell_at(w, r, n)) != UINT32_MAX; n++) {
            uint32_t name = named ? cell_at(w, header, n) : UINT32_MAX;
            if (block_at(w, c)->text_len == 0 && block_at(w, c)->end == c + 1)
                continue;
            dct_box *pair = dct_column(b, card, 0);
            if (name != UINT32_MAX && block_at(w, name)->text_len > 0)
                dct_block_text(b, pair, DCT_LOOK_SMALL_BOLD, block_at(w, name));
            dct_block_text(b, pair, w->look, block_at(w, c));
            add_blocks(w, pair, c + 1, block_at(w, c)->end);
        }
    }
}

static void add_table(walk *w, dct_box *parent, uint32_t index)
{
    const docent_block *table = block_at(w, index);
    dct_build *b = w->b;
    float room = fminf(b->m.width - 2 * b->m.side, b->m.measure);
    /* About eleven letters a column is the least that reads as a column. */
    bool fits = room >= (float)table->number * 11 * 8.2f * b->m.text;
    if (fits)
        add_wide_table(w, parent, table, index);
    else
        add_narrow_table(w, parent, table, index);
}

/* ---- all ------------------------------------------------------------------------------------------ */

static void add_footnote(walk *w, dct_box *parent, const docent_block *block, uint32_t index)
{
    dct_build *b = w->b;
    dct_box *row = dct_row(b, parent, 8);
    row->flags |= DCT_BOX_FILL;
    row->align_y = DCT_ALIGN_START;
    row->anchor = block->anchor;
    dct_text(b, row, DCT_LOOK_SMALL_BOLD, DCT_NO_COLOUR, dct_number(b, block->number));
    dct_box *column = dct_column(b, row, 4);
    column->grow = 1;
    walk small = *w;
    small.look = DCT_LOOK_SMALL;
    add_blocks(&small, column, index + 1, block->end);
}

static void add_block(walk *w, dct_box *parent, uint32_t i)
{
    const docent_block *block = block_at(w, i);
    switch (block->kind) {
    case DOCENT_BLOCK_HEADING: add_heading(w, parent, block); break;
    case DOCENT_BLOCK_PARAGRAPH: dct_opinion_pickable(w->b, dct_block_text(w->b, parent, w->look, block), i); break;
    case DOCENT_BLOCK_STEPS: add_steps(w, parent, i + 1, block->end < w->end ? block->end : w->end); break;
    case DOCENT_BLOCK_LIST: add_list(w, parent, i + 1, block->end); break;
    case DOCENT_BLOCK_ALERT: add_alert(w, parent, block, i); break;
    case DOCENT_BLOCK_QUOTE: add_quote(w, parent, block, i); break;
    case DOCENT_BLOCK_TABLE: add_table(w, parent, i); break;
    case DOCENT_BLOCK_PICTURE: add_picture(w, parent, block, i); break;
    case DOCENT_BLOCK_CODE: add_code(w, parent, block, i); break;
    case DOCENT_BLOCK_RULE: dct_rule(w->b, parent); break;
    case DOCENT_BLOCK_FOOTNOTE: add_footnote(w, parent, block, i); break;
    default: break; /* SCREEN and ANSWER have pages of their own; STEP, ITEM, ROW, CELL came with their parents. */
    }
}

/* The steps of a list from one in its middle. */
static uint32_t add_rest(walk *w, dct_box *parent, uint32_t first)
{
    uint32_t list_end = block_at(w, block_at(w, first)->parent)->end, end = list_end < w->end ? list_end : w->end;
    add_steps(w, parent, first, end);
    return end;
}

static void add_blocks(walk *w, dct_box *parent, uint32_t first, uint32_t end)
{
    if (first < end && block_at(w, first)->kind == DOCENT_BLOCK_STEP)
        first = add_rest(w, parent, first);
    for (uint32_t i = first; i < end; i = block_at(w, i)->end)
        add_block(w, parent, i);
}

void dct_blocks(dct_build *b, dct_box *parent, uint32_t first, uint32_t end)
{
    walk w = { b, DCT_LOOK_BODY, 0, end };
    add_blocks(&w, parent, first, end);
}

void dct_blocks_large(dct_build *b, dct_box *parent, uint32_t first, uint32_t end)
{
    walk w = { b, DCT_LOOK_LEAD, 0, end };
    add_blocks(&w, parent, first, end);
}
