/* A sweep from row to row. Each row is cut into strips so thin that edges are straight lines without ends in them:
 *
 *   row y   ------------------------------   strips end where an edge begins or ends, and at every quarter row
 *     strip    /######\        /###
 *     strip   /########\______/####          left to right, the winding number tells which edges bound the shape;
 *           ------------------------------   only these add their area to the row's sums
 *
 * so overlaps count once, and what a pixel gets is its covered area, not a number of samples. Edges that cross within a
 * strip are taken in their order at its middle: the error is a part of a quarter row.
 *
 * Work is bounded: a path made to be slow is left half drawn rather than waited for. */
#include "cover.h"

#include "../base/limits.h"

#include <math.h>
#include <string.h>

#define NONE UINT32_MAX
#define MAX_CUTS 64 /* Strips of one row. Beyond, ends of edges within it are taken to the nearest strip. */
#define MAX_WORK (16u << 20)

typedef struct active {
    const dct_edge *edge;
    double          middle; /* x at the middle of the strip. */
} active;

typedef struct sweep {
    dct_edge *edges;
    uint32_t *first; /* Row -> first edge that begins in it. */
    active   *active;
    double   *sums;  /* What each pixel's coverage differs from its left neighbour's. */
    uint32_t  count, active_count;
    int32_t   w, h;
    uint64_t  work;
} sweep;

void dct_edges_init(dct_edge_list *edges, const docent_alloc *alloc)
{
    dct_buf_init(&edges->buf, alloc, DCT_MAX_PATH_EDGES * sizeof(dct_edge));
}

void dct_edges_close(dct_edge_list *edges)
{
    dct_buf_close(&edges->buf);
}

void dct_edges_clear(dct_edge_list *edges)
{
    dct_buf_clear(&edges->buf);
}

void dct_edges_add(dct_edge_list *edges, dct_point from, dct_point to)
{
    dct_edge down = { from.x, from.y, to.x, to.y, 1, NONE };
    dct_edge up = { to.x, to.y, from.x, from.y, -1, NONE };
    if (edges->buf.size + sizeof down > edges->buf.max)
        return; /* Too much for one shape: the rest is left out. */
    if (from.y < to.y)
        dct_buf_add(&edges->buf, &down, sizeof down);
    else if (from.y > to.y)
        dct_buf_add(&edges->buf, &up, sizeof up);
}

void dct_edges_fill(dct_edge_list *edges, const dct_outline *outline)
{
    const dct_contour *contours = dct_outline_contours(outline);
    for (uint32_t i = 0; i < dct_outline_contour_count(outline); i++) {
        const dct_point *points = dct_outline_points(outline) + contours[i].from;
        for (uint32_t k = 0; k < contours[i].count; k++)
            dct_edges_add(edges, points[k], points[(k + 1) % contours[i].count]);
    }
}

/* ---- strips ----------------------------------------------------------------- */

static double x_at(const dct_edge *e, double y)
{
    return e->x0 + (e->x1 - e->x0) * ((y - e->y0) / (e->y1 - e->y0));
}

/* The area right of an edge that runs from low to high over `height`, left of x. */
static double area_before(double x, double low, double high, double height)
{
    if (x <= low)
        return 0;
    if (x >= high)
        return height * (x - (low + high) / 2);
    return height * (x - low) * (x - low) / (2 * (high - low));
}

/* Adds what lies right of the edge in this strip: a pixel's share goes to its sum as the step from its neighbour's. */
static void add_area(sweep *s, double xa, double xb, double height, int sign)
{
    double low = fmin(xa, xb), high = fmax(xa, xb);
    if (low >= s->w)
        return;
    int32_t from = low <= 0 ? 0 : (int32_t)low, to = high >= s->w ? s->w - 1 : high <= 0 ? 0 : (int32_t)high;
    double before = area_before(from, low, high, height), share = 0;
    for (int32_t x = from; x <= to; x++) {
        double after = area_before(x + 1, low, high, height);
        s->sums[x] += sign * (after - before - share);
        share = after - before;
        before = after;
    }
    s->sums[to + 1] += sign * (height - share);
    s->work += (uint32_t)(to - from);
}

/* Insertion: from strip to strip the order hardly changes. */
static void sort_active(sweep *s)
{
    for (uint32_t i = 1; i < s->active_count; i++) {
        active moving = s->active[i];
        uint32_t at = i;
        for (; at != 0 && s->active[at - 1].middle > moving.middle; at--)
            s->active[at] = s->active[at - 1];
        s->active[at] = moving;
        s->work += i - at;
    }
}

