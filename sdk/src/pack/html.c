#include "html.h"

#include "html_tag.h"
#include "html_token.h"

#include "../base/utf8.h"

#include <string.h>

void dct_html_init(dct_html *h, dct_builder *b)
{
    memset(h, 0, sizeof *h);
    h->b = b;
    dct_buf_init(&h->words, b->arena->alloc, 1u << 16);
}

void dct_html_close(dct_html *h)
{
    dct_buf_close(&h->words);
}

/* ---- messages ------------------------------------------------------------------- */

/* Each tag once an article: a table of forty rows is one fault. */
static void tell(dct_html *h, const dct_html_tag *t)
{
    size_t index = dct_html_tag_index(t);
    uint64_t bit = (uint64_t)1 << index % 64, *told = &h->told[index / 64];
    if ((*told & bit) != 0)
        return;
    *told |= bit;
    if (t->instead != NULL)
        dct_diag_warning(h->b->diag, h->b->place, "raw HTML <%s>: its text is kept, its look is not; write %s",
                         t->name, t->instead);
    else
        dct_diag_warning(h->b->diag, h->b->place, "raw HTML <%s>: its text is kept, its look is not", t->name);
}

/* ---- text ------------------------------------------------------------------------- */

/* Digits and signs of a superscript have characters of their own. */
static const char *raise(char c)
{
    static const char *const digits[] = { "\xE2\x81\xB0", "\xC2\xB9", "\xC2\xB2", "\xC2\xB3", "\xE2\x81\xB4",
                                          "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8",
                                          "\xE2\x81\xB9" };
    if (c >= '0' && c <= '9')
        return digits[c - '0'];
    return c == '-' ? "\xE2\x81\xBB" : c == '+' ? "\xE2\x81\xBA" : NULL;
}

static bool all_raise(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (raise(text[i]) == NULL)
            return false;
    return size > 0;
}

