/* Curves become lines here, finely enough that no eye tells: the error of n lines for a cubic falls with n squared. */
#include "outline.h"

#include "../base/limits.h"
#include "number.h"

#define FLAT 0.05 /* Of a pixel. */
#define PI 3.14159265358979323846

void dct_outline_init(dct_outline *outline, const docent_alloc *alloc)
{
    dct_buf_init(&outline->points, alloc, DCT_MAX_PATH_POINTS * sizeof(dct_point));
    dct_buf_init(&outline->contours, alloc, DCT_MAX_PATH_POINTS * sizeof(dct_contour));
    outline->full = false;
}

void dct_outline_clear(dct_outline *outline)
{
    dct_buf_clear(&outline->points);
    dct_buf_clear(&outline->contours);
    outline->full = false;
}

void dct_outline_close(dct_outline *outline)
{
    dct_buf_close(&outline->points);
    dct_buf_close(&outline->contours);
}

bool dct_outline_failed(const dct_outline *outline)
{
    return outline->points.failed || outline->contours.failed;
}

static dct_contour *last(dct_outline *outline)
{
    size_t size = outline->contours.size;
    return size == 0 ? NULL : (dct_contour *)(void *)(outline->contours.data + size - sizeof(dct_contour));
}

static void add_point(dct_outline *outline, double x, double y)
{
    dct_point point = { dct_clamp_far(x), dct_clamp_far(y) };
    outline->full = outline->full || outline->points.size + sizeof point > outline->points.max;
    if (outline->full)
        return;
    dct_buf_add(&outline->points, &point, sizeof point);
    if (!outline->points.failed)
        last(outline)->count++;
}

static bool add_contour(dct_outline *outline, bool closed)
{
    dct_contour contour = { (uint32_t)(outline->points.size / sizeof(dct_point)), 0, closed };
    outline->full = outline->full || outline->contours.size + sizeof contour > outline->contours.max;
    if (!outline->full)
        dct_buf_add(&outline->contours, &contour, sizeof contour);
    return !outline->full && !dct_outline_failed(outline);
}

void dct_outline_move(dct_outline *outline, double x, double y)
{
    if (!add_contour(outline, false))
        return;
    add_point(outline, x, y);
}

void dct_outline_line(dct_outline *outline, double x, double y)
{
    if (last(outline) != NULL && !dct_outline_failed(outline))
        add_point(outline, x, y);
}

static double bend(dct_point a, dct_point b, dct_point c)
{
    double x = fabs(a.x - 2 * b.x + c.x), y = fabs(a.y - 2 * b.y + c.y);
    return x > y ? x : y;
}

void dct_outline_cubic(dct_outline *outline, dct_point b, dct_point c, dct_point d)
{
    dct_contour *contour = last(outline);
    if (contour == NULL || contour->count == 0 || dct_outline_failed(outline))
        return;
    dct_point a = dct_outline_points(outline)[contour->from + contour->count - 1];
    double first = bend(a, b, c), second = bend(b, c, d), most = first > second ? first : second;
    int steps = dct_clamp_i32(1 + (int64_t)sqrt(dct_clamp_far(most) * 0.75 / FLAT), 1, 128);
    for (int i = 1; i <= steps; i++) {
        double t = (double)i / steps, u = 1 - t;
        double ka = u * u * u, kb = 3 * u * u * t, kc = 3 * u * t * t, kd = t * t * t;
        if (i == steps) /* Exactly the end, whatever rounding says. */
            ka = kb = kc = 0, kd = 1;
        add_point(outline, ka * a.x + kb * b.x + kc * c.x + kd * d.x, ka * a.y + kb * b.y + kc * c.y + kd * d.y);
    }
}

void dct_outline_end(dct_outline *outline)
{
    dct_contour *contour = last(outline);
    if (contour != NULL)
        contour->closed = true;
}

/* A quarter of a circle, from angle `quarter` times 90 degrees. */
static void add_corner(dct_outline *outline, double x, double y, double radius, int quarter, bool backwards)
{
    int steps = radius < 0.01 ? 0 : 2 + (int)(sqrt(radius) * 4);
    for (int i = 0; i <= steps; i++) {
        int at = backwards ? steps - i : i;
        double angle = (quarter + (steps == 0 ? 0.0 : (double)at / steps)) * (PI / 2);
        add_point(outline, x + radius * cos(angle), y + radius * sin(angle));
    }
}

void dct_outline_box(dct_outline *outline, double x, double y, double w, double h, double radius, bool backwards)
{
    double left = x + radius, right = x + w - radius, top = y + radius, bottom = y + h - radius;
    bool begun = add_contour(outline, true);
    for (int i = 0; i < 4 && begun && !dct_outline_failed(outline); i++) {
        int quarter = backwards ? 3 - i : i; /* 0: right bottom, 1: left bottom, 2: left top, 3: right top. */
        add_corner(outline, quarter == 0 || quarter == 3 ? right : left, quarter < 2 ? bottom : top, radius, quarter,
                   backwards);
    }
}
