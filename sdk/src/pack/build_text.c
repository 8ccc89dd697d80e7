/* What is in a block: text with its styles, pictures, and the names that lead to it. */
#include "build.h"
#include "build_inside.h"

#include "../base/utf8.h"

#include <string.h>

static bool is_blank(unsigned char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* ---- text --------------------------------------------------------------------- */

static uint32_t style_of(const dct_builder *b)
{
    uint32_t style = b->link != NULL ? DOCENT_SPAN_LINK : 0;
    for (int i = 0; i < DCT_BUILD_STYLES; i++)
        if (b->style_count[i] > 0)
            style |= 1u << i;
    return style | b->note_style;
}

static const char *target_of(const dct_builder *b)
{
    return b->note_style != 0 ? b->note_target : b->link != NULL ? b->link : "";
}

/* Whether text at `from` goes on in the run that ends there: then the space between is its too. */
static bool goes_on(const dct_builder *b, uint32_t from)
{
    const dct_run *last = b->last_run;
    return last != NULL && last->to == from && last->style == style_of(b) && last->target == target_of(b);
}

/* Styles the text from `from` to its end. */
static void add_run(dct_builder *b, uint32_t from)
{
    uint32_t style = style_of(b), to = (uint32_t)b->text.size;
    const char *target = target_of(b);
    if (style == 0 || from == to)
        return;
    dct_run *last = b->last_run;
    if (goes_on(b, from)) {
        last->to = to;
        return;
    }
    dct_run *run = dct_arena_new(b->arena, sizeof *run);
    if (run == NULL)
        return;
    *run = (dct_run){ from, to, style, target, b->link != NULL ? b->link_title : "",
                      b->link != NULL ? b->link_place : b->place, NULL };
    if (last == NULL)
        b->leaf->runs = run;
    else
        last->next = run;
    b->last_run = run;
}

static bool open_for_text(dct_builder *b)
{
    if (b->leaf != NULL)
        return true;
    if (b->root == NULL || dct_build_open(b, DOCENT_BLOCK_PARAGRAPH) == NULL)
        return false;
    b->implicit = true;
    return true;
}

/* Scripts written without spaces: a line end in the source is no space between them. */
static bool is_cjk(uint32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E00 && c <= 0x0EFF);
}

static void add_space(dct_builder *b, const char *text, size_t size)
{
    if (b->space == DCT_SPACE_NONE || b->text.size == 0)
        return;
    size_t at = 0, last = dct_utf8_previous((const char *)b->text.data, b->text.size);
    if (is_blank(b->text.data[b->text.size - 1]))
        return;
    if (b->space == DCT_SPACE_SOFT && is_cjk(dct_utf8_next((const char *)b->text.data, b->text.size, &last)) &&
        is_cjk(dct_utf8_next(text, size, &at)))
        return;
    dct_buf_add_byte(&b->text, ' ');
}

/* Control characters mean nothing in a help text; some come as entities. */
static bool is_control(unsigned char c, bool code)
{
    return c == 0x7F || (c < 0x20 && !(code && (c == '\n' || c == '\t')));
}

static void add_clean(dct_builder *b, const char *text, size_t size, bool code)
{
    size_t start = 0;
    for (size_t i = 0; i < size; i++) {
        if (!is_control((unsigned char)text[i], code))
            continue;
        dct_buf_add(&b->text, text + start, i - start);
        if (text[i] == '\t')
            dct_buf_add_byte(&b->text, ' ');
        start = i + 1;
    }
    dct_buf_add(&b->text, text + start, size - start);
}

void dct_build_text(dct_builder *b, const char *text, size_t size)
{
    bool code = b->leaf != NULL && b->leaf->kind == DOCENT_BLOCK_CODE;
    if (!code && (b->leaf == NULL || b->text.size == 0 || is_blank(b->text.data[b->text.size - 1])))
        while (size > 0 && is_blank((unsigned char)*text)) {
            text++;
            size--;
        }
    if (size == 0 || !open_for_text(b))
        return;
    uint32_t from = (uint32_t)b->text.size;
    if (!code)
        add_space(b, text, size);
    b->space = DCT_SPACE_NONE;
    if (!goes_on(b, from))
        from = (uint32_t)b->text.size;
    add_clean(b, text, size, code);
    if (!code)
        add_run(b, from);
}

