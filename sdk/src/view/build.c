#include "build.h"

#include "icons.h"

#include "../base/bytes.h"
#include "../base/limits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- sizes ---------------------------------------------------------------------- */

/* 15 mm, the least target of a kiosk (EN 301 549 asks for reach and size; see docs/accessibility.md), at 96 points an inch. */
#define TOUCH_KIOSK_PT 60.0f
#define TOUCH_PT 44.0f

static float clamp(float v, float low, float high)
{
    return fminf(high, fmaxf(low, v));
}

dct_metrics dct_metrics_of(int32_t width, int32_t height, float scale, uint32_t text_percent, uint32_t flags)
{
    dct_metrics m = { .width = (float)width, .height = (float)height, .scale = scale };
    float w = m.width / scale, h = m.height / scale, percent = (float)text_percent / 100.0f;
    m.form = w < 640 ? DCT_FORM_PANEL : h > w * 1.25f ? DCT_FORM_TALL : DCT_FORM_PAGE;
    m.large = (flags & DOCENT_VIEW_KIOSK) != 0 || (m.form == DCT_FORM_TALL && w >= 900);
    float base = !m.large || w < 640 ? 1.0f : m.form == DCT_FORM_TALL ? clamp(w / 620, 1.25f, 1.75f) : clamp(w / 1000, 1.0f, 1.5f);
    m.text = scale * base * percent;
    m.title = scale * base * (1 + (percent - 1) * 0.6f);
    m.space = scale * base * (1 + (percent - 1) * 0.3f);
    m.touch = fmaxf(scale * (m.large ? TOUCH_KIOSK_PT : TOUCH_PT), 44 * m.space);
    m.side = roundf((m.form == DCT_FORM_PANEL ? 16 : 32) * m.space);
    m.measure = roundf(16 * 36 * m.text);
    return m;
}

/* The type scale: few steps, each with one use. */
static const struct {
    float     points, line_height;
    uint32_t  flags;
    dct_token colour;
} looks[DCT_LOOK_COUNT] = {
    [DCT_LOOK_BODY] = { 16, 1.5f, 0, DCT_TEXT },
    [DCT_LOOK_BODY_BOLD] = { 16, 1.5f, DCT_TEXT_BOLD, DCT_TEXT },
    [DCT_LOOK_SOFT] = { 16, 1.45f, 0, DCT_TEXT_SOFT },
    [DCT_LOOK_SMALL] = { 14, 1.4f, 0, DCT_TEXT_SOFT },
    [DCT_LOOK_SMALL_BOLD] = { 14, 1.4f, DCT_TEXT_BOLD, DCT_TEXT_SOFT },
    [DCT_LOOK_LEAD] = { 18, 1.45f, 0, DCT_TEXT_SOFT },
    [DCT_LOOK_DISPLAY] = { 34, 1.2f, DCT_TEXT_BOLD, DCT_TEXT },
    [DCT_LOOK_TITLE] = { 28, 1.25f, DCT_TEXT_BOLD, DCT_TEXT },
    [DCT_LOOK_HEADING] = { 21, 1.3f, DCT_TEXT_BOLD, DCT_TEXT },
    [DCT_LOOK_SUBHEADING] = { 17, 1.35f, DCT_TEXT_BOLD, DCT_TEXT },
    [DCT_LOOK_LABEL] = { 16, 1.3f, DCT_TEXT_BOLD, DCT_TEXT },
    [DCT_LOOK_CODE] = { 14.5f, 1.5f, DCT_TEXT_MONO, DCT_TEXT },
    [DCT_LOOK_NUMBER] = { 17, 1.2f, DCT_TEXT_BOLD, DCT_ON_ACCENT },
};

uint32_t dct_look_flags(dct_look look)
{
    return looks[look].flags;
}

float dct_look_pixels(const dct_build *b, dct_look look)
{
    return looks[look].points * (looks[look].points > 24 ? b->m.title : b->m.text);
}

/* ---- identity and words ------------------------------------------------------------ */

