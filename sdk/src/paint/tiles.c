/* The hash of a tile covers, in order, every mark that touches it: its look, its place as seen from the tile, the part of
 * the tile it may draw in, and the round corners that cut it. Equal hashes, equal pixels: a wrong guess elsewhere costs
 * time, never a wrong pixel. Hashes are relative to the tile, so that a tile can be compared with another place. */
#include "tiles.h"

#include "mix.h"

void dct_tiles_init(dct_tiles *tiles, const docent_alloc *alloc)
{
    *tiles = (dct_tiles){ .alloc = alloc };
}

void dct_tiles_close(dct_tiles *tiles)
{
    dct_free(tiles->alloc, tiles->cells, tiles->room);
    tiles->cells = NULL;
    tiles->room = 0;
}

static dct_grid grid_of(dct_area area, int32_t by)
{
    dct_grid g = { area, by, area.x0 / DCT_TILE_W, area.y0 / DCT_TILE_H, 0, 0, NULL };
    g.columns = (area.x1 + DCT_TILE_W - 1) / DCT_TILE_W - g.first_column;
    g.rows = (area.y1 + DCT_TILE_H - 1) / DCT_TILE_H - g.first_row;
    return g;
}

dct_area dct_grid_tile(const dct_grid *g, int32_t column, int32_t row)
{
    int32_t x = (g->first_column + column) * DCT_TILE_W, y = (g->first_row + row) * DCT_TILE_H;
    return dct_area_meet((dct_area){ x, y, x + DCT_TILE_W, y + DCT_TILE_H }, g->area);
}

static uint64_t mix_area(uint64_t hash, dct_area area, int32_t x, int32_t y)
{
    return dct_mix_pair(dct_mix_pair(hash, area.x0 - x, area.y0 - y), area.x1 - x, area.y1 - y);
}

/* The round clips that cut `part`. *cut says whether there was one. */
static uint64_t mix_rounds(uint64_t hash, const dct_scene *scene, uint32_t number, dct_area part, int32_t x, int32_t y,
                           bool *cut)
{
    *cut = false;
    while (number != 0) {
        const dct_round *round = dct_scene_round(scene, number);
        if (dct_round_touches(round, part)) {
            hash = dct_mix(mix_area(hash, round->box, x, y), (uint32_t)round->quarters);
            *cut = true;
        }
        number = round->parent;
    }
    return hash;
}

/* tile and part lie where the scene has them, not where they are compared. */
static uint64_t mix_mark(uint64_t hash, const dct_scene *scene, const dct_mark *mark, dct_area tile, dct_area part)
{
    bool cut;
    uint64_t rounds = mix_rounds(0, scene, mark->round, part, tile.x0, tile.y0, &cut);
    if (mark->opaque && !cut && dct_area_same(part, tile))
        return dct_mix(1, mark->look); /* What lies beneath does not show. */
    hash = mix_area(dct_mix(hash, mark->look), part, tile.x0, tile.y0);
    if (!mark->flat)
        hash = dct_mix_pair(hash, mark->x - tile.x0, mark->y - tile.y0);
    return cut ? dct_mix(hash, rounds) : hash;
}

static void hash_mark(const dct_scene *scene, const dct_mark *mark, const dct_grid *g, int32_t by, uint64_t *cells)
{
    dct_area seen = mark->area;
    seen.y0 -= by;
    seen.y1 -= by;
    seen = dct_area_meet(seen, g->area);
    if (dct_area_empty(seen))
        return;
    dct_grid touched = grid_of(seen, by);
    for (int32_t row = touched.first_row; row < touched.first_row + touched.rows; row++) {
        for (int32_t column = touched.first_column; column < touched.first_column + touched.columns; column++) {
            dct_area tile = dct_grid_tile(g, column - g->first_column, row - g->first_row);
            dct_area part = dct_area_meet(tile, seen);
            tile.y0 += by, tile.y1 += by, part.y0 += by, part.y1 += by;
            if (dct_area_holds(mark->hollow, part))
                continue;
            uint64_t *cell = &cells[(row - g->first_row) * g->columns + column - g->first_column];
            *cell = mix_mark(*cell, scene, mark, tile, part);
        }
    }
}

static void hash_grid(const dct_scene *scene, const dct_grid *g, int32_t by, uint64_t *cells)
{
    memset(cells, 0, (size_t)g->columns * (size_t)g->rows * sizeof *cells);
    const dct_mark *marks = dct_scene_marks(scene);
    for (uint32_t i = 0; i < dct_scene_count(scene); i++)
        hash_mark(scene, &marks[i], g, by, cells);
}

static bool make_room(dct_tiles *tiles, size_t bytes)
{
    if (bytes <= tiles->room)
        return true;
    dct_tiles_close(tiles);
    tiles->cells = dct_new(tiles->alloc, bytes);
    tiles->room = tiles->cells == NULL ? 0 : bytes;
    tiles->failed = tiles->failed || tiles->cells == NULL;
    return tiles->cells != NULL;
}

dct_grid dct_tiles_compare(dct_tiles *tiles, const dct_scene *before, const dct_scene *now, dct_area area, int32_t by)
{
    dct_grid none = { .area = area, .by = by }, grid;
    if (dct_area_empty(area))
        return none;
    grid = grid_of(area, by);
    size_t count = (size_t)grid.columns * (size_t)grid.rows;
    if (!make_room(tiles, 2 * count * sizeof *tiles->cells))
        return none;
    hash_grid(before, &grid, by, tiles->cells);
    hash_grid(now, &grid, 0, tiles->cells + count);
    grid.cells = tiles->cells;
    return grid;
}
