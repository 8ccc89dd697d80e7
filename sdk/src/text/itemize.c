/* Items: stretches of one face, script, direction and style, cut cluster by cluster.
 *
 * A cluster (a letter with its marks, a flag, a family of emoji) is never divided between faces, unless it is absurdly
 * long. What has no script of its own (spaces, digits, most punctuation) joins the item it stands in. White space takes
 * the face before it, so that a sentence stays one item; quotes and dashes next to Han or kana take the face of that
 * neighbour, as they are wide there. */
#include "paragraph.h"

#include "tables.h"

#include <string.h>

#define ITEM_MAX 4096u /* Characters: what HarfBuzz works on stays in the cache, and one bad font's work is bounded. */
#define CLUSTER_MAX 64u /* Characters: marks on one letter cost the square of their number. Unicode's streams have 30. */

typedef struct builder {
    dct_paragraph *p;
    dct_arena     *arena;
    const uint8_t *levels;
    dct_item      *items;
    uint32_t       count, room;
    uint32_t       span;      /* The span that the cluster is in. */
    hb_language_t  language;  /* Of that span. */
    uint32_t       last_face; /* Of the cluster before. */
    bool           last_wide; /* The cluster before was CJK, or taken for it. */
    bool           failed;
} builder;

static bool language_letter(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-';
}

hb_language_t dct_language_of(const char *tag)
{
    /* HarfBuzz keeps every tag for good, so only what may be one gets there. */
    size_t size = tag == NULL ? 0 : strlen(tag);
    if (size < 2 || size > 16)
        return HB_LANGUAGE_INVALID;
    for (size_t i = 0; i < size; i++)
        if (!language_letter(tag[i]))
            return HB_LANGUAGE_INVALID;
    return hb_language_from_string(tag, (int)size);
}

/* ---- what a cluster is ---- */

static hb_script_t script_of(uint32_t c)
{
    if (c < 0x80)
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON;
    return hb_unicode_script(hb_unicode_funcs_get_default(), c);
}

static bool has_script(hb_script_t s)
{
    return s != HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED && s != HB_SCRIPT_UNKNOWN;
}

static bool looks_by_language(hb_script_t s, uint32_t c)
{
    return dct_is_cjk(c) || (has_script(s) && s != HB_SCRIPT_LATIN && s != HB_SCRIPT_GREEK && s != HB_SCRIPT_CYRILLIC);
}