uint32_t dct_key(const char *name, uint32_t number)
{
    uint64_t hash = dct_hash(DCT_HASH_START, name, strlen(name));
    unsigned char bytes[4] = { (unsigned char)number, (unsigned char)(number >> 8), (unsigned char)(number >> 16),
                               (unsigned char)(number >> 24) };
    hash = dct_hash(hash, bytes, sizeof bytes);
    uint32_t key = (uint32_t)(hash ^ hash >> 32);
    return key == 0 ? 1 : key;
}

const char *dct_tr(const dct_build *b, const char *english)
{
    return docent_string(b->h, english);
}

const char *dct_tr_fill(const dct_build *b, const char *english, const char *zero, const char *one)
{
    const char *text = dct_tr(b, english);
    dct_buf buf;
    dct_buf_init(&buf, docent_alloc_of(b->h), 8192);
    for (const char *p = text; *p != 0; p++) {
        bool slot = p[0] == '{' && (p[1] == '0' || p[1] == '1') && p[2] == '}';
        const char *value = !slot ? NULL : p[1] == '0' ? zero : one;
        if (slot) {
            dct_buf_add_text(&buf, value == NULL ? "" : value);
            p += 2;
        } else {
            dct_buf_add_byte(&buf, (unsigned char)*p);
        }
    }
    const char *filled = dct_arena_text(b->arena, (const char *)buf.data, buf.size);
    dct_buf_close(&buf);
    return filled == NULL ? "" : filled;
}

const char *dct_number(const dct_build *b, uint32_t n)
{
    const char *text = dct_arena_format(b->arena, "%u", (unsigned)n);
    return text == NULL ? "" : text;
}

const char *dct_place(const dct_build *b, dct_page page, const char *id, const char *anchor)
{
    dct_address a = { .page = page };
    snprintf(a.id, sizeof a.id, "%s", id == NULL ? "" : id);
    snprintf(a.anchor, sizeof a.anchor, "%s", anchor == NULL ? "" : anchor);
    dct_buf buf;
    dct_buf_init(&buf, docent_alloc_of(b->h), DCT_MAX_ADDRESS_BYTES);
    dct_address_format(&a, &buf);
    const char *text = dct_arena_text(b->arena, (const char *)buf.data, buf.size);
    dct_buf_close(&buf);
    return text == NULL ? "home" : text;
}

bool dct_locale_rtl(const docent *h, const char *locale)
{
    for (uint32_t i = 0; docent_language_at(h, i) != NULL; i++)
        if (strcmp(docent_language_at(h, i)->tag, locale) == 0)
            return docent_language_at(h, i)->rtl;
    return false;
}

/* ---- boxes ----------------------------------------------------------------------------- */

static dct_box *new_box(dct_build *b)
{
    dct_box *box = dct_arena_new(b->arena, sizeof *box);
    if (box == NULL) {
        memset(&b->nowhere, 0, sizeof b->nowhere);
        box = &b->nowhere;
    }
    box->natural = -1;
    return box;
}

dct_box *dct_add(dct_build *b, dct_box *parent, dct_box_kind kind)
{
    dct_box *box = new_box(b);
    box->kind = kind;
    box->flags = b->rtl ? DCT_BOX_RTL : 0;
    box->locale = b->locale;
    box->order = UINT32_MAX;
    if (parent == NULL || dct_arena_failed(b->arena))
        return box;
    box->parent = parent;
    if (parent->last == NULL)
        parent->first = box;
    else
        parent->last->next = box;
    parent->last = box;
    return box;
}

dct_box *dct_column(dct_build *b, dct_box *parent, float gap_pt)
{
    dct_box *box = dct_add(b, parent, DCT_BOX_COLUMN);
    box->gap = roundf(gap_pt * b->m.space);
    return box;
}

dct_box *dct_row(dct_build *b, dct_box *parent, float gap_pt)
{
    dct_box *box = dct_add(b, parent, DCT_BOX_ROW);
    box->gap = roundf(gap_pt * b->m.space);
    box->align_y = DCT_ALIGN_CENTER;
    return box;
}

void dct_pad(dct_build *b, dct_box *box, float across_pt, float along_pt)
{
    box->pad.start = box->pad.end = roundf(across_pt * b->m.space);
    box->pad.top = box->pad.bottom = roundf(along_pt * b->m.space);
}

/* ---- texts --------------------------------------------------------------------------------- */