void dct_html_words(dct_html *h, const char *text, size_t size)
{
    if (h->hidden > 0) {
        dct_buf_add(&h->words, text, size);
        dct_buf_add_byte(&h->words, ' ');
    } else if (h->raised > 0 && all_raise(text, size)) {
        for (size_t i = 0; i < size; i++)
            dct_build_text(h->b, raise(text[i]), strlen(raise(text[i])));
    } else {
        dct_build_text(h->b, text, size);
    }
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Text of HTML: runs of white space are one space. Entities are decoded word by word: no word is longer than room. */
static void add_collapsed(dct_html *h, dct_html_text text)
{
    char word[4096];
    for (size_t i = 0; i < text.size;) {
        if (is_space(text.text[i])) {
            dct_build_space(h->b, false);
            i++;
            continue;
        }
        size_t end = i;
        while (end < text.size && !is_space(text.text[end]) && end - i < sizeof word - 1)
            end++;
        if (end < text.size && !is_space(text.text[end]))
            end = i + dct_utf8_cut(text.text + i, end - i);
        size_t size = dct_html_decode((dct_html_text){ text.text + i, end - i }, word, sizeof word);
        dct_html_words(h, word, size);
        i = end;
    }
}

static void add_text(dct_html *h, dct_html_text text)
{
    if (h->b->leaf == NULL || h->b->leaf->kind != DOCENT_BLOCK_CODE || h->hidden > 0) {
        add_collapsed(h, text);
        return;
    }
    char *decoded = dct_arena_new(h->b->arena, text.size + 1);
    if (decoded != NULL)
        dct_build_text(h->b, decoded, dct_html_decode(text, decoded, text.size + 1));
}

/* ---- tags ---------------------------------------------------------------------------- */

/* A decoded attribute in the arena, NULL when it is not there. */
static char *attribute(dct_html *h, const dct_html_token *t, const char *name)
{
    dct_html_text value = dct_html_attribute(t, name);
    if (value.text == NULL)
        return NULL;
    char *text = dct_arena_new(h->b->arena, value.size + 1);
    if (text != NULL)
        dct_html_decode(value, text, value.size + 1);
    return text;
}

static void add_anchors(dct_html *h, const dct_html_token *t)
{
    const char *id = attribute(h, t, "id");
    const char *name = strcmp(t->name, "a") == 0 ? attribute(h, t, "name") : NULL;
    if (id != NULL && h->hidden == 0)
        dct_build_anchor(h->b, id, strlen(id));
    if (name != NULL && h->hidden == 0)
        dct_build_anchor(h->b, name, strlen(name));
}

static bool is_hidden(const dct_html_token *t)
{
    static const char needle[] = "display:none";
    dct_html_text style = dct_html_attribute(t, "style");
    size_t matched = 0;
    for (size_t i = 0; i < style.size && needle[matched] != 0; i++)
        if (!is_space(style.text[i]))
            matched = style.text[i] == needle[matched] ? matched + 1 : style.text[i] == 'd';
    return needle[matched] == 0 || dct_html_attribute(t, "hidden").text != NULL;
}

static uint32_t span_of(dct_html *h, const dct_html_token *t, const char *name)
{
    const char *text = attribute(h, t, name);
    uint32_t value = 0;
    for (; text != NULL && *text >= '0' && *text <= '9' && value < 1000; text++)
        value = value * 10 + (uint32_t)(*text - '0');
    return value;
}

static void open_block(dct_html *h, const dct_html_tag *t, const dct_html_token *token)
{
    dct_builder *b = h->b;
    dct_node *node = dct_build_open(b, (docent_block_kind)t->value);
    if (node == NULL || (t->effect != DCT_HTML_DO_HEAD_CELL && t->value != DOCENT_BLOCK_CELL))
        return;
    node->span_columns = span_of(h, token, "colspan");
    node->span_rows = span_of(h, token, "rowspan");
    if (t->effect == DCT_HTML_DO_HEAD_CELL && node->parent->first == node)
        node->parent->flags |= DOCENT_BLOCK_HEADER;
    else if (t->effect != DCT_HTML_DO_HEAD_CELL)
        node->parent->flags &= ~DOCENT_BLOCK_HEADER;
}

static void open_ordered(dct_html *h)
{
    bool steps = h->b->at == h->b->root;
    dct_node *list = dct_build_open(h->b, steps ? DOCENT_BLOCK_STEPS : DOCENT_BLOCK_LIST);
    if (list != NULL && !steps)
        list->number = 1;
}

/* "400" or "400px" of an attribute or of a style's property; 0 for none, and for parts of a page ("50%"). */
static uint32_t pixels(dct_html *h, const dct_html_token *t, const char *name)
{
    const char *text = attribute(h, t, name), *style = attribute(h, t, "style");
    const char *property = style == NULL ? NULL : strstr(style, name);
    if (text == NULL && property != NULL && (property == style || is_space(property[-1]) || property[-1] == ';')) {
        text = property + strlen(name);
        text += strspn(text, " :");
    }
    uint32_t value = 0;
    for (; text != NULL && *text >= '0' && *text <= '9' && value < 100000; text++)
        value = value * 10 + (uint32_t)(*text - '0');
    return text == NULL || *text == '%' ? 0 : value;
}

static void add_picture(dct_html *h, const dct_html_token *t)
{
    const char *src = attribute(h, t, "src"), *alt = attribute(h, t, "alt"), *title = attribute(h, t, "title");
    if (src == NULL)
        return;
    dct_node *picture = dct_build_picture(h->b, src, alt == NULL ? "" : alt, title == NULL ? "" : title, false);
    if (picture == NULL)
        return;
    picture->width = pixels(h, t, "width");
    picture->height = pixels(h, t, "height");
}

static void add_frame(dct_html *h, const dct_html_token *t)
{
    const char *src = attribute(h, t, "src");
    if (src == NULL || (strncmp(src, "https://", 8) != 0 && strncmp(src, "http://", 7) != 0))
        return;
    const char *host = strstr(src, "//") + 2;
    dct_build_link(h->b, src, "");
    dct_build_text(h->b, host, strcspn(host, "/?#"));
    dct_build_link(h->b, NULL, NULL);
    dct_build_close_leaf(h->b);
}

/* Links with nothing but space between them are a menu: one a line. */
static bool follows_link(const dct_builder *b)
{
    const dct_run *last = b->last_run;
    return b->leaf != NULL && b->space != DCT_SPACE_NONE && last != NULL && last->to == b->text.size &&
           (last->style & DOCENT_SPAN_LINK) != 0;
}

/* What an opening tag does to the article. */
static void apply(dct_html *h, const dct_html_tag *t, const dct_html_token *token)
{
    dct_builder *b = h->b;
    switch (t->effect) {
    case DCT_HTML_DO_STYLE: dct_build_style(b, t->value, true); break;
    case DCT_HTML_DO_GROUP: dct_build_close_leaf(b); break;
    case DCT_HTML_DO_BLOCK:
    case DCT_HTML_DO_HEAD_CELL: open_block(h, t, token); break;
    case DCT_HTML_DO_ORDERED: open_ordered(h); break;
    case DCT_HTML_DO_PRE: dct_build_open(b, DOCENT_BLOCK_CODE); break;
    case DCT_HTML_DO_HEADING: {
        dct_node *heading = dct_build_open(b, DOCENT_BLOCK_HEADING);
        if (heading != NULL)
            heading->level = t->value;
        break;
    }
    case DCT_HTML_DO_CAPTION:
        dct_build_close_leaf(b);
        dct_build_style(b, t->value, true);
        break;
    case DCT_HTML_DO_SUP: h->raised++; break;
    case DCT_HTML_DO_LINK: {
        const char *href = attribute(h, token, "href");
        if (href != NULL && follows_link(b))
            dct_build_break(b);
        if (href != NULL)
            dct_build_link(b, href, attribute(h, token, "title"));
        break;
    }
    case DCT_HTML_DO_BREAK: dct_build_break(b); break;
    case DCT_HTML_DO_RULE:
        dct_build_open(b, DOCENT_BLOCK_RULE);
        dct_build_close(b, DOCENT_BLOCK_RULE);
        break;
    case DCT_HTML_DO_PICTURE: add_picture(h, token); break;
    case DCT_HTML_DO_FRAME: add_frame(h, token); break;
    case DCT_HTML_DO_NONE:
    case DCT_HTML_DO_DROP: break;
    }
}

/* The end of what apply() began. */
static void undo(dct_html *h, const dct_html_tag *t)
{
    dct_builder *b = h->b;
    switch (t->effect) {
    case DCT_HTML_DO_STYLE: dct_build_style(b, t->value, false); break;
    case DCT_HTML_DO_GROUP: dct_build_close_leaf(b); break;
    case DCT_HTML_DO_BLOCK:
    case DCT_HTML_DO_HEAD_CELL: dct_build_close(b, (docent_block_kind)t->value); break;
    case DCT_HTML_DO_ORDERED:
        dct_build_close(b, dct_build_is_open(b, DOCENT_BLOCK_LIST) ? DOCENT_BLOCK_LIST : DOCENT_BLOCK_STEPS);
        break;
    case DCT_HTML_DO_PRE:
    case DCT_HTML_DO_HEADING: dct_build_close_leaf(b); break;
    case DCT_HTML_DO_CAPTION:
        dct_build_close_leaf(b);
        dct_build_style(b, t->value, false);
        break;
    case DCT_HTML_DO_SUP: h->raised--; break;
    case DCT_HTML_DO_LINK: dct_build_link(b, NULL, NULL); break;
    default: break;
    }
}

static void pop(dct_html *h)
{
    struct dct_html_open *top = &h->stack[--h->depth];
    bool was_hidden = h->hidden > 0;
    if (top->hidden)
        h->hidden--;
    if (!was_hidden)
        undo(h, top->tag);
}

/* End tags that authors leave out: a new item ends the item before. */
static bool ends_before(const dct_html_tag *open, const dct_html_tag *next)
{
    if (strcmp(next->name, "li") == 0 || strcmp(next->name, "p") == 0 || strcmp(next->name, "dt") == 0)
        return open == next;
    if (strcmp(next->name, "td") == 0 || strcmp(next->name, "th") == 0)
        return strcmp(open->name, "td") == 0 || strcmp(open->name, "th") == 0;
    if (strcmp(next->name, "tr") == 0)
        return open == next || strcmp(open->name, "td") == 0 || strcmp(open->name, "th") == 0;
    return false;
}

/* Not past these: a list in a cell does not end the cell. */
static bool is_wall(const dct_html_tag *open, const dct_html_tag *next)
{
    if (strcmp(next->name, "li") == 0)
        return strcmp(open->name, "ul") == 0 || strcmp(open->name, "ol") == 0;
    return strcmp(open->name, "table") == 0;
}

static void end_unclosed(dct_html *h, const dct_html_tag *next)
{
    for (uint32_t i = h->depth; i > 0 && !is_wall(h->stack[i - 1].tag, next); i--)
        if (ends_before(h->stack[i - 1].tag, next))
            while (h->depth >= i)
                pop(h);
}

static void open_tag(dct_html *h, const dct_html_tag *t, const dct_html_token *token)
{
    end_unclosed(h, t);
    add_anchors(h, token);
    bool hides = t->effect == DCT_HTML_DO_DROP || t->effect == DCT_HTML_DO_FRAME || is_hidden(token);
    if (t->empty) {
        if (h->hidden == 0 && t->effect != DCT_HTML_DO_DROP)
            apply(h, t, token);
        return;
    }
    if (h->depth == DCT_HTML_STACK)
        return; /* Deeper than any page: the text is kept, the tag is not. */
    if (h->hidden == 0 && (!hides || t->effect == DCT_HTML_DO_FRAME))
        apply(h, t, token);
    h->stack[h->depth++] = (struct dct_html_open){ t, hides };
    h->hidden += hides;
}

static void close_tag(dct_html *h, const dct_html_tag *t)
{
    for (uint32_t i = h->depth; i > 0; i--)
        if (h->stack[i - 1].tag == t) {
            while (h->depth >= i)
                pop(h);
            return;
        }
}

static void take(dct_html *h, const dct_html_token *token)
{
    const dct_html_tag *t = dct_html_tag_of(token->name);
    if (token->kind == DCT_HTML_TEXT) {
        add_text(h, token->raw);
    } else if (t == NULL) {
        dct_html_words(h, token->raw.text, token->raw.size); /* "<port>" means a word to be filled in. */
    } else if (token->kind == DCT_HTML_OPEN) {
        tell(h, t);
        open_tag(h, t, token);
    } else {
        close_tag(h, t);
    }
}

void dct_html_feed(dct_html *h, const char *text, size_t size)
{
    dct_html_token token;
    size_t at = 0;
    dct_place start = h->b->place;
    for (;;) {
        size_t from = at;
        dct_html_next(text, size, &at, &token);
        if (token.kind == DCT_HTML_END)
            break;
        if (token.kind != DCT_HTML_COMMENT)
            take(h, &token);
        for (size_t i = from; i < at; i++)
            if (text[i] == '\n') {
                h->b->place.line++;
                h->b->place.column = 1;
            } else if (((unsigned char)text[i] & 0xC0) != 0x80) {
                h->b->place.column++;
            }
    }
    if (h->b->place.line == start.line)
        h->b->place = start;
}

static bool is_in_line(dct_html_effect e)
{
    return e == DCT_HTML_DO_STYLE || e == DCT_HTML_DO_NONE || e == DCT_HTML_DO_SUP || e == DCT_HTML_DO_LINK;
}

void dct_html_end_paragraph(dct_html *h)
{
    while (h->depth > 0 && is_in_line(h->stack[h->depth - 1].tag->effect))
        pop(h);
}

void dct_html_end(dct_html *h)
{
    while (h->depth > 0)
        pop(h);
}
