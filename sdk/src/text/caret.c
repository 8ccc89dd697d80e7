/* Between places on the screen and places in the text: caret, hit test, boxes of a selection.
 *
 * A cluster of glyphs may stand for several graphemes (the ligature "ffi"); its width is shared out evenly. In a run
 * that goes from right to left the byte order runs against x:
 *
 *   bytes   0 1 2 | 3 4 5      x ->   a b c | F E D      offset 3 is at the right edge of D */
#include "paragraph.h"

#include <math.h>

/* ---- lines and runs ---- */

static const dct_line *line_of(const dct_layout *layout, uint32_t offset)
{
    uint32_t low = 0, high = layout->line_count;
    if (high == 0)
        return NULL;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (layout->lines[middle].from <= offset)
            low = middle;
        else
            high = middle;
    }
    return &layout->lines[low];
}

static const dct_glyph_run *run_of(const dct_line *line, uint32_t offset)
{
    for (uint32_t i = 0; i < line->run_count; i++)
        if (offset >= line->runs[i].from && offset < line->runs[i].to)
            return &line->runs[i];
    return NULL;
}

/* ---- clusters ---- */

typedef struct cluster {
    uint32_t from, to; /* Bytes. */
    float    x, width;
} cluster;

/* The cluster that begins with glyph *at of a run, from left to right; moves *at past it. x: the pen's place, moved
 * too. */
static cluster next_cluster(const dct_glyph_run *run, uint32_t *at, float *x)
{
    cluster  c = { run->glyphs[*at].cluster, run->to, *x, 0.0f };
    uint32_t first = *at;
    while (*at < run->count && run->glyphs[*at].cluster == c.from)
        c.width += run->glyphs[(*at)++].advance;
    *x += c.width;
    if (!run->rtl && *at < run->count)
        c.to = run->glyphs[*at].cluster;
    if (run->rtl && first > 0)
        c.to = run->glyphs[first - 1].cluster;
    if ((!run->rtl && first == 0) || (run->rtl && *at == run->count))
        c.from = run->from; /* What is invisible before the first glyph belongs to it. */
    return c;
}

static uint32_t graphemes_in(const dct_paragraph *p, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    for (uint32_t i = dct_character_at(p, from); i < p->count && p->starts[i] < to; i++)
        if ((p->marks[i] & DCT_MARK_GRAPHEME) != 0)
            count++;
    return count == 0 ? 1 : count;
}

/* Where the edge before `offset` is within its cluster. */
static float edge_in(const dct_paragraph *p, const dct_glyph_run *run, const cluster *c, uint32_t offset)
{
    float part = 0.0f;
    if (offset >= c->to)
        part = 1.0f;
    else if (offset > c->from)
        part = (float)graphemes_in(p, c->from, offset) / (float)graphemes_in(p, c->from, c->to);
    return run->rtl ? c->x + c->width * (1.0f - part) : c->x + c->width * part;
}

/* The x of the edge before `offset`, which lies in the run or at its end. */
static float edge_of(const dct_paragraph *p, const dct_glyph_run *run, uint32_t offset)
{
    float x = run->x;
    if (offset >= run->to)
        return run->rtl ? run->x : run->x + run->width;
    for (uint32_t at = 0; at < run->count;) {
        cluster c = next_cluster(run, &at, &x);
        if (offset >= c.from && offset < c.to)
            return edge_in(p, run, &c, offset);
    }
    return run->rtl ? run->x + run->width : run->x;
}

/* ---- caret ---- */

/* The run that holds the last byte shown on the line. */
static const dct_glyph_run *last_run(const dct_line *line)
{
    const dct_glyph_run *last = NULL;
    for (uint32_t i = 0; i < line->run_count; i++)
        if (line->runs[i].to > line->runs[i].from && (last == NULL || line->runs[i].to > last->to))
            last = &line->runs[i];
    return last;
}

static uint32_t to_grapheme(const dct_paragraph *p, uint32_t offset)
{
    uint32_t at = dct_character_at(p, offset);
    while (at > 0 && (p->marks[at] & DCT_MARK_GRAPHEME) == 0)
        at--;
    return p->starts[at];
}

dct_caret dct_layout_caret(const dct_paragraph *p, const dct_layout *layout, uint32_t offset)
{
    dct_caret       caret = { 0.0f, 0.0f, 0.0f };
    const dct_line *line = line_of(layout, offset);
    if (line == NULL)
        return caret;
    offset = to_grapheme(p, offset);
    caret = (dct_caret){ p->rtl ? line->x + line->width : line->x, line->top, line->height };
    const dct_glyph_run *run = run_of(line, offset);
    if (run == NULL)
        run = last_run(line);
    if (run != NULL)
        caret.x = edge_of(p, run, offset);
    return caret;
}

