/* Outlines to coverage: one byte a pixel, the exact share of it that the shape covers. */
#ifndef DCT_PAINT_COVER_H
#define DCT_PAINT_COVER_H

#include "outline.h"

/* Edges never run upwards: y0 < y1; turn tells which way the outline went. */
typedef struct dct_edge {
    double   x0, y0, x1, y1;
    int32_t  turn;
    uint32_t next; /* The sweep's: edges that begin in the same row. */
} dct_edge;

typedef struct dct_edge_list {
    dct_buf buf; /* dct_edge */
} dct_edge_list;

void dct_edges_init(dct_edge_list *edges, const docent_alloc *alloc);
void dct_edges_close(dct_edge_list *edges);
void dct_edges_clear(dct_edge_list *edges);
void dct_edges_add(dct_edge_list *edges, dct_point from, dct_point to);
/* The inside of the outline by the non-zero rule: every contour counts as closed. */
void dct_edges_fill(dct_edge_list *edges, const dct_outline *outline);
/* A line of that width along the outline, with round caps and joins. Drops points of the outline that coincide. */
void dct_edges_stroke(dct_edge_list *edges, dct_outline *outline, double width);

/* cover: w * h bytes, zeroed. False when memory is short, or the edges failed for want of it. */
bool dct_cover_edges(const docent_alloc *alloc, dct_edge_list *edges, unsigned char *cover, int32_t w, int32_t h);

#endif