void dct_build_space(dct_builder *b, bool soft)
{
    if (b->leaf != NULL && b->space != DCT_SPACE_HARD)
        b->space = soft ? DCT_SPACE_SOFT : DCT_SPACE_HARD;
}

void dct_build_break(dct_builder *b)
{
    b->space = DCT_SPACE_NONE;
    if (b->leaf == NULL || b->text.size == 0)
        return;
    dct_buf_add_byte(&b->text, '\n');
}

void dct_build_style(dct_builder *b, uint32_t style, bool on)
{
    for (int i = 0; i < DCT_BUILD_STYLES; i++) {
        if ((style & 1u << i) == 0)
            continue;
        if (on)
            b->style_count[i]++;
        else if (b->style_count[i] > 0)
            b->style_count[i]--;
    }
}

void dct_build_link(dct_builder *b, const char *target, const char *title)
{
    b->link = target == NULL ? NULL : dct_arena_text(b->arena, target, strlen(target));
    b->link_title = title == NULL ? "" : dct_arena_text(b->arena, title, strlen(title));
    if (b->link_title == NULL)
        b->link_title = "";
    b->link_place = b->place;
}

void dct_build_note(dct_builder *b, uint32_t number)
{
    char text[16];
    int size = snprintf(text, sizeof text, "[%u]", (unsigned)number);
    b->note_style = DOCENT_SPAN_NOTE;
    b->note_target = dct_arena_format(b->arena, "#note-%u", (unsigned)number);
    if (b->note_target != NULL)
        dct_build_text(b, text, (size_t)size);
    b->note_style = 0;
}

/* ---- pictures and names ---------------------------------------------------------- */

static dct_node *new_picture(dct_builder *b, const char *target, const char *alt, const char *title)
{
    dct_node *picture = dct_node_new(b->arena, DOCENT_BLOCK_PICTURE, b->place);
    if (picture == NULL)
        return NULL;
    picture->text = dct_arena_text(b->arena, alt, strlen(alt));
    picture->target = dct_arena_text(b->arena, target, strlen(target));
    picture->title = dct_arena_text(b->arena, title, strlen(title));
    picture->text_size = (uint32_t)strlen(alt);
    return picture->text == NULL || picture->target == NULL || picture->title == NULL ? NULL : picture;
}

static void queue_after_leaf(dct_builder *b, dct_node *picture)
{
    *b->after_end = picture;
    b->after_end = &picture->next;
}

/* Ends the paragraph; text that follows opens the next one. */
static void place_picture(dct_builder *b, dct_node *picture)
{
    dct_build_close_leaf(b);
    dct_build_make_way(b, DOCENT_BLOCK_PICTURE);
    if (b->at == NULL)
        return;
    dct_build_add(b, picture);
}

dct_node *dct_build_picture(dct_builder *b, const char *target, const char *alt, const char *title, bool in_line)
{
    dct_node *picture = new_picture(b, target, alt, title);
    if (picture == NULL)
        return NULL;
    bool heading = b->leaf != NULL && b->leaf->kind == DOCENT_BLOCK_HEADING;
    if (b->leaf != NULL && in_line) {
        dct_build_style(b, DOCENT_SPAN_UI, true);
        dct_build_text(b, alt, strlen(alt));
        dct_build_style(b, DOCENT_SPAN_UI, false);
        if (picture->text_size > 0) { /* It is said once. */
            picture->text = "";
            picture->text_size = 0;
            picture->title = "decorative";
        }
    }
    if (b->leaf != NULL && (heading || in_line))
        queue_after_leaf(b, picture);
    else
        place_picture(b, picture);
    return picture;
}

void dct_build_anchor(dct_builder *b, const char *name, size_t size)
{
    dct_anchor *anchor = size == 0 ? NULL : dct_arena_new(b->arena, sizeof *anchor);
    if (anchor == NULL)
        return;
    anchor->name = dct_arena_text(b->arena, name, size);
    if (anchor->name == NULL)
        return;
    /* Inside a block whose text has begun, the name is that block's. */
    if (b->leaf != NULL && b->text.size > 0) {
        anchor->node = b->leaf;
        anchor->next = b->anchors;
        b->anchors = anchor;
        if (b->pending == &b->anchors)
            b->pending = &anchor->next;
        if (b->anchors_end == &b->anchors)
            b->anchors_end = &anchor->next;
        return;
    }
    *b->anchors_end = anchor;
    b->anchors_end = &anchor->next;
}
