/* A stroked line is the union of boxes along it and discs at its ends and corners: the non-zero rule makes the union.
 *
 *        +n ____________ +n'____          Where the line bends gently (a flattened curve) neighbours share the ends
 *      a   |____________|/  ____|         +n' and -n', so that these edges cancel and are left out; at a corner each
 *        -n            -n'              box keeps its own end, and a disc rounds the gap.
 *
 * Every piece runs round the same way. That is all there is to round joins; there are no mitres and no dashes. */
#include "cover.h"

#include <math.h>

#define GENTLE 0.9 /* Cosine of the bend up to which ends are shared: about 26 degrees. */
#define PI 3.14159265358979323846

typedef struct stroker {
    dct_edge_list       *edges;
    const dct_point *points;
    uint32_t         count;
    bool             closed;
    double           half;
} stroker;

static void add_disc(const stroker *s, dct_point centre)
{
    int steps = 16 + (int)(sqrt(s->half) * 4);
    dct_point from = { centre.x + s->half, centre.y };
    for (int i = 1; i <= steps; i++) {
        double angle = -2 * PI * (i % steps) / steps;
        dct_point to = { centre.x + s->half * cos(angle), centre.y + s->half * sin(angle) };
        dct_edges_add(s->edges, from, to);
        from = to;
    }
}

static double distance(dct_point a, dct_point b)
{
    return hypot(b.x - a.x, b.y - a.y);
}

/* Where a contour turns: the offsets of the side that comes in and of the side that leaves. */
typedef struct corner {
    dct_point in, out;
    bool      shared; /* in and out are one: no ends, no disc. */
} corner;

static dct_point direction(dct_point a, dct_point b)
{
    double length = distance(a, b);
    return (dct_point){ (b.x - a.x) / length, (b.y - a.y) / length };
}

static corner corner_of(const stroker *s, dct_point a, dct_point b, dct_point c)
{
    dct_point in = direction(a, b), out = direction(b, c);
    double cosine = in.x * out.x + in.y * out.y;
    double reach = s->half * sqrt(fmax(0, 1 - cosine) / (1 + cosine)); /* By how much the inner side is cut short. */
    if (cosine > GENTLE && reach <= fmin(distance(a, b), distance(b, c)) / 2) {
        double scale = s->half / (1 + cosine);
        dct_point offset = { -(in.y + out.y) * scale, (in.x + out.x) * scale };
        return (corner){ offset, offset, true };
    }
    return (corner){ { -in.y * s->half, in.x * s->half }, { -out.y * s->half, out.x * s->half }, false };
}

/* The corner at point i. At the ends of an open line only one of its sides is used. */
static corner corner_at(const stroker *s, uint32_t i)
{
    bool first = i == 0 && !s->closed, last = i + 1 == s->count && !s->closed;
    dct_point here = s->points[i], before = s->points[(i + s->count - 1) % s->count];
    dct_point after = s->points[(i + 1) % s->count];
    corner at = corner_of(s, first ? (dct_point){ 2 * here.x - after.x, 2 * here.y - after.y } : before, here,
                          last ? (dct_point){ 2 * here.x - before.x, 2 * here.y - before.y } : after);
    at.shared = at.shared && !first && !last;
    return at;
}

static dct_point moved(dct_point p, dct_point by, double sign)
{
    return (dct_point){ p.x + sign * by.x, p.y + sign * by.y };
}

/* The box from a to b, without the ends that it shares. */
static void add_box(const stroker *s, dct_point a, dct_point b, const corner *at_a, const corner *at_b)
{
    dct_point left_a = moved(a, at_a->out, 1), right_a = moved(a, at_a->out, -1);
    dct_point left_b = moved(b, at_b->in, 1), right_b = moved(b, at_b->in, -1);
    dct_edges_add(s->edges, left_a, left_b);
    dct_edges_add(s->edges, right_b, right_a);
    if (!at_b->shared)
        dct_edges_add(s->edges, left_b, right_b);
    if (!at_a->shared)
        dct_edges_add(s->edges, right_a, left_a);
}

static void stroke_contour(const stroker *s)
{
    uint32_t segments = s->closed ? s->count : s->count - 1;
    corner at = corner_at(s, 0);
    for (uint32_t i = 0; i < segments; i++) {
        uint32_t next = (i + 1) % s->count;
        corner there = corner_at(s, next);
        add_box(s, s->points[i], s->points[next], &at, &there);
        if (!there.shared)
            add_disc(s, s->points[next]);
        at = there;
    }
    if (!s->closed)
        add_disc(s, s->points[0]);
}

/* Drops points that stand where the one before stands; returns how many are left. */
static uint32_t make_distinct(dct_point *points, uint32_t count, bool closed)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || distance(points[kept - 1], points[i]) > 1e-6)
            points[kept++] = points[i];
    }
    while (closed && kept > 1 && distance(points[0], points[kept - 1]) <= 1e-6)
        kept--;
    return kept;
}

void dct_edges_stroke(dct_edge_list *edges, dct_outline *outline, double width)
{
    const dct_contour *contours = dct_outline_contours(outline);
    dct_point *points = (dct_point *)(void *)outline->points.data;
    for (uint32_t i = 0; i < dct_outline_contour_count(outline); i++) {
        dct_point *from = points + contours[i].from;
        uint32_t count = make_distinct(from, contours[i].count, contours[i].closed);
        stroker s = { .edges = edges, .points = from, .count = count, .closed = contours[i].closed,
                      .half = width / 2 };
        if (count == 1)
            add_disc(&s, from[0]);
        else if (count > 1)
            stroke_contour(&s);
    }
}
