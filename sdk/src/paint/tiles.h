/* Tiles of the view and whether they look the same in two scenes. */
#ifndef DCT_TILES_H
#define DCT_TILES_H

#include "scene.h"

#define DCT_TILE_W 64
#define DCT_TILE_H 32

typedef struct dct_tiles {
    const docent_alloc *alloc;
    uint64_t           *cells; /* Hashes of one grid's tiles, of the scene before and of now. */
    size_t              room;  /* Bytes. */
    bool                failed;/* Memory was short; sticky until the owner clears it. */
} dct_tiles;

/* An area of the view, compared with what lay `by` rows lower in the scene before. Its tiles are those of the view's grid,
 * cut at the area's edges. */
typedef struct dct_grid {
    dct_area        area;
    int32_t         by;
    int32_t         first_column, first_row, columns, rows;
    const uint64_t *cells; /* Borrowed from dct_tiles until the next comparison. */
} dct_grid;

/* alloc is borrowed. */
void dct_tiles_init(dct_tiles *tiles, const docent_alloc *alloc);
void dct_tiles_close(dct_tiles *tiles);
/* An empty area, or one for which memory is short, gives a grid without tiles. */
dct_grid dct_tiles_compare(dct_tiles *tiles, const dct_scene *before, const dct_scene *now, dct_area area, int32_t by);
/* Column and row count from the grid's first. */
dct_area dct_grid_tile(const dct_grid *grid, int32_t column, int32_t row);

static inline bool dct_grid_differs(const dct_grid *grid, int32_t column, int32_t row)
{
    size_t at = (size_t)row * (size_t)grid->columns + (size_t)column;
    return grid->cells[at] != grid->cells[at + (size_t)grid->columns * (size_t)grid->rows];
}

#endif
