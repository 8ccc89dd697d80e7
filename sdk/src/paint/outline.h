/* Lines that bound a shape: what a path, a rounded box or a circle becomes before it is filled or stroked. */
#ifndef DCT_OUTLINE_H
#define DCT_OUTLINE_H

#include "../base/buf.h"

typedef struct dct_point { double x, y; } dct_point;

/* Contours lie behind one another. Failure (memory was short) is sticky, in the buffers. */
typedef struct dct_contour {
    uint32_t from, count;
    bool     closed;
} dct_contour;

typedef struct dct_outline {
    dct_buf points;   /* dct_point */
    dct_buf contours; /* dct_contour */
    bool    full;     /* DCT_MAX_PATH_POINTS were reached: the rest is left out. */
} dct_outline;

/* alloc is borrowed. */
void dct_outline_init(dct_outline *outline, const docent_alloc *alloc);
void dct_outline_clear(dct_outline *outline);
void dct_outline_close(dct_outline *outline);
bool dct_outline_failed(const dct_outline *outline);

/* Begins a contour at a point; the one before it ends. */
void dct_outline_move(dct_outline *outline, double x, double y);
void dct_outline_line(dct_outline *outline, double x, double y);
/* From where the contour stands, flattened to within a twentieth of a unit. */
void dct_outline_cubic(dct_outline *outline, dct_point b, dct_point c, dct_point d);
/* Joins the contour's end with its start. */
void dct_outline_end(dct_outline *outline);
/* A box with round corners. backwards: the other way round, to cut a hole by the non-zero rule. */
void dct_outline_box(dct_outline *outline, double x, double y, double w, double h, double radius, bool backwards);

static inline const dct_point *dct_outline_points(const dct_outline *outline)
{
    return (const dct_point *)(const void *)outline->points.data;
}

static inline const dct_contour *dct_outline_contours(const dct_outline *outline)
{
    return (const dct_contour *)(const void *)outline->contours.data;
}

static inline uint32_t dct_outline_contour_count(const dct_outline *outline)
{
    return (uint32_t)(outline->contours.size / sizeof(dct_contour));
}

#endif