static bool is_regional(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* UTS 51: shown as a picture by itself, or because a selector, a key cap, a skin tone or a joiner says so. */
static bool wants_emoji(const uint32_t *c, uint32_t count)
{
    if (c[0] < 0x23 || (c[0] >= 0x3A && c[0] < 0xA9))
        return false;
    for (uint32_t i = 1; i < count; i++) {
        if (c[i] == 0xFE0E)
            return false;
        if (c[i] == 0xFE0F || c[i] == 0x20E3 || (c[i] >= 0x1F3FB && c[i] <= 0x1F3FF))
            return true;
    }
    if (is_regional(c[0]))
        return count > 1 && is_regional(c[1]);
    return (dct_char(c[0]) & DCT_CHAR_EMOJI) != 0;
}

/* Narrow in Latin text, as wide as a letter between Han or kana. */
static bool is_quote_or_dash(uint32_t c)
{
    return c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2014 || c == 0x2015 || c == 0x2025 ||
           c == 0x2026 || c == 0x00B7;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

/* ---- the cluster's face ---- */

static uint32_t choose(const builder *b, const uint32_t *c, uint32_t count, bool emoji, bool by_language)
{
    uint32_t styles = b->p->spans[b->span].flags & (DCT_TEXT_BOLD | DCT_TEXT_ITALIC | DCT_TEXT_MONO);
    dct_want want = { styles, b->language, emoji, by_language };
    return dct_fonts_choose(b->p->fonts, c, count, &want);
}

static bool all_ignorable(const uint32_t *c, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!dct_is_ignorable(c[i]))
            return false;
    return true;
}

static bool may_keep_face(const builder *b, uint32_t c)
{
    return b->last_face != UINT32_MAX && (b->last_face & DCT_FACE_BOX) == 0 &&
           b->p->fonts->faces[b->last_face & DCT_FACE_INDEX].font->role != DOCENT_FONT_EMOJI &&
           (dct_is_ignorable(c) || dct_fonts_covers(b->p->fonts, b->last_face & DCT_FACE_INDEX, c));
}

static bool korean(const builder *b)
{
    return b->language != HB_LANGUAGE_INVALID && strncmp(hb_language_to_string(b->language), "ko", 2) == 0;
}

/* The face of the wide neighbour, or UINT32_MAX. */
static uint32_t wide_neighbour(const builder *b, uint32_t at, uint32_t to)
{
    const uint32_t *c = b->p->code_points;
    if (!is_quote_or_dash(c[at]) || korean(b))
        return UINT32_MAX;
    if (b->last_wide && may_keep_face(b, c[at]))
        return b->last_face;
    if (to >= b->p->count || !dct_is_cjk(c[to]))
        return UINT32_MAX;
    uint32_t face = choose(b, c + to, 1, false, true);
    bool has = (face & DCT_FACE_BOX) == 0 && dct_fonts_covers(b->p->fonts, face & DCT_FACE_INDEX, c[at]);
    return has ? face : UINT32_MAX;
}

static uint32_t face_of(builder *b, uint32_t at, uint32_t to, hb_script_t script)
{
    const uint32_t *c = b->p->code_points + at;
    uint32_t        count = to - at;
    bool            wide = dct_is_cjk(c[0]);
    if ((is_space(c[0]) || all_ignorable(c, count)) && may_keep_face(b, c[0])) {
        b->last_wide = false;
        return b->last_face;
    }
    uint32_t face = wide_neighbour(b, at, to);
    if (face != UINT32_MAX) {
        b->last_wide = true;
        return face;
    }
    b->last_wide = wide;
    if (all_ignorable(c, count)) {
        static const uint32_t space = ' '; /* Nothing to see, but it must have a face: that of a space. */
        return choose(b, &space, 1, false, false);
    }
    return choose(b, c, count, wants_emoji(c, count), looks_by_language(script, c[0]));
}

/* ---- items ---- */

static dct_item *new_item(builder *b)
{
    if (b->count == b->room) {
        uint32_t  room = b->room == 0 ? 8 : b->room * 2;
        dct_item *bigger = dct_arena_array(b->arena, room, sizeof *bigger);
        if (bigger == NULL) {
            b->failed = true;
            return NULL;
        }
        if (b->count != 0)
            memcpy(bigger, b->items, b->count * sizeof *bigger);
        b->items = bigger;
        b->room = room;
    }
    return &b->items[b->count++];
}

static bool joins(const dct_item *item, const dct_item *cluster)
{
    return item->kind == cluster->kind && item->kind == DCT_ITEM_TEXT && item->face == cluster->face &&
           item->level == cluster->level && item->flags == cluster->flags && item->style == cluster->style &&
           item->size_px == cluster->size_px && item->language == cluster->language &&
           item->to - item->from < ITEM_MAX &&
           (!has_script(item->script) || !has_script(cluster->script) || item->script == cluster->script);
}

static void add_cluster(builder *b, uint32_t from, uint32_t to)
{
    dct_paragraph       *p = b->p;
    const dct_text_span *span = &p->spans[b->span];
    uint32_t             c = p->code_points[from];
    hb_script_t          script = script_of(c);
    dct_item cluster = { from, to, DCT_ITEM_TEXT, 0, span->flags, span->style, span->size_px, script, b->language,
                         b->levels[from], { NULL, 0 } };
    if ((p->marks[from] & DCT_MARK_HARD) != 0)
        cluster.kind = DCT_ITEM_HARD;
    else if (c == '\t')
        cluster.kind = DCT_ITEM_TAB;
    else
        cluster.face = face_of(b, from, to, script);
    if (cluster.kind == DCT_ITEM_TEXT)
        b->last_face = cluster.face;
    bool starts = (p->marks[from] & DCT_MARK_GRAPHEME) != 0; /* Else the rest of one that was too long. */
    dct_item *last = b->count == 0 || !starts ? NULL : &b->items[b->count - 1];
    if (last != NULL && joins(last, &cluster)) {
        last->to = to;
        if (!has_script(last->script))
            last->script = script;
        return;
    }
    dct_item *fresh = new_item(b);
    if (fresh != NULL)
        *fresh = cluster;
}

static void enter_span(builder *b, uint32_t span)
{
    b->span = span;
    b->language = dct_language_of(b->p->spans[span].language);
    b->last_face = UINT32_MAX;
    b->last_wide = false;
}

bool dct_paragraph_itemize(dct_paragraph *p, dct_arena *arena, const uint8_t *levels)
{
    builder b = { .p = p, .arena = arena, .levels = levels };
    enter_span(&b, 0);
    for (uint32_t at = 0, to; at < p->count && !b.failed; at = to) {
        uint32_t span = b.span;
        while (span + 1 < p->span_count && p->starts[at] >= p->spans[span].to)
            span++;
        if (span != b.span)
            enter_span(&b, span);
        to = at + 1;
        while (to < p->count && to - at < CLUSTER_MAX && (p->marks[to] & DCT_MARK_GRAPHEME) == 0)
            to++;
        add_cluster(&b, at, to);
    }
    p->items = b.items;
    p->item_count = b.count;
    return !b.failed;
}