dct_box *dct_rich_text(dct_build *b, dct_box *parent, dct_look look, const dct_rich *rich)
{
    dct_box *box = dct_add(b, parent, DCT_BOX_TEXT);
    box->text = rich->text;
    box->text_size = rich->size;
    box->styles = rich->styles;
    box->links = rich->links;
    box->link_count = rich->link_count;
    box->line_height = looks[look].line_height;
    box->role = DOCENT_ROLE_TEXT;
    box->key = dct_key("text", b->texts++);
    dct_text_span whole = { 0, rich->size, looks[look].flags, dct_look_pixels(b, look), 0, b->locale };
    const dct_text_span *spans = rich->spans == NULL ? &whole : rich->spans;
    uint32_t count = rich->spans == NULL ? 1 : rich->span_count;
    box->paragraph = dct_paragraph_new(b->fonts, b->arena, rich->text, rich->size, spans, count,
                                       dct_locale_rtl(b->h, b->locale) ? DCT_RTL : DCT_LTR);
    return box;
}

dct_box *dct_text(dct_build *b, dct_box *parent, dct_look look, dct_token colour, const char *text)
{
    dct_paint_style *style = dct_arena_new(b->arena, sizeof *style);
    if (style != NULL)
        style->colour = colour == DCT_NO_COLOUR ? looks[look].colour : colour;
    dct_rich rich = { .text = text, .size = (uint32_t)strlen(text), .styles = style };
    return dct_rich_text(b, parent, look, &rich);
}

dct_box *dct_whole_text(dct_build *b, dct_box *parent, dct_look look, const char *text)
{
    dct_paint_style *style = dct_arena_new(b->arena, sizeof *style);
    dct_text_span *span = dct_arena_new(b->arena, sizeof *span);
    if (style == NULL || span == NULL)
        return dct_text(b, parent, look, DCT_NO_COLOUR, text);
    style->colour = looks[look].colour;
    *span = (dct_text_span){ 0, (uint32_t)strlen(text), looks[look].flags | DCT_TEXT_NO_BREAK | DCT_TEXT_ISOLATE,
                             dct_look_pixels(b, look), 0, b->locale };
    dct_rich rich = { .text = text, .size = span->to, .spans = span, .span_count = 1, .styles = style };
    return dct_rich_text(b, parent, look, &rich);
}

/* Adds a span that ends at `to` when it is not empty. */
static void add_span(dct_rich *rich, uint32_t *from, uint32_t to, dct_text_span model)
{
    if (to <= *from)
        return;
    model.from = *from;
    model.to = to;
    rich->spans[rich->span_count++] = model;
    *from = to;
}

dct_box *dct_marked_text(dct_build *b, dct_box *parent, dct_look look, const char *text, const docent_span *marks,
                         uint32_t mark_count)
{
    dct_rich rich = { .text = text, .size = (uint32_t)strlen(text) };
    dct_paint_style *styles = dct_arena_array(b->arena, 2, sizeof *styles);
    rich.spans = dct_arena_array(b->arena, 2 * (size_t)mark_count + 1, sizeof *rich.spans);
    if (styles == NULL || rich.spans == NULL)
        return dct_text(b, parent, look, DCT_NO_COLOUR, text);
    styles[0].colour = looks[look].colour;
    styles[1] = (dct_paint_style){ .colour = DCT_TEXT, .back = DCT_MARK };
    rich.styles = styles;
    dct_text_span plain = { 0, 0, looks[look].flags, dct_look_pixels(b, look), 0, b->locale };
    dct_text_span marked = plain;
    marked.style = 1;
    uint32_t at = 0;
    for (uint32_t i = 0; i < mark_count; i++) {
        if (marks[i].to > rich.size || marks[i].from < at)
            continue;
        add_span(&rich, &at, marks[i].from, plain);
        add_span(&rich, &at, marks[i].to, marked);
    }
    add_span(&rich, &at, rich.size, plain);
    if (rich.span_count == 0)
        rich.spans = NULL;
    return dct_rich_text(b, parent, look, &rich);
}

dct_box *dct_heading(dct_build *b, dct_box *parent, uint32_t level, dct_look look, const char *text)
{
    dct_box *box = dct_text(b, parent, look, DCT_NO_COLOUR, text);
    box->role = DOCENT_ROLE_HEADING;
    box->level = level;
    return box;
}

