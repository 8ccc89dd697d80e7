/* Inline spans of a block as spans of a paragraph: what is bold, a key, a name, a link, and what a press on it does. */
#include "blocks.h"

#include <math.h>
#include <string.h>

/* How the eight kinds of inline look. Order: the first that applies decides the chip. */
static dct_paint_style style_of(uint32_t inline_style, dct_token plain)
{
    dct_paint_style s = { .colour = plain };
    if (inline_style & (DOCENT_SPAN_LINK | DOCENT_SPAN_NOTE)) {
        s.colour = DCT_LINK;
        s.underline = (inline_style & DOCENT_SPAN_LINK) != 0;
    }
    if (inline_style & DOCENT_SPAN_KEY) {
        s.back = DCT_RAISED;
        s.edge = DCT_CONTROL;
    } else if (inline_style & DOCENT_SPAN_UI) {
        s.back = DCT_SUNKEN;
    } else if (inline_style & DOCENT_SPAN_CODE) {
        s.back = DCT_SUNKEN;
    }
    s.strike = (inline_style & DOCENT_SPAN_STRIKE) != 0;
    return s;
}

static uint32_t text_flags(uint32_t inline_style)
{
    uint32_t flags = 0;
    if (inline_style & (DOCENT_SPAN_STRONG | DOCENT_SPAN_UI))
        flags |= DCT_TEXT_BOLD;
    if (inline_style & DOCENT_SPAN_EMPHASIS)
        flags |= DCT_TEXT_ITALIC;
    if (inline_style & (DOCENT_SPAN_CODE | DOCENT_SPAN_KEY))
        flags |= DCT_TEXT_MONO | DCT_TEXT_ISOLATE;
    if (inline_style & DOCENT_SPAN_UI)
        flags |= DCT_TEXT_ISOLATE;
    if (inline_style & DOCENT_SPAN_KEY)
        flags |= DCT_TEXT_NO_BREAK;
    return flags;
}

static float text_size(uint32_t inline_style, float size)
{
    if (inline_style & DOCENT_SPAN_NOTE)
        return size * 0.8f;
    return inline_style & (DOCENT_SPAN_CODE | DOCENT_SPAN_KEY) ? size * 0.92f : size;
}

static bool has_scheme(const char *target)
{
    const char *colon = strchr(target, ':');
    const char *slash = strchr(target, '/');
    return colon != NULL && (slash == NULL || colon < slash);
}

/* A footnote's "#x" is a place in this article. */
static dct_press press_of(const dct_build *b, const docent_inline *in)
{
    if (in->target[0] == '#') {
        return dct_press_go(dct_place(b, DCT_PAGE_ARTICLE, docent_article_id(b->article), in->target + 1));
    }
    if (has_scheme(in->target))
        return (dct_press){ DCT_DO_URL, in->target, 0 };
    return dct_press_go(in->target);
}

static uint32_t count_links(const docent_block *block)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < block->inline_count; i++)
        n += (block->inlines[i].style & (DOCENT_SPAN_LINK | DOCENT_SPAN_NOTE)) != 0;
    return n;
}

/* Neighbouring inlines with the same target are one link: "[**Press** here](x)". */
static void add_link(dct_build *b, dct_rich *rich, dct_text_link *links, const docent_inline *in)
{
    dct_text_link *last = rich->link_count == 0 ? NULL : &links[rich->link_count - 1];
    if (last != NULL && last->to == in->from && last->press.text != NULL &&
        strcmp(last->press.text, in->target) == 0) {
        last->to = in->to;
        return;
    }
    links[rich->link_count++] =
        (dct_text_link){ in->from, in->to, press_of(b, in), dct_key("link", b->texts * 64 + rich->link_count) };
}

static bool fill(dct_build *b, dct_look look, const docent_block *block, dct_rich *rich)
{
    size_t room = 2 * (size_t)block->inline_count + 1;
    dct_paint_style *styles = dct_arena_array(b->arena, room, sizeof *styles);
    dct_text_link *links = dct_arena_array(b->arena, (size_t)count_links(block) + 1, sizeof *links);
    rich->spans = dct_arena_array(b->arena, room, sizeof *rich->spans);
    if (styles == NULL || links == NULL || rich->spans == NULL)
        return false;
    dct_token colour = look == DCT_LOOK_LEAD ? DCT_TEXT : look == DCT_LOOK_SMALL ? DCT_TEXT_SOFT : DCT_TEXT;
    dct_text_span plain = { 0, 0, dct_look_flags(look), dct_look_pixels(b, look), 0, b->locale };
    styles[0].colour = colour;
    uint32_t at = 0, style = 1;
    for (uint32_t i = 0; i <= block->inline_count; i++) {
        const docent_inline *in = i < block->inline_count ? &block->inlines[i] : NULL;
        uint32_t from = in == NULL ? block->text_len : in->from;
        if (from > at) {
            plain.from = at;
            plain.to = from;
            rich->spans[rich->span_count++] = plain;
        }
        if (in == NULL)
            break;
        styles[style] = style_of(in->style, colour);
        rich->spans[rich->span_count++] =
            (dct_text_span){ in->from, in->to, plain.flags | text_flags(in->style),
                             text_size(in->style, plain.size_px), style, b->locale };
        style++;
        if (in->style & (DOCENT_SPAN_LINK | DOCENT_SPAN_NOTE))
            add_link(b, rich, links, in);
        at = in->to;
    }
    rich->styles = styles;
    rich->links = links;
    return true;
}

dct_box *dct_block_text(dct_build *b, dct_box *parent, dct_look look, const docent_block *block)
{
    dct_rich rich = { .text = block->text, .size = block->text_len };
    if (block->text_len == 0 || !fill(b, look, block, &rich))
        return dct_text(b, parent, look, DCT_NO_COLOUR, block->text);
    dct_box *box = dct_rich_text(b, parent, look, &rich);
    box->flags |= DCT_BOX_SELECTABLE;
    box->order = b->selectable++;
    return box;
}
