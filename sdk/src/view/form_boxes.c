/* Forms as boxes: a label, the field under it, and beside it what is wrong, what it is for and what is agreed to.
 *
 *   E-mail  required            the label is part of what can be pressed: the target is never small
 *   If you want the answer ...
 *   +------------------------+
 *   | name@example|          |
 *   +------------------------+
 *   (!) This is no e-mail address. ...
 */
#include "form_boxes.h"

#include <math.h>
#include <string.h>

/* ---- a field ----------------------------------------------------------------------- */

/* The text with its caret. An empty field holds a blank: a caret needs a line to stand on. */
static dct_box *typed_text(dct_build *b, dct_box *parent, dct_field field)
{
    const dct_edit *edit = &b->state->fields[field];
    bool ends_open = edit->size > 0 && edit->text[edit->size - 1] == '\n';
    const char *text = edit->size == 0 ? " " : ends_open ? dct_arena_format(b->arena, "%s\xE2\x80\x8B", edit->text)
                     : dct_arena_text(b->arena, edit->text, edit->size);
    dct_box *box = dct_text(b, parent, DCT_LOOK_BODY, DCT_TEXT, text == NULL ? "" : text);
    box->field = (int32_t)field;
    box->flags |= DCT_BOX_FILL;
    if (edit->lines)
        return box;
    box->max_lines = 1;
    if (b->state->field == field && edit->size > 0) {
        box->flags |= DCT_BOX_SCROLLED;
        box->gap = ceilf(4 * b->m.scale);
    }
    return box;
}

static void field_frame(dct_build *b, dct_box *column, dct_field field, uint32_t lines, bool wrong)
{
    dct_box *frame = dct_column(b, column, 0);
    bool active = b->state->field == field;
    frame->flags |= DCT_BOX_FILL;
    frame->min_h = fmaxf(b->m.touch, roundf((float)lines * 24 * b->m.text + 20 * b->m.space));
    if (lines <= 1)
        frame->align_y = DCT_ALIGN_CENTER;
    dct_surface(b, frame, DCT_SURFACE, wrong ? DCT_CAUTION : active ? DCT_ACCENT : DCT_CONTROL, 10);
    frame->border_width = fmaxf(1, roundf((active || wrong ? 2 : 1) * b->m.scale));
    dct_pad(b, frame, 12, 10);
    typed_text(b, frame, field);
}

static void add_label(dct_build *b, dct_box *column, const char *label, bool required)
{
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    row->gap = roundf(8 * b->m.space);
    row->line_gap = 1;
    dct_text(b, row, DCT_LOOK_LABEL, DCT_NO_COLOUR, label);
    if (required)
        dct_text(b, row, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr(b, "required"));
}

static void add_line(dct_build *b, dct_box *column, const char *icon, dct_token colour, const char *text)
{
    if (text[0] == 0)
        return;
    dct_box *row = dct_row(b, column, 6);
    row->flags |= DCT_BOX_FILL;
    row->align_y = DCT_ALIGN_START;
    if (icon != NULL)
        dct_icon(b, row, icon, 20, colour == DCT_NO_COLOUR ? DCT_TEXT_SOFT : colour);
    dct_text(b, row, DCT_LOOK_SMALL, colour, text)->grow = 1;
}

/* All that is said of a field, in one breath. */
static const char *spoken(dct_build *b, const dct_form_text *f)
{
    const char *parts[4] = { f->required ? dct_tr(b, "required") : "", f->hint, f->consent, f->wrong == NULL ? "" : f->wrong };
    const char *all = f->label;
    for (int i = 0; i < 4; i++)
        if (parts[i] != NULL && parts[i][0] != 0) {
            const char *more = dct_arena_format(b->arena, "%s%s%s", all, i == 0 ? ", " : ". ", parts[i]);
            all = more == NULL ? all : more;
        }
    return all;
}

dct_box *dct_form_text_box(dct_build *b, dct_box *parent, const dct_form_text *f)
{
    dct_box *column = dct_column(b, parent, 4);
    column->flags |= DCT_BOX_FILL;
    column->radius = roundf(8 * b->m.space);
    add_label(b, column, f->label, f->required);
    add_line(b, column, NULL, DCT_NO_COLOUR, f->hint);
    field_frame(b, column, f->field, f->lines, f->wrong != NULL);
    add_line(b, column, "shield", DCT_NO_COLOUR, f->consent);
    if (f->wrong != NULL)
        add_line(b, column, "warning", DCT_CAUTION, f->wrong);
    dct_pressable(column, DOCENT_ROLE_FIELD, dct_key("field", (uint32_t)f->field),
                  (dct_press){ DCT_DO_FIELD, NULL, (uint32_t)f->field }, spoken(b, f));
    column->value = dct_arena_text(b->arena, b->state->fields[f->field].text, b->state->fields[f->field].size);
    return column;
}

/* ---- choices ------------------------------------------------------------------------- */

