/* SVG path data to an outline. */
#ifndef DCT_PAINT_PATH_H
#define DCT_PAINT_PATH_H

#include "outline.h"

/* Adds `path`, of a grid of 24 x 24, scaled by sx and sy and moved to x, y. As SVG asks, what stands before the first
 * mistake is drawn; false tells that there was one. Numbers are read without the host's locale. */
bool dct_path_parse(const char *path, double x, double y, double sx, double sy, dct_outline *out);

#endif