/* ---- hit test ---- */

static const dct_line *line_at(const dct_layout *layout, float y)
{
    uint32_t low = 0, high = layout->line_count;
    if (high == 0)
        return NULL;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (layout->lines[middle].top <= y)
            low = middle;
        else
            high = middle;
    }
    return &layout->lines[low];
}

/* The grapheme boundary of a cluster that is nearest to x. */
static uint32_t boundary_near(const dct_paragraph *p, const dct_glyph_run *run, const cluster *c, float x)
{
    uint32_t count = graphemes_in(p, c->from, c->to);
    float    part = c->width > 0.0f ? (x - c->x) / c->width : 0.0f;
    if (run->rtl)
        part = 1.0f - part;
    float steps = floorf(part * (float)count + 0.5f);
    if (steps <= 0.0f)
        return to_grapheme(p, c->from);
    uint32_t at = dct_character_at(p, c->from);
    for (float done = 0.0f; at < p->count && p->starts[at] < c->to && done < steps;) {
        at++;
        if ((p->marks[at] & DCT_MARK_GRAPHEME) != 0)
            done += 1.0f;
    }
    return p->starts[at];
}

static uint32_t offset_in_run(const dct_paragraph *p, const dct_glyph_run *run, float x)
{
    float    pen = run->x;
    uint32_t found = run->rtl ? run->to : run->from;
    for (uint32_t at = 0; at < run->count;) {
        cluster c = next_cluster(run, &at, &pen);
        if (x < c.x && at > 0)
            return found;
        found = boundary_near(p, run, &c, fminf(x, c.x + c.width));
        if (x < c.x + c.width)
            return found;
    }
    return found;
}

/* The end of a line that was broken is the start of the next; the caret would jump there. Stay before the white
 * space. */
static uint32_t keep_on_line(const dct_paragraph *p, const dct_layout *layout, const dct_line *line, uint32_t offset)
{
    bool last = line == &layout->lines[layout->line_count - 1];
    if (offset < line->to || (last && (p->marks[p->count] & DCT_MARK_MUST) == 0) || line->to == line->from)
        return offset;
    uint32_t at = dct_character_at(p, line->to);
    while (at > 0 && p->starts[at] > line->from &&
           (p->starts[at] >= line->to || (p->marks[at] & DCT_MARK_GRAPHEME) == 0))
        at--;
    return p->starts[at];
}

uint32_t dct_layout_offset_at(const dct_paragraph *p, const dct_layout *layout, float x, float y)
{
    const dct_line *line = line_at(layout, y);
    if (line == NULL)
        return 0;
    const dct_glyph_run *nearest = NULL;
    float                best = INFINITY;
    for (uint32_t i = 0; i < line->run_count; i++) {
        const dct_glyph_run *run = &line->runs[i];
        float distance = x < run->x ? run->x - x : x > run->x + run->width ? x - run->x - run->width : 0.0f;
        if (run->to > run->from && run->count > 0 && distance < best) {
            best = distance;
            nearest = run;
        }
    }
    if (nearest == NULL)
        return line->from;
    return keep_on_line(p, layout, line, offset_in_run(p, nearest, x));
}

/* ---- boxes ---- */

typedef struct collector {
    dct_text_box *boxes;
    uint32_t      room, count;
    dct_text_box  open; /* Grows while the next one touches it. */
    bool          any;
} collector;

static void flush(collector *c)
{
    if (c->any && c->count < c->room)
        c->boxes[c->count] = c->open;
    if (c->any)
        c->count++;
    c->any = false;
}

static void collect(collector *c, dct_text_box box)
{
    if (!(box.w > 0.0f))
        return;
    if (c->any && c->open.y == box.y && fabsf(c->open.x + c->open.w - box.x) < 0.05f) {
        c->open.w = box.x + box.w - c->open.x;
        return;
    }
    flush(c);
    c->open = box;
    c->any = true;
}

uint32_t dct_layout_boxes(const dct_paragraph *p, const dct_layout *layout, uint32_t from, uint32_t to,
                          dct_text_box *boxes, uint32_t room)
{
    collector       c = { .boxes = boxes, .room = room };
    const dct_line *line = line_of(layout, from), *end = layout->lines + layout->line_count;
    for (; line != NULL && line < end && line->from < to; line++) {
        for (uint32_t i = 0; i < line->run_count; i++) {
            const dct_glyph_run *run = &line->runs[i];
            uint32_t a = from > run->from ? from : run->from, b = to < run->to ? to : run->to;
            if (a >= b)
                continue;
            float x = edge_of(p, run, a), x2 = edge_of(p, run, b);
            collect(&c, (dct_text_box){ fminf(x, x2), line->top, fabsf(x2 - x), line->height });
        }
        flush(&c);
    }
    return c.count;
}