static void add_strip(sweep *s, double top, double bottom)
{
    double middle = (top + bottom) / 2;
    for (uint32_t i = 0; i < s->active_count; i++)
        s->active[i].middle = x_at(s->active[i].edge, middle);
    sort_active(s);
    s->work += s->active_count;
    int winding = 0;
    for (uint32_t i = 0; i < s->active_count; i++) {
        const dct_edge *e = s->active[i].edge;
        if (e->y0 > middle || e->y1 < middle)
            continue;
        int after = winding + e->turn;
        if ((winding == 0) != (after == 0))
            add_area(s, x_at(e, fmax(top, e->y0)), x_at(e, fmin(bottom, e->y1)), bottom - top, winding == 0 ? 1 : -1);
        winding = after;
    }
}

/* ---- rows -------------------------------------------------------------------- */

static void add_cut(double *cuts, uint32_t *count, double y, double top)
{
    if (*count == MAX_CUTS || !(y > top) || !(y < top + 1))
        return;
    uint32_t at = *count;
    while (at != 0 && cuts[at - 1] > y)
        at--;
    if (at != 0 && cuts[at - 1] == y)
        return;
    memmove(cuts + at + 1, cuts + at, (*count - at) * sizeof *cuts);
    cuts[at] = y;
    ++*count;
}

static uint32_t cut_row(const sweep *s, double top, double cuts[MAX_CUTS + 2])
{
    uint32_t count = 0;
    for (int quarter = 1; quarter < 4; quarter++)
        add_cut(cuts, &count, top + quarter * 0.25, top);
    for (uint32_t i = 0; i < s->active_count && count < MAX_CUTS; i++) {
        add_cut(cuts, &count, s->active[i].edge->y0, top);
        add_cut(cuts, &count, s->active[i].edge->y1, top);
    }
    memmove(cuts + 1, cuts, count * sizeof *cuts);
    cuts[0] = top;
    cuts[count + 1] = top + 1;
    return count + 1;
}

static void enter_edges(sweep *s, int32_t row)
{
    for (uint32_t at = s->first[row]; at != NONE; at = s->edges[at].next)
        s->active[s->active_count++].edge = &s->edges[at];
}

static void leave_edges(sweep *s, double bottom)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < s->active_count; i++) {
        if (s->active[i].edge->y1 > bottom)
            s->active[kept++] = s->active[i];
    }
    s->active_count = kept;
}

static void write_row(const sweep *s, unsigned char *cover)
{
    double sum = 0;
    for (int32_t x = 0; x < s->w; x++) {
        sum += s->sums[x];
        double share = fmin(fmax(sum, 0), 1);
        cover[x] = (unsigned char)(share * 255 + 0.5);
    }
}

static void sweep_rows(sweep *s, unsigned char *cover)
{
    double cuts[MAX_CUTS + 2];
    for (int32_t row = 0; row < s->h && s->work < MAX_WORK; row++) {
        enter_edges(s, row);
        if (s->active_count == 0)
            continue;
        memset(s->sums, 0, ((size_t)s->w + 1) * sizeof *s->sums);
        uint32_t strips = cut_row(s, row, cuts);
        for (uint32_t i = 0; i < strips; i++)
            add_strip(s, cuts[i], cuts[i + 1]);
        write_row(s, cover + (size_t)row * (size_t)s->w);
        leave_edges(s, row + 1);
    }
}

/* Edges go to the row they begin in; what lies above joins the first, what lies below is never met. */
static void bucket_edges(sweep *s)
{
    for (int32_t row = 0; row < s->h; row++)
        s->first[row] = NONE;
    for (uint32_t i = s->count; i-- != 0;) {
        dct_edge *e = &s->edges[i];
        if (e->y1 <= 0 || e->y0 >= s->h)
            continue;
        int32_t row = e->y0 <= 0 ? 0 : (int32_t)e->y0;
        e->next = s->first[row];
        s->first[row] = i;
    }
}

bool dct_cover_edges(const docent_alloc *alloc, dct_edge_list *edges, unsigned char *cover, int32_t w, int32_t h)
{
    if (edges->buf.failed || w <= 0 || h <= 0)
        return false;
    sweep s = { .edges = (dct_edge *)(void *)edges->buf.data, .w = w, .h = h };
    s.count = (uint32_t)(edges->buf.size / sizeof(dct_edge));
    if (s.count == 0)
        return true;
    size_t first_bytes = (size_t)h * sizeof *s.first, active_bytes = s.count * sizeof *s.active;
    size_t sums_bytes = ((size_t)w + 1) * sizeof *s.sums, size = sums_bytes + active_bytes + first_bytes;
    unsigned char *block = dct_new(alloc, size); /* Doubles first, for alignment. */
    if (block == NULL)
        return false;
    s.sums = (double *)(void *)block;
    s.active = (active *)(void *)(block + sums_bytes);
    s.first = (uint32_t *)(void *)(block + sums_bytes + active_bytes);
    bucket_edges(&s);
    sweep_rows(&s, cover);
    dct_free(alloc, block, size);
    return true;
}