/* ---- icons, buttons, cards ------------------------------------------------------------------- */

dct_box *dct_icon(dct_build *b, dct_box *parent, const char *name, float size_pt, dct_token colour)
{
    dct_box *box = dct_add(b, parent, DCT_BOX_ICON);
    const char *path = dct_icon_path(name);
    box->name = path == NULL ? dct_icon_path("book") : path;
    box->want_w = box->want_h = roundf(size_pt * b->m.text);
    box->stroke = dct_icon_filled(name) ? 0 : size_pt * b->m.text / 24 * DCT_ICON_STROKE;
    box->colour = colour;
    return box;
}

dct_box *dct_badge(dct_build *b, dct_box *parent, const char *icon, float size_pt, dct_token tint, dct_token colour)
{
    dct_box *badge = dct_column(b, parent, 0);
    badge->want_w = badge->want_h = roundf(size_pt * b->m.text);
    badge->align_x = badge->align_y = DCT_ALIGN_CENTER;
    badge->background = tint;
    badge->radius = badge->want_w / 2;
    dct_icon(b, badge, icon, size_pt * 0.56f, colour);
    return badge;
}

void dct_pressable(dct_box *box, docent_role role, uint32_t key, dct_press press, const char *label)
{
    box->role = role;
    box->key = key;
    box->press = press;
    box->label = label;
    box->flags |= DCT_BOX_FOCUSABLE | DCT_BOX_LEAF_LABEL;
}

dct_press dct_press_go(const char *address)
{
    return (dct_press){ DCT_DO_GO, address, 0 };
}

dct_press dct_press_command(const char *name)
{
    return (dct_press){ DCT_DO_COMMAND, name, 0 };
}

void dct_surface(const dct_build *b, dct_box *box, dct_token background, dct_token border, float radius_pt)
{
    box->background = background;
    box->border = border;
    box->border_width = fmaxf(1, roundf(b->m.scale));
    box->radius = roundf(radius_pt * b->m.space);
}

static void paint_button(dct_box *box, dct_button_kind kind, float scale)
{
    if (kind == DCT_BUTTON_MAIN) {
        box->background = DCT_ACCENT;
    } else if (kind == DCT_BUTTON_PLAIN) {
        box->background = DCT_RAISED;
        box->border = DCT_CONTROL;
        box->border_width = fmaxf(1, roundf(scale));
    }
    box->hover = kind == DCT_BUTTON_MAIN ? DCT_NO_COLOUR : DCT_ACCENT_SOFT;
}

dct_box *dct_button(dct_build *b, dct_box *parent, dct_button_kind kind, const char *icon, const char *text,
                    const char *label, uint32_t key, dct_press press)
{
    dct_box *box = dct_row(b, parent, 8);
    dct_token colour = kind == DCT_BUTTON_MAIN ? DCT_ON_ACCENT : kind == DCT_BUTTON_QUIET ? DCT_LINK : DCT_TEXT;
    box->min_h = b->m.touch;
    box->min_w = b->m.touch;
    box->align_x = DCT_ALIGN_CENTER;
    box->radius = roundf(10 * b->m.space);
    dct_pad(b, box, text == NULL ? 6 : 16, 6);
    paint_button(box, kind, b->m.scale);
    if (icon != NULL)
        dct_icon(b, box, icon, 22, colour);
    if (text != NULL)
        dct_text(b, box, DCT_LOOK_LABEL, colour, text);
    dct_pressable(box, DOCENT_ROLE_BUTTON, key, press, label);
    return box;
}

dct_box *dct_card(dct_build *b, dct_box *parent, float pad_pt)
{
    dct_box *card = dct_column(b, parent, 8);
    dct_pad(b, card, pad_pt, pad_pt);
    dct_surface(b, card, DCT_SURFACE, DCT_BORDER, 14);
    return card;
}

dct_box *dct_rule(dct_build *b, dct_box *parent)
{
    dct_box *rule = dct_column(b, parent, 0);
    rule->min_h = fmaxf(1, roundf(b->m.scale));
    rule->background = DCT_BORDER;
    rule->flags |= DCT_BOX_FILL | DCT_BOX_SILENT;
    return rule;
}