dct_box *dct_form_radio(dct_build *b, dct_box *wrap, const char *icon, const char *text, bool on, uint32_t key,
                        dct_press press)
{
    dct_box *box = dct_row(b, wrap, 10);
    box->min_h = b->m.touch;
    box->min_w = roundf(90 * b->m.text);
    box->align_x = DCT_ALIGN_CENTER;
    dct_surface(b, box, on ? DCT_ACCENT : DCT_RAISED, on ? DCT_ACCENT : DCT_CONTROL, 10);
    box->hover = on ? DCT_NO_COLOUR : DCT_ACCENT_SOFT;
    dct_pad(b, box, 16, 8);
    dct_token colour = on ? DCT_ON_ACCENT : DCT_TEXT;
    if (on || icon != NULL)
        dct_icon(b, box, on ? "check" : icon, 20, colour);
    dct_text(b, box, DCT_LOOK_LABEL, colour, text);
    dct_pressable(box, DOCENT_ROLE_RADIO, key, press, NULL);
    if (on)
        box->flags |= DCT_BOX_CHECKED;
    return box;
}

dct_box *dct_form_group(dct_build *b, dct_box *parent, const char *label, bool required, const char *wrong, uint32_t key)
{
    dct_box *column = dct_column(b, parent, 6);
    column->flags |= DCT_BOX_FILL;
    add_label(b, column, label, required);
    if (wrong != NULL)
        add_line(b, column, "warning", DCT_CAUTION, wrong);
    dct_box *wrap = dct_add(b, column, DCT_BOX_WRAP);
    wrap->gap = roundf(10 * b->m.space);
    wrap->role = DOCENT_ROLE_LIST;
    wrap->key = key;
    wrap->label = label;
    return wrap;
}

dct_box *dct_form_check(dct_build *b, dct_box *parent, const char *text, const char *note, bool on, uint32_t key, dct_press press)
{
    dct_box *row = dct_row(b, parent, 12);
    row->flags |= DCT_BOX_FILL;
    row->min_h = b->m.touch;
    row->radius = roundf(8 * b->m.space);
    row->hover = DCT_ACCENT_SOFT;
    row->pad.top = row->pad.bottom = roundf(6 * b->m.space);
    dct_box *square = dct_column(b, row, 0);
    square->want_w = square->want_h = roundf(24 * b->m.text);
    square->align_x = square->align_y = DCT_ALIGN_CENTER;
    dct_surface(b, square, on ? DCT_ACCENT : DCT_SURFACE, on ? DCT_ACCENT : DCT_CONTROL, 5);
    square->border_width = fmaxf(1, roundf(2 * b->m.scale));
    if (on)
        dct_icon(b, square, "check", 18, DCT_ON_ACCENT);
    dct_box *words = dct_column(b, row, 0);
    words->grow = 1;
    dct_text(b, words, DCT_LOOK_BODY, DCT_NO_COLOUR, text);
    if (note[0] != 0)
        dct_text(b, words, DCT_LOOK_SMALL, DCT_NO_COLOUR, note);
    dct_pressable(row, DOCENT_ROLE_CHECKBOX, key, press, NULL);
    if (on)
        row->flags |= DCT_BOX_CHECKED;
    return row;
}

/* ---- a question of the table --------------------------------------------------------------- */

static void add_choices(dct_build *b, dct_box *parent, const dct_question *q, const char *label, const char *wrong)
{
    const char *chosen = b->state->fields[q->field].text;
    uint32_t field = (uint32_t)q->field;
    dct_box *wrap = dct_form_group(b, parent, label, q->required, wrong, dct_key("choices", field));
    if (q->type == DOCENT_FIELD_YES_NO) {
        dct_form_radio(b, wrap, NULL, dct_tr(b, "Yes"), strcmp(chosen, "yes") == 0, dct_key("yes", field),
                       (dct_press){ DCT_DO_SET, "yes", field });
        dct_form_radio(b, wrap, NULL, dct_tr(b, "No"), strcmp(chosen, "no") == 0, dct_key("no", field),
                       (dct_press){ DCT_DO_SET, "no", field });
        return;
    }
    for (uint32_t i = 0; i < q->asked->choice_count; i++)
        dct_form_radio(b, wrap, NULL, q->asked->choice_labels[i], strcmp(chosen, q->asked->choices[i]) == 0,
                       dct_key("choice", field * 256 + i), (dct_press){ DCT_DO_SET, q->asked->choices[i], field });
}

void dct_form_question(dct_build *b, dct_box *parent, const dct_question *q)
{
    const char *wrong = b->state->wish.tried ? dct_form_wrong(q, b->state->fields[q->field].text) : NULL;
    const char *label = q->asked != NULL ? q->label : dct_tr(b, q->label);
    const char *hint = q->asked != NULL || q->hint[0] == 0 ? q->hint : dct_tr(b, q->hint);
    wrong = wrong == NULL ? NULL : dct_tr(b, wrong);
    if (q->type == DOCENT_FIELD_CHOICE || q->type == DOCENT_FIELD_YES_NO) {
        add_choices(b, parent, q, label, wrong);
        return;
    }
    dct_form_text text = { q->field, label, hint, q->consent, wrong, q->required, q->type == DOCENT_FIELD_LONG_TEXT ? 3 : 1 };
    dct_form_text_box(b, parent, &text);
}
