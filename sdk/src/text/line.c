/* One line. Its parts are slices of items, shaped again where the line's ends cut through shapes that depend on each
 * other; then they change places as the bidi levels say (UAX 9, L2), and their glyphs are put down from left to
 * right:
 *
 *   reading order   [abc ][DEF][ 12][ ghi]~~~     ~~~ trailing white space, always at the paragraph's own level (L1)
 *   on the line     [abc ][12 ][FED][ ghi]~~~
 *
 * A hyphen or an ellipsis is a part of its own that covers no bytes. */
#include "line.h"

#include <math.h>
#include <string.h>

struct dct_line_part {
    const dct_item *item;
    uint32_t        from, to;
    dct_shapes      shapes;   /* Visual order. */
    dct_shape       sign;     /* What shapes.at points to for a hyphen, an ellipsis, a tab. */
    uint32_t        face;
    uint8_t         level;
    float           width;
};

float dct_line_advance(const dct_paragraph *p, float x, uint32_t at)
{
    if (p->code_points[at] != '\t' || !(p->tab_px > 0.0f))
        return x + p->advances[at];
    return (floorf(x / p->tab_px + 0.01f) + 1.0f) * p->tab_px;
}

/* ---- slices ---- */

static bool is_safe(const dct_paragraph *p, const dct_item *item, uint32_t at)
{
    return at <= item->from || at >= item->to || (p->marks[at] & DCT_MARK_UNSAFE) == 0;
}

/* The first shape, counted in reading order, whose cluster is at or after `at`. */
static uint32_t reading_index(const dct_shapes *shapes, bool rtl, uint32_t at)
{
    uint32_t low = 0, high = shapes->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        uint32_t visual = rtl ? shapes->count - 1 - middle : middle;
        if (shapes->at[visual].cluster < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static dct_shapes slice(const dct_shapes *shapes, bool rtl, uint32_t from, uint32_t to)
{
    uint32_t a = reading_index(shapes, rtl, from), b = reading_index(shapes, rtl, to);
    if (shapes->count == 0)
        return *shapes;
    return (dct_shapes){ shapes->at + (rtl ? shapes->count - b : a), b - a };
}

static float width_of(const dct_shapes *shapes)
{
    float width = 0.0f;
    for (uint32_t i = 0; i < shapes->count; i++)
        width += shapes->at[i].advance;
    return width;
}

static dct_line_part *add_part(dct_line_parts *parts, const dct_item *item, uint32_t from, uint32_t to, uint8_t level)
{
    dct_line_part *part = &parts->at[parts->count++];
    *part = (dct_line_part){ .item = item, .from = from, .to = to, .face = item->face, .level = level };
    if (item->size_px > parts->largest_px)
        parts->largest_px = item->size_px;
    return part;
}

static void count_width(dct_line_parts *parts, const dct_line_part *part, const dct_line_plan *plan)
{
    if (part->from >= plan->end && part->to > part->from)
        parts->trailing += part->width;
    else
        parts->ink += part->width;
}

static void add_sign(dct_line_part *part, uint32_t face, dct_shape sign)
{
    part->face = face;
    part->sign = sign;
    part->shapes = (dct_shapes){ &part->sign, 1 };
    part->width = sign.advance;
}

/* A tab is a glyph without a picture, as wide as it must be. */
static void add_tab(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *parts, const dct_item *item,
                    uint32_t at, uint8_t level)
{
    float x = parts->ink + parts->trailing;
    dct_line_part *part = add_part(parts, item, at, at + 1, level);
    dct_shape tab = { ' ' | DCT_SHAPE_BOX, at, dct_line_advance(p, x, at) - x, 0.0f, 0.0f };
    add_sign(part, DCT_FACE_BOX, tab);
    count_width(parts, part, plan);
}

/* The characters of `item` on this line; those that hang come as a part of their own. */
static bool add_item(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *parts, const dct_item *item)
{
    uint32_t from = item->from > plan->from ? item->from : plan->from, to = item->to < plan->to ? item->to : plan->to;
    uint32_t cuts[3] = { from, to, to };
    uint8_t  base = p->rtl ? 1 : 0;
    if (plan->end > from && plan->end < to)
        cuts[1] = plan->end;
    if (item->kind == DCT_ITEM_HARD)
        return true;
    if (item->kind == DCT_ITEM_TAB) {
        add_tab(p, plan, parts, item, from, base); /* Segment separators have the paragraph's level (L1). */
        return true;
    }
    dct_shapes whole = item->shapes;
    if ((!is_safe(p, item, from) || !is_safe(p, item, to)) &&
        !dct_shape_part(p, item, from, to, &p->fonts->scratch, &whole))
        return false;
    for (int i = 0; i < 2; i++) {
        if (cuts[i] == cuts[i + 1])
            continue;
        dct_line_part *part = add_part(parts, item, cuts[i], cuts[i + 1], cuts[i] >= plan->end ? base : item->level);
        part->shapes = slice(&whole, (item->level & 1) != 0, cuts[i], cuts[i + 1]);
        part->width = width_of(&part->shapes);
        count_width(parts, part, plan);
    }
    return true;
}

static void add_mark(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *parts)
{
    const dct_item *item = &p->items[dct_item_at(p, plan->end > plan->from ? plan->end - 1 : plan->from)];
    bool            hyphen = plan->sign == DCT_SIGN_HYPHEN;
    dct_shape       sign;
    uint32_t        face = dct_shape_one(p, item, hyphen ? 0x2010 : 0x2026, &sign);
    if ((face & DCT_FACE_BOX) != 0)
        face = dct_shape_one(p, item, hyphen ? '-' : '.', &sign);
    uint8_t        base = p->rtl ? 1 : 0;
    dct_line_part *part = add_part(parts, item, plan->end, plan->end, hyphen ? item->level : base);
    sign.cluster = plan->end;
    add_sign(part, face, sign);
    parts->ink += part->width;
}

bool dct_line_measure(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *out)
{
    *out = (dct_line_parts){ NULL, 0, 0.0f, 0.0f, 0.0f };
    if (p->item_count == 0 || (plan->from == plan->to && plan->sign == DCT_SIGN_NONE))
        return true;
    uint32_t first = dct_item_at(p, plan->from), last = first;
    while (last < p->item_count && p->items[last].from < plan->to)
        last++;
    out->at = dct_arena_array(&p->fonts->scratch, (size_t)(last - first) + 3, sizeof *out->at);
    if (out->at == NULL)
        return false;
    bool signed_off = plan->sign == DCT_SIGN_NONE;
    for (uint32_t i = first; i < last; i++) {
        if (!signed_off && p->items[i].from >= plan->end) {
            add_mark(p, plan, out);
            signed_off = true;
        }
        if (!add_item(p, plan, out, &p->items[i]))
            return false;
    }
    if (!signed_off)
        add_mark(p, plan, out);
    return true;
}

/* ---- visual order ---- */

static void reverse(dct_line_part **parts, uint32_t from, uint32_t to)
{
    for (; to > from + 1; from++, to--) {
        dct_line_part *swapped = parts[from];
        parts[from] = parts[to - 1];
        parts[to - 1] = swapped;
    }
}

static void reorder(dct_line_part **parts, uint32_t count)
{
    uint8_t highest = 0;
    for (uint32_t i = 0; i < count; i++)
        highest = parts[i]->level > highest ? parts[i]->level : highest;
    for (uint8_t level = highest; level > 0; level--)
        for (uint32_t i = 0; i < count; i++) {
            uint32_t from = i;
            while (i < count && parts[i]->level >= level)
                i++;
            reverse(parts, from, i);
        }
}

/* ---- glyphs ---- */

typedef struct pen {
    const dct_paragraph *p;
    dct_glyph_run       *runs;
    uint32_t             run_count;
    dct_glyph           *glyphs;
    uint32_t             glyph_count;
    float                x;
} line_pen;

static dct_glyph_run *begin_run(line_pen *pen, const dct_line_part *part, bool box)
{
    dct_glyph_run *run = &pen->runs[pen->run_count++];
    *run = (dct_glyph_run){ .face = box ? DCT_FACE_BOX : part->face, .size_px = part->item->size_px,
                            .flags = part->item->flags, .style = part->item->style, .rtl = (part->level & 1) != 0,
                            .from = pen->p->starts[part->from], .to = pen->p->starts[part->to], .x = pen->x,
                            .glyphs = pen->glyphs + pen->glyph_count };
    return run;
}

static void put(line_pen *pen, dct_glyph_run *run, const dct_shape *s)
{
    pen->glyphs[pen->glyph_count++] = (dct_glyph){ s->glyph & ~DCT_SHAPE_BOX, pen->x + s->x, s->y, s->advance,
                                                   pen->p->starts[s->cluster] };
    pen->x += s->advance;
    run->width += s->advance;
    run->count++;
}

/* Boxes within a part become runs of their own; then each run covers the bytes of its own clusters. */
static void narrow(const dct_paragraph *p, const dct_line_part *part, dct_glyph_run *first, dct_glyph_run *last)
{
    if (first == last)
        return;
    uint32_t from = p->starts[part->from], to = p->starts[part->to];
    for (dct_glyph_run *run = first; run <= last; run++) {
        const dct_glyph *low = &run->glyphs[run->rtl ? run->count - 1 : 0];
        dct_glyph_run   *after = run->rtl ? run - 1 : run + 1; /* In reading order. */
        run->from = run == (run->rtl ? last : first) ? from : low->cluster;
        run->to = to;
        if (after >= first && after <= last)
            run->to = after->glyphs[after->rtl ? after->count - 1 : 0].cluster;
    }
}

static void put_part(line_pen *pen, const dct_line_part *part)
{
    bool turned = ((part->level ^ part->item->level) & 1) != 0 && part->shapes.at != &part->sign;
    dct_glyph_run *first = NULL, *run = NULL;
    bool           box = false;
    for (uint32_t i = 0; i < part->shapes.count; i++) {
        const dct_shape *s = &part->shapes.at[turned ? part->shapes.count - 1 - i : i];
        bool             is_box = (s->glyph & DCT_SHAPE_BOX) != 0 && (part->face & DCT_FACE_BOX) == 0;
        if (run == NULL || is_box != box)
            run = begin_run(pen, part, is_box);
        if (first == NULL)
            first = run;
        box = is_box;
        put(pen, run, s);
    }
    if (run == NULL)
        begin_run(pen, part, false); /* All invisible: the bytes still have a place. */
    else
        narrow(pen->p, part, first, run);
}

static uint32_t runs_of(const dct_line_part *part)
{
    uint32_t count = 1;
    for (uint32_t i = 1; i < part->shapes.count; i++)
        if (((part->shapes.at[i].glyph ^ part->shapes.at[i - 1].glyph) & DCT_SHAPE_BOX) != 0)
            count++;
    return count;
}

bool dct_line_set(const dct_paragraph *p, const dct_line_plan *plan, dct_line_parts *parts, dct_arena *arena, float x,
                  dct_line *line)
{
    *line = (dct_line){ .from = p->starts[plan->from], .to = p->starts[plan->to], .x = x, .width = parts->ink };
    if (parts->count == 0)
        return true;
    uint32_t runs = 0, glyphs = 0;
    dct_line_part **order = dct_arena_array(&p->fonts->scratch, parts->count, sizeof *order);
    for (uint32_t i = 0; order != NULL && i < parts->count; i++) {
        order[i] = &parts->at[i];
        runs += runs_of(&parts->at[i]);
        glyphs += parts->at[i].shapes.count;
    }
    line_pen pen = { .p = p, .x = p->rtl ? x - parts->trailing : x };
    pen.runs = dct_arena_array(arena, runs, sizeof *pen.runs);
    pen.glyphs = dct_arena_array(arena, (size_t)glyphs + 1, sizeof *pen.glyphs);
    if (order == NULL || pen.runs == NULL || pen.glyphs == NULL)
        return false;
    reorder(order, parts->count);
    for (uint32_t i = 0; i < parts->count; i++)
        put_part(&pen, order[i]);
    line->runs = pen.runs;
    line->run_count = pen.run_count;
    return true;
}
